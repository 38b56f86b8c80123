"""One database with a small neighbourhood for everything in this folder; nobody writes to it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from app.core.config import Settings
from app.finder.queries import versions_now
from app.main import create_app
from tests.contract.neighbourhood import Known, settle
from tests.factories import MONDAY


@dataclass(frozen=True)
class Settled:
    """Where the neighbourhood is, and what stands there."""

    url: str
    known: Known

    def application(self) -> FastAPI:
        """The real application as it is served, on the Monday of the neighbourhood."""
        return create_app(
            Settings(database_url=self.url), clock=lambda: MONDAY, versions=versions_now
        )


@pytest.fixture(scope="package")
async def settled(make_database: Callable[[], str]) -> Settled:
    """Pathmos and the buurt beside it, committed."""
    url = make_database()
    return Settled(url, await settle(url))
