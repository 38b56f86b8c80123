"""Brings a database to the shape that this version of the service expects."""

import asyncio
import threading
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.core.database import Databases
from app.core.sql import sql_file

# Alembic keeps what it is doing in its modules; other processes wait for a lock in the database.
_ONE_IN_THIS_PROCESS = threading.Lock()

ROOT = Path(__file__).resolve().parents[2]

_APPLIED_MIGRATION = sql_file(__file__, "applied_migration")


def _config(url: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    if url is not None:
        config.attributes["url"] = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    return config


def migrate(url: str, revision: str = "head") -> None:
    """Runs what is missing up to `revision`; nothing when it is all there."""
    with _ONE_IN_THIS_PROCESS:
        command.upgrade(_config(url), revision)


def step_back(url: str, revision: str) -> None:
    """Undoes migrations down to `revision` (`base` for all)."""
    with _ONE_IN_THIS_PROCESS:
        command.downgrade(_config(url), revision)


def head() -> str:
    """The newest migration that this version of the service knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise AssertionError("there are no migrations")
    return revision


async def has_needed_migrations(databases: Databases) -> bool:
    """Whether the database has every migration of this version; it may be ahead of it.

    Ahead is fine: during an upgrade the old processes serve on from the new shape, because every
    migration is safe beside the version that runs.
    """
    needed = await asyncio.to_thread(head)
    async with databases.reads.connection() as connection:
        try:
            found = await connection.fetchval(_APPLIED_MIGRATION)
        except asyncpg.UndefinedTableError:
            return False
    return found is not None and _number(found) >= _number(needed)


def _number(revision: str) -> int:
    """Migrations are numbered sentences: `0007_offerings` is the seventh."""
    return int(revision.partition("_")[0])
