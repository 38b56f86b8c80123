"""What happens by itself: the weeks roll forward, pauses and series end, jobs survive."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import engine_url, unit_of_work
from app.offerings.commands import offerings
from app.offerings.jobs import roll_sessions
from app.offerings.programme import put_schedules
from app.places.jobs import roll_openings
from app.worker import working
from tests import factories
from tests.factories import MONDAY, act, weekly

LATER = MONDAY + timedelta(days=40)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
    yield engine
    await engine.dispose()


async def one(engine: AsyncEngine, question: str) -> object:
    async with engine.connect() as connection:
        return await connection.scalar(text(question))


async def test_the_coming_weeks_roll_forward_and_what_is_long_over_goes(
    engine: AsyncEngine,
) -> None:
    async with unit_of_work(engine) as db:
        walk = await factories.offering(db)
        await put_schedules(db, walk.id, [weekly("tu")], act(), expected_version=1)
    assert await roll_sessions(engine, now=LATER) == 1
    last = await one(engine, "SELECT max(starts_at) FROM session")
    first = await one(engine, "SELECT min(starts_at) FROM session")
    assert isinstance(last, datetime)
    assert isinstance(first, datetime)
    assert LATER + timedelta(weeks=12) < last <= LATER + timedelta(weeks=13, days=1)
    assert first >= LATER - timedelta(days=36)


async def test_rolling_twice_touches_nothing(engine: AsyncEngine) -> None:
    async with unit_of_work(engine) as db:
        walk = await factories.offering(db)
        await put_schedules(db, walk.id, [weekly("tu")], act(), expected_version=1)
    await roll_sessions(engine, now=LATER)
    before = await one(engine, "SELECT sum(xmin::text::bigint) FROM session")
    await roll_sessions(engine, now=LATER + timedelta(minutes=5))
    assert await one(engine, "SELECT sum(xmin::text::bigint) FROM session") == before


async def test_a_pause_ends_on_its_day_and_the_history_says_who_did_it(
    engine: AsyncEngine,
) -> None:
    async with unit_of_work(engine) as db:
        walk = await factories.offering(db)
        await put_schedules(db, walk.id, [weekly("tu")], act(), expected_version=1)
        await offerings.step(
            db,
            walk.id,
            "paused",
            act(reason="Winterstop"),
            expected_version=2,
            until=date(2026, 12, 15),
        )
    await roll_sessions(engine, now=datetime(2026, 12, 14, 22, 0, tzinfo=UTC))
    assert await one(engine, "SELECT status FROM offering") == "paused"
    await roll_sessions(engine, now=datetime(2026, 12, 14, 23, 30, tzinfo=UTC))
    assert await one(engine, "SELECT status FROM offering") == "published"
    assert await one(engine, "SELECT paused_until FROM offering") is None
    assert (
        await one(engine, "SELECT actor FROM change ORDER BY version DESC, at DESC LIMIT 1")
        == "system:sessions"
    )


async def test_a_series_ends_after_its_very_last_session_and_not_before(
    engine: AsyncEngine,
) -> None:
    async with unit_of_work(engine) as db:
        course = await factories.offering(db, kind="cursus")
        await put_schedules(
            db, course.id, [weekly("tu", until="2026-12-08")], act(), expected_version=1
        )
    await roll_sessions(engine, now=datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    assert await one(engine, "SELECT status FROM offering") == "published"
    await roll_sessions(engine, now=datetime(2026, 12, 8, 10, 30, tzinfo=UTC))
    assert await one(engine, "SELECT status FROM offering") == "ended"


async def test_openings_roll_forward_too(engine: AsyncEngine) -> None:
    async with unit_of_work(engine) as db:
        await factories.place(db, openingHours="Mo-Fr 09:00-17:00; PH off")
    assert await roll_openings(engine, now=LATER) == 1
    until = await one(engine, "SELECT max(upper(during)) FROM place_opening")
    assert isinstance(until, datetime)
    assert until >= LATER + timedelta(days=35)


async def test_the_worker_catches_up_when_it_starts(engine: AsyncEngine, database_url: str) -> None:
    async with unit_of_work(engine) as db:
        walk = await factories.offering(db)
        long_ago = act(now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
        since = weekly("tu", startDate="2025-01-07")
        await put_schedules(db, walk.id, [since], long_ago, expected_version=1)
        await factories.place(db, openingHours="24/7")
        await db.execute(text("DELETE FROM place_opening"))
    async with working(database_url, engine):
        for _ in range(150):
            rolled = await one(engine, "SELECT count(*) FROM place_opening")
            fresh = await one(
                engine, "SELECT count(*) FROM session WHERE starts_at > '2026-06-01Z'"
            )
            if rolled and fresh:
                break
            await asyncio.sleep(0.1)
    assert rolled
    assert fresh


async def test_the_worker_outlives_a_database_that_goes_away(
    engine: AsyncEngine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.worker.RETRY_S", 0.1)
    async with unit_of_work(engine) as db:
        await factories.place(db, openingHours="24/7")
    async with working(database_url, engine):
        await asyncio.sleep(1)
        async with engine.connect() as connection:
            await connection.execute(
                text("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            )
        await engine.dispose()
        async with unit_of_work(engine) as db:
            await db.execute(text("DELETE FROM place_opening"))
            await db.execute(text("SET LOCAL search_path TO procrastinate, public"))
            await db.execute(
                text("""
                    INSERT INTO procrastinate.procrastinate_jobs (queue_name, task_name, args)
                    VALUES ('default', 'places:roll_openings', '{"timestamp": 0}')
                """)
            )
        for _ in range(300):
            if await one(engine, "SELECT count(*) FROM place_opening"):
                break
            await asyncio.sleep(0.1)
    assert await one(engine, "SELECT count(*) FROM place_opening")
