"""Exceptional days as sentences, read by eye; and that each line is true on the days it names."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.places.opening import OpeningException
from app.places.opening_exceptions import exception_lines

TODAY = date(2026, 11, 23)
LAST = TODAY + timedelta(days=35)


def different(
    first: str, last: str, hours: str | None = None, reason: str | None = None
) -> OpeningException:
    """Closed, or open at these hours ("all day")."""
    return OpeningException(
        date.fromisoformat(first),
        date.fromisoformat(last),
        "open" if hours else "closed",
        None if hours == "all day" else hours,
        reason,
    )


CHRISTMAS = different("2026-12-24", "2027-01-01", reason="kerstvakantie")

READ_BY_EYE = [
    ([], []),
    ([CHRISTMAS], ["gesloten van 24 december 2026 tot en met 1 januari 2027: kerstvakantie"]),
    ([different("2026-12-24", "2026-12-24")], ["gesloten op donderdag 24 december 2026"]),
    ([different("2026-12-21", "2026-12-24")], ["gesloten van 21 tot en met 24 december 2026"]),
    (
        [different("2026-11-30", "2026-12-04", reason="verbouwing")],
        ["gesloten van 30 november tot en met 4 december 2026: verbouwing"],
    ),
    (
        [different("2026-12-05", "2026-12-05", "10:00-12:00,13:00-16:30", "Sint")],
        ["op zaterdag 5 december 2026: 10.00 tot 12.00 en 13.00 tot 16.30 uur (Sint)"],
    ),
    (
        [different("2026-12-05", "2026-12-06", "all day")],
        ["van 5 tot en met 6 december 2026: de hele dag open"],
    ),
    (
        [different("2026-12-05", "2026-12-05", '10:00-12:00 "op afspraak"')],
        ["op zaterdag 5 december 2026: 10.00 tot 12.00 uur alleen op afspraak"],
    ),
    # A later one wins, and what it leaves of the earlier one is said as it is.
    (
        [CHRISTMAS, different("2026-12-28", "2026-12-28", "10:00-12:00")],
        [
            "gesloten van 24 tot en met 27 december 2026: kerstvakantie",
            "op maandag 28 december 2026: 10.00 tot 12.00 uur",
        ],
    ),
    (
        [different("2026-12-24", "2026-12-24", "10:00-12:00"), CHRISTMAS],
        ["gesloten van 24 december 2026 tot en met 1 januari 2027: kerstvakantie"],
    ),
    # The same said twice is said once.
    (
        [different("2026-12-21", "2026-12-22"), different("2026-12-23", "2026-12-24")],
        ["gesloten van 21 tot en met 24 december 2026"],
    ),
    # What is under way is named whole; what has been or is far off not at all.
    ([different("2026-11-20", "2026-11-23")], ["gesloten van 20 tot en met 23 november 2026"]),
    ([different("2026-11-20", "2026-11-22")], []),
    ([different("2026-12-29", "2026-12-31")], []),
    ([different("2026-12-28", "2026-12-31")], ["gesloten van 28 tot en met 31 december 2026"]),
]


@pytest.mark.parametrize(("exceptions", "lines"), READ_BY_EYE)
def test_exceptional_days_read_in_plain_dutch(
    exceptions: list[OpeningException], lines: list[str]
) -> None:
    assert exception_lines(exceptions, first=TODAY, last=LAST) == lines


@settings(max_examples=150, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5)), max_size=6),
    day=st.integers(0, 18),
)
def test_on_every_day_the_last_exception_of_that_day_is_the_one_that_is_said(
    spans: list[tuple[int, int]], day: int
) -> None:
    exceptions = [
        OpeningException(
            TODAY + timedelta(days=first),
            TODAY + timedelta(days=first + length),
            "closed",
            None,
            f"reden {number}",
        )
        for number, (first, length) in enumerate(spans)
    ]
    asked = TODAY + timedelta(days=day)
    holding = [each for each in exceptions if each.first <= asked <= each.last]

    lines = exception_lines(exceptions, first=asked, last=asked)

    assert len(lines) == min(1, len(holding))
    assert all(line.endswith(f": {holding[-1].reason}") for line in lines)
