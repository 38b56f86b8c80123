"""Two worlds that differ only in what nobody may know, asked the same things at the same time."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from fastapi import FastAPI
from psycopg import sql

from app.core.config import Settings
from app.main import create_app
from tests.contract.asgi import Request, Response, ask
from tests.core.http_house import always_current
from tests.finder.asking import Clock
from tests.finder.attacks import Attacker, plain
from tests.finder.hideouts import LETTERS, NAME, STREET
from tests.finder.hiding import MOMENTS

SECRET_WORDS = re.compile(rf"{NAME}|{STREET}|\d{{4}} ?{LETTERS.lower()}".encode())


@contextmanager
def copy_of(server: str, url: str) -> Iterator[str]:
    """The address of a database with the same rows, gone afterwards. Nobody may be connected."""
    name, original = f"twin_{uuid4().hex[:12]}", urlsplit(url).path.lstrip("/")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(original)
            )
        )
        try:
            yield url.replace(original, name)
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


@dataclass
class Twins:
    """The service on both worlds."""

    one: FastAPI
    other: FastAPI
    clock: Clock
    statuses: Counter[int] = field(default_factory=Counter)
    """How many answers of each status: for who wonders whether the questions say anything."""
    differing: list[str] = field(default_factory=list)
    telling: list[str] = field(default_factory=list)
    """Questions whose answers hold a name, street or postcode that nobody may know."""

    async def ask(self, request: Request) -> Response:
        """The answer of the one world, after comparing it with the other's to the last byte."""
        answers = await asyncio.gather(ask(self.one, request), ask(self.other, request))
        told = f"{request.method} {request.target.decode()} {request.body.decode()}"
        if answers[0] != answers[1]:
            self.differing.append(told)
        answer = answers[0]
        self.statuses[answer.status] += 1
        if SECRET_WORDS.search(plain(answer).lower()):
            self.telling.append(told)
        return answer

    async def attack(self, attacker: Attacker, *, questions: int) -> None:
        """Asks so many things, at one of three moments each."""
        for _ in range(questions):
            asked = attacker.question()
            self.clock.now, request = asked
            attacker.hear(asked, await self.ask(request))


@asynccontextmanager
async def twins(url: str, other_url: str) -> AsyncIterator[Twins]:
    """The service on two databases, with one clock."""
    clock = Clock(MOMENTS[0])
    async with AsyncExitStack() as stack:
        apps = []
        for address in (url, other_url):
            app = create_app(
                Settings(database_url=address, pool_size=2),
                clock=clock,
                is_current=always_current,
            )
            await stack.enter_async_context(app.router.lifespan_context(app))
            apps.append(app)
        one, other = apps
        yield Twins(one, other, clock)
