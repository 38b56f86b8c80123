"""Winding up the clockwork: putting its neighbourhood in a database, as editors and keepers do."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from app.core.migrations import ROOT
from app.ingest.seed.foundation import seed_foundation
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.schedule.schemas import ScheduleIn
from tests.factories import act, offering, organization, place, square_buurt
from tests.finder.clockwork import (
    EASTER,
    GROUPS,
    MONDAY,
    PLACES,
    PLACES_VERIFIED,
    SUNDAY_WALK,
    Document,
    Group,
    local,
)


async def wound_up(url: str, *, now: datetime) -> None:
    """Fills an empty, migrated database as it is at `now`; committed."""
    engine = create_async_engine(engine_url(url))
    await seed_foundation(engine, ROOT / "seed")
    async with unit_of_work(engine) as db:
        await square_buurt(db)
        places = {name: (await place(db, name=name, **more)).id for name, more in PLACES.items()}
        for name in PLACES:
            verified_at = PLACES_VERIFIED.get(name, local(date(2027, 2, 1)))
            await _say(db, "place", places[name], verified_at=verified_at, verified_how="visit")
        theirs = await organization(db)
        groups = {group.title: await _found(db, group, theirs.id, places) for group in GROUPS}
    async with unit_of_work(engine) as db:
        for group in GROUPS:
            await _begin(db, group, groups[group.title], now=now)
        await _change_easter(db, groups, places, now=now)
    await engine.dispose()


async def _found(db: Db, group: Group, organization_id: UUID, places: Mapping[str, UUID]) -> UUID:
    document: dict[str, Any] = {
        "title": group.title,
        "kind": group.kind,
        "organizationId": organization_id,
        "placeId": places[group.place] if group.place else None,
        "spots": {"state": group.spots, "reportedAt": group.spots_as_of},
    }
    made = await offering(db, **document, **group.different)
    return made.id


async def _begin(db: Db, group: Group, offering_id: UUID, *, now: datetime) -> None:
    schedules = [ScheduleIn.model_validate(one) for one in group.schedules]
    await put_schedules(db, offering_id, schedules, act(now), expected_version=None)
    if group.paused_until is not None:
        why = act(now, reason="Het is te koud.")
        until = group.paused_until
        await offerings.step(db, offering_id, "paused", why, expected_version=None, until=until)
    await db.flush()
    if group.verified_at is not None:
        said = {"verified_at": group.verified_at, "verified_how": "keeper"}
        await _say(db, "offering", offering_id, **said)
    if group.source_checked_on is not None:
        source = {"source_name": "gids", "source_external_id": group.title}
        said = {"source_checked_on": group.source_checked_on, **source}
        await _say(db, "offering", offering_id, **said)
    await _say(db, "offering", offering_id, created_at=local(group.created_on))


async def _say(db: Db, table: str, row_id: UUID, **columns: Any) -> None:
    named = ", ".join(f"{name} = :{name}" for name in columns)
    statement = f"UPDATE {table} SET {named} WHERE id = :row_id"  # noqa: S608 - names of ours
    await db.execute(text(statement), {**columns, "row_id": row_id})


async def _change_easter(
    db: Db, groups: Mapping[str, UUID], places: Mapping[str, UUID], *, now: datetime
) -> None:
    """At Easter the coffee is cancelled, and the walk is later and elsewhere."""
    changes: Sequence[tuple[str, datetime, Document]] = (
        ("Koffie op maandag", local(MONDAY, "09:30"), {"status": "cancelled", "note": "Pasen."}),
        (
            SUNDAY_WALK,
            local(EASTER, "14:00"),
            {
                "status": "moved",
                "startsAt": local(EASTER, "15:30"),
                "endsAt": local(EASTER, "17:00"),
                "placeId": places["De Boei"],
            },
        ),
        (
            "Wandelen op dinsdag",
            local(date(2027, 3, 30), "10:00"),
            {"status": "scheduled", "note": "Neem een jas mee."},
        ),
    )
    for title, original_starts_at, change in changes:
        await change_session(
            db,
            groups[title],
            SessionChangeIn.model_validate(change),
            act(now),
            original_starts_at=original_starts_at,
            expected_version=None,
        )
