"""A public read takes as many statements for a hundred areas as for one."""

from collections.abc import Mapping

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.core.geo import LonLat
from app.core.http import NoFilters, ReadRequest, public_get
from app.core.http.public import PublicRead
from app.main import create_app
from tests.architecture.routes import operations
from tests.architecture.statement_counts import counted
from tests.core.http_house import house
from tests.factories import DE_BOEI, square_buurt

# One question per public read, the answer to which grows with the number of areas.
QUESTIONS: Mapping[str, str] = {
    "/v1/areas": "/v1/areas?limit=100&count=true",
    "/v1/areas/{code}": "/v1/areas/WK015302",
    "/v1/openapi.json": "/v1/openapi.json",
    "/v1/vocabularies": "/v1/vocabularies",
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


async def _counts(app: FastAPI, urls: Mapping[str, str]) -> dict[str, int]:
    async with counted(app) as counting:
        return {path: await counting.statements_of(url) for path, url in urls.items()}


async def test_a_public_read_takes_the_same_number_of_statements_for_one_and_for_a_hundred(
    settings: Settings, engine: AsyncEngine
) -> None:
    await _fill(engine, range(1))
    for_one = await _counts(create_app(settings), QUESTIONS)
    await _fill(engine, range(1, MANY))
    app = create_app(settings)
    async with counted(app) as counting:
        items = (await counting.client.get(QUESTIONS["/v1/areas"])).json()["items"]
    assert len(items) == MANY
    assert await _counts(create_app(settings), QUESTIONS) == for_one
    assert for_one == {
        "/v1/areas": 1,
        "/v1/areas/{code}": 1,
        "/v1/openapi.json": 0,
        "/v1/vocabularies": 1,
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
