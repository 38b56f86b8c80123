"""Coordinates: stored in RD New (EPSG:28992, metres), spoken in WGS84 (degrees, lon before lat)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from geoalchemy2.elements import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from pydantic import Field
from pyproj import Transformer
from shapely.geometry import Point as ShapelyPoint

from app.core.schemas import WireModel

RD = 28992
WGS84 = 4326

# The box of the European Netherlands, with a little sea around it.
Lon = Annotated[float, Field(ge=3.2, le=7.3)]
Lat = Annotated[float, Field(ge=50.7, le=53.7)]


class LonLat(WireModel):
    """A point on the map in degrees WGS84."""

    lon: Lon
    lat: Lat


@dataclass(frozen=True, slots=True)
class RdPoint:
    """A point in metres RD New."""

    x_m: float
    y_m: float


@lru_cache(maxsize=1)
def _to_rd() -> Transformer:
    return Transformer.from_crs(WGS84, RD, always_xy=True)


@lru_cache(maxsize=1)
def _to_wgs84() -> Transformer:
    return Transformer.from_crs(RD, WGS84, always_xy=True)


def rd_of(point: LonLat) -> RdPoint:
    """Degrees to metres."""
    x_m, y_m = _to_rd().transform(point.lon, point.lat)
    return RdPoint(x_m, y_m)


Bounds = tuple[float, float, float, float]
"""West, south, east, north; or min x, min y, max x, max y."""


def rd_bounds(degrees: Bounds) -> Bounds:
    """The smallest box in metres that holds a box in degrees.

    Its sides are curves in RD: they are followed, and a metre is left around them.
    """
    min_x, min_y, max_x, max_y = _to_rd().transform_bounds(*degrees, densify_pts=200)
    return min_x - 1, min_y - 1, max_x + 1, max_y + 1


def lonlat_of(point: RdPoint) -> LonLat:
    """Metres to degrees, 6 decimals (about 10 cm)."""
    lon, lat = _to_wgs84().transform(point.x_m, point.y_m)
    return LonLat(lon=round(lon, 6), lat=round(lat, 6))


def stored(point: LonLat) -> WKBElement:
    """The point as a column value."""
    rd = rd_of(point)
    return from_shape(ShapelyPoint(rd.x_m, rd.y_m), srid=RD)


def spoken(column: WKBElement) -> LonLat:
    """A column value as degrees."""
    point = to_shape(column).centroid  # of a point: itself, and typed as one
    return lonlat_of(RdPoint(point.x, point.y))
