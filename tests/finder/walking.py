"""Walking the clock: at each moment everything is asked, and held against what is true then."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings
from app.core.database import engine_url
from app.core.http.memo import Memo, VersionWatch
from app.finder.queries import versions_now
from app.main import create_app
from app.offerings.jobs import roll_sessions
from app.places.jobs import roll_openings
from tests.contract.asgi import Request, Response, ask
from tests.core.http_house import always_current
from tests.finder.almanac import AMSTERDAM, Almanac, almanac_of, day_of
from tests.finder.asking import Clock
from tests.finder.timely import Question, questions

OFFSETS = (
    timedelta(minutes=-1),
    timedelta(seconds=-1),
    timedelta(microseconds=-1),
    timedelta(0),
    timedelta(seconds=1),
    timedelta(minutes=1),
)
OPENINGS_AT, SESSIONS_AT = time(0, 5, tzinfo=UTC), time(0, 15, tzinfo=UTC)
"""When the nightly work is done: one or two o'clock in Enschede."""


@dataclass
class Walk:
    """Somebody who has the service asked the same things over and over, with what it said last."""

    clock: Clock
    remembering: FastAPI
    anew: FastAPI
    engine: AsyncEngine
    almanac: Almanac
    asked: list[Question]
    last: dict[str, Response] = field(default_factory=dict)
    steps: int = 0
    repeated: int = 0
    """How often it was asked with the ETag of the step before."""
    unchanged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def memo(self) -> Memo:
        memo = self.remembering.state.house.memo
        assert isinstance(memo, Memo)
        return memo

    async def nightly_work(self, *, sessions: bool) -> None:
        """What the service does by itself at night, and what its watch sees a second later."""
        roll = roll_sessions if sessions else roll_openings
        await roll(self.engine, now=self.clock.now)
        await self.memo.watch.look(self.remembering.state.house.databases.reads)
        self.almanac = await almanac_of(self.engine)

    async def step(self) -> None:
        """Asks everything at this moment."""
        self.steps += 1
        for question in self.asked:
            target = question.target.encode()
            fresh = await ask(self.anew, _request(target))
            last = self.last.get(question.target)
            etag = last.headers.get("etag") if last is not None else None
            answer = await ask(self.remembering, _request(target, etag))
            if etag is not None:
                self.repeated += 1
            told = answer
            if answer.status == 304 and last is not None:
                self.unchanged += 1
                told = last
            if told != fresh:
                was = f"{answer.status} for {told.headers.get('etag')}"
                self._note(question, f"{was}, though anew it is {fresh.headers.get('etag')}")
            self.last[question.target] = fresh
            self._compare(question, fresh)

    def _compare(self, question: Question, answer: Response) -> None:
        wanted = question.truth(self.almanac, self.clock.now)
        try:
            told = _told(question, answer, day_of(self.clock.now))
        except AssertionError as error:
            self._note(question, str(error))
            return
        if told != wanted:
            self._note(question, f"told {told} instead of {wanted}")

    def _note(self, question: Question, what: str) -> None:
        wall = self.clock.now.astimezone(AMSTERDAM)
        self.wrong.append(f"{wall:%a %d %b %H:%M:%S.%f} {question.target}: {what}")


def _told(question: Question, answer: Response, today: date) -> object:
    if answer.status == 410:
        return None
    assert answer.status == 200, answer.body
    return question.told(json.loads(answer.body), today)


def _request(target: bytes, etag: str | None = None) -> Request:
    headers = [(b"x-request-id", b"wandelaar")]
    return Request(
        "GET", target, [*headers, (b"if-none-match", etag.encode())] if etag else headers
    )


@asynccontextmanager
async def walking(url: str, *, begin: datetime) -> AsyncIterator[Walk]:
    """The service twice on one database: one that remembers what it answered, one that does not."""
    clock = Clock(begin)
    settings = Settings(database_url=url, pool_size=2)
    anew = create_app(settings, clock=clock, is_current=always_current)
    remembering = create_app(
        settings, clock=clock, is_current=always_current, versions=versions_now
    )
    # What was seen never grows old here: a slow machine would only see less of the memo.
    remembering.state.house.memo = Memo(VersionWatch(versions_now, elapsed_s=lambda: 0.0))
    engine = create_async_engine(engine_url(url))
    async with anew.router.lifespan_context(anew), remembering.router.lifespan_context(remembering):
        almanac = await almanac_of(engine)
        walk = Walk(clock, remembering, anew, engine, almanac, questions(almanac))
        # Opening hours are known for the weeks after they were computed: as of today, then.
        await walk.nightly_work(sessions=False)
        yield walk
    await engine.dispose()


def moments_of(day: date, almanac: Almanac, rng: Random, *, share: float) -> Iterator[datetime]:
    """Moments around all that happens on a local day, and some at which nothing does."""
    start, end = (
        datetime.combine(each, time.min, AMSTERDAM).astimezone(UTC)
        for each in (day, day + timedelta(days=1))
    )
    work = {
        datetime.combine(start.date() + timedelta(days=1), at) for at in (OPENINGS_AT, SESSIONS_AT)
    }
    events = {at for at in almanac.events(start, end) if start <= at < end} | {start} | work
    around = {event + offset for event in sorted(events) for offset in OFFSETS}
    chosen = {moment for moment in sorted(around) if rng.random() < share}
    anywhere = {start + (end - start) * rng.random() for _ in range(3)}
    yield from sorted(moment for moment in chosen | anywhere | work if start <= moment < end)


async def walk_on(walk: Walk, *, first: date, days: int, rng: Random, share: float) -> None:
    """Walks past so many local days, doing the nightly work at its time."""
    for day in (first + timedelta(days=number) for number in range(days)):
        for moment in moments_of(day, walk.almanac, rng, share=share):
            walk.clock.now = moment
            if moment.timetz() in {OPENINGS_AT, SESSIONS_AT}:
                await walk.nightly_work(sessions=moment.timetz() == SESSIONS_AT)
            await walk.step()
