"""Twelve writers at once under readers: the map stays right, and nothing confidential shows."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from time import monotonic
from uuid import UUID

import pytest

from app.core.config import Settings
from app.core.database import make_engine, unit_of_work
from app.finder.queries import versions_now
from app.main import create_app
from app.offerings import commands
from tests.core.http_house import asking
from tests.factories import MONDAY
from tests.finder.hammering import Hammer
from tests.finder.read_model import what_differs
from tests.finder.test_interleaving import NOTHING_IS_HELD
from tests.finder.two_gemeenten import Ground
from tests.thorough import asked

WRITERS, READERS = 12, 3
SECONDS = asked(20, whole=60)
AT_MOST_S = 30.0
"""How long the map may stay right by chance when nothing is held."""

QUESTIONS = (
    "/v1/offerings?lat=52.216&lon=6.86&limit=100",
    "/v1/offerings?area=GM9001&limit=100&sort=name",
    "/v1/offerings?area=BU90020000&limit=100&sort=next",
    "/v1/offerings?q=samen&limit=100",
    "/v1/offerings?sort=name&limit=100&facets=buurt&count=true",
    "/v1/offerings/{id}",
    "/v1/sessions?limit=100",
    "/v1/places?limit=100",
    "/v1/areas/GM9001/map",
    "/v1/areas/BU90010001/map",
)


@pytest.fixture
async def hammer(database_url: str, tmp_path: Path) -> AsyncIterator[Hammer]:
    settings = Settings(database_url=database_url, session_pool_size=WRITERS + 2)
    engine = make_engine(settings, database_url)
    town = Ground(engine, Random(5), tmp_path)
    await town.lay_out()
    hammer = Hammer(engine, Random(7))
    await hammer.found()
    yield hammer
    await engine.dispose()


async def strike(hammer: Hammer, database_url: str, *, seconds: float) -> None:
    """Writes and reads for so long; nobody begins anything once something is wrong."""
    app = create_app(
        Settings(database_url=database_url), clock=lambda: MONDAY, versions=versions_now
    )
    known = app.openapi()["paths"]
    questions = [one for one in QUESTIONS if _template(one) in known]
    end_s = monotonic() + seconds
    async with asking(app, opened=True) as client, asyncio.TaskGroup() as group:
        for _ in range(WRITERS):
            group.create_task(hammer.write_until(end_s))
        for _ in range(READERS):
            group.create_task(hammer.read_until(end_s, client, questions))
        group.create_task(hammer.compare_until(end_s))


def _template(question: str) -> str:
    path = question.partition("?")[0].removeprefix("/v1")
    return "/areas/{code}/map" if path.endswith("/map") else path


async def still_right(hammer: Hammer) -> None:
    async with unit_of_work(hammer.engine) as db:
        hammer.ledger.wrong += await what_differs(db)
    hammer.ledger.wrong += await hammer.lost()
    assert hammer.done["saved"] > WRITERS
    assert hammer.ledger.wrong == []
    assert min(hammer.ledger.seen[word] for word in ("Huis", "Stichting", "Samen")) > 0


async def test_twelve_writers_under_readers_leave_a_map_that_is_right(
    hammer: Hammer, database_url: str
) -> None:
    await strike(hammer, database_url, seconds=5.0)

    await still_right(hammer)


@pytest.mark.slow
async def test_twelve_writers_under_readers_for_longer(hammer: Hammer, database_url: str) -> None:
    await strike(hammer, database_url, seconds=SECONDS)

    await still_right(hammer)


@pytest.mark.slow
async def test_the_same_blows_show_it_when_nothing_is_held(
    hammer: Hammer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hold_nothing(*_: object) -> set[UUID]:
        return set()

    # Who saves an offering holds what it stands on as well.
    monkeypatch.setattr(commands, "hold_what_they_stand_on", hold_nothing)
    async with hammer.engine.begin() as connection:
        for statement in NOTHING_IS_HELD.split(";\n"):
            await connection.exec_driver_sql(statement)

    await strike(hammer, database_url, seconds=AT_MOST_S)

    assert hammer.ledger.wrong != [], f"right by chance for {AT_MOST_S} s"
