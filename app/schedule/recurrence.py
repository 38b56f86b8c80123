"""What an editor says about time: a first start, a preset and what is left out.

All dates and times here are local (Europe/Amsterdam) and naive; `expansion` turns them into
instants. The stored RRULE (RFC 5545) is never typed by people: it is one of the presets below.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

OnHoliday = Literal["go_on", "skip"]
SchoolRegion = Literal["noord", "midden", "zuid"]
Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
EveryWeeks = Literal[1, 2]
Nth = Literal[1, 2, 3, 4, -1]

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_NTHS: tuple[Nth, ...] = get_args(Nth)


class RecurrenceError(ValueError):
    """A recurrence that cannot be; the message is plain Dutch."""


class UnknownPatternError(RecurrenceError):
    """An RRULE outside the presets; `rrule` is the text as it was given."""

    def __init__(self, rrule: str) -> None:
        super().__init__(
            f"De herhaling '{rrule}' kennen wij niet. Kies: één keer, elke week of elke 2 weken "
            "op vaste dagen, of elke eerste, tweede, derde, vierde of laatste dag van de maand."
        )
        self.rrule = rrule


@dataclass(frozen=True, slots=True)
class Once:
    """One time only."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """On these weekdays, every week or every two weeks; the order of the days does not matter."""

    every_weeks: EveryWeeks
    weekdays: tuple[Weekday, ...]

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise RecurrenceError("Kies minstens één dag van de week.")
        if len(set(self.weekdays)) < len(self.weekdays):
            raise RecurrenceError("Elke dag van de week mag maar één keer voorkomen.")
        object.__setattr__(self, "weekdays", tuple(sorted(self.weekdays, key=WEEKDAYS.index)))


@dataclass(frozen=True, slots=True)
class Monthly:
    """The first, second, third, fourth or last (-1) such weekday of every month."""

    nth: Nth
    weekday: Weekday


Pattern = Once | Weekly | Monthly


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop from `first` to `last`, both days included."""

    first: date
    last: date
    reason: str | None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise RecurrenceError("Een pauze kan niet eindigen voordat zij begint.")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A series of sessions. `start` is the first one that the pattern plans (see `first_start`).

    `until` is the last day that a session may start on; None is endless (or once).
    Raises RecurrenceError when the parts contradict each other.
    """

    start: datetime
    duration_minutes: int
    rrule: str | None
    until: date | None
    except_dates: frozenset[date]
    pauses: tuple[Pause, ...]
    on_public_holidays: OnHoliday
    on_school_holidays: OnHoliday
    school_region: SchoolRegion | None

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None:
            raise RecurrenceError(
                "De begintijd hoort een plaatselijke tijd zonder tijdzone te zijn."
            )
        if self.duration_minutes < 1:
            raise RecurrenceError("Het duurt minstens een minuut.")
        if self.until is not None and self.until < self.start.date():
            raise RecurrenceError("De laatste dag ligt voor de eerste keer.")
        if not _matches(self.pattern, self.start.date()):
            # RFC 5545 leaves undefined what a DTSTART outside its RRULE means; clients differ.
            raise RecurrenceError("De eerste keer valt niet op een dag van de herhaling.")
        if self.on_school_holidays == "skip" and self.school_region is None:
            raise RecurrenceError(
                "Kies de regio van de schoolvakanties: noord, midden of zuid. "
                "Anders weten wij niet wanneer het vakantie is."
            )

    @property
    def pattern(self) -> Pattern:
        """The preset behind `rrule`."""
        return pattern_of(self.rrule)


def rrule_of(pattern: Pattern) -> str | None:
    """The RRULE of a preset, without UNTIL; None for once."""
    match pattern:
        case Once():
            return None
        case Weekly(every_weeks=every_weeks, weekdays=weekdays):
            interval = "" if every_weeks == 1 else f"INTERVAL={every_weeks};"
            return f"FREQ=WEEKLY;{interval}BYDAY={','.join(weekdays).upper()}"
        case Monthly(nth=nth, weekday=weekday):
            return f"FREQ=MONTHLY;BYDAY={nth}{weekday.upper()}"


def pattern_of(rrule: str | None) -> Pattern:
    """The preset that this RRULE says; raises UnknownPatternError when none does."""
    if rrule is None:
        return Once()
    parts = _parts(rrule)
    frequency, by_day = parts.pop("FREQ", None), parts.pop("BYDAY", "")
    interval = parts.pop("INTERVAL", "1")
    if parts.pop("WKST", "MO") != "MO" or parts:
        raise UnknownPatternError(rrule)
    if frequency == "WEEKLY" and interval in {"1", "2"}:
        return _weekly(rrule, every_weeks=1 if interval == "1" else 2, by_day=by_day)
    if frequency == "MONTHLY" and interval == "1":
        return _monthly(rrule, by_day=by_day)
    raise UnknownPatternError(rrule)


def first_start(pattern: Pattern, *, start_date: date, start_time: time) -> datetime:
    """The first planned start on or after `start_date`: what is stored as `Recurrence.start`.

    Every two weeks counts from the ISO week (Monday to Sunday) of this start.
    """
    day = start_date
    while not _matches(pattern, day):  # five weeks at most
        day += timedelta(days=1)
    return datetime.combine(day, start_time)


def _matches(pattern: Pattern, day: date) -> bool:
    match pattern:
        case Once():
            return True
        case Weekly(weekdays=weekdays):
            return WEEKDAYS[day.weekday()] in weekdays
        case Monthly(nth=nth, weekday=weekday):
            if WEEKDAYS[day.weekday()] != weekday:
                return False
            if nth == -1:
                return (day + timedelta(weeks=1)).month != day.month
            return (day.day - 1) // 7 + 1 == nth


def _parts(rrule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rrule.split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs):
        raise UnknownPatternError(rrule)
    return parts


def _weekly(rrule: str, *, every_weeks: EveryWeeks, by_day: str) -> Weekly:
    days = by_day.split(",")
    weekdays = tuple(day for day in WEEKDAYS if day.upper() in days)
    if not weekdays or len(weekdays) < len(days):
        raise UnknownPatternError(rrule)
    return Weekly(every_weeks=every_weeks, weekdays=weekdays)


def _monthly(rrule: str, *, by_day: str) -> Monthly:
    for nth in _NTHS:
        for weekday in WEEKDAYS:
            if by_day == f"{nth}{weekday.upper()}":
                return Monthly(nth=nth, weekday=weekday)
    raise UnknownPatternError(rrule)
