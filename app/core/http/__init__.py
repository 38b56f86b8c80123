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

A question that should not stand in an address, `body` being a frozen WireModel as well::

    public_post(router, "/areas/search", AreaQuestion, areas_asked, media={JSON: AreaPage})

A read whose answer can be told to be the same without making it says so::

    return Answer(page, rests=Rests(scopes=frozenset({"GM0153"}), until=midnight))

`app.main` includes the router under `/v1`. A write::

    router = APIRouter(tags=["places"], route_class=HouseRoute)

    @router.post("/places", status_code=201)
    async def post_place(db: WriteDb, place: PlaceIn) -> PlaceOut: ...

What a domain error means in HTTP is said once, in `core.errors.PROBLEMS`.
"""

from app.core.http.handles import HouseRoute, ReadDb, WriteDb
from app.core.http.memo import Rests
from app.core.http.public import public_get, public_post
from app.core.http.reading import (
    ALWAYS_ASK,
    FIVE_MINUTES,
    GEOJSON,
    JSON,
    NO_STORE,
    Answer,
    NoFilters,
    ReadRequest,
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
    "Rests",
    "WriteDb",
    "public_get",
    "public_post",
]
