"""Where a map of an area is, and how long it stays the same."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url
from app.finder.area_map import OUTSIDE, map_of_area
from app.finder.asking import Found
from app.places.commands import places
from tests.factories import MONDAY, PATHMOS, act, neighbourhood, offering, place, square_buurt
from tests.finder.pathmos import (
    ENSCHEDE,
    STEVENFENNE,
    Saved,
    asked_at,
    asker_of,
    beside_pathmos,
    from_boei,
    goes_on,
    hours,
    later,
    saving,
)

MAP = f"/v1/areas/{PATHMOS}/map"


@pytest.fixture
async def saved(database_url: str) -> AsyncIterator[Saved]:
    engine = create_async_engine(engine_url(database_url))
    saved = saving(engine)
    await saved(neighbourhood)
    await saved(beside_pathmos)
    yield saved
    await engine.dispose()


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with asked_at(database_url, lambda: MONDAY) as client:
        yield client


async def test_an_old_code_leads_to_the_map_of_its_successor(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def renumbered(db: Db) -> None:
        for old, new in (
            ("BU01530209", PATHMOS),
            ("BU01530208", PATHMOS),
            ("BU01530208", STEVENFENNE),
        ):
            await db.execute(
                text("INSERT INTO area_successor (old_code, new_code, year) VALUES (:o, :n, 2024)"),
                {"o": old, "n": new},
            )

    await saved(renumbered)

    one = await client.get("/v1/areas/BU01530209/map")
    small = await client.get(f"/v1/areas/{PATHMOS.lower()}/map")
    split = await client.get("/v1/areas/BU01530208/map")
    never = await client.get("/v1/areas/BU01539999/map")

    assert (one.status_code, one.headers["location"]) == (308, MAP)
    assert (small.status_code, small.headers["location"]) == (308, MAP)
    assert (split.status_code, split.json()["successors"]) == (410, [STEVENFENNE, PATHMOS])
    assert never.status_code == 404
    assert "/v1/areas?q=" in never.json()["detail"]


async def coffee_and_a_desk(db: Db) -> None:
    boei = await place(db)
    await goes_on(db, "tu", kind="inloop", title="Koffie met buren", placeId=boei.id)
    await goes_on(db, "mo", kind="wijkwijzer", title="Wijkwijzer De Boei", placeId=boei.id)


async def test_a_map_that_did_not_change_is_a_304(saved: Saved, client: httpx.AsyncClient) -> None:
    await saved(coffee_and_a_desk)

    first = await client.get(MAP)
    again = await client.get(MAP, headers={"If-None-Match": first.headers["etag"]})
    await saved(lambda db: offering(db, title="Nieuw"))
    other = await client.get(MAP, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200
    assert "Nieuw" in other.text


async def scopes(url: str, *, code: str = PATHMOS) -> set[str]:
    return set((await rests(url, code=code)).scopes or ())


async def rests(url: str, now: datetime = MONDAY, *, code: str = PATHMOS) -> Found:
    async with asker_of(url, now) as asker:
        return await map_of_area(asker, code=code)


async def test_a_map_rests_until_the_minute_is_over_or_a_session_begins_or_ends(
    database_url: str, saved: Saved
) -> None:
    await saved(lambda db: goes_on(db, hours("mo", "10:01", 30)))
    moved = later(MONDAY, minutes=1) - timedelta(seconds=20)
    await saved(
        lambda db: db.execute(
            text("""
                UPDATE session SET starts_at = :at
                WHERE starts_at = (SELECT min(starts_at) FROM session)
            """),
            {"at": moved},
        )
    )

    assert (await rests(database_url)).until == moved
    in_between = moved + timedelta(seconds=5)
    assert (await rests(database_url, in_between)).until == later(MONDAY, minutes=1)


async def test_a_map_leans_on_its_gemeente_and_on_those_just_across_the_border(
    database_url: str, saved: Saved
) -> None:
    async def losser(db: Db) -> None:
        for code, metres in (("BU01680001", 1400), ("BU01680002", 2600)):
            await square_buurt(
                db,
                code=code,
                around=from_boei(0, metres),
                parent_code="WK016800",
                gemeente_code="GM0168",
            )

    before = await scopes(database_url)
    await saved(losser)

    assert before == {ENSCHEDE, OUTSIDE}
    assert await scopes(database_url) == {ENSCHEDE, "GM0168", OUTSIDE}
    assert await scopes(database_url, code=STEVENFENNE) == {ENSCHEDE, "GM0168", OUTSIDE}


async def test_whatever_shows_on_the_map_wakes_its_memo(database_url: str, saved: Saved) -> None:
    """A place across the border, in another gemeente, is renamed: no 304 after that."""

    async def across(db: Db) -> Any:
        await square_buurt(
            db,
            code="BU01680001",
            around=from_boei(0, 1000),
            parent_code="WK016800",
            gemeente_code="GM0168",
        )
        return await place(db, name="Buurhuis", point=from_boei(0, 700))

    neighbour = await saved(across)
    async with asked_at(database_url, lambda: MONDAY, remembers=True) as client:
        house = client._transport.app.state.house  # type: ignore[attr-defined]
        await house.memo.watch.look(house.databases.reads)
        first = await client.get(MAP)
        same = await client.get(MAP, headers={"If-None-Match": first.headers["etag"]})
        hits = house.memo.hits

        async def renamed(db: Db) -> None:
            await places.change(db, neighbour.id, {"name": "Hof"}, act(), expected_version=None)

        await saved(renamed)
        await house.memo.watch.look(house.databases.reads)
        other = await client.get(MAP, headers={"If-None-Match": first.headers["etag"]})

    assert (same.status_code, hits) == (304, 1)
    assert other.status_code == 200
    assert [one["name"] for one in other.json()["across"]["places"]] == ["Hof"]
