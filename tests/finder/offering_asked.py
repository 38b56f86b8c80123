"""Asking everything about one offering."""

from typing import Any
from uuid import UUID

from app.finder.offering_schemas import OfferingInFull
from tests.finder.pathmos import goes_on
from tests.finder.pathmos_asked import Town


async def in_full(town: Town, offering_id: UUID) -> dict[str, Any]:
    return await town.told(f"/v1/offerings/{offering_id}", OfferingInFull)


async def saved(town: Town, *schedules: Any, **different: Any) -> UUID:
    row = await town.saved(lambda db: goes_on(db, *schedules, **different))
    offering_id: UUID = row.id
    return offering_id
