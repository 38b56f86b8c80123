"""Which Wijkwijzer is open now or next, and who answers the telephone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import Db, engine_url
from app.core.geo import LonLat
from app.finder.area_schemas import DoorQuestion, Wijkwijzers
from app.finder.front_doors import wijkwijzers_found
from app.offerings.programme import change_session
from app.offerings.schemas import SessionChangeIn
from tests.factories import (
    DE_BOEI,
    MONDAY,
    PATHMOS,
    act,
    neighbourhood,
    offering,
    place,
)
from tests.finder.pathmos import (
    IN_ZWOLLE,
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

SUPPORT, DESKS = "/v1/support/mantelzorg", "/v1/wijkwijzers"
AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
AT_ZWOLLE = {"lat": IN_ZWOLLE.lat, "lon": IN_ZWOLLE.lon}


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


async def desks(client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await client.get(DESKS, params=asked)
    assert answer.status_code == 200, answer.text
    Wijkwijzers.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    return found


async def faults(client: httpx.AsyncClient, **asked: Any) -> list[tuple[str, str]]:
    answer = await client.get(DESKS, params=asked)
    assert answer.status_code == 400, answer.text
    return [(fault["name"], fault["code"]) for fault in answer.json()["errors"]]


async def five_desks(db: Db) -> None:
    """On this Monday, ten o'clock: two are open, one opens later, one has no hours, and a line."""
    for metres, title, schedules in (
        (400, "Open tot twaalf", [hours("mo", "09:00", 180)]),
        (200, "Open tot half elf", [hours("mo", "09:30", 60)]),
        (100, "Donderdag", [hours("th", "09:00", 180)]),
        (300, "Dinsdag", [hours("tu", "09:00", 180)]),
        (50, "Geen tijden", []),
    ):
        there = await place(db, name=f"Hal {metres}", point=from_boei(metres))
        await goes_on(db, *schedules, kind="wijkwijzer", title=title, placeId=there.id)
    await goes_on(db, hours("mo", "08:00", 540), kind="wijkwijzer", title="Aan de telefoon")


