"""However much there is on the map, a tile stays small: at every zoom, where most is."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import engine_url
from app.tiles.rules import DEEPEST_ZOOM, MOST_FEATURES
from bench.generate import fill
from tests.finder.pathmos import asked_at
from tests.tiles.reading import At, bytes_of, counted, layers_of

pytestmark = pytest.mark.slow

MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OFFERINGS = 10_000
MOST_BYTES = 100_000
LOOKED_INTO = 12
"""Tiles of each zoom: the fullest ones below the fullest ones of the zoom before."""


@pytest.fixture(scope="module")
def map_url(make_database: Callable[[], str]) -> str:
    url = make_database()
    fill(url, offerings=OFFERINGS, monday=MONDAY, seed=1, tell=lambda _: None)
    return url


@pytest.fixture
async def client(map_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with asked_at(map_url, lambda: NOW) as client:
        yield client


async def listed_with_a_point(map_url: str) -> int:
    """How much the finder lists that day and has a point."""
    engine = create_async_engine(engine_url(map_url))
    async with engine.connect() as connection:
        found = await connection.scalar(
            text("""
                SELECT count(*) FROM finder_entry AS e
                WHERE e.is_listed AND e.point IS NOT NULL
                  AND :today - e.checked_on < (ARRAY[210, 330, 1000000, 1000000])[e.freshness + 1]
                  AND (e.ends_on IS NULL OR :today <= e.ends_on)
            """),
            {"today": NOW.date()},
        )
    await engine.dispose()
    return int(found or 0)


async def fullest_tiles(client: httpx.AsyncClient) -> Mapping[int, Mapping[At, bytes]]:
    """Zoom → the tiles in which most goes on, and every tile of the first zooms."""
    tiles = [At(0, 0, 0)]
    looked: dict[int, dict[At, bytes]] = {}
    for zoom in range(DEEPEST_ZOOM + 1):
        contents = {at: await bytes_of(client, at) for at in tiles}
        looked[zoom] = contents
        full = {at: counted(layers_of(one).get("offerings", [])) for at, one in contents.items()}
        kept = sorted(full, key=lambda at: -full[at])
        kept = kept[: LOOKED_INTO if zoom >= 8 else None]
        tiles = [child for at in kept if full[at] for child in at.children]
    return looked


async def test_a_tile_stays_small_at_every_zoom_and_loses_nothing(
    client: httpx.AsyncClient, map_url: str
) -> None:
    looked = await fullest_tiles(client)

    for zoom, contents in looked.items():
        assert max(map(len, contents.values())) <= MOST_BYTES, f"zoom {zoom}"
        for content in contents.values():
            layers = layers_of(content)
            assert len(layers.get("places", [])) <= MOST_FEATURES
            assert len(layers.get("offerings", [])) <= MOST_FEATURES
    total = await listed_with_a_point(map_url)
    for zoom in range(9):
        every = [layers_of(content) for content in looked[zoom].values()]
        assert sum(counted(one.get("offerings", [])) for one in every) == total
        assert sum(counted(one.get("places", [])) for one in every) == total
