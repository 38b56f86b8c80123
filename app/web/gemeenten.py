"""Which gemeenten there are to choose from, where they are few enough to be named."""

from collections.abc import Sequence

from app.areas.queries import areas_found
from app.areas.schemas import AreaFilters, AreaItem, AreaPage
from app.finder.asking import Asker

MOST_GEMEENTEN = 8
"""How many a page names; where there are more, people type where they live."""


async def gemeenten_named(asker: Asker) -> Sequence[AreaItem]:
    """All gemeenten by name; none when there are too many to choose from."""
    filters = AreaFilters(level=["gemeente"], limit=MOST_GEMEENTEN + 1)
    found = await areas_found(asker.connection, filters, as_geojson=False, next_url=str)
    gemeenten = AreaPage.model_validate_json(found.content).items
    return gemeenten if len(gemeenten) <= MOST_GEMEENTEN else []
