"""Filling a database: what every installation needs, and the catalogue of the first one."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, writing
from app.core.sql import statement
from app.ingest.seed.catalogue import Kind, seed_catalogue
from app.schedule.commands import store_public_holidays, store_school_holidays
from app.schedule.holidays import PublicHoliday, SchoolHoliday
from app.schedule.queries import known_calendar
from app.schedule.recurrence import SchoolRegion
from app.vocabularies.commands import read_vocabularies, store_vocabularies

_HAS_AREAS = statement(__file__, "has_areas")


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
    """Vocabularies and holidays, as this version of the service knows them; safe to repeat.

    School holidays that were refreshed from Rijksoverheid are newer than ours and stay.
    """
    await writing(engine, partial(_store_foundation, folder=folder))


async def _store_foundation(db: Db, *, folder: Path) -> None:
    await store_vocabularies(db, read_vocabularies(folder / "vocabularies.csv"))
    await store_public_holidays(db, read_public_holidays(folder / "public_holidays.csv"))
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


async def is_empty(engine: AsyncEngine) -> bool:
    """Whether nobody has put an area or entry into this database yet."""
    async with engine.connect() as connection:
        found = await connection.scalar(_HAS_AREAS)
    return not found
