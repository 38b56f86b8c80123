"""Asking which place somebody means, over HTTP."""

import io
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import Db, engine_url, unit_of_work
from app.core.geo import LonLat, rd_of
from app.core.logging import configure_logging
from app.geocoding.commands import (
    AddressRow,
    PostcodeRow,
    replace_addresses,
    replace_postcodes,
)
from app.geocoding.locatieserver import Locatieserver
from tests.factories import DE_BOEI, PATHMOS, neighbourhood, place, square_buurt
from tests.geocoding.locatieserver_double import (
    LocatieserverDouble,
    Reply,
    address,
    locatieserver_double,
)
from tests.geocoding.town import Town, town_at

ZWOLLE = LonLat(lon=6.0944, lat=52.5126)
CONFIDENTIAL = "Huize Vaartzicht"


def row(street: str, number: int, *, city: str = "Enschede", at: LonLat = DE_BOEI) -> AddressRow:
    point = rd_of(at)
    return AddressRow(city, street, number, point.x_m, point.y_m, postcode="7545TP")


async def stored(db: Db) -> None:
    """Pathmos and a buurt in Zwolle, some places, a few addresses and postcodes."""
    await neighbourhood(db)
    await square_buurt(
        db,
        code="BU01931000",
        name="Binnenstad",
        around=ZWOLLE,
        parent_code="WK019310",
        gemeente_code="GM0193",
    )
    for code, name in (("GM0153", "Enschede"), ("GM0193", "Zwolle")):
        await db.execute(
            text("UPDATE area SET name = :name, aliases = '{}' WHERE code = :code"),
            {"code": code, "name": name},
        )
    await place(db)
    await place(db, name="Bibliotheek Pathmos", kind="bibliotheek")
    await place(db, name=CONFIDENTIAL, visibility="hidden")
    await place(db, name="Opvang Vaartzicht", visibility="area_only")
    draft = await place(db, name="Vaartzicht in oprichting")
    draft.status = "draft"
    await db.flush()
    await replace_addresses(
        db,
        [
            row("Spinnerstraat", 27),
            row("Spinnerstraat", 31),
            row("Schoolstraat", 5),
            row("Schoolstraat", 5, city="Zwolle", at=ZWOLLE),
        ],
        source="bag",
    )
    boei, zwolle = rd_of(DE_BOEI), rd_of(ZWOLLE)
    await replace_postcodes(
        db,
        [
            PostcodeRow("7545", boei.x_m, boei.y_m, "GM0153"),
            PostcodeRow("8011", zwolle.x_m, zwolle.y_m, "GM0193"),
        ],
        source="seed",
    )


@pytest.fixture(scope="module")
async def url(make_database: Any) -> str:
    address_: str = make_database()
    engine = create_async_engine(engine_url(address_))
    async with unit_of_work(engine) as db:
        await stored(db)
    await engine.dispose()
    return address_


@pytest.fixture
async def town(url: str) -> AsyncIterator[Town]:
    """Without PDOK."""
    async with town_at(Settings(), database_url=url) as town:
        yield town


@pytest.fixture
def pdok() -> Iterator[LocatieserverDouble]:
    with locatieserver_double() as double:
        double.hold(
            [
                address("Spinnerstraat", 27, lon=6.8757, lat=52.2116, postcode="7545TP"),
                address("Pijpenstraat", 15, lon=6.8934, lat=52.2191),
            ]
        )
        yield double


@pytest.fixture
async def connected(url: str, pdok: LocatieserverDouble) -> AsyncIterator[Town]:
    async with town_at(pdok.settings(geocode_timeout_s=0.3), database_url=url) as town:
        yield town


SILENCE_S = 8.0
"""Ten times what a question may cost."""


def silent(reply: Reply) -> Reply:
    return Reply(reply.status, reply.body, silence_s=SILENCE_S)


