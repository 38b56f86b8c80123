"""What is looked for in vain is counted by term, wijk and week, and nothing else of it is kept."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, timedelta

import psycopg
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from app.core.config import Settings
from app.core.database import Databases, Db, read_only, unit_of_work
from app.core.errors import UnavailableError
from app.core.geo import LonLat
from app.finder.unfound import (
    MOST_KEYS,
    OTHER,
    TermKey,
    UnfoundCounts,
    counts_of,
    note,
    unfound_since,
    wijk_asked,
    write_down,
    written_down,
)
from app.finder.unfound_words import FEWEST_TIMES
from app.words.asked import Alternative, Asked, Need
from app.words.lexicon import Lexicon
from tests import factories

WEDNESDAY, WEEK = date(2026, 11, 25), date(2026, 11, 23)
PATHMOS_WIJK = "WK015302"
NO_LISTS = Lexicon.of([], {})
NOBODY_LISTENS = "postgresql://buurtkaart@127.0.0.1:1/nergens"


def need(phrase: str, *terms: str, is_excluded: bool = False) -> Need:
    alternatives = [Alternative(words=(phrase,)), *(Alternative(term=term) for term in terms)]
    return Need(
        phrase,
        0,
        len(phrase),
        tuple(alternatives),
        is_excluded=is_excluded,
        is_known=bool(terms),
    )


def asked(*needs: Need) -> Asked:
    return Asked(" ".join(each.phrase for each in needs), needs=needs)


def searched(
    counts: UnfoundCounts,
    *needs: Need,
    wijk: str | None = PATHMOS_WIJK,
    today: date = WEDNESDAY,
    chosen: Sequence[str] = (),
) -> None:
    note(
        counts,
        asked(*needs),
        lexicon=NO_LISTS,
        chosen=chosen,
        wijk_code=wijk,
        today=today,
    )


@pytest.fixture(scope="module")
def url(make_database: Callable[[], str]) -> str:
    return make_database()


@pytest.fixture
async def databases(url: str) -> AsyncIterator[Databases]:
    with psycopg.connect(url) as connection:
        connection.execute("TRUNCATE unfound_term, unfound_word")
    databases = await Databases.open(Settings(database_url=url), url)
    yield databases
    await databases.close(grace_s=1)


async def stored(databases: Databases, table: str = "unfound_term") -> list[tuple[object, ...]]:
    async with read_only(databases.engine) as db:
        rows = await db.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608 - ours
        return [tuple(row) for row in rows]


# Counting.


def test_each_term_that_the_words_stood_for_counts_once_in_its_wijk_and_week() -> None:
    counts = UnfoundCounts()

    searched(counts, need("geen geld", "theme:geld", "audience:laag-inkomen"))
    searched(counts, need("schuld", "theme:geld"), need("rood staan", "theme:geld"))

    assert counts.terms == {
        (WEEK, PATHMOS_WIJK, "theme:geld"): 2,
        (WEEK, PATHMOS_WIJK, "audience:laag-inkomen"): 1,
    }


def test_what_was_chosen_from_a_list_counts_like_what_was_typed() -> None:
    counts = UnfoundCounts()

    searched(counts, need("geld", "theme:geld"), chosen=["theme:geld", "kind:spreekuur"])

    assert {key.term: times for key, times in counts.terms.items()} == {
        "theme:geld": 1,
        "kind:spreekuur": 1,
    }


def test_what_somebody_does_not_want_is_not_looked_for() -> None:
    counts = UnfoundCounts()

    searched(counts, need("koken", "theme:koken", is_excluded=True))

    assert not counts.terms


def test_sunday_and_the_monday_after_are_two_weeks() -> None:
    counts = UnfoundCounts()

    for day in (date(2026, 11, 29), date(2026, 11, 30)):
        searched(counts, need("geld", "theme:geld"), today=day, wijk=None)

    assert [(key.week, key.wijk_code) for key in counts.terms] == [
        (WEEK, ""),
        (WEEK + timedelta(weeks=1), ""),
    ]


def test_too_many_different_things_count_together() -> None:
    counts = UnfoundCounts()

    for number in range(MOST_KEYS + 50):
        searched(counts, need("x", f"theme:{number}"))

    assert len(counts.terms) == MOST_KEYS + 1
    assert counts.terms[TermKey(WEEK, "", OTHER)] == 50


# Where it was asked.


async def where(db: Db, *areas: str, point: LonLat | None = None) -> str | None:
    connection = await (await db.connection()).get_raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    return await wijk_asked(driver, areas=areas, point=point)


async def test_a_point_and_a_buurt_count_for_their_wijk(db: Db) -> None:
    await factories.square_buurt(db)

    assert await where(db, point=factories.DE_BOEI) == PATHMOS_WIJK
    assert await where(db, factories.PATHMOS) == PATHMOS_WIJK
    assert await where(db, PATHMOS_WIJK, factories.PATHMOS) == PATHMOS_WIJK


async def test_what_is_larger_or_unknown_or_nowhere_has_no_wijk(db: Db) -> None:
    await factories.square_buurt(db)

    assert await where(db) is None
    assert await where(db, "GM0153") is None
    assert await where(db, factories.PATHMOS, "GM0153") is None
    assert await where(db, "BU99999999") is None
    assert await where(db, point=LonLat(lon=4.9, lat=52.37)) is None


async def test_a_wijk_in_which_few_people_live_is_not_told(db: Db) -> None:
    await factories.square_buurt(db)
    await db.execute(text("UPDATE area SET inhabitants = 999 WHERE level = 'wijk'"))

    assert await where(db, point=factories.DE_BOEI) is None


# Writing.


async def test_what_was_counted_is_added_to_what_stands_there(databases: Databases) -> None:
    counts = UnfoundCounts()

    for _ in range(2):
        searched(counts, need("geld", "theme:geld"))
        searched(counts, need("geld", "theme:geld"))
        await write_down(databases.engine, counts)
    await write_down(databases.engine, counts)

    assert await stored(databases) == [(WEEK, PATHMOS_WIJK, "theme:geld", 4)]


async def test_two_processes_that_write_at_once_add_up(databases: Databases) -> None:
    processes = [UnfoundCounts() for _ in range(4)]
    terms = [f"theme:{number}" for number in range(30)]

    for number, counts in enumerate(processes):
        for term in terms if number % 2 else reversed(terms):
            searched(counts, need("x", term))
    await asyncio.gather(*(write_down(databases.engine, counts) for counts in processes))

    assert [row[3] for row in await stored(databases)] == [4] * 30


async def test_a_word_comes_into_the_table_only_when_many_asked_it(databases: Databases) -> None:
    counts = UnfoundCounts()
    wijken = ("WK015301", "WK015302", "WK015303")

    for number in range(FEWEST_TIMES - 1):
        searched(counts, need("padel"), wijk=wijken[number % 3])
    await write_down(databases.engine, counts)
    before = await stored(databases, "unfound_word")
    for _ in range(2):
        searched(counts, need("padel"))
        await write_down(databases.engine, counts)

    assert before == []
    assert await stored(databases, "unfound_word") == [(WEEK, "padel", 11)]
    assert await stored(databases) == []


async def test_with_the_database_away_the_counts_wait(databases: Databases) -> None:
    away = await Databases.open(Settings(database_url=NOBODY_LISTENS), NOBODY_LISTENS)
    counts = UnfoundCounts()
    for wijk in ("WK015301", "WK015302", "WK015303") * 4:
        searched(counts, need("geld", "theme:geld"), need("padel"), wijk=wijk)

    with pytest.raises(UnavailableError):
        await write_down(away.engine, counts)
    await away.close(grace_s=1)
    searched(counts, need("geld", "theme:geld"), wijk="WK015301")
    await write_down(databases.engine, counts)

    assert [row[1:] for row in await stored(databases)] == [
        ("WK015301", "theme:geld", 5),
        ("WK015302", "theme:geld", 4),
        ("WK015303", "theme:geld", 4),
    ]
    assert await stored(databases, "unfound_word") == [(WEEK, "padel", 12)]


async def test_beside_the_service_counts_are_written_now_and_then_and_at_the_end(
    databases: Databases,
) -> None:
    counts = counts_of(databases.reads)

    async with written_down(databases, every_s=0.01):
        searched(counts, need("geld", "theme:geld"))
        async with asyncio.timeout(10):
            while not await stored(databases):
                pass
    async with written_down(databases):
        searched(counts, need("geld", "theme:geld"))
        in_between = await stored(databases)

    assert in_between == [(WEEK, PATHMOS_WIJK, "theme:geld", 1)]
    assert await stored(databases) == [(WEEK, PATHMOS_WIJK, "theme:geld", 2)]


async def test_a_failed_writing_does_not_end_the_counting_and_tells_nothing(
    url: str, databases: Databases
) -> None:
    counts = counts_of(databases.reads)
    with capture_logs() as lines, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE unfound_term RENAME TO elsewhere")
        async with written_down(databases, every_s=0.01), asyncio.timeout(10):
            searched(counts, need("kaalgeplukt", "theme:geld"))
            while not lines:
                await stored(databases, "elsewhere")
            connection.execute("ALTER TABLE elsewhere RENAME TO unfound_term")

    assert await stored(databases) == [(WEEK, PATHMOS_WIJK, "theme:geld", 1)]
    assert {tuple(line) for line in lines} == {("error", "event", "log_level")}
    assert {line["error"] for line in lines} == {"UnavailableError"}


# Reading.


async def test_who_reads_it_sees_most_often_first_and_no_half_typed_words(
    databases: Databases,
) -> None:
    async with unit_of_work(databases.engine) as db:
        await db.execute(
            text("""
                INSERT INTO unfound_word VALUES
                    ('2026-11-23', 'padel', 20), ('2026-11-23', 'pade', 12),
                    ('2026-11-23', 'rol', 40), ('2026-11-23', 'rolhockey', 10),
                    ('2026-11-16', 'padel', 5), ('2026-11-09', 'kantklossen', 90)
            """)
        )
        await db.execute(
            text("""
                INSERT INTO unfound_term VALUES
                    ('2026-11-23', '', 'theme:geld', 3), ('2026-11-16', '', 'theme:geld', 4),
                    ('2026-11-23', 'WK015302', 'kind:spreekuur', 9)
            """)
        )
        found = await unfound_since(db, first_week=date(2026, 11, 16), most=10)

    assert found.words == {"rol": 40, "padel": 25, "rolhockey": 10}
    assert found.terms == [("kind:spreekuur", "WK015302", 9), ("theme:geld", "", 7)]
