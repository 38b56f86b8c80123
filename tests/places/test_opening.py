"""Is the buurthuis open? Each row is one question that somebody at its door could ask.

Local times are written as on the clock in Enschede; in the two nights that the clock jumps, UTC
("...Z") says which of two equal times is meant.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.places.opening import (
    HORIZON,
    HoursFault,
    Opening,
    OpeningException,
    OpeningSpan,
    opening_at,
    opening_spans,
    parse_day_times,
    parse_hours,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
GOOD_FRIDAY = date(2026, 4, 3)
KINGS_DAY = date(2026, 4, 27)  # a Monday
LIBERATION_DAY = date(2026, 5, 5)  # a Tuesday
CHRISTMAS = date(2026, 12, 25)  # a Friday
HOLIDAYS = frozenset(
    {
        *(date(2026, 1, 1), GOOD_FRIDAY, date(2026, 4, 5), date(2026, 4, 6), KINGS_DAY),
        *(LIBERATION_DAY, date(2026, 5, 14), date(2026, 5, 24), date(2026, 5, 25)),
        *(CHRISTMAS, date(2026, 12, 26), date(2027, 1, 1)),
    }
)
OFFICE = "Mo-Fr 09:00-17:00; PH off"
PUB = "Mo-Th 17:00-01:00; Fr-Sa 17:00-03:00; Su 14:00-22:00; PH off"


def instant(text: str) -> datetime:
    """ "2026-11-23 10:00" is local, "2026-10-25 00:30Z" is UTC."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text)
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def closed(first: str, last: str | None = None) -> OpeningException:
    return OpeningException(
        date.fromisoformat(first), date.fromisoformat(last or first), "closed", None, "verbouwing"
    )


def opened(day: str, hours: str | None = None) -> OpeningException:
    return OpeningException(date.fromisoformat(day), date.fromisoformat(day), "open", hours)


WEEK = [
    ("on Monday morning", OFFICE, "2026-11-23 10:00", "open", "2026-11-23 17:00"),
    ("at nine sharp", OFFICE, "2026-11-23 09:00", "open", "2026-11-23 17:00"),
    ("a minute before nine", OFFICE, "2026-11-23 08:59", "closed", "2026-11-23 09:00"),
    ("at five sharp", OFFICE, "2026-11-23 17:00", "closed", "2026-11-24 09:00"),
    ("over the weekend", OFFICE, "2026-11-21 12:00", "closed", "2026-11-23 09:00"),
    ("round the clock", "24/7", "2026-11-21 12:00", "open", None),
    ("never", "off", "2026-11-21 12:00", "closed", None),
    ("no hours known", None, "2026-11-21 12:00", "unknown", None),
    ("blank hours", "  ", "2026-11-21 12:00", "unknown", None),
    ("all day long on Saturday", "Sa", "2026-11-21 12:00", "open", "2026-11-22 00:00"),
    ("from 0 to 24 hours", "Sa 00:00-24:00", "2026-11-21 00:00", "open", "2026-11-22 00:00"),
    ("two full days touch", "Sa-Su", "2026-11-21 12:00", "open", "2026-11-23 00:00"),
    ("every day without naming one", "08:00-20:00", "2026-11-21 12:00", "open", "2026-11-21 20:00"),
    ("before lunch", "Mo 09:00-12:00,13:00-17:00", "2026-11-23 11:00", "open", "2026-11-23 12:00"),
    ("lunch", "Mo 09:00-12:00,13:00-17:00", "2026-11-23 12:30", "closed", "2026-11-23 13:00"),
    ("after lunch", "Mo 09:00-12:00,13:00-17:00", "2026-11-23 13:00", "open", "2026-11-23 17:00"),
    ("a bite", "Mo 09:00-17:00; 12:00-13:00 off", "2026-11-23 12:30", "closed", "2026-11-23 13:00"),
    ("a later rule replaces", "Mo-Su 09:00-17:00; Sa 10:00-12:00", "2026-11-21 09:30", "closed",
     "2026-11-21 10:00"),
    ("an added rule adds", "Mo-Su 09:00-12:00, Sa 14:00-16:00", "2026-11-21 14:30", "open",
     "2026-11-21 16:00"),
    ("a day is taken out", "24/7; Sa off", "2026-11-21 12:00", "closed", "2026-11-22 00:00"),
    ("space in a day list", "Mo, We 10:00-12:00", "2026-11-23 09:00", "closed", "2026-11-23 10:00"),
    ("days over the weekend", "Fr-Mo 10:00-12:00", "2026-11-22 11:00", "open", "2026-11-22 12:00"),
    ("the first Monday", "Mo[1] 10:00-12:00", "2026-12-07 11:00", "open", "2026-12-07 12:00"),
    ("the second Monday", "Mo[1] 10:00-12:00", "2026-12-14 11:00", "closed", "2027-01-04 10:00"),
    ("winter", "Apr-Sep: Mo 10:00-20:00; Oct-Mar: Mo 10:00-16:00", "2026-11-23 15:00", "open",
     "2026-11-23 16:00"),
    ("next season too far off", "Apr-Sep: Mo 10:00-20:00", "2026-11-23 15:00", "closed", None),
]  # fmt: skip

