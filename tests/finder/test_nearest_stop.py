"""The nearest stop of public transport, beside a place."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from app.core.database import Db
from app.core.geo import rd_of
from app.finder.offering_schemas import OfferingInFull
from app.finder.place_schemas import Place, PlacePage
from app.places.stops import Stop, replace_stops
from tests.factories import DE_BOEI, place
from tests.finder.pathmos import asked_at, from_boei, goes_on
from tests.finder.pathmos_asked import Town, town_at
from tests.finder.places_asked import saved_place


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


def stops(*named: tuple[str, float]) -> Callable[[Db], Any]:
    """Stops so many metres to the east of De Boei."""
    boei = rd_of(DE_BOEI)
    rows: Sequence[Stop] = [
        Stop(f"s{number}", name, boei.x_m + east_m, boei.y_m)
        for number, (name, east_m) in enumerate(named)
    ]
    return lambda db: replace_stops(db, rows, source="GTFS stops.txt")


async def test_a_place_tells_its_nearest_stop_to_ten_metres(town: Town) -> None:
    boei = await saved_place(town)
    await town.saved(stops(("Verder", 420), ("Spinnerstraat", -283), ("Ver weg", 2000)))

    told = await town.told(f"/v1/places/{boei}", Place)
    (listed,) = (await town.told("/v1/places", PlacePage))["items"]

    assert told["nearestStop"] == {"name": "Spinnerstraat", "metres": 280}
    assert listed["nearestStop"] == told["nearestStop"]


async def test_the_place_of_an_offering_tells_it_as_well(town: Town) -> None:
    boei = await saved_place(town)
    group = await town.saved(lambda db: goes_on(db, "tu", placeId=boei))
    await town.saved(stops(("Spinnerstraat", 60)))

    told = await town.told(f"/v1/offerings/{group.id}", OfferingInFull)

    assert told["place"]["nearestStop"] == {"name": "Spinnerstraat", "metres": 60}


@pytest.mark.parametrize(("east_m", "is_told"), [(995, True), (1005, False)])
async def test_further_than_a_kilometre_there_is_none(
    town: Town, east_m: float, *, is_told: bool
) -> None:
    boei = await saved_place(town)
    await town.saved(stops(("Spinnerstraat", east_m)))

    told = await town.told(f"/v1/places/{boei}", Place)

    assert (told["nearestStop"] is not None) == is_told


async def test_a_place_that_not_everybody_may_know_tells_no_stop(town: Town) -> None:
    secret = await town.saved(lambda db: place(db, visibility="area_only", point=from_boei(40)))
    group = await town.saved(lambda db: goes_on(db, "tu", placeId=secret.id))
    await town.saved(stops(("Spinnerstraat", 60)))

    answer = await town.client.get(f"/v1/offerings/{group.id}")

    assert answer.json()["place"] is None
    assert "Spinnerstraat" not in answer.text
    assert (await town.client.get(f"/v1/places/{secret.id}")).status_code == 404


async def test_other_stops_end_what_was_known_to_be_the_same(database_url: str, town: Town) -> None:
    boei = await saved_place(town)
    await town.saved(stops(("Spinnerstraat", 60)))
    async with asked_at(database_url, town.clock, remembers=True) as client:
        house = client._transport.app.state.house  # type: ignore[attr-defined]
        await house.memo.watch.look(house.databases.reads)
        first = await client.get(f"/v1/places/{boei}")
        etag = {"if-none-match": first.headers["etag"]}
        assert (await client.get(f"/v1/places/{boei}", headers=etag)).status_code == 304

        await town.saved(stops(("Huygensstraat", 60)))
        await house.memo.watch.look(house.databases.reads)
        again = await client.get(f"/v1/places/{boei}", headers=etag)

    assert again.status_code == 200
    assert again.json()["nearestStop"]["name"] == "Huygensstraat"
