"""Every sentence, to be read by eye."""

from datetime import UTC, date, datetime

import pytest

from app.schedule.recurrence import Recurrence
from app.schedule.sentences import day_text, moment_text, sentence
from tests.schedule.neighbourhood import (
    every_month,
    every_two_weeks,
    every_week,
    once,
    pause,
    series,
)

TUESDAY = "2026-11-24 10:00"
SUMMER = pause("2027-07-01", "2027-08-31", "zomerstop")
ALL_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

DAYS = [
    (series(once(), TUESDAY), "op dinsdag 24 november 2026 van 10.00 tot 11.30 uur"),
    (series(every_week("tu"), TUESDAY), "elke dinsdag van 10.00 tot 11.30 uur"),
    (series(every_week("su"), TUESDAY), "elke zondag van 10.00 tot 11.30 uur"),
    (
        series(every_week("th", "tu"), TUESDAY),
        "elke dinsdag en donderdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_week("mo", "we", "fr"), TUESDAY),
        "elke maandag, woensdag en vrijdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_week("mo", "tu", "we"), TUESDAY),
        "elke maandag, dinsdag en woensdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_week("mo", "tu", "we", "th"), TUESDAY),
        "elke maandag tot en met donderdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_week("mo", "tu", "we", "th", "fr"), TUESDAY),
        "elke maandag tot en met vrijdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_week("mo", "tu", "th", "fr"), TUESDAY),
        "elke maandag, dinsdag, donderdag en vrijdag van 10.00 tot 11.30 uur",
    ),
    (series(every_week("sa", "su"), TUESDAY), "elke zaterdag en zondag van 10.00 tot 11.30 uur"),
    (series(every_week(*ALL_DAYS), TUESDAY), "elke dag van 10.00 tot 11.30 uur"),
    (series(every_two_weeks("tu"), TUESDAY), "elke 2 weken op dinsdag van 10.00 tot 11.30 uur"),
    (
        series(every_two_weeks("tu", "th"), TUESDAY),
        "elke 2 weken op dinsdag en donderdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_two_weeks("mo", "tu", "we", "th", "fr"), TUESDAY),
        "elke 2 weken op maandag tot en met vrijdag van 10.00 tot 11.30 uur",
    ),
    (
        series(every_two_weeks(*ALL_DAYS), TUESDAY),
        "elke 2 weken op alle dagen van de week van 10.00 tot 11.30 uur",
    ),
    (
        series(every_month(1, "mo"), TUESDAY),
        "elke eerste maandag van de maand van 10.00 tot 11.30 uur",
    ),
    (
        series(every_month(2, "we"), TUESDAY),
        "elke tweede woensdag van de maand van 10.00 tot 11.30 uur",
    ),
    (
        series(every_month(3, "th"), TUESDAY),
        "elke derde donderdag van de maand van 10.00 tot 11.30 uur",
    ),
    (
        series(every_month(4, "sa"), TUESDAY),
        "elke vierde zaterdag van de maand van 10.00 tot 11.30 uur",
    ),
    (
        series(every_month(-1, "fr"), TUESDAY),
        "elke laatste vrijdag van de maand van 10.00 tot 11.30 uur",
    ),
]

HOURS = [
    (series(every_week("tu"), "2026-11-24 09:05", minutes=5), "elke dinsdag van 9.05 tot 9.10 uur"),
    (
        series(every_week("fr"), "2026-11-24 22:00", minutes=180),
        "elke vrijdag van 22.00 tot 1.00 uur (de volgende dag)",
    ),
    (
        series(every_week("fr"), "2026-11-24 20:00", minutes=240),
        "elke vrijdag van 20.00 tot 24.00 uur",
    ),
    (
        series(every_week("fr"), "2026-11-24 00:00", minutes=1440),
        "elke vrijdag van 0.00 tot 24.00 uur",
    ),
    (
        series(every_week("fr"), TUESDAY, minutes=1440),
        "elke vrijdag van 10.00 tot 10.00 uur (de volgende dag)",
    ),
    (
        series(once(), "2026-12-31 21:00", minutes=270),
        "op donderdag 31 december 2026 van 21.00 tot 1.30 uur (de volgende dag)",
    ),
]

LEFT_OUT = [
    (
        series(every_week("tu"), TUESDAY, public="skip"),
        "elke dinsdag van 10.00 tot 11.30 uur, niet op feestdagen",
    ),
    (
        series(every_week("tu"), TUESDAY, school="skip"),
        "elke dinsdag van 10.00 tot 11.30 uur, niet in de schoolvakanties",
    ),
    (
        series(every_two_weeks("tu"), TUESDAY, public="skip", school="skip"),
        (
            "elke 2 weken op dinsdag van 10.00 tot 11.30 uur, "
            "niet op feestdagen en in de schoolvakanties"
        ),
    ),
    (
        series(every_month(1, "mo"), TUESDAY, public="skip"),
        "elke eerste maandag van de maand van 10.00 tot 11.30 uur, niet op feestdagen",
    ),
    (
        series(every_week("tu"), TUESDAY, until="2027-05-18"),
        "elke dinsdag van 10.00 tot 11.30 uur, tot en met 18 mei 2027",
    ),
    (
        series(every_week("tu"), TUESDAY, until="2027-05-18", public="skip", school="skip"),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, tot en met 18 mei 2027, "
            "niet op feestdagen en in de schoolvakanties"
        ),
    ),
    (
        series(every_week("tu"), TUESDAY, except_dates=["2026-12-01"]),
        "elke dinsdag van 10.00 tot 11.30 uur",
    ),
]

