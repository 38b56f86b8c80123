"""What is when: sessions in order of time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from app.core.errors import Fault
from app.core.sql import Question
from app.finder.asking import Asker, Asking, Found, Values, asking, rests_since, rests_until
from app.finder.hints import proposals_for
from app.finder.near_misses import near_misses
from app.finder.page_questions import AgendaFilters
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
from app.finder.rules import horizon_of

_AGENDA = Question(__file__, "agenda")
_COUNTED = Question(__file__, "agenda_counted")

DAYS_AHEAD = timedelta(days=7)
_KEYS = (frozenset({"start", "start_of"}),)
# What the agenda asks of the very session, where a search asks it of the entry.
_OF_THE_SESSION = ("from_at", "to_at", "days", "hours", "buurten", "touching", "min_", "max_")


async def sessions_found(
    asker: Asker,
    filters: AgendaFilters,
    *,
    as_geojson: bool,
    next_url: Callable[[str], str | None],
) -> Found:
    """A page of the agenda as JSON (SessionPage), or as GeoJSON (SessionCollection).

    From today on, and for a week, unless other days are asked. Raises InvalidInputError with all
    faults that only our data can tell.
    """
    faults: list[Fault] = []
    question = question_hash(filters.without_page(), order="time")
    turn = turn_of(asker, filters.cursor, question=question, keys=_KEYS, faults=faults)
    asker = replace(asker, now=turn.now)
    reading = await read_at(asker, filters, turn=turn, faults=faults)
    days = _on_days(asker, reading.question, faults)
    asked = await asking(asker, days, needs=reading.needs, faults=faults)
    row = await _page(asker, asked, turn, limit=filters.limit, as_geojson=as_geojson)
    suggestions = []
    if not row["items"] and filters.cursor is None:
        async for miss in near_misses(asker, filters, exact=reading):
            missed = await asking(asker, _on_days(asker, miss.question, []), needs=miss.needs)
            found = await _page(asker, missed, turn, limit=filters.limit, as_geojson=as_geojson)
            if found["items"]:
                reading, asked, row = miss, missed, found
                suggestions = await proposals_for(
                    asker, filters, reading=miss, asked=missed, count=_counted
                )
                break
    cursor = None
    if row["has_more"]:
        at = rests_since(asker.now, row["ticked_at"])
        cursor = written(_last(row), question=question, at=at, reading=reading.way)
    facts = PageFacts(
        next=None if cursor is None else next_url(cursor),
        next_cursor=cursor,
        total=await _counted(asker.connection, asked.values) if filters.count else None,
        suggestions=suggestions,
        fuzzy=reading.is_fuzzy,
        help=reading.help,
        understood=reading.understood,
    )
    content = page_of(row["items"], facts, as_geojson=as_geojson)
    # Of every gemeente: a session may be elsewhere than what it belongs to.
    return Found(content, None, rests_until(asker.now, row["ticks_at"]), reading.keeps)


async def _page(
    asker: Asker, asked: Asking, turn: Turn, *, limit: int, as_geojson: bool
) -> asyncpg.Record:
    return await _AGENDA.row(
        asker.connection,
        _values(asked.values, turn.after) | {"limit": limit},
        also={"geojson"} if as_geojson else set(),
    )


async def _counted(connection: asyncpg.Connection, values: Values) -> int:
    row = await _COUNTED.row(connection, _values(values, None))
    total: int = row["total"]
    return total


def _on_days(asker: Asker, filters: AgendaFilters, faults: list[Fault]) -> AgendaFilters:
    """The same with a first and a last day."""
    horizon = horizon_of(asker.today, weeks=asker.settings.session_horizon_weeks)
    first = filters.from_ or asker.today
    last = filters.to
    if last is None:
        # Beyond what is known the first day is at fault, and there is no last one.
        last = min(first + DAYS_AHEAD, horizon) if first <= horizon else None
    elif last < first:
        faults.append(
            asker.fault(
                "to",
                "to-before-from",
                "'to' ligt vóór vandaag. Geef ook 'from', of een latere dag.",
            )
        )
    return filters.model_copy(update={"from_": first, "to": last})


def _values(asked: Values, after: SortKey | None) -> Values:
    values = {
        f"its_{name}" if name.startswith(_OF_THE_SESSION) else name: value
        for name, value in asked.items()
        if name != "some_time"
    }
    if after is not None:
        start, start_of = after.start, after.start_of
        values |= {"after_id": after.id}
        values |= {"after_start": _moment(start), "after_start_of": _moment(start_of)}
        # Also where an index begins to read.
        values["its_from_at"] = max(values["its_from_at"], _moment(start))
    return values


def _moment(seconds: int | None) -> datetime:
    return datetime.fromtimestamp(seconds or 0, UTC)


def _last(row: asyncpg.Record) -> SortKey:
    """The sort key of the last session on the page."""
    return SortKey(
        id=UUID(row["last_id"]),
        start=int(row["last_start"].timestamp()),
        start_of=int(row["last_start_of"].timestamp()),
    )
