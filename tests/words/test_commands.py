"""Lists that are replaced: as a whole, in turn, and never seen by halves."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from app.words.commands import Replaced, replace_entries
from app.words.lexicon import Entry
from app.words.queries import all_rows, lexicon, word_parts

KUIEREN = Entry("synonym", "kuieren", "theme:bewegen")
WANDEL = Entry("word_part", "wandel", "full")
GROEP = Entry("word_part", "groep", "light")


async def versions(db: Db) -> tuple[int, str, str]:
    question = text("SELECT version, contents, parts FROM word_list_version")
    return tuple((await db.execute(question)).one())


async def seed(db: Db, *entries: Entry) -> Replaced:
    return await replace_entries(db, entries, source="seed")


async def own(db: Db, *entries: Entry) -> Replaced:
    return await replace_entries(db, entries, source="own")


async def test_the_rows_of_a_source_become_exactly_the_given_ones(db: Db) -> None:
    assert await seed(db, KUIEREN, WANDEL) == Replaced(2, 0, 0)
    again = await seed(db, KUIEREN._replace(meaning="word:wandelen"), GROEP)
    assert again == Replaced(added=1, removed=1, changed=1)
    assert [(row.phrase, row.meaning) for row in await all_rows(db)] == [
        ("kuieren", "word:wandelen"),
        ("groep", "light"),
    ]


async def test_the_same_lists_again_are_no_new_version(db: Db) -> None:
    await seed(db, KUIEREN, WANDEL)
    before = await versions(db)
    assert not await seed(db, WANDEL, KUIEREN)
    assert await versions(db) == before


async def test_a_new_synonym_leaves_the_word_parts_as_they_were(db: Db) -> None:
    await seed(db, WANDEL)
    version, contents, parts = await versions(db)
    await seed(db, WANDEL, KUIEREN)
    later = await versions(db)
    assert later[0] == version + 1
    assert later[1] != contents
    assert later[2] == parts


async def test_the_same_lists_have_the_same_fingerprint_whatever_came_before(db: Db) -> None:
    await seed(db, KUIEREN)
    first = await versions(db)
    await seed(db, WANDEL)
    await seed(db, KUIEREN)
    assert (await versions(db))[1:] == first[1:]


async def test_own_rows_stay_when_the_service_brings_others(db: Db) -> None:
    await own(db, KUIEREN)
    await seed(db, WANDEL)
    assert {(row.phrase, row.source) for row in await all_rows(db)} == {
        ("kuieren", "own"),
        ("wandel", "seed"),
    }


async def test_an_import_about_one_list_leaves_the_others(db: Db) -> None:
    await own(db, KUIEREN, WANDEL)
    await replace_entries(db, [], source="own", lists=["synonym"])
    assert [row.phrase for row in await all_rows(db)] == ["wandel"]


async def test_an_own_part_wins_and_a_dash_takes_the_part_of_the_service_away(db: Db) -> None:
    await seed(db, WANDEL, GROEP)
    await own(db, WANDEL._replace(meaning="light"), GROEP._replace(meaning="-"))
    assert dict((await word_parts(db)).parts) == {"wandel": True}


@pytest.fixture
async def elsewhere(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(database_url))
    yield engine
    await engine.dispose()


async def test_two_who_change_the_lists_at_once_go_one_after_the_other(
    elsewhere: AsyncEngine,
) -> None:
    lists = [
        [Entry("synonym", f"woord {n} {who}", "theme:geld") for n in range(200)] for who in "ab"
    ]

    async def start(entries: list[Entry]) -> None:
        for _ in range(3):
            async with unit_of_work(elsewhere) as db:
                await replace_entries(db, entries, source="seed")

    async def look() -> None:
        for _ in range(10):
            async with unit_of_work(elsewhere) as db:
                held = {row.phrase[-1] for row in await all_rows(db)}
                assert len(held) <= 1, "half of one and half of the other"

    await asyncio.gather(*map(start, lists), look())
    async with unit_of_work(elsewhere) as db:
        rows = await all_rows(db)
        assert len(rows) == 200
        assert len({row.phrase[-1] for row in rows}) == 1
        await lexicon(db)
