"""Weverveld, a made-up gemeente near Enschede: two wijken of three square buurten of 1 km.

wijk 01:  Spoelhof  Twijnhof  Kettinghof
wijk 00:  Weefhof   Spinhof   Garenhof
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from pyproj import Transformer
from shapely import MultiPolygon, Point, Polygon, box
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from app.areas.rules import AreaBorder, on_grid
from app.core.database import engine_url
from app.ingest.areas.imports import import_from_files
from app.ingest.areas.store import AfterStore, ImportReport, nothing_above
from app.ingest.progress import Silent

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ORIGIN_X_M, ORIGIN_Y_M = 255_000.0, 470_000.0

NAMES = {
    "BU90010000": "Weefhof",
    "BU90010001": "Spinhof",
    "BU90010002": "Garenhof",
    "BU90010100": "Spoelhof",
    "BU90010101": "Twijnhof",
    "BU90010102": "Kettinghof",
}

TO_WGS84 = Transformer.from_crs(28992, 4326, always_xy=True)


def square(column: float, row: float, *, width: float = 1.0, height: float = 1.0) -> Polygon:
    """A rectangle in RD, in kilometres from the corner of Weverveld."""
    return box(
        ORIGIN_X_M + column * 1000,
        ORIGIN_Y_M + row * 1000,
        ORIGIN_X_M + (column + width) * 1000,
        ORIGIN_Y_M + (row + height) * 1000,
    )


def point(column: float, row: float) -> Point:
    """A point in RD, in kilometres from the corner of Weverveld."""
    return Point(ORIGIN_X_M + column * 1000, ORIGIN_Y_M + row * 1000)


def lonlat(spot: Point) -> tuple[float, float]:
    lon, lat = TO_WGS84.transform(spot.x, spot.y)
    return lon, lat


def squares() -> dict[str, Polygon]:
    """The buurten."""
    return {code: square(int(code[-1]), int(code[-3])) for code in NAMES}


def buurt(code: str, geometry: Polygon | MultiPolygon, **properties: object) -> dict[str, Any]:
    """A feature as PDOK's WFS gives it, but in RD."""
    return feature(
        geometry,
        {
            "buurtcode": code,
            "buurtnaam": NAMES.get(code, f"Buurt {code}"),
            "wijkcode": f"WK{code[2:8]}",
            "gemeentecode": f"GM{code[2:6]}",
            "gemeentenaam": "Weverveld",
            "water": "NEE",
            "aantalInwoners": 1000 + int(code[-1]),
            **properties,
        },
    )


def feature(geometry: shapely.Geometry | None, properties: Mapping[str, object]) -> dict[str, Any]:
    shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
    return {"type": "Feature", "properties": dict(properties), "geometry": shape}


def in_wgs84(features: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same features in degrees."""
    turned = []
    for one in features:
        shape = shapely.from_geojson(json.dumps(one["geometry"]))
        degrees = shapely.transform(
            shape,
            lambda xy: [list(pair) for pair in zip(*TO_WGS84.transform(*xy.T), strict=True)],
        )
        turned.append({**one, "geometry": json.loads(shapely.to_geojson(degrees))})
    return turned


def collection(features: Sequence[dict[str, Any]], *, epsg: int = 28992) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}},
        "features": list(features),
    }


def written(path: Path, features: Sequence[dict[str, Any]], *, epsg: int = 28992) -> Path:
    """A GeoJSON file."""
    path.write_text(json.dumps(collection(features, epsg=epsg)), encoding="utf-8")
    return path


def all_buurten() -> list[dict[str, Any]]:
    return [buurt(code, geometry) for code, geometry in squares().items()]


def border(code: str, geometry: Polygon) -> AreaBorder:
    """A buurt as the rules see it."""
    return AreaBorder(
        code=code,
        level="buurt",
        name=None,
        parent_code=f"WK{code[2:8]}",
        gemeente_code=f"GM{code[2:6]}",
        inhabitants=None,
        says_inhabitants=False,
        geometry=on_grid(geometry),
    )


def engine_of(url: str) -> AsyncEngine:
    return create_async_engine(engine_url(url), poolclass=NullPool)


async def imported(
    engine: AsyncEngine,
    file: Path,
    *,
    year: int = 2024,
    successors: Path | None = None,
    now: datetime = NOW,
    after_store: AfterStore = nothing_above,
) -> ImportReport:
    """Imports one file."""
    return await import_from_files(
        engine,
        [file],
        gemeente_codes=[],
        year=year,
        successors_file=successors,
        now=now,
        steps=Silent(),
        after_store=after_store,
    )
