"""Where each page stands. One name, one address; the English pages stand under `/en`."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal
from urllib.parse import quote, urlencode

Language = Literal["nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")
PREFIX: Final[Mapping[Language, str]] = {"nl": "", "en": "/en"}

PAGES: Final[Mapping[str, str]] = {
    "start": "/",
    "results": "/zoeken",
    "buurt": "/buurt/{code}",
    "buurt_to_keep": "/buurt/{code}/bewaren",
    "paper": "/buurt/{code}/afdrukken",
    "paper_pdf": "/buurt/{code}/afdrukken.pdf",
    "entry": "/aanbod/{id}",
    "entry_calendar": "/aanbod/{id}/agenda.ics",
    "session_calendar": "/aanbod/{id}/keer/{begin}.ics",
    "place": "/plek/{id}",
    "mantelzorg": "/mantelzorg",
    "young_carers": "/mantelzorg/jong",
    "wijkwijzer": "/wijkwijzer",
    "saved": "/bewaard",
    "about": "/over",
    "privacy": "/privacy",
    "accessibility": "/toegankelijkheid",
    "offline": "/offline",
    "api": "/docs",
    "problems": "/problems",
    "problem": "/problems/{slug}",
}
"""What people look at, in every language."""
FILES: Final[Mapping[str, str]] = {
    "manifest": "/manifest.webmanifest",
    "worker": "/sw.js",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "security": "/.well-known/security.txt",
    "static": "/static/{build}/{path:path}",
}
"""What machines fetch, in no language."""


def address(
    name: str,
    language: Language,
    query: Sequence[tuple[str, str]] = (),
    **values: object,
) -> str:
    """The path of a page or file, values quoted. Raises KeyError for what does not exist."""
    template = PAGES.get(name)
    prefix = PREFIX[language] if template is not None else ""
    path = (template or FILES[name]).replace(":path", "")
    filled = prefix + path.format(**{key: quote(str(value)) for key, value in values.items()})
    if filled == f"{prefix}/" and prefix:
        filled = prefix
    return f"{filled}?{urlencode(query)}" if query else filled


def without_language(path: str) -> str:
    """The path of the same page in Dutch."""
    for prefix in filter(None, PREFIX.values()):
        if path == prefix:
            return "/"
        if path.startswith(prefix + "/"):
            return path.removeprefix(prefix)
    return path
