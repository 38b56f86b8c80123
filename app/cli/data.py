"""Working on the data: areas, imports, what rolls forward, holidays, the demo."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.terminal import console, with_engine
from app.core.clock import local_date, utc_now
from app.core.config import Settings
from app.core.database import writing
from app.ingest.areas.follow import everything_follows
from app.ingest.areas.imports import import_from_files, import_from_pdok
from app.ingest.areas.pdok import DEFAULT_YEAR, Pdok
from app.ingest.areas.store import ImportReport
from app.ingest.progress import bars
from app.ingest.school_holidays import refresh_school_holidays
from app.ingest.seed.demo import remove_demo
from app.offerings.jobs import roll_sessions
from app.places.jobs import roll_openings
from app.start import downloads

areas = typer.Typer(help="Gebieden: gemeenten, wijken, buurten.", no_args_is_help=True)
imports = typer.Typer(help="Gegevens van een ander binnenhalen.", no_args_is_help=True)
sessions = typer.Typer(help="De komende keren van al het aanbod.", no_args_is_help=True)
openings = typer.Typer(help="Wanneer plekken open zijn.", no_args_is_help=True)
holidays = typer.Typer(help="Feestdagen en schoolvakanties.", no_args_is_help=True)
demo = typer.Typer(help="Het demo-programma.", no_args_is_help=True)

SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
# The seed keeps its own entries under these names.
RESERVED_SOURCES = frozenset({"seed", "demo"})

GROUPS = (
    ("areas", areas),
    ("import", imports),
    ("sessions", sessions),
    ("openings", openings),
    ("holidays", holidays),
    ("demo", demo),
)


@areas.command("import")
def import_areas(
    *,
    gemeente: Annotated[
        list[str] | None, typer.Option(help="CBS-code van een gemeente, zoals GM0153.")
    ] = None,
    year: Annotated[int, typer.Option(help="Jaar van de indeling.")] = DEFAULT_YEAR,
    file: Annotated[
        list[Path] | None,
        typer.Option(help="GeoJSON of GeoPackage in plaats van PDOK.", exists=True, dir_okay=False),
    ] = None,
    successors: Annotated[
        Path | None,
        typer.Option(
            help="CSV old_code,new_code: wat in de plaats kwam van oude codes.", exists=True
        ),
    ] = None,
) -> None:
    """Echte grenzen, van PDOK of uit bestanden; nog eens doen verandert niets."""
    now = utc_now()
    codes = [code.upper() for code in gemeente or []]
    if not codes and not file:
        raise typer.BadParameter("Noem een gemeente (--gemeente GM0153) of een bestand (--file).")

    async def run(engine: AsyncEngine, ready: Settings) -> ImportReport:
        follow = everything_follows(now)
        with bars(console) as steps:
            if file:
                return await import_from_files(
                    engine,
                    file,
                    gemeente_codes=codes,
                    year=year,
                    successors_file=successors,
                    now=now,
                    steps=steps,
                    after_store=follow,
                )
            async with Pdok(ready, downloads=downloads(ready)) as pdok:
                return await import_from_pdok(
                    engine,
                    pdok,
                    gemeente_codes=codes,
                    year=year,
                    successors_file=successors,
                    now=now,
                    steps=steps,
                    after_store=follow,
                )

    _tell_import(with_engine(run))


def _tell_import(report: ImportReport) -> None:
    for repair in report.repairs:
        console.print(f"  {repair.code} hersteld: {repair.reason}", markup=False)
    for part in report.gemeenten:
        console.print(
            f"{', '.join(part.gemeente_codes)}: {part.buurten} buurten, {part.wijken} wijken; "
            f"{part.added} nieuw, {part.changed} gewijzigd, {part.unchanged} hetzelfde, "
            f"{len(part.vanished)} vervallen.",
            markup=False,
        )
        followed = {succession.old_code for succession in part.successions}
        for code in sorted(set(part.vanished) - followed):
            console.print(f"  {code} → geen opvolger", markup=False)
        for succession in part.successions:
            console.print(f"  {succession.old_code} → {succession.new_code}", markup=False)


@imports.command("offerings")
def import_offerings_command(
    file: Annotated[
        Path,
        typer.Argument(help="CSV of XLSX volgens docs/import.md.", exists=True, dir_okay=False),
    ],
    *,
    source: Annotated[str, typer.Option(help="Naam van de bron, zoals 'sociale-kaart-enschede'.")],
    gemeente: Annotated[str, typer.Option(help="CBS-code van de gemeente, zoals GM0153.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Alleen controleren, niets opslaan.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Goede regels opslaan, ook als andere fout zijn.")
    ] = False,
    archive_missing: Annotated[
        bool,
        typer.Option(
            "--archive-missing", help="Van de kaart halen wat niet meer in het bestand is."
        ),
    ] = False,
) -> None:
    """Aanbod uit een spreadsheet; nog eens doen werkt bij wat niemand zelf veranderde."""
    if not SOURCE_NAME.fullmatch(source) or source in RESERVED_SOURCES:
        raise typer.BadParameter(
            "Geef de bron een eigen naam van kleine letters, cijfers en streepjes, "
            f"en niet {' of '.join(sorted(RESERVED_SOURCES))}.",
            param_hint="--source",
        )
    # Here, because it brings the reader of workbooks along.
    from app.ingest.spreadsheet.imports import import_offerings  # noqa: PLC0415
    from app.ingest.spreadsheet.report import ImportReport as Outcome  # noqa: PLC0415
    from app.ingest.spreadsheet.report import report_lines  # noqa: PLC0415

    async def run(engine: AsyncEngine, _ready: Settings) -> Outcome:
        with bars(console) as steps:
            return await import_offerings(
                engine,
                file=file,
                source=source,
                gemeente_code=gemeente.upper(),
                dry_run=dry_run,
                now=utc_now(),
                skip_bad=skip_bad,
                archive_missing=archive_missing,
                progress=steps,
            )

    report = with_engine(run)
    for line in report_lines(report):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if not report.is_good:
        raise typer.Exit(1)


@imports.command("template")
def import_template(
    file: Annotated[Path, typer.Argument(help="Waar het voorbeeld komt, eindigend op .csv.")],
) -> None:
    """Een voorbeeldbestand om in te vullen."""
    from app.ingest.spreadsheet.template import example_csv  # noqa: PLC0415

    if file.exists():
        raise typer.BadParameter(f"{file} bestaat al.")
    file.write_text(example_csv(), encoding="utf-8-sig")
    console.print(
        f"{file} gemaakt. De uitleg van elke kolom staat in docs/import.md.", markup=False
    )


@sessions.command("roll")
def roll_sessions_command() -> None:
    """De komende weken opnieuw uitrekenen; gebeurt ook elke nacht vanzelf."""
    _roll(roll_sessions, "Aanbod", "keer aanbod bijgewerkt")


@openings.command("roll")
def roll_openings_command() -> None:
    """Uitrekenen wanneer plekken open zijn; gebeurt ook elke nacht vanzelf."""
    _roll(roll_openings, "Plekken", "plekken bijgewerkt")


def _roll(roll: Callable[..., Awaitable[int]], what: str, done_text: str) -> None:
    async def run(engine: AsyncEngine, _ready: Settings) -> int:
        with bars(console) as steps:
            return await roll(
                engine,
                now=utc_now(),
                tell=lambda done: steps.at(what, done=done, of=None),
            )

    console.print(with_engine(run), done_text)


@holidays.command("refresh")
def refresh_holidays() -> None:
    """De schoolvakanties van dit schooljaar en de twee daarna, van Rijksoverheid."""
    now = utc_now()

    async def run(engine: AsyncEngine, ready: Settings) -> dict[str, int]:
        found = await refresh_school_holidays(engine, ready, today=local_date(now))
        await roll_sessions(engine, now=now)
        return found

    for year, count in with_engine(run).items():
        console.print(f"{year}: {f'{count} vakanties' if count else 'nog niet bekend'}")


@demo.command("remove")
def remove_demo_command() -> None:
    """Al het demo-aanbod weghalen, met zijn plekken en organisaties."""

    async def run(engine: AsyncEngine, _ready: Settings) -> int:
        return await writing(engine, remove_demo)

    console.print(f"{with_engine(run)} demo-gegevens verwijderd.")
