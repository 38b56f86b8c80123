"""A town whose places are asked for in words, with a stand-in for PDOK or without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from app.core.config import Settings
from app.geocoding.schemas import Locations
from app.main import create_app
from tests.core.http_house import asking
from tests.factories import MONDAY


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> Any:
        return self.now


@dataclass(frozen=True, slots=True)
class Town:
    """Who answers."""

    client: httpx.AsyncClient
    app: FastAPI
    clock: Clock

    async def told(self, q: str, **asked: Any) -> dict[str, Any]:
        """The whole answer, which is what the interface says it is."""
        answer = await self.client.get("/v1/geocode", params={"q": q, **asked})
        assert answer.status_code == 200, answer.text
        Locations.model_validate_json(answer.content)
        assert answer.headers["cache-control"] == "no-store"
        told: dict[str, Any] = answer.json()
        return told

    async def labels(self, q: str, **asked: Any) -> list[str]:
        """What it is called, what fits best first."""
        return [item["label"] for item in (await self.told(q, **asked))["items"]]


@asynccontextmanager
async def town_at(settings: Settings, *, database_url: str) -> AsyncIterator[Town]:
    """The service on a database, asking whom its settings name."""
    clock = Clock()
    ready = settings.model_copy(update={"database_url": database_url})
    app = create_app(ready, clock=clock)
    async with asking(app, opened=True) as client:
        yield Town(client, app, clock)
