"""From nothing to a database that can be served from: the address, the shape, the first content."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import structlog
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from app import tables  # noqa: F401 - the metadata must be whole before anything is written
from app.core import embedded
from app.core.config import Settings
from app.core.database import make_engine
from app.core.migrations import ROOT, migrate
from app.finder.jobs import reindex_when_due
from app.ingest.areas.follow import everything_follows
from app.ingest.areas.pdok import Pdok, PdokError
from app.ingest.areas.seed import first_official_borders, seed_areas
from app.ingest.progress import Silent, bars
from app.ingest.seed.catalogue import known_points, read_items
from app.ingest.seed.foundation import (
    is_filled,
    note_filled,
    one_at_a_time,
    seed_entries,
    seed_foundation,
)

SEED = ROOT / "seed"


def data_dir(settings: Settings) -> Path:
    """Where the private PostgreSQL and downloads live."""
    return settings.data_dir or ROOT / ".data"


def private_home(settings: Settings) -> Path:
    """Where the private PostgreSQL really lives: it cannot reach into a root-only home."""
    return embedded.EmbeddedCluster(data_dir(settings)).home


def downloads(settings: Settings) -> Path:
    """Where pages from elsewhere wait until they are stored."""
    return data_dir(settings) / "downloads" / "areas"


@contextmanager
def database(settings: Settings, console: Console) -> Iterator[Settings]:
    """The settings with an address in them: the one that was given, or a private PostgreSQL's.

    Raises EmbeddedError with a sentence that says what to do.
    """
    if settings.database_url is not None:
        yield settings
        return
    console.print("Starting the private PostgreSQL")
    with embedded.cluster(data_dir(settings), tell=console.print) as url:
        yield settings.model_copy(update={"database_url": url})


def engine_for(settings: Settings) -> AsyncEngine:
    """An engine on the database of these settings, with time for long work."""
    if settings.database_url is None:
        raise AssertionError("an engine needs an address")
    patient = settings.model_copy(update={"statement_timeout_s": 600.0, "lock_timeout_s": 60.0})
    return make_engine(patient, settings.database_url)


async def prepare(settings: Settings, console: Console, *, with_demo: bool, now: datetime) -> None:
    """Migrates, and fills what is empty; safe to repeat and quick when there is nothing to do."""
    if settings.database_url is None:
        raise AssertionError("there is no database to prepare")
    await asyncio.to_thread(migrate, settings.database_url)
    engine = engine_for(settings)
    try:
        async with one_at_a_time(engine):
            await seed_foundation(engine, SEED)
            await reindex_when_due(engine)
            if not await is_filled(engine):
                await fill(engine, settings, console, with_demo=with_demo, now=now)
                await note_filled(engine, now=now)
    finally:
        await engine.dispose()


async def fill(
    engine: AsyncEngine, settings: Settings, console: Console, *, with_demo: bool, now: datetime
) -> None:
    """Areas, entries and, for a short while, a try to get real borders from PDOK."""
    follow = everything_follows(now)
    folders = [SEED / "facts", SEED / "demo"]
    points = [point for folder in folders for point in known_points(folder)]
    report = await seed_areas(engine, SEED, known_points=points, now=now, after_store=follow)
    console.print(f"{report.areas} areas of {len(report.gemeente_codes)} municipalities")
    # One sentence below says what these warnings would say in six lines.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with Pdok(settings, downloads=downloads(settings)) as pdok:
        try:
            await first_official_borders(
                engine,
                pdok,
                gemeente_codes=report.schematic,
                within_s=settings.first_run_pdok_s,
                now=now,
                steps=Silent(),
                after_store=follow,
            )
            console.print("Real borders from PDOK")
        except PdokError:
            console.print(
                "PDOK does not answer: borders are schematic for now "
                "(later: buurtkaart areas import --gemeente GM0153)"
            )
    await fill_entries(engine, console, with_demo=with_demo, now=now)


async def fill_entries(
    engine: AsyncEngine, console: Console, *, with_demo: bool, now: datetime
) -> int:
    """Organizations, places and offerings; answers how many there are in the files."""
    folders = [SEED / "facts", SEED / "demo"] if with_demo else [SEED / "facts"]
    total = sum(
        len(read_items(folder, name))
        for folder in folders
        for name in ("organizations", "places", "offerings")
    )
    done = 0
    with bars(console) as steps:

        def tell(more: int) -> None:
            nonlocal done
            done += more
            steps.at("Organizations, places, offerings", done=done, of=total)

        count = await seed_entries(engine, SEED, with_demo=with_demo, now=now, tell=tell)
    console.print(f"{count} organizations, places and offerings")
    return count
