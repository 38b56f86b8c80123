"""`buurtkaart postcodes import`: where postcodes and addresses are."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.data import RESERVED_SOURCES, SOURCE_NAME
from app.cli.terminal import console, with_engine
from app.core.config import Settings
from app.ingest.addresses.imports import AddressReport, import_addresses
from app.ingest.progress import bars

postcodes = typer.Typer(help="Waar postcodes en adressen zijn.", no_args_is_help=True)


@postcodes.command("import")
def import_postcodes(
    file: Annotated[
        Path,
        typer.Argument(help="CSV met postcodes of adressen, ook .gz.", exists=True, dir_okay=False),
    ],
    *,
    source: Annotated[str, typer.Option(help="Naam van de bron.")] = "bag",
    gemeente: Annotated[
        str | None,
        typer.Option(help="CBS-code: de plaats van adressen die er geen noemen, zoals GM0153."),
    ] = None,
    city: Annotated[
        str | None, typer.Option(help="Woonplaats van adressen die er geen noemen.")
    ] = None,
) -> None:
    """Punten van postcodes of adressen; wat deze bron eerder zei wordt vervangen."""
    if not SOURCE_NAME.fullmatch(source) or source in RESERVED_SOURCES:
        raise typer.BadParameter(
            "Geef de bron een eigen naam van kleine letters, cijfers en streepjes, "
            f"en niet {' of '.join(sorted(RESERVED_SOURCES))}.",
            param_hint="--source",
        )

    async def run(engine: AsyncEngine, _ready: Settings) -> AddressReport:
        with bars(console) as steps:
            return await import_addresses(
                engine,
                file,
                source=source,
                gemeente_code=None if gemeente is None else gemeente.upper(),
                city=city,
                steps=steps,
            )

    report = with_engine(run)
    again = f" ({report.repeated} dubbele regels overgeslagen)" if report.repeated else ""
    console.print(f"{report.addresses} adressen, {report.postcodes} postcodes opgeslagen{again}.")
