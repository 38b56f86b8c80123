"""What residents look for in vain is counted when their first page is empty, and else nothing."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from app.core.config import Settings
from app.core.database import unit_of_work
from app.finder.unfound import UnfoundCounts, counts_of, written_down
from app.main import create_app
from tests import factories
from tests.areas.weverveld import engine_of
from tests.core.http_house import asking
from tests.factories import DE_BOEI, MONDAY, PATHMOS

IN_VAIN = "koorddansen"
WIJK = "WK015302"


@pytest.fixture(scope="module")
async def url(make_database: Callable[[], str]) -> str:
    """Pathmos, with walks in more than one page."""
    url = make_database()
    engine = engine_of(url)
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
        for _ in range(2):
            await factories.offering(db)
    await engine.dispose()
    return url


@pytest.fixture
async def app(url: str) -> FastAPI:
    return create_app(Settings(database_url=url), clock=lambda: MONDAY, writing=written_down)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(app, opened=True) as client:
        yield client


def counted(app: FastAPI) -> UnfoundCounts:
    return counts_of(app.state.house.databases.reads)


def terms(app: FastAPI) -> Counter[tuple[str, str]]:
    return Counter({(key.wijk_code, key.term): times for key, times in counted(app).terms.items()})


async def found(client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await client.get("/v1/offerings", params=asked)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def test_a_choice_without_result_counts_for_the_wijk_where_somebody_looks(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    await found(client, theme="geld", lat=DE_BOEI.lat, lon=DE_BOEI.lon)
    await found(client, theme="geld", area=PATHMOS.lower())
    await found(client, theme="geld")
    answer = await client.post("/v1/offerings/search", json={"kind": ["spreekuur"]})

    assert answer.status_code == 200
    assert terms(app) == {(WIJK, "theme:geld"): 2, ("", "theme:geld"): 1, ("", "kind:spreekuur"): 1}


async def test_what_is_found_does_not_count_nor_do_further_pages(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    page = await found(client, theme="bewegen", sort="name", limit=1)
    while page["nextCursor"]:
        page = await found(client, theme="bewegen", sort="name", limit=1, cursor=page["nextCursor"])

    assert not counted(app).terms


async def test_words_stand_for_their_terms_and_are_nowhere_themselves(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    page = await found(client, q=f"{IN_VAIN} schulden")

    assert page["items"] == []
    assert terms(app)["", "theme:geld"] == 1
    assert IN_VAIN not in repr(counted(app))


async def test_a_question_with_signs_of_danger_is_not_counted(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    page = await found(client, q="mijn man slaat mij", theme="geld")

    assert page["help"]
    assert not counted(app).terms


async def test_when_the_service_stops_what_it_counted_stands_in_the_table(
    app: FastAPI, url: str
) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("TRUNCATE unfound_term")
    async with asking(app, opened=True) as client:
        for area in (WIJK, PATHMOS, PATHMOS):
            await found(client, theme="geld", q=IN_VAIN, area=area)

    with psycopg.connect(url) as connection:
        stored = connection.execute("SELECT term, wijk_code, count FROM unfound_term").fetchall()
        words = connection.execute("SELECT word FROM unfound_word").fetchall()
    assert stored == [("theme:geld", WIJK, 3)]
    assert words == []
