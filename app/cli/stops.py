"""Stops of public transport."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.terminal import console, with_engine
from app.core.config import Settings
from app.ingest.stops import StopsRead, import_stops

stops = typer.Typer(help="Haltes van het openbaar vervoer.", no_args_is_help=True)


@stops.command("import")
def import_stops_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="stops.txt van GTFS, of het zip-bestand waar die in zit.",
            exists=True,
            dir_okay=False,
        ),
    ],
) -> None:
    """Zet deze haltes in de plaats van alle haltes; bij een fout blijft alles zoals het was."""

    async def run(engine: AsyncEngine, _ready: Settings) -> StopsRead:
        return await import_stops(engine, file)

    read = with_engine(run)
    console.print(
        f"{len(read.stops)} haltes opgeslagen; {read.merged} perrons hoorden bij een andere, "
        f"{read.abroad} haltes liggen niet in Nederland.",
        soft_wrap=True,
    )