NIGHT = [
    ("Friday evening", "Fr 20:00-02:00", "2026-11-20 23:00", "open", "2026-11-21 02:00"),
    ("the night after", "Fr 20:00-02:00", "2026-11-21 01:00", "open", "2026-11-21 02:00"),
    ("two o'clock", "Fr 20:00-02:00", "2026-11-21 02:00", "closed", "2026-11-27 20:00"),
    ("no Thursday, no Friday night", "Fr 20:00-02:00", "2026-11-20 01:00", "closed",
     "2026-11-20 20:00"),
    ("written as 26 hours", "Fr 20:00-26:00", "2026-11-21 01:59", "open", "2026-11-21 02:00"),
    ("until midnight", "Fr 20:00-24:00", "2026-11-20 23:59", "open", "2026-11-21 00:00"),
    ("until 0:00", "Fr 20:00-00:00", "2026-11-20 23:59", "open", "2026-11-21 00:00"),
    ("Friday has a rule of its own", PUB, "2026-11-20 00:30", "open", "2026-11-20 01:00"),
    ("Sunday has a rule of its own", PUB, "2026-11-22 02:59", "open", "2026-11-22 03:00"),
    ("next day off", "Fr 20:00-02:00; Sa off", "2026-11-21 01:00", "open", "2026-11-21 02:00"),
    ("no Saturday, no Saturday night", "Mo-Su 20:00-02:00, Sa off", "2026-11-22 01:00", "closed",
     "2026-11-22 20:00"),
    ("into the next opening", "Fr 20:00-10:00; Sa 09:00-17:00", "2026-11-21 08:00", "open",
     "2026-11-21 17:00"),
    ("a whole day round", "Fr 22:00-22:00", "2026-11-21 21:59", "open", "2026-11-21 22:00"),
    ("into Christmas", "Th-Fr 20:00-02:00; PH off", "2026-12-25 01:00", "open", "2026-12-25 02:00"),
    ("no Christmas night", "Th-Fr 20:00-02:00; PH off", "2026-12-26 01:00", "closed",
     "2026-12-31 20:00"),
]  # fmt: skip

