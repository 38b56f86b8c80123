"""Database handles: what was answered has been committed, and what lost a race runs again."""

import asyncio

import asyncpg
import httpx
import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import text

from app.core.database import Databases
from app.core.http import HouseRoute, NoFilters, ReadDb, ReadRequest, WriteDb, public_get
from app.core.schemas import WireModel
from tests.core.http_house import asking, house

TABLES = """
CREATE TABLE bench (number integer PRIMARY KEY, people integer NOT NULL);
INSERT INTO bench VALUES (1, 0), (2, 0);
CREATE FUNCTION full_bench() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.people > 100 THEN
    RAISE EXCEPTION 'the bench is full' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bench_is_full AFTER INSERT OR UPDATE ON bench
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION full_bench();
"""


class Bench(WireModel):
    """A bench in the park, and how many sit on it."""

    number: int
    people: int


@pytest.fixture
async def database(database_url: str) -> str:
    connection = await asyncpg.connect(database_url)
    await connection.execute(TABLES)
    await connection.close()
    return database_url


async def people_on(url: str, number: int) -> int | None:
    connection = await asyncpg.connect(url)
    people: int | None = await connection.fetchval(
        "SELECT people FROM bench WHERE number = $1", number
    )
    await connection.close()
    return people


class Park:
    """Routes that write, and what happened on the way."""

    def __init__(self) -> None:
        self.tries = 0
        self.first_locks_taken = asyncio.Barrier(2)
        self.router = APIRouter(route_class=HouseRoute)
        self.router.add_api_route("/benches", self.place, methods=["POST"], status_code=201)
        self.router.add_api_route("/crossings/{first}/{second}", self.cross, methods=["POST"])
        self.router.add_api_route("/failures", self.fail, methods=["POST"])
        self.router.add_api_route("/benches/{number}", self.look, methods=["GET"])
        self.router.add_api_route("/peeks", self.write_while_reading, methods=["GET"])
        self.router.add_api_route("/waits", self.wait, methods=["POST"])

    async def place(self, db: WriteDb, bench: Bench) -> Bench:
        self.tries += 1
        await db.execute(text("INSERT INTO bench VALUES (:number, :people)"), bench.model_dump())
        return bench

    async def cross(self, db: WriteDb, first: int, second: int, bench: Bench) -> Bench:
        self.tries += 1
        sit = text("UPDATE bench SET people = people + 1 WHERE number = :number")
        await db.execute(sit, {"number": first})
        if self.tries <= 2:
            await self.first_locks_taken.wait()
        await db.execute(sit, {"number": second})
        return bench

    async def fail(self, db: WriteDb, bench: Bench) -> Bench:
        await db.execute(text("UPDATE bench SET people = 50"))
        raise ValueError(bench)

    async def look(self, db: ReadDb, number: int) -> Bench:
        query = text("SELECT number, people FROM bench WHERE number = :number")
        row = (await db.execute(query, {"number": number})).one()
        return Bench(number=row.number, people=row.people)

    async def write_while_reading(self, db: ReadDb) -> Bench:
        await db.execute(text("UPDATE bench SET people = 50"))
        return Bench(number=1, people=50)

    async def wait(self, db: WriteDb) -> Bench:
        await db.execute(text("SELECT pg_sleep(20)"))
        return Bench(number=1, people=1)


def park_house(park: Park, url: str, **settings: object) -> FastAPI:
    return house(routers=(park.router,), database_url=url, lock_timeout_s=5, **settings)


async def test_what_was_answered_is_in_the_database(database: str) -> None:
    async with asking(park_house(Park(), database), opened=True) as client:
        answer = await client.post("/v1/benches", json={"number": 7, "people": 2})

        assert answer.status_code == 201
        assert await people_on(database, 7) == 2
        assert (await client.get("/v1/benches/7")).json() == {"number": 7, "people": 2}


async def test_a_commit_that_fails_is_never_answered_as_done(database: str) -> None:
    async with asking(park_house(Park(), database), opened=True) as client:
        answer = await client.post("/v1/benches", json={"number": 7, "people": 101})

    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal"
    assert "full" not in answer.text
    assert await people_on(database, 7) is None


async def test_a_handler_that_fails_leaves_nothing_behind(database: str) -> None:
    async with asking(park_house(Park(), database), opened=True) as client:
        answer = await client.post("/v1/failures", json={"number": 1, "people": 1})

    assert answer.status_code == 500
    assert await people_on(database, 1) == 0