PAUSES = [
    (
        series(
            every_week("tu"),
            TUESDAY,
            until="2027-06-01",
            pauses=[pause("2027-05-01", "2027-12-31", "verbouwing")],
        ),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, tot en met 1 juni 2027, "
            "niet van 1 mei tot en met 31 december 2027 (verbouwing)"
        ),
    ),
    (
        series(every_week("tu"), TUESDAY, until="2027-11-23", pauses=[SUMMER]),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, tot en met 23 november 2027, "
            "niet van 1 juli tot en met 31 augustus (zomerstop)"
        ),
    ),
    (
        series(every_week("tu"), TUESDAY, pauses=[SUMMER]),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, "
            "niet van 1 juli tot en met 31 augustus 2027 (zomerstop)"
        ),
    ),
    (
        series(every_week("tu"), TUESDAY, until="2027-11-24", pauses=[SUMMER]),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, tot en met 24 november 2027, "
            "niet van 1 juli tot en met 31 augustus 2027 (zomerstop)"
        ),
    ),
    (
        series(every_week("tu"), TUESDAY, pauses=[pause("2027-02-01", "2027-02-14")]),
        "elke dinsdag van 10.00 tot 11.30 uur, niet van 1 tot en met 14 februari 2027",
    ),
    (
        series(every_week("tu"), TUESDAY, pauses=[pause("2026-12-20", "2027-01-10")]),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, "
            "niet van 20 december 2026 tot en met 10 januari 2027"
        ),
    ),
    (
        series(
            every_week("tu"),
            TUESDAY,
            until="2027-06-01",
            pauses=[pause("2026-12-20", "2027-01-10", "winterstop")],
        ),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, tot en met 1 juni 2027, "
            "niet van 20 december tot en met 10 januari (winterstop)"
        ),
    ),
    (
        series(every_week("tu"), TUESDAY, pauses=[pause("2027-05-04", "2027-05-04", "uitstapje")]),
        "elke dinsdag van 10.00 tot 11.30 uur, niet op 4 mei 2027 (uitstapje)",
    ),
    (
        series(
            every_week("tu"),
            TUESDAY,
            until="2027-06-01",
            pauses=[pause("2027-05-04", "2027-05-04"), pause("2027-02-01", "2027-02-14")],
        ),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, tot en met 1 juni 2027, "
            "niet van 1 tot en met 14 februari, niet op 4 mei"
        ),
    ),
    (
        series(
            every_week("tu"),
            TUESDAY,
            pauses=[pause(f"2027-0{month}-01", f"2027-0{month}-07") for month in (1, 3, 5, 7)],
        ),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, niet van 1 tot en met 7 januari 2027, "
            "niet van 1 tot en met 7 maart 2027, niet van 1 tot en met 7 mei 2027, en nog 1 pauze"
        ),
    ),
    (
        series(
            every_week("tu"),
            TUESDAY,
            pauses=[pause(f"2027-0{month}-01", f"2027-0{month}-02") for month in range(1, 6)],
        ),
        (
            "elke dinsdag van 10.00 tot 11.30 uur, niet van 1 tot en met 2 januari 2027, "
            "niet van 1 tot en met 2 februari 2027, niet van 1 tot en met 2 maart 2027, "
            "en nog 2 pauzes"
        ),
    ),
    (
        series(
            every_month(-1, "fr"),
            TUESDAY,
            minutes=150,
            until="2029-12-31",
            public="skip",
            school="skip",
            pauses=[SUMMER],
        ),
        (
            "elke laatste vrijdag van de maand van 10.00 tot 12.30 uur, "
            "tot en met 31 december 2029, niet op feestdagen en in de schoolvakanties, "
            "niet van 1 juli tot en met 31 augustus 2027 (zomerstop)"
        ),
    ),
]


@pytest.mark.parametrize(
    ("recurrence", "text"), [*DAYS, *HOURS, *LEFT_OUT, *PAUSES], ids=lambda value: str(value)[:60]
)
def test_a_series_reads_as(recurrence: Recurrence, text: str) -> None:
    assert sentence(recurrence) == text


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "text"),
    [
        ("2026-11-24T09:00Z", "2026-11-24T10:30Z", "dinsdag 24 november, 10.00 tot 11.30 uur"),
        ("2026-06-03T07:05Z", "2026-06-03T08:00Z", "woensdag 3 juni, 9.05 tot 10.00 uur"),
        (
            "2026-11-27T21:00Z",
            "2026-11-28T00:00Z",
            "vrijdag 27 november, 22.00 tot 1.00 uur (de volgende dag)",
        ),
        ("2026-11-27T19:00Z", "2026-11-27T23:00Z", "vrijdag 27 november, 20.00 tot 24.00 uur"),
        # The night on which the clock goes back: five hours, and the clock shows four.
        ("2026-10-24T22:00Z", "2026-10-25T03:00Z", "zondag 25 oktober, 0.00 tot 4.00 uur"),
        (
            "2026-11-27T21:00Z",
            "2026-11-29T09:00Z",
            "vrijdag 27 november, 22.00 uur tot zondag 29 november, 10.00 uur",
        ),
    ],
)
def test_a_session_reads_as(starts_at: str, ends_at: str, text: str) -> None:
    moments = (datetime.fromisoformat(each).astimezone(UTC) for each in (starts_at, ends_at))
    assert moment_text(*moments) == text


def test_every_day_and_month_has_its_own_name() -> None:
    assert [day_text(date(2026, 6, 1 + count)).split()[0] for count in range(7)] == [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ]
    assert [day_text(date(2026, 1 + count, 9)).split(" ", 1)[1] for count in range(12)] == [
        "9 januari",
        "9 februari",
        "9 maart",
        "9 april",
        "9 mei",
        "9 juni",
        "9 juli",
        "9 augustus",
        "9 september",
        "9 oktober",
        "9 november",
        "9 december",
    ]
