"""Asking for areas over HTTP."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.queries import area_in_full, areas_found
from app.areas.router import router
from app.areas.schemas import AreaFilters
from app.core.database import unit_of_work
from tests.areas.weverveld import (
    all_buurten,
    buurt,
    engine_of,
    imported,
    lonlat,
    point,
    square,
    written,
)
from tests.core.http_house import asking, house

TOGETHER = {"Weefhof", "Spinhof"}


@pytest.fixture(scope="module")
async def weverveld(
    make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """The address of a database with Weverveld, two people's areas, and its old codes."""
    folder = tmp_path_factory.mktemp("weverveld")
    url = make_database()
    engine = engine_of(url)
    await _before(engine, folder)
    await imported(engine, written(folder / "buurten.geojson", all_buurten()), year=2025)
    yield url
    await engine.dispose()


async def _before(engine: AsyncEngine, folder: Path) -> None:
    """The edition before: Weefhof and Spinhof were one, Spoelhof had another code."""
    old = [
        buurt("BU90010009", square(0, 0, width=2), buurtnaam="Oudhof"),
        *(
            one
            for one in all_buurten()
            if one["properties"]["buurtcode"][-3:] not in {"000", "001"}
        ),
    ]
    for one in old:
        if one["properties"]["buurtcode"] == "BU90010100":
            one["properties"]["buurtcode"] = "BU90010109"
    await imported(engine, written(folder / "old.geojson", old), year=2024)
    async with unit_of_work(engine) as db:
        await db.execute(text(_peoples_areas()))
        await db.execute(
            text("""
                INSERT INTO area_member (area_code, buurt_code)
                VALUES ('PA9001-de-hoven', 'BU90010002'), ('PA9001-de-hoven', 'BU90010009'),
                       ('PA9001-zuid', 'BU90010009')
            """)
        )


def _peoples_areas() -> str:
    return """
        INSERT INTO area (code, level, name, aliases, parent_code, gemeente_code, year,
                          label_point, boundary, created_at, updated_at)
        SELECT v.code, 'people', v.name, v.aliases, 'GM9001', 'GM9001', 2024, a.label_point,
               'schematic', a.created_at, a.created_at
        FROM area AS a,
             (VALUES
                ('PA9001-de-hoven', 'De Hóven', ARRAY['Hoofjes', '''t Hofke', 'Weef-hoek']),
                ('PA9001-zuid', 'Zuid', CAST('{}' AS text[]))
             ) AS v (code, name, aliases)
        WHERE a.code = 'GM9001'
    """


@pytest.fixture
async def client(weverveld: str) -> AsyncIterator[httpx.AsyncClient]:
    app = house(routers=[router], database_url=weverveld)
    async with asking(app, opened=True) as client:
        yield client


