"""The sentences under "Openingstijden", read by eye."""

from datetime import date

import pytest

from app.places.opening import HoursFault
from app.places.opening_text import opening_text

MONDAY = date(2026, 11, 23)
WORKDAYS = "maandag tot en met vrijdag"

SENTENCES = [
    ("24/7", ["altijd open"]),
    ("24/7; PH off", ["altijd open", "op feestdagen gesloten"]),
    ("Mo-Fr 09:00-17:00", [f"{WORKDAYS} 9.00 tot 17.00 uur"]),
    ("Mo-Fr 09:00-17:00; PH off", [f"{WORKDAYS} 9.00 tot 17.00 uur", "op feestdagen gesloten"]),
    (
        "Mo-Fr 09:00-12:00,13:00-17:00; Sa,Su,PH off",
        [
            f"{WORKDAYS} 9.00 tot 12.00 en 13.00 tot 17.00 uur",
            "zaterdag en zondag gesloten",
            "op feestdagen gesloten",
        ],
    ),
    (
        "Mo,We,Fr 10:00-12:00; Sa 13:30-16:00",
        ["maandag, woensdag en vrijdag 10.00 tot 12.00 uur", "zaterdag 13.30 tot 16.00 uur"],
    ),
    (
        "Mo-Fr,PH 09:00-17:00",
        [f"{WORKDAYS} 9.00 tot 17.00 uur", "op feestdagen 9.00 tot 17.00 uur"],
    ),
    (
        "Su,PH off; Mo-Sa 10:00-18:00",
        [
            "maandag tot en met zaterdag 10.00 tot 18.00 uur",
            "zondag gesloten",
            "op feestdagen gesloten",
        ],
    ),
    (
        "Mo-Su 10:00-16:00; PH 12:00-14:00",
        ["elke dag 10.00 tot 16.00 uur", "op feestdagen 12.00 tot 14.00 uur"],
    ),
    (
        "Mo-Fr 09:00-17:00; PH 12:00-17:00 off",
        [f"{WORKDAYS} 9.00 tot 17.00 uur", "op feestdagen andere tijden"],
    ),
    (
        "Mo-Sa 10:00-17:00; 12:00-13:00 off",
        ["maandag tot en met zaterdag 10.00 tot 12.00 en 13.00 tot 17.00 uur"],
    ),
    (
        "Mo-Th 17:00-01:00; Fr-Sa 17:00-03:00",
        [
            "maandag tot en met donderdag 17.00 tot 1.00 uur",
            "vrijdag en zaterdag 17.00 tot 3.00 uur",
        ],
    ),
    ("Mo 22:00-22:00", ["maandag 22.00 uur tot de volgende dag 22.00 uur"]),
    ("Fr 20:00-00:15", ["vrijdag 20.00 tot 0.15 uur"]),
    ("Tu,Th 08:30-24:00", ["dinsdag en donderdag 8.30 tot 24.00 uur"]),
    ("Sa", ["zaterdag de hele dag open"]),
    ("Fr 17:00+", ["vrijdag vanaf 17.00 uur"]),
    ("Fr 10:00-16:00+", ["vrijdag 10.00 tot zeker 16.00 uur"]),
    ('Mo-Fr 09:00-17:00 "op afspraak"', [f"{WORKDAYS} 9.00 tot 17.00 uur alleen op afspraak"]),
    (
        'Mo-Fr 09:00-12:00, Mo-Fr 13:00-17:00 "by appointment"',
        [f"{WORKDAYS} 9.00 tot 12.00 uur, 13.00 tot 17.00 uur alleen op afspraak"],
    ),
    (
        'Mo-Fr 09:00-12:00 || "op afspraak"',
        [
            f"{WORKDAYS} 9.00 tot 12.00 uur, verder alleen op afspraak",
            "zaterdag en zondag alleen op afspraak",
        ],
    ),
    (
        'Mo 09:00-12:00; Mo 12:00-13:00 off || "op afspraak"',
        [
            "maandag 9.00 tot 12.00 uur, 0.00 tot 9.00 en 13.00 tot 24.00 uur alleen op afspraak",
            "dinsdag tot en met zondag alleen op afspraak",
        ],
    ),
    ('"by appointment"', ["alleen op afspraak"]),
    ("Sa 10:00-12:00 unknown", ["zaterdag 10.00 tot 12.00 uur misschien open"]),
    ("unknown", ["openingstijden niet bekend"]),
    ("off", ["gesloten"]),
    (None, ["openingstijden niet bekend"]),
    (
        "Apr-Sep: Mo-Fr 09:00-18:00; Oct-Mar: Mo-Fr 10:00-16:00; PH off",
        [
            f"april tot en met september: {WORKDAYS} 9.00 tot 18.00 uur",
            f"oktober tot en met maart: {WORKDAYS} 10.00 tot 16.00 uur",
            "op feestdagen gesloten",
        ],
    ),
    (
        "Mo-Fr 09:00-17:00; Jul-Aug off",
        [
            "juli en augustus: gesloten",
            f"september tot en met juni: {WORKDAYS} 9.00 tot 17.00 uur",
        ],
    ),
    (
        "Mo-Fr 09:00-17:00; Dec 25-26 off; PH off; Dec 24 09:00-12:00",
        [
            f"{WORKDAYS} 9.00 tot 17.00 uur",
            "op feestdagen gesloten",
            "25 tot en met 26 december gesloten",
            "24 december 9.00 tot 12.00 uur",
        ],
    ),
    (
        "We 14:00-16:00; Mo[1,3] 19:00-21:00; PH off",
        [
            "woensdag 14.00 tot 16.00 uur",
            "elke eerste en derde maandag van de maand 19.00 tot 21.00 uur",
            "op feestdagen gesloten",
        ],
    ),
    ("Fr[-1] 15:00-17:00", ["elke laatste vrijdag van de maand 15.00 tot 17.00 uur"]),
    (
        "week 2-52/2 Mo 10:00-12:00; We 13:00-15:00; PH off",
        [
            "maandag 23 november 10.00 tot 12.00 uur",
            "dinsdag 24 november gesloten",
            "woensdag 25 november 13.00 tot 15.00 uur",
            "donderdag 26 november gesloten",
            "vrijdag 27 november gesloten",
            "zaterdag 28 november gesloten",
            "zondag 29 november gesloten",
            "andere weken kunnen anders zijn, feestdagen ook",
        ],
    ),
]


@pytest.mark.parametrize(("hours", "lines"), SENTENCES)
def test_the_opening_hours_read_in_plain_dutch(hours: str | None, lines: list[str]) -> None:
    assert opening_text(hours, week_of=MONDAY) == lines


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param("Mo 10:00-12:00; Mo[1] off", id="not on the first Monday"),
        pytest.param("Mo 10:00-12:00; Mo[1] 14:00-16:00", id="later on the first Monday"),
        pytest.param("Dec 25 10:00-12:00; Mo-Su 09:00-17:00", id="a date that is overruled"),
        pytest.param("Jul 1-Aug 15 Mo-Fr 10:00-12:00", id="one part of the summer"),
        pytest.param("2026 Mo-Fr 10:00-12:00", id="one year only"),
    ],
)
def test_hours_without_a_weekly_rhythm_become_seven_dated_days(hours: str) -> None:
    lines = opening_text(hours, week_of=MONDAY)

    assert len(lines) == 8
    assert lines[0].startswith("maandag 23 november ")
    assert lines[7] == "andere weken kunnen anders zijn"


def test_hours_that_make_no_sense_have_no_sentences() -> None:
    with pytest.raises(HoursFault):
        opening_text("onzin", week_of=MONDAY)