async def test_two_that_block_each_other_both_succeed(database: str) -> None:
    park = Park()
    async with asking(park_house(park, database), opened=True) as client:
        answers = await asyncio.gather(
            client.post("/v1/crossings/1/2", json={"number": 1, "people": 2}),
            client.post("/v1/crossings/2/1", json={"number": 2, "people": 1}),
        )

    assert [answer.status_code for answer in answers] == [200, 200]
    assert park.tries == 3
    assert await people_on(database, 1) == await people_on(database, 2) == 2


async def test_a_duplicate_that_nobody_foresaw_is_a_conflict(database: str) -> None:
    park = Park()
    async with asking(park_house(park, database), opened=True) as client:
        answer = await client.post("/v1/benches", json={"number": 1, "people": 1})

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/conflict"
    assert park.tries == 1


async def test_a_reading_route_cannot_write(database: str) -> None:
    async with asking(park_house(Park(), database), opened=True) as client:
        answer = await client.get("/v1/peeks")

    assert answer.status_code == 500
    assert await people_on(database, 1) == 0


async def test_a_statement_that_takes_too_long_is_503(database: str) -> None:
    app = park_house(Park(), database, statement_timeout_s=0.2)
    async with asking(app, opened=True) as client:
        answer = await client.post("/v1/waits")

    told_to_wait(answer)


async def test_when_every_connection_is_taken_a_write_hears_so_soon(database: str) -> None:
    app = park_house(Park(), database, session_pool_size=1, pool_wait_s=0.3)
    async with asking(app, opened=True) as client:
        slow = asyncio.create_task(client.post("/v1/waits"))
        await asyncio.sleep(0.2)
        began = asyncio.get_running_loop().time()
        answer = await client.post("/v1/benches", json={"number": 7, "people": 1})
        waited_s = asyncio.get_running_loop().time() - began
        slow.cancel()

    told_to_wait(answer)
    assert waited_s < 1.5


async def test_when_every_connection_is_taken_a_read_hears_so_soon(database: str) -> None:
    router = APIRouter()

    async def sleepy(request: ReadRequest, _filters: NoFilters) -> Bench:
        async with request.reads.connection() as connection:
            await connection.execute("SELECT pg_sleep(2)")
        return Bench(number=1, people=1)

    public_get(router, "/sleepy", NoFilters, sleepy)
    app = house(routers=(router,), database_url=database, pool_size=1, pool_wait_s=0.3)
    async with asking(app, opened=True) as client:
        answers = await asyncio.gather(*(client.get("/v1/sleepy") for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 503, 503]
    told_to_wait(max(answers, key=lambda answer: answer.status_code))


async def test_a_public_read_that_takes_too_long_is_503(database: str) -> None:
    router = APIRouter()

    async def sleepy(request: ReadRequest, _filters: NoFilters) -> Bench:
        async with request.reads.connection() as connection:
            await connection.execute("SELECT pg_sleep(20)")
        return Bench(number=1, people=1)

    public_get(router, "/sleepy", NoFilters, sleepy)
    app = house(routers=(router,), database_url=database, statement_timeout_s=0.2)
    async with asking(app, opened=True) as client:
        told_to_wait(await client.get("/v1/sleepy"))


async def test_a_database_that_is_away_is_503() -> None:
    park = Park()
    app = park_house(park, "postgresql://nobody@127.0.0.1:1/nothing", pool_wait_s=0.5)
    async with asking(app, opened=True) as client:
        told_to_wait(await client.post("/v1/waits"))
        told_to_wait(await client.get("/v1/benches/1"))


async def test_a_write_handle_on_another_kind_of_route_is_a_clear_mistake() -> None:
    router = APIRouter()

    @router.post("/benches")
    async def place(db: WriteDb) -> None:
        raise NotImplementedError(db)

    transport = httpx.ASGITransport(house(routers=(router,)))
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
        assert (await client.post("/v1/benches")).status_code == 500


def told_to_wait(answer: httpx.Response) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.json()["type"] == "/problems/unavailable"


async def test_the_pools_are_given_back(database: str) -> None:
    app = park_house(Park(), database)
    async with asking(app, opened=True) as client:
        await client.post("/v1/benches", json={"number": 7, "people": 101})
        await client.get("/v1/peeks")
        opened: Databases = app.state.house.databases

        assert opened.session_usage().in_use == 0
        assert opened.session_usage().idle >= 1
    assert app.state.house.opened is None
