"""Long work over a whole table, in small transactions that nobody has to wait behind."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, writing
from app.core.entries import EntryColumns

Row = TypeVar("Row", bound=EntryColumns)


async def in_batches(
    engine: AsyncEngine,
    fetch: Callable[[Db, UUID | None], Awaitable[Sequence[Row]]],
    work: Callable[[Db, Sequence[Row]], Awaitable[None]],
    *,
    tell: Callable[[int], None],
) -> int:
    """Fetches and works batch by batch, a transaction each; answers how many rows there were.

    `fetch` gives the next rows after an id, locked, in order of id; `tell` hears how many rows
    are done after each batch.
    """
    done = 0
    after: UUID | None = None

    async def one_batch(db: Db) -> Sequence[Row]:
        rows = await fetch(db, after)
        if rows:
            await work(db, rows)
        return rows

    while rows := await writing(engine, one_batch):
        done += len(rows)
        after = rows[-1].id
        tell(done)
    return done
