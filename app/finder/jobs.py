"""The words beside every text are made anew when other parts of compounds hold.

Whoever saves a text keeps its words beside it; this is for the texts that stand here already. The
service goes on meanwhile, a row is written only when its words differ, and the finder follows by
its triggers.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from procrastinate import Blueprint, JobContext
from sqlalchemy import TextClause, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import load_only

from app.core.background import engine_of
from app.core.database import Db, read_only, writing
from app.core.sql import statement
from app.offerings.commands import hold_what_they_stand_on
from app.offerings.models import Offering
from app.organizations.models import Organization
from app.places.models import Place
from app.words.commands import note_indexed
from app.words.queries import KnownParts, is_indexed, parts_for_all

BATCH = 500

tasks = Blueprint()

Entry = Offering | Place | Organization
Words = dict[str, str]
"""Column → what stands in it."""


async def _nothing_first(_db: Db, _ids: Sequence[UUID]) -> None:
    """Their rows come before all that follows them."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One sort of entry: how its words are written."""

    table: type[Offering] | type[Place] | type[Organization]
    write: TextClause
    at_once: int
    """Rows in one transaction. Much may hang from a place or an organization: those go alone, as
    when somebody saves one, and in the same order of locks."""
    hold: Callable[[Db, Sequence[UUID]], Awaitable[object]]
    """What to hold before the rows themselves."""


_SHELVES = (
    _Shelf(Organization, statement(__file__, "organization_words"), 1, _nothing_first),
    _Shelf(Place, statement(__file__, "place_words"), 1, _nothing_first),
    _Shelf(Offering, statement(__file__, "offering_words"), BATCH, hold_what_they_stand_on),
)


async def reindex(engine: AsyncEngine, *, tell: Callable[[int], None] = lambda _: None) -> int:
    """Makes the words beside every text anew; answers how many entries got other words.

    Safe to repeat and to break off. `tell` hears how many entries were looked at.
    """
    known = await writing(engine, parts_for_all)
    looked_at = changed = 0
    for shelf in _SHELVES:
        after: UUID | None = None
        while rows := await _rows_after(engine, shelf, after):
            differing = await asyncio.to_thread(_differing, rows, known)
            for start in range(0, len(differing), shelf.at_once):
                ids = [of for of, _ in differing[start : start + shelf.at_once]]
                changed += await writing(engine, partial(_renew, shelf=shelf, ids=ids, known=known))
            after = rows[-1].id
            looked_at += len(rows)
            tell(looked_at)
    await writing(engine, partial(note_indexed, fingerprint=known.fingerprint))
    return changed


async def reindex_when_due(
    engine: AsyncEngine, *, tell: Callable[[int], None] = lambda _: None
) -> int:
    """The same when other word parts hold than the stored words were made with; else nothing."""
    async with read_only(engine) as db:
        if await is_indexed(db):
            return 0
    return await reindex(engine, tell=tell)


async def _rows_after(engine: AsyncEngine, shelf: _Shelf, after: UUID | None) -> Sequence[Entry]:
    async with read_only(engine) as db:
        question = _texts(shelf).limit(BATCH)
        if after is not None:
            question = question.where(shelf.table.id > after)
        return (await db.scalars(question)).all()


def _texts(shelf: _Shelf) -> Any:
    """The texts of a shelf and the words beside them, in order of id."""
    table: Any = shelf.table
    names = {*table.words_beside, *(name for of in table.words_beside.values() for name in of)}
    columns = [getattr(table, name) for name in ("id", *sorted(names))]
    return select(table).options(load_only(*columns)).order_by(table.id)


def _differing(rows: Sequence[Entry], known: KnownParts) -> list[tuple[UUID, Words]]:
    """Of the rows beside which other words stand than should: the id, and what should."""
    wanted = ((row, known.words_beside(row)) for row in rows)
    return [
        (row.id, words)
        for row, words in wanted
        if any(getattr(row, column) != text for column, text in words.items())
    ]


async def _renew(db: Db, *, shelf: _Shelf, ids: Sequence[UUID], known: KnownParts) -> int:
    """Writes the words of these rows, as their texts are now; answers how many differed still."""
    table: Any = shelf.table
    await shelf.hold(db, ids)
    locked = _texts(shelf).where(table.id.in_(ids)).with_for_update(key_share=True)
    rows = (await db.scalars(locked)).all()
    differing = await asyncio.to_thread(_differing, rows, known)
    if differing:
        columns = {
            column: [words[column] for _, words in differing] for column in table.words_beside
        }
        await db.execute(shelf.write, {"ids": [of for of, _ in differing], **columns})
    return len(differing)


@tasks.periodic(cron="*/5 * * * *")
@tasks.task(name="reindex", pass_context=True, lock="reindex", queueing_lock="reindex")
async def reindex_now_and_then(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the library's signature
    await reindex_when_due(engine_of(context))
