"""Pathmos as vector tiles: what a map gets to draw."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from pydantic import ValidationError
from sqlalchemy import text

from app.core.database import Db
from app.core.geo import LonLat
from app.core.sql import sql_file
from app.finder import asking
from app.offerings.commands import offerings
from app.tiles import queries
from app.tiles.rules import Tile
from tests.factories import DE_BOEI, MONDAY, PATHMOS, act, offering, organization, place
from tests.finder.pathmos import STEVENFENNE, asked_at, from_boei, goes_on
from tests.finder.pathmos_asked import Town, town_at
from tests.tiles.reading import (
    MVT,
    At,
    bytes_of,
    corners,
    counted,
    everywhere,
    layer,
    layers_of,
    tile_of,
)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


@pytest.fixture(scope="module")
async def quiet(make_database: Callable[[], str]) -> AsyncIterator[Town]:
    """The town with De Boei in it, in which nothing more happens."""
    async with town_at(make_database()) as town:
        await town.saved(de_boei)
        yield town


async def de_boei(db: Db) -> Any:
    """De Boei, where people walk twice a week and drop in once."""
    alifa = await organization(db)
    boei = await place(db)
    here = {"placeId": boei.id, "organizationId": alifa.id}
    for weekday in ("tu", "we"):
        await goes_on(db, weekday, title=f"Wandelen op {weekday}", **here)
    await goes_on(db, "th", title="Koffie", kind="inloop", **here)
    return boei


async def test_a_place_is_one_feature_that_counts_what_goes_on_by_kind(town: Town) -> None:
    boei = await town.saved(de_boei)
    await town.saved(lambda db: place(db, name="Een bankje", kind="buiten", point=from_boei(60)))
    at = tile_of(DE_BOEI, 14)

    bench, house = sorted(await layer(town.client, at, "places"), key=lambda one: one["count"])

    assert house.properties == {
        "id": str(boei.id),
        "name": "De Boei",
        "placeKind": "buurthuis",
        "count": 3,
        "kind:activiteit": 2,
        "kind:inloop": 1,
    }
    assert at.lonlat(*house.geometry["coordinates"]) == pytest.approx(
        (DE_BOEI.lon, DE_BOEI.lat), abs=1e-5
    )
    assert (bench["name"], bench["count"], bench.kinds) == ("Een bankje", 0, {})


@pytest.mark.parametrize("zoom", [15, 17, 20])
async def test_from_zoom_fifteen_on_offerings_stand_apart(quiet: Town, zoom: int) -> None:

    found = await layer(quiet.client, tile_of(DE_BOEI, zoom), "offerings")

    assert sorted((one["title"], one["kind"]) for one in found) == [
        ("Koffie", "inloop"),
        ("Wandelen op tu", "activiteit"),
        ("Wandelen op we", "activiteit"),
    ]
    assert len({one["place"] for one in found}) == 1
    listed = (await quiet.client.get("/v1/offerings")).json()["items"]
    assert {one["id"] for one in found} == {card["id"] for card in listed}


async def test_further_away_they_are_counted_together(town: Town) -> None:
    await town.saved(de_boei)
    await town.saved(lambda db: near_and_far(db, east_m=20))
    await town.saved(lambda db: near_and_far(db, east_m=2500))

    for zoom in (0, 7, 12):
        layers = layers_of(await bytes_of(town.client, tile_of(DE_BOEI, zoom)))
        places, offerings = layers["places"], layers["offerings"]
        assert all(one["cluster"] for one in [*places, *offerings])
        assert counted(places) == counted(offerings) == 5
        assert sum(one["places"] for one in places) == 3
        assert sum(one.kinds["activiteit"] for one in places) == 4
        assert sum(one.kinds.get("inloop", 0) for one in offerings) == 1
    assert len(places) == len(offerings) == 2


async def near_and_far(db: Db, *, east_m: float) -> None:
    hall = await place(db, name=f"Zaal op {east_m}", point=from_boei(east_m))
    await offering(db, title="Dansen", placeId=hall.id)


async def test_each_thing_stands_in_one_tile_of_a_zoom(town: Town) -> None:
    for east_m in range(-3000, 3000, 400):
        await town.saved(lambda db, east_m=east_m: near_and_far(db, east_m=east_m))

    for zoom in (5, 11, 13, 16):
        found = await everywhere(town.client, "offerings", deepest=zoom)
        assert counted([one for _, one in found]) == 15
    ids = [one["id"] for _, one in found]
    assert len(set(ids)) == len(ids) == 15


async def test_where_more_stands_than_a_tile_may_hold_it_is_counted_together(town: Town) -> None:
    await town.saved(de_boei)

    async def three_hundred_more(db: Db) -> None:
        await db.execute(
            text("""
                DO $$
                DECLARE
                    copied text := (
                        SELECT string_agg(attname, ', ') FROM pg_attribute
                        WHERE attrelid = 'offering'::regclass AND attnum > 0
                          AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'
                    );
                BEGIN
                    EXECUTE format(
                        'INSERT INTO offering (id, %1$s) SELECT gen_random_uuid(), %1$s '
                        'FROM offering, generate_series(1, 300) WHERE title = %2$L',
                        copied, 'Koffie'
                    );
                END
                $$
            """)
        )

    await town.saved(three_hundred_more)

    layers = layers_of(await bytes_of(town.client, tile_of(DE_BOEI, 18)))

    (heap,) = layers["offerings"]
    assert heap.properties == {
        "cluster": True,
        "count": 303,
        "kind:activiteit": 2,
        "kind:inloop": 301,
    }
    (house,) = layers["places"]
    assert (house["name"], house["count"]) == ("De Boei", 303)


@pytest.mark.parametrize(
    ("zoom", "level", "codes"),
    [
        (6, "gemeente", {"GM0153"}),
        (9, "gemeente", {"GM0153"}),
        (10, "wijk", {"WK015302"}),
        (12, "wijk", {"WK015302"}),
        (13, "buurt", {PATHMOS, STEVENFENNE}),
        (20, "buurt", {PATHMOS}),
    ],
)
async def test_areas_grow_finer_with_the_zoom(
    quiet: Town, zoom: int, level: str, codes: set[str]
) -> None:
    at = tile_of(DE_BOEI, zoom)

    found = await layer(quiet.client, at, "areas")

    assert {one["code"] for one in found} >= codes
    assert {one["level"] for one in found} == {level}
    assert set(found[0].properties) == {"code", "name", "level", "boundary"}


async def test_an_area_is_drawn_where_it_lies(quiet: Town) -> None:
    middle = tile_of(DE_BOEI, 13)
    around = [At(13, middle.x + x, middle.y + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]

    found = [
        (at, one)
        for at in around
        for one in await layer(quiet.client, at, "areas")
        if one["code"] == PATHMOS
    ]

    spots = [at.lonlat(*corner) for at, pathmos in found for corner in corners(pathmos)]
    lons, lats = zip(*spots, strict=True)
    west, east = from_boei(-500, -500), from_boei(500, 500)
    assert {(one["name"], one["boundary"]) for _, one in found} == {("Pathmos", "official")}
    assert min(lons) == pytest.approx(west.lon, abs=2e-4)
    assert max(lons) == pytest.approx(east.lon, abs=2e-4)
    assert min(lats) == pytest.approx(west.lat, abs=2e-4)
    assert max(lats) == pytest.approx(east.lat, abs=2e-4)


async def test_an_area_smaller_than_a_pixel_is_left_out(quiet: Town) -> None:
    assert await layer(quiet.client, At(0, 0, 0), "areas") == []


async def test_only_what_the_finder_lists_is_in_a_tile_whatever_the_day(town: Town) -> None:
    await town.saved(de_boei)

    async def not_for_ever(db: Db) -> None:
        hall = await place(db, name="Zaal", point=from_boei(30))
        resting = await goes_on(db, title="Stopt even", placeId=hall.id)
        await offerings.step(db, resting.id, "paused", act(reason="Rust."), expected_version=None)
        await goes_on(db, title="Nog niet klaar", status="draft", placeId=hall.id)
        await goes_on(db, title="Altijd", kind="wijkwijzer", placeId=hall.id)
        await goes_on(db, title="Bellen")
        course = await goes_on(db, title="Cursus", kind="cursus", placeId=hall.id)
        await db.execute(
            text("UPDATE offering SET last_ends_at = :ends WHERE id = :id"),
            {"ends": MONDAY + timedelta(days=3), "id": course.id},
        )

    await town.saved(not_for_ever)
    seen = []
    for days in (0, 3, 4, 209, 210):
        town.clock.now = MONDAY + timedelta(days=days)
        listed = (await town.client.get("/v1/offerings?limit=100")).json()["items"]
        shown = await layer(town.client, tile_of(DE_BOEI, 16), "offerings")
        placed = {card["title"] for card in listed if card["place"]}
        assert {one["title"] for one in shown} == placed
        clusters = await layer(town.client, tile_of(DE_BOEI, 8), "places")
        assert counted(clusters) == len(placed)
        seen.append(len(placed))
    assert seen == [5, 5, 4, 4, 1]


def test_a_tile_lists_by_the_words_of_the_finder() -> None:
    def conditions(path: str, name: str) -> list[str]:
        lines = sql_file(path, name).splitlines()
        return [line for line in lines if line.startswith("  AND ") and "--?" not in line]

    ours = conditions(queries.__file__, "_listed")

    assert len(ours) == 3
    assert conditions(asking.__file__, "_entries")[: len(ours)] == ours


@pytest.mark.parametrize("at", [At(5, 3, 3), At(14, 8430, 5300), At(20, 0, 0), At(1, 0, 1)])
async def test_a_tile_with_nothing_in_it_is_empty_and_no_error(quiet: Town, at: At) -> None:
    assert await bytes_of(quiet.client, at) == b""


async def test_a_tile_is_kept_for_five_minutes_and_then_asked_again(town: Town) -> None:
    await town.saved(de_boei)
    path = tile_of(DE_BOEI, 14).path
    first = await town.client.get(path)
    etag = {"if-none-match": first.headers["etag"]}

    again = await town.client.get(path, headers=etag)
    await town.saved(lambda db: near_and_far(db, east_m=50))
    changed = await town.client.get(path, headers=etag)

    assert first.headers["cache-control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_a_tile_that_has_not_changed_is_not_made_again_until_midnight(
    database_url: str, town: Town
) -> None:
    await town.saved(de_boei)
    path = tile_of(DE_BOEI, 14).path
    async with asked_at(database_url, town.clock, remembers=True) as client:
        house = client._transport.app.state.house  # type: ignore[attr-defined]
        await house.memo.watch.look(house.databases.reads)
        etag = (await client.get(path)).headers["etag"]
        for hours, hits in ((0, 1), (13, 2), (14, 2)):
            town.clock.now = MONDAY + timedelta(hours=hours)
            answer = await client.get(path, headers={"if-none-match": etag})
            assert (answer.status_code, house.memo.hits) == (304, hits)


async def test_a_tile_that_is_large_comes_compressed(town: Town) -> None:
    for number in range(12):
        await town.saved(lambda db, number=number: near_and_far(db, east_m=10 * number))

    answer = await town.client.get(tile_of(DE_BOEI, 14).path, headers={"accept-encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert len(layers_of(answer.content)["places"]) == 12


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/v1/tiles/21/0/0.mvt", {"z"}),
        ("/v1/tiles/-1/x/0.mvt", {"z", "x"}),
        ("/v1/tiles/3/8/0.mvt", {"x"}),
        ("/v1/tiles/3/8/8.mvt", {"x", "tile"}),
        ("/v1/tiles/3/1/1.pbf", {"tile"}),
        ("/v1/tiles/3/1/01.mvt", {"tile"}),
        ("/v1/tiles/3/1/1", {"tile"}),
        ("/v1/tiles/5/+16/10.mvt", {"x"}),
        ("/v1/tiles/5/%2B16/10.mvt", {"x"}),
        ("/v1/tiles/05/16/10.mvt", {"z"}),
        ("/v1/tiles/5/16/10.mvt%0a", {"tile"}),
        ("/v1/tiles/5/16/%0a10.mvt", {"tile"}),
        ("/v1/tiles/5/16/%2010.mvt", {"tile"}),
        ("/v1/tiles/5%0a/16/10.mvt", {"z"}),
        ("/v1/tiles/3/1/1.mvt?laag=places", {"laag"}),
    ],
)
async def test_what_is_no_tile_is_told_all_at_once(quiet: Town, path: str, wrong: set[str]) -> None:
    assert set(await quiet.faults(path)) == wrong


async def test_a_fault_says_what_is_possible(quiet: Town) -> None:
    assert await quiet.faults("/v1/tiles/3/8/0.mvt") == {
        "x": "Bij zoom 3 gaat dit van 0 tot en met 7."
    }


async def test_a_tile_is_not_answered_in_json(quiet: Town) -> None:
    headers = {"accept": "application/json"}

    answer = await quiet.client.get(At(0, 0, 0).path, headers=headers)

    assert answer.status_code == 406
    assert MVT in answer.text


async def test_gdal_opens_a_tile(quiet: Town, tmp_path: Path) -> None:
    if "MVT" not in pyogrio.list_drivers(read=True):
        pytest.skip("this GDAL was built without its driver for vector tiles")
    at = tile_of(DE_BOEI, 15)
    file = tmp_path / str(at.z) / str(at.x) / f"{at.y}.mvt"
    file.parent.mkdir(parents=True)
    file.write_bytes(await bytes_of(quiet.client, at))

    names = {name for name, _ in pyogrio.list_layers(file)}
    about, _, geometry, columns = pyogrio.raw.read(file, layer="places")

    assert names == {"areas", "places", "offerings"}
    told = {name: column[0] for name, column in zip(about["fields"], columns, strict=True)}
    assert (told["name"], told["placeKind"], told["count"]) == ("De Boei", "buurthuis", 3)
    assert about["crs"] == "EPSG:3857"
    assert len(geometry) == 1


def test_the_land_that_tiles_show_is_the_land_that_points_are_taken_from() -> None:
    whole = Tile(0, 0, 0).land
    assert whole is not None
    west, south, east, north = whole

    for lon, lat in ((west, south), (east, north)):
        LonLat(lon=lon, lat=lat)
    for lon, lat in ((west - 0.001, south), (east, north + 0.001)):
        with pytest.raises(ValidationError):
            LonLat(lon=lon, lat=lat)
