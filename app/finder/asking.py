"""From a question as it came in to the values that the statements know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import asyncpg

from app.areas.rules import canonical_code
from app.core.clock import local_date, to_instant
from app.core.config import Settings
from app.core.database import ReadPool
from app.core.errors import Fault, InvalidInputError
from app.core.geo import rd_bounds, rd_of
from app.core.sql import sql_file
from app.finder.filters import EntryQuestion, PlaceQuestion
from app.finder.rules import NEVER_DAYS, PART_HOURS, WEEKDAYS, horizon_of, local_midnight, mask_of
from app.finder.terms import term_positions, unknown_terms
from app.schedule.sentences import date_text

_AREAS_MEANT = sql_file(__file__, "areas_meant")

Where = Literal["query", "body"]
Values = dict[str, Any]
Keeps = Literal["until it changes", "to compare", "nowhere"]
"""What may be kept of an answer: it rests while what it leans on does; the lists of words count
too, so that it must be made anew to compare; or nothing at all, because of signs of danger."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question ready to be asked: the values, and whose versions the answer leans on."""

    values: Values
    scopes: frozenset[str] | None
    """Gemeenten; None: any change anywhere may change the answer."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as a question needs to know: when, with what, and where faults stand."""

    reads: ReadPool
    connection: asyncpg.Connection
    settings: Settings
    now: datetime
    where: Where = "query"

    @property
    def today(self) -> date:
        """The local date."""
        return local_date(self.now)

    def clock_values(self) -> Values:
        """What every statement about entries takes: the moment, and the terms of freshness."""
        return clock_values(self.settings, now=self.now)

    def fault(self, name: str, code: str, message: str) -> Fault:
        """A fault in a member of the question, at the place where it came in."""
        return Fault(self.where, name if self.where == "query" else f"/{name}", code, message)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as bytes, and how long it stays the same while nobody writes."""

    content: bytes
    scopes: frozenset[str] | None
    """Gemeenten whose changes can change it; None: any."""
    until: datetime
    """The next moment at which the clock alone may change it."""
    keeps: Keeps = "until it changes"


def rests_since(now: datetime, ticked_at: datetime | None) -> datetime:
    """The last moment at which the clock changed anything: a question then has today's answer."""
    midnight = to_instant(local_midnight(local_date(now)))
    return midnight if ticked_at is None else max(midnight, ticked_at)


def rests_until(now: datetime, ticks_at: datetime | None) -> datetime:
    """The next moment at which the clock changes anything: a session, or else local midnight."""
    midnight = to_instant(local_midnight(local_date(now) + timedelta(days=1)))
    return midnight if ticks_at is None else min(midnight, ticks_at)


def clock_values(settings: Settings, *, now: datetime) -> Values:
    """`now`, `today`, and the terms of freshness as arrays in the order of `freshness`."""
    activity = settings.freshness_activity_days
    service = settings.freshness_service_days
    door = (*settings.freshness_front_door_days, NEVER_DAYS)
    terms = (activity, service, door, (NEVER_DAYS,) * 3)
    due, stale, leaves = (list(column) for column in zip(*terms, strict=True))
    return {
        "now": now,
        "today": local_date(now),
        "due_days": due,
        "stale_days": stale,
        "leaves_days": leaves,
    }


async def asking(
    asker: Asker,
    question: EntryQuestion,
    *,
    needs: str | None = None,
    faults: list[Fault] | None = None,
) -> Asking:
    """What a question about entries means here and now; `needs`: see `readings.Reading`.

    Raises InvalidInputError with the faults so far and every one that only our data can tell:
    unknown codes and areas, and days that lie too far ahead.
    """
    faults = [] if faults is None else faults
    values = asker.clock_values() | _simple_values(question) | {"needs": needs}
    values |= await _term_values(asker, question, faults)
    values |= _time_values(asker, question, faults)
    where, scopes = await _place_values(asker, question, faults)
    if faults:
        raise InvalidInputError(faults)
    return Asking(values | where, scopes)


