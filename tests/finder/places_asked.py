"""Asking about places in Pathmos."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.finder.place_schemas import Place, PlacePage
from tests.factories import (
    place,
)
from tests.finder.pathmos_asked import Town


async def found(town: Town, **asked: Any) -> list[dict[str, Any]]:
    page = await town.told("/v1/places", PlacePage, **asked)
    items: list[dict[str, Any]] = page["items"]
    return items


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in items]


async def saved_place(town: Town, **different: Any) -> UUID:
    row = await town.saved(lambda db: place(db, **different))
    place_id: UUID = row.id
    return place_id


async def door(town: Town, place_id: UUID, moment: datetime | None = None) -> dict[str, Any]:
    town.clock.now = moment or town.clock.now
    told = await town.told(f"/v1/places/{place_id}", Place)
    open_now: dict[str, Any] = told["open"]
    return open_now
