"""Places come to lie in their new buurt when borders change, whoever is saving at that moment."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from app.places.commands import derive_areas_again
from tests import factories
from tests.factories import PATHMOS

RENUMBERED = "BU01530299"


async def renumber(db: Db) -> None:
    """CBS gives Pathmos another code."""
    await db.execute(
        text("UPDATE area SET code = :new WHERE code = :old"),
        {"new": RENUMBERED, "old": PATHMOS},
    )


async def buurten(db: Db) -> set[str | None]:
    return set((await db.execute(text("SELECT buurt_code FROM place"))).scalars())


async def test_a_place_moves_to_the_buurt_that_holds_it_now(db: Db) -> None:
    await factories.neighbourhood(db)
    await factories.place(db)
    assert await buurten(db) == {PATHMOS}
    await renumber(db)
    assert await derive_areas_again(db, gemeente_codes=["GM0153"]) == 1
    assert await buurten(db) == {RENUMBERED}
    assert await derive_areas_again(db, gemeente_codes=["GM0153"]) == 0


async def test_a_place_that_lay_nowhere_is_found_by_new_borders(db: Db) -> None:
    await factories.vocabularies(db)
    await factories.place(db)
    assert await buurten(db) == {None}
    await factories.square_buurt(db)
    assert await derive_areas_again(db, gemeente_codes=["GM0153"]) == 1
    assert await buurten(db) == {PATHMOS}


async def test_a_place_that_is_being_saved_meanwhile_does_not_keep_its_old_buurt(
    database_url: str,
) -> None:
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
    is_saving, may_finish = asyncio.Event(), asyncio.Event()

    async def coach() -> None:
        async with unit_of_work(engine) as db:
            await factories.place(db)
            is_saving.set()
            await may_finish.wait()

    async def area_import() -> None:
        await is_saving.wait()
        async with unit_of_work(engine) as db:
            await renumber(db)
            deriving = asyncio.create_task(derive_areas_again(db, gemeente_codes=["GM0153"]))
            await asyncio.sleep(0.3)
            assert not deriving.done()
            may_finish.set()
            assert await deriving == 1

    await asyncio.gather(coach(), area_import())
    async with unit_of_work(engine) as db:
        assert await buurten(db) == {RENUMBERED}
    await engine.dispose()