HOLIDAY = [
    ("Good Friday", OFFICE, "2026-04-03 10:00", "closed", "2026-04-07 09:00"),
    ("Easter Monday", OFFICE, "2026-04-06 10:00", "closed", "2026-04-07 09:00"),
    ("King's Day", OFFICE, "2026-04-27 10:00", "closed", "2026-04-28 09:00"),
    ("Liberation Day", OFFICE, "2026-05-05 10:00", "closed", "2026-05-06 09:00"),
    ("Ascension Day", OFFICE, "2026-05-14 10:00", "closed", "2026-05-15 09:00"),
    ("Christmas", OFFICE, "2026-12-25 10:00", "closed", "2026-12-28 09:00"),
    ("New Year's Day", OFFICE, "2027-01-01 10:00", "closed", "2027-01-04 09:00"),
    ("own holiday hours", "Mo-Fr 09:00-17:00; PH 10:00-14:00", "2026-04-27 09:30", "closed",
     "2026-04-27 10:00"),
    ("within them", "Mo-Fr 09:00-17:00; PH 10:00-14:00", "2026-12-26 11:00", "open",
     "2026-12-26 14:00"),
    ("open as usual", "Mo-Fr,PH 09:00-17:00", "2026-04-27 10:00", "open", "2026-04-27 17:00"),
    ("even on Saturday", "Mo-Fr,PH 09:00-17:00", "2026-12-26 10:00", "open", "2026-12-26 17:00"),
    ("not on other Saturdays", "Mo-Fr,PH 09:00-17:00", "2026-11-21 10:00", "closed",
     "2026-11-23 09:00"),
    ("Sundays and holidays off", "Mo-Su 10:00-18:00; Su,PH off", "2026-04-27 11:00", "closed",
     "2026-04-28 10:00"),
    ("the Sunday of that", "Mo-Su 10:00-18:00; Su,PH off", "2026-11-22 11:00", "closed",
     "2026-11-23 10:00"),
    ("holidays and Mondays off", "Mo-Su 10:00-18:00; PH,Mo off", "2026-05-05 11:00", "closed",
     "2026-05-06 10:00"),
    ("the Monday of that", "Mo-Su 10:00-18:00; PH,Mo off", "2026-11-23 11:00", "closed",
     "2026-11-24 10:00"),
    ("PH amid days", "Mo,PH,We 10:00-18:00", "2026-05-05 11:00", "open", "2026-05-05 18:00"),
    ("PH off stands first", "PH off; Mo-Fr 09:00-17:00", "2026-04-27 10:00", "closed",
     "2026-04-28 09:00"),
    ("half a holiday, open half", "Mo-Fr 09:00-17:00; PH 12:00-17:00 off", "2026-04-27 10:00",
     "open", "2026-04-27 12:00"),
    ("half a holiday, closed half", "Mo-Fr 09:00-17:00; PH 12:00-17:00 off", "2026-04-27 13:00",
     "closed", "2026-04-28 09:00"),
    ("holidays by appointment", 'Mo-Fr 09:00-17:00; PH "op afspraak"', "2026-04-27 13:00",
     "by_appointment", "2026-04-28 00:00"),
    ("in spring only, in May", "Mo-Su 10:00-18:00; Apr-May PH off", "2026-05-05 11:00", "closed",
     "2026-05-06 10:00"),
    ("in spring only, at Christmas", "Mo-Su 10:00-18:00; Apr-May PH off", "2026-12-25 11:00",
     "unknown", "2026-12-25 18:00"),
    ("not a word about holidays", "Mo-Fr 09:00-17:00", "2026-04-27 10:00", "unknown",
     "2026-04-27 17:00"),
    ("and it would be closed anyway", "Mo-Fr 09:00-17:00", "2026-04-27 18:00", "closed",
     "2026-04-28 09:00"),
    ("a park is always open", "24/7", "2026-12-25 10:00", "open", None),
    ("the day itself is named", "Mo-Fr 09:00-17:00; Dec 25 10:00-12:00", "2026-12-25 11:00",
     "open", "2026-12-25 12:00"),
    ("a season does not name it", "Apr 1-Oct 31 10:00-12:00", "2026-04-27 11:00", "unknown",
     "2026-04-27 12:00"),
]  # fmt: skip

