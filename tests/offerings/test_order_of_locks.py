"""Two people save a walk and what it stands on at the same moment, and nobody waits in a circle.

Not even once: that somebody who lost a deadlock does it again is for what we did not foresee.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, unit_of_work
from app.core.geo import LonLat
from app.offerings.commands import offerings
from app.offerings.jobs import roll_sessions
from app.offerings.programme import change_session, put_schedules
from app.places.commands import places
from tests import factories
from tests.areas.weverveld import engine_of
from tests.factories import MONDAY, act, weekly
from tests.offerings.walks import ILL, TUESDAY, WEEK

IS_WAITING = "SELECT cardinality(pg_blocking_pids(:pid)) > 0 FROM pg_sleep(0.01)"
GLANERBRUG = LonLat(lon=6.93, lat=52.21)
"""In another gemeente of the test: the walk belongs to that too, once its place stands here."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Every Tuesday from De Boei and every Thursday from Het Anker, by Alifa."""

    engine: AsyncEngine
    id: UUID
    boei: UUID
    anker: UUID


Work = Callable[[Db, Walk], Awaitable[object]]


async def retitle(db: Db, walk: Walk) -> None:
    await offerings.change(db, walk.id, {"title": "Samen lopen"}, act(), expected_version=None)


async def pause(db: Db, walk: Walk) -> None:
    await offerings.step(db, walk.id, "paused", act(reason="Het is te nat."), expected_version=None)


async def plan_anew(db: Db, walk: Walk) -> None:
    await put_schedules(db, walk.id, [weekly("fr")], act(), expected_version=None)


async def cancel(db: Db, walk: Walk) -> None:
    await change_session(db, walk.id, ILL, act(), original_starts_at=TUESDAY, expected_version=None)


async def move_boei(db: Db, walk: Walk) -> None:
    point = GLANERBRUG.model_dump()
    await places.change(db, walk.boei, {"point": point}, act(), expected_version=None)


OF_THE_WALK: Sequence[Work] = (retitle, pause, plan_anew, cancel)


@pytest.fixture(scope="module")
def common_url(make_database: Callable[[], str]) -> str:
    return make_database()


@pytest.fixture
async def walk(common_url: str) -> AsyncIterator[Walk]:
    engine = engine_of(common_url)
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
        await factories.square_buurt(
            db,
            code="BU99990000",
            name="Glanerbrug",
            around=GLANERBRUG,
            parent_code="WK999900",
            gemeente_code="GM9999",
            half_m=100,
        )
        alifa = await factories.organization(db)
        boei = await factories.place(db)
        anker = await factories.place(db, name="Het Anker")
        row = await factories.offering(db, organizationId=alifa.id, placeId=boei.id)
        elsewhere = weekly("th", placeId=str(anker.id))
        await put_schedules(db, row.id, [weekly(), elsewhere], act(), expected_version=None)
    yield Walk(engine, row.id, boei.id, anker.id)
    await engine.dispose()


async def both(walk: Walk, *, first: Work, has: Work, second: Work) -> None:
    """`first` already `has` its row, `second` begins and waits, `first` goes on."""
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def other() -> None:
        async with unit_of_work(walk.engine) as db:
            started.set_result((await db.scalar(text("SELECT pg_backend_pid()"))) or 0)
            await second(db, walk)

    async with unit_of_work(walk.engine) as db:
        await has(db, walk)
        task = asyncio.create_task(other())
        pid = await started
        async with walk.engine.connect() as looking:
            while not task.done() and not await looking.scalar(text(IS_WAITING), {"pid": pid}):
                pass
        await first(db, walk)
    await task


async def has_walk(db: Db, walk: Walk) -> None:
    await offerings.locked(db, walk.id, expected_version=None)


async def has_boei(db: Db, walk: Walk) -> None:
    await places.locked(db, walk.boei, expected_version=None)


@pytest.mark.parametrize("work", OF_THE_WALK)
async def test_who_edits_a_walk_comes_before_who_moves_its_place(walk: Walk, work: Work) -> None:
    await both(walk, first=work, has=has_walk, second=move_boei)


@pytest.mark.parametrize("work", OF_THE_WALK)
async def test_who_moves_a_place_comes_before_who_edits_the_walk_there(
    walk: Walk, work: Work
) -> None:
    await both(walk, first=move_boei, has=has_boei, second=work)


async def test_the_nightly_work_holds_no_walk_while_it_waits_for_a_place(walk: Walk) -> None:
    waiting = """
        SELECT count(*) > 0 FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()
          AND pg_sleep(0.01) IS NOT NULL
    """
    async with unit_of_work(walk.engine) as db:
        await has_boei(db, walk)
        night = asyncio.create_task(roll_sessions(walk.engine, now=MONDAY + 2 * WEEK))
        async with walk.engine.connect() as looking:
            while not night.done() and not await looking.scalar(text(waiting)):
                pass
        free = "SELECT id FROM offering WHERE id = :id FOR UPDATE NOWAIT"
        assert await db.scalar(text(free), {"id": walk.id}) == walk.id
        await move_boei(db, walk)
    assert await night > 0


async def hear(db: Db, asked: list[str]) -> None:
    """Writes down what is asked of the database from now on."""

    def one(_connection: object, _cursor: object, said: str, *_: object) -> None:
        asked.append(said)

    connection = await db.connection()
    event.listen(connection.sync_connection, "before_cursor_execute", one)


async def test_a_walk_that_moves_while_it_is_waited_for_holds_where_it_came_to_stand(
    walk: Walk,
) -> None:
    async def move_to_anker(db: Db, walk: Walk) -> None:
        patch = {"placeId": str(walk.anker)}
        await offerings.change(db, walk.id, patch, act(), expected_version=None)

    asked: list[str] = []

    async def retitle_and_hear(db: Db, walk: Walk) -> None:
        await hear(db, asked)
        await retitle(db, walk)

    async with unit_of_work(walk.engine) as db:
        await plan_anew(db, walk)
    await both(walk, first=move_to_anker, has=has_walk, second=retitle_and_hear)

    assert sum("FOR SHARE" in said for said in asked) == 2


async def test_an_edit_asks_once_what_a_walk_stands_on(walk: Walk) -> None:
    asked: list[str] = []
    async with unit_of_work(walk.engine) as db:
        await hear(db, asked)
        await retitle(db, walk)

    assert sum("FOR SHARE" in said for said in asked) == 1
    assert ["FOR SHARE" in said for said in asked if "FOR " in said][:2] == [True, False]
