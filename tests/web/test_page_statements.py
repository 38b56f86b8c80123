"""A page asks the database as little for a hundred groups as for one."""

from collections.abc import Mapping

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.main import create_app
from app.offerings.programme import put_schedules
from app.web.addresses import FILES, PAGES, address
from tests.architecture.statement_counts import counted
from tests.factories import (
    MONDAY,
    PATHMOS,
    act,
    neighbourhood,
    offering,
    place,
    weekly,
)
from tests.web.conftest import BROWSER

MANY = 60
MOST: Mapping[str, int] = {
    "start": 4,
    "results": 12,
    "results near": 24,
    "buurt": 8,
    "buurt_to_keep": 8,
    "paper": 14,  # whom to call stands on the sheet, and below it
    "paper_pdf": 9,
    "entry": 6,
    "entry_calendar": 4,
    "session_calendar": 4,
    "place": 6,
    "mantelzorg": 8,
    "young_carers": 8,
    "wijkwijzer": 8,
    "saved": 4,
    "about": 4,
    "privacy": 4,
    "accessibility": 4,
    "offline": 4,
    "api": 4,
    "problems": 4,
    "problem": 4,
    "manifest": 0,
    "worker": 0,
    "robots": 0,
    "sitemap": 4,
    "security": 0,
}
"""The words of the vocabularies are kept, and not counted; whom to call is, on every page."""


async def fill(url: str, numbers: range) -> None:
    """Groups in De Boei and in places of their own, each every week."""
    engine = create_async_engine(engine_url(url), poolclass=NullPool)
    async with unit_of_work(engine) as db:
        if 0 in numbers:
            await neighbourhood(db)
            await place(db, name="De Boei")
        boei = await db.scalar(text("SELECT id FROM place WHERE name = 'De Boei'"))
        for number in numbers:
            elsewhere = await place(db, name=f"Plek {number}")
            kinds = ("activiteit", "wijkwijzer", "mantelzorgsteun", "respijtzorg")
            for where in (boei, elsewhere.id):
                group = await offering(
                    db,
                    title=f"Groep {number:02}",
                    placeId=where,
                    kind=kinds[number % len(kinds)],
                )
                await put_schedules(db, group.id, [weekly()], act(), expected_version=None)
    await engine.dispose()


async def counts(url: str) -> dict[str, int]:
    """The statements behind every page."""
    app = create_app(Settings(database_url=url), clock=lambda: MONDAY)
    async with counted(app) as counting:
        counting.client.headers.update(BROWSER)
        [group] = (await counting.client.get("/v1/offerings?limit=1")).json()["items"]
        begin = group["next"]["startsAt"].replace("-", "").replace(":", "")
        found = {}
        for name in (*PAGES, *FILES):
            if name == "static":
                continue
            identity = group["place"]["id"] if name == "place" else group["id"]
            values = {"code": PATHMOS, "id": identity, "begin": begin, "slug": "not-found"}
            found[name] = await counting.statements_of(address(name, "nl", **values))
        everything = address(
            "results", "nl", [("area", PATHMOS), ("q", "wandelen"), ("limit", "100")]
        )
        found["results near"] = await counting.statements_of(everything)
        return found


@pytest.mark.slow
async def test_a_page_asks_as_little_for_many_as_for_one(database_url: str) -> None:
    await fill(database_url, range(4))
    for_few = await counts(database_url)
    await fill(database_url, range(4, MANY))
    for_many = await counts(database_url)
    assert for_many == for_few
    assert for_few.keys() == MOST.keys()
    assert not {name: count for name, count in for_few.items() if count > MOST[name]}
