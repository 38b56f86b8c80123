"""Units of work on a real server: they commit whole, wait for each other, and lose nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.config import Settings
from app.core.database import (
    Db,
    make_engine,
    read_only,
    sqlstate,
    unit_of_work,
    violated_constraint,
    writing,
)
from app.core.errors import ChangedMeanwhileError, ConflictError, UnavailableError
from app.offerings.commands import offerings
from app.places.commands import places
from app.places.models import Place
from tests import factories
from tests.core.lines import lines_of
from tests.factories import MONDAY, act

WRITERS = 20


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """As the service makes it, with a connection for everybody in a test."""
    engine = make_engine(Settings(session_pool_size=WRITERS, pool_wait_s=10), database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def boei(engine: AsyncEngine) -> UUID:
    async def build(db: Db) -> UUID:
        await factories.neighbourhood(db)
        return (await factories.place(db)).id

    return await writing(engine, build)


async def outcomes(*works: Awaitable[object]) -> list[object]:
    """What each of these, started at once, ended in: its answer or its error."""
    return list(await asyncio.gather(*works, return_exceptions=True))


async def rename(db: Db, place_id: UUID, name: str, expected_version: int | None) -> Place:
    return await places.change(
        db, place_id, {"name": name}, act(), expected_version=expected_version
    )


# Two at once.


async def test_of_two_editors_at_once_one_hears_that_the_other_was_first(
    engine: AsyncEngine, boei: UUID
) -> None:
    names = ("De Boei van Annie", "De Boei van Fatima")

    ends = await outcomes(
        *(
            writing(engine, partial(rename, place_id=boei, name=name, expected_version=1))
            for name in names
        )
    )

    refused = [end for end in ends if isinstance(end, Exception)]
    (won,) = [end for end in ends if isinstance(end, Place)]
    assert [type(error) for error in refused] == [ChangedMeanwhileError]
    async with read_only(engine) as db:
        stored = await db.get_one(Place, boei)
        lines = await lines_of(db, boei)
    assert (stored.name, stored.version) == (won.name, 2)
    assert [line.version for line in lines] == [1, 2]
    assert lines[-1].changed == {"name": ["De Boei", won.name]}


async def test_twenty_writers_make_twenty_versions_without_a_gap(
    engine: AsyncEngine, boei: UUID
) -> None:
    names = [f"De Boei {number}" for number in range(WRITERS)]

    ends = await outcomes(
        *(
            writing(engine, partial(rename, place_id=boei, name=name, expected_version=None))
            for name in names
        )
    )

    async with read_only(engine) as db:
        lines = await lines_of(db, boei)
    assert [end for end in ends if isinstance(end, Exception)] == []
    assert [line.version for line in lines] == list(range(1, WRITERS + 2))
    assert sorted(line.changed["name"][1] for line in lines[1:]) == sorted(names)
    for earlier, later in pairwise(lines[1:]):
        assert later.changed["name"][0] == earlier.changed["name"][1]


async def test_editors_who_read_again_all_get_their_turn(engine: AsyncEngine, boei: UUID) -> None:
    async def one_letter(letter: str) -> int:
        tries = 0
        while True:
            tries += 1
            async with read_only(engine) as db:
                place = await db.get_one(Place, boei)
            work = partial(
                rename, place_id=boei, name=place.name + letter, expected_version=place.version
            )
            try:
                await writing(engine, work)
            except ChangedMeanwhileError:
                continue
            return tries

    tries = await asyncio.gather(*(one_letter(letter) for letter in "abcdef"))

    async with read_only(engine) as db:
        stored = await db.get_one(Place, boei)
    assert sorted(stored.name.removeprefix("De Boei")) == list("abcdef")
    assert stored.version == 7
    assert max(tries) > 1  # they did meet


@pytest.mark.parametrize("first", ["archive", "publish"])
async def test_a_place_is_not_archived_at_the_moment_that_something_opens_in_it(
    engine: AsyncEngine, boei: UUID, first: str
) -> None:
    async def draft(db: Db) -> UUID:
        return (await factories.offering(db, placeId=boei, status="draft")).id

    walk = await writing(engine, draft)

    async def publish(db: Db) -> None:
        await offerings.step(db, walk, "published", act(), expected_version=None)

    async def archive(db: Db) -> None:
        await places.step(db, boei, "archived", act(), expected_version=None)

    earlier, later = (archive, publish) if first == "archive" else (publish, archive)
    async with unit_of_work(engine) as db:
        await earlier(db)
        waiting = asyncio.create_task(writing(engine, later))
        await asyncio.sleep(0.3)
        assert not waiting.done()

    with pytest.raises(ConflictError):
        await waiting


# Deadlocks.


async def test_who_loses_a_deadlock_does_it_once_more(engine: AsyncEngine, boei: UUID) -> None:
    async def another(db: Db) -> UUID:
        return (await factories.place(db, name="Het Anker")).id

    anker = await writing(engine, another)
    tries: Counter[str] = Counter()
    holds = {"left": asyncio.Event(), "right": asyncio.Event()}

    async def count_up(db: Db, place_id: UUID) -> None:
        await db.execute(
            text("UPDATE place SET version = version + 1 WHERE id = :id"), {"id": place_id}
        )

    async def both(db: Db, who: str, other: str, order: tuple[UUID, UUID]) -> None:
        tries[who] += 1
        await count_up(db, order[0])
        holds[who].set()
        await holds[other].wait()
        await count_up(db, order[1])

    await asyncio.gather(
        writing(engine, partial(both, who="left", other="right", order=(boei, anker))),
        writing(engine, partial(both, who="right", other="left", order=(anker, boei))),
    )

    async with read_only(engine) as db:
        versions = [(await db.get_one(Place, id_)).version for id_ in (boei, anker)]
    assert sorted(tries.values()) == [1, 2]
    assert versions == [3, 3]


async def test_who_keeps_losing_is_told_to_come_back(engine: AsyncEngine) -> None:
    tries = 0

    async def lose(db: Db) -> None:
        nonlocal tries
        tries += 1
        await db.execute(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$"))

    with pytest.raises(UnavailableError):
        await writing(engine, lose)
    assert tries == 2


async def test_a_mistake_of_the_work_itself_is_not_tried_again(
    engine: AsyncEngine, boei: UUID
) -> None:
    tries = 0

    async def wrong(db: Db) -> None:
        nonlocal tries
        tries += 1
        await db.execute(text("UPDATE place SET version = 0 WHERE id = :id"), {"id": boei})

    with pytest.raises(IntegrityError):
        await writing(engine, wrong)
    assert tries == 1


# All or nothing.


async def test_a_missing_file_of_the_work_is_not_taken_for_a_missing_database(
    engine: AsyncEngine,
) -> None:
    async def read_a_file(db: Db) -> None:
        await db.execute(text("SELECT 1"))
        raise FileNotFoundError("aanbod.csv")

    with pytest.raises(FileNotFoundError):
        await writing(engine, read_a_file)


async def test_what_fails_halfway_leaves_nothing_behind(engine: AsyncEngine, boei: UUID) -> None:
    async def rename_and_fail(db: Db) -> None:
        await rename(db, boei, "Half", expected_version=1)
        raise ConflictError("Toch maar niet.")

    with pytest.raises(ConflictError):
        await writing(engine, rename_and_fail)

    async with read_only(engine) as db:
        assert (await db.get_one(Place, boei)).name == "De Boei"
        assert len(await lines_of(db, boei)) == 1


async def test_a_reader_cannot_write(engine: AsyncEngine, boei: UUID) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with read_only(engine) as db:
            await db.execute(text("DELETE FROM place WHERE id = :id"), {"id": boei})

    assert sqlstate(refused.value) == "25006"


async def test_who_waits_too_long_for_a_lock_is_told_to_come_back(
    database_url: str, engine: AsyncEngine, boei: UUID
) -> None:
    hasty = make_engine(Settings(lock_timeout_s=0.1), database_url)
    async with unit_of_work(engine) as db:
        await places.locked(db, boei, expected_version=None)
        with pytest.raises(UnavailableError):
            await writing(hasty, partial(rename, place_id=boei, name="Laat", expected_version=None))
    await hasty.dispose()


async def test_a_statement_that_takes_too_long_is_stopped(database_url: str) -> None:
    hasty = make_engine(Settings(statement_timeout_s=0.1), database_url)

    async def dawdle(db: Db) -> None:
        await db.execute(text("SELECT pg_sleep(5)"))

    with pytest.raises(UnavailableError, match="duurde te lang"):
        await writing(hasty, dawdle)
    await hasty.dispose()


async def test_when_every_connection_is_taken_the_next_is_told_that_it_is_busy(
    database_url: str,
) -> None:
    narrow = make_engine(Settings(session_pool_size=1, pool_wait_s=0.1), database_url)

    async def look(db: Db) -> None:
        await db.execute(text("SELECT 1"))

    async with unit_of_work(narrow) as db:
        await look(db)
        with pytest.raises(UnavailableError, match="erg druk"):
            await writing(narrow, look)
    await narrow.dispose()


async def test_a_server_that_is_not_there_is_said_to_be_away() -> None:
    nowhere = make_engine(Settings(), "postgresql://nobody@127.0.0.1:9/nothing")

    async def look(db: Db) -> None:
        await db.execute(text("SELECT 1"))

    with pytest.raises(UnavailableError, match="even niet bereikbaar"):
        await writing(nowhere, look)


# What the database says, in names.


async def test_a_server_that_goes_while_it_answers_is_away_and_its_connection_not_used_again(
    engine: AsyncEngine, boei: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[int] = []

    async def rename_once_more(db: Db) -> None:
        used.append(await db.scalar(text("SELECT pg_backend_pid()")) or 0)
        await rename(db, boei, "De Boei", None)

    async def lost(*_: object, **__: object) -> None:
        raise asyncpg.InternalClientError("cannot switch to state 12")

    await writing(engine, rename_once_more)
    with monkeypatch.context() as patch:
        patch.setattr(asyncpg.prepared_stmt.PreparedStatement, "fetch", lost)
        with pytest.raises(UnavailableError):
            await writing(engine, rename_once_more)
    await writing(engine, rename_once_more)

    assert len(set(used)) == len(used) == 2


async def test_a_violated_constraint_is_known_by_its_name(engine: AsyncEngine, boei: UUID) -> None:
    async def shape(db: Db) -> None:
        await db.execute(text("UPDATE place SET postcode = '1' WHERE id = :id"), {"id": boei})

    async def floor(db: Db) -> None:
        await factories.offering(db, placeId=boei)
        await db.execute(text("UPDATE place SET status = 'archived' WHERE id = :id"), {"id": boei})

    found = []
    for work in (shape, floor):
        with pytest.raises(IntegrityError) as refused:
            await writing(engine, work)
        found.append((violated_constraint(refused.value), sqlstate(refused.value)))

    assert found == [("place_postcode_check", "23514"), ("place_in_use", "23001")]


async def test_every_connection_speaks_utc(engine: AsyncEngine) -> None:
    async with read_only(engine) as db:
        assert await db.scalar(text("SHOW timezone")) == "UTC"
        noon = await db.scalar(text("SELECT timestamptz '2026-11-23 10:00+01'"))
    assert noon == MONDAY
    assert noon.utcoffset() == timedelta(0)


async def test_an_error_never_says_with_which_rows(engine: AsyncEngine) -> None:
    with pytest.raises(DBAPIError) as failed:
        async with unit_of_work(engine) as db:
            await db.execute(text("SELECT 1 / length(:street)"), {"street": ""})
    assert "division by zero" in str(failed.value)

    with pytest.raises(DBAPIError) as failed:
        async with unit_of_work(engine) as db:
            await db.execute(text("SELECT nothing_like_it, :street"), {"street": "Pathmosstraat"})
    assert "Pathmosstraat" not in str(failed.value)
