"""`buurtkaart`: everything that is done from a terminal."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import local_date, utc_now
from app.core.config import Settings, SettingsError, settings
from app.core.database import writing
from app.core.embedded import EmbeddedError
from app.core.errors import ProblemError
from app.core.http.openapi import document, dump_yaml
from app.core.http.serving import serve as serve_http
from app.core.logging import configure_logging
from app.core.migrations import ROOT, migrate
from app.ingest.area_import import import_from_files, import_from_pdok
from app.ingest.area_seed import seed_areas
from app.ingest.area_store import ImportReport
from app.ingest.catalogue import known_points
from app.ingest.demo import remove_demo
from app.ingest.follow_areas import everything_follows
from app.ingest.pdok import DEFAULT_YEAR, Pdok, PdokError
from app.ingest.progress import bars
from app.ingest.school_holidays import refresh_school_holidays
from app.ingest.seed import seed_foundation
from app.main import Application, create_app
from app.offerings.jobs import roll_sessions
from app.places.jobs import roll_openings
from app.start import SEED, data_dir, database, downloads, engine_for, fill_entries, prepare
from app.worker import work, working

T = TypeVar("T")

app = typer.Typer(
    help="Buurtkaart: de sociale kaart van elke buurt.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
areas = typer.Typer(help="Gebieden: gemeenten, wijken, buurten.", no_args_is_help=True)
imports = typer.Typer(help="Gegevens van een ander binnenhalen.", no_args_is_help=True)
sessions = typer.Typer(help="De komende keren van al het aanbod.", no_args_is_help=True)
openings = typer.Typer(help="Wanneer plekken open zijn.", no_args_is_help=True)
holidays = typer.Typer(help="Feestdagen en schoolvakanties.", no_args_is_help=True)
demo = typer.Typer(help="Het demo-programma.", no_args_is_help=True)
for name, group in (
    ("areas", areas),
    ("import", imports),
    ("sessions", sessions),
    ("openings", openings),
    ("holidays", holidays),
    ("demo", demo),
):
    app.add_typer(group, name=name)

console = Console()


def main() -> None:
    """The entry point: errors that people can do something about end in one sentence."""
    try:
        app()
    except (EmbeddedError, ProblemError, PdokError) as error:
        _complain(error)
        sys.exit(1)
    except SettingsError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        sys.exit(1)


def _complain(error: Exception) -> None:
    stderr = Console(stderr=True)
    stderr.print(str(error), style="red", markup=False)
    for fault in getattr(error, "faults", ()):
        stderr.print(f"  {fault.name}: {fault.message}", markup=False)


def _with_engine(task: Callable[[AsyncEngine, Settings], Awaitable[T]]) -> T:
    """Runs a task on the database, private or not, and lets go of it."""

    async def run(ready: Settings) -> T:
        engine = engine_for(ready)
        try:
            return await task(engine, ready)
        finally:
            await engine.dispose()

    with database(settings(), console) as ready:
        return asyncio.run(run(ready))


@app.command()
def serve(
    *,
    prepare_first: Annotated[
        bool | None,
        typer.Option(
            "--prepare/--no-prepare",
            help="Eerst migreren en een lege database vullen; vanzelf zo zonder DATABASE_URL.",
        ),
    ] = None,
    with_demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Een lege database ook met de demo vullen.")
    ] = True,
) -> None:
    """De dienst: het antwoord op elke vraag, op HOST en PORT."""
    given = settings()
    wanted = given.database_url is None if prepare_first is None else prepare_first
    with database(given, console) as ready:
        if wanted:
            asyncio.run(prepare(ready, console, with_demo=with_demo, now=utc_now()))
        configure_logging(ready)
        _print_addresses(ready)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it: no error
            serve_http(_application(ready), ready)


def _application(ready: Settings) -> Application:
    @asynccontextmanager
    async def background() -> AsyncIterator[None]:
        engine = engine_for(ready)
        try:
            async with working(str(ready.database_url), engine):
                yield
        finally:
            await engine.dispose()

    return create_app(ready, beside=background if ready.workers_inside else None)


def _print_addresses(ready: Settings) -> None:
    base = f"http://localhost:{ready.port}"
    console.print()
    console.print("Buurtkaart is ready:", style="bold green")
    console.print(f"  {base}/                     what there is to see")
    console.print(f"  {base}/v1/areas?q=pathmos   an area")
    console.print(f"  {base}/v1/openapi.json      the interface")
    console.print(f"  {base}/readyz               is it well?")
    if settings().database_url is None:
        console.print("Stop with Ctrl-C; the data stays in", str(data_dir(ready)), highlight=False)
    console.print()


@app.command()
def worker() -> None:
    """Alleen het werk op de achtergrond; zet dan WORKERS_INSIDE=false bij de dienst."""
    configure_logging(settings())

    async def run(engine: AsyncEngine, ready: Settings) -> None:
        await work(str(ready.database_url), engine)

    _with_engine(run)


@app.command("migrate")
def migrate_command() -> None:
    """De database in de vorm brengen die deze versie verwacht."""
    with database(settings(), console) as ready:
        migrate(str(ready.database_url))
    console.print("The database is up to date.")


@app.command()
def seed(
    *,
    with_demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Ook het demo-programma.")
    ] = True,
) -> None:
    """Woordenlijsten, feestdagen, gebieden en de echte plekken; opnieuw doen kan geen kwaad."""
    now = utc_now()

    async def run(engine: AsyncEngine, _ready: Settings) -> None:
        await seed_foundation(engine, SEED)
        points = [*known_points(SEED / "facts"), *known_points(SEED / "demo")]
        await seed_areas(
            engine, SEED, known_points=points, now=now, after_store=everything_follows(now)
        )
        await fill_entries(engine, console, with_demo=with_demo, now=now)

    with database(settings(), console) as ready:
        migrate(str(ready.database_url))
    _with_engine(run)


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

    _tell_import(_with_engine(run))


def _tell_import(report: ImportReport) -> None:
    for repair in report.repairs:
        console.print(f"  hersteld: {repair}", markup=False)
    for part in report.gemeenten:
        console.print(
            f"{', '.join(part.gemeente_codes)}: {part.buurten} buurten, {part.wijken} wijken; "
            f"{part.added} nieuw, {part.changed} gewijzigd, {part.unchanged} hetzelfde, "
            f"{len(part.vanished)} vervallen.",
            markup=False,
        )
        for succession in part.successions:
            console.print(f"  {succession.old_code} → {succession.new_code}", markup=False)


@sessions.command("roll")
def roll_sessions_command() -> None:
    """De komende weken opnieuw uitrekenen; gebeurt ook elke nacht vanzelf."""
    _roll(roll_sessions, "Aanbod", "aanbod bijgewerkt")


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

    console.print(_with_engine(run), done_text)


@holidays.command("refresh")
def refresh_holidays() -> None:
    """De schoolvakanties van dit schooljaar en de twee daarna, van Rijksoverheid."""
    now = utc_now()

    async def run(engine: AsyncEngine, ready: Settings) -> dict[str, int]:
        found = await refresh_school_holidays(engine, ready, today=local_date(now))
        await roll_sessions(engine, now=now)
        return found

    for year, count in _with_engine(run).items():
        console.print(f"{year}: {f'{count} vakanties' if count else 'nog niet bekend'}")


@demo.command("remove")
def remove_demo_command() -> None:
    """Al het demo-aanbod weghalen, met zijn plekken en organisaties."""

    async def run(engine: AsyncEngine, _ready: Settings) -> int:
        return await writing(engine, remove_demo)

    console.print(f"{_with_engine(run)} demo-gegevens verwijderd.")


@app.command()
def openapi(
    *,
    check: Annotated[bool, typer.Option("--check", help="Alleen kijken of hij klopt.")] = False,
) -> None:
    """Schrijft openapi.yaml uit de code."""
    path = ROOT / "openapi.yaml"
    wanted = dump_yaml(document(create_app(Settings())))
    if not check:
        path.write_text(wanted, encoding="utf-8")
    elif not path.is_file() or path.read_text(encoding="utf-8") != wanted:
        Console(stderr=True).print("openapi.yaml is not what the code says: run `make openapi`.")
        raise typer.Exit(1)
