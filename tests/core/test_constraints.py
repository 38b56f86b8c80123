"""What the database refuses by itself: a table of bad rows for every table of the catalogue."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import Db
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.places.stops import Stop, replace_stops
from app.schedule.commands import store_public_holidays, store_school_holidays
from app.schedule.holidays import PublicHoliday, SchoolHoliday
from tests import factories
from tests.core.bad_rows import is_refused, new_key
from tests.factories import act, weekly
from tests.offerings.walks import TUESDAY

NOBODY = str(uuid4())
MORNING, NOON = "2026-11-30T09:00:00+00:00", "2026-11-30T12:00:00+00:00"

# Of every entry.
ENTRY: list[dict[str, Any]] = [
    {"version": 0},
    {"version": None},
    {"status": "gepubliceerd"},
    {"status": None},
    {"merged_into": NOBODY},
    {"source_name": "kaart"},
    {"source_external_id": "17"},
    {"verified_how": "gehoord"},
    {"created_at": None},
    {"updated_at": None},
    {"demo": None},
]

# Table → what makes a copy of a good row good, and what makes it bad.
TABLES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "organization": (
        {},
        [
            *ENTRY,
            {"name": ""},
            {"kind": "bedrijf"},
            {"kind": None},
            {"gemeenten": []},
            {"gemeenten": [None]},
            {"gemeenten": ["GM0153", None]},
            {"gemeenten": ["GM0153", "Zwolle"]},
            {"gemeenten": ["GM153"]},
            {"kvk_number": "0812345"},
            {"vouched_by": NOBODY},
            {"kind": "zelforganisatie"},
            {"kind": "bewonersinitiatief"},
            {"personal": ["naam"]},
        ],
    ),
    "organization_trust": (
        {"gemeente_code": "GM0193"},
        [
            {"gemeente_code": "GM0153"},
            {"gemeente_code": "Zwolle"},
            {"organization_id": NOBODY},
            {"until": None},
        ],
    ),
    "place": (
        {},
        [
            *ENTRY,
            {"name": ""},
            {"kind": "kasteel"},
            {"street": None},
            {"city": None},
            {"street": None, "city": None},
            {"street": None, "city": None, "house_number": None},
            {"postcode": "7545 TP"},
            {"postcode": "0545TP"},
            {"bag_id": "0153"},
            {"point": None},
            {"organization_id": NOBODY},
            {"opening_exceptions": {}},
            {"opening_text": None},
            {"access_features": []},
            {"access_features": {"trap": {"state": "yes"}}},
            {"visibility": "geheim"},
        ],
    ),
    "place_opening": (
        {"during": f"[{MORNING},{NOON})"},
        [
            {},
            {"during": "empty"},
            {"during": f"[{MORNING},{NOON})", "state": "dicht"},
            {"during": f"[{MORNING},{NOON})", "place_id": NOBODY},
            {"during": None},
            {"during": f"[{MORNING},{NOON})", "text": None},
        ],
    ),
    "offering": (
        {},
        [
            *ENTRY,
            {"status": "paused"},
            {"status": "blocked"},
            {"status": "rejected"},
            {"paused_until": "2026-12-01"},
            {"kind": "wandeling"},
            {"title": ""},
            {"summary": "x" * 161},
            {"organization_id": NOBODY},
            {"organization_id": None},
            {"place_id": NOBODY},
            {"channel": "fax"},
            {"channel": "phone", "place_id": "PLACE"},
            {"channel": "place", "place_id": None},
            {"themes": []},
            {"themes": [None]},
            {"themes": ["bewegen", "zwemmen"]},
            {"themes": ["bewegen", "eten", "rouw", "geld", "dementie", "zingeving"]},
            {"audiences": []},
            {"audiences": {"iedereen": "open"}},
            {"audiences": {"mantelzorgers": "soms"}},
            {"min_age": -1},
            {"max_age": 121},
            {"min_age": 12, "max_age": 4},
            {"access": []},
            {"access": ["open", "gratis"]},
            {"access": [None]},
            {"provision": "welzijn"},
            {"cost_kind": "goedkoop"},
            {"cost_kind": "amount"},
            {"cost_amount": 2},
            {"cost_kind": "amount", "cost_amount": 0},
            {"cost_kind": "amount", "cost_amount": -2},
            {"joining": "bellen"},
            {"first_time": ["koffie"]},
            {"led_by": ["robot"]},
            {"effort": "zwaar"},
            {"distance_km": 0},
            {"weather": "zon"},
            {"spots": "vol"},
        ],
    ),
    "offering_service_area": (
        {"area_code": "BU01530202"},
        [{}, {"offering_id": NOBODY, "area_code": "BU01530202"}, {"area_code": None}],
    ),
    "offering_organizer": (
        {"offering_id": "OTHER"},
        [{}, {"offering_id": NOBODY}, {"organization_id": NOBODY}],
    ),
    "offering_next_step": ({"next_id": "OTHER"}, [{}, {"next_id": NOBODY}, {"next_id": "SELF"}]),
    "schedule": (
        {"position": 1},
        [
            {},
            {"position": -1},
            {"position": 1, "offering_id": NOBODY},
            {"position": 1, "duration_minutes": 4},
            {"position": 1, "duration_minutes": 1441},
            {"position": 1, "until": "2026-08-31"},
            {"position": 1, "on_public_holidays": "soms"},
            {"position": 1, "on_school_holidays": "skip", "school_region": None},
            {"position": 1, "school_region": "oost"},
            {"position": 1, "place_id": NOBODY},
        ],
    ),
    "session_change": (
        {"original_starts_local": "2026-12-01T10:00:00"},
        [
            {},
            {"original_starts_local": "2026-12-01T10:00:00", "status": "weg"},
            {"original_starts_local": "2026-12-01T10:00:00", "note": "x" * 301},
            {"original_starts_local": "2026-12-01T10:00:00", "starts_at": MORNING},
            {
                "original_starts_local": "2026-12-01T10:00:00",
                "starts_at": NOON,
                "ends_at": MORNING,
            },
            {
                "original_starts_local": "2026-12-01T10:00:00",
                "status": "scheduled",
                "starts_at": MORNING,
                "ends_at": NOON,
            },
            {"original_starts_local": "2026-12-01T10:00:00", "status": "moved"},
            {"original_starts_local": "2026-12-01T10:00:00", "place_id": NOBODY},
        ],
    ),
    "session": (
        {"original_starts_at": MORNING},
        [
            {"original_starts_at": TUESDAY.isoformat()},
            {"original_starts_at": MORNING, "offering_id": NOBODY},
            {"original_starts_at": MORNING, "schedule_id": NOBODY},
            {"original_starts_at": MORNING, "status": "weg"},
            {"original_starts_at": MORNING, "starts_at": NOON, "ends_at": MORNING},
            {"original_starts_at": MORNING, "text": None},
        ],
    ),
    "vocabulary_term": (
        {"code": "nieuw", "position": 999},
        [
            {"position": 999},
            {"code": "nieuw"},
            {"code": "Nieuw", "position": 999},
            {"code": "", "position": 999},
            {"code": "nieuw", "position": 999, "sensitivity": "geheim"},
            {"code": "nieuw", "position": 999, "label_nl": None},
        ],
    ),
    "public_holiday": ({"date": "2026-12-26"}, [{}, {"date": "2026-12-26", "name": None}]),
    "school_holiday": (
        {"first": "2027-02-20", "last": "2027-02-28"},
        [
            {},
            {"first": "2027-01-03", "last": "2027-01-09"},
            {"first": "2027-02-20", "last": "2027-02-19"},
            {"first": "2027-02-20", "last": "2027-02-28", "region": "oost"},
        ],
    ),
    "finder_entry": (
        {"offering_id": "DRAFT"},
        [
            {},
            {"offering_id": NOBODY},
            {"offering_id": "DRAFT", "is_listed": None},
            {"offering_id": "DRAFT", "kind": None},
            {"offering_id": "DRAFT", "upcoming": None},
            {"offering_id": "DRAFT", "card_body": None},
            # Whatever is somewhere is so in every column that says it.
            {"offering_id": "DRAFT", "point": None, "lon": 6.87},
            {"offering_id": "DRAFT", "point": None, "lat": 52.21},
            {"offering_id": "DRAFT", "point": None, "lon": None, "lat": None, "place_id": "PLACE"},
        ],
    ),
    "transport_stop": (
        {},
        [
            {"id": ""},
            {"id": "1001"},
            {"name": ""},
            {"name": None},
            {"point": None},
            {"source": ""},
            {"source": None},
        ],
    ),
    "postcode_point": (
        {"postcode": "7511GM"},
        [
            {},
            {"postcode": None},
            {"postcode": "0511"},
            {"postcode": "7511 GM"},
            {"postcode": "7511gm"},
            {"postcode": "7511GM", "source": ""},
            {"postcode": "7511GM", "gemeente_code": "0153"},
            {"postcode": "7511GM", "point": None},
        ],
    ),
    "address_street": (
        {"name": "Deurningerstraat"},
        [
            {},
            {"name": ""},
            {"name": None},
            {"name": "Deurningerstraat", "city": ""},
            {"name": "Deurningerstraat", "city": None},
            {"name": "Deurningerstraat", "name_key": None},
            {"name": "Deurningerstraat", "source": ""},
            {"name": "Deurningerstraat", "point": None},
        ],
    ),
    "address": (
        {"number": 17},
        [
            {},
            {"number": 0},
            {"number": 100_000},
            {"number": None},
            {"number": 17, "street_id": 0},
            {"number": 17, "letter": None},
            {"number": 17, "addition": None},
            {"number": 17, "postcode": "7511"},
            {"number": 17, "point": None},
        ],
    ),
    "word_list_entry": (
        {"phrase": "padel"},
        [
            {},
            {"phrase": ""},
            {"phrase": None},
            {"phrase": "padel", "list": "woorden"},
            {"phrase": "padel", "meaning": None},
            {"phrase": "padel", "source": "gemeente"},
        ],
    ),
    "finder_version": (
        {"gemeente_code": "GM9999"},
        [
            {},
            {"gemeente_code": None},
            {"gemeente_code": "GM9999", "slot": None},
            {"gemeente_code": "GM9999", "version": 0},
        ],
    ),
    "unfound_term": (
        {"term": "theme:bewegen"},
        [
            {},
            {"term": None},
            {"term": "schulden"},
            {"term": "theme:bij mij in de straat"},
            {"wijk_code": None},
            {"wijk_code": "BU01530202"},
            {"wijk_code": "GM0153"},
            {"week": "2026-11-24"},
            {"week": None},
            {"term": "other", "count": 0},
        ],
    ),
    "unfound_word": (
        {"word": "rolhockey"},
        [
            {},
            {"word": None},
            {"word": "pa"},
            {"word": "padel bij mij"},
            {"word": "padel7"},
            {"word": "p" * 41},
            {"word": "rolhockey", "week": "2026-11-24"},
            {"word": "rolhockey", "count": 0},
        ],
    ),
    "change": (
        {"version": 99},
        [
            {},
            {"version": 0},
            {"version": 99, "subject_type": "area"},
            {"version": 99, "actor": "Annie"},
            {"version": 99, "changed": None},
        ],
    ),
    "revision": (
        {"author": "account:2"},
        [
            {},
            {"author": "Annie"},
            {"author": "account:2", "subject_type": "area"},
            {"author": "account:2", "base_version": 0},
            {"author": "account:2", "state": "nieuw"},
            {"author": "account:2", "state": "approved"},
            {"author": "account:2", "decided_at": MORNING},
            {"author": "account:2", "state": "rejected", "decided_at": MORNING},
        ],
    ),
}
WITHOUT_AN_ID = {
    "finder_entry", "finder_version", "unfound_term", "unfound_word",
    "organization_trust", "place_opening", "offering_service_area", "offering_organizer",
    "offering_next_step", "session_change", "session", "vocabulary_term", "public_holiday",
    "school_holiday", "postcode_point", "address_street", "address", "word_list_entry",
}  # fmt: skip


async def a_row_of_everything(db: Db) -> dict[str, str]:
    """One good row in every table; answers the ids that the table above calls by a word."""
    await factories.neighbourhood(db)
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00")
    await db.execute(text("DELETE FROM place_opening WHERE NOT upper(during) < :t"), {"t": TUESDAY})
    other = await factories.offering(db)
    await organizations.trust(
        db, other.organization_id, act(), gemeente_code="GM0153", until=date(2027, 11, 1)
    )
    await db.execute(text("DELETE FROM offering_service_area"))
    walk = await factories.offering(
        db,
        organizationId=other.organization_id,
        placeId=boei.id,
        channel="on_the_move",
        serviceAreas=["GM0153"],
        organizers=[other.organization_id],
    )
    await put_schedules(db, walk.id, [weekly()], act(), expected_version=None)
    await change_session(
        db,
        walk.id,
        SessionChangeIn(status="cancelled"),
        act(),
        original_starts_at=TUESDAY,
        expected_version=None,
    )
    halte = Stop("1001", "Spinnerstraat", 256_000, 470_000)
    await replace_stops(db, [halte], source="GTFS")
    third = await factories.offering(db)
    draft = await factories.offering(db, status="draft")
    await offerings.change(
        db, walk.id, {"nextSteps": [str(third.id)]}, act(), expected_version=None
    )
    await db.execute(
        text("""
            INSERT INTO unfound_term (week, wijk_code, term, count)
            VALUES ('2026-11-23', '', 'theme:geld', 3)
        """)
    )
    await db.execute(
        text("INSERT INTO unfound_word (week, word, count) VALUES ('2026-11-23', 'padel', 12)")
    )
    await db.execute(
        text("""
            WITH spot (point) AS (SELECT ST_SetSRID(ST_MakePoint(257000, 471000), 28992)),
            postcode AS (
                INSERT INTO postcode_point (postcode, source, gemeente_code, point)
                SELECT '7511', 'seed', 'GM0153', point FROM spot
            ), street AS (
                INSERT INTO address_street (source, city, name, name_key, point)
                SELECT 'bag', 'Enschede', 'Pijpenstraat', 'pijpenstraat', point FROM spot
                RETURNING id
            )
            INSERT INTO address (street_id, number, postcode, point)
            SELECT id, 15, '7511GM', point FROM street, spot
        """)
    )
    await db.execute(
        text("""
            INSERT INTO word_list_entry (list, phrase, meaning, source)
            VALUES ('synonym', 'kuieren', 'word:wandelen', 'own')
        """)
    )
    await store_public_holidays(db, [PublicHoliday(day=date(2026, 12, 25), name="Kerst")])
    await store_school_holidays(
        db,
        [
            SchoolHoliday(
                region="noord", first=date(2026, 12, 19), last=date(2027, 1, 3), name="Kerst"
            )
        ],
    )
    await db.execute(
        text("""
            INSERT INTO revision (id, subject_type, subject_id, base_version, proposed, author,
                created_at, state)
            VALUES (gen_random_uuid(), 'offering', :id, 1, '{}', 'account:1', :now, 'pending')
        """),
        {"id": walk.id, "now": TUESDAY},
    )
    return {
        "SELF": str(walk.id),
        "OTHER": str(other.id),
        "PLACE": str(boei.id),
        "DRAFT": str(draft.id),
    }


async def test_the_database_refuses_every_bad_row_by_itself(db: Db) -> None:
    words = await a_row_of_everything(db)

    def spelled(table: str, different: dict[str, Any]) -> dict[str, Any]:
        key = {} if table in WITHOUT_AN_ID else new_key()
        return key | {
            name: words.get(value, value) if isinstance(value, str) else value
            for name, value in different.items()
        }

    refused_though_good, taken_though_bad = [], []
    for table, (good, bad) in TABLES.items():
        if await is_refused(db, table, spelled(table, good)):
            refused_though_good.append(table)
        taken_though_bad += [
            (table, different)
            for different in bad
            if not await is_refused(db, table, spelled(table, different))
        ]

    assert refused_though_good == []
    assert taken_though_bad == []


async def test_a_served_area_exists_when_the_transaction_ends(db: Db) -> None:
    await factories.neighbourhood(db)
    await factories.offering(db)
    await db.execute(text("UPDATE offering_service_area SET area_code = 'GM9999'"))

    with pytest.raises(DBAPIError, match="offering_service_area_area_code_fkey"):
        await db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


async def test_every_table_of_the_catalogue_has_its_bad_rows(db: Db) -> None:
    tables = set(
        (
            await db.execute(
                text("""
                    SELECT table_name FROM information_schema.tables
                    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                """)
            )
        ).scalars()
    )

    not_ours = {"spatial_ref_sys", "alembic_version"}
    areas = {"area", "area_member", "area_successor"}
    # A good second row cannot be; see the next tests.
    single_row = {"first_fill", "word_list_version"}
    assert tables - not_ours - areas - single_row == set(TABLES)


async def test_the_first_filling_is_finished_only_once(db: Db) -> None:
    await db.execute(text("INSERT INTO first_fill (finished_at) VALUES (:t)"), {"t": TUESDAY})

    assert await is_refused(db, "first_fill", {"finished_at": MORNING})
    assert await is_refused(db, "first_fill", {"only_row": False, "finished_at": MORNING})


async def test_the_word_lists_have_one_version(db: Db) -> None:
    assert await is_refused(db, "word_list_version", {})
    assert await is_refused(db, "word_list_version", {"only_row": False})
