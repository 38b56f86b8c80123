"""What is there: the one search, by distance, time, words or name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from app.core.errors import Fault
from app.core.sql import Question
from app.finder.asking import Asker, Asking, Found, Values, asking, rests_since, rests_until
from app.finder.facets import facets_of
from app.finder.filters import FinderFilters
from app.finder.hints import hints_for
from app.finder.pages import (
    PageFacts,
    SortKey,
    Turn,
    page_of,
    question_hash,
    turn_of,
    written,
)
from app.finder.rules import Sort, default_sort

NEAR = Question(__file__, "near")
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
    asked = await asking(asker, filters, faults=faults)
    row = await _page(asker.connection, asked, turn, sort, filters.limit, as_geojson=as_geojson)
    cursor = None
    if row["has_more"]:
        cursor = written(
            _last(row, sort), question=question, at=rests_since(asker.now, row["ticked_at"])
        )
    suggestions = []
    if not row["items"] and filters.cursor is None:
        suggestions = await hints_for(asker, filters, asked=asked, count=counted)
    content = page_of(
        row["items"],
        PageFacts(
            next=None if cursor is None else next_url(cursor),
            next_cursor=cursor,
            total=await counted(asker.connection, asked.values) if filters.count else None,
            facets=await facets_of(asker.connection, asked.values, facets=filters.facets),
            suggestions=suggestions,
        ),
        as_geojson=as_geojson,
    )
    # A hint may have counted elsewhere.
    scopes = None if suggestions else asked.scopes
    return Found(content, scopes, rests_until(asker.now, row["ticks_at"]))


async def counted(connection: asyncpg.Connection, values: Values) -> int:
    """How many entries a question finds in all."""
    row = await _COUNTED.row(connection, values)
    total: int = row["total"]
    return total


async def _page(
    connection: asyncpg.Connection,
    asked: Asking,
    turn: Turn,
    sort: Sort,
    limit: int,
    *,
    as_geojson: bool,
) -> asyncpg.Record:
    values = asked.values | {"limit": limit} | _after(turn.after, sort)
    also = {"geojson"} if as_geojson else set()
    if sort == "distance":
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