async def test_an_address_has_its_point_and_its_buurt(town: Town) -> None:
    told = await town.told("spinnerstr 27 enschede")

    (item,) = told["items"][:1]
    assert item == {
        "type": "address",
        "label": "Spinnerstraat 27, 7545 TP Enschede",
        "location": {"type": "Point", "coordinates": [DE_BOEI.lon, DE_BOEI.lat]},
        "area": {"code": PATHMOS, "name": "Pathmos"},
        "id": None,
    }
    assert (told["sources"], told["complete"]) == (["own"], True)


async def test_an_area_is_its_own_area_and_a_place_has_its_id(town: Town) -> None:
    area = (await town.told("patmos"))["items"][0]
    boei = (await town.told("buurthuis de boei"))["items"][0]

    assert (area["type"], area["area"]) == ("area", {"code": PATHMOS, "name": "Pathmos"})
    assert (boei["type"], boei["label"]) == ("place", "De Boei, Enschede")
    found = (await town.client.get(f"/v1/places/{boei['id']}")).json()
    assert (found["name"], boei["area"]["code"]) == ("De Boei", PATHMOS)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("7545", "7545 Enschede"),
        ("7545tp", "7545 TP Enschede"),
        ("7545 TP", "7545 TP Enschede"),
        ("7545tp 31", "Spinnerstraat 31, 7545 TP Enschede"),
        ("7545ZZ", "7545 Enschede"),
        ("spinerstraat 31", "Spinnerstraat 31, 7545 TP Enschede"),
        ("spinnerstraat", "Spinnerstraat, Enschede"),
        ("bieb", "Bibliotheek Pathmos, Enschede"),
        ("boei", "De Boei, Enschede"),
    ],
)
async def test_places_are_found_as_people_type_them(town: Town, typed: str, label: str) -> None:
    assert (await town.labels(typed))[0] == label


async def test_a_house_number_that_is_not_there_leads_to_the_street(town: Town) -> None:
    assert await town.labels("spinnerstraat 999") == ["Spinnerstraat, Enschede"]


async def test_of_two_streets_of_one_name_the_nearest_comes_first(town: Town) -> None:
    near_zwolle = await town.labels("schoolstraat 5", lat=ZWOLLE.lat, lon=ZWOLLE.lon)
    near_boei = await town.labels("schoolstraat 5", lat=DE_BOEI.lat, lon=DE_BOEI.lon)

    assert near_zwolle[0].endswith("Zwolle")
    assert near_boei[0].endswith("Enschede")
    assert (await town.labels("schoolstraat 5 zwolle"))[0].endswith("Zwolle")


@pytest.mark.parametrize("typed", ["bij mij in de buurt", "hier", "Mijn huidige locatie", "..1."])
async def test_where_somebody_is_only_their_own_telephone_knows(town: Town, typed: str) -> None:
    told = await town.told(typed)

    assert (told["items"], told["complete"]) == ([], True)


@pytest.mark.parametrize("typed", [CONFIDENTIAL, "vaartzicht", "opvang vaartzicht", "huize"])
async def test_places_that_not_everybody_may_know_are_not_found(town: Town, typed: str) -> None:
    assert "aartzicht" not in str(await town.told(typed))


async def test_a_question_in_the_body_is_answered_the_same(town: Town) -> None:
    in_body = await town.client.post("/v1/geocode", json={"q": "spinnerstr 27", "limit": 1})
    assert in_body.status_code == 200, in_body.text
    assert in_body.headers["cache-control"] == "no-store"
    assert in_body.json() == await town.told("spinnerstr 27", limit=1)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "?!"}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"q": "boei", "limit": 21}, "limit"),
        ({"q": "boei", "limit": 0}, "limit"),
        ({"q": "boei", "lat": 52.2}, "lon"),
        ({"q": "boei", "lat": 40, "lon": 6.9}, "lat"),
        ({"q": "boei", "near": "here"}, "near"),
    ],
    ids=str,
)
async def test_what_is_wrong_with_a_question_is_said(
    town: Town, asked: dict[str, Any], name: str
) -> None:
    for answer in (
        await town.client.get("/v1/geocode", params=asked),
        await town.client.post("/v1/geocode", json=asked),
    ):
        assert answer.status_code == 400, answer.text
        assert [fault["name"].lstrip("/") for fault in answer.json()["errors"]] == [name]


