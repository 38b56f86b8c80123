"""What machines ask: does it live, is it ready, what has it done."""

import asyncio
import re
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import engine_url
from app.core.http import NoFilters, ReadRequest, public_get
from app.core.http.serving import LARGEST_HEAD_BYTES, HouseServer, serve_options
from app.main import create_app
from tests.core.http_house import Group, asking, house


async def test_a_process_without_database_lives_but_is_not_ready() -> None:
    async with asking(house()) as client:
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")

    assert ready.status_code == 503
    assert ready.headers["Retry-After"] == "2"
    assert ready.headers["Content-Type"] == "application/problem+json"


async def test_ready_means_that_the_database_has_our_shape(database_url: str) -> None:
    app = create_app(Settings(database_url=database_url), routers=())
    async with asking(app, opened=True) as client:
        assert (await client.get("/readyz")).status_code == 200


async def test_an_empty_database_is_not_ready(server: str, database_url: str) -> None:
    del database_url
    app = create_app(Settings(database_url=server), routers=())  # the one named postgres
    async with asking(app, opened=True) as client:
        answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert "bijgewerkt" in answer.json()["detail"]


async def _at(database_url: str, revision: str) -> int:
    engine = create_async_engine(engine_url(database_url))
    async with engine.begin() as connection:
        await connection.execute(
            text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
        )
    await engine.dispose()
    app = create_app(Settings(database_url=database_url), routers=())
    async with asking(app, opened=True) as client:
        return (await client.get("/readyz")).status_code


async def test_an_older_shape_is_not_ready_and_a_newer_one_is(database_url: str) -> None:
    assert await _at(database_url, "0001_history") == 503
    # During an upgrade the processes of the version before serve on.
    assert await _at(database_url, "9999_the_version_after_ours") == 200


async def test_reading_before_the_first_migration_asks_to_come_back(
    server: str, database_url: str
) -> None:
    del database_url
    app = create_app(Settings(database_url=server))  # the one named postgres
    async with asking(app, opened=True) as client:
        answer = await client.get("/v1/vocabularies")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


async def test_an_absent_database_is_not_ready_and_says_so_soon() -> None:
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    async with asking(create_app(Settings(database_url=url)), opened=True) as client:
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/v1/areas")).status_code == 503
        assert (await client.get("/healthz")).status_code == 200


async def test_figures_know_routes_and_not_addresses(database_url: str) -> None:
    async with asking(house(database_url=database_url), opened=True) as client:
        await client.get("/v1/groups/WB0001")
        await client.get("/v1/groups/WB0002?x=52.221537")
        await client.get("/v1/koffiedrinken")
        await client.request("BREW", "/v1/groups")
        figures = (await client.get("/metrics")).text

    assert 'buurtkaart_requests_total{method="GET",route="/v1/groups/{code}",status="2xx"} 1.0' in (
        figures
    )
    assert 'method="GET",route="/v1/groups/{code}",status="4xx"} 1.0' in figures
    assert 'method="GET",route="other",status="4xx"} 1.0' in figures
    assert 'method="other",route="/v1/groups",status="4xx"} 1.0' in figures
    assert re.search(r'duration_seconds_bucket\{le="0\.1",method="GET",route="/v1/groups', figures)
    assert 'buurtkaart_read_pool_connections{state="idle"} 0.0' in figures
    assert "koffiedrinken" not in figures
    assert "52.22" not in figures


async def test_two_applications_count_for_themselves() -> None:
    async with asking(house()) as one, asking(house()) as other:
        await one.get("/v1/nothing")
        assert "4xx" not in (await other.get("/metrics")).text


def slow_house(settings: Settings, began: asyncio.Event, may_end: asyncio.Event) -> FastAPI:
    router = APIRouter()

    async def slow(request: ReadRequest, _filters: NoFilters) -> Group:
        began.set()
        await may_end.wait()
        return Group(code="WB0001", title="traag", seen_at=request.now.isoformat())

    public_get(router, "/slow", NoFilters, slow)
    return create_app(settings, routers=(router,))


@asynccontextmanager
async def serving(app: FastAPI, settings: Settings) -> AsyncIterator[tuple[HouseServer, int]]:
    """The application on a real socket, as it runs in earnest."""
    config = serve_options(app, settings)
    server = HouseServer(config, app.state.house)
    listening = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110 -- uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield server, listening.getsockname()[1]
    server.should_exit = True
    await task


async def test_a_stop_finishes_what_runs_and_is_not_ready_meanwhile(database_url: str) -> None:
    settings = Settings(database_url=database_url, shutdown_grace_s=5)
    began, may_end = asyncio.Event(), asyncio.Event()
    app = slow_house(settings, began, may_end)
    async with (
        serving(app, settings) as (server, port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        assert (await client.get("/readyz")).status_code == 200
        running = asyncio.create_task(client.get("/v1/slow"))
        await began.wait()

        server.handle_exit(signal.SIGTERM, None)
        server._captured_signals.clear()  # it would end the tests as well
        async with asking(app) as inside:
            assert (await inside.get("/readyz")).status_code == 503
        await asyncio.sleep(0.3)
        may_end.set()

        assert (await running).status_code == 200
    assert app.state.house.opened is None


async def ask_raw(port: int, question: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(question)
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(65_536), 5)
    finally:
        writer.close()


async def test_the_server_bears_what_is_not_http_and_says_nothing_of_itself() -> None:
    settings = Settings()
    app = house()
    async with serving(app, settings) as (_, port):
        endless = b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * (LARGEST_HEAD_BYTES + 1)
        assert (await ask_raw(port, endless)).startswith(b"HTTP/1.1 400 ")
        assert (await ask_raw(port, b"\x00\xff\r\n\r\n")).startswith(b"HTTP/1.1 400 ")
        fine = await ask_raw(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert fine.startswith(b"HTTP/1.1 200 ")
        assert b"uvicorn" not in fine.lower()
        raw = b"GET /v1/groups?q=%ff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        assert (await ask_raw(port, raw)).startswith(b"HTTP/1.1 400 ")


async def test_a_body_that_comes_with_its_head_is_no_long_head() -> None:
    settings = Settings()
    body = b"a" * (LARGEST_HEAD_BYTES + 1)
    head = b"POST /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    async with serving(house(), settings) as (_, port):
        answer = await ask_raw(port, head % len(body) + body)
    assert answer.startswith(b"HTTP/1.1 405 ")


async def test_many_requests_on_one_connection_are_no_long_head() -> None:
    settings = Settings()
    async with (
        serving(house(), settings) as (_, port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        padding = {"X-Padding": "a" * 4000}
        answers = [await client.get("/healthz", headers=padding) for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200}
