"""The read model of the finder: is it right, and make it so."""

from collections.abc import Collection
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from app.cli.terminal import console, with_engine
from app.core.clock import local_date, utc_now
from app.core.config import Settings
from app.core.database import read_only
from app.finder import commands, queries
from app.finder.jobs import reindex
from app.finder.queries import Drift
from app.finder.unfound import Unfound, unfound_since, week_of
from app.ingest.progress import bars

finder = typer.Typer(help="Wat er gevonden wordt.", no_args_is_help=True)

MOST_TOLD = 20


@finder.command()
def check() -> None:
    """Kijkt of alles gevonden wordt zoals het is ingevoerd; verandert niets."""

    async def run(engine: AsyncEngine, _ready: Settings) -> Drift:
        with bars(console) as steps:
            async with read_only(engine) as db:
                return await queries.drift(
                    db, tell=lambda done: steps.at("Aanbod", done=done, of=None)
                )

    drift = with_engine(run)
    _tell("staat anders in het zoekbestand dan het is ingevoerd", drift.entries)
    _tell("heeft een keer op een andere plek dan het is ingevoerd", drift.sessions)
    if drift:
        console.print("Herstellen kan met: buurtkaart finder rebuild")
        raise typer.Exit(1)
    console.print(f"{drift.looked_at} keer aanbod bekeken: alles klopt.")


def _tell(what: str, ids: Collection[UUID]) -> None:
    if not ids:
        return
    told = [str(one) for one in ids][:MOST_TOLD]
    more = f" en nog {len(ids) - len(told)}" if len(ids) > len(told) else ""
    console.print(f"{len(ids)} keer aanbod {what}: {', '.join(told)}{more}", soft_wrap=True)


@finder.command()
def rebuild() -> None:
    """Rekent opnieuw uit wat er gevonden wordt; de dienst kan gewoon doorgaan."""

    async def run(engine: AsyncEngine, _ready: Settings) -> int:
        with bars(console) as steps:
            return await commands.rebuild(
                engine, tell=lambda done: steps.at("Aanbod", done=done, of=None)
            )

    console.print(with_engine(run), "keer aanbod opnieuw uitgerekend")


@finder.command("reindex")
def reindex_command() -> None:
    """Maakt de zoekwoorden bij alle teksten opnieuw; de dienst kan gewoon doorgaan."""

    async def run(engine: AsyncEngine, _ready: Settings) -> int:
        with bars(console) as steps:
            return await reindex(engine, tell=lambda done: steps.at("Teksten", done=done, of=None))

    console.print(with_engine(run), "teksten zijn nu op andere woorden te vinden")


@finder.command("unfound")
def unfound_command(
    *,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="Zoveel weken, deze erbij.")] = 13,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="Zoveel regels.")] = 50,
) -> None:
    """Wat er is gezocht en niet gevonden: hoe vaak, per onderwerp en wijk."""
    first_week = week_of(local_date(utc_now())) - timedelta(weeks=weeks - 1)

    async def run(engine: AsyncEngine, _ready: Settings) -> Unfound:
        async with read_only(engine) as db:
            return await unfound_since(db, first_week=first_week, most=most)

    unfound = with_engine(run)
    for term, wijk, times in unfound.terms:
        console.print(f"{times:7}  {term}  {wijk or 'wijk onbekend'}", soft_wrap=True)
    for word, times in unfound.words.items():
        console.print(f"{times:7}  {word}  (een woord dat wij niet kennen)", soft_wrap=True)
    if not unfound.terms and not unfound.words:
        console.print("Er is nog niets geteld waar niets voor werd gevonden.")
