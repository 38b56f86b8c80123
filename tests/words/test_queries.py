"""The lists in memory: how they are put together, and how soon a change is seen."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings
from app.core.database import Db, ReadPool, engine_url, unit_of_work
from app.words import queries
from app.words.commands import replace_entries
from app.words.lexicon import Entry, Lexicon
from app.words.queries import built, known_lexicon, word_forms
from tests import factories
from tests.factories import MONDAY

BEWEGEN = ("theme", "bewegen", "Bewegen en sport", ["wandelen", "gym"])
SPEL = ("theme", "spel", "Spelletjes", ["gym", "Café-spel"])


@pytest.fixture
def entries_and_labels(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a lexicon was last made of."""
    made: dict[str, Any] = {}

    def of(entries: Any, labels: Any) -> Lexicon:
        made["entries"], made["labels"] = list(entries), labels
        return original(entries=made["entries"], labels=labels)

    original = Lexicon.of
    monkeypatch.setattr(Lexicon, "of", of)
    return made


def test_word_forms_of_a_theme_stand_for_it() -> None:
    assert word_forms([BEWEGEN, SPEL]) == {
        "wandelen": "theme:bewegen",
        "gym": "theme:bewegen|theme:spel",
        "cafe spel": "theme:spel",
    }


def test_a_list_says_more_than_a_word_form(entries_and_labels: dict[str, Any]) -> None:
    entries = [("synonym", "wandelen", "word:lopen"), ("synonym", "gym", "-")]
    built(json.dumps({"entries": entries, "terms": [BEWEGEN]}))
    assert entries_and_labels["entries"] == [Entry("synonym", "wandelen", "word:lopen")]
    assert entries_and_labels["labels"] == {"theme:bewegen": "Bewegen en sport"}


@pytest.fixture
async def elsewhere(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await factories.vocabularies(db)
    yield engine
    await engine.dispose()


@pytest.fixture
async def reads(database_url: str) -> AsyncIterator[ReadPool]:
    pool = await ReadPool.open(Settings(), database_url)
    yield pool
    await pool.close(grace_s=1)


async def put(engine: AsyncEngine, *entries: Entry) -> None:
    async with unit_of_work(engine) as db:
        await replace_entries(db, entries, source="own")


async def asked(reads: ReadPool, *, after_s: float = 0) -> Lexicon:
    async with reads.connection() as connection:
        return await known_lexicon(reads, connection, now=MONDAY + timedelta(seconds=after_s))


async def test_a_change_is_seen_after_ten_seconds_and_not_before(
    elsewhere: AsyncEngine, reads: ReadPool
) -> None:
    first = await asked(reads)
    await put(elsewhere, Entry("synonym", "kuieren", "theme:bewegen"))
    assert await asked(reads, after_s=9) is first
    second = await asked(reads, after_s=11)
    assert second is not first
    assert await asked(reads, after_s=30) is second


async def test_the_labels_of_terms_are_part_of_what_is_known(
    elsewhere: AsyncEngine, reads: ReadPool
) -> None:
    first = await asked(reads)
    async with unit_of_work(elsewhere) as db:
        await renamed(db)
    assert await asked(reads, after_s=11) is not first


async def renamed(db: Db) -> None:
    question = "UPDATE vocabulary_term SET label_nl = 'Rondkomen' WHERE code = 'geld'"
    await (await db.connection()).exec_driver_sql(question)


async def test_many_who_ask_at_once_wait_for_one_lexicon(
    elsewhere: AsyncEngine, reads: ReadPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(elsewhere, Entry("synonym", "proaten", "theme:praten"))
    builds: list[str] = []
    original = queries.built

    def counted(stored: str) -> Lexicon:
        builds.append(stored)
        return original(stored)

    monkeypatch.setattr(queries, "built", counted)
    found = await asyncio.gather(*(asked(reads) for _ in range(6)))
    assert len(builds) == 1
    assert len({id(one) for one in found}) == 1


async def test_who_asks_while_another_looks_goes_on_with_what_was_known(
    elsewhere: AsyncEngine, reads: ReadPool
) -> None:
    first = await asked(reads)
    await put(elsewhere, Entry("synonym", "noaber", "theme:buurt"))
    new, meanwhile = await asyncio.gather(asked(reads, after_s=11), asked(reads, after_s=11))
    assert new is not first
    assert meanwhile in (first, new)
