"""What is there: the one search, by distance, time, words or name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from app.core.errors import Fault
from app.core.sql import Question
from app.finder.asking import Asker, Asking, Found, Values, asking, rests_since, rests_until
from app.finder.facets import facets_of
from app.finder.filters import FinderFilters
from app.finder.hints import Hint, hints_for, proposals_for
from app.finder.near_misses import near_misses
from app.finder.pages import (
    PageFacts,
    SortKey,
    Turn,
    page_of,
    question_hash,
    read_at,
    turn_of,
    written,
)
from app.finder.readings import Reading, has_beginning
from app.finder.rules import Sort, default_sort
from app.finder.unfound import note_unfound

NEAR = Question(__file__, "near")
_BEGUN = Question(__file__, "begun")
_SORTED = Question(__file__, "sorted")
_COUNTED = Question(__file__, "counted")

# Which members of a cursor each order knows, beside the id.
_KEYS: dict[Sort, tuple[frozenset[str], ...]] = {
    "distance": (frozenset({"metres"}), frozenset({"name"})),
    "next": (frozenset({"start", "name"}), frozenset({"name"})),
    "relevance": (frozenset({"rank"}),),
    "name": (frozenset({"name"}),),
}
_ORDER = {"next": "by_time", "relevance": "by_rank", "name": "by_name"}
MANY_ENTRIES = 1_500
"""That have a word with this beginning: of 100,000 it takes about as long to gather these as to
look around until 20 are met. For each filter beside the words that takes about twice as long."""
_NARROWING = (
    *("kind", "kinds", "themes", "languages", "free", "wheelchair", "walk_in", "some_time"),
    *("buurten", "min_lon"),
)
_LATER_THAN_ANY = datetime(9999, 1, 1, tzinfo=UTC)


async def offerings_found(
    asker: Asker,
    filters: FinderFilters,
    *,
    as_geojson: bool,
    next_url: Callable[[str], str | None],
) -> Found:
    """A page of offerings as JSON (OfferingPage), or as GeoJSON (OfferingCollection).

    Raises InvalidInputError with all faults that only our data can tell.
    """
    sort = filters.sort or default_sort(
        has_point=filters.point is not None, has_words=filters.q is not None
    )
    faults: list[Fault] = []
    question = question_hash(filters.without_page(), order=sort)
    turn = turn_of(asker, filters.cursor, question=question, keys=_KEYS[sort], faults=faults)
    asker = replace(asker, now=turn.now)
    page = _Page(asker, turn, sort, filters.limit, as_geojson)
    reading = await read_at(asker, filters, turn=turn, faults=faults)
    asked = await asking(asker, reading.question, needs=reading.needs, faults=faults)
    found = _Taken(reading, asked, await page.row(asked))
    if not found.row["items"] and filters.cursor is None:
        found = await _otherwise(page, filters, found)
        await note_unfound(asker, reading, in_the_end=found.reading)
    reading, asked, row, suggestions = found
    cursor = None
    if row["has_more"]:
        at = rests_since(asker.now, row["ticked_at"])
        cursor = written(_last(row, sort), question=question, at=at, reading=reading.way)
    content = page_of(
        row["items"],
        PageFacts(
            next=None if cursor is None else next_url(cursor),
            next_cursor=cursor,
            total=await counted(asker.connection, asked.values) if filters.count else None,
            facets=await facets_of(asker.connection, asked.values, facets=filters.facets),
            suggestions=suggestions,
            fuzzy=reading.is_fuzzy,
            help=reading.help,
            understood=reading.understood,
        ),
        as_geojson=as_geojson,
    )
    # A hint may have counted elsewhere.
    scopes = None if suggestions else asked.scopes
    return Found(content, scopes, rests_until(asker.now, row["ticks_at"]), reading.keeps)


class _Taken(NamedTuple):
    """A question in one of its readings, and what that finds."""

    reading: Reading[FinderFilters]
    asked: Asking
    row: asyncpg.Record
    suggestions: Sequence[Hint] = ()


async def _otherwise(page: "_Page", filters: FinderFilters, exact: _Taken) -> _Taken:
    """What comes near when nothing fits; when nothing does either, hints."""
    asker = page.asker
    async for miss in near_misses(asker, filters, exact=exact.reading):
        asked = await asking(asker, miss.question, needs=miss.needs)
        row = await page.row(asked)
        if row["items"]:
            hints = await proposals_for(asker, filters, reading=miss, asked=asked, count=counted)
            return _Taken(miss, asked, row, hints)
    hints = await hints_for(asker, filters, reading=exact.reading, asked=exact.asked, count=counted)
    return exact._replace(suggestions=hints)


def _many(values: Values) -> int:
    """From how many on one looks around the point for those with a beginning of a word."""
    return MANY_ENTRIES << sum(values.get(name) is not None for name in _NARROWING)


async def counted(connection: asyncpg.Connection, values: Values) -> int:
    """How many entries a question finds in all."""
    row = await _COUNTED.row(connection, values)
    total: int = row["total"]
    return total


@dataclass(frozen=True, slots=True)
class _Page:
    """Which page of an answer, in which order and form."""

    asker: Asker
    turn: Turn
    sort: Sort
    limit: int
    as_geojson: bool

    async def row(self, asked: Asking) -> asyncpg.Record:
        """The page of what is found."""
        connection, sort = self.asker.connection, self.sort
        values = asked.values | {"limit": self.limit} | _after(self.turn.after, sort)
        also = {"geojson"} if self.as_geojson else set()
        if sort == "distance":
            also.add("nearest")
            if has_beginning(values["needs"]):
                return await _BEGUN.row(connection, values | {"many": _many(values)}, also=also)
            return await NEAR.row(connection, values, also=also)
        return await _SORTED.row(connection, values, also=also | {_ORDER[sort]})


def _after(key: SortKey | None, sort: Sort) -> Values:
    if key is None:
        return {}
    start = None
    if sort == "next":
        start = _LATER_THAN_ANY if key.start is None else datetime.fromtimestamp(key.start, UTC)
    return {
        "after_id": key.id,
        "after_m": key.metres,
        "after_name": key.name,
        "after_rank": key.rank,
        "after_start": start,
    }


def _last(row: asyncpg.Record, sort: Sort) -> SortKey:
    """The sort key of the last entry on the page."""
    named: dict[str, Any] = {"id": UUID(row["last_id"])}
    if sort == "distance" and row["last_m"] is not None:
        return SortKey(**named, metres=row["last_m"])
    if sort == "relevance":
        return SortKey(**named, rank=row["last_rank"])
    if sort == "next" and row["last_start"] is not None:
        named["start"] = int(row["last_start"].timestamp())
    return SortKey(**named, name=row["last_name"])
