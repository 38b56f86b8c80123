"""Pathmos: a square of a kilometre with De Boei in its middle, and what lies beside it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.config import Settings
from app.core.database import Db, ReadPool, unit_of_work
from app.core.geo import LonLat, RdPoint, lonlat_of, rd_of
from app.finder.area_schemas import AreaMap
from app.finder.asking import Asker
from app.finder.queries import versions_now
from app.main import create_app
from app.offerings.models import Offering
from app.offerings.programme import put_schedules
from app.schedule.schemas import ScheduleIn
from tests.core.http_house import asking
from tests.factories import DE_BOEI, MONDAY, PATHMOS, act, offering, place, square_buurt, weekly

STEVENFENNE = "BU01530201"
"""The square to the east of Pathmos, in the same wijk."""
ZUID = "PA0153-zuid"
ENSCHEDE, ZWOLLE = "GM0153", "GM0193"
IN_ZWOLLE = LonLat(lon=6.0919, lat=52.5126)

Saved = Callable[[Callable[[Db], Awaitable[Any]]], Awaitable[Any]]


def saving(engine: AsyncEngine) -> Saved:
    """Does something to the database, and commits it."""

    async def saved(work: Callable[[Db], Awaitable[Any]]) -> Any:
        async with unit_of_work(engine) as db:
            return await work(db)

    return saved


def from_boei(east_m: float, north_m: float = 0) -> LonLat:
    """A point so many metres from De Boei. The border of Pathmos is at 500."""
    boei = rd_of(DE_BOEI)
    return lonlat_of(RdPoint(boei.x_m + east_m, boei.y_m + north_m))


async def beside_pathmos(db: Db) -> None:
    """Stevenfenne, and the people's area of Pathmos and Stevenfenne together."""
    await square_buurt(db, code=STEVENFENNE, name="Stevenfenne", around=from_boei(1000))
    await db.execute(
        text("""
            INSERT INTO area (code, level, name, parent_code, gemeente_code, year, label_point,
                geometry, boundary, created_at, updated_at)
            SELECT :code, 'people', 'Zuid', 'GM0153', 'GM0153', 2024,
                ST_Centroid(ST_Collect(geometry)), ST_Multi(ST_Union(geometry)), 'schematic',
                :now, :now
            FROM area WHERE level = 'buurt' AND gemeente_code = 'GM0153'
        """),
        {"code": ZUID, "now": MONDAY},
    )
    await db.execute(
        text("""
            INSERT INTO area_member (area_code, buurt_code)
            SELECT :code, code FROM area WHERE level = 'buurt' AND gemeente_code = 'GM0153'
        """),
        {"code": ZUID},
    )


async def across_the_border(db: Db) -> None:
    """Dancing in four halls: one in Pathmos, three to the east of it."""
    for name, metres in (("Verder", 1010), ("Achter", 650), ("Naast", 510), ("Binnen", 490)):
        hall = await place(db, name=name, point=from_boei(metres))
        await goes_on(db, "tu", title=f"{name} dansen", placeId=hall.id)


async def zwolle(db: Db) -> None:
    """Another gemeente, 70 km away."""
    await square_buurt(
        db,
        code="BU01930101",
        name="Assendorp",
        around=IN_ZWOLLE,
        parent_code="WK019301",
        gemeente_code=ZWOLLE,
    )


async def goes_on(db: Db, *schedules: ScheduleIn | str, **different: Any) -> Offering:
    """An offering with schedules: a weekday is every week from ten to half past eleven."""
    row = await offering(db, **different)
    wanted = [weekly(one) if isinstance(one, str) else one for one in schedules]
    if wanted:
        await put_schedules(db, row.id, wanted, act(), expected_version=None)
    return row


def hours(weekday: str, first: str, minutes: int) -> ScheduleIn:
    """Every week on that day, from this time on for so many minutes."""
    return weekly(weekday, startTime=first, durationMinutes=minutes)


@asynccontextmanager
async def asked_at(
    url: str, clock: Callable[[], datetime], *, remembers: bool = False
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that thinks it is that time; one that `remembers` keeps a memo."""
    app = create_app(
        Settings(database_url=url), clock=clock, versions=versions_now if remembers else None
    )
    async with asking(app, opened=True) as client:
        yield client


@asynccontextmanager
async def asker_of(url: str, now: datetime) -> AsyncIterator[Asker]:
    """Who asks the finder without HTTP around it."""
    settings = Settings(database_url=url)
    reads = await ReadPool.open(settings, url)
    try:
        async with reads.connection() as connection:
            yield Asker(reads, connection, settings, now)
    finally:
        await reads.close(grace_s=1)


def agenda(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The sessions of a map: the day, the words and the status."""
    return [
        (day["date"], one["text"], one["status"])
        for day in found["agenda"]
        for one in day["sessions"]
    ]


def titles(cards: list[dict[str, Any]]) -> list[str]:
    return [card["title"] for card in cards]


def later(moment: datetime, *, minutes: float = 0, days: float = 0) -> datetime:
    return moment + timedelta(minutes=minutes, days=days)


async def map_of(client: httpx.AsyncClient, code: str = PATHMOS) -> dict[str, Any]:
    answer = await client.get(f"/v1/areas/{code}/map")
    assert answer.status_code == 200, answer.text
    AreaMap.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    assert_whole(found)
    return found


def assert_whole(found: dict[str, Any]) -> None:
    """Each place and each offering stands there once, and everything that is named is there."""
    cards = [*found["offerings"], *found["across"]["offerings"]]
    pins = [*found["places"], *found["across"]["places"]]
    ids = [card["id"] for card in cards]
    assert len(set(ids)) == len(ids)
    assert len({pin["id"] for pin in pins}) == len(pins)
    under = {one: pin for pin in pins for one in pin["offeringIds"]}
    assert sum(len(pin["offeringIds"]) for pin in pins) == len(under)
    assert sorted([*under, *found["unplaced"]]) == sorted(ids)
    for card in cards:
        if card["id"] in under:
            assert card["place"]["id"] == under[card["id"]]["id"]
            assert card["location"] == under[card["id"]]["location"]
            assert card["wheelchair"] == under[card["id"]]["wheelchair"]
            assert card["place"]["address"] == under[card["id"]]["address"]
        else:
            assert card["location"] is None
    by_kind = [one for kind in found["byKind"] for one in kind["offeringIds"]]
    assert sorted(by_kind) == sorted(card["id"] for card in found["offerings"])
    doors = [*found["wijkwijzers"], *([found["mantelzorg"]] if found["mantelzorg"] else [])]
    shown = {*ids, *(door["id"] for door in doors)}
    sessions = [one for day in found["agenda"] for one in day["sessions"]]
    assert {one["offeringId"] for one in sessions} <= shown
    assert all(a["startsAt"] <= b["startsAt"] for a, b in pairwise(sessions))
