"""PostgreSQL is killed under load: readers hear "come back later", and what was said stands."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

import httpx
import pytest
from sqlalchemy import text

from app.core.config import Settings
from app.core.database import make_engine, unit_of_work
from app.core.embedded import EmbeddedCluster
from app.core.migrations import migrate
from app.finder.queries import versions_now
from app.main import create_app
from tests.core.http_house import asking
from tests.factories import MONDAY
from tests.finder.hammering import Hammer
from tests.finder.read_model import what_differs
from tests.finder.two_gemeenten import Ground

QUESTIONS = ("/v1/offerings?lat=52.216&lon=6.86", "/v1/offerings?area=GM9001", "/v1/offerings/{id}")
WRITERS, READERS = 6, 4
LONGEST_ANSWER_S = 6.0
"""More than any time-out of the service, on a machine that is busy."""
BACK_WITHIN_S = 5.0


@dataclass
class Answers:
    """What readers heard: when they asked, when they heard, and the answer."""

    heard: list[tuple[float, float, httpx.Response]] = field(default_factory=list)

    async def ask_until(self, stop: asyncio.Event, client: httpx.AsyncClient, path: str) -> None:
        while not stop.is_set():
            asked_s = monotonic()
            answer = await client.get(path)
            self.heard.append((asked_s, monotonic(), answer))
            await asyncio.sleep(0.05)

    def between(self, first_s: float, last_s: float) -> list[httpx.Response]:
        """Asked and answered in this stretch."""
        return [
            answer
            for asked_s, heard_s, answer in self.heard
            if asked_s >= first_s and heard_s <= last_s
        ]


@pytest.fixture
def home() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="buurtkaart-crash-"))
    path.chmod(0o755)  # the server's own user passes through
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
async def hammer(home: Path, tmp_path: Path) -> AsyncIterator[Hammer]:
    """On a server that keeps what it says it has, unlike the fast one of the other tests."""
    cluster = EmbeddedCluster(home)
    url = await asyncio.to_thread(cluster.start)
    try:
        await asyncio.to_thread(migrate, url)
        settings = Settings(database_url=url, session_pool_size=WRITERS + 2)
        engine = make_engine(settings, url)
        await Ground(engine, Random(5), tmp_path).lay_out()
        hammer = Hammer(engine, Random(7))
        await hammer.found(sizes=(3, 6, 12))
        yield hammer
        await engine.dispose()
    finally:
        await asyncio.to_thread(cluster.stop)


def kill(home: Path) -> None:
    """As when the power goes, for all its processes at once."""
    server = int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    children = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if _parent_of(path) == server
    ]
    for pid in [server, *children]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _parent_of(stat: Path) -> int | None:
    with suppress(OSError, IndexError, ValueError):
        return int(stat.read_text().rpartition(")")[2].split()[1])
    return None


@pytest.mark.slow
async def test_a_killed_server_costs_some_seconds_and_nothing_that_was_said(
    hammer: Hammer, home: Path
) -> None:
    url = hammer.engine.url.render_as_string(hide_password=False).replace("+asyncpg", "")
    app = create_app(Settings(database_url=url), clock=lambda: MONDAY, versions=versions_now)
    answers, stop = Answers(), asyncio.Event()
    async with asking(app, opened=True) as client, asyncio.TaskGroup() as group:
        for number in range(READERS):
            path = QUESTIONS[number % len(QUESTIONS)].format(id=hammer.offerings[0])
            group.create_task(answers.ask_until(stop, client, path))
        for _ in range(WRITERS):
            group.create_task(write_on(hammer, stop))
        began_s = monotonic()
        await asyncio.sleep(4.0)
        killed_s = monotonic()
        kill(home)
        saved_before = hammer.done["saved"]
        await asyncio.sleep(3.0)
        starting_s = monotonic()
        again = EmbeddedCluster(home)
        await asyncio.to_thread(again.start)
        started_s = monotonic()
        await asyncio.sleep(BACK_WITHIN_S)
        back_s = monotonic()
        await asyncio.sleep(3.0)
        stop.set()
    try:
        assert saved_before > 0
        assert {answer.status_code for answer in answers.between(began_s, killed_s)} <= {200, 410}
        away = answers.between(killed_s, starting_s)
        assert {answer.status_code for answer in away} == {503}
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in away)
        during = {answer.status_code for answer in answers.between(killed_s, back_s)}
        assert during <= {200, 410, 503}
        assert {answer.status_code for answer in answers.between(back_s, monotonic())} <= {200, 410}
        assert max(heard_s - asked_s for asked_s, heard_s, _ in answers.heard) < LONGEST_ANSWER_S
        assert hammer.done["saved"] > saved_before, "writers go on by themselves"
        assert started_s > starting_s
        assert await lost(hammer) == []
        async with unit_of_work(hammer.engine) as db:
            assert await what_differs(db) == []
    finally:
        await asyncio.to_thread(again.stop)


async def write_on(hammer: Hammer, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await hammer.write_until(monotonic() + 0.5)


async def lost(hammer: Hammer) -> list[str]:
    """What somebody was told is saved, and has gone; who was told nothing may be in luck."""
    async with unit_of_work(hammer.engine) as db:
        rows = await db.execute(
            text("""
                SELECT id, version FROM organization
                UNION ALL SELECT id, version FROM place
                UNION ALL SELECT id, version FROM offering
            """)
        )
        stored = {row.id: row.version for row in rows}
    return [
        f"{one}: told {told}, is {stored.get(one)}"
        for one, told in hammer.ledger.versions.items()
        if stored.get(one, 0) < told
    ]
