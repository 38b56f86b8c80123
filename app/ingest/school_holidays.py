"""School holidays as Rijksoverheid publishes them, per school year and region."""

import json
from datetime import date, datetime
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import local_date
from app.core.config import Settings
from app.core.database import writing
from app.core.outside import Outside
from app.schedule.commands import store_school_holidays
from app.schedule.holidays import SchoolHoliday
from app.schedule.recurrence import SchoolRegion

SERVICE = "Rijksoverheid"
REGIONS: tuple[SchoolRegion, ...] = ("noord", "midden", "zuid")
EVERYWHERE = "heel nederland"

_instant = TypeAdapter(datetime)
# The school year begins on 1 August; from then on next year's dates are of use.
FIRST_MONTH = 8


def school_years(today: date) -> tuple[str, ...]:
    """The school year of this day and the two after it, as `2026-2027`."""
    begins = today.year if today.month >= FIRST_MONTH else today.year - 1
    return tuple(f"{year}-{year + 1}" for year in range(begins, begins + 3))


def read_school_holidays(answer: bytes) -> list[SchoolHoliday]:
    """The holidays in an answer of Rijksoverheid.

    Raises ValueError when it does not have the shape that we know.
    """
    try:
        parts = json.loads(answer)["content"]
        return [
            holiday
            for part in parts
            for vacation in part["vacations"]
            for region in vacation["regions"]
            for holiday in _holidays(vacation, region)
        ]
    except (KeyError, TypeError, ValidationError) as error:
        raise ValueError(f"not the shape of school holidays: {type(error).__name__}") from error


def _holidays(vacation: dict[str, Any], region: dict[str, Any]) -> list[SchoolHoliday]:
    where = " ".join(str(region["region"]).split()).lower()
    regions = REGIONS if where == EVERYWHERE else (where,)
    if not set(regions) <= set(REGIONS):
        raise ValueError(f"unknown region {where!r}")
    return [
        SchoolHoliday(
            region=cast("SchoolRegion", name),
            name=" ".join(str(vacation["type"]).split()).lower(),
            first=_day(region["startdate"]),
            last=_day(region["enddate"]),
        )
        for name in regions
    ]


def _day(text: str) -> date:
    # Published as the instant at which the day begins here: 22:00 or 23:00 UTC the day before.
    moment = _instant.validate_python(text)
    return moment.date() if moment.tzinfo is None else local_date(moment)


async def refresh_school_holidays(
    engine: AsyncEngine, settings: Settings, *, today: date
) -> dict[str, int]:
    """Fetches this school year and the next two; answers how many holidays each one has.

    A year that is not published yet has none. Raises OutsideError when Rijksoverheid does not
    answer; what we had stays.
    """
    found: dict[str, list[SchoolHoliday]] = {}
    async with Outside(SERVICE, timeout_s=settings.outside_timeout_s) as outside:
        for year in school_years(today):
            found[year] = await outside.answer(
                f"{settings.school_holidays_url}/schoolyear/{year}",
                params={"output": "json"},
                read=read_school_holidays,
            )
    every = [holiday for holidays in found.values() for holiday in holidays]
    await writing(engine, lambda db: store_school_holidays(db, every))
    return {year: len(holidays) for year, holidays in found.items()}
