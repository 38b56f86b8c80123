"""Opening spans roll forward every night."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from procrastinate import Blueprint, JobContext
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.background import engine_of
from app.core.batches import in_batches
from app.core.clock import utc_now
from app.core.database import Db
from app.places.models import Place
from app.places.openings import places_after, renew_openings

BATCH = 200

tasks = Blueprint()


async def roll_openings(
    engine: AsyncEngine, *, now: datetime, tell: Callable[[int], None] = lambda _: None
) -> int:
    """Computes the opening spans of every published place again; answers how many places."""

    async def fetch(db: Db, after: UUID | None) -> Sequence[Place]:
        return await places_after(db, after=after, limit=BATCH)

    async def renew(db: Db, places: Sequence[Place]) -> None:
        await renew_openings(db, places, now=now)

    return await in_batches(engine, fetch, renew, tell=tell)


# UTC: one or two o'clock here. The table is filled for a day more than it promises, so that the
# hours since midnight leave no hole.
@tasks.periodic(cron="5 0 * * *")
@tasks.task(name="roll_openings", pass_context=True, lock="roll_openings", queueing_lock="openings")
async def roll_openings_nightly(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the library's signature
    await roll_openings(engine_of(context), now=utc_now())
