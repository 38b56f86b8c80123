"""Our dates against two expansions that share no code with ours.

One is a calendar file, as a resident's phone would read it, expanded by recurring-ical-events;
the other walks through the days one by one and knows summer time only by its law: from the last
Sunday of March to the last Sunday of October, at 01:00 UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar as CalendarFile
from icalendar import Event, vRecur

from app.schedule.expansion import last_end, next_starts, occurrences, skipped
from app.schedule.recurrence import (
    WEEKDAYS,
    Monthly,
    Nth,
    Once,
    Pattern,
    Pause,
    Recurrence,
    SchoolRegion,
    Weekly,
    first_start,
    pattern_of,
    rrule_of,
)
from tests.schedule.neighbourhood import CALENDAR, seeded_public_holidays, seeded_school_holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PUBLIC_DAYS = {row.day for row in seeded_public_holidays()}

deterministic = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

patterns: st.SearchStrategy[Pattern] = st.one_of(
    st.just(Once()),
    st.builds(
        Weekly,
        every_weeks=st.sampled_from([1, 2]),
        weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(
            tuple
        ),
    ),
    st.builds(Monthly, nth=st.sampled_from(get_args(Nth)), weekday=st.sampled_from(WEEKDAYS)),
)
days = st.dates(date(2025, 6, 1), date(2027, 12, 31))
# Half of the starts lie in the hours that summer time skips or repeats.
times = st.one_of(
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45])),
    st.builds(time, st.integers(1, 3), st.sampled_from([0, 30, 59])),
)
pauses = st.builds(
    lambda first, length: Pause(first, first + timedelta(days=length), None),
    days,
    st.integers(0, 60),
)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    pattern = draw(patterns)
    start = first_start(pattern, start_date=draw(days), start_time=draw(times))
    length = draw(st.none() | st.integers(0, 900))
    until = None if length is None else start.date() + timedelta(days=length)
    return Recurrence(
        start=start,
        duration_minutes=draw(st.integers(5, 1440)),
        rrule=rrule_of(pattern),
        until=until,
        except_dates=frozenset(draw(st.lists(days, max_size=30))),
        pauses=tuple(draw(st.lists(pauses, max_size=2))),
        on_public_holidays=draw(st.sampled_from(["go_on", "skip"])),
        on_school_holidays=draw(st.sampled_from(["go_on", "skip"])),
        school_region=draw(st.sampled_from(get_args(SchoolRegion))),
    )


@st.composite
def windows(draw: st.DrawFn) -> tuple[date, date]:
    """Some months somewhere between 2025 and 2029; often across a change of the clock."""
    first = draw(st.one_of(days, st.sampled_from([date(2026, 3, 20), date(2026, 10, 20)])))
    return first, first + timedelta(days=draw(st.integers(0, 500)))


def days_left_out(recurrence: Recurrence) -> set[date]:
    left_out = set(recurrence.except_dates)
    for stop in recurrence.pauses:
        left_out |= each_day(stop.first, stop.last)
    if recurrence.on_public_holidays == "skip":
        left_out |= PUBLIC_DAYS
    if recurrence.on_school_holidays == "skip":
        for row in seeded_school_holidays():
            if row.region == recurrence.school_region:
                left_out |= each_day(row.first, row.last)
    return left_out


def each_day(first: date, last: date) -> set[date]:
    return {first + timedelta(days=count) for count in range((last - first).days + 1)}


def as_calendar_file(recurrence: Recurrence) -> CalendarFile:
    event = Event()
    event.add("uid", "wandelgroep@buurtkaart.example")
    event.add("dtstart", recurrence.start.replace(tzinfo=AMSTERDAM))
    event.add("duration", timedelta(minutes=recurrence.duration_minutes))
    if recurrence.rrule is not None:
        rule = vRecur.from_ical(recurrence.rrule)
        if recurrence.until is not None:
            day_end = datetime.combine(recurrence.until, time(23, 59, 59), tzinfo=AMSTERDAM)
            rule["UNTIL"] = day_end.astimezone(UTC)
        event.add("rrule", rule)
    at = recurrence.start.time()
    for day in sorted(days_left_out(recurrence)):
        event.add("exdate", datetime.combine(day, at, tzinfo=AMSTERDAM))
    calendar = CalendarFile()
    calendar.add("prodid", "-//Buurtkaart//tests//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    # As a phone gets it: written out and read again.
    return CalendarFile.from_ical(calendar.to_ical())


def starts_of_calendar_file(recurrence: Recurrence, first: date, last: date) -> list[datetime]:
    events = recurring_ical_events.of(as_calendar_file(recurrence)).between(
        first - timedelta(days=2), last + timedelta(days=3)
    )
    starts = [event["DTSTART"].dt for event in events]
    return sorted(start.astimezone(UTC) for start in starts if first <= start.date() <= last)


def is_planned(recurrence: Recurrence, day: date) -> bool:
    start, pattern = recurrence.start.date(), pattern_of(recurrence.rrule)
    if day < start or (recurrence.until is not None and day > recurrence.until):
        return False
    if isinstance(pattern, Once):
        return day == start
    if isinstance(pattern, Weekly) and pattern.every_weeks == 2:
        mondays = [each - timedelta(days=each.weekday()) for each in (start, day)]
        if (mondays[1] - mondays[0]).days % 14:
            return False
    return fits(pattern, day)


def fits(pattern: Weekly | Monthly, day: date) -> bool:
    """Whether the day is one of the pattern's, whatever the week."""
    if isinstance(pattern, Weekly):
        return WEEKDAYS[day.weekday()] in pattern.weekdays
    month = (day.replace(day=1) + timedelta(days=count) for count in range(31))
    same = [
        each.day
        for each in month
        if each.month == day.month and WEEKDAYS[each.weekday()] == pattern.weekday
    ]
    return day.day == (same[-1] if pattern.nth == -1 else same[pattern.nth - 1])


