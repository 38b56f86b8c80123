"""Calendars of made-up groups with made-up changes: whatever it is, it is what the sessions say."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.finder.offering_schemas import OfferingInFull
from app.finder.programme import PlannedSession
from app.schedule.expansion import occurrences
from app.schedule.holidays import Calendar, PublicHoliday
from app.schedule.recurrence import WEEKDAYS
from app.schedule.schemas import ScheduleIn
from app.web.calendar_files import Announced, calendar_of_series
from app.web.phrases import Phrases
from app.web.terms import Terms
from app.web.texts import texts_in
from tests.web.calendars_read import Time, events_of, lines_of, times_of

ANYBODY = UUID("01a200e4-3224-7666-b44e-7a1cbee4c538")
HOLIDAYS = Calendar.of(
    public_holidays=[
        PublicHoliday(date(2026, 12, 25), "Eerste kerstdag"),
        PublicHoliday(date(2027, 1, 1), "Nieuwjaarsdag"),
        PublicHoliday(date(2027, 3, 29), "Tweede paasdag"),
    ],
    school_holidays=[],
)
HOSTILE = (
    "Koffie\r\nATTENDEE:mailto:x@example.nl\nBEGIN:VEVENT",
    "komma, puntkomma; schuine\\streep \\n \\, :",
    "\u202eomgekeerd\u202c en مقهى الحي",
    "🧓🏽👵🏿☕" * 40,
    "woord " * 1_700,
    "regel\u2028scheiding\x85en\x0bmeer\x00",
    "",
)


def announced(schedules: Sequence[dict[str, Any]], **different: Any) -> Announced:
    """A group that meets so, told to a calendar."""
    offering = {
        "id": ANYBODY,
        "kind": "activiteit",
        "title": "Wandelen",
        "summary": "Een rondje.",
        "next": None,
        "distance": None,
        "walkMinutes": None,
        "joining": "walk_in",
        "cost": {"kind": "free", "amount": None, "per": None, "note": None},
        "askFor": None,
        "organization": {"id": ANYBODY, "name": "Alifa"},
        "place": None,
        "buurt": None,
        "location": None,
        "channel": "on_the_move",
        "schedule": None,
        "themes": ["bewegen"],
        "audiences": [],
        "languages": [],
        "minAge": None,
        "maxAge": None,
        "access": ["open"],
        "voorliggend": True,
        "spots": {"state": "unknown", "reportedAt": None},
        "wheelchair": "unknown",
        "demo": False,
        "url": "/aanbod/1",
        "description": None,
        "verification": {"verifiedAt": None, "text": "Nog niet gecontroleerd", "state": "due"},
        "contact": dict.fromkeys(("askFor", "phone", "email", "website", "whatsapp")),
        "firstTime": [],
        "ledBy": [],
        "effort": None,
        "distanceKm": None,
        "weather": None,
        "organizers": [],
        "serviceAreas": [],
        "nextSteps": [],
        "sessions": [],
        "source": None,
        "status": "published",
        "version": 3,
        "schedules": schedules,
        "createdAt": "2026-09-01T08:00:00Z",
        "updatedAt": "2026-11-01T08:00:00Z",
    }
    page = "https://kaart.example/aanbod/1"
    say = Phrases(texts_in("nl"), Terms(), datetime(2026, 11, 23, 9, tzinfo=UTC))
    whole = OfferingInFull.model_validate(offering | different)
    return Announced(whole, is_discreet=False, page=page, host="kaart.example", say=say)


def told(number: int, schedule: ScheduleIn) -> dict[str, Any]:
    """A schedule as the interface answers it."""
    recurrence = schedule.to_recurrence(gemeente_region=None)
    return schedule.model_dump(by_alias=True) | {
        "id": UUID(int=number),
        "startDate": recurrence.start.date(),
        "rrule": recurrence.rrule,
        "sentence": "",
        "pauses": [{"reason": None} | each.model_dump(by_alias=True) for each in schedule.pauses],
    }


def made_up(rng: random.Random) -> ScheduleIn:
    """Any schedule, also in the nights in which the clock changes."""
    begin = time(rng.choice([1, 2, 2, 9, 14, 19, 23]), rng.choice([0, 30]))
    preset = rng.choice(["weekly", "weekly", "monthly", "once"])
    document: dict[str, Any] = {
        "preset": preset,
        "startDate": date(2026, 9, 1) + timedelta(days=rng.randrange(200)),
        "startTime": begin,
        "durationMinutes": rng.choice([15, 60, 90, 240, 600]),
    }
    if preset != "once":
        document["onPublicHolidays"] = rng.choice(["go_on", "skip"])
        first = date(2026, 12, 1) + timedelta(days=rng.randrange(60))
        document["pauses"] = [{"from": first, "to": first + timedelta(days=rng.randrange(30))}]
    if preset == "weekly":
        document["everyWeeks"] = rng.choice([1, 2])
        document["weekdays"] = rng.sample(WEEKDAYS, rng.choice([1, 1, 2, 7]))
    if preset == "monthly":
        document |= {"nth": rng.choice([1, 2, 3, 4, -1]), "weekday": rng.choice(WEEKDAYS)}
    return ScheduleIn.model_validate(document)


def planned(number: int, schedule: ScheduleIn, rng: random.Random) -> list[PlannedSession]:
    """Its sessions of five months, some of them cancelled, moved or with a note."""
    sessions = [
        {
            "offering": {"id": ANYBODY, "title": "Wandelen", "kind": "activiteit"},
            "originalStartsAt": one.starts_at,
            "startsAt": one.starts_at,
            "endsAt": one.ends_at,
            "text": "",
            "status": "scheduled",
            **dict.fromkeys(("note", "place", "location", "distance")),
            "scheduleId": UUID(int=number),
        }
        for one in occurrences(
            schedule.to_recurrence(gemeente_region=None),
            calendar=HOLIDAYS,
            first=date(2026, 12, 1),
            last=date(2027, 4, 30),
        )
    ]
    for session in sessions:
        fate = rng.random()
        if fate < 0.1:
            session["status"] = "cancelled"
        elif fate < 0.2:
            length = session["endsAt"] - session["startsAt"]
            begin = session["startsAt"] + timedelta(minutes=rng.randrange(-90_000, 90_000))
            session |= {"status": "moved", "startsAt": begin, "endsAt": begin + length}
        elif fate < 0.25:
            session["note"] = "Neem brood mee."
    return [PlannedSession.model_validate(session) for session in sessions]


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_planned_and_changed_is_what_the_calendar_shows(seed: int) -> None:
    rng = random.Random(seed)
    schedules = [made_up(rng) for _ in range(rng.choice([1, 1, 2, 3]))]
    sessions = {
        one.original_starts_at: one
        for number, schedule in enumerate(schedules)
        for one in planned(number, schedule, rng)
    }
    in_order = sorted(sessions.values(), key=lambda one: (one.starts_at, one.original_starts_at))
    documents = [told(number, schedule) for number, schedule in enumerate(schedules)]

    content = calendar_of_series(announced(documents), in_order)

    assert list(times_of(content, after=datetime(2026, 9, 1, tzinfo=UTC))) == sorted(
        Time(one.starts_at, one.ends_at, one.status == "cancelled") for one in in_order
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    schedule = made_up(random.Random(1))
    sessions = planned(0, schedule, random.Random(2))
    sessions = [
        one.model_copy(update={"status": "scheduled", "note": text}) for one in sessions[:3]
    ]
    whole = announced([told(0, schedule)], title=text, summary=text)

    content = calendar_of_series(whole, sessions)

    starts = {line.partition(":")[0].partition(";")[0] for line in lines_of(content)}
    assert "ATTENDEE" not in starts
    assert {str(event["STATUS"]) for event in events_of(content)} == {"CONFIRMED"}
    for sign in "\u202e\u2028\x00\x0b":
        assert sign not in content.decode()


def test_a_calendar_that_may_be_seen_says_nothing_of_what_it_is() -> None:
    schedule = made_up(random.Random(3))
    sessions = planned(0, schedule, random.Random(4))
    whole = announced([told(0, schedule)], title="Schuldhulp", summary="Over schulden.")

    content = calendar_of_series(replace(whole, is_discreet=True), sessions).decode()

    assert "chuld" not in content
