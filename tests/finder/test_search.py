"""What a resident finds near De Boei, over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import Db, engine_url, unit_of_work
from app.core.geo import LonLat
from app.main import create_app
from app.offerings.programme import put_schedules
from app.words.commands import replace_entries
from app.words.lexicon import Entry
from tests.core.http_house import asking
from tests.factories import (
    DE_BOEI,
    MONDAY,
    PATHMOS,
    act,
    neighbourhood,
    offering,
    organization,
    place,
    weekly,
)

FURTHER = LonLat(lon=DE_BOEI.lon + 0.005, lat=DE_BOEI.lat)
AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}

Fill = Callable[[Callable[[Db], Awaitable[Any]]], Awaitable[Any]]


@pytest.fixture
async def fill(database_url: str) -> AsyncIterator[Fill]:
    """Puts something on the map, and saves it."""
    engine = create_async_engine(engine_url(database_url))

    async def saved(work: Callable[[Db], Awaitable[Any]]) -> Any:
        async with unit_of_work(engine) as db:
            return await work(db)

    await saved(neighbourhood)
    yield saved
    await engine.dispose()


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(database_url=database_url), clock=lambda: MONDAY)
    async with asking(app, opened=True) as client:
        yield client


async def found(client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await client.get("/v1/offerings", params=asked)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def titles(page: dict[str, Any]) -> list[str]:
    return [item["title"] for item in page["items"]]


async def walking(db: Db) -> None:
    """Walking on Tuesdays from De Boei; a choir further on; a telephone line for Enschede."""
    boei = await place(
        db,
        accessFeatures={"drempelvrij": {"state": "yes"}, "rolstoel-binnen": {"state": "yes"}},
    )
    walk = await offering(db, placeId=boei.id)
    await put_schedules(db, walk.id, [weekly("tu")], act(), expected_version=None)
    church = await place(db, name="Kerk aan de Singel", kind="gebedshuis", point=FURTHER)
    await offering(db, title="Zingen in het koor", themes=["cultuur"], placeId=church.id)
    await replace_entries(db, [Entry("synonym", "bezoek", "kind:maatje")], source="own")
    await offering(db, title="Bel een vrijwilliger", kind="maatje", themes=["praten"])


async def test_a_card_says_when_how_far_and_for_how_much(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    await fill(walking)

    page = await found(client, lat=DE_BOEI.lat, lon=DE_BOEI.lon + 0.001)

    card = page["items"][0]
    assert card["next"] == {
        "startsAt": "2026-11-24T09:00:00Z",
        "endsAt": "2026-11-24T10:30:00Z",
        "text": "dinsdag 24 november, 10.00 tot 11.30 uur",
        "place": None,
    }
    # From the point as an address may hold it: four decimals.
    assert (card["distance"], card["walkMinutes"]) == (67, 2)
    assert card["cost"] == {"kind": "free", "amount": None, "per": None, "note": None}
    assert card["schedule"] == "elke dinsdag van 10.00 tot 11.30 uur"
    assert card["buurt"] == {"code": PATHMOS, "name": "Pathmos"}
    assert card["location"]["coordinates"] == pytest.approx([DE_BOEI.lon, DE_BOEI.lat], abs=1e-6)
    assert card["wheelchair"] == "yes"
    assert card["verification"] == {
        "verifiedAt": None,
        "text": "Nog niet gecontroleerd",
        "state": "due",
    }
    assert list(card)[:7] == ["id", "kind", "title", "summary", "next", "distance", "walkMinutes"]


async def test_nearest_first_and_what_has_no_place_after_what_has(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    await fill(walking)

    page = await found(client, **AT_DE_BOEI)

    assert titles(page) == [
        "Samen wandelen in Pathmos",
        "Zingen in het koor",
        "Bel een vrijwilliger",
    ]
    assert [item["distance"] for item in page["items"]] == [3, 343, None]


async def test_a_radius_leaves_what_comes_to_you(fill: Fill, client: httpx.AsyncClient) -> None:
    await fill(walking)

    page = await found(client, **AT_DE_BOEI, radius=300)

    assert titles(page) == ["Samen wandelen in Pathmos", "Bel een vrijwilliger"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("wandelen", "Samen wandelen in Pathmos"),
        ("WANDELING", "Samen wandelen in Pathmos"),
        ("wand", "Samen wandelen in Pathmos"),
        ("samen buurten", "Samen wandelen in Pathmos"),
        ("koör", "Zingen in het koor"),
        ("kerk singel", "Zingen in het koor"),
        ("de singel in het", "Zingen in het koor"),
        ("bezoek", "Bel een vrijwilliger"),
    ],
)
async def test_words_are_found_by_stem_beginning_and_without_accents(
    fill: Fill, client: httpx.AsyncClient, typed: str, title: str
) -> None:
    await fill(walking)

    assert titles(await found(client, q=typed)) == [title]


async def test_every_word_must_be_there(fill: Fill, client: httpx.AsyncClient) -> None:
    await fill(walking)

    page = await found(client, q="koor pathmos")
    near = await found(client, q="wandelen koor")
    none = await found(client, q="qwertzuiop")

    assert page["fuzzy"] is False
    assert near["fuzzy"] is True
    assert none["items"] == []
    hints = {hint["type"]: hint for hint in none["suggestions"]}
    assert hints["without_filter"]["text"] == "3 gevonden zonder deze woorden"
    assert hints["without_filter"]["query"] == {}


async def test_nothing_near_says_what_there_is_further_away(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    async def only_a_choir(db: Db) -> None:
        church = await place(db, name="Kerk", kind="gebedshuis", point=FURTHER)
        await offering(db, title="Zingen in het koor", placeId=church.id)
        desk = await place(db, name="Wijkhal", point=FURTHER)
        await offering(db, kind="wijkwijzer", title="Wijkwijzer Pathmos", placeId=desk.id)

    await fill(only_a_choir)

    page = await found(client, **AT_DE_BOEI, radius=100, kind="activiteit")

    wider, desk = page["suggestions"]
    assert (wider["type"], wider["text"], wider["count"]) == (
        "wider_radius",
        "1 gevonden binnen 500 meter",
        1,
    )
    assert wider["query"]["radius"] == 500
    assert titles(await found(client, **wider["query"])) == ["Zingen in het koor"]
    assert (desk["type"], desk["count"]) == ("wijkwijzer", 1)


async def test_pages_follow_each_other_and_a_cursor_belongs_to_one_question(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    await fill(walking)

    first = await found(client, **AT_DE_BOEI, limit=1)
    second = (await client.get(first["next"])).json()
    third = (await client.get(second["next"])).json()

    assert [*titles(first), *titles(second), *titles(third)] == [
        "Samen wandelen in Pathmos",
        "Zingen in het koor",
        "Bel een vrijwilliger",
    ]
    assert (third["next"], third["nextCursor"]) == (None, None)
    foreign = await client.get("/v1/offerings", params={"cursor": first["nextCursor"]})
    assert foreign.status_code == 400
    assert [fault["name"] for fault in foreign.json()["errors"]] == ["cursor"]


async def test_a_cursor_keeps_the_moment_of_the_first_page(database_url: str, fill: Fill) -> None:
    """Somebody turns the page after a session has ended: the order stays that of the first page."""

    async def two_groups(db: Db) -> None:
        for title, weekday in (("Op maandag", "mo"), ("Op dinsdag", "tu")):
            group = await offering(db, title=title)
            await put_schedules(db, group.id, [weekly(weekday)], act(), expected_version=None)

    await fill(two_groups)
    moments = [MONDAY]
    app = create_app(Settings(database_url=database_url), clock=lambda: moments[-1])
    async with asking(app, opened=True) as client:
        first = await found(client, limit=1)
        moments.append(MONDAY + timedelta(hours=3))
        second = (await client.get(first["next"])).json()
        fresh = await found(client, limit=1)
        moments.append(MONDAY + timedelta(days=3))
        stale = await client.get(first["next"])

    assert [titles(first), titles(second), titles(fresh)] == [
        ["Op maandag"],
        ["Op dinsdag"],
        ["Op dinsdag"],
    ]
    assert stale.status_code == 400


async def test_a_search_by_post_keeps_the_position_out_of_the_address(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    await fill(walking)
    exact = {"lat": DE_BOEI.lat + 0.000049, "lon": DE_BOEI.lon}

    posted = await client.post("/v1/offerings/search", json={**exact, "radius": 1000, "limit": 1})
    got = await found(client, **exact, limit=1)

    assert posted.json()["items"][0]["distance"] == 5
    assert got["items"][0]["distance"] in {0, 2, 3, 8, 9}
    assert posted.json()["next"] is None
    assert posted.headers["cache-control"] == "no-store"
    again = {**exact, "radius": 1000, "limit": 1, "cursor": posted.json()["nextCursor"]}
    assert titles((await client.post("/v1/offerings/search", json=again)).json()) == [
        "Zingen in het koor"
    ]


async def test_geojson_has_the_same_entries_as_features(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    await fill(walking)

    answer = await client.get(
        "/v1/offerings", params=AT_DE_BOEI, headers={"Accept": "application/geo+json"}
    )

    collection = answer.json()
    assert collection["type"] == "FeatureCollection"
    walk, _, phone = collection["features"]
    assert walk["geometry"] == walk["properties"]["location"]
    assert walk["id"] == walk["properties"]["id"]
    assert phone["geometry"] is None


async def test_all_that_only_our_data_can_tell_is_told_at_once(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    await fill(walking)

    answer = await client.get(
        "/v1/offerings",
        params={
            "kind": "activiteiten",
            "theme": "bewegn",
            "area": "BU00000000",
            "to": "2031-01-01",
            "cursor": "abc",
        },
    )

    assert answer.status_code == 400
    told = {fault["name"]: fault["message"] for fault in answer.json()["errors"]}
    assert told == {
        "cursor": "Deze 'cursor' hoort niet bij deze vraag, of is te oud. "
        "Begin opnieuw zonder 'cursor'.",
        "kind": "'activiteiten' staat niet in de lijst. Bedoelt u 'activiteit'?",
        "theme": "'bewegn' staat niet in de lijst. Bedoelt u 'bewegen'?",
        "area": "Het gebied 'BU00000000' kennen wij niet. Zoek het op naam bij /v1/areas?q=.",
        "to": "Wij kennen het programma tot en met 22 februari 2027. "
        "Kies een dag die niet later is.",
    }


async def test_an_organization_that_is_blocked_takes_its_offerings_off_the_map(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    from app.organizations.commands import organizations  # noqa: PLC0415 - one test needs it

    async def a_group(db: Db) -> Any:
        theirs = await organization(db)
        await offering(db, organizationId=theirs.id)
        return theirs

    theirs = await fill(a_group)
    assert len((await found(client))["items"]) == 1

    await fill(
        lambda db: organizations.step(
            db, theirs.id, "blocked", act(reason="Onderzoek"), expected_version=None
        )
    )
    assert (await found(client))["items"] == []


async def test_the_day_and_the_part_of_the_day_hold_for_one_and_the_same_session(
    fill: Fill, client: httpx.AsyncClient
) -> None:
    async def twice_a_week(db: Db) -> None:
        group = await offering(db)
        times = [weekly("tu"), weekly("th", startTime="19:00")]
        await put_schedules(db, group.id, times, act(), expected_version=None)

    await fill(twice_a_week)

    async def how_many(**asked: Any) -> int:
        return len((await found(client, **asked))["items"])

    assert await how_many(day="tu", part="morning") == 1
    assert await how_many(day="th", part="evening") == 1
    assert await how_many(day="tu", part="evening") == 0
    assert await how_many(day=["tu", "th"], part=["evening", "afternoon"]) == 1
    assert await how_many(**{"from": "2026-11-25", "to": "2026-11-25"}) == 0
    assert await how_many(**{"from": "2026-11-25", "to": "2026-11-26"}) == 1
    assert datetime(2026, 11, 26, 18, tzinfo=UTC).weekday() == 3
