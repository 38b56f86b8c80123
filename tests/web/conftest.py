"""The catalogue of every first start, looked at in a browser on a Monday morning."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.core.config import Settings
from app.finder.queries import versions_now
from app.main import create_app
from tests.core.http_house import asking
from tests.databases import Databases
from tests.factories import MONDAY
from tests.finder.pathmos_asked import Town, town_at
from tests.web.states import Seen, catalogue_of

HOME = "https://kaart.example"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="package")
async def browser(catalogue_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client that asks as browsers do; it follows nothing and keeps nothing."""
    settings = Settings(
        database_url=catalogue_url, public_url=HOME, contact_email="wij@kaart.example"
    )
    app = create_app(settings, clock=lambda: MONDAY, versions=versions_now)
    async with asking(app, opened=True) as client:
        client.headers.update(BROWSER)
        yield client


@pytest.fixture(scope="package")
async def seen(browser: httpx.AsyncClient) -> Seen:
    """Every page in every state, asked when it is first wanted."""
    return Seen(browser, await catalogue_of(browser))


@pytest.fixture(scope="package")
async def one_town(make_database: Databases) -> AsyncIterator[Town]:
    """Pathmos on a Monday morning, asked as browsers do."""
    async with town_at(make_database()) as town:
        town.client.headers.update(BROWSER)
        yield town


@pytest.fixture
def town(one_town: Town) -> Town:
    """The same for all tests: each puts something of its own on the map."""
    one_town.clock.now = MONDAY
    return one_town
