"""Making the read model equal to its definition where the database cannot do so by itself.

Whoever writes entries needs none of this: triggers follow them. Areas are imported by the thousand,
and a backup or an upgrade may bring another definition than the rows were made by.
"""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import load_only

from app.core.batches import in_batches
from app.core.database import Db
from app.core.sql import statement
from app.offerings.models import Offering

BATCH = 1_000
BEFORE_ALL = UUID(int=0)

_REFRESH = statement(__file__, "refresh")
_COUNT_UP = statement(__file__, "count_up")
_LEANING_ON_GEMEENTEN = statement(__file__, "leaning_on_gemeenten")


async def note_areas_changed(db: Db, *, gemeente_codes: Collection[str]) -> None:
    """Lets nobody hear any more that answers about these gemeenten are still the same.

    To be called in the transaction that changes the areas.
    """
    await db.execute(_COUNT_UP, {"gemeente_codes": sorted(gemeente_codes)})


async def refresh_gemeenten(engine: AsyncEngine, *, gemeente_codes: Collection[str]) -> int:
    """Looks anew at every offering that leans on areas of these gemeenten; answers how many.

    For after an import of areas: names, inhabitants and members show in what is found. In
    transactions of at most a thousand, that editors need not wait behind.
    """
    codes = sorted(gemeente_codes)

    async def next_ones(db: Db, after: UUID | None) -> Sequence[Offering]:
        asked = {"gemeente_codes": codes, "after": after or BEFORE_ALL, "limit": BATCH}
        found = (await db.execute(_LEANING_ON_GEMEENTEN, asked)).scalars().all()
        return await _bare(db, Offering.id.in_(found))  # type: ignore[attr-defined]

    return await in_batches(engine, next_ones, _refreshed, tell=lambda _: None)


async def rebuild(engine: AsyncEngine, *, tell: Callable[[int], None] = lambda _: None) -> int:
    """Looks anew at every offering, on the map or not; answers how many.

    The service may go on meanwhile. `tell` hears how many are done after each thousand.
    """

    async def next_ones(db: Db, after: UUID | None) -> Sequence[Offering]:
        return await _bare(db, Offering.id > (after or BEFORE_ALL))

    return await in_batches(engine, next_ones, _refreshed, tell=tell)


async def _bare(db: Db, condition: object) -> Sequence[Offering]:
    """The next offerings in order of id, with nothing but that."""
    question = select(Offering).options(load_only(Offering.id)).where(condition)  # type: ignore[arg-type]
    return (await db.execute(question.order_by(Offering.id).limit(BATCH))).scalars().all()  # type: ignore[arg-type]


async def _refreshed(db: Db, rows: Sequence[Offering]) -> None:
    await db.execute(_REFRESH, {"ids": [row.id for row in rows]})
