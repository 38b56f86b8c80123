"""The social map: what somebody sees who opens the buurt on a telephone."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url
from tests.factories import MONDAY, PATHMOS, neighbourhood, offering, place
from tests.finder.pathmos import (
    ENSCHEDE,
    STEVENFENNE,
    ZUID,
    Saved,
    across_the_border,
    agenda,
    asked_at,
    beside_pathmos,
    from_boei,
    goes_on,
    hours,
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


async def life_in_pathmos(db: Db) -> None:
    """De Boei with coffee, cards and a desk; somebody who comes to your home; the support point."""
    boei = await place(
        db,
        accessFeatures={"drempelvrij": {"state": "yes"}, "rolstoel-binnen": {"state": "yes"}},
    )
    await goes_on(db, "tu", kind="inloop", title="Koffie met buren", placeId=boei.id)
    await goes_on(db, "we", title="Klaverjassen", themes=["spel"], placeId=boei.id)
    await goes_on(
        db,
        hours("mo", "09:00", 180),
        hours("th", "09:00", 180),
        kind="wijkwijzer",
        title="Wijkwijzer De Boei",
        themes=["papieren"],
        placeId=boei.id,
    )
    await offering(db, kind="maatje", title="Maatje aan huis", channel="at_home")
    await goes_on(
        db, "fr", kind="mantelzorgsteun", title="Steunpunt Mantelzorg", themes=["mantelzorg"]
    )


async def test_one_answer_is_enough_to_draw_pathmos(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(life_in_pathmos)

    found = await map_of(client)

    assert {k: v for k, v in found["area"].items() if k not in {"geometry", "labelPoint"}} == {
        "code": PATHMOS,
        "level": "buurt",
        "name": "Pathmos",
        "parentCode": "WK015302",
        "gemeenteCode": ENSCHEDE,
        "inhabitants": 1200,
        "boundary": "official",
        "source": {
            "name": "CBS / Kadaster",
            "url": "https://www.pdok.nl/introductie/-/article/cbs-wijken-en-buurten",
            "licence": "CC BY 4.0",
        },
    }
    outline = shapely.geometry.shape(found["area"]["geometry"])
    assert outline.contains(shapely.geometry.shape(found["area"]["labelPoint"]))
    (boei,) = found["places"]
    assert (boei["name"], boei["kind"], boei["buurt"]) == (
        "De Boei",
        "buurthuis",
        {"code": PATHMOS, "name": "Pathmos"},
    )
    assert boei["address"]["street"] == "Spinnerstraat"
    assert titles(found["offerings"]) == [
        "Wijkwijzer De Boei",
        "Koffie met buren",
        "Klaverjassen",
        "Steunpunt Mantelzorg",
        "Maatje aan huis",
    ]
    assert {card["distance"] for card in found["offerings"]} == {None}
    assert found["mantelzorg"]["title"] == "Steunpunt Mantelzorg"
    assert [kind["kind"] for kind in found["byKind"]] == [
        "activiteit",
        "inloop",
        "maatje",
        "wijkwijzer",
        "mantelzorgsteun",
    ]
    assert found["across"] == {
        "within": 500,
        "places": [],
        "offerings": [],
        "omitted": {"offerings": 0, "places": 0},
    }
    assert agenda(found) == [
        ("2026-11-23", "maandag 23 november, 9.00 tot 12.00 uur", "scheduled"),
        ("2026-11-24", "dinsdag 24 november, 10.00 tot 11.30 uur", "scheduled"),
        ("2026-11-25", "woensdag 25 november, 10.00 tot 11.30 uur", "scheduled"),
        ("2026-11-26", "donderdag 26 november, 9.00 tot 12.00 uur", "scheduled"),
        ("2026-11-27", "vrijdag 27 november, 10.00 tot 11.30 uur", "scheduled"),
    ]
    assert found["omitted"] == {"offerings": 0, "places": 0, "sessions": 0}


async def test_all_that_goes_on_at_de_boei_is_under_one_pin(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(life_in_pathmos)

    found = await map_of(client)

    (boei,) = found["places"]
    ids = {card["id"]: card["title"] for card in found["offerings"]}
    assert [ids[one] for one in boei["offeringIds"]] == [
        "Wijkwijzer De Boei",
        "Koffie met buren",
        "Klaverjassen",
    ]
    assert [ids[one] for one in found["unplaced"]] == ["Steunpunt Mantelzorg", "Maatje aan huis"]
    assert boei["wheelchair"] == "yes"


async def test_a_place_where_nothing_goes_on_has_a_pin_too(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(lambda db: place(db, name="Bankje in het park", kind="buiten"))

    (bench,) = (await map_of(client))["places"]

    assert (bench["name"], bench["offeringIds"], bench["wheelchair"]) == (
        "Bankje in het park",
        [],
        "unknown",
    )


@pytest.mark.parametrize(
    ("now", "open_now"),
    [
        (
            MONDAY,
            {
                "state": "open",
                "at": "2026-11-23T09:00:00Z",
                "changesAt": "2026-11-23T11:00:00Z",
                "text": "open tot 12.00 uur",
            },
        ),
        (
            MONDAY + timedelta(hours=2, seconds=30),
            {
                "state": "closed",
                "at": "2026-11-23T11:00:00Z",
                "changesAt": "2026-11-26T08:00:00Z",
                "text": "gesloten, weer open op donderdag 26 november, 9.00 tot 12.00 uur",
            },
        ),
    ],
)
async def test_the_wijkwijzer_of_pathmos_says_whether_it_is_open(
    database_url: str, saved: Saved, now: datetime, open_now: dict[str, str]
) -> None:
    await saved(life_in_pathmos)

    async with asked_at(database_url, lambda: now) as client:
        (desk,) = (await map_of(client))["wijkwijzers"]

    assert (desk["title"], desk["open"]) == ("Wijkwijzer De Boei", open_now)


async def test_wijkwijzers_are_those_of_the_buurt_and_the_nearest_others_open_ones_first(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def seven_desks(db: Db) -> None:
        boei = await place(db)
        await goes_on(db, "tu", kind="wijkwijzer", title="0 m", placeId=boei.id)
        await goes_on(db, "fr", kind="wijkwijzer", title="telefoon")
        for metres in (4000, 3000, 2000, 1000, 800):
            desk = await place(db, name=f"Hal {metres}", point=from_boei(metres))
            # The one at two kilometres is open on this Monday morning.
            weekday = "mo" if metres in {2000, 4000} else "we"
            await goes_on(db, weekday, kind="wijkwijzer", title=f"{metres} m", placeId=desk.id)

    await saved(seven_desks)

    found = await map_of(client)

    assert titles(found["wijkwijzers"]) == ["2000 m", "0 m", "telefoon", "800 m", "1000 m"]
    assert [desk["distance"] for desk in found["wijkwijzers"]] == [None] * 5


async def test_what_lies_across_the_border_stands_apart_nearest_first(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(across_the_border)

    found = await map_of(client)

    assert titles(found["offerings"]) == ["Binnen dansen"]
    across = found["across"]
    assert [place["name"] for place in across["places"]] == ["Naast", "Achter"]
    assert [(c["title"], c["distance"], c["walkMinutes"]) for c in across["offerings"]] == [
        ("Naast dansen", 10, None),
        ("Achter dansen", 150, None),
    ]
    assert [text for _, text, _ in agenda(found)] == [
        "dinsdag 24 november, 10.00 tot 11.30 uur"
    ] * 3


async def test_what_comes_to_pathmos_from_elsewhere_keeps_its_own_pin(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    """A support point in Stevenfenne for all of Enschede, in a house where a choir sings too."""

    async def one_house(db: Db) -> None:
        house = await place(db, name="Huis", point=from_boei(700))
        await offering(db, title="Steunpunt", placeId=house.id, serviceAreas=[ENSCHEDE])
        await offering(db, title="Koor", placeId=house.id)

    await saved(one_house)

    found = await map_of(client)

    assert titles(found["offerings"]) == ["Steunpunt"]
    assert titles(found["across"]["offerings"]) == ["Koor"]
    (house,) = found["places"]
    assert house["buurt"]["code"] == STEVENFENNE
    assert house["offeringIds"] == [
        found["offerings"][0]["id"],
        found["across"]["offerings"][0]["id"],
    ]
    assert found["across"]["places"] == []


@pytest.mark.parametrize(
    ("code", "level", "inside"),
    [
        (STEVENFENNE, "buurt", ["Achter dansen", "Naast dansen", "Verder dansen"]),
        ("WK015302", "wijk", ["Achter dansen", "Binnen dansen", "Naast dansen", "Verder dansen"]),
        (ZUID, "people", ["Achter dansen", "Binnen dansen", "Naast dansen", "Verder dansen"]),
        (ENSCHEDE, "gemeente", ["Achter dansen", "Binnen dansen", "Naast dansen", "Verder dansen"]),
    ],
)
async def test_every_level_has_its_map(
    saved: Saved, client: httpx.AsyncClient, code: str, level: str, inside: list[str]
) -> None:
    await saved(across_the_border)

    found = await map_of(client, code)

    assert found["area"]["level"] == level
    assert titles(found["offerings"]) == inside
    assert found["area"]["geometry"]["type"] == "MultiPolygon"


async def test_an_outline_is_as_fine_as_its_level_asks(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    """The northern border goes ten metres to and fro every five metres."""
    corners = [from_boei(east, 500 + 10 * (east % 2)) for east in range(500, -501, -5)]
    ring = [from_boei(-500, -500), from_boei(500, -500), *corners]

    async def saws(db: Db) -> None:
        await db.execute(
            text("""
                UPDATE area
                SET geometry = ST_Multi(ST_Transform(ST_GeomFromText(:drawn, 4326), 28992))
                WHERE code IN ('BU01530202', 'GM0153')
            """),
            {"drawn": shapely.Polygon([(at.lon, at.lat) for at in ring]).wkt},
        )

    await saved(saws)

    buurt = shapely.geometry.shape((await map_of(client))["area"]["geometry"])
    gemeente = shapely.geometry.shape((await map_of(client, ENSCHEDE))["area"]["geometry"])

    assert shapely.get_num_coordinates(buurt) > 200
    assert shapely.get_num_coordinates(gemeente) < 20


async def test_an_area_that_is_not_drawn_yet_has_a_map_without_outline(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(across_the_border)
    await saved(
        lambda db: db.execute(
            text("UPDATE area SET geometry = NULL WHERE code = :c"), {"c": PATHMOS}
        )
    )

    found = await map_of(client)

    assert found["area"]["geometry"] is None
    assert titles(found["offerings"]) == ["Binnen dansen"]
    assert found["across"]["offerings"] == []


@pytest.mark.usefixtures("saved")
async def test_an_empty_buurt_has_a_map_too(client: httpx.AsyncClient) -> None:
    found = await map_of(client)

    assert (found["wijkwijzers"], found["mantelzorg"], found["agenda"]) == ([], None, [])
    assert (found["places"], found["offerings"], found["byKind"]) == ([], [], [])
    assert found["freshness"] == {"fresh": 0, "due": 0, "stale": 0, "oldestVerifiedAt": None}
    assert found["updatedAt"] is None
