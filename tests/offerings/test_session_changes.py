"""Single sessions that differ: never lost, whatever is done to the schedules around them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import Db
from app.core.errors import (
    ChangedMeanwhileError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
)
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.offerings.sessions import renew_sessions
from tests import factories
from tests.core.lines import lines_of
from tests.factories import MONDAY, act, weekly
from tests.offerings.walks import (
    AMSTERDAM,
    HOUR,
    ILL,
    TUESDAY,
    WEEK,
    change,
    marks,
    moved_to,
    on,
    put,
    sessions_of,
    walk_every_tuesday,
)

# Single changes.


async def test_a_cancelled_session_stays_in_the_list_with_its_reason(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    changed = await change(db, walk, ILL)

    session = on(await sessions_of(db, walk), TUESDAY)
    assert (session.status, session.note) == ("cancelled", "De begeleider is ziek.")
    assert changed.version == 3


async def test_a_moved_session_keeps_the_name_of_its_first_plan(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    anker = await factories.place(db, name="Het Anker")
    thursday = TUESDAY + timedelta(days=2, hours=4)

    await change(db, walk, moved_to(thursday, place_id=anker.id))

    session = on(await sessions_of(db, walk), TUESDAY)
    assert (session.starts_at, session.status) == (thursday, "moved")
    assert session.place_id == anker.id
    assert session.text == "donderdag 26 november, 14.00 tot 15.30 uur"


async def test_a_session_can_move_again_and_back(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    before = [session.model_dump() for session in await sessions_of(db, walk)]
    for made in (moved_to(TUESDAY + 5 * HOUR), ILL, moved_to(TUESDAY + 3 * HOUR)):
        await change(db, walk, made)

    await change(db, walk, SessionChangeIn(status="scheduled"))

    assert [session.model_dump() for session in await sessions_of(db, walk)] == before
    assert await db.scalar(text("SELECT count(*) FROM session_change")) == 0
    assert len(await lines_of(db, walk.id)) == 6


async def test_a_note_alone_is_a_change_too(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    await change(db, walk, SessionChangeIn(status="scheduled", note="Neem regenkleding mee."))

    session = on(await sessions_of(db, walk), TUESDAY)
    assert (session.status, session.note) == ("scheduled", "Neem regenkleding mee.")


async def test_a_session_beyond_the_horizon_can_move_to_next_week(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    far = TUESDAY + 30 * WEEK
    far = datetime(far.year, far.month, far.day, 10, tzinfo=AMSTERDAM).astimezone(UTC)

    await change(db, walk, moved_to(TUESDAY + 2 * HOUR), far)

    assert on(await sessions_of(db, walk), far).starts_at == TUESDAY + 2 * HOUR
    assert len(await sessions_of(db, walk)) == 14


async def test_a_session_that_moves_beyond_the_horizon_comes_back_in_time(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    later = TUESDAY + 20 * WEEK + 3 * HOUR
    await change(db, walk, moved_to(later))
    assert TUESDAY not in await marks(db, walk)

    await renew_sessions(db, [walk], now=MONDAY + 10 * WEEK)

    assert on(await sessions_of(db, walk), TUESDAY).starts_at == later


async def test_a_change_survives_another_schedule_on_the_same_start(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    await change(db, walk, ILL, TUESDAY + WEEK)

    await put(db, walk, weekly(durationMinutes=60, weekdays=["tu", "fr"]))
    session = on(await sessions_of(db, walk), TUESDAY + WEEK)
    assert (session.status, session.ends_at - session.starts_at) == ("cancelled", HOUR)

    await put(db, walk, weekly(startTime="13:00"))
    await put(db, walk, weekly())
    assert on(await sessions_of(db, walk), TUESDAY + WEEK).status == "cancelled"


async def test_a_change_survives_a_pause_of_the_whole_offering(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    await change(db, walk, ILL, TUESDAY + WEEK)

    await offerings.step(db, walk.id, "paused", act(reason="Verbouwing."), expected_version=None)
    await offerings.step(db, walk.id, "published", act(), expected_version=None)

    assert on(await sessions_of(db, walk), TUESDAY + WEEK).status == "cancelled"


async def test_a_change_in_summer_is_found_by_its_time_on_the_wall(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    february = datetime(2027, 2, 1, 9, tzinfo=UTC)
    in_april = datetime(2027, 4, 6, 8, tzinfo=UTC)  # 10.00 in summer
    await put(db, walk, weekly(), now=february)

    await change(db, walk, ILL, in_april, now=february)

    assert on(await sessions_of(db, walk), in_april).status == "cancelled"
    with pytest.raises(NotFoundError):
        await change(db, walk, ILL, in_april + HOUR, now=february)


@pytest.mark.parametrize("away", [HOUR, timedelta(minutes=1), timedelta(days=1)])
async def test_there_is_nothing_to_change_where_nothing_is_planned(db: Db, away: timedelta) -> None:
    walk = await walk_every_tuesday(db)

    with pytest.raises(NotFoundError):
        await change(db, walk, ILL, TUESDAY + away)


async def test_a_session_that_has_been_cannot_be_changed(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    await change(db, walk, ILL, now=TUESDAY + HOUR)  # it goes on until half past
    with pytest.raises(ConflictError):
        await change(db, walk, ILL, now=TUESDAY + 1.5 * HOUR)


async def test_a_session_that_moved_can_be_cancelled_where_it_moved_to(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    thursday, wednesday = TUESDAY + timedelta(days=2), TUESDAY + timedelta(days=1)
    await change(db, walk, moved_to(thursday))

    await change(db, walk, ILL, now=wednesday)

    session = on(await sessions_of(db, walk), TUESDAY)
    assert (session.starts_at, session.status) == (thursday, "cancelled")
    with pytest.raises(InvalidInputError, match="al voorbij"):  # Tuesday was yesterday
        await change(db, walk, SessionChangeIn(status="scheduled"), now=wednesday)
    with pytest.raises(ConflictError):
        await change(db, walk, ILL, now=thursday + 2 * HOUR)


async def test_nothing_moves_into_the_past(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    with pytest.raises(InvalidInputError) as refused:
        await change(db, walk, moved_to(MONDAY - 2 * HOUR, place_id=walk.id))

    assert [(f.name, f.code) for f in refused.value.faults] == [
        ("/endsAt", "past"), ("/placeId", "not-found"),
    ]  # fmt: skip


async def test_of_two_who_change_the_programme_one_hears_that_the_other_was_first(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    with pytest.raises(ChangedMeanwhileError):
        await put_schedules(db, walk.id, [], act(), expected_version=1)
    with pytest.raises(ChangedMeanwhileError):
        await change_session(
            db, walk.id, ILL, act(), original_starts_at=TUESDAY, expected_version=1
        )


# Whatever happens.

hours = st.sampled_from(["10:00", "11:00", "23:30"])
plans = st.lists(st.tuples(st.sampled_from(["mo", "tu", "su"]), hours), max_size=2).map(
    lambda pairs: [weekly(day, startTime=at) for day, at in pairs]
)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("put"), plans),
        st.tuples(st.just("cancel"), st.integers(0, 12)),
        st.tuples(st.just("move"), st.integers(0, 12)),
        st.tuples(st.just("restore"), st.integers(0, 12)),
        st.tuples(st.just("wait"), st.integers(1, 9)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
async def test_whatever_is_done_the_sessions_are_those_of_a_fresh_start(
    db: Db, pathmos: UUID, deeds: list[tuple[str, Any]]
) -> None:
    walk = await factories.offering(db, organizationId=pathmos)
    now = MONDAY
    await put(db, walk, weekly(), now=now)
    for deed, argument in deeds:
        coming = [row for row in await sessions_of(db, walk) if row.ends_at > now]
        if deed == "put":
            await put(db, walk, *argument, now=now)
        elif deed == "wait":
            now += timedelta(days=argument)
            await renew_sessions(db, [walk], now=now)
        elif argument < len(coming):
            session = coming[argument]
            made = {
                "cancel": ILL,
                "move": moved_to(session.starts_at + timedelta(days=argument, hours=2)),
                "restore": SessionChangeIn(status="scheduled"),
            }[deed]
            with suppress(InvalidInputError):  # back to a day that has passed
                await change(db, walk, made, session.original_starts_at, now=now)
            if deed == "cancel":
                cancelled = on(await sessions_of(db, walk), session.original_starts_at)
                assert (cancelled.status, cancelled.starts_at) == ("cancelled", session.starts_at)

    kept = [row.model_dump() for row in await sessions_of(db, walk) if row.ends_at > now]
    await db.execute(text("DELETE FROM session WHERE offering_id = :id"), {"id": walk.id})
    await renew_sessions(db, [walk], now=now)
    fresh = [row.model_dump() for row in await sessions_of(db, walk)]

    assert kept == fresh


@pytest.fixture
async def pathmos(db: Db) -> UUID:
    await factories.neighbourhood(db)
    return (await factories.organization(db)).id


async def test_a_cancellation_follows_its_session_to_another_hour_of_the_day(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    await change(db, walk, ILL, TUESDAY + WEEK)

    await put(db, walk, weekly(startTime="10:30"))

    halfway = TUESDAY + WEEK + timedelta(minutes=30)
    assert on(await sessions_of(db, walk), halfway).status == "cancelled"
    assert on(await sessions_of(db, walk), halfway + WEEK).status == "scheduled"


async def test_a_cancellation_waits_where_the_day_has_no_session_of_its_own(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    await change(db, walk, ILL, TUESDAY + WEEK)

    await put(db, walk, weekly(weekdays=["fr"]))
    assert {row.status for row in await sessions_of(db, walk)} == {"scheduled"}

    await put(db, walk, weekly())
    assert on(await sessions_of(db, walk), TUESDAY + WEEK).status == "cancelled"
