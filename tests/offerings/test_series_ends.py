"""The sentence on the card and the end of the very last session follow every act."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import Db
from app.core.entries import Source
from app.core.errors import InvalidInputError
from app.offerings.commands import offerings
from app.offerings.models import Offering
from app.offerings.queries import schedules_of, session_changes_of
from app.offerings.schemas import SessionChangeIn
from app.offerings.sessions import coming_sessions, renew_sessions
from app.schedule.commands import store_school_holidays
from app.schedule.holidays import Calendar
from app.schedule.queries import known_calendar
from app.schedule.schemas import ScheduleIn
from tests import factories
from tests.core.lines import count_lines
from tests.factories import MONDAY, act, weekly
from tests.offerings.walks import (
    HOUR,
    ILL,
    TUESDAY,
    WEEK,
    change,
    holiday,
    moved_to,
    put,
    sessions_of,
    walk_every_tuesday,
)

UNTIL = "2026-12-15"
LAST = TUESDAY + 3 * WEEK
"""The start of the last walk when it goes on until the fifteenth of December."""
END = LAST + 1.5 * HOUR
SENTENCE = "elke dinsdag van 10.00 tot 11.30 uur"


async def stored(db: Db, walk: Offering) -> tuple[str | None, datetime | None]:
    found = await db.execute(
        text("SELECT schedule_text, last_ends_at FROM offering WHERE id = :id"), {"id": walk.id}
    )
    said, ends_at = found.one()
    return said, ends_at


async def end_of(db: Db, walk: Offering) -> datetime | None:
    return (await stored(db, walk))[1]


# Every act.


async def test_without_a_schedule_there_is_nothing_to_say(db: Db) -> None:
    await factories.neighbourhood(db)

    assert await stored(db, await factories.offering(db)) == (None, None)


async def test_an_endless_series_has_a_sentence_and_no_end(db: Db) -> None:
    assert await stored(db, await walk_every_tuesday(db)) == (SENTENCE, None)


async def test_new_schedules_are_said_at_once_and_so_is_their_going(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    found = []
    for schedules in ([weekly(until=UNTIL)], [weekly(until=UNTIL), weekly("fr")], []):
        await put(db, walk, *schedules)
        found.append(await stored(db, walk))

    until = f"{SENTENCE}, tot en met 15 december 2026"
    assert found == [
        (until, END),
        (f"{until}; elke vrijdag van 10.00 tot 11.30 uur", None),
        (None, None),
    ]


async def test_a_draft_is_ready_to_be_published(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db, status="draft")

    await put(db, walk, weekly(until=UNTIL))

    draft = await stored(db, walk)
    assert draft == (f"{SENTENCE}, tot en met 15 december 2026", END)
    await offerings.step(db, walk.id, "published", act(), expected_version=None)
    assert await stored(db, walk) == draft


@pytest.mark.parametrize("status", ["paused", "archived", "blocked", "ended"])
async def test_off_the_map_it_is_still_known_when_it_was(db: Db, status: str) -> None:
    walk = await walk_every_tuesday(db, until=UNTIL)

    await offerings.step(db, walk.id, status, act(reason="Verbouwing."), expected_version=None)

    assert await end_of(db, walk) == END


async def test_what_an_import_brings_again_keeps_its_sentence(db: Db) -> None:
    await factories.neighbourhood(db)
    source = Source("sociale-kaart", "17")
    document = await offerings.document(db, await factories.offering(db))
    walk = (await offerings.take_over(db, document, source=source, status="draft", now=MONDAY)).row
    assert await stored(db, walk) == (None, None)
    await put(db, walk, weekly(until=UNTIL))

    renewed = document.model_copy(update={"title": "Wandelen in Pathmos"})
    await offerings.take_over(db, renewed, source=source, status="draft", now=MONDAY)

    assert await stored(db, walk) == (f"{SENTENCE}, tot en met 15 december 2026", END)


async def test_a_series_ends_when_its_last_session_does_wherever_that_moved_to(db: Db) -> None:
    walk = await walk_every_tuesday(db, until=UNTIL)
    found = []
    for made in (
        moved_to(LAST + 2 * WEEK),  # later
        ILL,  # cancelled where it had moved to: that is where people would stand
        moved_to(LAST - 10 * HOUR),  # earlier
        moved_to(LAST - WEEK - 24 * HOUR),  # before the one but last
        SessionChangeIn(status="scheduled"),
    ):
        await change(db, walk, made, LAST)
        found.append(await end_of(db, walk))

    assert found == [END + 2 * WEEK, END + 2 * WEEK, END - 10 * HOUR, END - WEEK, END]


async def test_a_session_that_moves_beyond_the_last_one_makes_the_series_longer(db: Db) -> None:
    walk = await walk_every_tuesday(db, until=UNTIL)

    await change(db, walk, moved_to(LAST + WEEK), TUESDAY)

    assert await end_of(db, walk) == END + WEEK


async def test_a_change_that_waits_for_its_session_makes_no_series_longer(db: Db) -> None:
    walk = await walk_every_tuesday(db, until=UNTIL)
    await change(db, walk, moved_to(LAST + 4 * WEEK), LAST)

    await put(db, walk, weekly(until="2026-12-08"))  # the fifteenth is not planned any more

    assert await end_of(db, walk) == END - WEEK


async def test_what_happens_once_is_said_for_when_it_has_moved_to(db: Db) -> None:
    await factories.neighbourhood(db)
    party = await factories.offering(db)
    once = ScheduleIn.model_validate(
        {
            "preset": "once",
            "startDate": "2026-11-24",
            "startTime": "10:00",
            "durationMinutes": 90,
        }
    )
    await put(db, party, once)
    before = await stored(db, party)

    await change(db, party, moved_to(TUESDAY + 2 * WEEK, hours=2))

    assert before == ("op dinsdag 24 november 2026 van 10.00 tot 11.30 uur", TUESDAY + 1.5 * HOUR)
    assert await stored(db, party) == (
        "op dinsdag 8 december 2026 van 10.00 tot 12.00 uur",
        TUESDAY + 2 * WEEK + 2 * HOUR,
    )


# No edit.


async def test_computing_again_touches_no_row_and_a_new_holiday_is_no_edit(db: Db) -> None:
    walk = await walk_every_tuesday(db, until=UNTIL, onSchoolHolidays="skip")
    row = text("SELECT version, updated_at, ctid::text FROM offering WHERE id = :id")
    before, lines = (await db.execute(row, {"id": walk.id})).one(), await count_lines(db)

    await renew_sessions(db, [walk], now=MONDAY + HOUR)
    assert (await db.execute(row, {"id": walk.id})).one() == before

    await store_school_holidays(db, [holiday("noord", date(2026, 12, 9), date(2026, 12, 20))])
    await renew_sessions(db, [walk], now=MONDAY + 2 * HOUR)

    after = (await db.execute(row, {"id": walk.id})).one()
    assert await end_of(db, walk) == END - WEEK
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert await count_lines(db) == lines


# How far a session may move.


async def test_a_session_moves_half_a_year_and_lasts_a_day_at_most(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    await change(db, walk, moved_to(TUESDAY + 26 * WEEK, hours=24))

    with pytest.raises(InvalidInputError) as refused:
        await change(db, walk, moved_to(TUESDAY + 26 * WEEK + timedelta(days=1), hours=24 + 1 / 60))

    assert [(fault.name, fault.code, fault.message) for fault in refused.value.faults] == [
        ("/startsAt", "too-far", "Kies een dag hooguit 26 weken later."),
        ("/endsAt", "too-long", "Eén keer duurt hooguit 24 uur. Kies een eerder einde."),
    ]


# Whatever happens.

plans = st.lists(
    st.builds(
        weekly,
        st.sampled_from(["mo", "tu"]),
        startTime=st.sampled_from(["10:00", "23:30"]),
        until=st.sampled_from([None, "2026-12-15", "2026-12-21"]),
        onSchoolHolidays=st.sampled_from(["go_on", "skip"]),
    ),
    max_size=2,
    unique_by=lambda schedule: (schedule.weekdays, schedule.start_time),
)
moves = st.lists(
    st.tuples(st.integers(0, 9), st.one_of(st.none(), st.integers(-20, 60))), max_size=5
)


async def ends_by_counting(db: Db, walk: Offering, calendar: Calendar) -> datetime | None:
    """The end of the last of all sessions that are ever planned, one by one."""
    schedules = (await schedules_of(db, [walk.id])).get(walk.id, [])
    if any(schedule.until is None for schedule in schedules):
        return None
    sessions = coming_sessions(
        walk,
        schedules=schedules,
        changes=(await session_changes_of(db, [walk.id])).get(walk.id, []),
        calendar=calendar,
        now=MONDAY,  # all of them end within the horizon
    )
    return max((session["ends_at"] for session in sessions), default=None)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=plans, moves=moves, later=plans)
async def test_the_end_is_that_of_the_last_of_all_sessions(
    db: Db,
    pathmos: UUID,
    plans: list[ScheduleIn],
    moves: list[tuple[int, int | None]],
    later: list[ScheduleIn],
) -> None:
    walk = await factories.offering(db, organizationId=pathmos)
    await put(db, walk, *plans)
    for number, days in moves:
        coming = await sessions_of(db, walk)
        if number >= len(coming):
            continue
        session = coming[number]
        starts_at = max(session.starts_at + timedelta(days=days or 0), MONDAY)
        made = ILL if days is None else moved_to(starts_at)
        await change(db, walk, made, session.original_starts_at)
    calendar = await known_calendar(db)
    assert await end_of(db, walk) == await ends_by_counting(db, walk, calendar)

    await put(db, walk, *later)

    assert await end_of(db, walk) == await ends_by_counting(db, walk, calendar)


@pytest.fixture
async def pathmos(db: Db) -> UUID:
    await factories.neighbourhood(db)
    await store_school_holidays(db, [holiday("noord", date(2026, 12, 10), date(2027, 1, 3))])
    return (await factories.organization(db)).id