async def test_with_a_point_the_nearest_desks_come_first_and_those_open_now_apart(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(five_desks)

    found = await desks(client, **AT_DE_BOEI)

    assert titles(found["openNow"]) == ["Open tot half elf", "Open tot twaalf", "Aan de telefoon"]
    assert titles(found["items"]) == [
        "Geen tijden",
        "Donderdag",
        "Open tot half elf",
        "Dinsdag",
        "Open tot twaalf",
        "Aan de telefoon",
    ]
    assert found["items"][3]["distance"] == pytest.approx(300, abs=8)
    assert found["phone"]["title"] == "Aan de telefoon"
    texts = {card["title"]: card["open"]["text"] for card in found["items"]}
    assert texts == {
        "Open tot twaalf": "open tot 12.00 uur",
        "Open tot half elf": "open tot 10.30 uur",
        "Donderdag": "gesloten, weer open op donderdag 26 november, 9.00 tot 12.00 uur",
        "Dinsdag": "gesloten, weer open op dinsdag 24 november, 9.00 tot 12.00 uur",
        "Geen tijden": "openingstijden niet bekend",
        "Aan de telefoon": "open tot 17.00 uur",
    }
    unknown = found["items"][0]["open"]
    assert (unknown["state"], unknown["changesAt"]) == ("unknown", None)
    assert unknown["at"] == "2026-11-23T09:00:00Z"


async def test_without_a_point_what_is_open_comes_first_then_the_soonest(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(five_desks)

    found = await desks(client)

    by_name = ["Aan de telefoon", "Open tot half elf", "Open tot twaalf"]
    assert titles(found["openNow"]) == by_name
    assert titles(found["items"]) == [*by_name, "Dinsdag", "Donderdag", "Geen tijden"]
    assert {card["distance"] for card in found["items"]} == {None}


async def test_an_area_asks_for_the_desks_of_its_gemeente(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def two_gemeenten(db: Db) -> None:
        await goes_on(db, "tu", kind="wijkwijzer", title="Bel Enschede")
        await goes_on(db, "mo", kind="wijkwijzer", title="Bel Zwolle", serviceAreas=[ZWOLLE])
        stads = await place(db, name="Stadshuis", point=IN_ZWOLLE)
        await goes_on(db, "we", kind="wijkwijzer", title="Assendorp", placeId=stads.id)

    await saved(two_gemeenten)

    near_boei = await desks(client, **AT_DE_BOEI)
    of_zwolle = await desks(client, area="BU01930101")
    of_pathmos = await desks(client, area=PATHMOS)
    from_boei_to_zwolle = await desks(client, **AT_DE_BOEI, area=ZWOLLE)

    assert titles(near_boei["items"]) == ["Assendorp", "Bel Enschede"]
    assert titles(near_boei["openNow"]) == []
    assert titles(of_zwolle["items"]) == ["Bel Zwolle", "Assendorp"]
    assert (of_zwolle["phone"]["title"], of_pathmos["phone"]["title"]) == (
        "Bel Zwolle",
        "Bel Enschede",
    )
    assert titles(of_pathmos["items"]) == ["Bel Enschede"]
    assert titles(from_boei_to_zwolle["items"]) == ["Assendorp", "Bel Zwolle"]
    assert from_boei_to_zwolle["items"][0]["distance"] > 60_000


async def test_the_telephone_is_that_of_your_gemeente_and_else_of_the_nearest(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def lines(db: Db) -> None:
        await goes_on(db, "tu", kind="wijkwijzer", title="Enschede dicht")
        await goes_on(db, "mo", kind="wijkwijzer", title="Enschede open")
        await goes_on(db, "mo", kind="wijkwijzer", title="Aap", serviceAreas=[ZWOLLE])
        await goes_on(db, "mo", kind="wijkwijzer", title="Aanvraag", status="draft")
        await goes_on(db, "mo", kind="spreekuur", title="Aankloppen")

    await saved(lines)
    nearer_zwolle = {"lat": 52.4, "lon": 6.2}

    told = {
        name: (await desks(client, **asked))["phone"]["title"]
        for name, asked in (
            ("enschede", AT_DE_BOEI),
            ("zwolle", AT_ZWOLLE),
            ("outside", nearer_zwolle),
            ("anywhere", {}),
        )
    }
    assert told == {
        "enschede": "Enschede open",
        "zwolle": "Aap",
        "outside": "Aap",
        "anywhere": "Aap",
    }


@pytest.mark.usefixtures("saved")
async def test_there_may_be_no_wijkwijzer_at_all(client: httpx.AsyncClient) -> None:
    nothing: dict[str, Any] = {"openNow": [], "items": [], "phone": None}

    assert await desks(client) == nothing
    assert await desks(client, **AT_DE_BOEI) == nothing


NIGHT_WATCH = hours("mo", "20:00", 240)


@pytest.mark.parametrize(
    ("schedules", "now", "told"),
    [
        # Two sessions that meet are one stretch.
        (
            [hours("mo", "09:00", 180), hours("mo", "12:00", 60)],
            MONDAY,
            ("open tot 13.00 uur", "2026-11-23T12:00:00Z"),
        ),
        # A long one counts while a short one inside it has still to begin.
        (
            [hours("mo", "09:00", 480), hours("mo", "11:00", 60)],
            MONDAY,
            ("open tot 17.00 uur", "2026-11-23T16:00:00Z"),
        ),
        ([NIGHT_WATCH], later(MONDAY, minutes=660), ("open tot 24.00 uur", "2026-11-23T23:00:00Z")),
        (
            [hours("mo", "20:00", 300)],
            later(MONDAY, minutes=660),
            ("open tot 24 november 2026, 1.00 uur", "2026-11-24T00:00:00Z"),
        ),
        (
            [NIGHT_WATCH],
            later(MONDAY, minutes=840),
            (
                "gesloten, weer open op maandag 30 november, 20.00 tot 24.00 uur",
                "2026-11-30T19:00:00Z",
            ),
        ),
    ],
)
async def test_a_desk_is_open_as_long_as_its_sessions_follow_each_other(
    database_url: str, saved: Saved, schedules: Any, now: datetime, told: tuple[str, str]
) -> None:
    await saved(lambda db: goes_on(db, *schedules, kind="wijkwijzer", title="Wijkwijzer"))

    async with asked_at(database_url, lambda: now) as client:
        (desk,) = (await desks(client))["items"]

    assert (desk["open"]["text"], desk["open"]["changesAt"]) == told


async def test_a_cancelled_morning_is_a_closed_door(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def ill(db: Db) -> None:
        desk = await goes_on(db, hours("mo", "09:00", 180), kind="wijkwijzer", title="Ziek")
        await change_session(
            db,
            desk.id,
            SessionChangeIn(status="cancelled"),
            act(),
            original_starts_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
            expected_version=None,
        )

    await saved(ill)

    found = await desks(client)

    assert found["openNow"] == []
    assert found["items"][0]["open"]["text"] == (
        "gesloten, weer open op maandag 30 november, 9.00 tot 12.00 uur"
    )


async def test_at_most_twenty_desks_of_which_some_are_kept_for_who_comes_to_you(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    async def many(db: Db) -> None:
        for number in range(24):
            hall = await place(db, name=f"Hal {number}", point=from_boei(10 + number * 10))
            await goes_on(
                db,
                hours("mo", "09:00", 180),
                kind="wijkwijzer",
                title=f"Hal {number:02}",
                placeId=hall.id,
            )
        await offering(db, kind="wijkwijzer", title="Bellen")

    await saved(many)

    found = await desks(client, **AT_DE_BOEI)

    assert titles(found["items"]) == [*(f"Hal {number:02}" for number in range(19)), "Bellen"]
    assert titles(found["openNow"]) == [f"Hal {number:02}" for number in range(20)]
    assert len((await desks(client))["items"]) == 20


async def test_a_point_in_an_address_counts_to_about_ten_metres(
    saved: Saved, client: httpx.AsyncClient
) -> None:
    await saved(five_desks)
    close = LonLat(lon=round(DE_BOEI.lon, 4) + 0.00004, lat=round(DE_BOEI.lat, 4) - 0.00004)

    for path in (SUPPORT, DESKS):
        rounded = await client.get(
            path, params={"lat": round(DE_BOEI.lat, 4), "lon": round(DE_BOEI.lon, 4)}
        )
        exact = await client.get(path, params={"lat": close.lat, "lon": close.lon})
        assert rounded.content == exact.content


async def test_desks_that_did_not_change_are_a_304(saved: Saved, client: httpx.AsyncClient) -> None:
    await saved(five_desks)

    first = await client.get(DESKS, params=AT_DE_BOEI)
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get(DESKS, params=AT_DE_BOEI, headers=known)
    await saved(lambda db: offering(db, kind="wijkwijzer", title="Nieuw"))
    other = await client.get(DESKS, params=AT_DE_BOEI, headers=known)

    assert first.headers["cache-control"] == "public, no-cache"
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"lon": 6.8}, [("lon", "half-a-point")]),
        ({"lat": 40, "lon": 6.8}, [("lat", "greater-than-equal")]),
        ({"area": "BU09999999"}, [("area", "unknown-area")]),
    ],
)
@pytest.mark.usefixtures("saved")
async def test_a_question_that_cannot_be_is_refused(
    client: httpx.AsyncClient, asked: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    assert await faults(client, **asked) == told


async def test_open_doors_rest_no_longer_than_the_minute(database_url: str, saved: Saved) -> None:
    await saved(five_desks)
    now = later(MONDAY) + timedelta(seconds=20)

    async with asker_of(database_url, now) as asker:
        found = await wijkwijzers_found(asker, DoorQuestion())

    assert (found.scopes, found.until) == (None, later(MONDAY, minutes=1))
