"""Is it open at a moment, and when does that change: one answer, for the filter and the badge.

Pure: holidays, exceptions and the moment are arguments. Every local day (Europe/Amsterdam) has
its own hours: those of an exception that names the day, otherwise the regular ones.

A night belongs to the evening in which it began. Friday's `20:00-02:00` runs until two o'clock on
Saturday, also when Saturday is a holiday, has hours of its own or is exceptionally closed; and a
closed Friday has no Saturday morning. Where two days overlap, the more certain "yes" holds: open,
then by appointment, then unknown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from app.places.opening_rules import (
    MINUTES_PER_DAY,
    Hours,
    OpenState,
    Stretch,
    painted,
)
from app.places.opening_syntax import HoursFault, parse_day_times, parse_hours

__all__ = [
    "HORIZON",
    "HoursFault",
    "OpenState",
    "Opening",
    "OpeningException",
    "OpeningSpan",
    "opening_at",
    "opening_spans",
    "parse_day_times",
    "parse_hours",
]

HORIZON = timedelta(days=35)
"""How far ahead opening hours are worked out."""

_ALL_DAY_UNKNOWN = (Stretch(0, MINUTES_PER_DAY, "unknown"),)
_ALL_DAY_CLOSED = (Stretch(0, MINUTES_PER_DAY, "closed"),)
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_CERTAINTY: dict[OpenState, int] = {"closed": 0, "unknown": 1, "by_appointment": 2, "open": 3}


@dataclass(frozen=True, slots=True)
class Opening:
    """The state at a moment. `changes_at`: UTC, whole minutes; None when not within 35 days."""

    state: OpenState
    changes_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpeningSpan:
    """One state from `starts_at` (UTC) until just before `ends_at` (UTC)."""

    starts_at: datetime
    ends_at: datetime
    state: OpenState


@dataclass(frozen=True, slots=True)
class OpeningException:
    """Local days, `first` to `last` inclusive, on which the regular hours do not count.

    `open` with `hours` (times without days: `10:00-12:00,13:00-16:00`) means those hours; `open`
    without means all day. It holds on public holidays too: whoever writes it thought of that day.
    Raises `HoursFault` when the days are the wrong way round or the hours make no sense.
    """

    first: date
    last: date
    state: Literal["closed", "open"]
    hours: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise HoursFault("De laatste dag van een uitzondering ligt vóór de eerste dag.")
        if self.hours is None:
            return
        if self.state == "closed":
            raise HoursFault("Een uitzondering die gesloten is heeft geen tijden. Laat ze weg.")
        parse_day_times(self.hours)


def opening_at(
    hours: str | None,
    *,
    exceptions: Sequence[OpeningException],
    holidays: frozenset[date],
    at: datetime,
) -> Opening:
    """The state at the instant `at`, and when it changes.

    `hours`: as `parse_hours` takes them; None or blank = unknown. `exceptions`: a later one wins
    from an earlier one on the same day. `holidays`: the public holidays from the day before `at`
    to 35 days after it, at least. Raises `HoursFault` when `hours` cannot be read.
    """
    end = at + HORIZON
    span = next(_spans(hours, exceptions=exceptions, holidays=holidays, start=at, end=end))
    return Opening(span.state, span.ends_at if span.ends_at < end else None)


def opening_spans(
    hours: str | None,
    *,
    exceptions: Sequence[OpeningException],
    holidays: frozenset[date],
    start: datetime,
    end: datetime,
) -> list[OpeningSpan]:
    """The states from `start` until `end` (instants), in order, without gaps or equal neighbours.

    Other arguments and errors as `opening_at`, which gives the span that holds its moment.
    """
    return list(_spans(hours, exceptions=exceptions, holidays=holidays, start=start, end=end))


def _spans(
    hours: str | None,
    *,
    exceptions: Sequence[OpeningException],
    holidays: frozenset[date],
    start: datetime,
    end: datetime,
) -> Iterator[OpeningSpan]:
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError(
            "opening hours are asked for at an instant: start and end need a time zone"
        )
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if start >= end:
        return
    regular = parse_hours(hours) if hours and hours.strip() else None
    day = start.astimezone(_AMSTERDAM).date()
    last_day = end.astimezone(_AMSTERDAM).date()
    hours_of = partial(_hours_of_day, regular, exceptions=exceptions, holidays=holidays)
    night = hours_of(day=day - timedelta(days=1))
    current: OpeningSpan | None = None
    while day <= last_day:
        own = hours_of(day=day)
        for stretch in _one_day(own=own, night=night):
            starts_at = max(start, _instant(day, stretch.start))
            ends_at = min(end, _instant(day, stretch.end))
            if starts_at >= ends_at:
                continue
            if current and current.state == stretch.state:
                current = replace(current, ends_at=ends_at)
                continue
            if current:
                yield current
            current = OpeningSpan(starts_at, ends_at, stretch.state)
        day, night = day + timedelta(days=1), own
    if current:
        yield current


def _hours_of_day(
    regular: Hours | None,
    *,
    day: date,
    exceptions: Sequence[OpeningException],
    holidays: frozenset[date],
) -> tuple[Stretch, ...]:
    for exception in reversed(exceptions):
        if exception.first <= day <= exception.last:
            if exception.state == "closed":
                return _ALL_DAY_CLOSED
            return parse_hours(exception.hours or "24/7").on(day, holidays=frozenset())
    return regular.on(day, holidays=holidays) if regular else _ALL_DAY_UNKNOWN


def _one_day(*, own: tuple[Stretch, ...], night: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Midnight to midnight, without gaps: the day's own hours and what the night before left."""
    left = [
        replace(
            stretch,
            start=max(stretch.start - MINUTES_PER_DAY, 0),
            end=stretch.end - MINUTES_PER_DAY,
        )
        for stretch in night
        if stretch.end > MINUTES_PER_DAY
    ]
    by_certainty = sorted((*own, *left), key=lambda stretch: _CERTAINTY[stretch.state])
    return tuple(
        replace(stretch, end=min(stretch.end, MINUTES_PER_DAY))
        for stretch in painted([*_ALL_DAY_CLOSED, *by_certainty])
        if stretch.start < MINUTES_PER_DAY
    )


def _instant(day: date, minute: int) -> datetime:
    """A local wall-clock time as an instant, also in the two nights that the clock jumps.

    A time that comes twice (October) is its first coming: a closing time of 2.30 closes at the
    first 2.30, and what holds at 2.59 goes on through the repeated hour. A time that never comes
    (March, 2.00 to 3.00) is the moment of the jump, so hours that lie wholly inside it vanish.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    instant = wall.replace(tzinfo=_AMSTERDAM).astimezone(UTC)
    if instant.astimezone(_AMSTERDAM).replace(tzinfo=None) != wall:
        # European clocks jump on the whole hour, by one hour.
        return instant.replace(minute=0)
    return instant
