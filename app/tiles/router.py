"""The map as vector tiles over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from app.core.errors import Fault, InvalidInputError
from app.core.http import FIVE_MINUTES, Answer, NoFilters, ReadRequest, Rests, public_get
from app.finder.asking import rests_until
from app.tiles.queries import tile_drawn
from app.tiles.rules import DEEPEST_ZOOM, WIDE_TO, Tile

MVT = "application/vnd.mapbox-vector-tile"

Zoom = Annotated[int, Field(ge=0, le=DEEPEST_ZOOM, description="0 is de hele wereld.")]
Column = Annotated[int, Field(ge=0, lt=1 << DEEPEST_ZOOM, description="Van west naar oost.")]
RowFile = Annotated[
    str,
    StringConstraints(strip_whitespace=False),  # a tile has one address
    Field(
        pattern=r"^(0|[1-9][0-9]{0,6})\.mvt$",
        description="De rij van noord naar zuid, met '.mvt' erachter, zoals '5390.mvt'.",
    ),
]

router = APIRouter(tags=["tiles"])


async def tile(
    request: ReadRequest,
    _filters: NoFilters,
    *,
    z: Zoom,
    x: Column,
    tile: RowFile,
) -> Answer:
    """Een tegel van de kaart (Mapbox Vector Tile), met de lagen 'areas', 'places' en 'offerings'.

    'areas': gemeenten, vanaf zoom 10 wijken, vanaf 13 buurten ('code', 'name', 'level',
    'boundary'). 'places': elke openbare plek ('id', 'name', 'placeKind', 'count', en per soort
    aanbod zoals 'kind:inloop' hoeveel), vanaf zoom 13 los. 'offerings': aanbod met een plek ('id',
    'title', 'kind', 'place'), vanaf zoom 15 los. Daarvoor, en waar er meer dan 256 zijn, staan ze
    bij elkaar: 'cluster' is dan true en 'count' zegt hoeveel aanbod. Wat geen openbare plek heeft
    staat in geen tegel. Een tegel waar niets is, is leeg.
    """
    asked = _tile(z, x, tile)
    async with request.reads.connection_for(much=z <= WIDE_TO) as connection:
        content = await tile_drawn(
            connection, asked, settings=request.house.settings, now=request.now
        )
    # Freshness and last days change at midnight; a session changes no tile.
    return Answer(content, rests=Rests(None, rests_until(request.now, None)))


def _tile(z: int, x: int, file: str) -> Tile:
    """Raises InvalidInputError where the world has no such tile."""
    asked = Tile(z, x, int(file.removesuffix(".mvt")))
    last = asked.abreast - 1
    faults = [
        Fault("path", name, "out-of-range", f"Bij zoom {z} gaat dit van 0 tot en met {last}.")
        for name, number in (("x", asked.x), ("tile", asked.y))
        if number > last
    ]
    if faults:
        raise InvalidInputError(faults)
    return asked


public_get(router, "/tiles/{z}/{x}/{tile}", NoFilters, tile, cache=FIVE_MINUTES, media={MVT: None})
