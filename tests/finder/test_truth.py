"""The finder against brute force: what is found, in which order, how far, how many of each."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.main import create_app
from tests.core.http_house import always_current, asking
from tests.finder.asking import Clock, Examiner
from tests.finder.entries import entries_of
from tests.finder.geography import geography_of
from tests.finder.grounds import made_up, three_municipalities
from tests.finder.oracle import Oracle
from tests.finder.questions import Asker
from tests.finder.settling import by_commands, in_bulk
from tests.finder.worlds import MOMENTS, NOW, settle
from tests.thorough import asked

# So many are registered as editors do it; the rest of a world comes in as rows.
BY_COMMANDS = 12


async def populate(engine: AsyncEngine, rng: Random, *, offerings: int) -> None:
    """Fills the ground with people's doings."""
    async with unit_of_work(engine) as db:
        geography = await geography_of(db)
    parents, plans = await settle(engine, geography, rng, offerings=offerings)
    await by_commands(engine, plans[:BY_COMMANDS], parents, rng)
    await in_bulk(engine, plans[BY_COMMANDS:], parents, rng)
    async with unit_of_work(engine) as db:
        await db.execute(text("ANALYZE"))  # as the database does by itself, some minutes later


async def oracle_of(engine: AsyncEngine) -> Oracle:
    """Who knows the truth about what is stored now."""
    async with unit_of_work(engine) as db:
        geography = await geography_of(db)
        terms: dict[str, list[str]] = {}
        for vocabulary, code in await db.execute(
            text("SELECT vocabulary, code FROM vocabulary_term")
        ):
            terms.setdefault(vocabulary, []).append(code)
        return Oracle(geography, terms, await entries_of(db, geography))


@asynccontextmanager
async def examiner(url: str) -> AsyncIterator[Examiner]:
    """The service on this database, and who asks it."""
    engine = create_async_engine(engine_url(url))
    oracle = await oracle_of(engine)
    await engine.dispose()
    clock = Clock(NOW)
    app = create_app(Settings(database_url=url), clock=clock, is_current=always_current)
    async with asking(app, opened=True) as client:
        yield Examiner(client, clock, oracle)


async def ask_at_random(url: str, rng: Random, *, questions: int) -> Examiner:
    async with examiner(url) as one:
        asker = Asker(one.oracle.geography, one.oracle.entries)
        for number in range(questions):
            now = MOMENTS[number % len(MOMENTS)]
            question = asker.question(rng, now)
            await one.examine(question, rng, now)
            if number % 4 == 0:
                await one.examine_agenda(question, rng, now)
    return one


@pytest.fixture(scope="module")
async def town(make_database: Callable[[], str]) -> str:
    """The address of a database with two made-up gemeenten and 240 offerings."""
    url = make_database()
    engine = create_async_engine(engine_url(url))
    await made_up(engine)
    await populate(engine, Random(153), offerings=240)
    await engine.dispose()
    return url


async def test_a_hundred_and_twenty_random_questions_are_answered_as_brute_force_does(
    town: str,
) -> None:
    answered = await ask_at_random(town, Random(2026), questions=120)

    assert answered.disagreements == []
    # The questions say something: many find a page or more, and some find nothing.
    assert sum(found > 20 for found in answered.found) > 20
    assert 0 in answered.found


@pytest.mark.slow
async def test_hundreds_of_questions_about_the_real_three_municipalities(
    make_database: Callable[[], str], shared: Path
) -> None:
    url = make_database()
    engine = create_async_engine(engine_url(url))
    await three_municipalities(engine, shared=shared)
    await populate(engine, Random(917), offerings=5000)
    await engine.dispose()

    answered = await ask_at_random(url, Random(11), questions=asked(400, whole=1_000))

    assert answered.disagreements == []
    assert sum(found > 100 for found in answered.found) > 100
