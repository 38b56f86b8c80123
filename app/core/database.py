"""Connections: an engine for writes and signed-in reads, a small pool for public reads.

Nobody below commits: `core.http` (requests), `cli` and `jobs` do, through `writing()`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import QueuePool

from app.core.config import Settings
from app.core.errors import UnavailableError

Db = AsyncSession
"""One unit of work: the transaction that the request, command or job owns."""

T = TypeVar("T")

COUNTING_SHARE = 4
"""One in so many connections of the pool may count at the same time."""

# A finder question has a few hundred shapes, each a long statement; every one is prepared once
# per connection.
READ_STATEMENTS = 500

# Deadlock and serialization failure: the whole unit of work may run once more.
RETRYABLE = frozenset({"40P01", "40001"})
# Connection lost, server shutting down or starting, too many connections; and a table that is
# not there yet, because the database is still being migrated.
AWAY = frozenset(
    {
        "08000",
        "08001",
        "08003",
        "08006",
        "08007",
        "42P01",
        "53300",
        "57P01",
        "57P02",
        "57P03",
    }
)
# A statement or a lock that took longer than it may.
TOO_SLOW = frozenset({"57014", "55P03"})


def engine_url(url: str) -> str:
    """A libpq address in SQLAlchemy's spelling for asyncpg."""
    return "postgresql+asyncpg://" + url.removeprefix("postgresql://")


def make_engine(settings: Settings, url: str) -> AsyncEngine:
    """An engine whose connections carry the time-outs of `settings`."""

    async def connect() -> asyncpg.Connection:
        # Here, and not around the work: an OSError of the work itself is not the database's.
        try:
            with in_our_words():
                return await asyncpg.connect(
                    url, timeout=settings.pool_wait_s, server_settings=server_settings(settings)
                )
        except OSError as error:  # a TimeoutError is one too
            raise _away() from error

    engine = create_async_engine(
        engine_url(url),
        async_creator=connect,
        pool_size=settings.session_pool_size,
        max_overflow=0,
        pool_timeout=settings.pool_wait_s,
        pool_pre_ping=True,
        # An error says what went wrong, never with which rows: those are about people.
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "handle_error", _tell_lost_connections)
    return engine


def _tell_lost_connections(context: ExceptionContext) -> None:
    """SQLAlchemy does not know asyncpg's "internal" error: the connection is of no more use."""
    if isinstance(context.original_exception.__cause__, asyncpg.InternalClientError):
        context.is_disconnect = True


def server_settings(settings: Settings) -> dict[str, str]:
    """What every connection of the service is told once, at its start."""
    return {
        "application_name": "buurtkaart",
        "timezone": "UTC",
        "statement_timeout": str(int(settings.statement_timeout_s * 1000)),
        "lock_timeout": str(int(settings.lock_timeout_s * 1000)),
        "idle_in_transaction_session_timeout": "60000",
    }


@dataclass(frozen=True, slots=True)
class PoolUsage:
    """Connections of a pool at this moment."""

    in_use: int
    idle: int


