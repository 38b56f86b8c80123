"""What editors may send, and what they read back when something is wrong."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from app.schedule.recurrence import Pause, Recurrence, RecurrenceError
from app.schedule.schemas import ScheduleIn

Wire = dict[str, Any]

WEEKLY: Wire = {
    "preset": "weekly",
    "startDate": "2026-11-21",
    "startTime": "10:00",
    "durationMinutes": 90,
    "weekdays": ["th", "tu"],
}
ONCE: Wire = {
    "preset": "once",
    "startDate": "2026-11-24",
    "startTime": "09:30",
    "durationMinutes": 60,
}
MONTHLY: Wire = ONCE | {"preset": "monthly", "nth": 1, "weekday": "mo"}

body = TypeAdapter(dict[str, Any])


def read(wire: Wire) -> ScheduleIn:
    return ScheduleIn.model_validate_json(body.dump_json(wire))


def faults_of(wire: Wire) -> dict[str, str]:
    """Where the faults are and what they say, as pointers into the body."""
    with pytest.raises(ValidationError) as refusal:
        read(wire)
    return {
        "/".join(str(step) for step in error["loc"]): error["msg"]
        for error in refusal.value.errors()
    }


def test_a_weekly_schedule_becomes_a_series_from_its_first_fitting_day() -> None:
    schedule = read(
        WEEKLY
        | {
            "everyWeeks": 2,
            "until": "2027-05-18",
            "except": ["2026-12-24", "2026-12-24"],
            "pauses": [{"from": "2027-02-01", "to": "2027-02-07", "reason": " verbouwing "}],
            "onPublicHolidays": "skip",
            "onSchoolHolidays": "skip",
            "schoolRegion": "zuid",
            "placeId": "01936d5e-7b3a-7c11-8000-000000000001",
        }
    )
    assert schedule.place_id == UUID("01936d5e-7b3a-7c11-8000-000000000001")
    assert schedule.to_recurrence(gemeente_region="noord") == Recurrence(
        start=datetime.combine(date(2026, 11, 24), time(10)),
        duration_minutes=90,
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        until=date(2027, 5, 18),
        except_dates=frozenset({date(2026, 12, 24)}),
        pauses=(Pause(date(2027, 2, 1), date(2027, 2, 7), "verbouwing"),),
        on_public_holidays="skip",
        on_school_holidays="skip",
        school_region="zuid",
    )


def test_what_is_left_out_goes_on_in_the_region_of_the_gemeente() -> None:
    recurrence = read(WEEKLY).to_recurrence(gemeente_region="noord")
    assert recurrence.rrule == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert (recurrence.on_public_holidays, recurrence.on_school_holidays) == ("go_on", "go_on")
    assert recurrence.school_region == "noord"


def test_once_and_monthly_become_a_series_too() -> None:
    assert read(ONCE).to_recurrence(gemeente_region=None).rrule is None
    monthly = read(MONTHLY).to_recurrence(gemeente_region=None)
    assert monthly.rrule == "FREQ=MONTHLY;BYDAY=1MO"
    assert monthly.start == datetime.combine(date(2026, 12, 7), time(9, 30))


def test_a_schedule_may_come_back_with_the_empty_members_it_was_answered_with() -> None:
    empty = {"everyWeeks": None, "weekdays": [], "nth": None, "weekday": None, "until": None}
    assert read(ONCE | empty | {"except": [], "pauses": [], "placeId": None}) == read(ONCE)


def test_times_go_out_as_they_came_in() -> None:
    out = read(WEEKLY).model_dump(mode="json", by_alias=True)
    assert (out["startDate"], out["startTime"]) == ("2026-11-21", "10:00")


def test_school_holidays_want_a_region_from_somewhere() -> None:
    schedule = read(WEEKLY | {"onSchoolHolidays": "skip"})
    assert schedule.to_recurrence(gemeente_region="midden").school_region == "midden"
    with pytest.raises(RecurrenceError, match="noord, midden of zuid"):
        schedule.to_recurrence(gemeente_region=None)


@pytest.mark.parametrize(
    ("wire", "where", "message"),
    [
        (WEEKLY | {"startDate": "2026-02-30"}, "startDate", "Deze datum bestaat niet."),
        (
            WEEKLY | {"startDate": "24-11-2026"},
            "startDate",
            "Schrijf een datum als jjjj-mm-dd, bijvoorbeeld 2026-11-24.",
        ),
        (
            WEEKLY | {"startDate": "1795478400"},
            "startDate",
            "Schrijf een datum als jjjj-mm-dd, bijvoorbeeld 2026-11-24.",
        ),
        (
            WEEKLY | {"startDate": 1795478400},
            "startDate",
            "Schrijf een datum als jjjj-mm-dd, bijvoorbeeld 2026-11-24.",
        ),
        (
            WEEKLY | {"startDate": "1926-11-24"},
            "startDate",
            "Kies een datum van 2000 tot en met 2100.",
        ),
        (
            WEEKLY | {"startTime": "24:00"},
            "startTime",
            "Schrijf een tijd als uu:mm, bijvoorbeeld 09:30.",
        ),
        (
            WEEKLY | {"startTime": "10:00:30"},
            "startTime",
            "Schrijf een tijd als uu:mm, bijvoorbeeld 09:30.",
        ),
        (
            WEEKLY | {"durationMinutes": 4},
            "durationMinutes",
            "Het duurt minstens 5 minuten en hoogstens 24 uur.",
        ),
        (
            WEEKLY | {"durationMinutes": 1441},
            "durationMinutes",
            "Het duurt minstens 5 minuten en hoogstens 24 uur.",
        ),
        (WEEKLY | {"weekdays": []}, "weekdays", "Kies minstens één dag van de week."),
        (
            WEEKLY | {"weekdays": ["tu", "tu"]},
            "weekdays",
            "Noem elke dag van de week maar één keer.",
        ),
        (WEEKLY | {"nth": 1}, "nth", "De hoeveelste kiest u alleen bij 'elke maand'."),
        (
            WEEKLY | {"weekday": "mo"},
            "weekday",
            "Deze dag hoort bij 'elke maand'. Bij 'elke week' kiest u dagen van de week.",
        ),
        (
            MONTHLY | {"nth": None},
            "nth",
            "Kies de eerste, tweede, derde, vierde of laatste van de maand.",
        ),
        (MONTHLY | {"weekday": None}, "weekday", "Kies op welke dag van de week het is."),
        (
            MONTHLY | {"weekdays": ["mo"]},
            "weekdays",
            "Dagen van de week kiest u alleen bij 'elke week'.",
        ),
        (
            MONTHLY | {"everyWeeks": 2},
            "everyWeeks",
            "Om de hoeveel weken het is, kiest u alleen bij 'elke week'.",
        ),
        (
            WEEKLY | {"until": "2026-11-20"},
            "until",
            "De einddatum ligt voor de begindatum.",
        ),
        (
            WEEKLY | {"until": "2026-11-23"},
            "until",
            "Tussen de begindatum en de einddatum valt geen enkele keer.",
        ),
        (
            WEEKLY | {"until": "2031-11-22"},
            "until",
            "Kies een einddatum binnen 5 jaar, of laat de einddatum leeg.",
        ),
        (ONCE | {"until": "2026-11-24"}, "until", "Bij één keer hoort geen einddatum."),
        (
            ONCE | {"except": ["2026-11-24"]},
            "except",
            "Bij één keer kunt u geen dagen uitzonderen.",
        ),
        (
            ONCE | {"pauses": [{"from": "2026-11-24", "to": "2026-11-24"}]},
            "pauses",
            "Bij één keer hoort geen pauze.",
        ),
        (
            ONCE | {"onSchoolHolidays": "skip"},
            "onSchoolHolidays",
            "Eén keer kan niet worden overgeslagen: laat het doorgaan.",
        ),
        (
            WEEKLY | {"except": [f"2027-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(201)]},
            "except",
            "Zonder hoogstens 200 dagen uit; gebruik een pauze.",
        ),
        (
            WEEKLY | {"pauses": [{"from": "2027-01-01", "to": "2027-01-01"}] * 21},
            "pauses",
            "Geef hoogstens 20 pauzes op.",
        ),
        (
            WEEKLY | {"pauses": [{"from": "2027-08-31", "to": "2027-07-01"}]},
            "pauses/0/to",
            "Een pauze kan niet eindigen voordat zij begint.",
        ),
    ],
)
def test_one_fault_has_one_place_and_says_what_to_do(wire: Wire, where: str, message: str) -> None:
    assert faults_of(wire) == {where: message}


@pytest.mark.parametrize(
    "wire",
    [
        WEEKLY | {"durationMinutes": 5},
        WEEKLY | {"durationMinutes": 1440},
        WEEKLY | {"until": "2026-11-24"},
        WEEKLY | {"until": "2031-11-21"},
        WEEKLY | {"startDate": "2024-02-29", "until": "2029-02-28"},
        WEEKLY | {"except": [f"2027-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(200)]},
        WEEKLY | {"pauses": [{"from": "2027-01-01", "to": "2027-01-01"}] * 20},
        WEEKLY | {"startDate": "2000-01-01", "startTime": "23:59"},
    ],
)
def test_the_limits_themselves_are_allowed(wire: Wire) -> None:
    assert read(wire).to_recurrence(gemeente_region=None)


def test_all_faults_are_told_at_once() -> None:
    faults = faults_of(
        {
            "preset": "once",
            "startDate": "2026-02-30",
            "startTime": "25:00",
            "durationMinutes": 1,
            "everyWeeks": 2,
            "weekdays": ["mo"],
            "nth": 5,
            "weekday": "mo",
            "until": "2026-01-01",
            "except": ["2026-01-01", "x"],
            "pauses": [{"from": "2026-02-02", "to": "2026-02-01", "reason": "r" * 81}],
            "onPublicHolidays": "skip",
            "onSchoolHolidays": "skip",
            "schoolRegion": "oost",
            "placeId": "de Boei",
            "rrule": "FREQ=DAILY",
        }
    )
    assert set(faults) == {
        "startDate",
        "startTime",
        "durationMinutes",
        "everyWeeks",
        "weekdays",
        "nth",
        "weekday",
        "until",
        "except/1",
        "pauses/0/to",
        "pauses/0/reason",
        "onPublicHolidays",
        "onSchoolHolidays",
        "schoolRegion",
        "placeId",
        "rrule",
    }


def test_an_unknown_preset_does_not_hide_other_faults() -> None:
    faults = faults_of(WEEKLY | {"preset": "daily", "until": "2026-01-01", "startTime": "10 uur"})
    assert set(faults) == {"preset", "until", "startTime"}


def test_nothing_at_all_names_everything_that_is_needed() -> None:
    assert set(faults_of({})) == {"preset", "startDate", "startTime", "durationMinutes"}
