"""The seeded holidays and how they are asked."""

from datetime import date
from itertools import pairwise

import holidays
import pytest

from app.schedule.holidays import Calendar, PublicHoliday, SchoolHoliday
from app.schedule.recurrence import SchoolRegion
from tests.schedule.neighbourhood import (
    CALENDAR,
    seeded_public_holidays,
    seeded_school_holidays,
)


def test_the_seeded_public_holidays_are_those_of_the_holidays_package() -> None:
    theirs = holidays.country_holidays(
        "NL", years=range(2025, 2036), categories=("public", "optional"), language="nl"
    )
    # They write "Goede vrijdag"; the Dutch spelling list has it with a capital.
    ours = {(row.day, row.name.lower()) for row in seeded_public_holidays()}
    assert ours == {(day, name.lower()) for day, name in theirs.items()}
    assert len(seeded_public_holidays()) == 11 * 11


def test_every_region_has_the_holidays_of_the_school_year_and_none_overlap() -> None:
    for region in ("noord", "midden", "zuid"):
        rows = sorted(
            (row for row in seeded_school_holidays() if row.region == region),
            key=lambda row: row.first,
        )
        assert [row.name for row in rows] == [
            "herfstvakantie",
            "kerstvakantie",
            "voorjaarsvakantie",
            "meivakantie",
            "zomervakantie",
        ]
        assert all(one.last < other.first for one, other in pairwise(rows))
        # Saturday to Sunday, as Rijksoverheid sets them.
        assert {(row.first.weekday(), row.last.weekday()) for row in rows} == {(5, 6)}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-04-27", "Koningsdag"),
        ("2031-04-26", "Koningsdag"),  # the 27th is a Sunday
        ("2031-04-27", None),
        ("2027-03-26", "Goede Vrijdag"),
        ("2026-12-26", "Tweede kerstdag"),
        ("2026-12-24", None),
    ],
)
def test_a_day_is_a_public_holiday_or_not(day: str, name: str | None) -> None:
    assert CALENDAR.public_holiday(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "region", "name"),
    [
        ("2026-10-09", "noord", None),
        ("2026-10-10", "noord", "herfstvakantie"),
        ("2026-10-10", "zuid", None),
        ("2026-10-18", "noord", "herfstvakantie"),
        ("2026-10-19", "noord", None),
        ("2026-10-19", "midden", "herfstvakantie"),
        ("2027-09-05", "zuid", "zomervakantie"),
        ("2027-10-20", "noord", None),
    ],
)
def test_a_school_holiday_is_one_of_its_region(
    day: str, region: SchoolRegion, name: str | None
) -> None:
    assert CALENDAR.school_holiday(date.fromisoformat(day), region) == name


def test_school_holidays_are_known_until_the_last_one_ends() -> None:
    assert CALENDAR.known_until("noord") == date(2027, 8, 22)
    assert CALENDAR.known_until("zuid") == date(2027, 9, 5)
    assert Calendar.of(public_holidays=[], school_holidays=[]).known_until("noord") is None


def test_two_holidays_on_one_day_are_both_named() -> None:
    day = date(2016, 5, 5)
    calendar = Calendar.of(
        public_holidays=[
            PublicHoliday(day, "Hemelvaartsdag"),
            PublicHoliday(day, "Bevrijdingsdag"),
        ],
        school_holidays=[],
    )
    assert calendar.public_holiday(day) == "Bevrijdingsdag en Hemelvaartsdag"


def test_the_order_of_rows_does_not_matter() -> None:
    other_way_round = Calendar.of(
        public_holidays=reversed(seeded_public_holidays()),
        school_holidays=reversed(seeded_school_holidays()),
    )
    assert other_way_round == CALENDAR


def test_a_school_holiday_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="voordat zij begint"):
        SchoolHoliday("noord", "meivakantie", date(2027, 5, 2), date(2027, 4, 24))
