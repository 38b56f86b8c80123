"""A walk every Tuesday at ten, and what a test does to it and looks at."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.database import Db
from app.offerings.models import Offering, Session
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.schedule.holidays import SchoolHoliday
from app.schedule.recurrence import SchoolRegion
from app.schedule.schemas import ScheduleIn
from tests import factories
from tests.factories import MONDAY, act, weekly

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = timedelta(weeks=1)
HOUR = timedelta(hours=1)
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""The first coming session of `weekly`: 10.00 on the wall."""
ILL = SessionChangeIn(status="cancelled", note="De begeleider is ziek.")


async def walk_every_tuesday(db: Db, **different: Any) -> Offering:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    return await put_schedules(db, walk.id, [weekly(**different)], act(), expected_version=1)


async def change(
    db: Db,
    walk: Offering,
    made: SessionChangeIn,
    original: datetime = TUESDAY,
    *,
    now: datetime = MONDAY,
) -> Offering:
    return await change_session(
        db, walk.id, made, act(now), original_starts_at=original, expected_version=None
    )


async def put(db: Db, walk: Offering, *schedules: ScheduleIn, now: datetime = MONDAY) -> Offering:
    return await put_schedules(db, walk.id, schedules, act(now), expected_version=None)


def moved_to(starts_at: datetime, *, hours: float = 1.5, **different: Any) -> SessionChangeIn:
    return SessionChangeIn(
        status="moved", starts_at=starts_at, ends_at=starts_at + hours * HOUR, **different
    )


async def sessions_of(db: Db, walk: Offering) -> list[Session]:
    rows = await db.execute(
        text(
            "SELECT * FROM session WHERE offering_id = :id ORDER BY starts_at, original_starts_at"
        ),
        {"id": walk.id},
    )
    return [Session(**row) for row in rows.mappings()]


async def marks(db: Db, walk: Offering) -> dict[datetime, str]:
    """Which physical row each session is: another one after it has been touched."""
    rows = await db.execute(
        text("SELECT original_starts_at, ctid::text FROM session WHERE offering_id = :id"),
        {"id": walk.id},
    )
    return {starts_at: mark for starts_at, mark in rows}  # noqa: C416 - rows, not pairs


def holiday(region: SchoolRegion, first: date, last: date) -> SchoolHoliday:
    return SchoolHoliday(region=region, first=first, last=last, name="Vakantie")


def starts(sessions: Sequence[Session]) -> list[datetime]:
    return [session.starts_at for session in sessions]


def on(sessions: Sequence[Session], original: datetime) -> Session:
    (found,) = [session for session in sessions if session.original_starts_at == original]
    return found
