"""Which page stands where."""

from collections.abc import Mapping, Sequence

from starlette.routing import Route

from app.web.addresses import FILES, LANGUAGES, PAGES, PREFIX
from app.web.answering import FileEndpoint, PageEndpoint, Reading
from app.web.buurt import buurt, buurt_to_keep
from app.web.calendars import entry_calendar, session_calendar
from app.web.entry import entry
from app.web.front_doors import mantelzorg, wijkwijzer, young_carers
from app.web.interface import api, problem, problems
from app.web.machines import manifest, robots, security, sitemap, static
from app.web.paper import paper, paper_pdf
from app.web.place import place
from app.web.results import results
from app.web.saved import saved
from app.web.standing import about, accessibility, offline, privacy
from app.web.start import start
from app.web.workers import worker

_READINGS: Mapping[str, Reading] = {
    reading.__name__: reading
    for reading in (
        *(start, results, buurt, buurt_to_keep, paper, paper_pdf),
        *(entry, entry_calendar, session_calendar, place),
        *(mantelzorg, young_carers, wijkwijzer, saved),
        *(about, privacy, accessibility, offline, api, problems, problem),
    )
}
_FILES: Mapping[str, Reading] = {
    reading.__name__: reading for reading in (manifest, worker, robots, sitemap, security, static)
}
_POSTED = frozenset({"results", "mantelzorg", "young_carers", "wijkwijzer"})
"""What may be asked without standing in an address."""


def page_routes() -> Sequence[Route]:
    """Every page in every language, and the files beside them."""
    return [
        *(
            _route(f"{PREFIX[language]}{path}", PageEndpoint(name, _READINGS[name], language), name)
            for language in LANGUAGES
            for name, path in PAGES.items()
        ),
        *(_route(path, FileEndpoint(name, _FILES[name]), name) for name, path in FILES.items()),
    ]


def _route(path: str, endpoint: PageEndpoint, name: str) -> Route:
    methods = ["GET", "HEAD", *(["POST"] if name in _POSTED else [])]
    return Route(path.rstrip("/") or "/", endpoint, methods=methods, name=name)
