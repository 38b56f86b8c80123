"""Fills a migrated, empty database with a country-like map. Deterministic by seed and day.

By COPY, with our own triggers off: they work row by row, and a million rows are too many for that.
What they derive stands in the rows already; the read model is made at the end by the function
that makes it in the service.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.range import Range

from app.core.clock import to_instant
from app.core.config import Settings
from app.ingest.seed.foundation import read_public_holidays, seed_foundation
from app.schedule.holidays import Calendar
from app.start import SEED, engine_for
from app.vocabularies.commands import read_vocabularies
from bench.catalogue import Catalogue, Row, Rows
from bench.country import Country, Square, Town
from bench.rhythms import Rhythms

Tell = Callable[[str], None]
"""Hears one line about each step."""

BITE: Final = 10_000
REFRESHED_AT_A_TIME: Final = 1_000
OPENING_DAYS: Final = 5
FRIDAY: Final = 4
EDITION: Final = 2024


def towns_of(country: Country, *, seed: int) -> list[Town]:
    """The towns of the map with this seed: the questions are asked from there."""
    return country.towns(Random(f"{seed} towns"))


def fill(url: str, *, offerings: int, monday: date, seed: int, tell: Tell) -> None:
    """Makes the map of the week that begins on `monday`; the database must be migrated and empty.

    `url` is a libpq address; its role owns the tables.
    """
    asyncio.run(_foundation(url))
    country = Country.for_offerings(offerings)
    now = to_instant(datetime.combine(monday, time.min))
    catalogue = Catalogue(
        country,
        towns_of(country, seed=seed),
        offerings=offerings,
        now=now,
        rhythms=Rhythms.of(today=monday, calendar=_calendar(), rng=Random(f"{seed} rhythms")),
        vocabulary=read_vocabularies(SEED / "vocabularies.csv"),
        rng=Random(f"{seed} catalogue"),
    )
    with psycopg.connect(url, autocommit=True) as database:
        with _triggers_off(database):
            squares = list(country.areas(Random(f"{seed} areas")))
            with database.transaction():  # areas refer to each other, checked at the end
                _copy(database, {"area": [_area(square, now) for square in squares]})
                _copy(database, {"area_member": [row for each in squares for row in _parts(each)]})
            for grounds in catalogue.grounds():
                openings = [row for place in grounds["place"] for row in _openings(place, monday)]
                _copy(database, grounds | {"place_opening": openings})
            tell(f"{len(squares):,} areas, {max(1, offerings // 5):,} places")
            done = 0
            for bite in catalogue.offerings(at_a_time=BITE):
                _copy(database, bite)
                done += len(bite["offering"])
                tell(f"{done:,} of {offerings:,} offerings")
        database.execute("ANALYZE")
        _fill_read_model(database, tell)
        database.execute("VACUUM (ANALYZE)")


async def _foundation(url: str) -> None:
    engine = engine_for(Settings(database_url=url))
    try:
        await seed_foundation(engine, SEED)
    finally:
        await engine.dispose()


def _calendar() -> Calendar:
    return Calendar.of(
        public_holidays=read_public_holidays(SEED / "public_holidays.csv"), school_holidays=()
    )


@contextmanager
def _triggers_off(database: psycopg.Connection) -> Iterator[None]:
    """Our triggers, not those of the foreign keys."""
    found = database.execute("""
        SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid IN
            (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        ORDER BY 1
    """).fetchall()
    tables = [sql.Identifier(name) for (name,) in found]
    for table in tables:
        database.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    yield
    for table in tables:
        database.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


def _copy(database: psycopg.Connection, rows: Rows) -> None:
    with database.cursor() as cursor:
        for table, its in rows.items():
            if not its:
                continue
            columns = sql.SQL(", ").join(map(sql.Identifier, its[0]))
            copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
            with cursor.copy(copy) as into:
                for row in its:
                    into.write_row(list(row.values()))


def _area(square: Square, now: datetime) -> Row:
    west, south, side = square.west_m, square.south_m, square.side_m
    east, north = west + side, south + side
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    middle = f"{west + side / 2} {south + side / 2}"
    return {
        "code": square.code,
        "level": square.level,
        "name": square.name,
        "parent_code": square.parent_code,
        "gemeente_code": square.gemeente_code,
        "year": EDITION,
        "inhabitants": square.inhabitants,
        "school_region": "noord" if square.level == "gemeente" else None,
        "label_point": f"SRID=28992;POINT({middle})",
        "geometry": f"SRID=28992;MULTIPOLYGON((({ring})))",
        "boundary": "official",
        "created_at": now,
        "updated_at": now,
    }


def _parts(square: Square) -> list[Row]:
    return [{"area_code": square.code, "buurt_code": part} for part in square.parts]


def _openings(place: Row, monday: date) -> Iterator[Row]:
    """From 9 to 17 on working days, without a gap; places without hours have none."""
    if place["opening_hours"] is None:
        return
    for day in (monday + timedelta(days=ahead) for ahead in range(OPENING_DAYS)):
        night, nine, five = (to_instant(datetime.combine(day, time(hour))) for hour in (0, 9, 17))
        tomorrow = to_instant(datetime.combine(day + timedelta(days=1), time.min))
        is_working = day.weekday() <= FRIDAY
        for first, last, state, text in (
            (night, nine, "closed", "gesloten tot 9.00 uur"),
            (nine, five, "open" if is_working else "closed", "open tot 17.00 uur"),
            (five, tomorrow, "closed", "gesloten"),
        ):
            during = Range(first, last, bounds="[)")
            yield {"place_id": place["id"], "during": during, "state": state, "text": text}


def _fill_read_model(database: psycopg.Connection, tell: Tell) -> None:
    ids = [id_ for (id_,) in database.execute("SELECT id FROM offering ORDER BY id")]
    for done, some in _in_bites(ids):
        database.execute("SELECT finder_refresh(%s)", [some])
        if done % (10 * REFRESHED_AT_A_TIME) == 0 or done == len(ids):
            tell(f"{done:,} of {len(ids):,} in the read model")


def _in_bites(ids: Sequence[UUID]) -> Iterator[tuple[int, list[UUID]]]:
    for start in range(0, len(ids), REFRESHED_AT_A_TIME):
        some = list(ids[start : start + REFRESHED_AT_A_TIME])
        yield start + len(some), some
