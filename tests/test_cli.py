"""The terminal: what a newcomer and an operator type, and what they are told."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.clock import local_date, utc_now
from app.core.database import engine_url, unit_of_work
from app.finder.unfound import week_of
from tests import factories

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def buurtkaart(database_url: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command as an operator would, against a database of this test's own."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", "from app.cli import main; main()", *words],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "HOME": os.environ.get("HOME", "/"),
                "DATABASE_URL": database_url,
                # Nobody listens there: what talks to the outside must say so and stop.
                "PDOK_WFS_URL": "http://127.0.0.1:9/{year}/wfs",
                "PDOK_OGC_URL": "http://127.0.0.1:9/{year}/ogc",
                "SCHOOL_HOLIDAYS_URL": "http://127.0.0.1:9/holidays",
                "COLUMNS": "200",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    return run


Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_names_every_group(buurtkaart: Run) -> None:
    done = buurtkaart("--help")
    assert done.returncode == 0
    for group in (
        "serve",
        "seed",
        "areas",
        "import",
        "sessions",
        "holidays",
        "finder",
        "synonyms",
        "stops",
        "demo",
        "worker",
    ):
        assert group in done.stdout


def test_what_is_wrong_with_a_file_is_told_for_a_terminal(buurtkaart: Run, tmp_path: Path) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_text("postcode,lon,lat\nx,6.9,52.2\n7511,52.2,6.9\n", encoding="utf-8")

    done = buurtkaart("postcodes", "import", str(file))

    assert done.returncode == 1
    first, *faults = done.stderr.splitlines()
    assert first == "Er kloppen 2 dingen niet. Hieronder staat wat u kunt doen."
    assert [line.partition(":")[0] for line in faults] == ["  regel 2", "  regel 3"]


def test_without_a_database_one_sentence_says_so(buurtkaart: Run) -> None:
    done = buurtkaart("sessions", "roll", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "niet bereikbaar" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_is_no_postgresql_is_refused_in_one_sentence(buurtkaart: Run) -> None:
    done = buurtkaart("sessions", "roll", DATABASE_URL="mysql://localhost/buurtkaart")
    assert done.returncode == 1
    assert "DATABASE_URL must start with postgresql://" in done.stderr
    assert "Traceback" not in done.stderr


def test_areas_import_without_pdok_stores_nothing_and_says_why(buurtkaart: Run) -> None:
    done = buurtkaart("areas", "import", "--gemeente", "GM0153")
    assert done.returncode == 1
    assert "PDOK geeft nu geen grenzen" in done.stderr


def test_areas_import_asks_what_to_import(buurtkaart: Run) -> None:
    done = buurtkaart("areas", "import")
    assert done.returncode == 2
    assert "--gemeente GM0153" in done.stderr


def test_holidays_that_cannot_be_fetched_are_said_in_one_sentence(buurtkaart: Run) -> None:
    done = buurtkaart("holidays", "refresh")
    assert done.returncode == 1
    assert "Rijksoverheid geeft nu geen bruikbaar antwoord" in done.stderr


@pytest.mark.slow
def test_seed_roll_and_demo_remove_go_after_one_another(buurtkaart: Run) -> None:
    seeded = buurtkaart("seed")
    assert seeded.returncode == 0, seeded.stderr
    assert "412 organizations, places and offerings" in seeded.stdout
    assert "bijgewerkt" in buurtkaart("sessions", "roll").stdout
    assert "bijgewerkt" in buurtkaart("openings", "roll").stdout
    removed = buurtkaart("demo", "remove")
    assert "376 demo-gegevens verwijderd" in removed.stdout
    assert "0 demo-gegevens verwijderd" in buurtkaart("demo", "remove").stdout


def test_the_committed_interface_is_what_the_code_says(buurtkaart: Run) -> None:
    done = buurtkaart("openapi", "--check")
    assert done.returncode == 0, done.stderr


def test_a_port_that_is_taken_is_said_before_anything_is_done(buurtkaart: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = buurtkaart("serve", "--prepare", PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 is not free" in done.stderr
    assert "ready" not in done.stdout


def test_a_database_that_was_never_migrated_says_what_to_run(buurtkaart: Run, server: str) -> None:
    done = buurtkaart("demo", "remove", DATABASE_URL=server)  # the one named postgres
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("source", ["seed", "demo", "Sociale Kaart", "x" * 99])
def test_a_source_may_not_pass_for_the_seed(buurtkaart: Run, source: str) -> None:
    done = buurtkaart(
        "import",
        "offerings",
        "docs/import-voorbeeld.csv",
        "--source",
        source,
        "--gemeente",
        "GM0153",
    )
    assert done.returncode == 2
    assert "eigen naam" in done.stderr


def test_a_setting_that_cannot_be_used_is_one_line(buurtkaart: Run) -> None:
    done = buurtkaart("sessions", "roll", LOG_LEVEL="loud")
    assert done.returncode == 1
    assert done.stderr.startswith("LOG_LEVEL")
    assert "Traceback" not in done.stderr


async def a_walk_that_was_forgotten(url: str) -> None:
    engine = create_async_engine(engine_url(url), poolclass=NullPool)
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
        await factories.offering(db)
        await factories.offering(db, title="Zingen in het koor")
        await db.execute(text("DELETE FROM finder_entry WHERE name_key LIKE 'samen%'"))
    await engine.dispose()


async def test_what_is_not_found_as_it_was_filled_in_is_told_and_mended(
    buurtkaart: Run, database_url: str
) -> None:
    await a_walk_that_was_forgotten(database_url)

    wrong = await asyncio.to_thread(buurtkaart, "finder", "check")
    mended = await asyncio.to_thread(buurtkaart, "finder", "rebuild")
    right = await asyncio.to_thread(buurtkaart, "finder", "check")

    assert wrong.returncode == 1
    assert wrong.stdout.startswith("1 keer aanbod staat anders in het zoekbestand")
    assert "buurtkaart finder rebuild" in wrong.stdout
    assert mended.returncode == 0, mended.stderr
    assert "2 keer aanbod opnieuw uitgerekend" in mended.stdout
    assert right.returncode == 0, right.stderr
    assert "2 keer aanbod bekeken: alles klopt." in right.stdout


async def test_what_was_looked_for_in_vain_is_told_by_term_and_wijk(
    buurtkaart: Run, database_url: str
) -> None:
    engine = create_async_engine(engine_url(database_url), poolclass=NullPool)
    monday = week_of(local_date(utc_now()))
    async with unit_of_work(engine) as db:
        await factories.square_buurt(db)
        for week, wijk in ((monday, "WK015302"), (monday, ""), (monday - timedelta(weeks=2), "")):
            await db.execute(
                text("INSERT INTO unfound_term VALUES (:week, :wijk, 'theme:geld', 3)"),
                {"week": week, "wijk": wijk},
            )
        await db.execute(
            text("INSERT INTO unfound_word VALUES (:week, 'padel', 12)"), {"week": monday}
        )
    await engine.dispose()

    told = await asyncio.to_thread(buurtkaart, "finder", "unfound", "--weeks", "2")

    assert told.returncode == 0, told.stderr
    assert [" ".join(line.split()) for line in told.stdout.splitlines()] == [
        "3 theme:geld wijk onbekend",
        "3 theme:geld wijk WK015302",
        "12 padel (een woord dat wij niet kennen)",
    ]


def test_stops_are_taken_whole_or_refused_with_the_lines_that_are_wrong(
    buurtkaart: Run, tmp_path: Path
) -> None:
    header = "stop_id,stop_name,stop_lat,stop_lon\n"
    good, bad = tmp_path / "stops.txt", tmp_path / "half.txt"
    good.write_text(f"{header}1,Spinnerstraat,52.212,6.876\n", encoding="utf-8")
    bad.write_text(f"{header}1,,52.212,6.876\n2,Plein,52.22,oost\n", encoding="utf-8")

    taken, refused = (
        buurtkaart("stops", "import", str(good)),
        buurtkaart("stops", "import", str(bad)),
    )

    assert (taken.returncode, refused.returncode) == (0, 1)
    assert "1 haltes opgeslagen" in taken.stdout
    assert "regel 2, stop_name: Dit is leeg." in refused.stderr
    assert "regel 3, stop_lon: Dit moet een getal zijn" in refused.stderr
