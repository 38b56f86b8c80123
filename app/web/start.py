"""The first page: where, and what."""

from app.web.choices import CHOICES
from app.web.gemeenten import gemeenten_named
from app.web.visits import Given, Page, Visit


async def start(visit: Visit) -> Given:
    """One field for where, eight things to choose from, and whom to call."""
    async with visit.asking() as asker:
        gemeenten = await gemeenten_named(asker)
    return Page("start.html", {"choices": CHOICES, "gemeenten": gemeenten})
