"""What follows a row that is written, each column of it, and how the read model comes to be."""

import asyncio
import importlib.util
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db, unit_of_work
from app.core.migrations import ROOT, migrate, step_back
from app.finder import queries
from app.offerings.programme import put_schedules
from app.schedule.schemas import ScheduleIn
from tests import factories
from tests.areas.weverveld import engine_of
from tests.factories import MONDAY, act
from tests.finder.read_model import versions, what_answers_hold, what_differs

# Whoever writes rows past our commands, which always touch the offering too.
ROWS: Mapping[str, tuple[str, str]] = {
    "a session is cancelled": (
        "follow_update ON session",
        "UPDATE session SET status = 'cancelled' WHERE offering_id = :walk",
    ),
    "a session is elsewhere": (
        "follow_update ON session",
        "UPDATE session SET place_id = :anker WHERE offering_id = :walk",
    ),
    "what happens once begins to come back": (
        "follow_update ON schedule",
        "UPDATE schedule SET rrule = 'FREQ=WEEKLY;BYDAY=TU' WHERE offering_id = :walk",
    ),
    "a second schedule": (
        "follow_insert ON schedule",
        """INSERT INTO schedule (id, offering_id, position, starts_local, duration_minutes, rrule,
                                on_public_holidays, on_school_holidays)
            SELECT gen_random_uuid(), offering_id, 9, starts_local, 60, 'FREQ=WEEKLY', 'skip',
                   'go_on'
            FROM schedule WHERE offering_id = :walk""",
    ),
    "no schedule any more": (
        "follow_delete ON schedule",
        "DELETE FROM schedule WHERE offering_id = :walk",
    ),
    "another area is served": (
        "follow_update ON offering_service_area",
        "UPDATE offering_service_area SET area_code = 'WK015302' WHERE offering_id = :line",
    ),
    "another organizer": (
        "count_insert ON offering_organizer",
        "INSERT INTO offering_organizer VALUES (:walk, :humanitas)",
    ),
    "an organizer leaves": (
        "count_delete ON offering_organizer",
        "DELETE FROM offering_organizer WHERE offering_id = :line",
    ),
    "another next step": (
        "count_insert ON offering_next_step",
        "INSERT INTO offering_next_step VALUES (:walk, :line)",
    ),
    "a next step less": (
        "count_delete ON offering_next_step",
        "DELETE FROM offering_next_step WHERE next_id = :walk",
    ),
    "a place more": (
        "count_insert ON place",
        """INSERT INTO place (id, status, name, kind, point, visibility, created_at, updated_at)
            SELECT gen_random_uuid(), status, 'Nieuw', kind, point, visibility, created_at,
                   updated_at
            FROM place WHERE id = :anker""",
    ),
    "a place less": (
        "count_delete ON place",
        "DELETE FROM place WHERE id = :anker",
    ),
    "open at another hour": (
        "count_insert ON place_opening",
        """INSERT INTO place_opening
            SELECT CAST(:anker AS uuid), tstzrange('2027-11-25', '2027-11-26'), 'open', 'open'""",
    ),
    "no hours known any more": (
        "count_delete ON place_opening",
        "DELETE FROM place_opening WHERE place_id = :boei",
    ),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether somebody who writes rows is followed."""

    differs: list[str]
    changed: bool
    counted: bool

    @property
    def is_right(self) -> bool:
        return not self.differs and self.counted >= self.changed


async def after(db: Db, name: str) -> Seen:
    await db.execute(text("SET LOCAL jit = off"))
    ids = await a_small_street(db)
    held, counted = await what_answers_hold(db), await versions(db)
    sql = ROWS[name][1]
    await db.execute(text(sql), {word: one for word, one in ids.items() if f":{word}" in sql})
    return Seen(
        await what_differs(db),
        await what_answers_hold(db) != held,
        (await versions(db))["GM0153"] > counted["GM0153"],
    )


async def a_small_street(db: Db) -> Mapping[str, UUID]:
    await factories.neighbourhood(db)
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00")
    anker = await factories.place(db, name="Het Anker")
    humanitas = await factories.organization(db, name="Humanitas")
    draft = await factories.offering(db, status="draft", organizationId=humanitas.id)
    walk = await factories.offering(
        db,
        placeId=boei.id,
        serviceAreas=["GM0153"],
        minAge=4,
        maxAge=12,
        languages=["nl"],
        spots={"state": "few", "reportedAt": MONDAY},
    )
    line = await factories.offering(
        db, organizers=[humanitas.id], nextSteps=[walk.id], organizationId=humanitas.id
    )
    once = ScheduleIn.model_validate(
        {
            "preset": "once",
            "startDate": "2026-12-01",
            "startTime": "10:00",
            "durationMinutes": 60,
        }
    )
    await put_schedules(db, walk.id, [once], act(), expected_version=None)
    return {
        "boei": boei.id,
        "anker": anker.id,
        "humanitas": humanitas.id,
        "draft": draft.id,
        "walk": walk.id,
        "line": line.id,
    }


@pytest.mark.parametrize("name", ROWS)
async def test_rows_that_are_written_without_a_command_are_followed_too(db: Db, name: str) -> None:
    seen = await after(db, name)

    assert seen.is_right
    assert seen.counted


@pytest.mark.parametrize("name", ROWS)
async def test_without_its_trigger_that_goes_wrong(db: Db, name: str) -> None:
    await db.execute(text(f"DROP TRIGGER finder_{ROWS[name][0]}"))

    assert not (await after(db, name)).is_right


# Every column counts.


# A way for each type to be something else.
OTHERWISE: Mapping[str, str] = {
    "USER-DEFINED": "ST_Translate({0}, 0, 0.01)",  # the point
    "boolean": "NOT {0}",
    "smallint": "{0} + 1",
    "bigint": "{0} + 1",
    "double precision": "{0} + 1",
    "date": "{0} + 1",
    "text": "{0} || ' '",
    "uuid": "gen_random_uuid()",
    "tsvector": "{0} || 'zomaar'::tsvector",
    "timestamp with time zone": "{0} + interval '1 second'",
    "ARRAY": "{0} || {0}[1:1]",
}


async def columns(db: Db) -> Mapping[str, str]:
    """Each column but the key, and how it can be made to differ."""
    rows = await db.execute(
        text("""
            SELECT column_name, data_type FROM information_schema.columns
            WHERE table_name = 'finder_entry' AND column_name <> 'offering_id'
            ORDER BY ordinal_position
        """)
    )
    return {name: OTHERWISE[of_type].format(name) for name, of_type in rows}


async def test_a_row_that_differs_in_any_column_is_seen_and_mended(db: Db) -> None:
    ids = await a_small_street(db)
    unseen, unmended = [], []
    for column, otherwise in (await columns(db)).items():
        changed = f"UPDATE finder_entry SET {column} = {otherwise} WHERE offering_id = :walk"  # noqa: S608 - columns of ours
        await db.execute(text(changed), {"walk": ids["walk"]})
        if (await queries.drift(db)).entries != (ids["walk"],):
            unseen.append(column)
        await db.execute(
            text("SELECT finder_refresh(ARRAY[CAST(:walk AS uuid)])"), {"walk": ids["walk"]}
        )
        if await what_differs(db):
            unmended.append(column)

    assert unseen == []
    assert unmended == []


async def test_rows_that_are_missing_or_too_many_and_points_of_sessions_are_seen(db: Db) -> None:
    ids = await a_small_street(db)

    await db.execute(
        text("DELETE FROM finder_entry WHERE offering_id = :line"), {"line": ids["line"]}
    )
    await db.execute(
        text("""
            INSERT INTO finder_entry
            SELECT (jsonb_populate_record(e, CAST(:other AS jsonb))).*
            FROM finder_entry AS e WHERE offering_id = :walk
        """),
        {"other": json.dumps({"offering_id": str(ids["draft"])}), "walk": ids["walk"]},
    )
    await db.execute(text("UPDATE session SET point = NULL"))
    drift = await queries.drift(db)

    assert set(drift.entries) == {ids["line"], ids["draft"]}
    assert drift.sessions == (ids["walk"],)
    assert drift.looked_at == 3
    assert drift


# The texts, and the way there.


def migrated_texts() -> Mapping[str, str]:
    """What the migrations call by an upper-case name; of several the newest."""
    texts: dict[str, str] = {}
    for path in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"migration_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        migration = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        texts |= {
            name.lower(): text.strip()
            for name, text in vars(migration).items()
            if isinstance(text, str) and text.lstrip().startswith("CREATE OR REPLACE")
        }
    return texts


def test_views_and_functions_in_the_database_are_the_ones_that_we_read() -> None:
    ours = {
        path.stem: re.sub(r"\A(--[^\n]*\n)+", "", path.read_text("utf-8")).strip()
        for path in (ROOT / "app").glob("*/sql/*.sql")
    }

    assert migrated_texts() == {
        name: text for name, text in ours.items() if text.startswith("CREATE OR REPLACE")
    }
    assert {"finder_source", "finder_write", "buurt_at"} <= migrated_texts().keys()


async def test_an_upgrade_fills_the_map_with_what_is_there(database_url: str) -> None:
    engine = engine_of(database_url)
    async with unit_of_work(engine) as db:
        await a_small_street(db)
        before = await what_answers_hold(db)

    await asyncio.to_thread(step_back, database_url, "0012_texts_for_readers")
    await asyncio.to_thread(migrate, database_url)

    async with unit_of_work(engine) as db:
        differs, held, counted = (
            await what_differs(db),
            await what_answers_hold(db),
            await versions(db),
        )
    await engine.dispose()
    assert differs == []
    assert held == before
    assert counted["GM0153"] > 0
