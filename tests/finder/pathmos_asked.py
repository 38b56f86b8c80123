"""Pathmos with its service and a clock: put something on the map, then ask."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import Db, engine_url
from app.main import create_app
from tests.core.http_house import asking
from tests.factories import MONDAY, neighbourhood
from tests.finder.asking import Clock
from tests.finder.pathmos import beside_pathmos, saving


@dataclass(frozen=True, slots=True)
class Town:
    """Pathmos, Stevenfenne beside it, and who answers questions about them."""

    saved: Callable[[Callable[[Db], Awaitable[Any]]], Awaitable[Any]]
    """Does something to the database, and commits it."""
    client: httpx.AsyncClient
    clock: Clock

    async def told(self, path: str, model: type[BaseModel], **asked: Any) -> dict[str, Any]:
        """What is answered, which is exactly what the interface describes as `model`."""
        answer = await self.client.get(path, params=asked or None)
        assert answer.status_code == 200, answer.text
        model.model_validate_json(answer.content)
        told: dict[str, Any] = answer.json()
        return told

    async def faults(self, path: str, **asked: Any) -> dict[str, str]:
        """Name and message of every fault of a question that is refused."""
        answer = await self.client.get(path, params=asked or None)
        assert answer.status_code == 400, answer.text
        return {fault["name"]: fault["message"] for fault in answer.json()["errors"]}

    async def refusal(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and problem of what is not there, without the number of the request."""
        answer = await self.client.get(path)
        problem = answer.json() if answer.content else {}
        problem.pop("requestId", None)
        return answer.status_code, problem

    async def moved_to(self, path: str) -> str:
        """Where a path points to now."""
        answer = await self.client.get(path, follow_redirects=False)
        assert answer.status_code == 308, answer.text
        location: str = answer.headers["location"]
        return location


@asynccontextmanager
async def town_at(database_url: str) -> AsyncIterator[Town]:
    """The town on a Monday morning; `database_url` is an empty, migrated database."""
    engine = create_async_engine(engine_url(database_url))
    saved, clock = saving(engine), Clock(MONDAY)
    await saved(neighbourhood)
    await saved(beside_pathmos)
    app = create_app(Settings(database_url=database_url), clock=clock)
    async with asking(app, opened=True) as client:
        yield Town(saved, client, clock)
    await engine.dispose()
