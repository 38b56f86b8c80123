"""What is when in and around Pathmos, over HTTP."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.core.database import Db
from app.core.entries import Verification
from app.finder.session_schemas import SessionCollection, SessionPage
from app.offerings.commands import offerings
from app.offerings.models import Offering
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.places.models import Place
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
from tests.finder.pathmos import IN_ZWOLLE, STEVENFENNE, from_boei
from tests.finder.pathmos_asked import Town, town_at

TUESDAY_AT_TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
CONFIDENTIAL = "Huize Vaartzicht"


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


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


async def test_a_session_under_way_is_listed_until_the_moment_it_ends(town: Town) -> None:
    await town.saved(walk_at_boei)

    async def how_many(moment: datetime) -> int:
        town.clock.now = moment
        page = await town.told("/v1/sessions", SessionPage, to="2026-11-29", count=True)
        assert page["total"] == len(page["items"])
        return len(page["items"])

    ends_at = TUESDAY_AT_TEN + timedelta(minutes=90)
    assert await how_many(TUESDAY_AT_TEN - timedelta(seconds=1)) == 1
    assert await how_many(TUESDAY_AT_TEN) == 1
    assert await how_many(ends_at - timedelta(seconds=1)) == 1
    assert await how_many(ends_at) == 0


async def test_today_begins_and_ends_at_midnight_in_the_netherlands(town: Town) -> None:
    late, early = (
        weekly("mo", startTime="23:45", durationMinutes=90),
        weekly("tu", startTime="00:00", durationMinutes=60),
    )
    await town.saved(lambda db: group(db, "Nachtbrakers", late, early))
    monday_late, tuesday_early = "2026-11-23T22:45:00Z", "2026-11-23T23:00:00Z"

    async def starts(**asked: Any) -> list[str]:
        return [item["startsAt"] for item in await agenda(town, **asked)]

    town.clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)  # 23:59 on Monday
    assert await starts() == [
        monday_late,
        tuesday_early,
        "2026-11-30T22:45:00Z",  # a week from today is in it, to its last minute
    ]
    assert await starts(to="2026-11-23") == [monday_late]
    assert await starts(**{"from": "2026-11-24", "to": "2026-11-24"}) == [tuesday_early]
    town.clock.now = datetime(2026, 11, 23, 23, 1, tzinfo=UTC)  # 0:01 on Tuesday
    assert await starts(to="2026-11-24") == [tuesday_early]
    # What began yesterday is under way, and is yesterday's.
    assert await starts(**{"from": "2026-11-23", "to": "2026-11-24"}) == [
        monday_late,
        tuesday_early,
    ]


async def test_summer_time_moves_neither_the_day_nor_the_part_of_the_day(town: Town) -> None:
    in_march = datetime(2027, 3, 22, 9, tzinfo=UTC)
    times = [
        weekly("su", startTime="00:30", durationMinutes=30),
        weekly("su", startTime="17:30", durationMinutes=30),
        weekly("su", startTime="18:00", durationMinutes=30),
        weekly("su", startTime="23:30", durationMinutes=30),
    ]
    await town.saved(lambda db: group(db, "Zondagskind", *times, now=in_march))
    town.clock.now = in_march

    async def starts(**asked: Any) -> list[str]:
        day = {"from": "2027-03-28", "to": "2027-03-28"} | asked
        return [item["startsAt"] for item in await agenda(town, **day)]

    assert await starts() == [
        "2027-03-27T23:30:00Z",
        "2027-03-28T15:30:00Z",
        "2027-03-28T16:00:00Z",
        "2027-03-28T21:30:00Z",
    ]
    assert await starts(part="evening") == ["2027-03-28T16:00:00Z", "2027-03-28T21:30:00Z"]
    assert await starts(day="mo") == []
    assert len(await starts(**{"from": "2027-04-04", "to": "2027-04-04"}, part="evening")) == 2


async def test_day_and_part_are_asked_of_the_very_session(town: Town) -> None:
    times = [weekly("tu"), weekly("th", startTime="19:00")]
    await town.saved(lambda db: group(db, "Samen eten", *times))

    async def starts(**asked: Any) -> list[str]:
        return [item["startsAt"] for item in await agenda(town, to="2026-11-29", **asked)]

    assert await starts(day="tu") == ["2026-11-24T09:00:00Z"]
    assert await starts(part="evening") == ["2026-11-26T18:00:00Z"]
    assert await starts(day="tu", part="evening") == []
    assert len(await starts(day=["tu", "th"])) == 2


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


async def test_pages_follow_each_other_also_where_all_begin_at_once(town: Town) -> None:
    async def five_groups(db: Db) -> None:
        for number in range(5):
            await group(db, f"Groep {number}", weekly("tu"), weekly("we"))

    await town.saved(five_groups)

    whole = await agenda(town, to="2026-11-29")
    pages, url = [], "/v1/sessions?to=2026-11-29&limit=3"
    while url:
        page = await town.told(url, SessionPage)
        pages += page["items"]
        url = page["next"]
    assert pages == whole
    assert len(pages) == 10
    keys = [(item["startsAt"], item["offering"]["id"]) for item in pages]
    assert all(one < other for one, other in pairwise(keys))
    first = await town.told("/v1/sessions", SessionPage, limit=3)
    foreign = await town.faults("/v1/sessions", limit=3, day="tu", cursor=first["nextCursor"])
    assert set(foreign) == {"cursor"}


async def test_two_sessions_of_one_group_at_one_moment_are_two(town: Town) -> None:
    """Wednesday's walk is moved to Tuesday's: they differ in when they were planned alone."""

    async def twice_at_once(db: Db) -> None:
        walk = await group(db, "Samen wandelen", weekly("tu"), weekly("we"))
        moved = SessionChangeIn.model_validate(
            {
                "status": "moved",
                "startsAt": TUESDAY_AT_TEN,
                "endsAt": TUESDAY_AT_TEN + timedelta(minutes=90),
            }
        )
        await change_session(
            db,
            walk.id,
            moved,
            act(),
            original_starts_at=TUESDAY_AT_TEN + timedelta(days=1),
            expected_version=None,
        )

    await town.saved(twice_at_once)

    first = await town.told("/v1/sessions", SessionPage, to="2026-11-29", limit=1)
    second = await town.told(first["next"], SessionPage)
    assert [item["originalStartsAt"] for item in (*first["items"], *second["items"])] == [
        "2026-11-24T09:00:00Z",
        "2026-11-25T09:00:00Z",
    ]
    assert second["next"] is None


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


async def test_days_that_cannot_be_are_told(town: Town) -> None:
    assert await town.faults("/v1/sessions", to="2026-11-22") == {
        "to": "'to' ligt vóór vandaag. Geef ook 'from', of een latere dag."
    }
    beyond = await town.faults("/v1/sessions", **{"from": "2027-02-23", "to": "9999-12-31"})
    assert beyond == {
        "from": "Wij weten de dagen tot en met 22 februari 2027 (2027-02-22). "
        "Kies een dag die niet later is.",
        "to": "Wij weten de dagen tot en met 22 februari 2027 (2027-02-22). "
        "Kies een dag die niet later is.",
    } or set(beyond) == {"from"}
    assert set(await town.faults("/v1/sessions", **{"from": "9999-12-31"})) == {"from"}
    # A week that would go beyond what is known ends there; days long past are empty.
    assert await agenda(town, **{"from": "2027-02-20"}) == []
    assert await agenda(town, **{"from": "0001-01-01", "to": "0001-01-02"}) == []


async def test_the_answer_rests_until_the_next_session_ends_or_the_day_does(town: Town) -> None:
    await town.saved(walk_at_boei)

    async def etag(moment: datetime) -> str:
        town.clock.now = moment
        answer = await town.client.get("/v1/sessions", params={"limit": 1})
        return answer.headers["etag"]

    before = await etag(TUESDAY_AT_TEN - timedelta(hours=1))
    assert await etag(TUESDAY_AT_TEN + timedelta(minutes=89)) == before
    assert await etag(TUESDAY_AT_TEN + timedelta(minutes=90)) != before


Moves = Callable[[Db], Any]


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
