"""Keeps `place_opening` true: what the one function of opening hours says, for the coming weeks."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import Range

from app.core.clock import local_date, to_instant
from app.core.database import Db
from app.places.models import Place, PlaceOpening
from app.places.opening import HORIZON, OpeningException, OpeningSpan, opening_spans
from app.places.schemas import OpeningExceptionIn
from app.schedule.holidays import Calendar
from app.schedule.queries import known_calendar

# A day more than promised, so that the horizon still holds just before the next day's renewal.
FILLED = HORIZON + timedelta(days=1)


def spans_of(place: Place, *, calendar: Calendar, now: datetime) -> list[OpeningSpan]:
    """When a place is open, from this local midnight on for as long as the table is filled."""
    start = to_instant(datetime.combine(local_date(now), time.min))
    return opening_spans(
        place.opening_hours,
        exceptions=exceptions_of(place),
        holidays=frozenset(holiday.day for holiday in calendar.public_holidays),
        start=start,
        end=start + FILLED,
    )


def exceptions_of(place: Place) -> list[OpeningException]:
    """The exceptional days of a place."""
    return [
        OpeningExceptionIn.model_validate(item).as_exception() for item in place.opening_exceptions
    ]


async def renew_openings(db: Db, places: Sequence[Place], *, now: datetime) -> None:
    """Computes the opening spans of these places again; the caller holds their rows locked."""
    calendar = await known_calendar(db)
    ids = [place.id for place in places]
    await db.execute(delete(PlaceOpening).where(PlaceOpening.place_id.in_(ids)))  # type: ignore[attr-defined]
    rows = [
        {
            "place_id": place.id,
            "during": Range(span.starts_at, span.ends_at, bounds="[)"),
            "state": span.state,
        }
        for place in places
        if place.status == "published"
        for span in spans_of(place, calendar=calendar, now=now)
    ]
    if rows:
        await db.execute(insert(PlaceOpening), rows)


async def places_after(db: Db, *, after: UUID | None, limit: int) -> Sequence[Place]:
    """The next published places in order of id, locked, to be renewed in steps."""
    question = select(Place).where(Place.status == "published")  # type: ignore[arg-type]
    if after is not None:
        question = question.where(Place.id > after)  # type: ignore[arg-type]
    question = question.order_by(Place.id).limit(limit).with_for_update(key_share=True)  # type: ignore[arg-type]
    return (await db.execute(question)).scalars().all()
