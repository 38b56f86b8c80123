"""Keeps `place_opening` true: what the one function of opening hours says, for the coming weeks.

And what people read of it: the text of a badge with every span, the opening hours with the place.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.core.clock import local_date, to_instant
from app.core.database import Db
from app.core.sql import statement
from app.places.models import Place, PlaceOpening
from app.places.opening import HORIZON, OpeningException, OpeningSpan, opening_spans
from app.places.opening_badge import badge_texts
from app.places.opening_exceptions import exception_lines
from app.places.opening_text import opening_text
from app.places.schemas import OpeningExceptionIn
from app.schedule.holidays import Calendar
from app.schedule.queries import known_calendar

# A day more than promised, so that the horizon still holds just before the next day's renewal.
FILLED = HORIZON + timedelta(days=1)


_STORE_OPENINGS = statement(__file__, "store_openings")


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


def lines_of(place: Place, *, today: date) -> list[str]:
    """The opening hours of a place as sentences, and what is different in the coming 35 days.

    Empty when nothing is known.
    """
    hours = place.opening_hours
    regular = opening_text(hours, week_of=today) if hours else []
    different = exception_lines(exceptions_of(place), first=today, last=today + HORIZON)
    return regular + different


async def renew_openings(db: Db, places: Sequence[Place], *, now: datetime) -> None:
    """Computes the opening spans and texts of these places again.

    The caller holds their rows locked. A place is touched only where its text differs; its
    version stays, for this is no edit.
    """
    calendar = await known_calendar(db)
    ids = [place.id for place in places]
    for place in places:
        lines = lines_of(place, today=local_date(now))
        if place.opening_text != lines:
            place.opening_text = lines
    await db.flush()
    await db.execute(delete(PlaceOpening).where(PlaceOpening.place_id.in_(ids)))  # type: ignore[attr-defined]
    rows = [
        row
        for place in places
        if place.status == "published"
        for row in _rows(place.id, spans_of(place, calendar=calendar, now=now))
    ]
    if rows:
        await db.execute(_STORE_OPENINGS, {"rows": json.dumps(rows)})


def _rows(place_id: UUID, spans: Sequence[OpeningSpan]) -> list[dict[str, Any]]:
    return [
        {
            "place_id": str(place_id),
            "starts_at": span.starts_at.isoformat(),
            "ends_at": span.ends_at.isoformat(),
            "state": span.state,
            "text": text,
        }
        for span, text in zip(spans, badge_texts(spans), strict=True)
    ]


async def places_after(db: Db, *, after: UUID | None, limit: int) -> Sequence[Place]:
    """The next published places in order of id, locked, to be renewed in steps."""
    question = select(Place).where(Place.status == "published")  # type: ignore[arg-type]
    if after is not None:
        question = question.where(Place.id > after)  # type: ignore[arg-type]
    question = question.order_by(Place.id).limit(limit).with_for_update(key_share=True)  # type: ignore[arg-type]
    return (await db.execute(question)).scalars().all()
