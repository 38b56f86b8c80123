"""A place that not everybody may know is in no tile, nor does any tile change because of it."""

from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import engine_url
from app.core.geo import RdPoint, lonlat_of
from tests.contract.asgi import Request
from tests.finder.hiding import World, build, move_secrets
from tests.finder.test_hidden import tell_area_only_points
from tests.finder.twins import Twins, copy_of, twins
from tests.tiles.reading import At, layers_of, tile_of

ZOOMS = (0, 6, 9, 11, 12, 13, 14, 15, 16, 18)


@pytest.fixture(scope="module")
async def world(make_database: Callable[[], str]) -> World:
    return await build(make_database(), Random(5), ordinary=24, confidential=28)


def tiles_of(world: World) -> list[At]:
    """Every tile with something in it, and those where the secret places stand."""
    spots = [*world.public.values(), *((one.x_m, one.y_m) for one in world.secrets)]
    points = [lonlat_of(RdPoint(*spot)) for spot in spots]
    return sorted({tile_of(point, zoom) for point in points for zoom in ZOOMS})


async def asked(both: Twins, at: At) -> bytes:
    answer = await both.ask(Request("GET", at.path.encode(), [(b"x-request-id", b"kaart")], b""))
    assert answer.status == 200
    return answer.body


async def test_tiles_are_the_same_wherever_the_secret_places_stand(
    server: str, world: World
) -> None:
    ids: set[str] = set()
    with copy_of(server, world.url) as twin_url:
        await move_secrets(twin_url, world, Random(8))
        async with twins(world.url, twin_url) as both:
            for at in tiles_of(world):
                for layer in layers_of(await asked(both, at)).values():
                    ids |= {one.properties.get("id", "") for one in layer}

    assert both.differing == []
    assert both.telling == []
    assert ids.isdisjoint(world.confidential)
    assert ids.isdisjoint(str(one.id) for one in world.secrets)
    assert len(ids & world.public.keys()) > 10


async def test_a_read_model_that_knew_their_points_would_be_found_out(
    server: str, world: World
) -> None:
    with copy_of(server, world.url) as url:
        tell_area_only_points(url)
        async with twins(world.url, url) as both:
            for at in tiles_of(world):
                await asked(both, at)

    assert both.differing


async def test_when_they_are_gone_no_tile_differs(server: str, world: World) -> None:
    with copy_of(server, world.url) as emptied_url:
        engine = create_async_engine(engine_url(emptied_url))
        async with engine.begin() as connection:
            for statement in (
                "DELETE FROM offering WHERE place_id = ANY ($1)",
                "UPDATE session SET place_id = NULL WHERE place_id = ANY ($1)",
                "DELETE FROM session_change WHERE place_id = ANY ($1)",
                "UPDATE schedule SET place_id = NULL WHERE place_id = ANY ($1)",
                "DELETE FROM place WHERE id = ANY ($1)",
            ):
                await connection.exec_driver_sql(statement, ([one.id for one in world.secrets],))
        await engine.dispose()
        async with twins(world.url, emptied_url) as both:
            for at in tiles_of(world):
                await asked(both, at)

    assert both.differing == []
