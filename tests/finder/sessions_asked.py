"""Groups that meet in Pathmos, and what the agenda says of them."""

from datetime import UTC, datetime
from typing import Any

from app.core.database import Db
from app.finder.session_schemas import SessionPage
from app.offerings.models import Offering
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from tests.factories import (
    MONDAY,
    act,
    offering,
    place,
    weekly,
)
from tests.finder.pathmos_asked import Town

TUESDAY_AT_TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)


async def agenda(town: Town, **asked: Any) -> list[dict[str, Any]]:
    page = await town.told("/v1/sessions", SessionPage, **asked)
    items: list[dict[str, Any]] = page["items"]
    return items


def when(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["offering"]["title"], item["startsAt"]) for item in items]


def titles(items: list[dict[str, Any]]) -> list[str]:
    return [item["offering"]["title"] for item in items]


async def group(db: Db, title: str, *times: Any, now: datetime = MONDAY, **it: Any) -> Offering:
    """A group that meets at these times."""
    row = await offering(db, title=title, **it)
    await put_schedules(db, row.id, list(times) or [weekly("tu")], act(now), expected_version=None)
    return row


async def change(db: Db, row: Offering, **document: Any) -> None:
    """One Tuesday is different."""
    await change_session(
        db,
        row.id,
        SessionChangeIn.model_validate(document),
        act(),
        original_starts_at=TUESDAY_AT_TEN,
        expected_version=None,
    )


async def walk_at_boei(db: Db) -> Offering:
    boei = await place(db)
    return await group(db, "Samen wandelen", placeId=boei.id)
