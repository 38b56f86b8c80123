"""One service and one browser for all; each test visits in a browser profile of its own.

`SERVICE_URL` points to a service that runs already, which saves half a minute.
"""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.catalogue import fill
from tests.databases import Databases
from tests.e2e.browsers import Visitors, launched
from tests.e2e.service import serving
from tests.e2e.town import Town


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the service said while it ran."""
    return tmp_path_factory.mktemp("service") / "service.log"


@pytest.fixture(scope="session")
def home(log: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a service whose catalogue was filled just now: there is always a next time."""
    running = os.environ.get("SERVICE_URL")
    if running:
        yield running.rstrip("/")
        return
    make_database: Databases = request.getfixturevalue("make_database")
    database_url = make_database()
    asyncio.run(fill(database_url, now=datetime.now(UTC)))
    with serving(database_url, log) as url:
        yield url


@pytest.fixture(scope="session")
def town(home: str) -> Town:
    """What the service under test says over its interface."""
    return Town(home)


@pytest.fixture(scope="session")
def browser(home: str) -> Iterator[Browser]:
    """Chromium, started after all that asyncio does, which does not go along with it."""
    del home
    with sync_playwright() as playwright:
        made = launched(playwright)
        yield made
        made.close()


@pytest.fixture
def visitors(browser: Browser, home: str) -> Visitors:
    """Who comes to look."""
    return Visitors(browser, home)
