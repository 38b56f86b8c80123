"""Whether words may stand in an address: what tells of something sensitive, or where somebody
lives, stays in what was posted."""

import re
from collections.abc import Iterator

from app.finder.asking import Asker
from app.finder.filters import FinderFilters
from app.finder.near_misses import near_misses
from app.finder.readings import Reading, reading_of
from app.geocoding.names import ENDINGS, GENERIC
from app.web.questions import is_open
from app.web.terms import Terms

_STREETS = "|".join(sorted({*ENDINGS, *GENERIC, "kade", "steeg", "dijk", "park"}))
_AN_ADDRESS = re.compile(
    rf"\w({_STREETS})\.? *[0-9]|\b[1-9][0-9]{{3}} ?(?!s[ads])[a-z]{{2}}\b", re.IGNORECASE
)
"""A street with a number, or a whole postcode: nobody looks for something to do by those."""


async def are_private(asker: Asker, words: str, *, terms: Terms) -> bool:
    """Whether these words stay out of addresses, also should they be misspelt."""
    if _AN_ADDRESS.search(words):
        return True
    filters = FinderFilters(q=words)
    exact = await reading_of(asker, filters)
    if tells_something_sensitive(exact, terms):
        return True
    async for miss in near_misses(asker, filters, exact=exact):
        if tells_something_sensitive(miss, terms):
            return True
    return False


def tells_something_sensitive(reading: Reading[FinderFilters], terms: Terms) -> bool:
    """Whether words were taken for signs of danger, or a subject or group that is not open."""
    return bool(reading.help) or not all(
        is_open(vocabulary, code, terms=terms) for vocabulary, code in _subjects(reading)
    )


def _subjects(reading: Reading[FinderFilters]) -> Iterator[tuple[str, str]]:
    for told in reading.understood:
        yield told.need.name, str(told.need.value)
    for need in reading.asked.needs if reading.asked else ():
        for way in need.alternatives:
            vocabulary, _, code = (way.term or "").partition(":")
            yield vocabulary, code
