"""304 from the memo: without the database, at most a second old, and never beside the truth."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import asyncpg
import httpx
import pytest
from fastapi import APIRouter, FastAPI

from app.core.config import Settings
from app.core.http import ALWAYS_ASK, GEOJSON, JSON, Answer, ReadRequest, Rests, public_get
from app.core.http.memo import TOO_OLD_S, Memo, VersionWatch
from app.core.schemas import WireModel
from app.main import create_app
from tests.architecture.statement_counts import CountedHouse, counted
from tests.core.http_house import always_current

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
PATHMOS, WESSELERBRINK = "BU01530202", "BU01530801"
TABLES = """
DROP TABLE IF EXISTS notice, notice_version;
CREATE TABLE notice (buurt text PRIMARY KEY, words text NOT NULL);
CREATE TABLE notice_version (buurt text PRIMARY KEY, version bigint NOT NULL);
"""


class Board(WireModel):
    """What hangs on the notice boards of a buurt, or of all, today."""

    words: list[str]
    today: str


class BoardFilters(WireModel):
    buurt: str | None = None
    lat: float | None = None


@dataclass
class Pause:
    """Holds an answer between what it reads and what it returns."""

    has_read: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Times:
    """The clock of the requests and the stopwatch of the watch, both turned by hand."""

    now: datetime = MONDAY
    elapsed_s: float = 100.0
    pause: Pause | None = None


def board_router(times: Times) -> APIRouter:
    router = APIRouter(tags=["areas"])

    async def board(request: ReadRequest, filters: BoardFilters) -> Answer:
        """Wat er op het prikbord hangt."""
        async with request.reads.connection() as connection:
            rows = await connection.fetch(
                "SELECT words FROM notice WHERE buurt = $1 OR $1 IS NULL ORDER BY buurt",
                filters.buurt,
            )
        if times.pause is not None:
            times.pause.has_read.set()
            await times.pause.may_answer.wait()
        scopes = None if filters.buurt is None else frozenset({filters.buurt})
        content = Board(words=[row["words"] for row in rows], today=str(request.today))
        return Answer(content, rests=Rests(scopes, until=MIDNIGHT))

    async def restless(request: ReadRequest, filters: BoardFilters) -> Answer:
        return Answer((await board(request, filters)).content, ALWAYS_ASK)

    media = {JSON: Board, GEOJSON: Board}
    public_get(router, "/board", BoardFilters, board, media=media)
    public_get(router, "/restless", BoardFilters, restless, media=media)
    return router


async def versions(connection: asyncpg.Connection) -> Mapping[str, int]:
    return dict(await connection.fetch("SELECT buurt, version FROM notice_version"))


class Neighbourhood:
    """The boards, those who write on them, and a client with every statement that it causes."""

    def __init__(self, app: FastAPI, counting: CountedHouse, times: Times, url: str) -> None:
        self.app = app
        self.client = counting.client
        self.sent = counting.sent
        self.times = times
        self.url = url
        self.memo: Memo = app.state.house.memo  # None until `forget` where nobody watches

    async def pin(self, buurt: str, words: str) -> None:
        """Changes a board, and in the same transaction its version."""
        await self.execute(
            f"INSERT INTO notice VALUES ('{buurt}', '{words}')"  # noqa: S608 -- our own words
            " ON CONFLICT (buurt) DO UPDATE SET words = excluded.words;"
            f"INSERT INTO notice_version VALUES ('{buurt}', 1)"
            " ON CONFLICT (buurt) DO UPDATE SET version = notice_version.version + 1"
        )

    async def execute(self, statements: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    async def look(self) -> None:
        """What the background does once a second."""
        await self.memo.watch.look(self.app.state.house.databases.reads)

    def forget(self) -> None:
        """As a process that has just begun."""
        watch = VersionWatch(versions, elapsed_s=lambda: self.times.elapsed_s)
        self.memo = self.app.state.house.memo = Memo(watch, size=8)

    async def ask(
        self, path: str = f"/v1/board?buurt={PATHMOS}", etag: str = "", **headers: str
    ) -> httpx.Response:
        """The answer; `sent` then holds the statements that it took."""
        self.sent.clear()
        if etag:
            headers["If-None-Match"] = etag
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.get(path, headers=named)

    async def known(self, path: str = f"/v1/board?buurt={PATHMOS}", **headers: str) -> str:
        """Asks once, so that there is something to remember; gives the ETag."""
        return (await self.ask(path, **headers)).headers["ETag"]


@pytest.fixture(scope="module")
def database_url(make_database: Callable[[], str]) -> str:
    """One for all of these: the tables are made anew each time."""
    return make_database()


@pytest.fixture
async def boards(database_url: str) -> AsyncIterator[Neighbourhood]:
    times = Times()
    app = create_app(
        Settings(database_url=database_url),
        routers=[board_router(times)],
        clock=lambda: times.now,
        is_current=always_current,
    )
    async with counted(app) as counting:
        there = Neighbourhood(app, counting, times, database_url)
        there.forget()
        await there.execute(TABLES)
        await there.pin(PATHMOS, "koffie in De Boei")
        await there.pin(WESSELERBRINK, "samen wandelen")
        await there.look()
        yield there


# What the memo is for.


async def test_a_known_answer_takes_no_statement(boards: Neighbourhood) -> None:
    etag = await boards.known()

    again = await boards.ask(etag=etag)

    assert again.status_code == 304
    assert boards.sent == []
    assert again.content == b""
    assert again.headers["ETag"] == etag
    assert again.headers["Cache-Control"] == "public, no-cache"
    assert again.headers["Vary"] == "Accept, Accept-Encoding"
    assert again.headers["API-Version"] == "1.0.0"


async def test_a_hit_is_counted(boards: Neighbourhood) -> None:
    etag = await boards.known()
    for _ in range(3):
        await boards.ask(etag=etag)

    figures = (await boards.client.get("/metrics")).text
    assert "buurtkaart_memo_hits_total 3.0" in figures


async def test_an_answer_that_somebody_else_got_is_known_too(boards: Neighbourhood) -> None:
    etag = await boards.known()
    await boards.ask()

    for form in (f"W/{etag}", f'"other", {etag}', "*"):
        assert (await boards.ask(etag=form)).status_code == 304
        assert boards.sent == []


async def test_head_is_known_as_get_is(boards: Neighbourhood) -> None:
    etag = (await boards.client.head(f"/v1/board?buurt={PATHMOS}")).headers["ETag"]
    boards.sent.clear()

    head = await boards.client.head(f"/v1/board?buurt={PATHMOS}", headers={"If-None-Match": etag})

    assert head.status_code == 304
    assert boards.sent == []
    assert (await boards.ask(etag=etag)).status_code == 304
    assert boards.sent == []


# What may never be.


async def test_whoever_names_no_etag_gets_the_answer_of_now(boards: Neighbourhood) -> None:
    await boards.known()
    await boards.pin(PATHMOS, "soep in De Boei")  # and nobody has looked yet

    for etag in ("", '"of-long-ago"'):
        answer = await boards.ask(etag=etag)
        assert answer.status_code == 200
        assert answer.json()["words"] == ["soep in De Boei"]


async def test_a_change_that_was_seen_ends_it(boards: Neighbourhood) -> None:
    etag = await boards.known()
    await boards.pin(PATHMOS, "soep in De Boei")
    await boards.look()

    answer = await boards.ask(etag=etag)

    assert answer.status_code == 200
    assert answer.json()["words"] == ["soep in De Boei"]
    assert (await boards.ask(etag=answer.headers["ETag"])).status_code == 304
    assert boards.sent == []


async def test_a_change_elsewhere_does_not(boards: Neighbourhood) -> None:
    etag = await boards.known()
    await boards.pin(WESSELERBRINK, "samen fietsen")
    await boards.pin("BU01530301", "voor het eerst iets")
    await boards.look()

    assert (await boards.ask(etag=etag)).status_code == 304
    assert boards.sent == []


async def test_what_leans_on_everything_is_ended_by_any_change(boards: Neighbourhood) -> None:
    etag = await boards.known("/v1/board")
    assert (await boards.ask("/v1/board", etag)).status_code == 304
    assert boards.sent == []

    for buurt in (WESSELERBRINK, "BU01530301"):  # one that was there and one that is new
        await boards.pin(buurt, "iets anders")
        await boards.look()
        answer = await boards.ask("/v1/board", etag)
        assert answer.status_code == 200
        etag = answer.headers["ETag"]


async def test_a_scope_that_appears_or_disappears_has_changed(boards: Neighbourhood) -> None:
    path = "/v1/board?buurt=BU01530301"
    etag = await boards.known(path)
    await boards.pin("BU01530301", "voor het eerst iets")
    await boards.look()

    answer = await boards.ask(path, etag)
    assert answer.json()["words"] == ["voor het eerst iets"]

    await boards.execute("DELETE FROM notice; DELETE FROM notice_version")
    await boards.look()
    assert (await boards.ask(path, answer.headers["ETag"])).json()["words"] == []


async def test_a_version_that_went_back_has_changed(boards: Neighbourhood) -> None:
    etag = await boards.known()
    await boards.execute("UPDATE notice_version SET version = version - 1")  # a backup put back
    await boards.look()
    await boards.execute("UPDATE notice_version SET version = version + 1")
    await boards.look()

    await boards.ask(etag=etag)
    assert boards.sent != []


async def test_the_clock_alone_ends_it_at_the_moment_that_was_named(
    boards: Neighbourhood,
) -> None:
    etag = await boards.known()

    boards.times.now = MIDNIGHT - timedelta(microseconds=1)
    assert (await boards.ask(etag=etag)).status_code == 304
    assert boards.sent == []

    boards.times.now = MIDNIGHT
    answer = await boards.ask(etag=etag)
    assert answer.status_code == 200
    assert answer.json()["today"] == "2026-11-24"


async def test_a_clock_that_is_put_back_knows_nothing(boards: Neighbourhood) -> None:
    etag = await boards.known()
    boards.times.now = MONDAY - timedelta(days=1)

    assert (await boards.ask(etag=etag)).json()["today"] == "2026-11-22"


async def test_what_was_seen_too_long_ago_decides_nothing(boards: Neighbourhood) -> None:
    etag = await boards.known()

    boards.times.elapsed_s += TOO_OLD_S - 0.01
    await boards.ask(etag=etag)
    assert boards.sent == []

    boards.times.elapsed_s += 0.01
    await boards.pin(PATHMOS, "soep in De Boei")
    assert (await boards.ask(etag=etag)).status_code == 200
    assert boards.sent != []


async def test_a_slow_look_is_as_old_as_its_question(boards: Neighbourhood) -> None:
    etag = await boards.known()

    async def slowly(connection: asyncpg.Connection) -> Mapping[str, int]:
        seen = await versions(connection)
        boards.times.elapsed_s += TOO_OLD_S
        return seen

    boards.memo.watch._versions = slowly
    await boards.look()

    await boards.ask(etag=etag)
    assert boards.sent != []


async def test_looks_that_fail_make_the_memo_useless_and_never_wrong(
    boards: Neighbourhood,
) -> None:
    etag = await boards.known()
    await boards.pin(PATHMOS, "soep in De Boei")
    await boards.execute("ALTER TABLE notice_version RENAME TO gone")
    for _ in range(3):
        boards.times.elapsed_s += 1
        await boards.look()

    answer = await boards.ask(etag=etag)
    assert answer.json()["words"] == ["soep in De Boei"]
    await boards.ask(etag=answer.headers["ETag"])
    assert boards.sent != []

    await boards.execute("ALTER TABLE gone RENAME TO notice_version")
    await boards.look()
    etag = await boards.known()
    assert (await boards.ask(etag=etag)).status_code == 304
    assert boards.sent == []


@pytest.mark.parametrize("looks_before", [0, 1])
async def test_a_change_while_the_answer_is_made_gives_no_stale_304(
    boards: Neighbourhood, looks_before: int
) -> None:
    if not looks_before:
        boards.forget()
    boards.times.pause = pause = Pause()
    asking = asyncio.create_task(boards.ask())
    await pause.has_read.wait()
    await boards.pin(PATHMOS, "soep in De Boei")
    await boards.look()
    pause.may_answer.set()
    late = await asking
    boards.times.pause = None
    assert late.json()["words"] == ["koffie in De Boei"]  # it was so when it was asked

    await boards.look()
    again = await boards.ask(etag=late.headers["ETag"])

    assert again.status_code == 200
    assert again.json()["words"] == ["soep in De Boei"]


async def test_before_the_first_look_nothing_is_remembered(boards: Neighbourhood) -> None:
    boards.forget()
    etag = await boards.known()
    await boards.execute("DELETE FROM notice; DELETE FROM notice_version")
    await boards.look()

    assert (await boards.ask(etag=etag)).json()["words"] == []


async def test_only_an_answer_that_says_how_long_it_rests_is_remembered(
    boards: Neighbourhood,
) -> None:
    etag = await boards.known(f"/v1/restless?buurt={PATHMOS}")

    again = await boards.ask(f"/v1/restless?buurt={PATHMOS}", etag)

    assert again.status_code == 304
    assert boards.sent != []
    assert len(boards.memo) == 0


async def test_a_question_that_was_refused_is_not_remembered(boards: Neighbourhood) -> None:
    assert (await boards.ask("/v1/board?bart=1", "*")).status_code == 400
    assert (await boards.ask("/v1/board?bart=1", "*")).status_code == 400
    assert len(boards.memo) == 0


# One thing is not another.


async def test_every_coding_has_its_own(boards: Neighbourhood) -> None:
    await boards.pin(PATHMOS, "koffie " * 200)
    await boards.look()
    etags = {
        coding: await boards.known(Accept_Encoding=coding)
        for coding in ("identity", "br", "zstd", "gzip")
    }
    assert len(set(etags.values())) == 4

    for asked in etags:
        for had, etag in etags.items():
            answer = await boards.ask(etag=etag, Accept_Encoding=asked)
            assert answer.status_code == (304 if asked == had else 200), (asked, had)
            assert (boards.sent == []) is (asked == had)


async def test_every_form_and_every_question_has_its_own(boards: Neighbourhood) -> None:
    etag = await boards.known()
    assert len(boards.memo) == 1

    await boards.ask(etag=etag, Accept="application/geo+json")
    assert boards.sent != []
    for path in (
        f"/v1/board?buurt={PATHMOS}&lat=52.2",
        f"/v1/board?buurt={PATHMOS}&lat=52.3",
        f"/v1/board?buurt={WESSELERBRINK}",
        "/v1/board",
    ):
        await boards.ask(path, etag)
        assert boards.sent != []
    assert len(boards.memo) == 6


async def test_where_the_path_ends_and_the_query_begins_is_part_of_the_question() -> None:
    memo = Memo(VersionWatch(versions))

    asked = [("/a", b"b"), ("/ab", b""), ("/a b", b""), ("/a", b"x json q"), ("/a json x", b"q")]
    keys = {memo.question(path, query, form="json", now=MONDAY).key for path, query in asked}

    assert len(keys) == len(asked)


async def test_the_memo_holds_no_more_than_it_may(boards: Neighbourhood) -> None:
    etag = await boards.known()
    for number in range(20):
        await boards.ask(f"/v1/board?lat={number}")
        await boards.ask(etag=etag)  # asked for all the time, and therefore kept
        assert boards.sent == []

    assert len(boards.memo) == 8
    first = await boards.known("/v1/board?lat=0")
    await boards.ask("/v1/board?lat=1", first)
    assert boards.sent != []


async def test_no_address_and_no_position_stays_in_memory(boards: Neighbourhood) -> None:
    await boards.known("/v1/board?lat=52.221537")

    other = Memo(VersionWatch(versions))
    ((key, kept),) = boards.memo._known.items()
    assert len(key) == 16
    assert "52.22" not in repr(kept)
    assert "board" not in repr(kept)
    # Who knows the address cannot tell whether it was asked: the hash has a secret.
    asked = {"form": "application/json identity", "now": MONDAY}
    assert (
        other.question("/v1/board", b"lat=52.221537", **asked).key
        != boards.memo.question("/v1/board", b"lat=52.221537", **asked).key
    )


# In the long run.


async def test_in_any_order_of_things_a_200_is_true_and_a_304_was_at_the_last_look(
    boards: Neighbourhood,
) -> None:
    chance = random.Random(2026)
    truth, since_look = "koffie in De Boei", ["koffie in De Boei"]
    told: dict[str, tuple[str, str]] = {}
    outcomes = {200: 0, 304: 0}
    for step in range(400):
        act = chance.choice(["pin", "elsewhere", "look", "clock", *["ask"] * 6])
        if act == "pin":
            truth = chance.choice([f"bericht {step}", "koffie in De Boei"])
            await boards.pin(PATHMOS, truth)
            since_look.append(truth)
        elif act == "elsewhere":
            await boards.pin(WESSELERBRINK, f"bericht {step}")
        elif act == "look":
            await boards.look()
            since_look = [truth]
        elif act == "clock":
            boards.times.now += timedelta(hours=chance.choice([-2, 1, 3]))
        else:
            today = str((boards.times.now + timedelta(hours=1)).date())
            etag = chance.choice([*told, ""])
            answer = await boards.ask(etag=etag)
            outcomes[answer.status_code] += 1
            if answer.status_code == 304:
                assert told[etag][0] in since_look
                assert told[etag][1] == today
            else:
                assert answer.json() == {"words": [truth], "today": today}
                told = {**dict(list(told.items())[-3:]), answer.headers["ETag"]: (truth, today)}
    assert min(outcomes.values()) > 50
    assert boards.memo.hits > 20


# By itself, in the background.


@asynccontextmanager
async def watched(url: str, times: Times) -> AsyncIterator[tuple[FastAPI, Neighbourhood]]:
    app = create_app(
        Settings(database_url=url),
        routers=[board_router(times)],
        clock=lambda: times.now,
        is_current=always_current,
        versions=versions,
    )
    async with counted(app) as counting:
        yield app, Neighbourhood(app, counting, times, url)


async def seen(watch: VersionWatch, *, looks: int) -> None:
    """Waits until the watch has looked so many times more."""
    wanted = watch.looks + looks
    async with asyncio.timeout(2 * looks + 2):
        while watch.looks < wanted:  # noqa: ASYNC110 -- a look has no event for it
            await asyncio.sleep(0.02)


async def test_the_application_looks_once_a_second_until_it_ends(database_url: str) -> None:
    async with watched(database_url, Times()) as (app, boards):
        await boards.execute(TABLES)
        await boards.pin(PATHMOS, "koffie in De Boei")
        await seen(boards.memo.watch, looks=1)
        etag = await boards.known()
        assert (await boards.ask(etag=etag)).status_code == 304

        await boards.pin(PATHMOS, "soep in De Boei")
        began_s = asyncio.get_running_loop().time()
        while (await boards.ask(etag=etag)).status_code == 304:
            await asyncio.sleep(0.02)
            assert asyncio.get_running_loop().time() - began_s < 1.5
        assert boards.memo.hits > 1
        assert looking() == 1
    assert app.state.house.opened is None
    assert looking() == 0


def looking() -> int:
    """How many watches look on at this moment."""
    return sum("_look_on" in repr(task.get_coro()) for task in asyncio.all_tasks())


async def test_an_application_without_a_database_starts_and_ends_all_the_same() -> None:
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    async with watched(url, Times()) as (_, boards):
        await asyncio.sleep(0.1)
        assert (await boards.ask(etag="*")).status_code == 503
        assert boards.memo.watch.looks == 0


async def test_a_lost_connection_is_looked_through_again(database_url: str) -> None:
    async with watched(database_url, Times()) as (_, boards):
        await boards.execute(TABLES)
        await seen(boards.memo.watch, looks=1)
        await boards.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await seen(boards.memo.watch, looks=2)
        etag = await boards.known()
        await boards.ask(etag=etag)
        assert boards.memo.hits == 1
