"""Offerings that rest, that have gone, and that never were, over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.entries import Verification
from app.core.ids import new_id
from app.offerings.commands import offerings
from app.organizations.commands import organizations
from tests.factories import (
    KEEPER,
    MONDAY,
    act,
    offering,
    organization,
    weekly,
)
from tests.finder.offering_asked import in_full, saved
from tests.finder.pathmos_asked import Town, town_at


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def test_what_rests_or_was_not_checked_for_long_can_still_be_read(town: Town) -> None:
    resting, forgotten = await saved(town, "tu"), await saved(town, "tu")

    async def a_pause_and_a_check(db: Db) -> None:
        why = act(reason="De zaal wordt verbouwd.")
        await offerings.step(db, resting, "paused", why, expected_version=None)
        check = Verification(MONDAY - timedelta(days=500), "keeper")
        await offerings.verify(db, forgotten, check, by=KEEPER)

    await town.saved(a_pause_and_a_check)

    paused = await in_full(town, resting)
    assert (paused["status"], paused["next"], paused["sessions"]) == ("paused", None, [])
    old = await in_full(town, forgotten)
    assert (old["status"], old["verification"]["state"]) == ("published", "stale")
    assert (await town.client.get("/v1/offerings")).json()["items"] == []


async def test_what_was_never_on_the_map_is_unknown(town: Town) -> None:
    async def never(db: Db) -> list[UUID]:
        draft, pending, rejected = [
            (await offering(db, status=one)).id for one in ("draft", "pending", "pending")
        ]
        why = act(reason="Reclame.")
        await offerings.step(db, rejected, "rejected", why, expected_version=None)
        return [draft, pending, rejected, new_id()]

    refusals = [await town.refusal(f"/v1/offerings/{one}") for one in await town.saved(never)]

    assert [status for status, _ in refusals] == [404] * 4
    assert all(problem == refusals[0][1] for _, problem in refusals)


@pytest.mark.parametrize("status", ["archived", "blocked", "ended"])
async def test_what_was_taken_off_the_map_is_gone(town: Town, status: str) -> None:
    group = await saved(town)
    why = act(reason="Klopt niet.")
    await town.saved(lambda db: offerings.step(db, group, status, why, expected_version=None))

    assert (await town.refusal(f"/v1/offerings/{group}"))[0] == 410


async def test_what_an_organization_off_the_map_does_is_gone(town: Town) -> None:
    async def theirs(db: Db) -> UUID:
        alifa = await organization(db)
        group = await offering(db, organizationId=alifa.id)
        await organizations.step(
            db, alifa.id, "blocked", act(reason="Onderzoek."), expected_version=None
        )
        return group.id

    assert (await town.refusal(f"/v1/offerings/{await town.saved(theirs)}"))[0] == 410


async def test_the_day_after_its_last_session_a_series_is_gone(town: Town) -> None:
    """Before the nightly job has called it ended, and not an hour earlier."""
    course = await saved(town, weekly("mo", until="2026-11-23"), kind="cursus")

    town.clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    assert (await in_full(town, course))["sessions"] == []
    town.clock.now = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert (await town.refusal(f"/v1/offerings/{course}"))[0] == 410


async def merge(db: Db, offering_id: UUID, *, into: UUID) -> None:
    await db.execute(
        text("UPDATE offering SET status = 'archived', merged_into = :into WHERE id = :id"),
        {"id": offering_id, "into": into},
    )


async def test_what_was_merged_points_to_where_it_is_now_if_it_is_anywhere(town: Town) -> None:
    async def merged(db: Db) -> tuple[UUID, UUID, UUID]:
        first, second, last = [await offering(db) for _ in range(3)]
        await merge(db, first.id, into=second.id)
        await merge(db, second.id, into=last.id)
        lost, draft = await offering(db), await offering(db, status="draft")
        await merge(db, lost.id, into=draft.id)
        return first.id, last.id, lost.id

    first, last, lost = await town.saved(merged)

    assert await town.moved_to(f"/v1/offerings/{first}") == f"/v1/offerings/{last}"
    assert (await town.refusal(f"/v1/offerings/{lost}"))[0] == 410
