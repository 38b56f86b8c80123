"""What somebody saved: on the telephone and nowhere else, so that we send an empty page."""

from app.web.visits import Given, Page, Visit


async def saved(visit: Visit) -> Given:
    """The page that a module fills from the telephone; without one it says how it works."""
    del visit
    return Page("saved.html", is_for_search_engines=False)
