"""How far the data behind the answers has come, and whether the read model is what it should be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from app.core.database import Db
from app.core.sql import sql_file, statement

_VERSIONS = sql_file(__file__, "versions")
_DRIFT = statement(__file__, "drift")

LOOKED_AT_ONCE = 1_000
BEFORE_ALL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Drift:
    """Offerings of which the read model says something else than its definition."""

    looked_at: int
    """How many offerings there are, on the map or not."""
    entries: tuple[UUID, ...]
    """Their row in `finder_entry` is missing, differs, or should not be there."""
    sessions: tuple[UUID, ...]
    """One of their sessions has another point than it should."""

    def __bool__(self) -> bool:
        return bool(self.entries or self.sessions)


async def versions_now(connection: asyncpg.Connection) -> Mapping[str, int]:
    """Gemeente → a number that grows with every change of what is found there.

    Under an empty code: places outside every gemeente.
    """
    return dict(await connection.fetch(_VERSIONS))


async def drift(db: Db, *, tell: Callable[[int], None] = lambda _: None) -> Drift:
    """Looks at every offering; `tell` hears how many are done.

    Each thousand is one statement, so that whoever writes meanwhile is no drift.
    """
    done = 0
    entries: list[UUID] = []
    sessions: list[UUID] = []
    after: UUID | None = BEFORE_ALL
    while after is not None:
        asked = {"after": after, "limit": LOOKED_AT_ONCE}
        row = (await db.execute(_DRIFT, asked)).one()
        entries += row.entries
        sessions += row.sessions
        after = row.last_id
        done += row.looked_at
        tell(done)
    return Drift(done, tuple(entries), tuple(sessions))
