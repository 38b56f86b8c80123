"""What is when in and around Pathmos, over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from app.core.database import Db
from app.core.entries import Verification
from app.finder.session_schemas import SessionCollection
from app.offerings.commands import offerings
from app.organizations.commands import organizations
from app.places.models import Place
from tests.factories import (
    DE_BOEI,
    KEEPER,
    MONDAY,
    PATHMOS,
    act,
    organization,
    place,
    weekly,
)
from tests.finder.pathmos import IN_ZWOLLE, STEVENFENNE, from_boei
from tests.finder.pathmos_asked import Town, town_at
from tests.finder.sessions_asked import (
    agenda,
    change,
    group,
    titles,
    walk_at_boei,
    when,
)

AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
CONFIDENTIAL = "Huize Vaartzicht"


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def test_the_agenda_lists_a_week_in_order_of_time(town: Town) -> None:
    async def three_groups(db: Db) -> None:
        boei = await place(db)
        times = [weekly("tu"), weekly("fr", startTime="19:30", durationMinutes=60)]
        await group(db, "Samen eten", *times, placeId=boei.id)
        await group(db, "Bellen met een buur", weekly("mo", startTime="11:00"))
        await group(db, "Koor", weekly("th"), placeId=boei.id)

    await town.saved(three_groups)

    items = await agenda(town, **AT_DE_BOEI)

    assert when(items) == [
        ("Bellen met een buur", "2026-11-23T10:00:00Z"),
        ("Samen eten", "2026-11-24T09:00:00Z"),
        ("Koor", "2026-11-26T09:00:00Z"),
        ("Samen eten", "2026-11-27T18:30:00Z"),
        ("Bellen met een buur", "2026-11-30T10:00:00Z"),
    ]
    phone, meal = items[0], items[1]
    assert (phone["place"], phone["location"], phone["distance"]) == (None, None, None)
    assert meal["place"] == {
        "id": meal["place"]["id"],
        "name": "De Boei",
        "kind": "buurthuis",
        "address": {
            "street": "Spinnerstraat",
            "houseNumber": "27A",
            "postcode": "7545TP",
            "city": "Enschede",
        },
    }
    assert meal["location"]["coordinates"] == pytest.approx([DE_BOEI.lon, DE_BOEI.lat], abs=1e-6)
    assert (meal["status"], meal["note"], meal["distance"]) == ("scheduled", None, 3)
    assert meal["text"] == "dinsdag 24 november, 10.00 tot 11.30 uur"


async def test_what_is_cancelled_is_listed_as_cancelled(town: Town) -> None:
    async def a_cancelled_walk(db: Db) -> None:
        await change(db, await walk_at_boei(db), status="cancelled", note="De gids is ziek.")

    await town.saved(a_cancelled_walk)

    (walk,) = await agenda(town, to="2026-11-29")

    assert (walk["status"], walk["note"]) == ("cancelled", "De gids is ziek.")
    assert walk["place"]["name"] == "De Boei"


async def test_a_session_that_moved_is_found_where_and_when_it_is_now(town: Town) -> None:
    async def a_moved_walk(db: Db) -> None:
        walk = await walk_at_boei(db)
        church = await place(db, name="Kerk aan de Singel", point=from_boei(1000))
        await change(
            db,
            walk,
            status="moved",
            startsAt="2026-11-25T13:00:00+01:00",
            endsAt="2026-11-25T14:00:00+01:00",
            placeId=church.id,
        )

    await town.saved(a_moved_walk)
    week = {"to": "2026-11-29"}

    (walk,) = await agenda(town, **AT_DE_BOEI, **week)
    assert walk["originalStartsAt"] == "2026-11-24T09:00:00Z"
    assert (walk["startsAt"], walk["status"]) == ("2026-11-25T12:00:00Z", "moved")
    assert (walk["place"]["name"], walk["distance"]) == ("Kerk aan de Singel", 1001)
    assert await agenda(town, **AT_DE_BOEI, **week, radius=900) == []
    assert len(await agenda(town, **AT_DE_BOEI, **week, radius=1100)) == 1
    assert await agenda(town, **week, area=PATHMOS) == []
    assert len(await agenda(town, **week, area=STEVENFENNE)) == 1
    assert await agenda(town, **week, day="tu") == []
    assert len(await agenda(town, **week, day="we", part="afternoon")) == 1
    east = from_boei(1000)
    box = f"{east.lon - 0.001},{east.lat - 0.001},{east.lon + 0.001},{east.lat + 0.001}"
    assert len(await agenda(town, **week, bbox=box)) == 1
    around_boei = f"6.8747,52.2105,{DE_BOEI.lon + 0.001},{DE_BOEI.lat + 0.001}"
    assert await agenda(town, **week, bbox=around_boei) == []


@pytest.mark.parametrize("visibility", ["hidden", "area_only"])
async def test_a_session_at_a_place_that_may_not_be_known_tells_nothing_of_it(
    town: Town, visibility: str
) -> None:
    async def somewhere_safe(db: Db) -> None:
        walk = await walk_at_boei(db)
        safe = await place(db, name=CONFIDENTIAL, point=from_boei(1000), visibility=visibility)
        await change(db, walk, status="moved", placeId=safe.id)

    await town.saved(somewhere_safe)

    answer = await town.client.get("/v1/sessions", params={**AT_DE_BOEI, "to": "2026-11-29"})

    assert CONFIDENTIAL not in answer.text
    (walk,) = answer.json()["items"]
    assert (walk["status"], walk["place"], walk["location"], walk["distance"]) == (
        "moved",
        None,
        None,
        None,
    )
    # It is found where its group is found, and not where it is.
    week = {"to": "2026-11-29"}
    assert len(await agenda(town, **week, area=PATHMOS)) == 1
    assert await agenda(town, **week, area=STEVENFENNE) == []
    assert len(await agenda(town, **week, **AT_DE_BOEI, radius=300)) == 1
    east = from_boei(1000)
    assert await agenda(town, **week, lat=east.lat, lon=east.lon, radius=300) == []


async def test_a_group_at_a_secret_place_that_meets_in_public_once_is_there_once(
    town: Town,
) -> None:
    async def a_party_in_the_church(db: Db) -> None:
        safe = await place(db, name=CONFIDENTIAL, visibility="hidden")
        church = await place(db, name="Kerk aan de Singel", point=from_boei(1000))
        women = await group(db, "Vrouwengroep", placeId=safe.id)
        await change(db, women, status="moved", placeId=church.id)

    await town.saved(a_party_in_the_church)
    east = from_boei(1000)

    fortnight = await agenda(town, to="2026-12-06", **AT_DE_BOEI)
    assert [item["distance"] for item in fortnight] == [1001, None]
    near_church = await agenda(town, to="2026-12-06", lat=east.lat, lon=east.lon, radius=100)
    assert [item["startsAt"] for item in near_church] == [
        "2026-11-24T09:00:00Z",
        "2026-12-01T09:00:00Z",
    ]
    assert [bool(item["place"]) for item in near_church] == [True, False]


async def test_what_comes_to_you_is_listed_around_a_point_that_it_serves(town: Town) -> None:
    await town.saved(lambda db: group(db, "Bellen met een buur"))
    zwolle = {"lat": IN_ZWOLLE.lat, "lon": IN_ZWOLLE.lon}

    assert titles(await agenda(town, **AT_DE_BOEI, radius=1, to="2026-11-29")) == [
        "Bellen met een buur"
    ]
    assert await agenda(town, **zwolle) == []
    assert titles(await agenda(town, to="2026-11-29")) == ["Bellen met een buur"]
    assert titles(await agenda(town, to="2026-11-29", area=PATHMOS)) == ["Bellen met een buur"]
    assert await agenda(town, bbox="6.8,52.2,6.9,52.3") == []


async def test_everything_else_is_asked_of_what_it_belongs_to(town: Town) -> None:
    async def two_groups(db: Db) -> None:
        await group(db, "Gratis wandelen", themes=["bewegen"])
        await group(
            db,
            "Duur zingen",
            kind="cursus",
            themes=["cultuur"],
            cost={"kind": "amount", "amount": 12.5},
            joining="sign_up",
            minAge=55,
        )

    await town.saved(two_groups)

    async def found(**asked: Any) -> list[str]:
        return titles(await agenda(town, to="2026-11-29", **asked))

    assert await found(free=True) == ["Gratis wandelen"]
    assert await found(kind="cursus") == ["Duur zingen"]
    assert await found(theme="cultuur") == ["Duur zingen"]
    assert await found(q="zingen") == ["Duur zingen"]
    assert await found(age=40) == ["Gratis wandelen"]
    assert await found(walkIn=True, kind="cursus") == []


async def test_only_what_is_on_the_map_has_an_agenda(town: Town) -> None:
    async def what_is_not(db: Db) -> None:
        await group(db, "Een concept", status="draft")
        resting = await group(db, "Even niet")
        why = act(reason="De zaal wordt verbouwd.")
        until = (MONDAY + timedelta(days=1)).date()
        await offerings.step(db, resting.id, "paused", why, expected_version=None, until=until)
        theirs = await organization(db)
        await group(db, "Van een ander", organizationId=theirs.id)
        await organizations.step(
            db, theirs.id, "blocked", act(reason="Onderzoek."), expected_version=None
        )
        forgotten = await group(db, "Lang vergeten")
        check = Verification(MONDAY - timedelta(days=210), "keeper")
        await offerings.verify(db, forgotten.id, check, by=KEEPER)
        known = await group(db, "Net niet vergeten")
        check = Verification(MONDAY - timedelta(days=209), "keeper")
        await offerings.verify(db, known.id, check, by=KEEPER)

    await town.saved(what_is_not)

    assert titles(await agenda(town, to="2026-11-29")) == ["Net niet vergeten"]


async def test_geojson_knows_a_session_by_its_offering_and_its_planned_start(town: Town) -> None:
    async def with_and_without_a_place(db: Db) -> None:
        await walk_at_boei(db)
        await group(db, "Bellen met een buur", weekly("we"))

    await town.saved(with_and_without_a_place)

    answer = await town.client.get(
        "/v1/sessions", params={"to": "2026-11-29"}, headers={"Accept": "application/geo+json"}
    )

    SessionCollection.model_validate_json(answer.content)
    walk, phone = answer.json()["features"]
    assert walk["id"] == f"{walk['properties']['offering']['id']}/2026-11-24T09:00:00Z"
    assert walk["geometry"] == walk["properties"]["location"]
    assert phone["geometry"] is None


async def test_a_schedule_with_a_place_of_its_own_is_there_every_time(town: Town) -> None:
    async def two_places(db: Db) -> Place:
        boei = await place(db)
        church = await place(db, name="Kerk aan de Singel", point=from_boei(1000))
        times = [weekly("tu"), weekly("th", placeId=church.id)]
        await group(db, "Samen eten", *times, placeId=boei.id)
        return church

    await town.saved(two_places)

    items = await agenda(town, **AT_DE_BOEI, to="2026-11-29")
    assert [(item["place"]["name"], item["distance"]) for item in items] == [
        ("De Boei", 3),
        ("Kerk aan de Singel", 1001),
    ]
    assert [item["text"][:6] for item in await agenda(town, area=STEVENFENNE)] == ["donder"]
