"""The seed in a real database: facts and demo, seeding again, and the demo taken away."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import pytest
from rich.console import Console
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work, writing
from app.core.entries import Act
from app.core.errors import ConflictError
from app.core.history import Actor
from app.ingest.areas.follow import everything_follows
from app.ingest.areas.seed import seed_areas
from app.ingest.seed.catalogue import read_items
from app.ingest.seed.demo import remove_demo
from app.ingest.seed.foundation import is_filled, seed_entries, seed_foundation
from app.offerings.commands import offerings
from app.offerings.models import Offering
from app.places.jobs import roll_openings
from app.places.models import Place
from app.places.opening import opening_at
from app.places.openings import exceptions_of
from app.schedule.queries import known_calendar
from app.start import SEED, prepare
from tests import factories
from tests.catalogue import NOW
from tests.databases import Databases

NOWHERE = "http://127.0.0.1:9/{year}"


@pytest.fixture(scope="module")
async def seeded(make_database: Databases, filled: str) -> AsyncIterator[AsyncEngine]:
    """A database as the first `make run` leaves it, without PDOK."""
    engine = create_async_engine(engine_url(make_database(like=filled)))
    yield engine
    await engine.dispose()


async def counts(engine: AsyncEngine) -> dict[str, int]:
    async with engine.connect() as connection:
        return {
            table: await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 - our own names
            for table in ("organization", "place", "offering", "schedule", "session", "change")
        }


async def test_everything_in_the_files_is_in_the_database(seeded: AsyncEngine) -> None:
    found = await counts(seeded)
    for table, files in (
        ("organization", "organizations"),
        ("place", "places"),
        ("offering", "offerings"),
    ):
        in_files = sum(len(read_items(SEED / kind, files)) for kind in ("facts", "demo"))
        assert found[table] == in_files


async def test_the_twelve_wijkwijzers_of_enschede_are_real_and_stand_in_their_buildings(
    seeded: AsyncEngine,
) -> None:
    async with seeded.connect() as connection:
        rows = (
            await connection.execute(
                text("""
                    SELECT p.name, p.buurt_code, p.opening_hours, o.verified_at, o.voorliggend
                    FROM offering o JOIN place p ON p.id = o.place_id
                    WHERE o.kind = 'wijkwijzer' AND NOT o.demo
                """)
            )
        ).all()
    assert len(rows) == 12
    assert ("De Boei", "BU01530202", None, None, True) in [tuple(row) for row in rows]
    # What nobody told us stays unknown: no hours, and an import is no verification.
    assert all(row.opening_hours is None and row.verified_at is None for row in rows)


async def test_schematic_outlines_put_every_seeded_place_in_the_buurt_its_source_names(
    seeded: AsyncEngine,
) -> None:
    said = {
        item["ref"]: item["buurt"]
        for kind in ("facts", "demo")
        for item in read_items(SEED / kind, "places")
    }
    async with seeded.connect() as connection:
        rows = await connection.execute(text("SELECT source_external_id, buurt_code FROM place"))
        assert {ref: code for ref, code in rows} == said  # noqa: C416 - a Row is no pair to dict()


async def test_seeding_again_changes_nothing(seeded: AsyncEngine) -> None:
    before = await counts(seeded)
    later = NOW + timedelta(days=3)
    await seed_foundation(seeded, SEED)
    await seed_entries(seeded, SEED, with_demo=True, now=later)
    assert await counts(seeded) == before


async def test_every_opening_span_says_what_the_function_says(seeded: AsyncEngine) -> None:
    await roll_openings(seeded, now=NOW)
    async with unit_of_work(seeded) as db:
        calendar = await known_calendar(db)
        holidays = frozenset(holiday.day for holiday in calendar.public_holidays)
        places = (await db.execute(select(Place).where(Place.status == "published"))).scalars()  # type: ignore[arg-type]
        checked = 0
        for place in places:
            spans = (
                await db.execute(
                    text("""
                        SELECT lower(during) AS starts, upper(during) AS ends, state
                        FROM place_opening WHERE place_id = :id ORDER BY during
                    """),
                    {"id": place.id},
                )
            ).all()
            for earlier, later in pairwise(spans):
                assert earlier.ends == later.starts
            for minutes in range(7, 35 * 24 * 60, 997):  # a thousand moments spread over places
                at = NOW + timedelta(minutes=minutes)
                stored = next(s.state for s in spans if s.starts <= at < s.ends)
                told = opening_at(
                    place.opening_hours,
                    exceptions=exceptions_of(place),
                    holidays=holidays,
                    at=at,
                )
                assert stored == told.state, (place.name, at)
                checked += 1
        assert checked > 1000


async def test_the_edges_of_the_demo_are_really_there(seeded: AsyncEngine) -> None:
    async with seeded.connect() as connection:
        statuses = set(
            (await connection.execute(text("SELECT DISTINCT status FROM session"))).scalars()
        )
        sensitivities = set(
            (await connection.execute(text("SELECT DISTINCT sensitivity FROM offering"))).scalars()
        )
        without_buurt = await connection.scalar(
            text("SELECT count(*) FROM place WHERE buurt_code IS NULL")
        )
        homeless = await connection.scalar(
            text("SELECT count(*) FROM offering WHERE gemeente_code IS NULL")
        )
    assert statuses == {"scheduled", "cancelled", "moved"}
    assert sensitivities == {"open", "discreet", "art9", "safety"}
    assert without_buurt == 0
    assert homeless == 0


async def test_the_demo_goes_whole_and_leaves_the_facts(
    make_database,  # type: ignore[no-untyped-def] # noqa: ANN001
) -> None:
    engine = create_async_engine(engine_url(make_database()))
    await seed_foundation(engine, SEED)
    await seed_areas(engine, SEED, known_points=[], now=NOW, after_store=everything_follows(NOW))
    await seed_entries(engine, SEED, with_demo=False, now=NOW)
    facts = await counts(engine)
    await seed_entries(engine, SEED, with_demo=True, now=NOW)
    async with engine.connect() as connection:
        demo_place = (
            await connection.execute(text("SELECT id FROM place WHERE demo LIMIT 1"))
        ).scalar_one()
    async with unit_of_work(engine) as db:
        real = await factories.offering(db, placeId=demo_place, title="Echt wandelen")
        real_id = real.id
    with pytest.raises(ConflictError, match="Echt wandelen"):
        await writing(engine, remove_demo)
    async with unit_of_work(engine) as db:
        act = Act(Actor("account:test"), NOW)
        await offerings.change(
            db,
            real_id,
            {"placeId": None, "channel": "phone", "serviceAreas": ["GM0153"]},
            act,
            expected_version=None,
        )
    removed = await writing(engine, remove_demo)
    assert removed > 300
    async with unit_of_work(engine) as db:
        titles = set((await db.execute(select(Offering.title))).scalars())  # type: ignore[call-overload]
    left = await counts(engine)
    await engine.dispose()
    assert "Echt wandelen" in titles
    # One offering and its organization were added by hand, with one edit.
    assert left["offering"] == facts["offering"] + 1
    assert left["place"] == facts["place"]
    assert left["session"] == 0
    assert left["change"] == facts["change"] + 3


async def test_a_filling_that_was_broken_off_is_taken_up_again_and_done_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_async_engine(engine_url(database_url))
    ours = Settings(database_url=database_url, pdok_wfs_url=NOWHERE, pdok_ogc_url=NOWHERE)
    quiet = Console(quiet=True)

    async def power_cut(*_: object, **__: object) -> int:
        raise ConnectionError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr("app.start.fill_entries", power_cut)
        with pytest.raises(ConnectionError):
            await prepare(ours, quiet, with_demo=False, now=NOW)
    assert not await is_filled(engine)
    # Two processes start again at the same moment: one fills, the other waits and finds it done.
    await asyncio.gather(
        *(prepare(ours, quiet, with_demo=False, now=NOW) for _ in range(2)),
    )
    assert await is_filled(engine)
    filled = await counts(engine)
    # A later start fills nothing, or a demo that was taken away would come back.
    await prepare(ours, quiet, with_demo=True, now=NOW + timedelta(days=1))
    assert await counts(engine) == filled
    assert filled["offering"] == len(read_items(SEED / "facts", "offerings"))
    await engine.dispose()


async def test_a_next_step_that_an_editor_untied_stays_untied(seeded: AsyncEngine) -> None:
    async with unit_of_work(seeded) as db:
        offering_id = (
            await db.execute(text("SELECT min(offering_id::text)::uuid FROM offering_next_step"))
        ).scalar_one()
        act = Act(Actor("account:coach"), NOW)
        await offerings.change(db, offering_id, {"nextSteps": []}, act, expected_version=None)
    await seed_entries(seeded, SEED, with_demo=True, now=NOW + timedelta(days=1))
    async with seeded.connect() as connection:
        tied = await connection.scalar(
            text("SELECT count(*) FROM offering_next_step WHERE offering_id = :id"),
            {"id": offering_id},
        )
    assert tied == 0


async def test_the_demo_stays_while_a_real_group_is_run_together_with_a_demo_one(
    seeded: AsyncEngine,
) -> None:
    async with unit_of_work(seeded) as db:
        partner = (
            await db.execute(text("SELECT id FROM organization WHERE demo LIMIT 1"))
        ).scalar_one()
        await factories.offering(db, organizers=[str(partner)], title="Samen met de demo")
    with pytest.raises(ConflictError, match="Samen met de demo"):
        await writing(seeded, remove_demo)