def last_sunday(year: int, month: int) -> datetime:
    day = date(year, month, 31)
    return datetime.combine(day - timedelta(days=(day.weekday() + 1) % 7), time(1))


def in_utc_by_law(local: datetime) -> datetime:
    """A local time in UTC: one hour off in winter, two in summer.

    A skipped time counts as winter time, a repeated one as summer time: the first of the two.
    """
    summer_ends = last_sunday(local.year, 10)
    as_summer, as_winter = local - timedelta(hours=2), local - timedelta(hours=1)
    in_summer = last_sunday(local.year, 3) <= as_summer < summer_ends
    return (as_summer if in_summer else as_winter).replace(tzinfo=UTC)


def starts_by_walking(recurrence: Recurrence, first: date, last: date) -> list[datetime]:
    left_out = days_left_out(recurrence)
    return [
        in_utc_by_law(datetime.combine(day, recurrence.start.time()))
        for day in sorted(each_day(first, last) - left_out)
        if is_planned(recurrence, day)
    ]


@deterministic
@given(recurrence=recurrences(), window=windows())
def test_a_phone_that_reads_the_calendar_file_sees_the_same_sessions(
    recurrence: Recurrence, window: tuple[date, date]
) -> None:
    first, last = window
    ours = occurrences(recurrence, calendar=CALENDAR, first=first, last=last)
    assert [each.starts_at for each in ours] == starts_of_calendar_file(recurrence, first, last)


@deterministic
@given(recurrence=recurrences(), window=windows())
def test_somebody_who_leafs_through_a_diary_finds_the_same_sessions(
    recurrence: Recurrence, window: tuple[date, date]
) -> None:
    first, last = window
    ours = occurrences(recurrence, calendar=CALENDAR, first=first, last=last)
    assert [each.starts_at for each in ours] == starts_by_walking(recurrence, first, last)
    length = timedelta(minutes=recurrence.duration_minutes)
    assert all(each.ends_at - each.starts_at == length for each in ours)


@deterministic
@given(recurrence=recurrences(), window=windows())
def test_every_planned_day_either_takes_place_or_says_why_not(
    recurrence: Recurrence, window: tuple[date, date]
) -> None:
    first, last = window
    takes_place = occurrences(recurrence, calendar=CALENDAR, first=first, last=last)
    left_out = skipped(recurrence, calendar=CALENDAR, first=first, last=last)
    planned = [day for day in sorted(each_day(first, last)) if is_planned(recurrence, day)]
    told = [each.local_start.date() for each in takes_place] + [each.day for each in left_out]
    assert sorted(told) == planned
    assert all(each.text for each in left_out)


@deterministic
@given(
    recurrence=recurrences(),
    now=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy wants naive bounds
)
def test_next_is_never_past_and_misses_nothing(recurrence: Recurrence, now: datetime) -> None:
    coming = next_starts(recurrence, calendar=CALENDAR, after=now, count=5, within_days=400)
    assert all(each.starts_at >= now for each in coming)
    first = min(now.date(), recurrence.start.date()) - timedelta(days=1)
    begin = max(now.astimezone(AMSTERDAM).date(), recurrence.start.date())
    by_walking = starts_by_walking(recurrence, first, begin + timedelta(days=400))
    assert [each.starts_at for each in coming] == [s for s in by_walking if s >= now][:5]


@deterministic
@given(recurrence=recurrences())
def test_a_series_is_over_when_its_last_session_is(recurrence: Recurrence) -> None:
    end = last_end(recurrence, CALENDAR)
    if recurrence.rrule is not None and recurrence.until is None:
        assert end is None
        return
    last = recurrence.until or recurrence.start.date()
    starts = starts_by_walking(recurrence, recurrence.start.date(), last)
    if not starts:  # all of it fell out: then when the last planned one would have been
        planned = [
            day for day in each_day(recurrence.start.date(), last) if is_planned(recurrence, day)
        ]
        starts = [in_utc_by_law(datetime.combine(max(planned), recurrence.start.time()))]
    assert end == starts[-1] + timedelta(minutes=recurrence.duration_minutes)


@deterministic
@given(pattern=patterns, day=days, at=times)
def test_the_first_start_is_the_first_matching_day(pattern: Pattern, day: date, at: time) -> None:
    start = first_start(pattern, start_date=day, start_time=at)
    assert start.time() == at
    assert start.date() >= day
    if isinstance(pattern, Once):
        assert start.date() == day
    else:
        fitting = [each for each in each_day(day, start.date()) if fits(pattern, each)]
        assert fitting == [start.date()]


@deterministic
@given(pattern=patterns)
def test_every_preset_survives_being_stored_as_an_rrule(pattern: Pattern) -> None:
    assert pattern_of(rrule_of(pattern)) == pattern
