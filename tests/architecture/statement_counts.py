"""How many statements the database gets for one question."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
from fastapi import FastAPI
from sqlalchemy import event

from app.core.http.state import House
from tests.core.http_house import asking


class CountedHouse:
    """An application with its database open, and every statement that it sends."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.sent: list[str] = []

    def note_read(self, record: Any) -> None:
        """Hears of a statement on the pool of public reads."""
        self.sent.append(record.query)

    def note_session(self, *seen: Any) -> None:
        """Hears of a statement on the engine of writes and signed-in reads."""
        self.sent.append(seen[2])

    async def statements_of(self, url: str) -> int:
        """The number of statements behind one answer, which must be a good one."""
        (await self.client.get(url)).raise_for_status()  # a new connection asks for types first
        self.sent.clear()
        (await self.client.get(url)).raise_for_status()
        return len(self.sent)


@asynccontextmanager
async def counted(app: FastAPI) -> AsyncIterator[CountedHouse]:
    """Opens the application; each of its connections tells what it sends."""
    async with asking(app, opened=True) as client:
        counting = CountedHouse(client)
        house: House = app.state.house

        async def listen(connection: asyncpg.Connection) -> None:
            connection.add_query_logger(counting.note_read)

        house.databases.reads._pool._init = listen  # no connection is open yet
        engine = house.databases.engine.sync_engine
        event.listen(engine, "before_cursor_execute", counting.note_session)
        yield counting
