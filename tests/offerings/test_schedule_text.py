"""When an offering takes place, in one sentence for a card, read by eye."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offerings.sessions import LONGEST_SCHEDULE_TEXT, schedule_text
from app.schedule.recurrence import Recurrence
from tests.factories import MONDAY
from tests.schedule.neighbourhood import (
    CALENDAR,
    every_month,
    every_two_weeks,
    every_week,
    once,
    pause,
    series,
)

TUESDAY = series(every_week("tu"), "2026-09-01 10:00")
THURSDAY = series(every_week("th"), "2026-09-01 14:00", minutes=120)
FRIDAY = series(every_week("fr"), "2026-09-01 09:00", minutes=60)
SATURDAY = series(every_month(1, "sa"), "2026-09-01 13:00", minutes=60)
IN_TERM_TIME = [
    series(every_week("tu"), "2026-09-01 10:00", school="skip"),
    series(every_week("th"), "2026-09-01 14:00", minutes=120, school="skip"),
]
SUMMER = pause("2027-07-01", "2027-08-31", "zomerstop")
LAST_SUMMER = pause("2026-07-01", "2026-08-31", "zomerstop")
UNTIL_MAY = series(every_week("mo"), "2026-09-01 19:00", until="2027-05-03")

TUESDAYS = "elke dinsdag van 10.00 tot 11.30 uur"
THURSDAYS = "elke donderdag van 14.00 tot 16.00 uur"
FRIDAYS = "elke vrijdag van 9.00 tot 10.00 uur"

READ_BY_EYE = [
    pytest.param([], None, id="no schedule"),
    pytest.param([TUESDAY], TUESDAYS, id="one"),
    pytest.param(
        [IN_TERM_TIME[0]], f"{TUESDAYS}, niet in de schoolvakanties", id="one, in term time"
    ),
    pytest.param([TUESDAY, THURSDAY], f"{TUESDAYS} en {THURSDAYS}", id="two"),
    pytest.param([THURSDAY, TUESDAY], f"{THURSDAYS} en {TUESDAYS}", id="in the editor's order"),
    pytest.param([TUESDAY, THURSDAY, FRIDAY], f"{TUESDAYS}, {THURSDAYS} en {FRIDAYS}", id="three"),
    pytest.param(
        [TUESDAY, THURSDAY, FRIDAY, SATURDAY],
        f"{TUESDAYS}, {THURSDAYS}, {FRIDAYS} en nog 1 andere tijd",
        id="four",
    ),
    pytest.param(
        [TUESDAY, THURSDAY, FRIDAY, SATURDAY, UNTIL_MAY],
        f"{TUESDAYS}; {THURSDAYS}; {FRIDAYS}; nog 2 andere tijden",
        id="five, and one of them ends",
    ),
    pytest.param(
        IN_TERM_TIME,
        f"{TUESDAYS} en {THURSDAYS}, niet in de schoolvakanties",
        id="what holds for both is said once",
    ),
    pytest.param(
        [IN_TERM_TIME[0], THURSDAY],
        f"{TUESDAYS}, niet in de schoolvakanties; {THURSDAYS}",
        id="what holds for one stays with it",
    ),
    pytest.param(
        [TUESDAY, series(once(), "2026-12-05 13:00")],
        f"{TUESDAYS} en op zaterdag 5 december 2026 van 13.00 tot 14.30 uur",
        id="every week and once",
    ),
    pytest.param(
        [series(every_week("tu"), "2026-09-01 10:00", pauses=[LAST_SUMMER, SUMMER])],
        f"{TUESDAYS}, niet van 1 juli tot en met 31 augustus 2027",
        id="a pause that is to come, without its reason",
    ),
    pytest.param(
        [series(every_week("fr"), "2026-09-01 22:00", minutes=180), TUESDAY],
        f"elke vrijdag van 22.00 tot 1.00 uur (de volgende dag) en {TUESDAYS}",
        id="a night",
    ),
    pytest.param(
        [series(once(), f"2026-{month}-03 10:00") for month in ("09", "10", "11", "12")],
        "op donderdag 3 december 2026 van 10.00 tot 11.30 uur",
        id="what has been stays out",
    ),
    pytest.param(
        [series(once(), "2026-09-03 10:00")],
        "op donderdag 3 september 2026 van 10.00 tot 11.30 uur",
        id="unless all has been",
    ),
    pytest.param([TUESDAY, TUESDAY], TUESDAYS, id="the same twice"),
]


@pytest.mark.parametrize(("recurrences", "said"), READ_BY_EYE)
def test_a_card_says_when_in_one_sentence(recurrences: list[Recurrence], said: str | None) -> None:
    assert schedule_text(recurrences, calendar=CALENDAR, now=MONDAY) == said


def test_a_series_stays_on_the_card_until_its_last_session_is_over() -> None:
    ends = series(every_week("mo"), "2026-09-07 10:00", until="2026-11-23")
    before, after = (datetime(2026, 11, 23, 10, minute, tzinfo=UTC) for minute in (29, 30))

    assert "maandag" in str(schedule_text([ends, TUESDAY], calendar=CALENDAR, now=before))
    assert schedule_text([ends, TUESDAY], calendar=CALENDAR, now=after) == TUESDAYS


patterns = st.sampled_from(
    [
        every_week("mo", "tu", "we", "fr", "sa"),
        every_two_weeks("mo", "tu", "th", "fr"),
        every_month(-1, "fr"),
        once(),
    ]
)


@st.composite
def any_series(draw: st.DrawFn) -> Recurrence:
    pattern = draw(patterns)
    if pattern == once():
        return series(pattern, "2027-01-04 22:15", minutes=1440)
    return series(
        pattern,
        f"2026-12-{draw(st.integers(10, 28))} 22:15",
        minutes=draw(st.sampled_from([60, 1440])),
        until=draw(st.sampled_from([None, "2028-12-31"])),
        pauses=[
            pause(f"2027-0{number}-28", f"2027-0{number + 1}-03", "r" * 80)
            for number in range(1, draw(st.integers(1, 8)))
        ],
        public=draw(st.sampled_from(["go_on", "skip"])),
        school=draw(st.sampled_from(["go_on", "skip"])),
    )


@given(recurrences=st.lists(any_series(), min_size=1, max_size=14, unique=True))
def test_however_much_there_is_it_fits_on_a_card_and_says_what_it_left_out(
    recurrences: list[Recurrence],
) -> None:
    text = str(schedule_text(recurrences, calendar=CALENDAR, now=MONDAY))
    left_out = re.search(r"nog (\d+) andere tijd", text)
    shown = len(recurrences) - (int(left_out[1]) if left_out else 0)

    assert 1 <= shown <= 3
    # One alone may be longer: nobody is served by half a sentence.
    assert len(text) <= (LONGEST_SCHEDULE_TEXT if shown > 1 else 350)
    assert "rrr" not in text
