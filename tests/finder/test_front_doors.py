"""Where who cares for somebody turns to: one front door, and what helps near by."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url
from app.finder.area_schemas import DoorQuestion, MantelzorgSupport
from app.finder.front_doors import support_for_mantelzorgers
from tests.factories import DE_BOEI, MONDAY, PATHMOS, neighbourhood, offering, place
from tests.finder.pathmos import (
    ENSCHEDE,
    IN_ZWOLLE,
    STEVENFENNE,
    ZWOLLE,
    Saved,
    asked_at,
    asker_of,
    beside_pathmos,
    from_boei,
    goes_on,
    hours,
    later,
    saving,
    titles,
    zwolle,
)

SUPPORT = "/v1/support/mantelzorg"
AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
AT_ZWOLLE = {"lat": IN_ZWOLLE.lat, "lon": IN_ZWOLLE.lon}
NOWHERE = {"lat": 52.2, "lon": 6.3}
"""Between Zwolle and Enschede, in no gemeente that we know."""


@pytest.fixture
async def saved(database_url: str) -> AsyncIterator[Saved]:
    engine = create_async_engine(engine_url(database_url))
    saved = saving(engine)
    await saved(neighbourhood)
    await saved(beside_pathmos)
    await saved(zwolle)
    yield saved
    await engine.dispose()


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with asked_at(database_url, lambda: MONDAY) as client:
        yield client


async def support(client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await client.get(SUPPORT, params=asked)
    assert answer.status_code == 200, answer.text
    MantelzorgSupport.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    return found


async def faults(client: httpx.AsyncClient, **asked: Any) -> list[tuple[str, str]]:
    answer = await client.get(SUPPORT, params=asked)
    assert answer.status_code == 400, answer.text
    return [(fault["name"], fault["code"]) for fault in answer.json()["errors"]]


async def support_point(db: Db, title: str, **different: Any) -> Any:
    return await offering(db, kind="mantelzorgsteun", title=title, **different)


async def at(db: Db, metres: float, **different: Any) -> Any:
    """An offering at a place of its own, so far to the east of De Boei."""
    there = await place(db, name=f"Huis op {metres} m", point=from_boei(metres))
    return await offering(db, placeId=there.id, **different)


async def test_the_front_door_is_the_general_one_that_names_the_gemeente(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    doors = []

    async def doors_one_by_one(title: str, **different: Any) -> None:
        await saved(lambda db: support_point(db, title, **different))
        doors.append((await support(client, **AT_DE_BOEI))["supportPoint"]["title"])

    await doors_one_by_one("Initiatief", provision="initiative")
    await doors_one_by_one("Voor Pathmos", serviceAreas=[PATHMOS])
    await doors_one_by_one("Voor Enschede")
    await doors_one_by_one("Ook voor Enschede")
    await doors_one_by_one("Van Zwolle", serviceAreas=[ZWOLLE])
    await doors_one_by_one("Concept", status="draft")

    assert doors == ["Initiatief", "Voor Pathmos", *["Voor Enschede"] * 4]
    assert (await support(client, **AT_ZWOLLE))["supportPoint"]["title"] == "Van Zwolle"


async def test_the_front_door_of_an_area_is_that_of_its_gemeente(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(lambda db: support_point(db, "Enschede"))
    await saved(lambda db: support_point(db, "Zwolle", serviceAreas=[ZWOLLE]))

    for area, title in ((PATHMOS, "Enschede"), (ENSCHEDE, "Enschede"), ("BU01930101", "Zwolle")):
        assert (await support(client, area=area))["supportPoint"]["title"] == title
    both = await support(client, **AT_DE_BOEI, area=ZWOLLE)
    assert both["supportPoint"]["title"] == "Zwolle"


async def test_outside_every_gemeente_there_is_no_front_door_and_nothing_from_another_province(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(lambda db: support_point(db, "Enschede"))
    await saved(lambda db: at(db, 100, kind="respijtzorg", title="Logeerhuis"))
    await saved(lambda db: offering(db, kind="respijtzorg", title="Oppas thuis"))

    found = await support(client, **NOWHERE)

    assert found["supportPoint"] is None
    assert found["respite"] == []


async def test_help_that_is_no_use_for_being_too_far_away_is_not_told(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(lambda db: at(db, 24_900, kind="respijtzorg", title="Een half uur rijden"))
    await saved(lambda db: at(db, 25_100, kind="time-out", title="Te ver"))

    found = await support(client, **AT_DE_BOEI)

    assert titles(found["respite"]) == ["Een half uur rijden"]


async def test_who_can_take_over_is_told_nearest_first_and_then_who_comes_to_you(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def respite(db: Db) -> None:
        await at(db, 900, kind="respijtzorg", title="Verder weg")
        await at(db, 250, kind="time-out", title="Om de hoek")
        await at(db, 50, kind="activiteit", title="Wandelen")
        await offering(db, kind="respijtzorg", title="Zorg aan huis", channel="at_home")
        await offering(db, kind="respijtzorg", title="Aan huis in Pathmos", serviceAreas=[PATHMOS])
        await offering(db, kind="respijtzorg", title="In Zwolle", serviceAreas=[ZWOLLE])

    await saved(respite)

    found = await support(client, **AT_DE_BOEI)

    assert titles(found["respite"]) == [
        "Om de hoek",
        "Verder weg",
        "Aan huis in Pathmos",
        "Zorg aan huis",
    ]
    # The point in an address is rounded to about ten metres.
    corner, _, home, _ = found["respite"]
    assert corner["distance"] == pytest.approx(250, abs=8)
    assert (corner["walkMinutes"], home["distance"], home["walkMinutes"]) == (5, None, None)


async def test_half_of_a_long_list_is_kept_for_who_comes_to_you(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def many(db: Db) -> None:
        for number in range(12):
            await at(db, 100 + number, kind="respijtzorg", title=f"Huis {number:02}")
        for number in range(7):
            await offering(db, kind="respijtzorg", title=f"Aan huis {number}")

    await saved(many)

    assert titles((await support(client, **AT_DE_BOEI))["respite"]) == [
        *(f"Huis {number:02}" for number in range(5)),
        *(f"Aan huis {number}" for number in range(5)),
    ]


async def test_peer_groups_are_those_for_who_cares_for_somebody(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def groups(db: Db) -> None:
        peers = {"kind": "lotgenotengroep"}
        await at(db, 10, **peers, title="Op thema", themes=["praten", "mantelzorg"])
        for metres, mode in ((20, "open"), (30, "especially"), (40, "only")):
            await at(
                db,
                metres,
                **peers,
                title=f"Mantelzorgers {mode}",
                themes=["praten"],
                audiences=[{"code": "mantelzorgers", "mode": mode}],
            )
        audience = [{"code": "naasten", "mode": "only"}]
        await at(db, 50, **peers, title="Naasten", themes=["praten"], audiences=audience)
        await at(db, 60, **peers, title="Rouw", themes=["rouw"])
        await at(db, 70, title="Geen groep", themes=["mantelzorg"])

    await saved(groups)

    assert titles((await support(client, **AT_DE_BOEI))["peerGroups"]) == [
        "Op thema",
        "Mantelzorgers open",
        "Mantelzorgers especially",
        "Mantelzorgers only",
        "Naasten",
    ]


async def test_young_carers_find_what_is_for_them_of_any_kind(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    young = [{"code": "jonge-mantelzorgers", "mode": "only"}]

    async def for_the_young(db: Db) -> None:
        await at(db, 200, title="Jongerenavond", audiences=young)
        await at(db, 100, kind="cursus", title="Leren loslaten", audiences=young)
        await at(db, 50, kind="lotgenotengroep", title="Volwassenen", themes=["mantelzorg"])
        await offering(db, kind="maatje", title="Appmaatje", audiences=young)

    await saved(for_the_young)

    assert titles((await support(client, **AT_DE_BOEI))["youngCarers"]) == [
        "Leren loslaten",
        "Jongerenavond",
        "Appmaatje",
    ]


async def test_by_area_the_order_is_from_its_middle_and_distances_are_not_told(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(lambda db: at(db, 0, kind="respijtzorg", title="In Pathmos"))
    await saved(lambda db: at(db, 1000, kind="respijtzorg", title="In Stevenfenne"))

    pathmos = await support(client, area=PATHMOS)
    stevenfenne = await support(client, area=STEVENFENNE)

    assert titles(pathmos["respite"]) == ["In Pathmos", "In Stevenfenne"]
    assert titles(stevenfenne["respite"]) == ["In Stevenfenne", "In Pathmos"]
    assert {card["distance"] for card in stevenfenne["respite"]} == {None}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, [("lat", "needs-a-place")]),
        ({"lat": 52.2}, [("lon", "half-a-point")]),
        ({"area": "BU09999999"}, [("area", "unknown-area")]),
        ({"area": PATHMOS, "radius": 100}, [("radius", "extra-forbidden")]),
    ],
)
@pytest.mark.usefixtures("saved")
async def test_a_question_from_nowhere_is_refused_in_words(
    client: httpx.AsyncClient,
    asked: dict[str, Any],
    told: list[tuple[str, str]],
) -> None:
    assert await faults(client, **asked) == told


async def test_what_not_everybody_may_know_has_no_distance_here_either(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def secret(db: Db) -> None:
        for visibility in ("hidden", "area_only"):
            house = await place(
                db, name=f"Geheim {visibility}", visibility=visibility, point=from_boei(10)
            )
            await offering(db, kind="respijtzorg", title=visibility, placeId=house.id)
        await at(db, 300, kind="respijtzorg", title="Gewoon")

    await saved(secret)

    answer = await client.get(SUPPORT, params=AT_DE_BOEI)
    assert [(c["title"], c["location"]) for c in answer.json()["respite"]][1:] == [
        ("area_only", None),
        ("hidden", None),
    ]
    assert "Geheim" not in answer.text
    far = await support(client, lat=from_boei(1000).lat, lon=from_boei(1000).lon)
    assert titles(far["respite"]) == ["Gewoon", "hidden"]


async def test_a_front_door_that_did_not_change_is_a_304(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(lambda db: support_point(db, "Steunpunt"))

    first = await client.get(SUPPORT, params=AT_DE_BOEI)
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get(SUPPORT, params=AT_DE_BOEI, headers=known)
    await saved(lambda db: at(db, 100, kind="respijtzorg", title="Logeerhuis"))
    other = await client.get(SUPPORT, params=AT_DE_BOEI, headers=known)

    assert first.headers["cache-control"] == "public, no-cache"
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)


async def test_a_front_door_rests_until_a_session_begins_or_ends(
    database_url: str, saved: Saved
) -> None:
    await saved(lambda db: goes_on(db, hours("mo", "09:00", 180), kind="mantelzorgsteun"))

    async with asker_of(database_url, MONDAY) as asker:
        found = await support_for_mantelzorgers(asker, DoorQuestion(area=PATHMOS))

    assert (found.scopes, found.until) == (None, later(MONDAY, minutes=120))
