"""What a tile shows of the map, as the bytes of a Mapbox vector tile."""

from datetime import datetime

import asyncpg

from app.core.config import Settings
from app.core.geo import Bounds, rd_bounds
from app.core.sql import Question
from app.finder.asking import Values, clock_values
from app.tiles.rules import (
    AREA_BUFFER,
    CELL,
    EXTENT,
    MOST_FEATURES,
    OFFERINGS_APART_FROM,
    PIXEL,
    PLACES_APART_FROM,
    WIDE_TO,
    Tile,
)

_AREAS = Question(__file__, "areas")
_CLUSTERS = Question(__file__, "clusters")
_POINTS = Question(__file__, "points")


async def tile_drawn(
    connection: asyncpg.Connection, tile: Tile, *, settings: Settings, now: datetime
) -> bytes:
    """The layers `areas`, `places` and `offerings`; one without features is not there.

    Places and offerings stand in the tile that holds them and in no other: the sum over tiles is
    the whole. Empty outside the Netherlands.
    """
    land = tile.land
    if land is None:
        return b""
    box = _box_values(land)
    areas = await _AREAS.row(connection, box | _area_values(tile))
    values = _point_values(tile) | clock_values(settings, now=now)
    if tile.z > WIDE_TO:
        values |= box
    question = _POINTS if tile.z >= PLACES_APART_FROM else _CLUSTERS
    points = await question.row(connection, values)
    return bytes(areas["layer"]) + bytes(points["layers"])


def _box_values(land: Bounds) -> Values:
    min_x, min_y, max_x, max_y = rd_bounds(land)
    return {"min_x_m": min_x, "min_y_m": min_y, "max_x_m": max_x, "max_y_m": max_y}


def _area_values(tile: Tile) -> Values:
    return {
        "z": tile.z,
        "x": tile.x,
        "y": tile.y,
        "level": tile.area_level,
        "extent": EXTENT,
        "buffer": AREA_BUFFER,
        # Half a pixel: what was left out between two corners nobody sees.
        "tolerance_m": tile.unit_m * PIXEL / 2,
        "smallest_m": tile.unit_m * PIXEL,
    }


def _point_values(tile: Tile) -> Values:
    return {
        "scale": float(tile.abreast * EXTENT),
        "left": float(tile.x * EXTENT),
        "top": float(tile.y * EXTENT),
        "extent": EXTENT,
        "cell": CELL,
        "most": MOST_FEATURES,
        "offerings_apart": tile.z >= OFFERINGS_APART_FROM,
    }
