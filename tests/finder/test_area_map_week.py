"""The week of a buurt on its map: what is when, and how long ago it was checked."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url
from app.core.entries import Verification
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from tests.factories import (
    KEEPER,
    MONDAY,
    act,
    neighbourhood,
    offering,
    place,
    weekly,
)
from tests.finder.pathmos import (
    Saved,
    agenda,
    asked_at,
    beside_pathmos,
    from_boei,
    goes_on,
    hours,
    later,
    map_of,
    saving,
)

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past midnight in Enschede, on Tuesday."""


@pytest.fixture
async def saved(database_url: str) -> AsyncIterator[Saved]:
    engine = create_async_engine(engine_url(database_url))
    saved = saving(engine)
    await saved(neighbourhood)
    await saved(beside_pathmos)
    yield saved
    await engine.dispose()


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with asked_at(database_url, lambda: MONDAY) as client:
        yield client


async def test_a_cancelled_session_is_told(saved: Saved, client: httpx.AsyncClient) -> None:
    tuesday = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    async def ill(db: Db) -> None:
        coffee = await goes_on(db, "tu", title="Koffie")
        await change_session(
            db,
            coffee.id,
            SessionChangeIn(status="cancelled", note="De gastvrouw is ziek."),
            act(),
            original_starts_at=tuesday,
            expected_version=None,
        )

    await saved(ill)

    found = await map_of(client)

    assert agenda(found) == [
        ("2026-11-24", "dinsdag 24 november, 10.00 tot 11.30 uur", "cancelled")
    ]
    assert found["offerings"][0]["next"]["startsAt"] == "2026-12-01T09:00:00Z"


async def test_a_session_elsewhere_says_where_as_far_as_everybody_may_know(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def outings(db: Db) -> None:
        boei = await place(db)
        church = await place(db, name="Kerk", point=from_boei(100))
        secret = await place(db, name="Geheim", visibility="hidden")
        walk = await offering(db, placeId=boei.id)
        await put_schedules(
            db,
            walk.id,
            [
                weekly("tu"),
                weekly("we", placeId=church.id),
                weekly("th", placeId=secret.id),
                weekly("fr", placeId=boei.id),
            ],
            act(),
            expected_version=None,
        )

    await saved(outings)

    found = await map_of(client)

    where = [
        one["place"] and one["place"]["name"] for day in found["agenda"] for one in day["sessions"]
    ]
    assert where == [None, "Kerk", None, None]


async def test_the_agenda_is_a_week_of_local_days_and_holds_the_night_that_goes_on(
    database_url: str, saved: Saved
) -> None:
    """Half past midnight on Tuesday: the night from Monday goes on; next Tuesday is too far."""

    async def nights(db: Db) -> None:
        await goes_on(db, hours("mo", "21:00", 720), title="Het Slaaphuis")
        await goes_on(db, hours("tu", "00:00", 20), title="Klaar")
        await goes_on(db, hours("mo", "23:30", 20), title="Nachtspel")

    await saved(nights)

    async with asked_at(database_url, lambda: NIGHT) as client:
        found = await map_of(client)

    assert agenda(found) == [
        (
            "2026-11-24",
            "maandag 23 november, 21.00 tot 9.00 uur (de volgende dag)",
            "scheduled",
        ),
        ("2026-11-30", "maandag 30 november, 21.00 tot 9.00 uur (de volgende dag)", "scheduled"),
        ("2026-11-30", "maandag 30 november, 23.30 tot 23.50 uur", "scheduled"),
    ]


async def test_freshness_counts_the_states_of_the_cards(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def checked(db: Db) -> None:
        for days in (3, 119, 120, 164, 165, 209):
            row = await offering(db, title=f"{days} dagen")
            check = Verification(later(MONDAY, days=-days), "visit")
            await offerings.verify(db, row.id, check, by=KEEPER)
        await offering(db, title="Nooit")

    await saved(checked)

    found = await map_of(client)

    states = {card["title"]: card["verification"]["state"] for card in found["offerings"]}
    assert states == {
        "3 dagen": "fresh",
        "119 dagen": "fresh",
        "120 dagen": "due",
        "164 dagen": "due",
        "165 dagen": "stale",
        "209 dagen": "stale",
        "Nooit": "due",
    }
    assert found["freshness"] == {
        "fresh": 2,
        "due": 3,
        "stale": 2,
        "oldestVerifiedAt": "2026-04-28T09:00:00Z",
    }


async def test_updated_at_is_that_of_the_latest_change_that_shows(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def two_changes(db: Db) -> None:
        boei = await place(db)
        await offering(db, title="Koffie", placeId=boei.id)
        secret = await place(db, name="Geheim", visibility="hidden")
        for table, row, days in (("place", boei, 1), ("place", secret, 2)):
            await db.execute(
                text(f"UPDATE {table} SET updated_at = :at WHERE id = :id"),  # noqa: S608 - ours
                {"at": later(MONDAY, days=days), "id": row.id},
            )

    await saved(two_changes)

    assert (await map_of(client))["updatedAt"] == "2026-11-24T09:00:00Z"
