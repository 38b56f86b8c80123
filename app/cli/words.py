"""The words that people use, as a gemeente wants them."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.terminal import console, with_engine
from app.core.config import Settings
from app.finder.jobs import reindex_when_due
from app.ingest.progress import bars
from app.ingest.words import WordsReport, check_words, export_words, import_words, reset_words
from app.words.commands import Replaced
from app.words.files import LISTS

synonyms = typer.Typer(help="Woorden die mensen gebruiken.", no_args_is_help=True)

FileOfWords = Annotated[
    Path, typer.Argument(help="CSV of XLSX volgens docs/words.md.", exists=True, dir_okay=False)
]

OnlyLists = Annotated[
    list[str] | None,
    typer.Option("--only", help="Alleen deze lijst; mag vaker: synonym, word_part …"),
]


@synonyms.command("import")
def import_command(file: FileOfWords) -> None:
    """Uw eigen woorden worden die uit het bestand; als er iets fout is, verandert er niets."""

    async def run(engine: AsyncEngine, _ready: Settings) -> tuple[WordsReport, int]:
        report = await import_words(engine, path=file)
        return report, await _reindexed(engine) if report.is_good else 0

    report, reindexed = with_engine(run)
    _tell_faults(report)
    console.print(f"{report.rows} regels gelezen.")
    if report.replaced is not None:
        _tell_replaced(report.replaced, reindexed=reindexed)


@synonyms.command("reset")
def reset_command(
    *,
    only: OnlyLists = None,
    yes: Annotated[bool, typer.Option("--yes", help="Niet eerst vragen.")] = False,
) -> None:
    """Haalt al uw eigen woorden weg; wat de dienst brengt geldt dan weer."""
    lists = _lists(only)
    if not yes:
        typer.confirm("Al uw eigen woorden gaan weg. Weet u het zeker?", abort=True)

    async def run(engine: AsyncEngine, _ready: Settings) -> tuple[Replaced, int]:
        replaced = await reset_words(engine, lists=lists)
        return replaced, await _reindexed(engine)

    replaced, reindexed = with_engine(run)
    _tell_replaced(replaced, reindexed=reindexed)


@synonyms.command("check")
def check_command(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Zonder bestand: wat er nu in de lijsten staat.", exists=True, dir_okay=False
        ),
    ] = None,
) -> None:
    """Kijkt of alles klopt; verandert niets."""

    async def run(engine: AsyncEngine, _ready: Settings) -> WordsReport:
        return await check_words(engine, path=file)

    report = with_engine(run)
    _tell_faults(report)
    console.print(f"{report.rows} regels bekeken: alles klopt.")


@synonyms.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="Waar het bestand komt, eindigend op .csv.")],
    *,
    only: OnlyLists = None,
) -> None:
    """Schrijft wat er nu in de lijsten staat; importeren verandert dan niets."""
    if file.exists():
        raise typer.BadParameter(f"{file} bestaat al.")
    lists = _lists(only)

    async def run(engine: AsyncEngine, _ready: Settings) -> str:
        return await export_words(engine, lists=lists)

    text = with_engine(run)
    # With a mark, or Excel reads it as the Windows code page.
    file.write_text(text, encoding="utf-8-sig", newline="")
    console.print(f"{file} gemaakt met {len(text.splitlines()) - 1} regels.", markup=False)


def _lists(only: list[str] | None) -> list[str]:
    if unknown := sorted(set(only or ()) - LISTS.keys()):
        raise typer.BadParameter(
            f"{unknown[0]} is geen lijst. Kies uit: {', '.join(LISTS)}.", param_hint="--only"
        )
    return only or list(LISTS)


async def _reindexed(engine: AsyncEngine) -> int:
    """How many texts got other words."""
    with bars(console) as steps:
        return await reindex_when_due(
            engine, tell=lambda done: steps.at("Teksten", done=done, of=None)
        )


def _tell_replaced(replaced: Replaced, *, reindexed: int) -> None:
    console.print(
        f"Eigen woorden: {replaced.added} erbij, {replaced.changed} gewijzigd, "
        f"{replaced.removed} weg."
    )
    if reindexed:
        console.print(f"{reindexed} teksten zijn nu op andere woorden te vinden.")


def _tell_faults(report: WordsReport) -> None:
    """Ends the command when there are any."""
    if report.is_good:
        return
    for fault in report.faults:
        console.print(str(fault), markup=False, highlight=False, soft_wrap=True)
    console.print(f"{len(report.faults)} keer klopt er iets niet. Er is niets veranderd.")
    raise typer.Exit(1)
