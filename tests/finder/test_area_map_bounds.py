"""What a map of an area leaves out: what does not fit, and what not everybody may know."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import Db, engine_url
from app.finder.area_map import Bounds, map_of_area
from app.finder.area_schemas import AreaMap
from app.main import create_app
from tests.architecture.statement_counts import counted
from tests.factories import MONDAY, PATHMOS, neighbourhood, offering, place
from tests.finder.pathmos import (
    ENSCHEDE,
    STEVENFENNE,
    ZUID,
    Saved,
    across_the_border,
    asked_at,
    asker_of,
    assert_whole,
    beside_pathmos,
    from_boei,
    goes_on,
    map_of,
    saving,
    titles,
)


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


SECRETS = ("Blijf-van-mijn-lijf", "Schuilstraat", "Noodopvang", "Kladplek")


async def secrets_around(db: Db) -> None:
    """In Pathmos and just across its border: a hidden place, one of which only the area is known,
    one that is not published; each with a group of its own."""
    hidden = {
        "name": "Huis Blijf-van-mijn-lijf",
        "visibility": "hidden",
        "address": {"street": "Schuilstraat", "houseNumber": "1", "city": "Enschede"},
    }
    around = hidden | {"name": "Noodopvang", "visibility": "area_only"}
    for metres in (100, 600):
        one = await place(db, **hidden, point=from_boei(metres))
        await goes_on(db, "tu", title=f"Verborgen {metres}", placeId=one.id)
        two = await place(db, **around, point=from_boei(metres))
        await goes_on(db, "tu", title=f"Omgeving {metres}", placeId=two.id)
        draft = await place(db, name="Kladplek", point=from_boei(metres))
        await goes_on(db, "tu", title=f"Klad {metres}", placeId=draft.id)
        await db.execute(text("UPDATE place SET status = 'draft' WHERE id = :id"), {"id": draft.id})


async def test_places_that_not_everybody_may_know_are_nowhere_on_the_map(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(secrets_around)
    empty = {"offerings": 0, "places": 0}

    for code in (PATHMOS, STEVENFENNE, "WK015302", ZUID, ENSCHEDE):
        answer = await client.get(f"/v1/areas/{code}/map")
        found = await map_of(client, code)
        assert not [secret for secret in SECRETS if secret in answer.text]
        assert (found["places"], found["across"]["places"]) == ([], [])
        assert (found["across"]["offerings"], found["across"]["omitted"]) == ([], empty)
        assert found["omitted"] == {**empty, "sessions": 0}
        assert {card["location"] for card in found["offerings"]} == {None}
    around = {
        code: {card["title"] for card in (await map_of(client, code))["offerings"]}
        for code in (PATHMOS, STEVENFENNE)
    }
    unlocated = {f"{what} {metres}" for what in ("Verborgen", "Klad") for metres in (100, 600)}
    assert around == {
        PATHMOS: unlocated | {"Omgeving 100"},
        STEVENFENNE: unlocated | {"Omgeving 600"},
    }


async def test_hiding_a_place_changes_nothing_but_where_it_is(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(across_the_border)
    before = await map_of(client)

    await saved(lambda db: db.execute(text("UPDATE place SET visibility = 'hidden'")))

    after = await map_of(client)
    assert titles(before["across"]["offerings"]) == ["Naast dansen", "Achter dansen"]
    assert (after["places"], after["across"]["places"], after["across"]["offerings"]) == (
        [],
        [],
        [],
    )
    assert len(after["unplaced"]) == 4


async def found_within(url: str, bounds: Bounds) -> dict[str, Any]:
    async with asker_of(url, MONDAY) as asker:
        found = await map_of_area(asker, code=PATHMOS, bounds=bounds)
    answer = AreaMap.model_validate_json(found.content).model_dump(mode="json", by_alias=True)
    assert_whole(answer)
    return answer


async def a_busy_buurt(db: Db) -> None:
    """Every day something in a hall of its own, on Friday in two; and a telephone line."""
    for number, weekday in enumerate(("tu", "we", "th", "fr", "fr")):
        hall = await place(db, name=f"Zaal {number}", point=from_boei(number))
        await goes_on(db, weekday, title=f"Groep {number}", placeId=hall.id)
    await place(db, name="Leeg")
    await offering(db, title="Telefoon")


async def test_a_map_holds_so_much_and_tells_what_is_left_out(
    database_url: str, saved: Saved
) -> None:
    await saved(a_busy_buurt)

    whole = await found_within(database_url, Bounds())
    three = await found_within(database_url, Bounds(most_offerings=3))
    pins = await found_within(database_url, Bounds(most_places=2))
    times = await found_within(database_url, Bounds(most_sessions=2))

    assert len(whole["offerings"]) == 6
    assert whole["omitted"] == {"offerings": 0, "places": 0, "sessions": 0}
    assert titles(three["offerings"]) == ["Groep 0", "Groep 1", "Groep 2"]
    assert [one["name"] for one in three["places"]] == ["Zaal 0", "Zaal 1", "Zaal 2", "Leeg"]
    assert three["omitted"] == {"offerings": 3, "places": 2, "sessions": 0}
    assert titles(pins["offerings"]) == ["Groep 0", "Groep 1", "Telefoon"]
    assert [one["name"] for one in pins["places"]] == ["Zaal 0", "Zaal 1"]
    assert pins["omitted"] == {"offerings": 3, "places": 4, "sessions": 0}
    assert [len(day["sessions"]) for day in times["agenda"]] == [1, 1]
    assert times["omitted"] == {"offerings": 0, "places": 0, "sessions": 3}
    assert three["freshness"] == whole["freshness"]


async def test_a_map_takes_two_statements_however_much_there_is(
    database_url: str, saved: Saved
) -> None:
    app = create_app(Settings(database_url=database_url))
    async with counted(app) as counting:
        empty = await counting.statements_of(f"/v1/areas/{PATHMOS}/map")
    await saved(a_busy_buurt)
    await saved(across_the_border)
    app = create_app(Settings(database_url=database_url))
    async with counted(app) as counting:
        full = [
            await counting.statements_of(f"/v1/areas/{code}/map") for code in (PATHMOS, ENSCHEDE)
        ]

    assert [empty, *full] == [2, 2, 2]


async def test_across_the_border_the_nearest_with_something_to_do_come_first(
    database_url: str, saved: Saved
) -> None:
    async def four_halls(db: Db) -> None:
        for metres in (510, 600, 700):
            hall = await place(db, name=f"Zaal {metres}", point=from_boei(metres))
            for number in range(2):
                await offering(db, title=f"Groep {metres} {number}", placeId=hall.id)
        await place(db, name="Leeg", point=from_boei(520))

    await saved(four_halls)

    two = await found_within(database_url, Bounds(most_beyond_places=2))
    three = await found_within(database_url, Bounds(most_beyond_offerings=3))
    whole = await found_within(database_url, Bounds())

    assert [one["name"] for one in two["across"]["places"]] == ["Zaal 510", "Zaal 600"]
    assert two["across"]["omitted"] == {"offerings": 2, "places": 2}
    assert titles(three["across"]["offerings"]) == ["Groep 510 0", "Groep 510 1", "Groep 600 0"]
    assert three["across"]["omitted"] == {"offerings": 3, "places": 0}
    assert [one["name"] for one in whole["across"]["places"]] == [
        "Zaal 510",
        "Leeg",
        "Zaal 600",
        "Zaal 700",
    ]
