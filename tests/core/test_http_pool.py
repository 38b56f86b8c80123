"""The pool of public reads: prepared once, alone on its core, and back by itself after a fall."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import APIRouter, FastAPI

from app.core.config import Settings
from app.core.database import ReadPool
from app.core.embedded import EmbeddedCluster
from app.core.errors import UnavailableError
from app.core.http import NoFilters, ReadRequest, public_get
from app.core.postgresql import THROWN_AWAY
from app.core.schemas import WireModel
from tests.core.http_house import asking, house


class Chairs(WireModel):
    """How many chairs stand in De Boei."""

    number: int


def chairs_house(url: str) -> FastAPI:
    router = APIRouter(tags=["areas"])

    async def chairs(request: ReadRequest, _filters: NoFilters) -> Chairs:
        """Het aantal stoelen."""
        async with request.reads.connection() as connection:
            await connection.fetchval("SELECT 1")
            return Chairs(number=await connection.fetchval("SELECT count(*) FROM pg_class"))

    public_get(router, "/chairs", NoFilters, chairs)
    return house(routers=[router], database_url=url, pool_wait_s=1)


@pytest.fixture
async def reads(shared_database_url: str) -> AsyncIterator[ReadPool]:
    pool = await ReadPool.open(Settings(pool_size=1), shared_database_url)
    yield pool
    await pool.close(grace_s=1)


async def test_a_read_stays_on_its_core_and_is_not_compiled(reads: ReadPool) -> None:
    settings = ("jit", "max_parallel_workers_per_gather", "default_transaction_read_only")
    async with reads.connection() as connection:
        found = [await connection.fetchval(f"SHOW {name}") for name in settings]

    assert found == ["off", "0", "on"]


async def test_three_hundred_long_statements_are_each_prepared_once(reads: ReadPool) -> None:
    padding = "-- koffie in De Boei\n" * 1000  # longer than what asyncpg keeps unless asked
    statements = [f"{padding}SELECT {number}, $1::int" for number in range(300)]

    async with reads.connection() as connection:
        for statement in statements:
            await connection.fetchval(statement, 1)
        count = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '--%'"
        first = await connection.fetchval(count)
        for statement in statements:
            await connection.fetchval(statement, 2)
        again = await connection.fetchval(
            "SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE '--%'"
        )

    assert first == 300
    assert again == 600


async def asked(client: httpx.AsyncClient) -> int:
    """The status of one question; a 503 says when to come back."""
    answer = await client.get("/v1/chairs")
    if answer.status_code != 200:
        assert answer.json()["type"] == "/problems/unavailable", answer.text
        assert answer.headers["Retry-After"] == "2"
    return answer.status_code


async def test_a_database_that_lets_nobody_in_for_a_while_is_503_for_a_while(
    server: str, database_url: str
) -> None:
    name = database_url.rpartition("?")[0].rpartition("/")[2] or database_url.rpartition("/")[2]
    admin = await asyncpg.connect(server)
    async with asking(chairs_house(database_url), opened=True) as client:
        assert await asyncio.gather(*(asked(client) for _ in range(8))) == [200] * 8

        await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name
        )
        away = [await asked(client) for _ in range(20)]
        await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

        assert away == [503] * 20
        assert [await asked(client) for _ in range(20)] == [200] * 20
    await admin.close()


async def test_connections_that_were_cut_are_replaced(server: str, database_url: str) -> None:
    admin = await asyncpg.connect(server)
    async with asking(chairs_house(database_url), opened=True) as client:
        for _ in range(3):
            await asyncio.gather(*(asked(client) for _ in range(8)))
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'buurtkaart' AND $1 LIKE '%' || datname || '%'",
                database_url,
            )
            await asyncio.sleep(0.1)
            assert await asyncio.gather(*(asked(client) for _ in range(8))) == [200] * 8
    await admin.close()


async def test_a_connection_that_lost_count_is_thrown_away(reads: ReadPool) -> None:
    async def backend(error: Exception | None = None) -> int:
        async with reads.connection() as connection:
            pid: int = await connection.fetchval("SELECT pg_backend_pid()")
            if error is not None:
                raise error
            return pid

    first = await backend()
    assert await backend() == first
    # What asyncpg says when the server goes between two statements.
    with pytest.raises(UnavailableError):
        await backend(asyncpg.InternalClientError("protocol is in the failed state"))
    assert await backend() != first


@pytest.fixture
def cluster() -> Iterator[EmbeddedCluster]:
    directory = Path(tempfile.mkdtemp(prefix="buurtkaart-fall-"))
    directory.chmod(0o755)
    running = EmbeddedCluster(directory, mode=THROWN_AWAY)
    yield running
    running.stop()
    shutil.rmtree(directory)


@pytest.mark.slow  # makes a PostgreSQL, and kills it three times
async def test_a_server_that_is_killed_under_load_is_503_until_it_is_back(
    cluster: EmbeddedCluster,
) -> None:
    url = await asyncio.to_thread(cluster.start)
    seen: Counter[tuple[str, int]] = Counter()
    phase = "up"

    async def keep_asking(client: httpx.AsyncClient) -> None:
        while phase != "end":
            began = phase
            status = await asked(client)
            if began == phase:
                seen[began, status] += 1
            await asyncio.sleep(0.002)

    async with asking(chairs_house(url), opened=True) as client:
        readers = [asyncio.create_task(keep_asking(client)) for _ in range(16)]
        for _ in range(3):
            await asyncio.sleep(0.5)
            phase = "falling"
            pid_file = cluster.home / "postgres" / "postmaster.pid"
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
            await asyncio.sleep(1.0)
            phase = "down"
            await asyncio.sleep(0.2)
            phase = "rising"
            again = EmbeddedCluster(cluster.home, mode=THROWN_AWAY)
            await asyncio.to_thread(again.start)
            await asyncio.sleep(0.5)
            phase = "up"
        await asyncio.sleep(0.5)
        phase = "end"
        await asyncio.gather(*readers)
    await asyncio.to_thread(again.stop)

    assert {status for _, status in seen} == {200, 503}
    assert seen["down", 503] > 20
    assert seen["down", 200] == 0
    assert seen["up", 200] > 100
    assert seen["up", 503] == 0
