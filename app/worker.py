"""Background work: every package's jobs, inside the service or in a process of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy.ext.asyncio import AsyncEngine

from app import tables  # noqa: F401 - jobs need the whole metadata
from app.core.background import ENGINE, assembled, queue_at
from app.finder.jobs import tasks as finder_tasks
from app.ingest.jobs import tasks as ingest_tasks
from app.offerings.jobs import tasks as offering_tasks
from app.places.jobs import tasks as place_tasks

log = structlog.get_logger()

TASKS = assembled(
    [
        ("places", place_tasks),
        ("offerings", offering_tasks),
        ("finder", finder_tasks),
        ("ingest", ingest_tasks),
    ]
)
# What rolls forward by night also runs at the start: the machine may have been off at midnight.
CATCH_UP = ("ingest:renew_words", "places:roll_openings", "offerings:roll_sessions")
RETRY_S = 10


async def work(url: str, engine: AsyncEngine) -> None:
    """Works until it is cancelled; when the database goes away it waits and begins again."""
    while True:
        try:
            with TASKS.replace_connector(queue_at(url)) as app:
                async with app.open_async():
                    await _catch_up(app)
                    await app.run_worker_async(
                        install_signal_handlers=False,
                        additional_context={ENGINE: engine},
                        delete_jobs="successful",
                        shutdown_graceful_timeout=5,
                    )
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the nightly work must go on
            log.warning("background work stopped, trying again", error=type(error).__name__)
            await asyncio.sleep(RETRY_S)


async def _catch_up(app: App) -> None:
    for name in CATCH_UP:
        with suppress(AlreadyEnqueued):
            await app.configure_task(name, queueing_lock=name).defer_async(timestamp=0)


@asynccontextmanager
async def working(url: str, engine: AsyncEngine) -> AsyncIterator[None]:
    """Works beside something else, for as long as that lasts."""
    task = asyncio.create_task(work(url, engine), name="background-work")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
