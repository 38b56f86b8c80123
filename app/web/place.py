"""One place: is the door open, can one get in, where is it, and what goes on there."""

from typing import Final
from uuid import UUID

from app.core.errors import GoneError, MovedError
from app.finder.area_schemas import DoorQuestion
from app.finder.place_schemas import Place
from app.finder.places_found import MOST_OFFERINGS, place_in_full
from app.web.access import access_known, way_to
from app.web.structured import structured_place
from app.web.visits import Given, Page, Visit

_GONE: Final = 410


async def place(visit: Visit) -> Given:
    """The page of a place; for one that is not there any more, where to go on.

    Raises NotFoundError; MovedError to the page of what it was merged into.
    """
    async with visit.asking() as asker:
        try:
            found = await place_in_full(asker, place_id=visit.id)
        except MovedError as moved:
            raise MovedError(visit.url("place", id=UUID(moved.path.rsplit("/", 1)[1]))) from moved
        except GoneError:
            return Page("place_gone.html", status=_GONE, is_for_search_engines=False)
    there = Place.model_validate_json(found.content)
    page = visit.settings.public_url.rstrip("/") + visit.url("place", id=there.id)
    return Page(
        "place.html",
        {
            "place": there,
            "access_known": access_known(visit.terms, there),
            "route": way_to(there.location),
            "is_full": len(there.offerings) >= MOST_OFFERINGS,
            "base_map": visit.settings.base_map_url,
            "structured": structured_place(there, page=page),
        },
        near=_near(there),
        canonical=visit.url("place", id=there.id),
    )


def _near(there: Place) -> DoorQuestion:
    area = there.buurt.code if there.buurt else None
    if there.location is None:
        return DoorQuestion(area=area)
    lon, lat = there.location.coordinates
    return DoorQuestion(lat=lat, lon=lon, area=area)
