"""The made-up map is one that the service itself could have made."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from random import Random
from typing import Any

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.core.database import engine_url
from app.core.geo import rd_of
from app.offerings.models import Offering
from app.offerings.sessions import renew_sessions
from bench.country import Country, asking_points
from bench.generate import fill, towns_of

MONDAY = date(2026, 11, 16)
MIDNIGHT = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
OFFERINGS = 400


def silent(_line: str) -> None:
    """Nobody looks."""


@pytest.fixture(scope="module")
def map_url(make_database: Callable[[], str]) -> str:
    """A country of one gemeente with 400 offerings."""
    url = make_database()
    fill(url, offerings=OFFERINGS, monday=MONDAY, seed=1, tell=silent)
    return url


@pytest.fixture
def looking(map_url: str) -> Iterator[psycopg.Connection]:
    """The map, and a transaction that leaves it as it was."""
    with psycopg.connect(map_url) as connection:
        yield connection
        connection.rollback()


def rows(connection: psycopg.Connection, question: str) -> list[tuple[Any, ...]]:
    return connection.execute(question).fetchall()


DERIVED = """
    SELECT id, gemeente_code, buurt_code, '' FROM place
    UNION ALL SELECT id, gemeente_code, '', sensitivity FROM offering
    UNION ALL SELECT id, gemeente_code, '', '' FROM organization
    ORDER BY 1
"""


def test_the_database_derives_what_was_generated(looking: psycopg.Connection) -> None:
    generated = rows(looking, DERIVED)
    for table in ("place", "organization", "offering"):
        looking.execute(f"UPDATE {table} SET updated_at = updated_at")  # type: ignore[arg-type] # noqa: S608
    assert len(generated) > OFFERINGS
    assert rows(looking, DERIVED) == generated


def test_the_read_model_is_what_its_definition_says(looking: psycopg.Connection) -> None:
    assert rows(looking, "SELECT count(*) > 300 FROM finder_entry") == [(True,)]
    assert rows(looking, "TABLE finder_source EXCEPT TABLE finder_entry") == []
    assert rows(looking, "TABLE finder_entry EXCEPT TABLE finder_source") == []


def test_every_session_has_the_point_that_everybody_may_know(looking: psycopg.Connection) -> None:
    wrong = rows(
        looking,
        """
        SELECT s.offering_id FROM session s
        JOIN finder_session_source f USING (offering_id, original_starts_at)
        WHERE s.point IS DISTINCT FROM f.point
        """,
    )
    assert wrong == []
    assert rows(looking, "SELECT count(*) > 500 FROM session WHERE point IS NOT NULL") == [(True,)]


SESSIONS = """
    SELECT offering_id, original_starts_at, schedule_id, starts_at, ends_at, status, place_id, text
    FROM session ORDER BY 1, 2
"""


async def test_the_nightly_work_finds_nothing_to_change(
    map_url: str, looking: psycopg.Connection
) -> None:
    generated = rows(looking, SESSIONS)
    engine = create_async_engine(engine_url(map_url))
    async with AsyncSession(engine) as db:
        every = (await db.execute(select(Offering).order_by(Offering.id))).scalars().all()  # type: ignore[arg-type]
        await renew_sessions(db, every, now=MIDNIGHT)
        await db.commit()
    await engine.dispose()
    assert rows(looking, SESSIONS) == generated
    assert {row[5] for row in generated} == {"scheduled", "cancelled"}


def test_the_map_holds_what_makes_finding_hard(looking: psycopg.Connection) -> None:
    (found,) = rows(
        looking,
        """
        SELECT
            (SELECT count(*) FROM place WHERE visibility <> 'public') > 0,
            (SELECT count(DISTINCT offering_id) FROM offering_service_area)
                BETWEEN 0.05 * count(*) AND 0.15 * count(*),
            (SELECT count(*) FROM session) BETWEEN 3 * count(*) AND 8 * count(*),
            count(*) FILTER (WHERE status = 'paused') > 0,
            count(DISTINCT kind) > 12
        FROM offering
        """,
    )
    assert found == (True,) * 5


def test_the_same_seed_gives_the_same_map(
    make_database: Callable[[], str], looking: psycopg.Connection
) -> None:
    again = make_database()
    fill(again, offerings=OFFERINGS, monday=MONDAY, seed=1, tell=silent)
    with psycopg.connect(again) as other:
        for table in ("area", "place", "offering", "session"):
            question = f"SELECT t::text FROM {table} t ORDER BY 1"  # noqa: S608
            assert rows(other, question) == rows(looking, question)


@pytest.mark.parametrize(("offerings", "buurten"), [(1_000_000, 14_500), (100_000, 1_450)])
def test_a_country_has_as_many_buurten_as_go_with_its_offerings(
    offerings: int, buurten: int
) -> None:
    country = Country.for_offerings(offerings)
    squares = list(country.areas(Random(1)))
    made = [square for square in squares if square.level == "buurt"]
    assert abs(len(made) - buurten) < 0.06 * buurten
    assert len({square.code for square in squares}) == len(squares)
    assert country.east_m <= 270_000
    assert country.north_m <= 560_000


def test_people_ask_from_where_people_live() -> None:
    country = Country.for_offerings(100_000)
    towns = towns_of(country, seed=1)
    for point in islice(asking_points(towns, Random(1)), 200):
        spot = rd_of(point)
        assert any(
            abs(spot.x_m - town.middle.x_m) <= 7_501 and abs(spot.y_m - town.middle.y_m) <= 7_501
            for town in towns[:64]
        )
