"""What all commands share: a console, and a database to work on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.config import Settings, settings
from app.start import database, engine_for

T = TypeVar("T")

console = Console()


def with_engine(task: Callable[[AsyncEngine, Settings], Awaitable[T]]) -> T:
    """Runs a task on the database, private or not, and lets go of it."""

    async def run(ready: Settings) -> T:
        engine = engine_for(ready)
        try:
            return await task(engine, ready)
        finally:
            await engine.dispose()

    with database(settings(), console) as ready:
        return asyncio.run(run(ready))
