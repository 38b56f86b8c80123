"""The series and holidays that the tests of schedules speak about."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import cast

from app.schedule.holidays import Calendar, PublicHoliday, SchoolHoliday
from app.schedule.recurrence import (
    Monthly,
    Nth,
    Once,
    OnHoliday,
    Pattern,
    Pause,
    Recurrence,
    SchoolRegion,
    Weekday,
    Weekly,
    first_start,
    rrule_of,
)

SEED = Path(__file__).parents[2] / "seed"


def seeded_public_holidays() -> list[PublicHoliday]:
    with (SEED / "public_holidays.csv").open(encoding="utf-8", newline="") as file:
        return [
            PublicHoliday(date.fromisoformat(row["date"]), row["name"])
            for row in csv.DictReader(file)
        ]


def seeded_school_holidays() -> list[SchoolHoliday]:
    with (SEED / "school_holidays.csv").open(encoding="utf-8", newline="") as file:
        return [
            SchoolHoliday(
                region=cast("SchoolRegion", row["region"]),
                name=row["name"],
                first=date.fromisoformat(row["from"]),
                last=date.fromisoformat(row["to"]),
            )
            for row in csv.DictReader(file)
        ]


CALENDAR = Calendar.of(
    public_holidays=seeded_public_holidays(), school_holidays=seeded_school_holidays()
)


def series(
    pattern: Pattern,
    start: str,
    *,
    minutes: int = 90,
    until: str | None = None,
    except_dates: Iterable[str] = (),
    pauses: Iterable[Pause] = (),
    public: OnHoliday = "go_on",
    school: OnHoliday = "go_on",
    region: SchoolRegion | None = "noord",
) -> Recurrence:
    """A series whose first session is on or after `start` ("2026-11-24 10:00")."""
    moment = datetime.fromisoformat(start)
    return Recurrence(
        start=first_start(pattern, start_date=moment.date(), start_time=moment.time()),
        duration_minutes=minutes,
        rrule=rrule_of(pattern),
        until=date.fromisoformat(until) if until else None,
        except_dates=frozenset(map(date.fromisoformat, except_dates)),
        pauses=tuple(pauses),
        on_public_holidays=public,
        on_school_holidays=school,
        school_region=region,
    )


def pause(first: str, last: str, reason: str | None = None) -> Pause:
    return Pause(date.fromisoformat(first), date.fromisoformat(last), reason)


def once() -> Once:
    return Once()


def every_week(*weekdays: Weekday) -> Weekly:
    return Weekly(every_weeks=1, weekdays=weekdays)


def every_two_weeks(*weekdays: Weekday) -> Weekly:
    return Weekly(every_weeks=2, weekdays=weekdays)


def every_month(nth: Nth, weekday: Weekday) -> Monthly:
    return Monthly(nth=nth, weekday=weekday)