class ReadPool:
    """A small asyncpg pool for public reads; lean because each microsecond here is felt there.

    A connection is handed back without RESET: nothing on the public path changes session state.
    """

    def __init__(self, pool: asyncpg.Pool, *, wait_s: float) -> None:
        self._pool = pool
        self._wait_s = wait_s
        self._counting = asyncio.Semaphore(max(1, pool.get_max_size() // COUNTING_SHARE))

    @classmethod
    async def open(cls, settings: Settings, url: str) -> "ReadPool":
        """Opens lazily: an absent database is told to the request, not to the start-up.

        Raises: nothing about the database's state; see `connection`.
        """
        pool = await asyncpg.create_pool(
            url,
            min_size=0,
            max_size=settings.pool_size,
            timeout=settings.pool_wait_s,
            reset=_leave_as_is,
            statement_cache_size=READ_STATEMENTS,
            max_cacheable_statement_size=0,  # of any length
            server_settings={
                **server_settings(settings),
                "default_transaction_read_only": "on",
                "plan_cache_mode": "force_generic_plan",
                # Many short reads at once: a second process for one of them is taken from another,
                # and compiling takes longer than what it speeds up.
                "max_parallel_workers_per_gather": "0",
                "jit": "off",
            },
        )
        return cls(pool, wait_s=settings.pool_wait_s)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        """A read-only connection.

        Raises UnavailableError when none comes free in time or the database is away.
        """
        try:
            connection = await self._pool.acquire(timeout=self._wait_s)
        except TimeoutError as error:
            raise UnavailableError("Het is nu erg druk. Probeer het zo nog eens.") from error
        except (
            OSError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        ) as error:
            raise _away() from error
        with in_our_words():
            try:
                yield connection
            except asyncpg.InternalClientError:
                # Of no more use, and not all of these are noticed by the pool.
                connection.terminate()
                raise
            finally:
                await self._pool.release(connection)

    @asynccontextmanager
    async def counting_connection(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection for a question that goes through much: only few of these at once.

        So that whoever counts the whole country does not keep others from what is near them.
        Raises UnavailableError as `connection` does, also while too many count.
        """
        try:
            await asyncio.wait_for(self._counting.acquire(), self._wait_s)
        except TimeoutError as error:
            raise UnavailableError("Het is nu erg druk. Probeer het zo nog eens.") from error
        try:
            async with self.connection() as connection:
                yield connection
        finally:
            self._counting.release()

    def connection_for(self, *, much: bool) -> AbstractAsyncContextManager[asyncpg.Connection]:
        """The one of the two above that suits a question."""
        return self.counting_connection() if much else self.connection()

    def usage(self) -> PoolUsage:
        idle = self._pool.get_idle_size()
        return PoolUsage(self._pool.get_size() - idle, idle)

    async def close(self, *, grace_s: float) -> None:
        """Waits for running reads, then closes; at most `grace_s`."""
        try:
            await asyncio.wait_for(self._pool.close(), grace_s)
        except TimeoutError:
            self._pool.terminate()


async def _leave_as_is(_connection: asyncpg.Connection) -> None:
    return


@dataclass(frozen=True, slots=True)
class Databases:
    """What a process holds open: the engine for units of work and the pool for public reads."""

    engine: AsyncEngine
    reads: ReadPool

    @classmethod
    async def open(cls, settings: Settings, url: str) -> "Databases":
        read_url = settings.database_read_url or url
        return cls(make_engine(settings, url), await ReadPool.open(settings, read_url))

    def session_usage(self) -> PoolUsage:
        """Of the engine: writes and signed-in reads."""
        pool = self.engine.pool
        if not isinstance(pool, QueuePool):
            return PoolUsage(0, 0)
        return PoolUsage(pool.checkedout(), pool.checkedin())

    async def close(self, *, grace_s: float) -> None:
        await self.reads.close(grace_s=grace_s)
        await self.engine.dispose()


@asynccontextmanager
async def unit_of_work(engine: AsyncEngine) -> AsyncIterator[Db]:
    """A transaction that commits at the end, or leaves nothing behind."""
    async with AsyncSession(engine, expire_on_commit=False) as db, db.begin():
        yield db


@asynccontextmanager
async def read_only(engine: AsyncEngine) -> AsyncIterator[Db]:
    """A transaction in which PostgreSQL itself refuses to write."""
    async with AsyncSession(engine, expire_on_commit=False) as db, db.begin():
        await db.execute(text("SET TRANSACTION READ ONLY"))
        yield db


async def writing(engine: AsyncEngine, work: Callable[[Db], Awaitable[T]]) -> T:
    """Runs `work` in one transaction and commits; once more when it lost a deadlock.

    Raises what `work` raises; UnavailableError when the database is away or too slow.
    """
    with in_our_words():
        for last_try in (False, True):
            try:
                async with unit_of_work(engine) as db:
                    return await work(db)
            except DBAPIError as error:
                if last_try or sqlstate(error) not in RETRYABLE:
                    raise
    raise AssertionError("a unit of work either returns or raises")


def sqlstate(error: BaseException) -> str | None:
    """The five-character code of PostgreSQL behind an error, if there is one."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None)
    return state if isinstance(state, str) else None


def violated_constraint(error: DBAPIError) -> str | None:
    """The name of the constraint that said no, if one did."""
    driver_error = error.orig.__cause__ if error.orig is not None else None
    name = getattr(driver_error, "constraint_name", None)
    return name if isinstance(name, str) else None


def as_unavailable(error: Exception) -> Exception:
    """The error as "come back later" when waiting can help; otherwise the error itself."""
    state = sqlstate(error)
    if isinstance(error, PoolTimeoutError):
        return UnavailableError("Het is nu erg druk. Probeer het zo nog eens.")
    if state in TOO_SLOW:
        return UnavailableError("Deze vraag duurde te lang. Probeer het zo nog eens.")
    if state in AWAY or state in RETRYABLE:
        return _away()
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return _away()
    # asyncpg's "internal" error: the server went while it was reading the answer.
    lost = (
        ConnectionError
        | asyncpg.InterfaceError
        | asyncpg.InternalClientError
        | InterfaceError
        | OperationalError
    )
    return _away() if isinstance(error, lost) and state is None else error


@contextmanager
def in_our_words() -> Iterator[None]:
    """Lets errors of the database out as UnavailableError where waiting can help."""
    try:
        yield
    except (
        DBAPIError,
        PoolTimeoutError,
        ConnectionError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
    ) as error:
        told = as_unavailable(error)
        if told is error:
            raise
        raise told from error


def _away() -> UnavailableError:
    return UnavailableError("Onze gegevens zijn even niet bereikbaar. Probeer het zo nog eens.")
