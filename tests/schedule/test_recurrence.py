"""What editors choose, as it is stored."""

from datetime import date, datetime, time

import pytest

from app.schedule.recurrence import (
    Monthly,
    Once,
    Pattern,
    Pause,
    Recurrence,
    RecurrenceError,
    UnknownPatternError,
    Weekly,
    first_start,
    pattern_of,
    rrule_of,
)
from tests.schedule.neighbourhood import every_month, every_two_weeks, every_week, pause, series


@pytest.mark.parametrize(
    ("pattern", "rrule"),
    [
        (Once(), None),
        (every_week("tu"), "FREQ=WEEKLY;BYDAY=TU"),
        (every_week("th", "tu"), "FREQ=WEEKLY;BYDAY=TU,TH"),
        (every_two_weeks("su"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        (every_month(1, "mo"), "FREQ=MONTHLY;BYDAY=1MO"),
        (every_month(-1, "fr"), "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_a_preset_is_stored_as_this_rrule(pattern: Pattern, rrule: str | None) -> None:
    assert rrule_of(pattern) == rrule
    assert pattern_of(rrule) == pattern


def test_an_rrule_may_say_aloud_what_goes_without_saying() -> None:
    assert pattern_of("BYDAY=TU;INTERVAL=1;WKST=MO;FREQ=WEEKLY") == every_week("tu")


@pytest.mark.parametrize(
    "rrule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=TU,TU",
        "FREQ=WEEKLY;BYDAY=1TU",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=TU;WKST=SU",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=10",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270518T215959Z",
        "FREQ=WEEKLY;FREQ=WEEKLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=1MO,2MO",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYDAY=1MO",
    ],
)
def test_an_rrule_outside_the_presets_is_refused_with_what_can_be_chosen(rrule: str) -> None:
    with pytest.raises(UnknownPatternError, match="elke week of elke 2 weken") as refusal:
        pattern_of(rrule)
    assert refusal.value.rrule == rrule


@pytest.mark.parametrize(
    ("pattern", "start_date", "first"),
    [
        (Once(), "2026-11-21", "2026-11-21"),
        (every_week("tu"), "2026-11-21", "2026-11-24"),
        (every_week("tu"), "2026-11-24", "2026-11-24"),
        (every_two_weeks("tu", "fr"), "2026-11-26", "2026-11-27"),
        (every_month(1, "mo"), "2026-11-21", "2026-12-07"),
        (every_month(4, "we"), "2026-11-25", "2026-11-25"),
        (every_month(-1, "fr"), "2026-11-28", "2026-12-25"),
    ],
)
def test_a_series_starts_on_the_first_day_that_fits(
    pattern: Pattern, start_date: str, first: str
) -> None:
    start = first_start(pattern, start_date=date.fromisoformat(start_date), start_time=time(10, 30))
    assert start == datetime.fromisoformat(f"{first} 10:30")


def test_a_week_needs_a_day_and_each_day_once() -> None:
    with pytest.raises(RecurrenceError, match="minstens één dag"):
        Weekly(every_weeks=1, weekdays=())
    with pytest.raises(RecurrenceError, match="maar één keer"):
        Weekly(every_weeks=1, weekdays=("mo", "mo"))


def test_a_pause_does_not_end_before_it_begins() -> None:
    with pytest.raises(RecurrenceError, match="Een pauze kan niet eindigen"):
        Pause(date(2027, 8, 31), date(2027, 7, 1), "zomerstop")
    assert pause("2027-07-01", "2027-07-01").last == date(2027, 7, 1)


def test_a_series_cannot_end_before_its_first_session() -> None:
    with pytest.raises(RecurrenceError, match="De laatste dag ligt voor"):
        series(every_month(1, "mo"), "2026-11-21 10:00", until="2026-12-06")
    assert series(every_month(1, "mo"), "2026-11-21 10:00", until="2026-12-07").until


def test_school_holidays_cannot_be_skipped_in_no_region() -> None:
    with pytest.raises(RecurrenceError, match="noord, midden of zuid"):
        series(every_week("tu"), "2026-11-24 10:00", school="skip", region=None)


def test_a_start_that_the_pattern_does_not_plan_is_refused() -> None:
    tuesdays = series(every_week("tu"), "2026-11-24 10:00")
    with pytest.raises(RecurrenceError, match="valt niet op een dag"):
        Recurrence(
            start=datetime(2026, 11, 25, 10),  # noqa: DTZ001 - local time is naive here
            duration_minutes=tuesdays.duration_minutes,
            rrule=tuesdays.rrule,
            until=None,
            except_dates=frozenset(),
            pauses=(),
            on_public_holidays="go_on",
            on_school_holidays="go_on",
            school_region=None,
        )


def test_the_pattern_of_a_series_is_what_was_chosen() -> None:
    assert series(every_month(-1, "fr"), "2026-11-21 10:00").pattern == Monthly(-1, "fr")