async def asking_where(
    asker: Asker, question: PlaceQuestion, *, faults: list[Fault] | None = None
) -> Asking:
    """The same for a question that is only about where.

    Raises InvalidInputError with the faults so far and those of unknown areas.
    """
    faults = [] if faults is None else faults
    where, scopes = await _place_values(asker, question, faults)
    if faults:
        raise InvalidInputError(faults)
    return Asking(asker.clock_values() | where, scopes)


def _simple_values(question: EntryQuestion) -> Values:
    return {
        "languages": question.language or None,
        "free": question.free or None,
        "wheelchair": question.wheelchair or None,
        "voorliggend": question.voorliggend or None,
        "walk_in": question.walk_in or None,
        "open_spots": question.open_spots or None,
        "age": question.age,
    }


async def _term_values(asker: Asker, question: EntryQuestion, faults: list[Fault]) -> Values:
    asked: Mapping[str, Sequence[str]] = {
        "kind": question.kind,
        "theme": question.theme,
        "audience": question.audience,
    }
    if not any(asked.values()):
        return {}
    known = await term_positions(asker.reads, asker.connection, asked=asked, now=asker.now)
    wrong = unknown_terms(asked, known, where=asker.where)
    if wrong:
        faults += wrong
        return {}
    kinds, themes, audiences = (
        [known[vocabulary][code] for code in codes] for vocabulary, codes in asked.items()
    )
    return {
        "kind": kinds[0] if len(kinds) == 1 else None,
        "kinds": kinds if len(kinds) > 1 else None,
        "themes": mask_of(themes) or None,
        "audiences": mask_of(audiences) or None,
    }


def _time_values(asker: Asker, question: EntryQuestion, faults: list[Fault]) -> Values:
    first, last = question.from_, question.to
    horizon = horizon_of(asker.today, weeks=asker.settings.session_horizon_weeks)
    too_far = [
        asker.fault(
            name,
            "beyond-horizon",
            f"Wij kennen het programma tot en met {date_text(horizon)}. "
            "Kies een dag die niet later is.",
        )
        for name, day in (("from", first), ("to", last))
        if day is not None and day > horizon
    ]
    if too_far:
        faults += too_far
        return {}
    return {
        "some_time": bool(question.day or question.part or first or last) or None,
        "from_at": _beginning(first) if first else None,
        "to_at": _beginning(last + timedelta(days=1)) if last else None,
        "days": [WEEKDAYS.index(day) + 1 for day in question.day] or None,
        "hours": [hour for part in question.part for hour in range(*PART_HOURS[part])] or None,
    }


def _beginning(day: date) -> datetime:
    # Near the first year of the calendar a change of time zone would overflow.
    return to_instant(local_midnight(max(day, date(1900, 1, 1)))).astimezone(UTC)


async def _place_values(
    asker: Asker, question: PlaceQuestion, faults: list[Fault]
) -> tuple[Values, frozenset[str] | None]:
    values: Values = {}
    if question.point is not None:
        here = rd_of(question.point)
        values |= {"x_m": here.x_m, "y_m": here.y_m, "radius_m": question.radius}
    if question.box is not None:
        west, south, east, north = question.box
        min_x, min_y, max_x, max_y = rd_bounds(question.box)
        values |= {"min_lon": west, "min_lat": south, "max_lon": east, "max_lat": north}
        values |= {"min_x_m": min_x, "min_y_m": min_y, "max_x_m": max_x, "max_y_m": max_y}
    if not question.area:
        return values, None
    codes = [canonical_code(code) for code in question.area]
    row = await asker.connection.fetchrow(_AREAS_MEANT, codes)
    faults += [
        asker.fault(
            "area",
            "unknown-area",
            f"Het gebied '{code}' kennen wij niet. Zoek het op naam bij /v1/areas?q=.",
        )
        for code in row["unknown"]
    ]
    values |= {"buurten": row["buurten"], "touching": row["touching"]}
    return values, frozenset(row["gemeenten"])