PERHAPS = [
    ("op afspraak", 'Mo-Fr 09:00-17:00 "op afspraak"', "2026-11-23 10:00", "by_appointment",
     "2026-11-23 17:00"),
    ("by appointment, evening", 'Mo-Fr 09:00-17:00 "by appointment"', "2026-11-23 18:00",
     "closed", "2026-11-24 09:00"),
    ("unknown, by appointment", 'Mo-Fr 09:00-17:00 unknown "op afspraak"', "2026-11-23 10:00",
     "by_appointment", "2026-11-23 17:00"),
    ("always by appointment", '"Alleen op afspraak"', "2026-11-23 10:00", "by_appointment", None),
    ("off, but by appointment", 'Mo-Fr 09:00-17:00; Sa off "op afspraak"', "2026-11-21 10:00",
     "by_appointment", "2026-11-22 00:00"),
    ("first open, then by appointment", 'Mo 09:00-12:00, Mo 12:00-17:00 "na afspraak"',
     "2026-11-23 11:00", "open", "2026-11-23 12:00"),
    ("otherwise by appointment", 'Mo 09:00-12:00 || "op afspraak"', "2026-11-23 13:00",
     "by_appointment", "2026-11-30 09:00"),
    ("no appointment needed", 'Mo 09:00-12:00 "zonder afspraak"', "2026-11-23 10:00", "open",
     "2026-11-23 12:00"),
    ("never without", 'Mo 09:00-12:00 "niet zonder afspraak"', "2026-11-23 10:00",
     "by_appointment", "2026-11-23 12:00"),
    ("no walking in", 'Mo 09:00-12:00 "geen inloop, alleen op afspraak"', "2026-11-23 10:00",
     "by_appointment", "2026-11-23 12:00"),
    ("another remark", 'Mo 09:00-12:00 "ingang achterom"', "2026-11-23 10:00", "open",
     "2026-11-23 12:00"),
    ("by appointment on a holiday", 'Mo-Fr 09:00-17:00 "op afspraak"', "2026-04-27 10:00",
     "by_appointment", "2026-04-27 17:00"),
    ("perhaps on Saturday", "Sa 10:00-12:00 unknown", "2026-11-21 11:00", "unknown",
     "2026-11-21 12:00"),
    ("just opened, no end given", "Fr 17:00+", "2026-11-20 17:30", "open", "2026-11-20 19:00"),
    ("later, no end given", "Fr 17:00+", "2026-11-20 21:00", "unknown", "2026-11-21 00:00"),
    ("after the sure end", "Fr 10:00-16:00+", "2026-11-20 17:00", "unknown", "2026-11-21 00:00"),
]  # fmt: skip

EXCEPTION = [
    ("closed for works", OFFICE, [closed("2026-11-23", "2026-11-24")], "2026-11-23 10:00",
     "closed", "2026-11-25 09:00"),
    ("the last day counts", OFFICE, [closed("2026-11-23", "2026-11-24")], "2026-11-24 23:59",
     "closed", "2026-11-25 09:00"),
    ("the day before does not", OFFICE, [closed("2026-11-24")], "2026-11-23 10:00", "open",
     "2026-11-23 17:00"),
    ("shorter that day", OFFICE, [opened("2026-11-23", "10:00-12:00")], "2026-11-23 09:30",
     "closed", "2026-11-23 10:00"),
    ("twice that day", OFFICE, [opened("2026-11-23", "10:00-12:00,14:00-15:00")],
     "2026-11-23 14:30", "open", "2026-11-23 15:00"),
    ("open on a Saturday", OFFICE, [opened("2026-11-21")], "2026-11-21 12:00", "open",
     "2026-11-22 00:00"),
    ("open on King's Day", OFFICE, [opened("2026-04-27", "12:00-16:00")], "2026-04-27 13:00",
     "open", "2026-04-27 16:00"),
    ("sure about the holiday", "Mo-Fr 09:00-17:00", [opened("2026-04-27", "12:00-16:00")],
     "2026-04-27 13:00", "open", "2026-04-27 16:00"),
    ("by appointment that day", OFFICE, [opened("2026-11-23", '10:00-12:00 "op afspraak"')],
     "2026-11-23 11:00", "by_appointment", "2026-11-23 12:00"),
    ("the later one wins", OFFICE, [closed("2026-11-23", "2026-11-27"), opened("2026-11-25")],
     "2026-11-25 03:00", "open", "2026-11-26 00:00"),
    ("the earlier one loses", OFFICE, [opened("2026-11-25"), closed("2026-11-23", "2026-11-27")],
     "2026-11-25 12:00", "closed", "2026-11-30 09:00"),
    ("the night runs into it", PUB, [closed("2026-11-21")], "2026-11-21 01:00", "open",
     "2026-11-21 03:00"),
    ("and leaves no night", PUB, [closed("2026-11-21")], "2026-11-22 01:00", "closed",
     "2026-11-22 14:00"),
    ("a night of its own", OFFICE, [opened("2026-12-31", "20:00-02:00")], "2027-01-01 01:30",
     "open", "2027-01-01 02:00"),
    ("known among unknown", None, [closed("2026-11-23")], "2026-11-23 10:00", "closed",
     "2026-11-24 00:00"),
    ("unknown before it", None, [closed("2026-11-23")], "2026-11-22 10:00", "unknown",
     "2026-11-23 00:00"),
]  # fmt: skip

