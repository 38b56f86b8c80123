"""A public read takes as many statements for a hundred things as for one."""

from collections.abc import Mapping

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.core.geo import LonLat
from app.core.http import NoFilters, ReadRequest, public_get
from app.core.http.public import PublicRead
from app.main import create_app
from app.offerings.programme import put_schedules
from tests.architecture.routes import operations
from tests.architecture.statement_counts import counted
from tests.core.http_house import house
from tests.factories import (
    DE_BOEI,
    MONDAY,
    act,
    offering,
    place,
    square_buurt,
    vocabularies,
    weekly,
)

# One question per public read, the answer to which grows with the number of areas, places, groups
# and sessions. {place} is where all groups meet, {offering} the first of them.
QUESTIONS: Mapping[str, str] = {
    "/v1/areas": "/v1/areas?limit=100&count=true",
    "/v1/areas/{code}": "/v1/areas/WK015302",
    "/v1/areas/{code}/map": "/v1/areas/GM0153/map",
    "/v1/geocode": "/v1/geocode?q=plek+5&limit=20",
    "/v1/offerings": "/v1/offerings?limit=100&count=true",
    "/v1/offerings/{id}": "/v1/offerings/{offering}",
    "/v1/openapi.json": "/v1/openapi.json",
    "/v1/places": "/v1/places?limit=100&count=true&area=GM0153&kind=buurthuis",
    "/v1/places/{id}": "/v1/places/{place}",
    "/v1/sessions": "/v1/sessions?limit=100&count=true&area=GM0153&kind=activiteit",
    "/v1/support/mantelzorg": "/v1/support/mantelzorg?lat=52.2116&lon=6.8757&area=GM0153",
    "/v1/tiles/{z}/{x}/{tile}": "/v1/tiles/14/8504/5396.mvt",
    "/v1/vocabularies": "/v1/vocabularies",
    "/v1/wijkwijzers": "/v1/wijkwijzers?lat=52.2116&lon=6.8757&area=GM0153",
}
MANY = 100


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url)


@pytest.fixture
def engine(database_url: str) -> AsyncEngine:
    return create_async_engine(engine_url(database_url))


async def _fill(engine: AsyncEngine, numbers: range) -> None:
    async with unit_of_work(engine) as db:
        for number in numbers:
            around = LonLat(lon=DE_BOEI.lon + number / 1000, lat=DE_BOEI.lat)
            await square_buurt(
                db, code=f"BU015302{number:02}", name=f"Pathmos {number}", around=around, half_m=20
            )
    await engine.dispose()


async def _fill_places(engine: AsyncEngine, numbers: range) -> None:
    async with unit_of_work(engine) as db:
        if 0 in numbers:
            await vocabularies(db)
            await place(db, name="De Boei")
        boei = await db.scalar(text("SELECT id FROM place WHERE name = 'De Boei'"))
        for number in numbers:
            await place(db, name=f"Plek {number}")
            group = await offering(db, title=f"Groep {number:02}", placeId=boei)
            await put_schedules(db, group.id, [weekly()], act(), expected_version=None)
    await engine.dispose()


async def _counts(app: FastAPI, urls: Mapping[str, str]) -> dict[str, int]:
    async with counted(app) as counting:
        known = {}
        for name in ("place", "offering"):
            if any(f"{{{name}}}" in url for url in urls.values()):
                answer = await counting.client.get(f"/v1/{name}s?limit=1")
                known[name] = answer.json()["items"][0]["id"]
        return {
            path: await counting.statements_of(url.format(**known)) for path, url in urls.items()
        }


def _app(settings: Settings) -> FastAPI:
    return create_app(settings, clock=lambda: MONDAY)


async def test_a_public_read_takes_the_same_number_of_statements_for_one_and_for_a_hundred(
    settings: Settings, engine: AsyncEngine
) -> None:
    await _fill(engine, range(1))
    await _fill_places(engine, range(1))
    for_one = await _counts(_app(settings), QUESTIONS)
    await _fill(engine, range(1, MANY))
    await _fill_places(engine, range(1, MANY))
    app = _app(settings)
    async with counted(app) as counting:
        for path in ("/v1/areas", "/v1/offerings", "/v1/places", "/v1/sessions"):
            items = (await counting.client.get(QUESTIONS[path])).json()["items"]
            assert (path, len(items)) == (path, MANY)
    assert await _counts(_app(settings), QUESTIONS) == for_one
    assert for_one == {
        "/v1/areas": 1,
        "/v1/areas/{code}": 1,
        "/v1/areas/{code}/map": 2,
        "/v1/geocode": 3,
        "/v1/offerings": 2,
        "/v1/offerings/{id}": 2,
        "/v1/openapi.json": 0,
        "/v1/places": 4,
        "/v1/places/{id}": 1,
        "/v1/sessions": 3,
        "/v1/support/mantelzorg": 3,
        "/v1/tiles/{z}/{x}/{tile}": 2,
        "/v1/vocabularies": 1,
        "/v1/wijkwijzers": 3,
    }


def test_no_public_read_is_forgotten() -> None:
    reads = {
        one.path
        for one in operations(create_app(Settings()))
        if isinstance(one.endpoint, PublicRead)
    }
    assert reads == set(QUESTIONS)


async def test_a_statement_per_row_is_seen(settings: Settings, engine: AsyncEngine) -> None:
    router = APIRouter(tags=["areas"])

    async def names(request: ReadRequest, _filters: NoFilters) -> bytes:
        """Namen, één voor één."""
        async with request.reads.connection() as connection:
            codes = await connection.fetch("SELECT code FROM area WHERE level = 'buurt'")
            for (code,) in codes:
                await connection.fetchval("SELECT name FROM area WHERE code = $1", code)
        return b"[]"

    public_get(router, "/namen", NoFilters, names, media={"application/json": None})

    async def count() -> int:
        app = house(routers=[router], database_url=settings.database_url)
        return (await _counts(app, {"names": "/v1/namen"}))["names"]

    await _fill(engine, range(2))
    assert await count() == 3
    await _fill(engine, range(2, MANY))
    assert await count() == MANY + 1
