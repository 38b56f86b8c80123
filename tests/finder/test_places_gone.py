"""Places that may not be known, and places that are gone, over HTTP."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.ids import new_id
from app.finder.place_schemas import Place, PlacePage
from app.organizations.commands import organizations
from app.places.commands import places
from tests.factories import (
    DE_BOEI,
    PATHMOS,
    act,
    organization,
    place,
)
from tests.finder.pathmos_asked import Town, town_at
from tests.finder.places_asked import found, names

AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def merge(db: Db, place_id: UUID, *, into: UUID) -> None:
    await db.execute(
        text("UPDATE place SET status = 'archived', merged_into = :into WHERE id = :id"),
        {"id": place_id, "into": into},
    )


async def test_what_may_not_be_known_is_as_if_it_were_not(town: Town) -> None:
    async def never(db: Db) -> list[UUID]:
        secrets = [
            await place(db, name="Huize Vaartzicht", visibility=visibility)
            for visibility in ("hidden", "area_only")
        ]
        gone = await place(db, name="Huize Vaartzicht", visibility="hidden")
        await places.step(db, gone.id, "archived", act(), expected_version=None)
        draft = await place(db, name="Huize Vaartzicht")
        await db.execute(text("UPDATE place SET status = 'draft' WHERE id = :id"), {"id": draft.id})
        await db.execute(text("DELETE FROM change WHERE subject_id = :id"), {"id": str(draft.id)})
        merged = await place(db, visibility="hidden")
        open_house = await place(db)
        await merge(db, merged.id, into=open_house.id)
        return [*(row.id for row in (*secrets, gone, draft, merged)), new_id()]

    refusals = [await town.refusal(f"/v1/places/{one}") for one in await town.saved(never)]

    assert [status for status, _ in refusals] == [404] * 6
    assert all(problem == refusals[0][1] for _, problem in refusals)
    page = await town.told("/v1/places", PlacePage, count=True)
    assert (names(page["items"]), page["total"]) == (["De Boei"], 1)
    for asked in ({"kind": "buurthuis"}, AT_DE_BOEI, {"area": PATHMOS}):
        assert names(await found(town, **asked)) == ["De Boei"]


async def test_what_was_there_for_everybody_is_gone_and_not_unknown(town: Town) -> None:
    async def were_there(db: Db) -> dict[str, UUID]:
        archived, blocked = await place(db), await place(db)
        await places.step(db, archived.id, "archived", act(), expected_version=None)
        await places.step(
            db, blocked.id, "blocked", act(reason="Klopt niet."), expected_version=None
        )
        again = await place(db)
        await places.step(db, again.id, "archived", act(), expected_version=None)
        await places.step(db, again.id, "draft", act(), expected_version=None)
        lost, secret = await place(db), await place(db, visibility="hidden")
        await merge(db, lost.id, into=secret.id)
        return {
            "archived": archived.id,
            "blocked": blocked.id,
            "draft again": again.id,
            "merged into a secret": lost.id,
        }

    for what, place_id in (await town.saved(were_there)).items():
        status, problem = await town.refusal(f"/v1/places/{place_id}")
        assert (what, status) == (what, 410)
        assert problem["successors"] == []


async def test_a_place_that_was_merged_points_to_where_it_is_now(town: Town) -> None:
    async def twice_merged(db: Db) -> tuple[UUID, UUID]:
        first, second, last = [await place(db) for _ in range(3)]
        await merge(db, first.id, into=second.id)
        await merge(db, second.id, into=last.id)
        return first.id, last.id

    first, last = await town.saved(twice_merged)

    assert await town.moved_to(f"/v1/places/{first}") == f"/v1/places/{last}"


async def test_a_circle_of_merged_places_leads_nowhere(town: Town) -> None:
    async def in_a_circle(db: Db) -> UUID:
        first, second = await place(db), await place(db)
        await merge(db, first.id, into=second.id)
        await merge(db, second.id, into=first.id)
        return first.id

    status, _ = await town.refusal(f"/v1/places/{await town.saved(in_a_circle)}")

    assert status == 410


async def test_an_organization_off_the_map_is_not_named(town: Town) -> None:
    async def theirs(db: Db) -> UUID:
        alifa = await organization(db)
        boei = await place(db, organizationId=alifa.id)
        await organizations.step(
            db, alifa.id, "blocked", act(reason="Onderzoek."), expected_version=None
        )
        return boei.id

    told = await town.told(f"/v1/places/{await town.saved(theirs)}", Place)

    assert told["organization"] is None
