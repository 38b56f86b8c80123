"""Pages that stay the same: what this is, what it keeps, for whom it works, and without network."""

from urllib.parse import urlsplit

from app.web.visits import Given, Page, Visit


async def about(visit: Visit) -> Given:
    """What this is, how we see to it that it is right, and whose data it is."""
    del visit
    return Page("about.html")


async def privacy(visit: Visit) -> Given:
    """What is kept of whom: docs/privacy.md in plain words."""
    base_map = visit.settings.base_map_url
    return Page("privacy.html", {"base_map_host": urlsplit(base_map).hostname})


async def accessibility(visit: Visit) -> Given:
    """The statement that the national register asks for."""
    del visit
    return Page("accessibility.html")


async def offline(visit: Visit) -> Given:
    """What a telephone without network shows in the place of a page that it does not have."""
    del visit
    return Page("offline.html", is_for_search_engines=False)