async def test_what_we_do_not_know_is_asked_of_pdok(
    connected: Town, pdok: LocatieserverDouble
) -> None:
    told = await connected.told("pijpenstr 15")

    assert told["items"][0]["label"] == "Pijpenstraat 15, 7511 GM Enschede"
    assert (told["sources"], told["complete"]) == (["own", "pdok"], True)
    assert pdok.questions() == ["pijpenstraat 15"]
    assert "gemeentecode:(0153 OR 0193)" in pdok.asked[0][1]["fq"]


async def test_the_same_address_from_both_stands_there_once(connected: Town) -> None:
    # Without a city it might be another Spinnerstraat: PDOK is asked as well.
    told = await connected.told("spinnerstraat 27")

    assert [item["label"] for item in told["items"]] == ["Spinnerstraat 27, 7545 TP Enschede"]
    assert told["sources"] == ["own", "pdok"]


@pytest.mark.parametrize(
    "typed",
    [
        "pathmos",
        "de boei",
        "7545",
        "spinnerstraat 27 enschede",
        "bij mij in de buurt",
        "ik zoek iemand die helpt in pathmos",
        "mijn buurvrouw wordt geslagen",
        "zelfmoord plegen",
        "ab",
    ],
)
async def test_what_we_know_and_what_is_no_place_is_asked_of_nobody_else(
    connected: Town, pdok: LocatieserverDouble, typed: str
) -> None:
    told = await connected.told(typed)

    assert pdok.asked == []
    assert (told["sources"], told["complete"]) == (["own"], True)


async def test_pdok_away_costs_its_time_once_and_the_answer_says_that_there_may_be_more(
    connected: Town, pdok: LocatieserverDouble
) -> None:
    pdok.always = silent
    began = time.monotonic()
    told = await connected.told("pijpenstraat 15")
    assert time.monotonic() - began < SILENCE_S / 2
    assert (told["items"], told["sources"], told["complete"]) == ([], ["own"], False)

    asked = len(pdok.asked)
    for number in range(10):
        assert not (await connected.told(f"pijpenstraat {number}"))["complete"]
    assert len(pdok.asked) == asked
    assert (await connected.told("pathmos"))["complete"], "not asked, so nothing is missing"


async def test_answers_of_another_shape_are_no_answers(
    connected: Town, pdok: LocatieserverDouble
) -> None:
    pdok.always = lambda _: Reply(200, b'{"response": {"docs": "geen"}}')

    assert not (await connected.told("pijpenstraat 15"))["complete"]


async def test_neither_logs_nor_what_is_kept_hold_the_question(
    connected: Town, pdok: LocatieserverDouble
) -> None:
    lines = io.StringIO()
    before = structlog.get_config()
    handlers, level = logging.getLogger().handlers, logging.getLogger().level
    configure_logging(Settings(log_level="debug"), stream=lines)
    try:
        await connected.told("pijpenstr 15", lat=52.2233, lon=6.8811)
        pdok.always = silent
        await connected.told("nergensstraat 8")
        await connected.client.post("/v1/geocode", json={"q": "geheimstraat 3"})
        await connected.client.get("/v1/geocode?q=geheimstraat&limit=een")
    finally:
        structlog.configure(**before)
        logging.getLogger().handlers = handlers
        logging.getLogger().setLevel(level)
    said = lines.getvalue()
    metrics = (await connected.client.get("/metrics")).text
    kept = repr(connected.app.state.house.kept(Locatieserver).answers._kept)
    assert "outside_call_failed" in said
    for told in (said, metrics, kept):
        for word in ("pijpenstr ", "pijpenstr+", "q=pijpen", "nergens", "geheim", "6.8811"):
            assert word not in told


async def test_what_is_asked_outside_ends_with_the_application(url: str) -> None:
    with locatieserver_double() as pdok:
        async with town_at(pdok.settings(), database_url=url) as town:
            await town.told("pijpenstraat 15")
            client = town.app.state.house.kept(Locatieserver).outside._client
        assert client.is_closed
