"""The coming weeks roll forward every night, and what is over comes off the map."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from procrastinate import Blueprint, JobContext
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.background import engine_of
from app.core.batches import in_batches
from app.core.clock import local_date, utc_now
from app.core.database import Db
from app.core.entries import Act
from app.core.history import Actor
from app.offerings.commands import hold_what_they_stand_on, offerings
from app.offerings.models import Offering
from app.offerings.rules import SHOWN
from app.offerings.sessions import renew_sessions

BATCH = 200
BY = Actor("system:sessions")

tasks = Blueprint()


async def roll_sessions(
    engine: AsyncEngine, *, now: datetime, tell: Callable[[int], None] = lambda _: None
) -> int:
    """Brings every offering on the map up to date with the calendar; answers how many there were.

    A pause that is over ends, the sessions of the coming weeks are computed, and a series whose
    last session has been is `ended`.
    """

    async def fetch(db: Db, after: UUID | None) -> Sequence[Offering]:
        return await _shown_after(db, after=after)

    async def roll(db: Db, rows: Sequence[Offering]) -> None:
        await _end_pauses(db, rows, now=now)
        await renew_sessions(db, rows, now=now)  # holidays that came to be known move the end
        await _end_series(db, rows, now=now)

    return await in_batches(engine, fetch, roll, tell=tell)


async def _shown_after(db: Db, *, after: UUID | None) -> Sequence[Offering]:
    """The next ones on the map, locked after what they stand on."""
    columns = Offering.__table__.c  # type: ignore[attr-defined]
    is_shown = columns.status.in_(SHOWN)
    while True:
        question = select(columns.id).where(is_shown).order_by(columns.id).limit(BATCH)
        if after is not None:
            question = question.where(columns.id > after)
        ids = (await db.scalars(question)).all()
        await hold_what_they_stand_on(db, ids)
        locked = select(Offering).where(is_shown, columns.id.in_(ids)).order_by(columns.id)
        rows = (await db.scalars(locked.with_for_update(key_share=True))).all()
        if rows or not ids:
            return rows
        after = ids[-1]  # all of these have just left the map


async def _end_pauses(db: Db, rows: Sequence[Offering], *, now: datetime) -> None:
    today = local_date(now)
    for row in rows:
        if row.status == "paused" and row.paused_until and row.paused_until <= today:
            act = Act(BY, now, reason="De pauze is voorbij.")
            await offerings.step(db, row.id, "published", act, expected_version=None)


async def _end_series(db: Db, rows: Sequence[Offering], *, now: datetime) -> None:
    for row in rows:
        if row.last_ends_at is not None and row.last_ends_at <= now:
            act = Act(BY, now, reason="De laatste keer is geweest.")
            await offerings.step(db, row.id, "ended", act, expected_version=None)


@tasks.periodic(cron="15 0 * * *")
@tasks.task(name="roll_sessions", pass_context=True, lock="roll_sessions", queueing_lock="sessions")
async def roll_sessions_nightly(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the library's signature
    await roll_sessions(engine_of(context), now=utc_now())
