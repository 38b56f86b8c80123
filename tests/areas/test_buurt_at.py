"""Which buurt holds a point, as PostgreSQL says and as shapely says."""

import importlib.util
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import MultiPoint, MultiPolygon, STRtree
from sqlalchemy import text

from app.areas import queries
from app.areas.commands import store_borders
from app.areas.rules import GRID_M, POINT_GRID_M, on_grid
from app.core.database import Db
from app.core.migrations import ROOT
from app.core.sql import sql_file
from app.ingest.areas.boundaries import file_source, read_borders
from tests.areas.weverveld import NOW, border, point, square

Spots = Any
"""Points of shapely, in an array."""


async def buurten_at(db: Db, spots: Spots) -> list[str | None]:
    """What the database says, in the order of the points."""
    rows = await db.execute(
        text("""
            SELECT buurt_at(ST_SetSRID(ST_MakePoint(spot.x, spot.y), 28992))
            FROM unnest(CAST(:xs AS float8[]), CAST(:ys AS float8[])) WITH ORDINALITY
                AS spot (x, y, place)
            ORDER BY spot.place
        """),
        {"xs": shapely.get_x(spots).tolist(), "ys": shapely.get_y(spots).tolist()},
    )
    return list(rows.scalars())


async def stored_buurten(db: Db) -> tuple[list[str], list[MultiPolygon]]:
    rows = await db.execute(
        text("""
            SELECT code, ST_AsBinary(geometry) AS wkb
            FROM area
            WHERE level = 'buurt'
            ORDER BY code
        """)
    )
    found = rows.all()
    return [row.code for row in found], [shapely.from_wkb(row.wkb) for row in found]


def shapely_says(
    codes: Sequence[str], polygons: Sequence[MultiPolygon], spots: Spots
) -> list[str | None]:
    """The lowest code whose polygon covers the point, put on the grid of points."""
    xy = np.round(shapely.get_coordinates(spots) / POINT_GRID_M) * POINT_GRID_M
    answer: list[str | None] = [None] * len(xy)
    spot_numbers, polygon_numbers = STRtree(polygons).query(shapely.points(xy), "covered_by")
    for number, polygon in zip(spot_numbers, polygon_numbers, strict=True):
        before = answer[number]
        answer[number] = codes[polygon] if before is None else min(before, codes[polygon])
    return answer


def random_spots(chance: random.Random, polygons: Sequence[MultiPolygon], count: int) -> Spots:
    min_x, min_y, max_x, max_y = shapely.total_bounds(polygons)
    return shapely.points(
        [(chance.uniform(min_x, max_x), chance.uniform(min_y, max_y)) for _ in range(count)]
    )


def border_spots(chance: random.Random, polygons: Sequence[MultiPolygon]) -> Spots:
    """Corners, exact middles of edges, and points somewhere along them."""
    xy: list[tuple[float, float]] = []
    for polygon in polygons:
        for part in polygon.geoms:
            corners = list(part.exterior.coords)
            for (ax, ay), (bx, by) in pairwise(corners):
                along = chance.random()
                xy += [
                    (ax, ay),
                    ((ax + bx) / 2, (ay + by) / 2),
                    (ax + (bx - ax) * along, ay + (by - ay) * along),
                ]
    return shapely.points(xy)


def crooked_buurten(chance: random.Random, count: int) -> dict[str, MultiPolygon]:
    """Cells of random shape that fit together: no edge is straight up or level."""
    seeds = MultiPoint([point(chance.uniform(0, 8), chance.uniform(0, 8)) for _ in range(count)])
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, ordered=True))
    return {
        f"BU9001{number:04}": on_grid(shapely.intersection(cell, square(0, 0, width=8, height=8)))
        for number, cell in enumerate(cells)
    }


async def store(db: Db, buurten: dict[str, MultiPolygon]) -> None:
    await db.execute(text("SET CONSTRAINTS ALL DEFERRED"))  # no wijken here: never committed
    shapes = [border(code, square(0, 0)) for code in buurten]
    await store_borders(
        db,
        [
            type(shape)(
                code=shape.code,
                level="buurt",
                name=None,
                parent_code=shape.parent_code,
                gemeente_code=shape.gemeente_code,
                inhabitants=None,
                says_inhabitants=False,
                geometry=buurten[shape.code],
            )
            for shape in shapes
        ],
        year=2024,
        now=NOW,
    )


def test_the_function_in_the_database_is_the_one_that_we_read() -> None:
    path = ROOT / "migrations" / "versions" / "0002_areas.py"
    spec = importlib.util.spec_from_file_location("migration_0002", path)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    ours = [
        line
        for line in sql_file(queries.__file__, "buurt_at").splitlines()
        if not line.startswith("--")
    ]

    assert "\n".join(ours).strip() == migration.BUURT_AT.strip()


