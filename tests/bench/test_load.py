"""The client counts what a service really answered."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest

from bench.load import Client, Target, ask, request_head

CLIENTS: list[Client] = ["own", "wrk"]


class Counter:
    """A service in a thread of its own that answers in two pieces, and keeps who asked what."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0
        self._talks: list[asyncio.Task[object]] = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if talk := asyncio.current_task():
            self._talks.append(talk)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                path = head.split(" ")[1]
                self.asked.append(path)
                status, body = ("404 Not Found", "") if path == "/gone" else ("200 OK", "koffie")
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
                await writer.drain()
                await asyncio.sleep(0.001)
                writer.write(body.encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@pytest.fixture
def counter() -> Iterator[Counter]:
    with Counter() as running:
        yield running


def requests_for(tmp_path: Path, target: Target, *paths: str) -> Path:
    file = tmp_path / "requests"
    file.write_bytes(b"".join(request_head(target, path) for path in paths))
    return file


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> Client:
    chosen: Client = request.param
    if chosen == "wrk" and shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")
    return chosen


def test_every_address_is_asked_and_every_answer_counted(
    counter: Counter, client: Client, tmp_path: Path
) -> None:
    target = Target("127.0.0.1", counter.port)
    paths = [f"/v1/offerings?lat=52.{number}" for number in range(40)]
    load = ask(target, requests_for(tmp_path, target, *paths), seconds=1, client=client)
    assert set(counter.asked) == set(paths)
    assert load.client == client
    assert load.errors == 0
    assert 0 < load.p50_ms <= load.p95_ms
    # What was still on its way at the end may be counted or not.
    assert abs(load.per_second - len(counter.asked)) < 0.2 * len(counter.asked)


def test_a_refusal_is_an_error(counter: Counter, client: Client, tmp_path: Path) -> None:
    target = Target("127.0.0.1", counter.port)
    load = ask(target, requests_for(tmp_path, target, "/gone", "/"), seconds=1, client=client)
    refused = counter.asked.count("/gone")
    assert 0 < load.errors <= refused
    assert load.errors > 0.8 * refused


def test_nobody_there_is_not_a_fast_service(client: Client, tmp_path: Path) -> None:
    with Counter() as gone:
        target = Target("127.0.0.1", gone.port)
    with pytest.raises((RuntimeError, OSError)):
        ask(target, requests_for(tmp_path, target, "/"), seconds=1, client=client)
