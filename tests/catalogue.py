"""The catalogue that every installation starts with, in a database."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import create_async_engine

from app.core.database import engine_url
from app.ingest.areas.follow import everything_follows
from app.ingest.areas.seed import seed_areas
from app.ingest.seed.catalogue import known_points
from app.ingest.seed.foundation import seed_entries, seed_foundation
from app.start import SEED

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""A Saturday."""


async def fill(url: str, *, now: datetime = NOW) -> None:
    """What the first `make run` does, without PDOK."""
    engine = create_async_engine(engine_url(url))
    await seed_foundation(engine, SEED)
    await seed_areas(
        engine,
        SEED,
        known_points=[*known_points(SEED / "facts"), *known_points(SEED / "demo")],
        now=now,
        after_store=everything_follows(now),
    )
    await seed_entries(engine, SEED, with_demo=True, now=now)
    await engine.dispose()
