"""Somebody in danger finds numbers above the results, and nothing of it stays anywhere."""

import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest
import structlog
from fastapi import FastAPI
from psycopg import sql
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.core.logging import configure_logging
from app.finder.queries import versions_now
from app.finder.unfound import counts_of, written_down
from app.main import create_app
from tests.core.http_house import asking
from tests.factories import DE_BOEI, MONDAY
from tests.finder.worded import worded

TYPED = "mijn man slaat mij kwakzeppelin wandelen"
TRACES = ("kwakzeppelin", "slaat")
SAFE_AT_HOME = ["emergency", "safe_at_home"]
GEOJSON = {"Accept": "application/geo+json"}
AT = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}

Ask = Callable[[httpx.AsyncClient, str, dict[str, str]], Any]


@dataclass(frozen=True)
class House:
    app: FastAPI
    client: httpx.AsyncClient
    url: str
    lines: io.StringIO


@pytest.fixture(scope="module")
def lines() -> Iterator[io.StringIO]:
    """Everything that any logger writes, from the start of the service on."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(Settings(log_json=True, log_level="debug"), stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(scope="module")
async def house(make_database: Callable[[], str], lines: io.StringIO) -> AsyncIterator[House]:
    url = make_database()
    engine = create_async_engine(engine_url(url))
    async with unit_of_work(engine) as db:
        await worded(db)
    await engine.dispose()
    app = create_app(
        Settings(database_url=url),
        clock=lambda: MONDAY,
        writing=written_down,
        versions=versions_now,
    )
    async with asking(app, opened=True) as client:
        yield House(app, client, url, lines)


async def listed(client: httpx.AsyncClient, q: str, headers: dict[str, str]) -> httpx.Response:
    return await client.get("/v1/offerings", params={"q": q, **AT}, headers=headers)


async def counted(client: httpx.AsyncClient, q: str, headers: dict[str, str]) -> httpx.Response:
    asked = {"q": q, "count": True, "facets": "theme"}
    return await client.get("/v1/offerings", params=asked, headers=headers)


async def posted(client: httpx.AsyncClient, q: str, headers: dict[str, str]) -> httpx.Response:
    return await client.post("/v1/offerings/search", json={"q": q, **AT}, headers=headers)


async def on_the_map(client: httpx.AsyncClient, q: str, headers: dict[str, str]) -> httpx.Response:
    return await listed(client, q, {**headers, **GEOJSON})


async def in_the_agenda(
    client: httpx.AsyncClient, q: str, headers: dict[str, str]
) -> httpx.Response:
    return await client.get("/v1/sessions", params={"q": q}, headers=headers)


WAYS = [listed, counted, posted, on_the_map, in_the_agenda]
REMEMBERED_WAYS = [listed, counted, on_the_map, in_the_agenda]


@pytest.mark.parametrize("ask", WAYS)
async def test_help_stands_above_what_is_found(house: House, ask: Ask) -> None:
    answer = await ask(house.client, TYPED, {})

    page = answer.json()
    members = list(page)
    assert answer.status_code == 200
    assert [one["kind"] for one in page["help"]] == SAFE_AT_HOME
    assert page["help"][0]["phone"] == "112"
    assert members.index("help") < members.index("features" if "features" in page else "items")


@pytest.mark.parametrize("ask", WAYS)
async def test_nobody_may_keep_such_an_answer(house: House, ask: Ask) -> None:
    answer = await ask(house.client, TYPED, {})
    again = await ask(house.client, TYPED, {"If-None-Match": "*"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers
    assert again.status_code == 200
    assert again.json()["help"]


@pytest.mark.parametrize("ask", REMEMBERED_WAYS)
async def test_the_memory_of_answers_does_not_grow(house: House, ask: Ask) -> None:
    memo = house.app.state.house.memo
    await memo.watch.look(house.app.state.house.databases.reads)
    await house.client.get("/v1/offerings", params=AT)
    before = len(memo)
    for _ in range(3):
        await ask(house.client, TYPED, {"If-None-Match": 'W/"niets"'})

    assert len(memo) == before > 0


@pytest.mark.parametrize("ask", WAYS)
async def test_what_tells_of_no_danger_has_no_help_and_may_be_kept(house: House, ask: Ask) -> None:
    answer = await ask(house.client, "wandelen", {})

    assert answer.json()["help"] == []
    assert ("ETag" in answer.headers) == (ask is not posted)


async def test_results_stand_below_as_for_anybody(house: House) -> None:
    with_danger = (await listed(house.client, "ik wil dood wandelen", {})).json()
    without = (await listed(house.client, "wandelen", {})).json()

    assert with_danger["help"][0]["phone"] == "113"
    assert without["items"]
    assert isinstance(with_danger["items"], list)


async def test_further_pages_are_kept_by_nobody_either(house: House) -> None:
    asked = {"q": "huiselijk geweld of wandelen", "limit": 1, "sort": "name"}
    first = await house.client.get("/v1/offerings", params=asked)
    cursor = first.json()["nextCursor"]
    if cursor:
        second = await house.client.get("/v1/offerings", params={**asked, "cursor": cursor})
        assert second.headers["Cache-Control"] == "no-store"
    assert first.headers["Cache-Control"] == "no-store"


async def test_another_spelling_is_never_proposed_to_somebody_in_danger(house: House) -> None:
    page = (await listed(house.client, "mijn man slaat mij wandellen", {})).json()

    assert page["help"]
    assert all(one["type"] != "synonym" for one in page["suggestions"])


async def test_no_log_no_figure_and_no_table_holds_a_word_of_it(house: House) -> None:
    answers = [await ask(house.client, TYPED, {}) for ask in WAYS]
    await listed(house.client, TYPED, {"Accept": "text/plain"})
    await house.client.get("/v1/offerings", params={"q": TYPED, "limit": "veel"})
    await house.client.post("/v1/offerings/search", json={"q": TYPED, "limit": "veel"})
    await house.client.post("/v1/offerings/search", content=f'{{"q":"{TYPED}"'.encode())
    figures = (await house.client.get("/metrics")).text
    counts = repr(counts_of(house.app.state.house.databases.reads))

    assert all(answer.json()["help"] for answer in answers)
    assert house.lines.getvalue().count("/v1/offerings") >= 5
    for trace in TRACES:
        assert trace not in house.lines.getvalue()
        assert trace not in figures
        assert trace not in counts
        assert texts_of_the_database(house.url, trace) == []


def texts_of_the_database(url: str, trace: str) -> list[str]:
    """The tables and views, those about running and past statements too, with this in a row."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            """
            SELECT n.nspname, c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm', 'p')
                AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                AND c.relname NOT IN ('word_list_entry')
            UNION ALL
            SELECT n.nspname, c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname IN ('pg_stat_activity', 'pg_prepared_statements', 'pg_stat_statements')
            """
        ).fetchall()
        found = []
        for schema, table in tables:
            # The row of this very connection holds what it asks.
            not_this_one = (
                sql.SQL(" AND pid <> pg_backend_pid()")
                if table == "pg_stat_activity"
                else sql.SQL("")
            )
            asked = sql.SQL("SELECT count(*) FROM {} AS r WHERE r::text ILIKE %s{}").format(
                sql.Identifier(schema, table), not_this_one
            )
            row = connection.execute(asked, (f"%{trace}%",)).fetchone()
            if row and row[0]:
                found.append(table)
    return found
