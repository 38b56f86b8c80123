"""The coming sessions: they follow from the schedules, and single changes are never lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.errors import (
    InvalidInputError,
)
from app.offerings.commands import offerings
from app.offerings.sessions import KEPT_AFTER_END, renew_sessions
from app.schedule.commands import store_school_holidays
from tests import factories
from tests.factories import MONDAY, act, weekly
from tests.offerings.walks import (
    AMSTERDAM,
    HOUR,
    ILL,
    TUESDAY,
    WEEK,
    change,
    holiday,
    marks,
    on,
    put,
    sessions_of,
    starts,
    walk_every_tuesday,
)

# Thirteen weeks ahead.


async def test_a_weekly_group_has_its_next_thirteen_weeks(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    sessions = await sessions_of(db, walk)

    assert starts(sessions) == [TUESDAY + number * WEEK for number in range(13)]
    assert {session.ends_at - session.starts_at for session in sessions} == {1.5 * HOUR}
    assert {session.status for session in sessions} == {"scheduled"}


async def test_a_day_that_is_exactly_thirteen_weeks_ahead_counts(db: Db) -> None:
    walk = await walk_every_tuesday(db, weekdays=["mo"])

    sessions = await sessions_of(db, walk)

    assert starts(sessions)[-1].date() == MONDAY.date() + 13 * WEEK
    assert len(sessions) == 14


async def test_each_session_says_when_it_is_in_plain_dutch(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    assert [session.text for session in (await sessions_of(db, walk))[:2]] == [
        "dinsdag 24 november, 10.00 tot 11.30 uur",
        "dinsdag 1 december, 10.00 tot 11.30 uur",
    ]


@pytest.mark.parametrize(
    "now", [datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 9, 28, 9, tzinfo=UTC)]
)
async def test_ten_o_clock_stays_ten_o_clock_through_summer_time(db: Db, now: datetime) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)

    await put(db, walk, weekly(startDate="2026-01-06"), now=now)

    sessions = await sessions_of(db, walk)
    local = [session.starts_at.astimezone(AMSTERDAM) for session in sessions]
    assert {moment.time().isoformat() for moment in local} == {"10:00:00"}
    assert len({moment.utcoffset() for moment in local}) == 2
    assert {session.text.partition(", ")[2] for session in sessions} == {"10.00 tot 11.30 uur"}


async def test_school_holidays_of_its_own_gemeente_are_skipped(db: Db) -> None:
    await factories.neighbourhood(db)
    await store_school_holidays(
        db,
        [
            holiday("noord", date(2026, 12, 19), date(2027, 1, 3)),
            holiday("zuid", date(2026, 11, 24), date(2026, 11, 24)),
        ],
    )
    walk = await factories.offering(db)

    await put(db, walk, weekly(onSchoolHolidays="skip"))

    days = {session.starts_at.date() for session in await sessions_of(db, walk)}
    assert date(2026, 11, 24) in days
    assert days.isdisjoint({date(2026, 12, 22), date(2026, 12, 29)})
    assert len(days) == 11


async def test_two_schedules_with_the_same_start_are_one_session(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)

    await put(db, walk, weekly(durationMinutes=60), weekly(weekdays=["tu", "th"]))

    sessions = await sessions_of(db, walk)
    assert len(sessions) == 26
    tuesday, thursday = sessions[:2]
    assert tuesday.ends_at - tuesday.starts_at == HOUR  # the first schedule's
    assert thursday.ends_at - thursday.starts_at == 1.5 * HOUR


# Recomputing.


async def test_computing_again_touches_nothing(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    await change(db, walk, ILL)
    before = await marks(db, walk)

    await renew_sessions(db, [walk], now=MONDAY + HOUR)

    assert await marks(db, walk) == before


async def test_only_the_session_that_changes_is_touched(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    before = await marks(db, walk)

    await change(db, walk, ILL, TUESDAY + WEEK)

    after = await marks(db, walk)
    assert set(after) == set(before)
    assert {start for start in after if after[start] != before[start]} == {TUESDAY + WEEK}


async def test_a_week_later_there_is_a_week_more(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    before = await marks(db, walk)

    await renew_sessions(db, [walk], now=MONDAY + WEEK)

    after = await marks(db, walk)
    assert set(after) - set(before) == {TUESDAY + 13 * WEEK}
    assert {start: after[start] for start in before} == before


async def test_other_offerings_are_left_alone(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    other = await factories.offering(db)
    await put(db, other, weekly())
    before = await marks(db, other)

    await put(db, walk, weekly(startTime="11:00"))

    assert await marks(db, other) == before


async def test_a_session_that_is_over_is_kept_five_weeks(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    over = TUESDAY + 1.5 * HOUR

    await renew_sessions(db, [walk], now=over + KEPT_AFTER_END - HOUR)
    assert TUESDAY in await marks(db, walk)

    await renew_sessions(db, [walk], now=over + KEPT_AFTER_END)
    assert TUESDAY not in await marks(db, walk)


async def test_what_is_over_stays_as_it_was(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    wednesday = TUESDAY + timedelta(days=1)
    before = on(await sessions_of(db, walk), TUESDAY)

    await put(db, walk, weekly(startTime="14:00"), now=wednesday)

    sessions = await sessions_of(db, walk)
    after = on(sessions, TUESDAY)
    assert (after.starts_at, after.ends_at, after.text) == (
        before.starts_at, before.ends_at, before.text,
    )  # fmt: skip
    assert starts(sessions)[1] == TUESDAY + WEEK + 4 * HOUR


async def test_what_is_going_on_stays_until_it_ends(db: Db) -> None:
    walk = await walk_every_tuesday(db)

    await renew_sessions(db, [walk], now=TUESDAY + HOUR)

    assert on(await sessions_of(db, walk), TUESDAY).ends_at > TUESDAY + HOUR


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (datetime(2026, 11, 25, 0, 30, tzinfo=UTC), datetime(2026, 11, 24, 22, 0, tzinfo=UTC)),
        # The night that the clock goes forward, and a session of a whole day.
        (datetime(2027, 3, 28, 22, 10, tzinfo=UTC), datetime(2027, 3, 27, 22, 30, tzinfo=UTC)),
    ],
)
async def test_a_night_that_goes_on_past_midnight_is_still_there(
    db: Db, now: datetime, start: datetime
) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    local = start.astimezone(AMSTERDAM)

    await put(
        db,
        walk,
        weekly(
            weekdays=["mo", "tu", "we", "th", "fr", "sa", "su"],
            startTime=f"{local:%H:%M}",
            durationMinutes=24 * 60,
        ),
        now=now,
    )

    assert starts(await sessions_of(db, walk))[0] == start


# The life of the offering.


@pytest.mark.parametrize("status", ["archived", "ended", "blocked"])
async def test_what_is_off_the_map_has_no_coming_sessions(db: Db, status: str) -> None:
    walk = await walk_every_tuesday(db)
    wednesday = TUESDAY + timedelta(days=1)

    await offerings.step(
        db, walk.id, status, act(wednesday, reason="Het is klaar."), expected_version=None
    )

    assert starts(await sessions_of(db, walk)) == [TUESDAY]  # what has been has been


async def test_a_draft_has_no_sessions_until_it_is_published(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db, status="draft")
    await put(db, walk, weekly())
    assert await sessions_of(db, walk) == []

    await offerings.step(db, walk.id, "published", act(), expected_version=None)

    assert len(await sessions_of(db, walk)) == 13


async def test_a_pause_without_an_end_has_no_sessions(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    pause = act(reason="Verbouwing.")

    await offerings.step(db, walk.id, "paused", pause, expected_version=None)

    assert await sessions_of(db, walk) == []


async def test_a_pause_with_an_end_has_the_sessions_from_that_day(db: Db) -> None:
    walk = await walk_every_tuesday(db)
    until = date(2026, 12, 8)  # a Tuesday: the first one again

    await offerings.step(
        db, walk.id, "paused", act(reason="Ziek."), expected_version=None, until=until
    )

    assert starts(await sessions_of(db, walk)) == [
        TUESDAY + number * WEEK for number in range(2, 13)
    ]


# What is wrong with a schedule.


async def test_what_is_wrong_with_schedules_is_named_where_it_stands(db: Db) -> None:
    await factories.vocabularies(db)
    walk_by = await factories.organization(db)
    await factories.square_buurt(db)
    await db.execute(text("UPDATE area SET school_region = NULL"))
    walk = await factories.offering(db, organizationId=walk_by.id)

    with pytest.raises(InvalidInputError) as refused:
        await put(db, walk, weekly(), weekly(placeId=str(walk.id)), weekly(onSchoolHolidays="skip"))

    assert [fault.name for fault in refused.value.faults] == [
        "/schedules/1/placeId", "/schedules/2/schoolRegion",
    ]  # fmt: skip


async def test_more_schedules_than_anybody_has_are_refused(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    day = [
        weekly(startTime=f"{8 + number // 2}:{'03'[number % 2]}0".zfill(5)) for number in range(15)
    ]

    with pytest.raises(InvalidInputError):
        await put(db, walk, *day)
    await put(db, walk, *day[:14])
