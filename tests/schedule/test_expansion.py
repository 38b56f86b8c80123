"""Dates that a neighbour could check on a wall calendar."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from app.schedule.expansion import (
    AMSTERDAM,
    Skipped,
    last_end,
    next_starts,
    occurrences,
    skipped,
    unknown_from,
)
from app.schedule.recurrence import WEEKDAYS, Recurrence
from tests.schedule.neighbourhood import (
    CALENDAR,
    every_month,
    every_two_weeks,
    every_week,
    once,
    pause,
    series,
)


def days_of(recurrence: Recurrence, first: str, last: str) -> list[str]:
    sessions = occurrences(
        recurrence,
        calendar=CALENDAR,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
    )
    return [session.local_start.date().isoformat() for session in sessions]


def left_out_of(recurrence: Recurrence, first: str, last: str) -> list[Skipped]:
    return skipped(
        recurrence,
        calendar=CALENDAR,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_ten_o_clock_stays_ten_o_clock_all_year() -> None:
    every_day = series(every_week(*WEEKDAYS), "2026-01-01 10:00")
    sessions = occurrences(
        every_day, calendar=CALENDAR, first=date(2026, 1, 1), last=date(2026, 12, 31)
    )
    assert len(sessions) == 365
    assert {f"{each.starts_at.astimezone(AMSTERDAM):%H:%M}" for each in sessions} == {"10:00"}
    assert {each.starts_at.hour for each in sessions} == {8, 9}


def test_a_time_that_the_clock_jumps_over_moves_an_hour_forward() -> None:
    night = series(once(), "2026-03-29 02:30", minutes=60)
    (session,) = occurrences(
        night, calendar=CALENDAR, first=date(2026, 3, 29), last=date(2026, 3, 29)
    )
    assert session.starts_at == instant("2026-03-29T03:30+02:00")
    assert session.ends_at == instant("2026-03-29T04:30+02:00")


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    night = series(once(), "2026-10-25 02:30", minutes=60)
    (session,) = occurrences(
        night, calendar=CALENDAR, first=date(2026, 10, 25), last=date(2026, 10, 25)
    )
    assert session.starts_at == instant("2026-10-25T02:30+02:00")
    assert session.ends_at == instant("2026-10-25T02:30+01:00")


def test_a_night_walk_through_the_change_of_the_clock_lasts_as_long_as_ever() -> None:
    walk = series(every_week("sa"), "2026-03-21 23:00", minutes=300)
    before, through = occurrences(
        walk, calendar=CALENDAR, first=date(2026, 3, 21), last=date(2026, 3, 28)
    )
    assert before.ends_at == instant("2026-03-22T04:00+01:00")
    assert through.ends_at == instant("2026-03-29T05:00+02:00")


def test_a_session_past_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    game_night = series(every_week("fr"), "2026-11-20 22:00", minutes=180)
    assert days_of(game_night, "2026-11-21", "2026-11-26") == []
    assert days_of(game_night, "2026-11-27", "2026-11-27") == ["2026-11-27"]


def test_every_two_weeks_keeps_its_weeks_over_a_year_of_53_weeks() -> None:
    # 2026 has an ISO week 53: "the even weeks" would break here, fourteen days do not.
    cooking = series(every_two_weeks("tu", "th"), "2026-12-08 18:00")
    assert days_of(cooking, "2026-12-01", "2027-02-01") == [
        "2026-12-08",
        "2026-12-10",
        "2026-12-22",
        "2026-12-24",
        "2027-01-05",
        "2027-01-07",
        "2027-01-19",
        "2027-01-21",
    ]


def test_every_two_weeks_counts_from_the_week_of_the_first_session() -> None:
    # It starts on a Thursday: the Tuesday of that week is over, the pair comes two weeks later.
    cooking = series(every_two_weeks("tu", "th"), "2026-11-25 18:00")
    assert days_of(cooking, "2026-11-01", "2026-12-20") == [
        "2026-11-26",
        "2026-12-08",
        "2026-12-10",
    ]


def test_every_two_weeks_is_the_same_however_late_one_starts_looking() -> None:
    sunday_and_monday = series(every_two_weeks("su", "mo"), "2020-12-27 14:00")
    everything = days_of(sunday_and_monday, "2020-01-01", "2027-12-31")
    assert everything[:4] == ["2020-12-27", "2021-01-04", "2021-01-10", "2021-01-18"]
    assert days_of(sunday_and_monday, "2026-12-01", "2027-12-31") == [
        day for day in everything if day >= "2026-12-01"
    ]


def test_the_last_friday_is_the_fourth_or_the_fifth() -> None:
    meal = series(every_month(-1, "fr"), "2026-11-01 17:30")
    assert days_of(meal, "2026-11-01", "2027-05-31") == [
        "2026-11-27",
        "2026-12-25",
        "2027-01-29",
        "2027-02-26",
        "2027-03-26",
        "2027-04-30",
        "2027-05-28",
    ]


def test_a_window_in_the_middle_of_a_month_holds_only_its_own_days() -> None:
    meal = series(every_month(2, "we"), "2026-01-01 17:30")
    assert days_of(meal, "2026-11-12", "2026-12-09") == ["2026-12-09"]


def test_until_includes_its_day() -> None:
    walking = series(every_week("tu"), "2026-11-24 10:00", until="2026-12-08")
    assert days_of(walking, "2026-11-01", "2027-12-31") == [
        "2026-11-24",
        "2026-12-01",
        "2026-12-08",
    ]


def test_each_day_that_falls_out_says_why() -> None:
    walking = series(
        every_week("sa"),
        "2026-11-21 10:00",
        public="skip",
        school="skip",
        except_dates=["2026-11-28"],
        pauses=[pause("2027-01-09", "2027-01-15", "verbouwing"), pause("2027-01-16", "2027-01-16")],
    )
    assert left_out_of(walking, "2026-11-21", "2027-01-31") == [
        Skipped(date(2026, 11, 28), "exception", "uitgezonderd"),
        Skipped(date(2026, 12, 19), "school_holiday", "kerstvakantie (regio noord)"),
        Skipped(date(2026, 12, 26), "public_holiday", "Tweede kerstdag"),
        Skipped(date(2027, 1, 2), "school_holiday", "kerstvakantie (regio noord)"),
        Skipped(date(2027, 1, 9), "pause", "pauze: verbouwing"),
        Skipped(date(2027, 1, 16), "pause", "pauze"),
    ]
    assert days_of(walking, "2026-11-21", "2027-01-31") == [
        "2026-11-21",
        "2026-12-05",
        "2026-12-12",
        "2027-01-23",
        "2027-01-30",
    ]


def test_holidays_leave_a_series_alone_that_goes_on() -> None:
    walking = series(every_week("fr"), "2026-12-18 10:00")
    assert days_of(walking, "2026-12-25", "2026-12-25") == ["2026-12-25"]
    assert left_out_of(walking, "2026-12-01", "2027-12-31") == []


def test_both_days_of_a_pause_are_part_of_it() -> None:
    walking = series(
        every_week("tu"), "2027-06-01 10:00", pauses=[pause("2027-06-08", "2027-06-22")]
    )
    assert days_of(walking, "2027-06-01", "2027-06-30") == ["2027-06-01", "2027-06-29"]


@pytest.mark.parametrize(
    ("recurrence", "day"),
    [
        (series(every_week("tu"), "2026-11-24 10:00", school="skip"), "2027-08-23"),
        (series(every_week("tu"), "2026-11-24 10:00", school="skip", region="zuid"), "2027-09-06"),
        (series(every_week("tu"), "2028-01-04 10:00", school="skip"), "2028-01-04"),
        (series(every_week("tu"), "2026-11-24 10:00", school="go_on"), None),
        (
            series(every_week("tu"), "2026-11-24 10:00", school="skip", until="2027-08-22"),
            None,
        ),
        (
            series(every_week("tu"), "2026-11-24 10:00", school="skip", until="2027-08-23"),
            "2027-08-23",
        ),
        (series(once(), "2026-11-24 10:00", school="skip"), None),
        (series(once(), "2027-11-24 10:00", school="skip"), "2027-11-24"),
    ],
)
def test_from_this_day_school_holidays_are_not_known_yet(
    recurrence: Recurrence, day: str | None
) -> None:
    assert unknown_from(recurrence, CALENDAR) == (day and date.fromisoformat(day))


def test_what_is_not_known_yet_goes_on() -> None:
    walking = series(every_week("tu"), "2026-11-24 10:00", school="skip")
    assert days_of(walking, "2027-10-12", "2027-10-19") == ["2027-10-12", "2027-10-19"]


def test_next_holds_a_session_that_starts_this_very_second_and_none_before() -> None:
    walking = series(every_week("tu"), "2026-11-24 10:00")
    ten = instant("2026-11-24T10:00+01:00")
    at_ten = next_starts(walking, calendar=CALENDAR, after=ten, count=1)
    just_after = next_starts(walking, calendar=CALENDAR, after=ten + timedelta(seconds=1), count=1)
    assert [each.starts_at for each in at_ten] == [ten]
    assert [each.local_start.date() for each in just_after] == [date(2026, 12, 1)]


def test_next_looks_from_the_local_day_on() -> None:
    walking = series(every_week("tu"), "2026-01-06 10:00")
    past_midnight = instant("2026-11-24T00:30+01:00")
    coming = next_starts(walking, calendar=CALENDAR, after=past_midnight, count=5, within_days=0)
    assert [each.local_start.date() for each in coming] == [date(2026, 11, 24)]


def test_next_looks_from_the_start_of_a_series_that_is_yet_to_begin() -> None:
    garden = series(every_month(1, "sa"), "2029-04-01 10:00")
    coming = next_starts(
        garden, calendar=CALENDAR, after=instant("2026-11-21T12:00+01:00"), count=2
    )
    assert [each.local_start.date() for each in coming] == [date(2029, 4, 7), date(2029, 5, 5)]


def test_next_stops_looking_in_time() -> None:
    closed = series(
        every_week("tu"), "2026-11-24 10:00", pauses=[pause("2026-11-01", "2028-11-01")]
    )
    now = instant("2026-11-21T12:00+01:00")
    assert next_starts(closed, calendar=CALENDAR, after=now, count=5) == []
    later = next_starts(closed, calendar=CALENDAR, after=now, count=1, within_days=800)
    assert [each.local_start.date() for each in later] == [date(2028, 11, 7)]


def test_the_last_session_is_the_last_that_takes_place() -> None:
    course = series(every_week("sa"), "2026-11-21 10:00", until="2026-12-26", public="skip")
    assert last_end(course, CALENDAR) == instant("2026-12-19T11:30+01:00")


@pytest.mark.parametrize("days_before_the_end", [364, 365, 366, 367, 368, 731, 732, 733, 734])
def test_the_last_session_is_found_however_long_nothing_took_place_after_it(
    days_before_the_end: int,
) -> None:
    end = date(2030, 11, 24)
    last = end - timedelta(days=days_before_the_end)
    closed = pause(f"{last + timedelta(days=1)}", f"{end}", "verbouwing")
    walk = series(every_week(*WEEKDAYS), "2026-11-24 10:00", until=f"{end}", pauses=[closed])
    found = last_end(walk, CALENDAR)
    assert found is not None
    assert found.date() == last


def test_an_endless_series_has_no_last_session() -> None:
    assert last_end(series(every_week("tu"), "2026-11-24 10:00"), CALENDAR) is None


def test_a_series_of_which_nothing_takes_place_ends_as_planned() -> None:
    nothing = series(
        every_week("tu"),
        "2026-11-24 10:00",
        until="2030-11-24",
        pauses=[pause("2026-01-01", "2031-01-01")],
    )
    assert last_end(nothing, CALENDAR) == instant("2030-11-19T11:30+01:00")


def test_a_series_of_fifty_years_ends_in_its_fiftieth() -> None:
    choir = series(every_week("tu", "th"), "2026-11-24 20:00", until="2076-11-24")
    assert last_end(choir, CALENDAR) == instant("2076-11-24T21:30+01:00")


def test_no_session_costs_more_for_being_far_from_the_start() -> None:
    # Three million sessions: whoever walks through them needs half a minute.
    bench = series(every_week(*WEEKDAYS), "1900-01-01 20:00", until="9990-12-31")
    begin = time.perf_counter()
    assert last_end(bench, CALENDAR) == instant("9990-12-31T21:30+01:00")
    assert days_of(bench, "9000-01-01", "9000-01-02") == ["9000-01-01", "9000-01-02"]
    assert time.perf_counter() - begin < 2
