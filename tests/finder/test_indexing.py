"""Words beside texts: kept by who saves a text, made anew when other word parts hold."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from app.finder import jobs
from app.finder.jobs import reindex, reindex_when_due
from app.finder.queries import drift
from app.offerings.commands import offerings
from app.words.commands import replace_entries
from app.words.lexicon import Entry
from app.worker import working
from tests import factories
from tests.factories import MONDAY, act

WANDEL = Entry("word_part", "wandel", "full")
GROEP = Entry("word_part", "groep", "light")
BUURT = Entry("word_part", "buurt", "full")
HUIS = Entry("word_part", "huis", "full")
ALL = (WANDEL, GROEP, BUURT, HUIS)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """A neighbourhood with one walk and no word parts yet."""
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
        welzijn = await factories.organization(db, name="Stichting Buurthuis")
        house = await factories.place(db, name="Buurthuis Pathmos")
        await walk(db, organizationId=welzijn.id, placeId=house.id)
    yield engine
    await engine.dispose()


async def walk(db: Db, **different: Any) -> Any:
    plan = {"title": "Wandelgroep Pathmos", "summary": "Vanaf het buurthuis."} | different
    return await factories.offering(db, **plan)


async def put(engine: AsyncEngine, *entries: Entry) -> None:
    async with unit_of_work(engine) as db:
        await replace_entries(db, entries, source="own")


async def rows(engine: AsyncEngine, question: str) -> list[tuple[Any, ...]]:
    async with engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(question))]


async def words(engine: AsyncEngine) -> dict[str, set[str]]:
    (offering,) = await rows(engine, "SELECT title_words, text_words FROM offering")
    ((place,),) = await rows(engine, "SELECT name_words FROM place")
    ((organization,),) = await rows(engine, "SELECT name_words FROM organization")
    named = zip(
        ("title", "text", "place", "organization"), (*offering, place, organization), strict=True
    )
    return {name: set(found.split()) for name, found in named}


async def test_who_saves_a_text_keeps_its_words_beside_it(db: Db) -> None:
    await factories.neighbourhood(db)
    await replace_entries(db, ALL, source="seed")
    row = await walk(db)
    assert {"wandel", "groep"} <= set(row.title_words.split())
    assert {"buurt", "huis"} <= set(row.text_words.split())
    changed = await offerings.change(
        db, row.id, {"title": "Bingo"}, act(MONDAY + timedelta(days=1)), expected_version=1
    )
    assert changed.title_words == ""
    place = await factories.place(db, name="Buurthuis Pathmos")
    assert {"buurt", "huis"} <= set(place.name_words.split())


async def test_other_word_parts_make_the_words_of_every_text_anew(engine: AsyncEngine) -> None:
    assert not any((await words(engine)).values())
    await put(engine, *ALL)
    assert await reindex_when_due(engine) == 3
    found = await words(engine)
    assert {"wandel", "groep"} <= found["title"]
    for where in ("text", "place", "organization"):
        assert {"buurt", "huis"} <= found[where]
    async with unit_of_work(engine) as db:
        assert not await drift(db)


async def test_when_nothing_is_due_nothing_is_looked_at(engine: AsyncEngine) -> None:
    await put(engine, *ALL)
    await reindex_when_due(engine)
    looked: list[int] = []
    await put(engine, *ALL, Entry("synonym", "kuieren", "theme:bewegen"))
    assert await reindex_when_due(engine, tell=looked.append) == 0
    assert looked == []


async def test_rows_whose_words_are_right_are_left_alone(engine: AsyncEngine) -> None:
    await put(engine, *ALL)
    await reindex(engine)
    question = """
        SELECT xmin::text FROM offering UNION ALL SELECT xmin::text FROM place
        UNION ALL SELECT sum(version)::text FROM finder_version
    """
    before = await rows(engine, question)
    assert await reindex(engine) == 0
    assert await rows(engine, question) == before


async def test_the_finder_hears_of_new_words(engine: AsyncEngine) -> None:
    question = "SELECT sum(version) FROM finder_version WHERE gemeente_code = 'GM0153'"
    before = await rows(engine, question)
    await put(engine, WANDEL, GROEP)
    await reindex(engine)
    assert await rows(engine, question) > before


async def test_editors_change_nothing_that_history_or_versions_tell(engine: AsyncEngine) -> None:
    question = (
        "SELECT version, updated_at FROM offering UNION ALL SELECT count(*), max(at) FROM change"
    )
    before = await rows(engine, question)
    await put(engine, *ALL)
    await reindex(engine)
    assert await rows(engine, question) == before


async def test_many_offerings_go_in_batches(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    async with unit_of_work(engine) as db:
        boss = (await factories.organization(db)).id
        for number in range(7):
            await walk(db, title=f"Wandelgroep {number}", organizationId=boss)
    await put(engine, WANDEL, GROEP)
    looked: list[int] = []
    await reindex(engine, tell=looked.append)
    assert looked[-1] == 1 + 2 + 8
    assert await rows(engine, "SELECT count(*) FROM offering WHERE title_words = ''") == [(0,)]


async def test_a_text_that_is_being_saved_with_old_parts_is_not_forgotten(
    engine: AsyncEngine,
) -> None:
    async with unit_of_work(engine) as slow:
        boss = (await factories.organization(slow)).id
        late = await walk(slow, organizationId=boss)
        await put(engine, WANDEL, GROEP)  # does not wait for who saves
        running = asyncio.create_task(reindex(engine))
        await asyncio.sleep(0.2)
        assert not running.done()
    await running
    found = await rows(engine, f"SELECT title_words FROM offering WHERE id = '{late.id}'")  # noqa: S608
    assert "wandel" in found[0][0]


async def test_the_service_brings_its_words_at_every_start_and_ends_what_was_broken_off(
    engine: AsyncEngine, database_url: str
) -> None:
    await put(engine, *ALL)  # and nobody indexed
    async with working(database_url, engine):
        for _ in range(150):
            if (await words(engine))["title"]:
                break
            await asyncio.sleep(0.1)
    assert "wandel" in (await words(engine))["title"]
    ((brought,),) = await rows(
        engine, "SELECT count(*) FROM word_list_entry WHERE list = 'synonym' AND source = 'seed'"
    )
    assert brought > 1000
