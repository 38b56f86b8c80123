"""Opening hours against answers found in another way: minute by minute, and by the library."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import opening_hours as osm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.places.opening import (
    HORIZON,
    HoursFault,
    OpeningException,
    opening_at,
    opening_spans,
    parse_hours,
)
from app.places.opening_text import opening_text

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MINUTE = timedelta(minutes=1)

Spans = list[tuple[int, int]]
"""Opening and closing minute after midnight; the closing one may lie in the next day."""


@st.composite
def day_spans(draw: st.DrawFn) -> Spans:
    minutes = draw(
        st.lists(st.integers(0, 36 * 4).map(lambda n: n * 15), min_size=2, max_size=4, unique=True)
    )
    pairs = list(zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False))
    return [(start, end) for start, end in pairs if start < 24 * 60]


weeks = st.dictionaries(st.sampled_from(DAYS), day_spans().filter(bool), min_size=1)
starts = st.sampled_from(
    [
        datetime(2026, 3, 27, 12, 7, tzinfo=UTC),  # the clock goes forward
        datetime(2026, 10, 23, 3, 31, tzinfo=UTC),  # the clock goes back
        datetime(2026, 4, 24, 0, 0, tzinfo=UTC),  # King's Day
        datetime(2026, 12, 23, 22, 59, tzinfo=UTC),  # Christmas
    ]
)
HOLIDAYS = frozenset({date(2026, 4, 27), date(2026, 12, 25), date(2026, 12, 26)})
holiday_hours = st.one_of(st.none(), st.just([]), day_spans().filter(bool))


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def times(spans: Spans) -> str:
    return ",".join(f"{clock(start)}-{clock(end)}" for start, end in spans) or "off"


def as_text(week: dict[str, Spans], on_holidays: Spans | None) -> str:
    rules = [f"{day} {times(spans)}" for day, spans in week.items()]
    if on_holidays is not None:
        rules.append(f"PH {times(on_holidays)}")
    return "; ".join(rules)


def on_the_wall(moment: datetime) -> tuple[date, int]:
    """The day and minute that a wall clock shows; in the repeated hour it stands still at 2.59."""
    local = moment.astimezone(AMSTERDAM)
    if local.fold:
        return local.date(), 2 * 60 + 59
    return local.date(), local.hour * 60 + local.minute


def answer_of_that_minute(
    moment: datetime, week: dict[str, Spans], on_holidays: Spans | None
) -> str:
    today, minute = on_the_wall(moment)
    answers = {"closed"}
    for day, at in ((today, minute), (today - timedelta(days=1), minute + 24 * 60)):
        spans, sure = week.get(DAYS[day.weekday()], []), True
        if day in HOLIDAYS:
            spans, sure = (spans, False) if on_holidays is None else (on_holidays, True)
        if any(start <= at < end for start, end in spans):
            answers.add("open" if sure else "unknown")
    return next(state for state in ("open", "unknown", "closed") if state in answers)


@settings(max_examples=60, deadline=None)
@given(week=weeks, on_holidays=holiday_hours, start=starts)
def test_the_spans_say_what_every_single_minute_says(
    week: dict[str, Spans], on_holidays: Spans | None, start: datetime
) -> None:
    spans = opening_spans(
        as_text(week, on_holidays),
        exceptions=[],
        holidays=HOLIDAYS,
        start=start,
        end=start + timedelta(days=5),
    )

    for span in spans:
        moment = span.starts_at
        while moment < span.ends_at:
            assert answer_of_that_minute(moment, week, on_holidays) == span.state, moment
            moment += MINUTE


WITHOUT_NIGHTS = [
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00; We off",
    "Mo[1] 10:00-12:00; We[2,-1] 19:00-21:00",
    "Apr-Sep: Mo-Su 08:00-20:00; Oct-Mar: Mo-Fr 09:00-16:00",
    "week 1-53/2 Tu 10:00-12:00",
    "2026 Mo 10:00-12:00; 2027 Tu 10:00-12:00",
    "Jul 1-Aug 15 off; Sep-Jun Th 14:00-16:00, Th 19:00-20:00",
    "10:00-17:00; Dec 24-26 off; Dec 31 10:00-14:00",
    "easter off; easter +1 day 10:00-12:00",
    "24/7; Mo 12:00-13:00 unknown",
    "Mo-Fr 10:00-16:00 unknown, We 11:00-13:00",
    "Sa-Mo 00:00-24:00; Su 03:00-04:00 off",
]


@pytest.mark.parametrize("hours", WITHOUT_NIGHTS)
def test_the_library_agrees_where_no_night_and_no_holiday_is_in_play(hours: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=AMSTERDAM)
    end = datetime(2028, 1, 1, tzinfo=AMSTERDAM)

    ours = opening_spans(hours, exceptions=[], holidays=frozenset(), start=start, end=end)

    theirs: list[tuple[datetime, str]] = []
    for begins, _, state, _ in osm.OpeningHours(hours).intervals(
        start.replace(tzinfo=None), end.replace(tzinfo=None)
    ):
        if not theirs or theirs[-1][1] != str(state):
            theirs.append((begins, str(state)))
    assert [
        (span.starts_at.astimezone(AMSTERDAM).replace(tzinfo=None), span.state) for span in ours
    ] == theirs


ANY_HOURS = [
    None,
    "24/7; PH off",
    "Mo-Th 17:00-01:00; Fr-Sa 17:00-03:00; Su 14:00-22:00; PH off",
    'Mo-Fr 09:00-12:00; PH 10:00-11:00 || "op afspraak"',
    "Mo-Fr 09:00-17:00, Fr 16:00+; Sa 22:00-22:00",
    'We,Sa 10:00-26:00 unknown "bel eerst"; Mo[1] 10:00-12:00+',
]


@settings(max_examples=150, deadline=None)
@given(
    hours=st.sampled_from(ANY_HOURS),
    exceptions=st.lists(
        st.builds(
            lambda first, days, times: OpeningException(
                first,
                first + timedelta(days=days),
                "closed" if times == "closed" else "open",
                None if times in {"closed", "all day"} else times,
            ),
            st.dates(date(2026, 12, 20), date(2027, 1, 10)),
            st.integers(0, 4),
            st.sampled_from(["closed", "all day", "10:00-12:00", "20:00-03:00", "12:00+"]),
        ),
        max_size=3,
    ),
    at=st.datetimes(datetime(2026, 12, 20), datetime(2027, 1, 12)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    before=st.timedeltas(timedelta(0), timedelta(days=20)),
)
def test_the_badge_and_the_filter_agree(
    hours: str | None, exceptions: list[OpeningException], at: datetime, before: timedelta
) -> None:
    start = at - before
    spans = opening_spans(
        hours, exceptions=exceptions, holidays=HOLIDAYS, start=start, end=at + HORIZON
    )
    badge = opening_at(hours, exceptions=exceptions, holidays=HOLIDAYS, at=at)

    assert (spans[0].starts_at, spans[-1].ends_at) == (start, at + HORIZON)
    assert all(
        one.ends_at == other.starts_at and one.state != other.state
        for one, other in pairwise(spans)
    )
    here = next(span for span in spans if span.starts_at <= at < span.ends_at)
    assert badge.state == here.state
    assert badge.changes_at == (here.ends_at if here.ends_at < at + HORIZON else None)
    assert badge.changes_at is None or badge.changes_at.time().replace(hour=0, minute=0) == time(0)


alphabet = st.sampled_from(
    [
        *(*DAYS, "PH", "SH", "Jan", "Dec 25", "off", "24/7", '"op afspraak"', "10:00", "-"),
        *("12:00", ",", ";", " ", "||", "+", "[1]", "week 2", "easter", "2026", '"', ":", "/"),
        *("é", "\x00"),
    ]
)
pieces = st.lists(alphabet, max_size=12).map("".join)
rules = st.lists(
    st.builds(
        " ".join,
        st.tuples(
            st.sampled_from(
                [*DAYS, "PH", "SH", "Su,PH", "Jul-Aug PH", "Dec 25", "Mo[1]", "week 2"]
            ),
            st.sampled_from(["10:00-12:00", "20:00-02:00", "17:00+", "", "sunrise-12:00"]),
            st.sampled_from(["", "off", "unknown", '"op afspraak"']),
        ),
    ),
    min_size=1,
    max_size=4,
).flatmap(lambda rules: st.sampled_from(["; ", ", ", " || "]).map(lambda joint: joint.join(rules)))


@settings(max_examples=500, deadline=None)
@given(text=st.one_of(pieces, rules, st.text(max_size=60)))
def test_whatever_is_typed_is_understood_or_refused_in_our_own_words(text: str) -> None:
    try:
        kept = parse_hours(text).text
    except HoursFault:
        return
    assert parse_hours(kept).text == kept
    assert opening_text(text, week_of=date(2026, 11, 23))
    at = datetime(2026, 12, 24, 22, tzinfo=UTC)
    assert opening_at(text, exceptions=[], holidays=HOLIDAYS, at=at) == opening_at(
        kept, exceptions=[], holidays=HOLIDAYS, at=at
    )


@settings(max_examples=100, deadline=None)
@given(week=weeks, on_holidays=holiday_hours)
def test_the_sentences_name_every_time_and_not_one_english_day(
    week: dict[str, Spans], on_holidays: Spans | None
) -> None:
    lines = " ".join(opening_text(as_text(week, on_holidays), week_of=date(2026, 11, 23)))

    assert not any(f"{day} " in lines for day in (*DAYS, "PH", "off"))
    for spans in (*week.values(), on_holidays or []):
        for start, end in spans:
            if (start, end) == (0, 24 * 60):  # "de hele dag open"
                continue
            assert f"{start // 60}.{start % 60:02d} " in lines
            hour = end // 60 if end <= 24 * 60 else end // 60 - 24
            assert f"{hour}.{end % 60:02d}" in lines
