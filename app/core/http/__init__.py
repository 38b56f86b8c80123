"""The HTTP side of the house: what a router needs, and nothing else.

A public read, in a domain package's `router.py`::

    router = APIRouter(tags=["areas"])

    async def areas(request: ReadRequest, filters: AreaFilters) -> AreaPage:
        '''Gebieden op naam, of de gebieden om een punt heen.'''
        async with request.reads.connection() as connection:
            return await areas_named(connection, filters, now=request.now)

    async def area(request: ReadRequest, _filters: NoFilters, *, code: AreaCode) -> Area:
        '''Eén gebied.'''
        ...

    public_get(router, "/areas", AreaFilters, areas, cache=FIVE_MINUTES,
               media={JSON: AreaPage, GEOJSON: AreaCollection})
    public_get(router, "/areas/{code}", NoFilters, area, cache=FIVE_MINUTES,
               also_answers=("moved", "gone"))

`app.main` includes the router under `/v1`. A write::

    router = APIRouter(tags=["places"], route_class=HouseRoute)

    @router.post("/places", status_code=201)
    async def post_place(db: WriteDb, place: PlaceIn) -> PlaceOut: ...

What a domain error means in HTTP is said once, in `core.errors.PROBLEMS`.
"""

from app.core.http.handles import HouseRoute, ReadDb, WriteDb
from app.core.http.public import (
    ALWAYS_ASK,
    FIVE_MINUTES,
    GEOJSON,
    JSON,
    NO_STORE,
    Answer,
    NoFilters,
    ReadRequest,
    public_get,
)

__all__ = [
    "ALWAYS_ASK",
    "FIVE_MINUTES",
    "GEOJSON",
    "JSON",
    "NO_STORE",
    "Answer",
    "HouseRoute",
    "NoFilters",
    "ReadDb",
    "ReadRequest",
    "WriteDb",
    "public_get",
]
