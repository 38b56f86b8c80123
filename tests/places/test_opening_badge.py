"""What a badge says, read by eye; and that it says the same as the one function of opening."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import AMSTERDAM
from app.places.opening import (
    HORIZON,
    Opening,
    OpeningException,
    OpeningSpan,
    opening_at,
    opening_spans,
)
from app.places.opening_badge import badge_texts
from app.schedule.sentences import DAYS, MONTHS

MONDAY = date(2026, 11, 23)
FILLED = HORIZON + timedelta(days=1)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})
MORNING = "Mo-Fr 09:00-12:00"


def badges(
    hours: str | None,
    *,
    filled_on: date = MONDAY,
    exceptions: tuple[OpeningException, ...] = (),
) -> list[tuple[OpeningSpan, str]]:
    """Spans and texts as the table has them after the night of `filled_on`."""
    start = datetime.combine(filled_on, time.min, tzinfo=AMSTERDAM)
    spans = opening_spans(
        hours, exceptions=exceptions, holidays=CHRISTMAS, start=start, end=start + FILLED
    )
    return list(zip(spans, badge_texts(spans), strict=True))


def text_at(moment: str, found: list[tuple[OpeningSpan, str]]) -> str:
    """`moment` on the wall, such as "2026-11-23 10:00"."""
    at = datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)
    return next(text for span, text in found if span.starts_at <= at < span.ends_at)


READ_BY_EYE = [
    # Open.
    ("24/7", "2026-11-23 10:00", "altijd open"),
    ("Mo-Fr 09:00-17:00", "2026-11-23 10:00", "open tot 17.00 uur"),
    ("Mo-Fr 08:30-17:15", "2026-11-24 10:00", "open tot 17.15 uur"),
    ("Fr 20:00-02:00", "2026-11-27 23:00", "open tot zaterdag 28 november 2.00 uur"),
    ("Fr 20:00-02:00", "2026-11-28 01:00", "open tot zaterdag 28 november 2.00 uur"),
    ("Fr 20:00-24:00", "2026-11-27 23:00", "open tot 24.00 uur"),
    ("Mo 00:00-17:00", "2026-11-23 10:00", "open tot maandag 23 november 17.00 uur"),
    ("Mo-Fr 00:00-24:00", "2026-11-24 10:00", "open tot vrijdag 27 november 24.00 uur"),
    ("Mo 09:00-12:00,12:00-17:00", "2026-11-23 10:00", "open tot 17.00 uur"),
    ("Fr 17:00+", "2026-11-27 18:00", "open tot zeker 19.00 uur"),
    # Closed.
    ("off", "2026-11-23 10:00", "gesloten"),
    (
        "Mo-Fr 09:00-17:00",
        "2026-11-22 10:00",
        "gesloten, weer open op maandag 23 november om 9.00 uur",
    ),
    (
        "Mo-Fr 09:00-17:00",
        "2026-11-27 18:00",
        "gesloten, weer open op maandag 30 november om 9.00 uur",
    ),
    ("Mo 09:00-12:00,13:00-17:00", "2026-11-23 12:30", "gesloten, weer open om 13.00 uur"),
    ("Fr,Sa 20:00-02:00", "2026-11-28 03:00", "gesloten, weer open om 20.00 uur"),
    (
        "Mo-Fr 00:00-22:00",
        "2026-11-23 23:00",
        "gesloten, weer open op dinsdag 24 november om 0.00 uur",
    ),
    (
        'Mo 09:00-12:00; Tu 10:00-12:00 "op afspraak"',
        "2026-11-23 13:00",
        "gesloten, alleen op afspraak vanaf dinsdag 24 november 10.00 uur",
    ),
    (
        'Mo 09:00-12:00, Mo 13:00-15:00 "op afspraak"',
        "2026-11-23 12:30",
        "gesloten, alleen op afspraak vanaf 13.00 uur",
    ),
    (
        "Mo-Sa 10:00-12:00",  # nobody said what happens at Christmas
        "2026-12-24 13:00",
        "gesloten, misschien weer open op vrijdag 25 december om 10.00 uur",
    ),
    ("2026 Nov 23 10:00-12:00", "2026-11-23 13:00", "gesloten"),
    # By appointment, unknown.
    ('"op afspraak"', "2026-11-23 10:00", "alleen op afspraak"),
    ('Mo 09:00-17:00 "op afspraak"', "2026-11-23 10:00", "alleen op afspraak tot 17.00 uur"),
    ('Mo 20:00-02:00 "op afspraak"', "2026-11-23 21:00", "alleen op afspraak"),
    (None, "2026-11-23 10:00", "openingstijden niet bekend"),
    ("Fr 17:00+", "2026-11-27 20:00", "openingstijden niet bekend"),
    ("Mo-Sa 10:00-12:00", "2026-12-25 11:00", "openingstijden niet bekend"),
]


@pytest.mark.parametrize(("hours", "moment", "said"), READ_BY_EYE)
def test_a_badge_reads_in_plain_dutch(hours: str | None, moment: str, said: str) -> None:
    assert text_at(moment, badges(hours, filled_on=date(2026, 11, 22))) == said


def test_what_ends_beyond_the_horizon_has_no_end_that_we_know() -> None:
    for_a_year = OpeningException(date(2026, 11, 25), date(2027, 11, 24), "open")

    found = badges("off", exceptions=(for_a_year,))

    assert [text for _, text in found] == [
        "gesloten, weer open op woensdag 25 november om 0.00 uur",
        "open",  # since Wednesday: not always
    ]


def test_an_exception_counts_in_the_badge() -> None:
    holidays = OpeningException(date(2026, 11, 24), date(2026, 11, 26), "closed")

    found = badges("Mo-Fr 09:00-17:00", exceptions=(holidays,))

    said = "gesloten, weer open op vrijdag 27 november om 9.00 uur"
    assert text_at("2026-11-23 18:00", found) == said
    assert text_at("2026-11-25 10:00", found) == said


# Whatever the hours.

HOURS = [
    None,
    "24/7",
    "24/7; PH off",
    "Mo-Fr 09:00-17:00; PH off",
    "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-16:00; PH off",
    "Mo-Th 17:00-01:00; Fr-Sa 17:00-03:00; Su 14:00-22:00",
    "Mo-Fr 00:00-24:00",
    "Tu-Su 00:00-02:30, Tu-Su 22:00-24:00",
    "Mo 22:00-22:00; Fr 16:00+",
    'Mo-Fr 09:00-12:00; PH 10:00-11:00 || "op afspraak"',
    'Tu,Th 10:00-12:00; We 13:00-23:00 "op afspraak"',
    'We,Sa 10:00-26:00 unknown "bel eerst"; Mo[1] 10:00-12:00+',
    '"op afspraak"',
    "off",
]
exceptions = st.lists(
    st.builds(
        lambda first, days, times: OpeningException(
            first,
            first + timedelta(days=days),
            "closed" if times == "closed" else "open",
            None if times in {"closed", "all day"} else times,
        ),
        st.dates(date(2026, 12, 10), date(2027, 1, 20)),
        st.integers(0, 6),
        st.sampled_from(["closed", "all day", "10:00-12:00", "20:00-03:00", "12:00+"]),
    ),
    max_size=3,
).map(tuple)
minutes = st.integers(0, int(timedelta(days=30).total_seconds()) // 60).map(
    lambda number: datetime(2026, 12, 10, 23, 0, tzinfo=UTC) + timedelta(minutes=number)
)


def names(text: str, moment: datetime, *, as_end: bool) -> bool:
    """Whether a text names this moment; `as_end`: midnight is 24.00 of the day before."""
    wall = moment.astimezone(AMSTERDAM)
    clock = f"{wall.hour}.{wall.minute:02}"
    if as_end and clock == "0.00":
        wall, clock = wall - timedelta(days=1), "24.00"
    day = f"{DAYS[wall.weekday()]} {wall.day} {MONTHS[wall.month - 1]}"
    has_a_day = any(month in text for month in MONTHS)
    return f" {clock} uur" in text and (day in text or not has_a_day)


def agrees(text: str, opening: Opening) -> bool:
    """Whether the text says this state, and when it changes where it names a time."""
    changes_at = opening.changes_at
    match opening.state:
        case "unknown":
            return text == "openingstijden niet bekend"
        case "by_appointment":
            silent = text == "alleen op afspraak"
            until = text.startswith("alleen op afspraak tot ")
        case "open":
            silent = text in {"open", "altijd open"} and changes_at is None
            until = text.startswith("open tot ")
        case _:
            silent = text == "gesloten" and changes_at is None
            until = text.startswith("gesloten, ")
    if silent or not until or changes_at is None:
        return silent
    return names(text, changes_at, as_end=opening.state != "closed")


@settings(max_examples=200, deadline=None)
@given(hours=st.sampled_from(HOURS), exceptions=exceptions, at=minutes)
def test_a_badge_agrees_with_the_function_at_every_moment(
    hours: str | None, exceptions: tuple[OpeningException, ...], at: datetime
) -> None:
    found = badges(hours, filled_on=at.astimezone(AMSTERDAM).date(), exceptions=exceptions)
    text = next(text for span, text in found if span.starts_at <= at < span.ends_at)
    opening = opening_at(hours, exceptions=exceptions, holidays=CHRISTMAS, at=at)
    if opening.changes_at is None and (after := [s for s, _ in found if s.starts_at > at]):
        # The table is filled some hours further than the function looks.
        opening = Opening(opening.state, after[0].starts_at)

    assert agrees(text, opening), (text, opening)


@settings(max_examples=200, deadline=None)
@given(
    hours=st.sampled_from(HOURS),
    exceptions=exceptions,
    at=minutes,
    earlier=st.integers(1, 20),
)
def test_a_badge_is_the_same_whichever_night_it_was_computed(
    hours: str | None, exceptions: tuple[OpeningException, ...], at: datetime, earlier: int
) -> None:
    tonight = at.astimezone(AMSTERDAM).date()
    texts = set()
    for filled_on in (tonight, tonight - timedelta(days=earlier)):
        found = badges(hours, filled_on=filled_on, exceptions=exceptions)
        here = next(i for i, (span, _) in enumerate(found) if span.starts_at <= at < span.ends_at)
        if here == len(found) - 1:  # at the edge: what follows is known another night
            return
        texts.add(found[here][1])

    assert len(texts) == 1


@pytest.mark.parametrize("hours", HOURS)
def test_a_badge_never_leans_on_the_day_of_reading(hours: str | None) -> None:
    words = " ".join(text for _, text in badges(hours))

    for relative in ("morgen", "vandaag", "straks", "nu ", "vanavond"):
        assert relative not in words


def test_in_the_repeated_hour_of_october_the_first_one_closes() -> None:
    start = datetime(2026, 10, 24, tzinfo=AMSTERDAM)
    spans = opening_spans(
        "Sa 20:00-02:30", exceptions=[], holidays=frozenset(), start=start, end=start + FILLED
    )

    assert spans[1].ends_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert badge_texts(spans)[1] == "open tot zondag 25 oktober 2.30 uur"
