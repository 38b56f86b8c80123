"""Putting planned offerings in the database: a few by the real commands, thousands as rows.

Either way the database makes the read model, and the sessions are computed by the one function
that computes them. Of rows it is made once for all; that it follows each change, other tests hold.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import AMSTERDAM
from app.core.database import Db, unit_of_work
from app.core.entries import Act, Source, Verification
from app.core.ids import new_id
from app.offerings.commands import offerings
from app.offerings.models import Offering, OfferingServiceArea, Schedule, SessionChange
from app.offerings.programme import _row as schedule_row
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.offerings.sessions import (
    coming_sessions,
    last_ends_at,
    recurrence_of,
    renew_sessions,
    schedule_text,
)
from app.schedule.holidays import Calendar
from app.schedule.queries import known_calendar
from tests.factories import KEEPER
from tests.finder.entries import Row
from tests.finder.worlds import NOW, Parents, Plan

NEEDS_REASON = frozenset({"paused", "rejected", "blocked"})
BATCH_ROWS = 500


async def by_commands(
    engine: AsyncEngine, plans: Sequence[Plan], parents: Parents, rng: Random
) -> None:
    """As editors and keepers do it, each offering in a unit of work of its own; committed."""
    for number, plan in enumerate(plans):
        async with unit_of_work(engine) as db:
            row = await _register(db, plan, number)
            if plan.verified_at is not None:
                check = Verification(plan.verified_at, plan.verified_how)
                await offerings.verify(db, row.id, check, by=KEEPER)
            await put_schedules(db, row.id, plan.schedules, Act(KEEPER, NOW), expected_version=None)
            session = await _one_of_its_sessions(db, row.id, rng)
            if plan.change is not None and session is not None:
                await change_session(
                    db,
                    row.id,
                    _change(plan.change, session, parents, rng),
                    Act(KEEPER, NOW),
                    original_starts_at=session["original_starts_at"],
                    expected_version=None,
                )


async def _register(db: Db, plan: Plan, number: int) -> Offering:
    source = None
    if plan.source_checked_on is not None:
        source = Source("gids", str(number), checked_on=plan.source_checked_on)
    row = await offerings.register(
        db,
        plan.document,
        Act(KEEPER, plan.created_at),
        status="published" if plan.status in NEEDS_REASON else plan.status,
        source=source,
    )
    if plan.status in NEEDS_REASON:
        why = Act(KEEPER, NOW, "Even niet.")
        await offerings.step(db, row.id, plan.status, why, expected_version=None)
    return row


async def _one_of_its_sessions(db: Db, offering_id: UUID, rng: Random) -> Row | None:
    found = await db.execute(
        text("""
            SELECT original_starts_at, starts_at, ends_at FROM session
            WHERE offering_id = :id AND ends_at > :now
            ORDER BY original_starts_at LIMIT 6
        """),
        {"id": offering_id, "now": NOW},
    )
    rows = found.mappings().all()
    return rng.choice(rows) if rows else None


def _change(change: str, session: Row, parents: Parents, rng: Random) -> SessionChangeIn:
    """What becomes of this session."""
    starts_at = session["starts_at"] + timedelta(hours=rng.choice([2, 26, 24 * 9]))
    ends_at = starts_at + (session["ends_at"] - session["starts_at"])
    document: dict[str, dict[str, object]] = {
        "cancel": {"status": "cancelled", "note": "Ziek."},
        "note": {"status": "scheduled", "note": "Neem een jas mee."},
        "move": {"status": "moved", "startsAt": starts_at, "endsAt": ends_at},
        "elsewhere": {"status": "moved", "placeId": rng.choice(parents.places)},
    }
    return SessionChangeIn.model_validate(document[change])


async def in_bulk(
    engine: AsyncEngine, plans: Sequence[Plan], parents: Parents, rng: Random
) -> None:
    """As rows, without history; committed."""
    for start in range(0, len(plans), BATCH_ROWS):
        async with unit_of_work(engine) as db:
            await _pour(db, plans[start : start + BATCH_ROWS], parents, rng)


# Each of these would make the read model anew, of all rows that are poured.
_FOLLOWERS = (
    ("offering", "insert"),
    ("offering", "update"),
    ("schedule", "insert"),
    ("session", "insert"),
)


async def _pour(db: Db, plans: Sequence[Plan], parents: Parents, rng: Random) -> None:
    for table, event in _FOLLOWERS:
        await db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER finder_follow_{event}"))
    rows = await _poured(db, plans, parents, rng)
    for table, event in _FOLLOWERS:
        await db.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER finder_follow_{event}"))
    ids = [row.id for row in rows]
    await db.execute(text("SELECT finder_refresh(:ids)"), {"ids": ids})


async def _poured(
    db: Db, plans: Sequence[Plan], parents: Parents, rng: Random
) -> Sequence[Offering]:
    calendar = await known_calendar(db)
    rows, schedules, changes = [], [], []
    for plan in plans:
        row = _offering(plan)
        own = [
            schedule_row(row.id, position, schedule, region=None)
            for position, schedule in enumerate(plan.schedules)
        ]
        different = _changes(row, own, plan, parents, rng, calendar=calendar)
        # What renew_sessions is going to say.
        recurrences = [recurrence_of(schedule) for schedule in own]
        row.schedule_text = schedule_text(recurrences, calendar=calendar, now=NOW)
        row.last_ends_at = last_ends_at(own, different, calendar=calendar)
        rows.append(row)
        schedules += own
        changes += different
    db.add_all(rows)
    await db.flush()
    served = [
        {"offering_id": row.id, "area_code": code}
        for row, plan in zip(rows, plans, strict=True)
        for code in plan.document.service_areas
    ]
    await db.execute(insert(OfferingServiceArea).values(served))
    db.add_all([*schedules, *changes])
    await db.flush()
    await renew_sessions(db, rows, now=NOW)
    return rows


def _offering(plan: Plan) -> Offering:
    row = Offering(
        id=new_id(),
        version=1,
        status=plan.status,
        status_reason="Even niet." if plan.status in NEEDS_REASON else None,
        created_at=plan.created_at,
        updated_at=plan.created_at,
        verified_at=plan.verified_at,
        verified_how=plan.verified_how,
    )
    if plan.source_checked_on is not None:
        row.source_name, row.source_external_id = "gids", str(row.id)
        row.source_checked_on = plan.source_checked_on
    offerings.fill(row, plan.document, now=NOW)
    return row


def _changes(
    row: Offering,
    schedules: Sequence[Schedule],
    plan: Plan,
    parents: Parents,
    rng: Random,
    *,
    calendar: Calendar,
) -> list[SessionChange]:
    coming = coming_sessions(row, schedules=schedules, changes=[], calendar=calendar, now=NOW)
    coming.sort(key=lambda session: session["original_starts_at"])
    if plan.change is None or not coming:
        return []
    session = rng.choice(coming[:6])
    change = _change(plan.change, session, parents, rng)
    local = session["original_starts_at"].astimezone(AMSTERDAM).replace(tzinfo=None)
    return [SessionChange(offering_id=row.id, original_starts_local=local, **change.model_dump())]
