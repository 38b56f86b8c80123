"""Reading areas over HTTP."""

from fastapi import APIRouter

from app.areas.queries import area_in_full, areas_found
from app.areas.schemas import Area, AreaCode, AreaCollection, AreaFeature, AreaFilters, AreaPage
from app.core.http import (
    FIVE_MINUTES,
    GEOJSON,
    JSON,
    NO_STORE,
    Answer,
    NoFilters,
    ReadRequest,
    public_get,
)

router = APIRouter(tags=["areas"])


async def areas(request: ReadRequest, filters: AreaFilters) -> Answer:
    """Gebieden op naam of bijnaam, of de gebieden om een punt heen.

    Zonder grenzen. Vraag GeoJSON (`Accept: application/geo+json`) om ook de grenzen te krijgen.
    Met een punt staat de buurt voorop; op een grens wint de laagste buurtcode.
    """
    async with request.reads.connection() as connection:
        found = await areas_found(
            connection,
            filters,
            as_geojson=request.media_type == GEOJSON,
            next_url=request.next_url,
        )
    # What names no area may be anything, also that somebody is in danger: nobody keeps that.
    is_story = filters.q is not None and found.is_empty
    return Answer(found.content, NO_STORE if is_story else None)


async def area(request: ReadRequest, _filters: NoFilters, *, code: AreaCode) -> bytes:
    """Eén gebied, met zijn grens en met de gebieden erboven en eronder.

    Een oude code verwijst door naar haar opvolger (308); zijn er meer opvolgers, dan is het
    antwoord 410 met de lijst. Officiële grenzen komen van CBS / Kadaster (CC BY 4.0): noem die
    bron op een kaart. Schematische grenzen zijn door ons getekend en hebben geen bron.
    """
    async with request.reads.connection() as connection:
        return await area_in_full(connection, code=code, as_geojson=request.media_type == GEOJSON)


public_get(
    router,
    "/areas",
    AreaFilters,
    areas,
    cache=FIVE_MINUTES,
    media={JSON: AreaPage, GEOJSON: AreaCollection},
)
public_get(
    router,
    "/areas/{code}",
    NoFilters,
    area,
    cache=FIVE_MINUTES,
    media={JSON: Area, GEOJSON: AreaFeature},
    also_answers=("moved", "gone"),
)
