"""A real PostGIS with the migrated schema; each test in a transaction that is rolled back."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from app.core import embedded
from app.core.database import Db, engine_url
from app.core.migrations import migrate
from tests.catalogue import fill
from tests.databases import Databases, admin, drop, on

hypothesis_settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis_settings.load_profile("steady")

TEMPLATE = "buurtkaart_template"

# No test asks the real PDOK for an address; one that wants a stand-in names it.
os.environ["PDOK_LOCATIESERVER_URL"] = ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first, so that no process is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real open data beside the project; tests that want it skip without it."""
    root = Path(__file__).resolve().parents[1]
    path = Path(os.environ.get("BUURTKAART_SHARED", root.parent / "shared"))
    if not (path / "data").is_dir():
        pytest.skip(f"the real data is not here: {path}")
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database name.

    `TEST_SERVER` (postgresql://…/postgres) points to one that runs already.
    """
    with ExitStack() as stack:
        url = os.environ.get("TEST_SERVER") or stack.enter_context(embedded.throwaway())
        yield url


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a migrated database without connections: what the others are made from."""
    name = f"{TEMPLATE}_{uuid4().hex[:8]}"
    admin(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(on(server, name))
    yield name
    drop(server, name)


@pytest.fixture(scope="session")
def make_database(server: str, template: str) -> Iterator[Databases]:
    """Makes a migrated, empty database and answers its address; gone when the tests end."""
    databases = Databases(server, template)
    yield databases
    if "TEST_SERVER" in os.environ:  # a server of our own goes with all that is in it
        databases.drop()


@pytest.fixture(scope="session")
def shared_database_url(make_database: Databases) -> str:
    """One database for all tests that roll back."""
    return make_database()


@pytest.fixture
def database_url(make_database: Databases) -> str:
    """A database of this test's own: for commits, concurrency, crashes and jobs."""
    return make_database()


@pytest.fixture(scope="session")
async def filled(make_database: Databases) -> str:
    """A database as the first `make run` leaves it: to be copied, never connected to."""
    url = make_database()
    await fill(url)
    return url


@pytest.fixture(scope="session")
def catalogue_url(make_database: Databases, filled: str) -> str:
    """The same for all tests that only read it."""
    return make_database(like=filled)


@pytest.fixture(scope="session")
async def engine(shared_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(shared_database_url), pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def db(engine: AsyncEngine) -> AsyncIterator[Db]:
    """A unit of work whose changes, savepoints included, are gone after the test."""
    async with engine.connect() as connection:
        outer = await connection.begin()
        async with AsyncSession(
            bind=connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        ) as session:
            yield session
        await outer.rollback()