CLOCK = [
    ("ten is ten in summer", OFFICE, "2026-07-06 07:00Z", "open", "2026-07-06 15:00Z"),
    ("and in winter", OFFICE, "2026-11-23 07:30Z", "closed", "2026-11-23 08:00Z"),
    ("March: a shorter night", "Sa 22:00-04:00", "2026-03-28 22:00Z", "open", "2026-03-29 02:00Z"),
    ("March: 2.00 to 3.00 vanishes", "Su 02:00-03:00", "2026-03-29 00:59Z", "closed",
     "2026-04-05 00:00Z"),
    ("March: from half past two", "Su 02:30-04:00", "2026-03-29 00:59Z", "closed",
     "2026-03-29 01:00Z"),
    ("March: and open at three", "Su 02:30-04:00", "2026-03-29 01:10Z", "open",
     "2026-03-29 02:00Z"),
    ("March: until half past two", "Su 01:00-02:30", "2026-03-29 00:30Z", "open",
     "2026-03-29 01:00Z"),
    ("October: a longer night", "Sa 22:00-04:00", "2026-10-24 21:00Z", "open", "2026-10-25 03:00Z"),
    ("October: twice 2.00 to 3.00", "Su 02:00-03:00", "2026-10-25 01:30Z", "open",
     "2026-10-25 02:00Z"),
    ("October: the first half past two closes", "Sa 22:00-02:30", "2026-10-25 00:29Z", "open",
     "2026-10-25 00:30Z"),
    ("October: the second does not open", "Sa 22:00-02:30", "2026-10-25 01:15Z", "closed",
     "2026-10-31 21:00Z"),
    ("October: the first half past two opens", "Su 02:30-04:00", "2026-10-25 01:15Z", "open",
     "2026-10-25 03:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "at", "state", "changes_at"),
    [
        pytest.param(*row[1:], id=row[0])
        for table in (WEEK, NIGHT, HOLIDAY, PERHAPS, CLOCK)
        for row in table
    ],
)
def test_the_door_is(hours: str | None, at: str, state: str, changes_at: str | None) -> None:
    answer = opening_at(hours, exceptions=[], holidays=HOLIDAYS, at=instant(at))

    assert answer == Opening(state, instant(changes_at) if changes_at else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "exceptions", "at", "state", "changes_at"),
    [pytest.param(*row[1:], id=row[0]) for row in EXCEPTION],
)
def test_the_exception_counts(
    hours: str | None,
    exceptions: list[OpeningException],
    at: str,
    state: str,
    changes_at: str,
) -> None:
    answer = opening_at(hours, exceptions=exceptions, holidays=HOLIDAYS, at=instant(at))

    assert answer == Opening(state, instant(changes_at))  # type: ignore[arg-type]


def test_the_spans_of_a_weekend_leave_no_gap() -> None:
    spans = opening_spans(
        "Sa 10:00-12:00; Su off",
        exceptions=[],
        holidays=HOLIDAYS,
        start=instant("2026-11-21 11:00"),
        end=instant("2026-11-28 10:30"),
    )

    assert spans == [
        OpeningSpan(instant("2026-11-21 11:00"), instant("2026-11-21 12:00"), "open"),
        OpeningSpan(instant("2026-11-21 12:00"), instant("2026-11-28 10:00"), "closed"),
        OpeningSpan(instant("2026-11-28 10:00"), instant("2026-11-28 10:30"), "open"),
    ]


def test_spans_begin_at_the_second_that_was_asked_and_change_on_the_minute() -> None:
    start = datetime(2026, 11, 23, 8, 30, 17, 250, tzinfo=UTC)

    first = opening_spans(
        OFFICE, exceptions=[], holidays=HOLIDAYS, start=start, end=start + HORIZON
    )[0]

    assert first == OpeningSpan(start, instant("2026-11-23 17:00"), "open")


