"""From a recurrence to dates: what takes place, what is left out and when it ends.

The rule is expanded on naive local time and only then placed in Europe/Amsterdam, so that 10:00
stays 10:00. A local time that the clock jumps over in March moves an hour forward; one that comes
twice in October is the first of the two (PEP 495, fold 0). A duration is elapsed time (RFC 5545).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from app.schedule.holidays import Calendar
from app.schedule.recurrence import Monthly, Once, Recurrence, Weekly

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_STRETCH = timedelta(days=366)

ReasonCode = Literal["exception", "pause", "public_holiday", "school_holiday"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One session. `local_start` is naive local time and names it for good; the rest is UTC."""

    local_start: datetime
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which the pattern plans a session that does not take place; `text` says why."""

    day: date
    reason_code: ReasonCode
    text: str


def occurrences(
    recurrence: Recurrence, *, calendar: Calendar, first: date, last: date
) -> list[Occurrence]:
    """The sessions that start on a local day from `first` to `last`, both included, in order."""
    return list(_taking_place(recurrence, calendar, first=first, last=last))


def skipped(
    recurrence: Recurrence, *, calendar: Calendar, first: date, last: date
) -> list[Skipped]:
    """The planned days from `first` to `last`, both included, that are left out, in order.

    Days beyond the known school holidays are not among them: they go on until somebody knows
    better, and `unknown_from` says where that begins.
    """
    reasons = (
        _reason(recurrence, calendar, day=local_start.date())
        for local_start in _planned(recurrence, first=first, last=last)
    )
    return [reason for reason in reasons if reason is not None]


def unknown_from(recurrence: Recurrence, calendar: Calendar) -> date | None:
    """The first day of this series from which the school holidays are not known yet.

    Sessions from that day on may still fall out. None when school holidays do not matter to this
    series, or when it ends before that day.
    """
    if recurrence.on_school_holidays == "go_on" or recurrence.school_region is None:
        return None
    known_until = calendar.known_until(recurrence.school_region)
    start = recurrence.start.date()
    day = start if known_until is None else max(start, known_until + timedelta(days=1))
    last = _last_day(recurrence)
    return day if last is None or day <= last else None


def last_end(recurrence: Recurrence, calendar: Calendar) -> datetime | None:
    """The UTC end of the very last session; None when the series is endless.

    When not one session takes place, the end of the last planned one: such a series is over too.
    """
    stop = _last_day(recurrence)
    if stop is None:
        return None
    begin = recurrence.start.date()
    last_planned = recurrence.start
    # Backwards from the end, so that a series of fifty years costs no more than its last one.
    while stop >= begin:
        first = max(begin, stop - _STRETCH)
        planned = list(_planned(recurrence, first=first, last=stop))
        for local_start in reversed(planned):
            if _reason(recurrence, calendar, day=local_start.date()) is None:
                return _placed(recurrence, local_start).ends_at
        last_planned = max([last_planned, *planned])
        stop = first - timedelta(days=1)
    return _placed(recurrence, last_planned).ends_at


def next_starts(
    recurrence: Recurrence,
    *,
    calendar: Calendar,
    after: datetime,
    count: int,
    within_days: int = 400,
) -> list[Occurrence]:
    """The first `count` sessions that start at the instant `after` or later, in order.

    Looks no further than `within_days` after that instant, or after the start of a series that
    is yet to begin; fewer sessions, or none, when there are no more.
    """
    # A time that the clock jumps over lands an hour later, never on another day: so no session
    # of an earlier local day can start after this instant.
    first = max(recurrence.start.date(), after.astimezone(AMSTERDAM).date())
    coming = (
        occurrence
        for occurrence in _taking_place(
            recurrence, calendar, first=first, last=first + timedelta(days=within_days)
        )
        if occurrence.starts_at >= after
    )
    return list(islice(coming, count))


def _taking_place(
    recurrence: Recurrence, calendar: Calendar, *, first: date, last: date
) -> Iterator[Occurrence]:
    for local_start in _planned(recurrence, first=first, last=last):
        if _reason(recurrence, calendar, day=local_start.date()) is None:
            yield _placed(recurrence, local_start)


def _planned(recurrence: Recurrence, *, first: date, last: date) -> Iterator[datetime]:
    """Local starts that the pattern plans, before anything is left out."""
    if recurrence.until is not None:
        last = min(last, recurrence.until)
    if recurrence.rrule is None:
        planned = iter([recurrence.start])
    else:
        planned = iter(rrulestr(recurrence.rrule, dtstart=_start_near(recurrence, first)))
    return (
        local_start
        for local_start in takewhile(lambda moment: moment.date() <= last, planned)
        if local_start.date() >= first
    )


def _start_near(recurrence: Recurrence, first: date) -> datetime:
    """A start from which the same series runs on, not long before `first`.

    dateutil walks from its start: for a choir of 2004 that would be a thousand weeks for nothing.
    """
    start = recurrence.start
    match recurrence.pattern:
        case Once():
            return start
        case Weekly(every_weeks=every_weeks):
            period = timedelta(weeks=every_weeks)
            return start + max(0, (first - start.date()) // period) * period
        case Monthly():
            return max(start, datetime.combine(first, start.time()))


def _placed(recurrence: Recurrence, local_start: datetime) -> Occurrence:
    starts_at = local_start.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    return Occurrence(
        local_start=local_start,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=recurrence.duration_minutes),
    )


def _reason(recurrence: Recurrence, calendar: Calendar, *, day: date) -> Skipped | None:
    """Why nothing takes place on this planned day: what the editor said comes first."""
    if day in recurrence.except_dates:
        return Skipped(day, "exception", "uitgezonderd")
    for pause in recurrence.pauses:
        if pause.first <= day <= pause.last:
            return Skipped(day, "pause", f"pauze: {pause.reason}" if pause.reason else "pauze")
    if recurrence.on_public_holidays == "skip" and (name := calendar.public_holiday(day)):
        return Skipped(day, "public_holiday", name)
    region = recurrence.school_region
    if (
        recurrence.on_school_holidays == "skip"
        and region is not None
        and (name := calendar.school_holiday(day, region))
    ):
        return Skipped(day, "school_holiday", f"{name} (regio {region})")
    return None


def _last_day(recurrence: Recurrence) -> date | None:
    return recurrence.start.date() if recurrence.rrule is None else recurrence.until
