"""Running the service: serve, worker, migrate, seed, openapi."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.danger import is_checked_lately, remind
from app.cli.terminal import console, with_engine
from app.core.clock import local_date, utc_now
from app.core.config import Settings, settings
from app.core.http.openapi import document, dump_yaml
from app.core.http.serving import bound
from app.core.http.serving import serve as serve_http
from app.core.logging import configure_logging
from app.core.migrations import ROOT, migrate
from app.finder.jobs import reindex_when_due
from app.finder.queries import versions_now
from app.finder.unfound import written_down
from app.ingest.areas.follow import everything_follows
from app.ingest.areas.seed import seed_areas
from app.ingest.seed.catalogue import known_points
from app.ingest.seed.foundation import note_filled, one_at_a_time, seed_foundation
from app.main import Application, create_app
from app.start import SEED, database, engine_for, fill_entries, prepare, private_home
from app.worker import work, working

app = typer.Typer(
    help="Buurtkaart: de sociale kaart van elke buurt.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


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
    # Read before anybody needs it: a file of signs of danger that is wrong must not wait for them.
    if not is_checked_lately(local_date(utc_now())):
        remind()
    given = settings()
    wanted = given.database_url is None if prepare_first is None else prepare_first
    # First of all: better to hear that the port is taken before a minute of work than after it.
    with closing(bound(given)) as at, database(given, console) as ready:
        if wanted:
            asyncio.run(prepare(ready, console, with_demo=with_demo, now=utc_now()))
        configure_logging(ready)
        _print_addresses(ready)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it: no error
            serve_http(_application(ready), ready, at=at)


def _application(ready: Settings) -> Application:
    @asynccontextmanager
    async def background() -> AsyncIterator[None]:
        engine = engine_for(ready)
        try:
            async with working(str(ready.database_url), engine):
                yield
        finally:
            await engine.dispose()

    return create_app(
        ready,
        beside=background if ready.workers_inside else None,
        writing=written_down,
        versions=versions_now,
    )


def _print_addresses(ready: Settings) -> None:
    base = f"http://localhost:{ready.port}"
    console.print()
    console.print("Buurtkaart is ready:", style="bold green")
    console.print(f"  {base}/                     what there is to see")
    console.print(f"  {base}/v1/areas?q=pathmos   an area")
    console.print(f"  {base}/v1/openapi.json      the interface")
    console.print(f"  {base}/readyz               is it well?")
    if settings().database_url is None:
        console.print(
            "Stop with Ctrl-C; the data stays in", str(private_home(ready)), highlight=False
        )
    console.print()


@app.command()
def worker() -> None:
    """Alleen het werk op de achtergrond; zet dan WORKERS_INSIDE=false bij de dienst."""
    configure_logging(settings())
    console.print("Working in the background. Stop with Ctrl-C.")

    async def run(engine: AsyncEngine, ready: Settings) -> None:
        await work(str(ready.database_url), engine)

    with_engine(run)


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
        points = [*known_points(SEED / "facts"), *known_points(SEED / "demo")]
        async with one_at_a_time(engine):
            await seed_foundation(engine, SEED)
            await reindex_when_due(engine)
            await seed_areas(
                engine, SEED, known_points=points, now=now, after_store=everything_follows(now)
            )
            await fill_entries(engine, console, with_demo=with_demo, now=now)
            await note_filled(engine, now=now)

    with database(settings(), console) as ready:
        migrate(str(ready.database_url))
    with_engine(run)


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
