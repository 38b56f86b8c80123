"""pgbench gets the very statement, with points from the same towns."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import psycopg

from app.core.geo import RdPoint
from bench.country import Country, Town
from bench.generate import fill, towns_of
from bench.peer import Drawn, Statement, pgbench_script, reached
from bench.statements import NEAREST, nearest_statement

MONDAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)

TOWNS = [Town(RdPoint(257_000.0, 471_000.0), 2.0, 800.0), Town(RdPoint(203_000.0, 502_000.0), 1, 9)]
"""Enschede and Zwolle."""


def test_points_become_variables_and_other_arguments_stay_parameters() -> None:
    statement = Statement(
        "SELECT $1::float8 + $2::float8, $3::date, $4::text[]",
        [Drawn.X_M, Drawn.Y_M, "2026-11-22", None],
    )
    script = pgbench_script(statement, TOWNS)
    assert script.endswith("\nSELECT :x::float8 + :y::float8, :p3::date, NULL::text[];\n")
    assert "when :town = 1 then 257000 when :town = 2 then 203000 end" in script
    assert "when :town = 1 then 471000 when :town = 2 then 502000 end" in script


def test_postgresql_gets_the_texts_as_they_were(server: str) -> None:
    # It fails, and pgbench with it, as soon as one of the texts arrives otherwise.
    statement = Statement(
        r"""
        SELECT 1 / (to_char($3::timestamptz, 'HH24:MI') = '10:00')::int,
            1 / ('it''s \n at:x' = concat('it', chr(39), 's ', chr(92), 'n at', chr(58), 'x'))::int,
            1 / ($1::float8 BETWEEN 195500 AND 264500)::int,
            1 / ($2::float8 BETWEEN 463500 AND 509500)::int,
            1 / (current_setting('plan_cache_mode') = 'force_generic_plan')::int;
        """,
        [Drawn.X_M, Drawn.Y_M, "2026-11-22T10:00:00Z"],
    )
    peer = reached(server, pgbench_script(statement, TOWNS), statement, seconds=1)
    assert peer.per_second > 0
    assert 0 < peer.p50_ms <= peer.p95_ms


def test_the_statement_of_the_service_answers_the_nearest_twenty(
    make_database: Callable[[], str],
) -> None:
    url = make_database()
    fill(url, offerings=400, monday=MONDAY, seed=1, tell=lambda _: None)
    statement = nearest_statement(NOON)
    places = {Drawn.X_M: "150000", Drawn.Y_M: "470000"}
    values = [places[value] if isinstance(value, Drawn) else value for value in statement.arguments]
    with psycopg.connect(url, cursor_factory=psycopg.RawCursor) as database:
        row = database.execute(statement.sql, values).fetchone()
    assert row is not None
    cards = json.loads(f"[{row[0]}]")
    assert len(cards) == NEAREST
    metres = [card["distance"] for card in cards]
    assert metres == sorted(metres)
    towns = towns_of(Country.for_offerings(400), seed=1)
    assert reached(url, pgbench_script(statement, towns), statement, seconds=1).per_second > 0
