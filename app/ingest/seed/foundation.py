"""Filling a database: what every installation needs, and the catalogue of the first one."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, writing
from app.core.sql import statement
from app.geocoding.commands import replace_postcodes
from app.ingest.addresses.rows import read_postcodes
from app.ingest.seed.catalogue import Kind, seed_catalogue
from app.schedule.commands import store_public_holidays, store_school_holidays
from app.schedule.holidays import PublicHoliday, SchoolHoliday
from app.schedule.queries import known_calendar
from app.schedule.recurrence import SchoolRegion
from app.vocabularies.commands import read_vocabularies, store_vocabularies
from app.words.commands import replace_entries
from app.words.files import read_lists

_IS_FILLED = statement(__file__, "is_filled")
_NOTE_FILLED = statement(__file__, "note_filled")
_TAKE_TURN = statement(__file__, "take_turn")
_END_TURN = statement(__file__, "end_turn")


def read_public_holidays(path: Path) -> list[PublicHoliday]:
    """Rows of `date,name`."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            PublicHoliday(day=date.fromisoformat(row["date"]), name=row["name"])
            for row in csv.DictReader(file)
        ]


def read_school_holidays(path: Path) -> list[SchoolHoliday]:
    """Rows of `region,name,from,to`, both days included."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            SchoolHoliday(
                region=cast("SchoolRegion", row["region"]),
                name=row["name"],
                first=date.fromisoformat(row["from"]),
                last=date.fromisoformat(row["to"]),
            )
            for row in csv.DictReader(file)
        ]


async def seed_foundation(engine: AsyncEngine, folder: Path) -> None:
    """Vocabularies, words and holidays, as this version of the service knows them; safe to repeat.

    What a gemeente changed in the words stays. A list that has no file in the folder is empty.
    School holidays that were refreshed from Rijksoverheid are newer than ours and stay.
    """
    await writing(engine, partial(_store_foundation, folder=folder))


async def _store_foundation(db: Db, *, folder: Path) -> None:
    await store_vocabularies(db, read_vocabularies(folder / "vocabularies.csv"))
    await replace_entries(db, read_lists(folder), source="seed")
    await store_public_holidays(db, read_public_holidays(folder / "public_holidays.csv"))
    postcodes = folder / "postcodes.csv"
    if postcodes.is_file():
        await replace_postcodes(db, read_postcodes(postcodes), source="seed")
    calendar = await known_calendar(db)
    unknown = [
        holiday
        for holiday in read_school_holidays(folder / "school_holidays.csv")
        if not any(
            known.region == holiday.region
            and known.first <= holiday.last
            and known.last >= holiday.first
            for known in calendar.school_holidays
        )
    ]
    await store_school_holidays(db, unknown)


async def seed_entries(
    engine: AsyncEngine,
    folder: Path,
    *,
    with_demo: bool,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
) -> int:
    """The real organizations, places and offerings, and with `with_demo` the demo programme.

    Answers how many entries there are in the files.
    """
    folders: list[tuple[Kind, Path]] = [("facts", folder / "facts")]
    if with_demo:
        folders.append(("demo", folder / "demo"))
    return await seed_catalogue(engine, folders, now=now, tell=tell)


async def is_filled(engine: AsyncEngine) -> bool:
    """Whether the first filling of this database was finished, by whichever process."""
    async with engine.connect() as connection:
        return bool(await connection.scalar(_IS_FILLED))


async def note_filled(engine: AsyncEngine, *, now: datetime) -> None:
    """The first filling is finished: from now on it is the keepers' database."""
    async with engine.begin() as connection:
        await connection.execute(_NOTE_FILLED, {"now": now})


@asynccontextmanager
async def one_at_a_time(engine: AsyncEngine) -> AsyncIterator[None]:
    """Waits until no other process fills this database, and lets none begin meanwhile."""
    async with engine.connect() as connection:
        # Outside any transaction: it lasts as long as the filling, which has its own.
        turn = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await turn.execute(_TAKE_TURN)
        try:
            yield
        finally:
            await turn.execute(_END_TURN)
