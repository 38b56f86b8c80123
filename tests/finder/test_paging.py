"""Turning pages while others write: nothing that stood still is skipped or comes twice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from app.core.entries import Act
from app.core.geo import RdPoint, lonlat_of
from app.offerings.commands import offerings
from app.offerings.programme import put_schedules
from app.places.commands import places
from tests.areas.weverveld import ORIGIN_X_M, ORIGIN_Y_M
from tests.factories import KEEPER, weekly
from tests.finder.asking import OFFERINGS
from tests.finder.choices import TITLES
from tests.finder.grounds import CELL_M, made_up
from tests.finder.test_truth import examiner, populate
from tests.finder.worlds import NOW

NOW_ACT = Act(KEEPER, NOW)
# Every summary has this word: everything is found, the best match first.
QUESTIONS = {
    "distance": {"lat": "52.22", "lon": "6.86"},
    "next": {},
    "name": {"sort": "name"},
    "relevance": {"q": "gezellige"},
}


@dataclass
class Neighbours:
    """Write while somebody turns pages, and remember of what it may have changed the place."""

    engine: AsyncEngine
    rng: Random
    touched: set[str] = field(default_factory=set)

    async def write(self) -> None:
        """Some of everything that moves an entry in an order, puts it in one or takes it out."""
        async with unit_of_work(self.engine) as db:
            await self._register(db)
            for act in (self._rename, self._meet_anew, self._archive):
                await act(db, await self._one_of(db, "offering", "published"))
            await self._move(db, await self._one_of(db, "place", "published"))

    async def _one_of(self, db: Db, table: str, status: str) -> UUID:
        ids = await db.execute(
            text(f"SELECT id FROM {table} WHERE status = :status ORDER BY id"),  # noqa: S608 - ours
            {"status": status},
        )
        return self.rng.choice(ids.scalars().all())

    async def _register(self, db: Db) -> None:
        """Somebody begins what somebody else does already, under another name."""
        like = await offerings.locked(
            db, await self._one_of(db, "offering", "published"), expected_version=None
        )
        document = await offerings.document(db, like)
        title = self.rng.choice(TITLES)
        new = await offerings.register(
            db, document.model_copy(update={"title": title}), NOW_ACT, status="published"
        )
        self.touched.add(str(new.id))

    async def _rename(self, db: Db, offering_id: UUID) -> None:
        self.touched.add(str(offering_id))
        patch = {"title": f"{self.rng.choice(TITLES)} {self.rng.random():.3f}"}
        await offerings.change(db, offering_id, patch, NOW_ACT, expected_version=None)

    async def _meet_anew(self, db: Db, offering_id: UUID) -> None:
        self.touched.add(str(offering_id))
        schedules = [weekly(self.rng.choice(["mo", "we", "su"]))]
        await put_schedules(db, offering_id, schedules, NOW_ACT, expected_version=None)

    async def _archive(self, db: Db, offering_id: UUID) -> None:
        self.touched.add(str(offering_id))
        await offerings.step(db, offering_id, "archived", NOW_ACT, expected_version=None)

    async def _move(self, db: Db, place_id: UUID) -> None:
        """Everything that goes on there moves along."""
        there = await db.execute(
            text("SELECT id FROM offering WHERE place_id = :id"), {"id": place_id}
        )
        self.touched.update(map(str, there.scalars()))
        point = RdPoint(
            ORIGIN_X_M + self.rng.uniform(0, 6 * CELL_M),
            ORIGIN_Y_M + self.rng.uniform(0, 4 * CELL_M),
        )
        patch: dict[str, Any] = {"point": lonlat_of(point).model_dump(mode="json")}
        await places.change(db, place_id, patch, NOW_ACT, expected_version=None)


async def turned_pages(
    client: httpx.AsyncClient, query: dict[str, str], neighbours: Neighbours
) -> list[str]:
    """The ids on all pages; the neighbours write between every two."""
    url: str | None = str(httpx.URL(OFFERINGS, params={**query, "limit": "9"}))
    seen: list[str] = []
    while url:
        page = (await client.get(url)).raise_for_status().json()
        seen += [item["id"] for item in page["items"]]
        url = page["next"]
        await neighbours.write()
    return seen


@pytest.fixture(scope="module")
async def busy(make_database: Callable[[], str]) -> str:
    """The address of a database in which something goes on everywhere."""
    url = make_database()
    engine = create_async_engine(engine_url(url))
    await made_up(engine)
    await populate(engine, Random(9), offerings=110)
    await engine.dispose()
    return url


@pytest.mark.parametrize("order", QUESTIONS)
async def test_pages_show_once_everything_that_stood_still(busy: str, order: str) -> None:
    engine = create_async_engine(engine_url(busy))
    neighbours = Neighbours(engine, Random(order))
    async with examiner(busy) as one:
        there = {item["id"] for item in await _all_at_once(one.client, QUESTIONS[order])}
        seen = await turned_pages(one.client, QUESTIONS[order], neighbours)
    await engine.dispose()

    stood_still = there - neighbours.touched
    assert len(stood_still) > len(there) / 3, "hardly anybody stood still"
    assert stood_still - set(seen) == set()
    # What moves from a page that was shown to one that is still to come, is met again there.
    twice = {item for item, count in Counter(seen).items() if count > 1}
    assert twice <= neighbours.touched


async def _all_at_once(client: httpx.AsyncClient, query: dict[str, str]) -> list[Any]:
    answer = await client.get(OFFERINGS, params={**query, "limit": "100"})
    page = answer.raise_for_status().json()
    assert page["next"] is None
    items: list[Any] = page["items"]
    return items
