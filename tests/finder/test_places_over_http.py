"""Places in and around Pathmos, over HTTP: where they are, whether they are open, what goes on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.entries import Verification, VerifiedHow
from app.core.ids import new_id
from app.finder.offering_schemas import OfferingInFull
from app.finder.place_schemas import Place, PlaceCollection, PlacePage
from app.offerings.commands import offerings
from app.organizations.commands import organizations
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

AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
WEEKDAYS = "Mo-Fr 09:00-17:00; PH closed"
FIVE_O_CLOCK = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


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


async def merge(db: Db, place_id: UUID, *, into: UUID) -> None:
    await db.execute(
        text("UPDATE place SET status = 'archived', merged_into = :into WHERE id = :id"),
        {"id": place_id, "into": into},
    )


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


async def test_a_door_closes_on_the_minute(town: Town) -> None:
    boei = await saved_place(town, openingHours=WEEKDAYS)

    before = await door(town, boei, FIVE_O_CLOCK - timedelta(seconds=1))
    assert (before["state"], before["at"]) == ("open", "2026-11-23T15:59:00Z")
    after = await door(town, boei, FIVE_O_CLOCK)
    assert after == {
        "state": "closed",
        "at": "2026-11-23T16:00:00Z",
        "changesAt": "2026-11-24T08:00:00Z",
        "text": "gesloten, weer open op dinsdag 24 november om 9.00 uur",
    }


async def test_an_answer_rests_within_its_minute_and_not_beyond(town: Town) -> None:
    boei = await saved_place(town, openingHours="24/7")

    async def etags(second: float) -> list[str]:
        town.clock.now = MONDAY + timedelta(seconds=second)
        urls = (f"/v1/places/{boei}", "/v1/places")
        return [(await town.client.get(url)).headers["etag"] for url in urls]

    first = await etags(0)
    assert await etags(59.9) == first
    assert not set(await etags(60)) & set(first)


async def test_what_never_changes_has_no_moment_of_change(town: Town) -> None:
    bench = await saved_place(town, openingHours="24/7")

    assert await door(town, bench) == {
        "state": "open",
        "at": "2026-11-23T09:00:00Z",
        "changesAt": None,
        "text": "altijd open",
    }


async def test_the_last_stretch_that_is_known_has_no_end(town: Town) -> None:
    """The table ends somewhere; that is not when the door does something."""
    boei = await saved_place(town, openingHours="Mo 09:00-10:00")

    last_known = await door(town, boei, MONDAY + timedelta(days=35))

    assert (last_known["state"], last_known["changesAt"]) == ("closed", None)


async def test_without_hours_nothing_is_said_and_that_is_not_closed(town: Town) -> None:
    boei = await saved_place(town)

    assert await door(town, boei) == {
        "state": "unknown",
        "at": "2026-11-23T09:00:00Z",
        "changesAt": None,
        "text": "openingstijden niet bekend",
    }
    assert await found(town, openNow=True) == []


async def test_hours_that_nobody_checked_for_240_days_are_not_believed(town: Town) -> None:
    boei = await saved_place(town, openingHours=WEEKDAYS)
    late_at_night = datetime(2026, 3, 30, 21, 59, tzinfo=UTC)  # 23:59 on the wall
    check = Verification(late_at_night, "visit")
    await town.saved(lambda db: places.verify(db, boei, check, by=KEEPER))

    async def on_day(days: int) -> tuple[str, str, str, int]:
        # The whole day counts, from its first minute to its last.
        town.clock.now = datetime(2026, 3, 30, 10, tzinfo=UTC) + timedelta(days=days)
        told = await town.told(f"/v1/places/{boei}", Place)
        listed = await found(town, openNow=True)
        return (
            told["verification"]["state"],
            told["open"]["state"],
            told["open"]["text"],
            len(listed),
        )

    assert (await on_day(179))[0] == "fresh"
    assert (await on_day(180))[0] == "due"
    assert await on_day(239) == ("due", "open", "open tot 17.00 uur", 1)
    assert await on_day(240) == (
        "stale",
        "unknown",
        "openingstijden lang niet gecontroleerd",
        0,
    )


async def test_open_now_and_open_then_are_two_questions(town: Town) -> None:
    await saved_place(town, name="De Boei", openingHours=WEEKDAYS)
    await saved_place(town, name="Het Café", openingHours="Mo-Su 16:00-24:00")
    await saved_place(town, name="De Dokter", openingHours='Mo-Fr "op afspraak"')
    await saved_place(town, name="Het Raadsel")

    assert names(await found(town)) == ["De Boei", "De Dokter", "Het Café", "Het Raadsel"]
    assert names(await found(town, openNow=True)) == ["De Boei"]
    assert names(await found(town, openAt="2026-11-23T17:30:00+01:00")) == ["Het Café"]
    assert names(await found(town, openAt="2026-11-23T15:30:00Z")) == ["De Boei", "Het Café"]
    assert await found(town, openNow=True, openAt="2026-11-23T19:00:00Z") == []
    page = await town.told("/v1/places", PlacePage, openNow=True, count=True)
    assert page["total"] == 1
    # What was asked about another moment still tells whether it is open now.
    (cafe,) = await found(town, openAt="2026-11-23T19:00:00Z")
    assert (cafe["open"]["state"], cafe["open"]["at"]) == ("closed", "2026-11-23T09:00:00Z")


async def test_a_moment_must_be_one_that_is_known(town: Town) -> None:
    town.clock.now = MONDAY + timedelta(seconds=30)
    boei = await saved_place(town, openingHours="24/7")

    async def asked_at(moment: datetime) -> list[dict[str, Any]]:
        return await found(town, openAt=moment.isoformat())

    assert [item["id"] for item in await asked_at(MONDAY)] == [str(boei)]
    assert len(await asked_at(MONDAY + timedelta(days=35))) == 1
    assert await town.faults("/v1/places", openAt="2026-11-23T08:59:59Z") == {
        "openAt": "Dit moment is al voorbij. Kies een later moment."
    }
    assert await town.faults("/v1/places", openAt="2026-12-28T09:00:31Z", kind="buurthui") == {
        "openAt": "Wij weten de openingstijden tot en met 28 december 2026. "
        "Kies een eerder moment.",
        "kind": "'buurthui' staat niet in de lijst. Bedoelt u 'buurthuis'?",
    }
    for wrong in ("1795478400", "2026-11-24", "2026-11-24T10:00:00", "9999-12-31T23:59:59-09:00"):
        assert set(await town.faults("/v1/places", openAt=wrong)) == {"openAt"}


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