async def names(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.get(f"/v1/areas?{query}")
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


async def faults(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.get(f"/v1/areas?{query}")
    assert answer.status_code == 400, answer.text
    return [fault["name"] for fault in answer.json()["errors"]]


async def test_nobody_keeps_a_question_that_names_no_area(client: httpx.AsyncClient) -> None:
    asked = "/v1/areas?q=mijn%20man%20slaat%20mij"
    for headers in ({}, {"Accept": "application/geo+json"}, {"If-None-Match": "*"}):
        answer = await client.get(asked, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


async def test_nothing_at_a_point_may_be_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/areas?lat=53.5&lon=3.5")
    assert answer.json()["items"] == []
    assert answer.headers["cache-control"] == "public, max-age=300"


async def test_a_list_has_the_members_of_every_page_and_no_borders(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/v1/areas?q=weefhof")

    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.json() == {
        "items": [
            {
                "code": "BU90010000",
                "level": "buurt",
                "name": "Weefhof",
                "aliases": [],
                "parentCode": "WK900100",
                "gemeenteCode": "GM9001",
                "year": 2025,
                "inhabitants": 1000,
                "boundary": "official",
            }
        ],
        "next": None,
        "nextCursor": None,
        "total": None,
        "facets": None,
        "suggestions": [],
        "fuzzy": False,
    }


async def test_the_same_name_comes_before_one_that_begins_so_and_one_that_holds_it(
    client: httpx.AsyncClient,
) -> None:
    # "Weef-hoek" (alias of De Hóven) and Weefhof begin so; Weverveld does not hold it.
    assert await names(client, "q=Spinhof") == ["Spinhof"]
    assert await names(client, "q=weef") == ["De Hóven", "Weefhof"]
    assert await names(client, "q=hoven") == ["De Hóven"]
    assert "Kettinghof" in await names(client, "q=tingh")


@pytest.mark.parametrize("typed", ["de hoven", "DE HÓVEN", "’t hofke", "t hofke", "weef hoek"])
async def test_capitals_accents_and_punctuation_do_not_matter(
    client: httpx.AsyncClient, typed: str
) -> None:
    assert await names(client, f"q={typed}") == ["De Hóven"]


async def test_a_name_that_nobody_has_finds_nothing(client: httpx.AsyncClient) -> None:
    assert await names(client, "q=Amsterdam") == []
    assert await names(client, "q=%25") == []
    assert await names(client, "q=!") == []


async def test_filters_narrow_and_repeat(client: httpx.AsyncClient) -> None:
    assert await names(client, "level=gemeente&level=people") == ["Weverveld", "De Hóven", "Zuid"]
    assert await names(client, "gemeente=GM0153") == []
    assert len(await names(client, "gemeente=GM0153&gemeente=gm9001&level=buurt")) == 6


async def test_a_point_lies_in_its_buurt_and_all_that_is_around_it(
    client: httpx.AsyncClient,
) -> None:
    lon, lat = lonlat(point(2.5, 0.5))

    assert await names(client, f"lat={lat:.6f}&lon={lon:.6f}") == [
        "Garenhof",
        "De Hóven",
        "WK900100",
        "Weverveld",
    ]
    assert await names(client, f"lat={lat:.6f}&lon={lon:.6f}&level=people") == ["De Hóven"]
    assert await names(client, f"lat={lat:.6f}&lon={lon:.6f}&q=ween") == []


async def test_a_point_outside_everything_lies_nowhere(client: httpx.AsyncClient) -> None:
    assert await names(client, "lat=52.0&lon=4.5") == []


async def test_every_fault_is_told_at_once(client: httpx.AsyncClient) -> None:
    assert await faults(client, "lat=52.2") == ["lon"]
    assert await faults(client, "lon=6.8") == ["lon"]
    assert await faults(client, "lat=2&lon=6.8") == ["lat"]
    assert await faults(client, "gemeente=Enschede") == ["gemeente"]
    assert sorted(await faults(client, "level=straat&limit=101&qq=x")) == ["level", "limit", "qq"]
    assert await faults(client, "cursor=abc") == ["cursor"]


async def test_pages_follow_each_other_without_gaps_or_doubles(client: httpx.AsyncClient) -> None:
    everything = await names(client, "limit=100")
    url: str | None = "/v1/areas?limit=3&count=true"
    seen: list[str] = []
    while url:
        page = (await client.get(url)).json()
        assert page["total"] == len(everything) == 11
        assert (page["nextCursor"] is None) == (page["next"] is None)
        seen += [item["name"] for item in page["items"]]
        url = page["next"]

    assert seen == everything


async def test_a_cursor_of_another_question_is_refused_and_holds_no_position(
    client: httpx.AsyncClient,
) -> None:
    lon, lat = lonlat(point(2.5, 0.5))
    page = (await client.get(f"/v1/areas?lat={lat:.4f}&lon={lon:.4f}&limit=1")).json()
    cursor = page["nextCursor"]

    assert await faults(client, f"limit=1&cursor={cursor}") == ["cursor"]
    assert f"{lat:.3f}".encode() not in base64.urlsafe_b64decode(cursor + "===")


async def test_geojson_has_borders_counter_clockwise_and_the_page_beside_the_features(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/v1/areas?q=weefhof", headers={"Accept": "application/geo+json"})

    assert answer.headers["content-type"].startswith("application/geo+json")
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    assert document["source"]["name"] == "CBS / Kadaster"
    assert document["next"] is None
    feature = document["features"][0]
    assert feature["id"] == "BU90010000"
    assert feature["properties"]["name"] == "Weefhof"
    _is_the_square(feature["geometry"])


def _is_the_square(geometry: Any) -> None:
    """It is Weefhof: WGS84, at most 6 decimals, outer ring counter-clockwise."""
    shape = shapely.from_geojson(json.dumps(geometry))
    assert shape.geom_type == "MultiPolygon"
    assert shape.geoms[0].exterior.is_ccw
    for lon, lat in shape.geoms[0].exterior.coords:
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)
    lon, lat = lonlat(point(0.5, 0.5))
    assert shape.centroid.distance(shapely.Point(lon, lat)) < 1e-5


async def test_one_area_is_told_in_full(client: httpx.AsyncClient) -> None:
    area = (await client.get("/v1/areas/BU90010000")).json()

    _is_the_square(area.pop("geometry"))
    assert area.pop("labelPoint")["type"] == "Point"
    assert area == {
        "code": "BU90010000",
        "level": "buurt",
        "name": "Weefhof",
        "aliases": [],
        "parentCode": "WK900100",
        "gemeenteCode": "GM9001",
        "year": 2025,
        "inhabitants": 1000,
        "boundary": "official",
        "within": [
            {"code": "PA9001-de-hoven", "level": "people", "name": "De Hóven"},
            {"code": "PA9001-zuid", "level": "people", "name": "Zuid"},
            {"code": "WK900100", "level": "wijk", "name": "WK900100"},
            {"code": "GM9001", "level": "gemeente", "name": "Weverveld"},
        ],
        "children": [],
        "members": [],
        "source": {
            "name": "CBS / Kadaster",
            "url": "https://www.pdok.nl/introductie/-/article/cbs-wijken-en-buurten",
            "licence": "CC BY 4.0",
        },
    }


async def test_a_wijk_names_its_buurten_and_a_gemeente_what_lies_directly_below(
    client: httpx.AsyncClient,
) -> None:
    wijk = (await client.get("/v1/areas/WK900101")).json()
    gemeente = (await client.get("/v1/areas/GM9001")).json()

    assert [c["name"] for c in wijk["children"]] == ["Spoelhof", "Twijnhof", "Kettinghof"]
    assert [c["code"] for c in gemeente["children"]] == [
        "WK900100",
        "WK900101",
        "PA9001-de-hoven",
        "PA9001-zuid",
    ]
    assert gemeente["within"] == []


async def test_a_peoples_area_is_made_of_the_buurten_that_took_over_from_its_old_ones(
    client: httpx.AsyncClient,
) -> None:
    area = (await client.get("/v1/areas/PA9001-de-hoven")).json()

    assert [m["code"] for m in area["members"]] == ["BU90010000", "BU90010001", "BU90010002"]
    assert area["boundary"] == "official"
    assert area["inhabitants"] == 1000 + 1001 + 1002
    assert area["year"] == 2025
    whole = shapely.from_geojson(json.dumps(area["geometry"]))
    parts = [
        shapely.from_geojson(
            json.dumps((await client.get(f"/v1/areas/{m['code']}")).json()["geometry"])
        )
        for m in area["members"]
    ]
    assert whole.symmetric_difference(shapely.unary_union(parts)).area < whole.area / 10_000


async def test_one_area_as_geojson_is_a_feature(client: httpx.AsyncClient) -> None:
    feature = (
        await client.get("/v1/areas/BU90010000", headers={"Accept": "application/geo+json"})
    ).json()

    assert (feature["type"], feature["id"]) == ("Feature", "BU90010000")
    assert feature["properties"]["source"]["licence"] == "CC BY 4.0"
    _is_the_square(feature["geometry"])


async def test_an_old_code_leads_to_its_successor(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/areas/BU90010109")

    assert answer.status_code == 308
    assert answer.headers["location"] == "/v1/areas/BU90010100"


async def test_the_old_code_of_a_split_buurt_is_gone_and_names_both(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/v1/areas/BU90010009")

    assert answer.status_code == 410
    assert answer.json()["successors"] == ["BU90010000", "BU90010001"]


async def test_another_spelling_of_a_code_leads_to_ours(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/areas/bu90010000")

    assert answer.status_code == 308
    assert answer.headers["location"] == "/v1/areas/BU90010000"


@pytest.mark.parametrize("code", ["BU99999999", "weverveld", "GM9001x", "%F0%9F%8F%A0"])
async def test_a_code_that_never_was_is_not_found(client: httpx.AsyncClient, code: str) -> None:
    assert (await client.get(f"/v1/areas/{code}")).status_code == 404


class Counting:
    """A connection that counts what it is asked."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self.asked = 0

    async def fetchrow(self, *arguments: Any) -> Any:
        self.asked += 1
        return await self._connection.fetchrow(*arguments)


@pytest.mark.parametrize("limit", [1, 100])
async def test_each_question_is_one_statement(weverveld: str, limit: int) -> None:
    connection = await asyncpg.connect(weverveld)
    counting = Counting(connection)
    filters = AreaFilters(limit=limit, count=True)

    await areas_found(counting, filters, as_geojson=True, next_url=str)
    await area_in_full(counting, code="GM9001", as_geojson=False)
    await connection.close()

    assert counting.asked == 2