async def test_a_point_on_a_shared_border_belongs_to_the_lower_code(db: Db) -> None:
    await store(
        db,
        {
            "BU90010001": on_grid(square(0, 0)),
            "BU90010000": on_grid(square(1, 0)),
            "BU90010003": on_grid(square(0, 1)),
            "BU90010002": on_grid(square(1, 1)),
        },
    )

    spots = shapely.points(
        [
            shapely.get_coordinates(p)[0]
            for p in (
                point(0.5, 0.5),
                point(1, 0.5),
                point(0.5, 1),
                point(1, 1),
                point(0, 0),
                point(1, 2),
            )
        ]
    )

    assert await buurten_at(db, spots) == [
        "BU90010001",
        "BU90010000",
        "BU90010001",
        "BU90010000",
        "BU90010001",
        "BU90010002",
    ]


async def test_a_point_outside_all_buurten_has_none(db: Db) -> None:
    await store(db, {"BU90010000": on_grid(square(0, 0))})

    assert await buurten_at(db, shapely.points([(100_000.0, 400_000.0)])) == [None]


async def test_random_points_and_border_points_lie_where_shapely_puts_them(db: Db) -> None:
    chance = random.Random(11)
    await store(db, crooked_buurten(chance, 60))
    codes, polygons = await stored_buurten(db)
    spots = np.concatenate([random_spots(chance, polygons, 4_000), border_spots(chance, polygons)])

    said = await buurten_at(db, spots)

    assert said == shapely_says(codes, polygons, spots)
    assert None not in said, "no point of Weverveld falls between two buurten"


async def test_a_point_on_a_border_is_held_by_both_sides_before_the_lower_code_wins(db: Db) -> None:
    chance = random.Random(12)
    await store(db, crooked_buurten(chance, 40))
    codes, polygons = await stored_buurten(db)
    spots = border_spots(chance, polygons)[1::3]  # exact middles of edges

    said = await buurten_at(db, spots)

    tree = STRtree(polygons)
    on_two_borders = 0
    for spot, code in zip(spots, said, strict=True):
        around = sorted(codes[i] for i in tree.query(spot, "intersects"))
        on_two_borders += len(around) == 2
        assert code == around[0]
    assert on_two_borders > 50


async def test_the_lookup_uses_the_index_of_buurten(db: Db) -> None:
    chance = random.Random(13)
    await store(db, crooked_buurten(chance, 900))
    await db.execute(text("ANALYZE area"))
    body = sql_file(queries.__file__, "buurt_at").rpartition("BEGIN ATOMIC")[2].partition(";")[0]
    asked = body.replace("point,", "ST_SetSRID(ST_MakePoint(257000, 473000), 28992),")

    plan = "\n".join((await db.execute(text(f"EXPLAIN {asked}"))).scalars())

    assert "area_buurt_geometry" in plan, plan
    assert "Seq Scan" not in plan


async def test_another_search_path_does_not_change_the_answer(db: Db) -> None:
    await store(db, {"BU90010000": on_grid(square(0, 0))})
    home = (await db.execute(text("SELECT current_schema()"))).scalar_one()

    await db.execute(text("CREATE TEMPORARY TABLE area (code text, level text, geometry text)"))
    await db.execute(text(f"SET LOCAL search_path = pg_temp, {home}"))

    assert await buurten_at(db, shapely.points([(255_500.0, 470_500.0)])) == ["BU90010000"]


@pytest.mark.parametrize("gemeente_code", ["GM0153", "GM0193", "GM0917"])
async def test_twenty_thousand_points_of_a_real_gemeente_lie_where_shapely_puts_them(
    db: Db, shared: Path, gemeente_code: str
) -> None:
    file = shared / "data" / "areas" / f"buurten_{gemeente_code}.geojson"
    areas = read_borders([file_source(file)], gemeente_codes=[]).areas
    await store_borders(db, areas, year=2024, now=NOW)
    codes, polygons = await stored_buurten(db)
    chance = random.Random(gemeente_code)
    inside = random_spots(chance, polygons, 20_000)
    borders = border_spots(chance, polygons)

    said = await buurten_at(db, np.concatenate([inside, borders]))

    assert said == shapely_says(codes, polygons, np.concatenate([inside, borders]))
    rim = shapely.unary_union(polygons).boundary
    lost = [
        spot
        for spot, code in zip(borders, said[20_000:], strict=True)
        if code is None and spot.distance(rim) > POINT_GRID_M
    ]
    assert lost == [], "a point on a border within the gemeente lies in a buurt"


def test_the_grids_keep_the_question_left_or_right_exact() -> None:
    # Products of two differences must fit in the 53 bits of a double: edges up to 16 km, points
    # up to 32 km from a corner, in steps of the grids.
    edge_steps = 16_384 / GRID_M
    point_steps = 32_768 / POINT_GRID_M

    assert edge_steps * point_steps <= 2**53
