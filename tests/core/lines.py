"""Reading the history as a test wants it: which lines an entry has, and how many there are."""

from uuid import UUID

from sqlalchemy import func, select

from app.core.database import Db
from app.core.history import Change


async def lines_of(db: Db, entry_id: UUID) -> list[Change]:
    """The history of one entry, oldest first."""
    rows = await db.execute(
        select(Change)
        .where(Change.subject_id == str(entry_id))  # type: ignore[arg-type]
        .order_by(Change.version, Change.at, Change.id)  # type: ignore[arg-type]
    )
    return list(rows.scalars())


async def last_line(db: Db, entry_id: UUID) -> Change:
    """What happened to it last."""
    return (await lines_of(db, entry_id))[-1]


async def count_lines(db: Db) -> int:
    """How many lines the history has in all."""
    return int(await db.scalar(select(func.count()).select_from(Change)) or 0)