def test_no_time_has_no_spans() -> None:
    moment = instant("2026-11-23 10:00")

    assert opening_spans("24/7", exceptions=[], holidays=HOLIDAYS, start=moment, end=moment) == []


def test_a_change_after_35_days_is_no_answer_yet() -> None:
    at = instant("2026-11-23 10:00")

    just_within = opening_at(None, exceptions=[closed("2026-12-28")], holidays=HOLIDAYS, at=at)
    beyond = opening_at(None, exceptions=[closed("2026-12-29")], holidays=HOLIDAYS, at=at)

    assert just_within.changes_at == instant("2026-12-28 00:00")
    assert beyond.changes_at is None


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening_at(OFFICE, exceptions=[], holidays=HOLIDAYS, at=datetime(2026, 11, 23, 10))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("maandag 9 tot 5", "begrijpen", id="Dutch"),
        pytest.param("Mo-Fr 9-17", "begrijpen", id="no minutes"),
        pytest.param("Mo 25:00-26:00", "begrijpen", id="hour 25"),
        pytest.param("Mo 10:00", "begrijpen", id="a single time"),
        pytest.param("", "laat ze helemaal weg", id="nothing"),
        pytest.param("Mo-Fr 09:00-17:00; SH off", "Schoolvakanties", id="school holidays"),
        pytest.param("sh off", "Schoolvakanties", id="school holidays, small"),
        pytest.param("Mo-Fr sunrise-17:00", "op de klok", id="sunrise"),
        pytest.param("Mo-Fr 09:00-(sunset-01:00)", "op de klok", id="before sunset"),
        pytest.param("Mo-Fr 10:00-16:00/01:30", "Schrijf elke tijd uit", id="repeated"),
        pytest.param("PH +1 day off", "feestdagen", id="the day after a holiday"),
        pytest.param("PH Mo 10:00-12:00", "feestdagen", id="a holiday on Monday?"),
        pytest.param("Mo 10:00-12:00, " * 16 + "Mo 10:00-12:00", "te lang", id="too long"),
    ],
)
def test_what_we_cannot_keep_is_refused_in_plain_dutch(text: str, says: str) -> None:
    with pytest.raises(HoursFault, match=says):
        parse_hours(text)


def test_a_remark_may_speak_of_the_sun() -> None:
    assert parse_hours('Mo 10:00-12:00 "bij sunset ook; SH, PH || zo"').text.startswith("Mo 10:00")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mo-fr 9:00-17:00; ph OFF;", "Mo-Fr 09:00-17:00; PH closed"),
        ("Mo–Fr 09:00–17:00", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr, Su 10:00 - 12:00", "Mo-Fr,Su 10:00-12:00"),
        ("Mo 10:00-12:00||we 13:00-14:00", "Mo 10:00-12:00 || We 13:00-14:00"),
        ("Mo 10:00-12:00, We 13:00-14:00", "Mo 10:00-12:00, We 13:00-14:00"),
    ],
)
def test_small_slips_are_forgiven(typed: str, kept: str) -> None:
    assert parse_hours(typed).text == kept
    assert parse_hours(kept).text == kept


@pytest.mark.parametrize("hours", ["Mo 10:00-12:00", "PH 10:00-12:00", "Dec 25 off"])
def test_an_exception_names_times_and_no_days(hours: str) -> None:
    with pytest.raises(HoursFault, match="geen dagen"):
        parse_day_times(hours)


def test_an_exception_ends_after_it_begins() -> None:
    with pytest.raises(HoursFault, match="vóór de eerste dag"):
        closed("2026-11-24", "2026-11-23")


def test_a_closed_exception_has_no_times() -> None:
    with pytest.raises(HoursFault, match="geen tijden"):
        OpeningException(date(2026, 11, 23), date(2026, 11, 23), "closed", "10:00-12:00")


def test_stored_hours_that_make_no_sense_are_not_silently_closed() -> None:
    with pytest.raises(HoursFault):
        opening_at("onzin", exceptions=[], holidays=HOLIDAYS, at=instant("2026-11-23 10:00"))
