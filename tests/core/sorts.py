"""The three sorts of entry, for tests of what they share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.entries import (
    Entries,
    EntryColumns,
    Source,
)
from app.core.schemas import WireModel
from app.offerings.commands import offerings
from app.organizations.commands import organizations
from app.places.commands import places
from tests import factories
from tests.factories import act

LIST = Source(
    name="sociale-kaart", external_id="17", url="https://kaart.nl/17", checked_on=date(2026, 10, 1)
)
WHY = act(reason="Zo is het afgesproken.")
STATUSES = (
    "draft", "pending", "rejected", "published", "paused", "ended", "blocked", "archived",
)  # fmt: skip

# The life of an entry as it was agreed, written out once more.
LIFE_OF_A_BUILDING = {
    "draft": {"pending", "published", "archived"},
    "pending": {"published", "rejected"},
    "rejected": {"pending", "archived"},
    "published": {"archived", "blocked"},
    "blocked": {"published", "archived"},
    "archived": {"draft"},
}
LIFE_OF_AN_OFFERING = {
    "draft": {"pending", "published", "archived"},
    "pending": {"published", "rejected"},
    "rejected": {"pending"},
    "published": {"paused", "archived", "blocked", "ended"},
    "paused": {"published", "archived", "blocked", "ended"},
    "ended": {"published", "archived"},
    "blocked": {"published", "archived"},
    "archived": {"draft"},
}


@dataclass(frozen=True)
class Sort:
    """One sort of entry and how a test makes one."""

    entries: Entries[Any, Any]
    life: dict[str, set[str]]
    title: str

    async def one(self, db: Db) -> EntryColumns:
        make = getattr(factories, self.entries.subject_type)
        made: EntryColumns = await make(db)
        return made

    async def document(self, db: Db) -> WireModel:
        row = await self.one(db)
        document: WireModel = await self.entries.document(db, row)
        return document


SORTS = {
    "organization": Sort(organizations, LIFE_OF_A_BUILDING, "name"),
    "place": Sort(places, LIFE_OF_A_BUILDING, "name"),
    "offering": Sort(offerings, LIFE_OF_AN_OFFERING, "title"),
}
every_sort = pytest.mark.parametrize("sort", SORTS.values(), ids=SORTS)


async def stands_at(db: Db, sort: Sort, entry_id: UUID, status: str) -> None:
    """Puts an entry in a status without asking whether it may get there."""
    table = sort.entries.subject_type
    reason = ", status_reason = 'getest'" if table == "offering" else ""
    await db.execute(
        text(f"UPDATE {table} SET status = :status{reason} WHERE id = :id"),  # noqa: S608
        {"status": status, "id": entry_id},
    )


@asynccontextmanager
async def tried(db: Db) -> AsyncIterator[None]:
    """What happens inside is gone afterwards."""
    attempt = await db.begin_nested()
    try:
        yield
    finally:
        await attempt.rollback()
