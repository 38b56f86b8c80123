"""Questions about offerings and what hangs from them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from app.core.database import Db
from app.offerings.models import (
    OfferingNextStep,
    OfferingOrganizer,
    OfferingServiceArea,
    Schedule,
    Session,
    SessionChange,
)


async def service_areas_of(db: Db, offering_id: UUID) -> list[str]:
    """Codes of the areas that it serves, in order of code."""
    table = OfferingServiceArea.__table__  # type: ignore[attr-defined]
    # Sorted here as the schema does it: the database may collate by the rules of a language.
    return sorted(await _column(db, table.c.area_code, table, offering_id))


async def serving(db: Db, *, area_codes: Iterable[str]) -> list[UUID]:
    """The offerings that serve any of these areas, in order of id."""
    table = OfferingServiceArea.__table__  # type: ignore[attr-defined]
    rows = await db.execute(
        select(table.c.offering_id)
        .where(table.c.area_code.in_(list(area_codes)))
        .distinct()
        .order_by(table.c.offering_id)
    )
    return list(rows.scalars())


async def organizers_of(db: Db, offering_id: UUID) -> list[UUID]:
    """The other organizations that do it too."""
    table = OfferingOrganizer.__table__  # type: ignore[attr-defined]
    return await _column(db, table.c.organization_id, table, offering_id)


async def next_steps_of(db: Db, offering_id: UUID) -> list[UUID]:
    """The offerings that one can move on to."""
    table = OfferingNextStep.__table__  # type: ignore[attr-defined]
    return await _column(db, table.c.next_id, table, offering_id)


async def _column(db: Db, column: Any, table: Any, offering_id: UUID) -> list[Any]:
    rows = await db.execute(
        select(column).where(table.c.offering_id == offering_id).order_by(column)
    )
    return list(rows.scalars())


async def schedules_of(db: Db, offering_ids: Iterable[UUID]) -> dict[UUID, list[Schedule]]:
    """The schedules of each of these offerings, in the order that the editor gave them."""
    rows = await db.execute(
        select(Schedule)
        .where(Schedule.offering_id.in_(list(offering_ids)))  # type: ignore[attr-defined]
        .order_by(Schedule.offering_id, Schedule.position)  # type: ignore[arg-type]
    )
    found: dict[UUID, list[Schedule]] = {}
    for row in rows.scalars():
        found.setdefault(row.offering_id, []).append(row)
    return found


async def session_changes_of(
    db: Db, offering_ids: Iterable[UUID]
) -> dict[UUID, list[SessionChange]]:
    """The single occurrences of these offerings that are different, in order of time."""
    rows = await db.execute(
        select(SessionChange)
        .where(SessionChange.offering_id.in_(list(offering_ids)))  # type: ignore[attr-defined]
        .order_by(SessionChange.offering_id, SessionChange.original_starts_local)  # type: ignore[arg-type]
    )
    found: dict[UUID, list[SessionChange]] = {}
    for row in rows.scalars():
        found.setdefault(row.offering_id, []).append(row)
    return found


async def school_region_of(db: Db, gemeente_code: str | None) -> str | None:
    """The region of the school holidays of a gemeente; None when we do not know."""
    region: str | None = await db.scalar(
        text("SELECT school_region FROM area WHERE code = :code"), {"code": gemeente_code}
    )
    return region


async def unknown_ids(db: Db, table: str, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these are not in `organization`, `place` or `offering`."""
    statements = {
        "organization": text("SELECT id FROM organization WHERE id = ANY (:ids)"),
        "place": text("SELECT id FROM place WHERE id = ANY (:ids)"),
        "offering": text("SELECT id FROM offering WHERE id = ANY (:ids)"),
    }
    wanted = set(ids)
    rows = await db.execute(statements[table], {"ids": list(wanted)})
    return wanted - set(rows.scalars())


async def unknown_areas(db: Db, codes: Iterable[str]) -> set[str]:
    """Which of these codes are no area of ours."""
    wanted = set(codes)
    rows = await db.execute(
        text("SELECT code FROM area WHERE code = ANY (:codes)"), {"codes": list(wanted)}
    )
    return wanted - set(rows.scalars())


async def coming_starts(
    db: Db, offering_id: UUID, *, after: datetime, limit: int
) -> Sequence[Session]:
    """The next sessions of an offering, soonest first, cancelled ones included."""
    rows = await db.execute(
        select(Session)
        .where(Session.offering_id == offering_id, Session.starts_at > after)  # type: ignore[arg-type]
        .order_by(Session.starts_at)  # type: ignore[arg-type]
        .limit(limit)
    )
    return rows.scalars().all()
