"""When things take place: some hundreds of real recurrences, worked out by the service's own rules.

Many offerings share a rhythm, as many groups in a country meet on Tuesdays at ten; so the rules
run hundreds of times and not a million.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from app.core.clock import AMSTERDAM
from app.schedule.expansion import Occurrence, last_end, occurrences
from app.schedule.holidays import Calendar
from app.schedule.recurrence import (
    WEEKDAYS,
    Monthly,
    Nth,
    Once,
    Pattern,
    Recurrence,
    Weekly,
    first_start,
    rrule_of,
)
from app.schedule.sentences import moment_text, sentence

WEEKS_AHEAD: Final = 13
RHYTHMS: Final = 1_200
_TIMES: Final = tuple(time(hour, minute) for hour in range(8, 21) for minute in (0, 30))
_MINUTES: Final = (60, 90, 120, 150, 180)
_NTHS: Final[tuple[Nth, ...]] = (1, 2, 3, 4, -1)


@dataclass(frozen=True, slots=True)
class Coming:
    """A session that is still to come, with what is said of it."""

    occurrence: Occurrence
    text: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A recurrence with what follows from it for the coming weeks."""

    recurrence: Recurrence
    coming: tuple[Coming, ...]
    text: str
    last_ends_at: datetime | None
    """When its very last session ends; None: never."""


@dataclass(frozen=True, slots=True)
class Rhythms:
    """What there is to choose from, by the sort of thing that takes place."""

    regular: tuple[Rhythm, ...]
    """Half of them weekly, the rest every two weeks, monthly or once."""
    courses: tuple[Rhythm, ...]
    """Weekly, with an end."""

    @classmethod
    def of(cls, *, today: date, calendar: Calendar, rng: Random) -> "Rhythms":
        """All of them go on after `today`."""

        def some(count: int, made: Callable[[date, Random], Recurrence]) -> tuple[Rhythm, ...]:
            return tuple(
                _worked_out(made(today, rng), today=today, calendar=calendar) for _ in range(count)
            )

        return cls(regular=some(RHYTHMS, _regular), courses=some(RHYTHMS // 6, _course))


def _regular(today: date, rng: Random) -> Recurrence:
    sort = rng.random()
    if sort < 0.16:
        ahead = today + timedelta(days=rng.randint(1, 7 * WEEKS_AHEAD - 1))
        return _recurrence(Once(), since=ahead, rng=rng)
    since = today - timedelta(days=rng.randint(30, 700))
    weekday = rng.choice(WEEKDAYS[:5] if rng.random() < 0.85 else WEEKDAYS)
    if sort < 0.32:
        return _recurrence(Monthly(rng.choice(_NTHS), weekday), since=since, rng=rng)
    every = 2 if sort < 0.48 else 1
    return _recurrence(Weekly(2 if every == 2 else 1, (weekday,)), since=since, rng=rng)


def _course(today: date, rng: Random) -> Recurrence:
    since = today + timedelta(days=rng.randint(-35, 42))
    until = today + timedelta(days=rng.randint(50, 130))
    return _recurrence(Weekly(1, (rng.choice(WEEKDAYS[:5]),)), since=since, rng=rng, until=until)


def _recurrence(
    pattern: Pattern, *, since: date, rng: Random, until: date | None = None
) -> Recurrence:
    return Recurrence(
        start=first_start(pattern, start_date=since, start_time=rng.choice(_TIMES)),
        duration_minutes=rng.choice(_MINUTES),
        rrule=rrule_of(pattern),
        until=until,
        except_dates=frozenset(),
        pauses=(),
        on_public_holidays=rng.choice(("go_on", "skip")),
        on_school_holidays="go_on",
        school_region=None,
    )


def _worked_out(recurrence: Recurrence, *, today: date, calendar: Calendar) -> Rhythm:
    last = today + timedelta(weeks=WEEKS_AHEAD)
    found = occurrences(recurrence, calendar=calendar, first=today, last=last)
    return Rhythm(
        recurrence,
        tuple(
            Coming(
                one,
                moment_text(one.starts_at.astimezone(AMSTERDAM), one.ends_at.astimezone(AMSTERDAM)),
            )
            for one in found
        ),
        sentence(recurrence),
        last_end(recurrence, calendar),
    )
