"""Places in and around Pathmos, over HTTP: where they are and what goes on."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.entries import Verification, VerifiedHow
from app.finder.offering_schemas import OfferingInFull
from app.finder.place_schemas import Place, PlaceCollection, PlacePage
from app.offerings.commands import offerings
from app.places.commands import places
from tests.factories import (
    DE_BOEI,
    KEEPER,
    MONDAY,
    PATHMOS,
    act,
    offering,
    organization,
    place,
    weekly,
)
from tests.finder.pathmos import STEVENFENNE, from_boei, goes_on
from tests.finder.pathmos_asked import Town, town_at
from tests.finder.places_asked import found, names, saved_place

AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
WEEKDAYS = "Mo-Fr 09:00-17:00; PH closed"


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def test_a_place_tells_where_it_is_whether_it_is_open_and_what_goes_on(town: Town) -> None:
    async def de_boei(db: Db) -> UUID:
        alifa = await organization(db)
        boei = await place(
            db,
            organizationId=alifa.id,
            openingHours=WEEKDAYS,
            accessFeatures={
                "rolstoel-binnen": {"state": "limited", "asOf": "2026-05-01"},
                "drempelvrij": {"state": "yes"},
            },
        )
        await goes_on(db, "th", title="Koor", placeId=boei.id)
        await goes_on(db, title="Altijd welkom", placeId=boei.id)
        await goes_on(db, "tu", title="Wandelen", placeId=boei.id)
        await goes_on(db, "we", title="Bellen met een buur")
        return boei.id

    place_id = await town.saved(de_boei)

    told = await town.told(f"/v1/places/{place_id}", Place)

    cards = told.pop("offerings")
    assert [card["title"] for card in cards] == ["Wandelen", "Koor", "Altijd welkom"]
    assert {card["place"]["id"] for card in cards} == {str(place_id)}
    assert told.pop("location")["coordinates"] == pytest.approx(
        [DE_BOEI.lon, DE_BOEI.lat], abs=1e-6
    )
    assert told == {
        "id": str(place_id),
        "name": "De Boei",
        "kind": "buurthuis",
        "address": {
            "street": "Spinnerstraat",
            "houseNumber": "27A",
            "postcode": "7545TP",
            "city": "Enschede",
        },
        "buurt": {"code": PATHMOS, "name": "Pathmos"},
        "organization": {"id": told["organization"]["id"], "name": "Alifa"},
        "distance": None,
        "openingHours": WEEKDAYS,
        "openingText": ["maandag tot en met vrijdag 9.00 tot 17.00 uur", "op feestdagen gesloten"],
        "open": {
            "state": "open",
            "at": "2026-11-23T09:00:00Z",
            "changesAt": "2026-11-23T16:00:00Z",
            "text": "open tot 17.00 uur",
        },
        "accessFeatures": {
            "drempelvrij": {"state": "yes", "asOf": None},
            "rolstoel-binnen": {"state": "limited", "asOf": "2026-05-01"},
        },
        "nearestStop": None,
        "verification": {
            "verifiedAt": None,
            "text": "Nog niet gecontroleerd",
            "state": "due",
        },
        "version": 1,
        "url": f"/plek/{place_id}",
    }


async def test_nearest_first_or_by_name(town: Town) -> None:
    await saved_place(town, name="Zorgpost", point=from_boei(300))
    await saved_place(town, name="École", point=from_boei(700))
    await saved_place(town, name="De Boei")
    await saved_place(town, name="Het Bankje", kind="buiten", address=None, point=from_boei(1000))

    near = await found(town, **AT_DE_BOEI)
    assert [(item["name"], item["distance"]) for item in near] == [
        ("De Boei", 3),
        ("Zorgpost", 301),
        ("École", 701),
        ("Het Bankje", 1001),
    ]
    assert names(await found(town)) == ["De Boei", "École", "Het Bankje", "Zorgpost"]
    assert names(await found(town, **AT_DE_BOEI, radius=702)) == ["De Boei", "Zorgpost", "École"]
    assert names(await found(town, area=PATHMOS)) == ["De Boei", "Zorgpost"]
    assert names(await found(town, area=[PATHMOS, STEVENFENNE], kind="buiten")) == ["Het Bankje"]
    bench = next(item for item in near if item["name"] == "Het Bankje")
    lon, lat = bench["location"]["coordinates"]
    assert bench["address"] is None
    assert names(await found(town, bbox=f"{lon},{lat},{lon + 0.1},{lat + 0.1}")) == ["Het Bankje"]
    assert await found(town, bbox=f"{lon + 0.000001},{lat},{lon + 0.1},{lat + 0.1}") == []


@pytest.mark.parametrize("asked", [{}, AT_DE_BOEI])
async def test_pages_of_places_follow_each_other(town: Town, asked: dict[str, float]) -> None:
    async def five(db: Db) -> None:
        for name in ("Het Huis", "Het Huis", "Het huis", "Hét Huis", "Ander Huis"):
            await place(db, name=name)

    await town.saved(five)

    whole = await found(town, **asked)
    page = await town.told("/v1/places", PlacePage, **asked, limit=2, count=True)
    items, total = page["items"], page["total"]
    while page["next"]:
        page = await town.told(page["next"], PlacePage)
        items = [*items, *page["items"]]
    assert (items, total) == (whole, 5)
    first = await town.told("/v1/places", PlacePage, **asked, limit=2)
    foreign = await town.faults("/v1/places", area=PATHMOS, cursor=first["nextCursor"])
    assert set(foreign) == {"cursor"}


async def test_a_list_shows_twenty_things_of_a_place_and_the_place_itself_all(town: Town) -> None:
    async def busy(db: Db) -> UUID:
        theirs, boei = await organization(db), await place(db)
        for number in range(23):
            await offering(
                db, title=f"Groep {number:02}", organizationId=theirs.id, placeId=boei.id
            )
        return boei.id

    boei = await town.saved(busy)

    (listed,) = await found(town, **AT_DE_BOEI)
    assert [card["title"] for card in listed["offerings"]] == [f"Groep {n:02}" for n in range(20)]
    assert {card["distance"] for card in listed["offerings"]} == {listed["distance"]} == {3}
    assert len((await town.told(f"/v1/places/{boei}", Place))["offerings"]) == 23


async def test_what_is_off_the_map_does_not_go_on_anywhere(town: Town) -> None:
    async def forgotten(db: Db) -> UUID:
        boei = await place(db)
        row = await offering(db, title="Lang vergeten", placeId=boei.id)
        check = Verification(MONDAY - timedelta(days=210), "keeper")
        await offerings.verify(db, row.id, check, by=KEEPER)
        resting = await offering(db, title="Even niet", placeId=boei.id)
        await offerings.step(db, resting.id, "paused", act(reason="Rust."), expected_version=None)
        return boei.id

    boei = await town.saved(forgotten)

    assert (await town.told(f"/v1/places/{boei}", Place))["offerings"] == []


async def test_geojson_places_are_features(town: Town) -> None:
    boei = await saved_place(town)

    answer = await town.client.get("/v1/places", headers={"Accept": "application/geo+json"})

    PlaceCollection.model_validate_json(answer.content)
    (feature,) = answer.json()["features"]
    assert feature["id"] == feature["properties"]["id"] == str(boei)
    assert feature["geometry"] == feature["properties"]["location"]


async def test_a_check_is_told_in_the_same_words_as_that_of_an_offering(town: Town) -> None:
    """Two statements tell of checks; they say the same, whoever did it."""

    async def checked(db: Db) -> list[tuple[UUID, UUID]]:
        pairs = []
        for how in (*get_args(VerifiedHow), None, "source"):
            boei = await place(db)
            group = await offering(db, placeId=boei.id)
            if how == "source":
                for table in ("place", "offering"):
                    await db.execute(
                        text(f"UPDATE {table} SET source_checked_on = '2026-09-01'")  # noqa: S608
                    )
            elif how is not None:
                check = Verification(MONDAY - timedelta(days=20), how)
                await places.verify(db, boei.id, check, by=KEEPER)
                await offerings.verify(db, group.id, check, by=KEEPER)
            pairs.append((boei.id, group.id))
        return pairs

    said = set()
    for place_id, offering_id in await town.saved(checked):
        of_place = (await town.told(f"/v1/places/{place_id}", Place))["verification"]
        of_group = await town.told(f"/v1/offerings/{offering_id}", OfferingInFull)
        assert of_place == of_group["verification"]
        said.add(of_place["text"])
    assert "Gecontroleerd op 3 november 2026 door de organisatie" in said
    assert "Volgens de bron gecontroleerd op 1 september 2026" in said
    assert len(said) == len(get_args(VerifiedHow)) + 1


async def test_the_next_session_decides_what_stands_first(town: Town) -> None:
    async def two(db: Db) -> UUID:
        boei = await place(db)
        await goes_on(db, weekly("tu"), title="Dinsdag", placeId=boei.id)
        await goes_on(db, weekly("we"), title="Woensdag", placeId=boei.id)
        return boei.id

    boei = await town.saved(two)

    async def order(moment: datetime) -> list[str]:
        town.clock.now = moment
        told = await town.told(f"/v1/places/{boei}", Place)
        return [card["title"] for card in told["offerings"]]

    assert await order(MONDAY) == ["Dinsdag", "Woensdag"]
    assert await order(MONDAY + timedelta(days=1, hours=2)) == ["Woensdag", "Dinsdag"]
