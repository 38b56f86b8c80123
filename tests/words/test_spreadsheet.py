"""A gemeente's own words, in and out of a spreadsheet."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import engine_url, unit_of_work
from app.ingest.words import (
    WordsReport,
    check_words,
    export_words,
    import_words,
    read_words,
    words_now,
)
from app.words.commands import Replaced, replace_entries
from app.words.files import LISTS
from app.words.lexicon import Entry
from tests import factories

SEED = (
    Entry("synonym", "deurwaarder", "theme:geld"),
    Entry("synonym", "kuieren", "theme:bewegen"),
    Entry("word_part", "wandel", "full"),
    Entry("everyday", "mijn", ""),
    Entry("identity", "turks", "migratieachtergrond"),
)


@pytest.fixture(scope="module")
def words_url(make_database: Callable[[], str]) -> str:
    """One database for this file: imports commit, and each replaces all of the last."""
    return make_database()


@pytest.fixture
async def engine(words_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(words_url))
    async with unit_of_work(engine) as db:
        await factories.vocabularies(db)
        await replace_entries(db, SEED, source="seed")
        await replace_entries(db, [], source="own")
    yield engine
    await engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "woorden.csv"


async def brought_in(engine: AsyncEngine, path: Path, text: str) -> WordsReport:
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    return await import_words(engine, path=path)


async def held(engine: AsyncEngine) -> dict[str, tuple[str, str]]:
    """Phrase → meaning and source, of synonyms."""
    async with unit_of_work(engine) as db:
        rows = await words_now(db)
    return {row.phrase: (row.meaning, row.source) for row in rows if row.list == "synonym"}


async def test_own_words_hold_beside_and_above_those_of_the_service(
    engine: AsyncEngine, path: Path
) -> None:
    report = await brought_in(
        engine,
        path,
        "phrase;meanings\nkuieren;word:wandelen | theme:bewegen\nnoaber;theme:buurt\n"
        "deurwaarder;-\n",
    )
    assert report.faults == ()
    assert report.replaced == Replaced(3, 0, 0)
    assert await held(engine) == {
        "deurwaarder": ("-", "own"),
        "kuieren": ("word:wandelen|theme:bewegen", "own"),
        "noaber": ("theme:buurt", "own"),
    }


async def test_the_next_file_takes_the_place_of_the_last(engine: AsyncEngine, path: Path) -> None:
    await brought_in(engine, path, "phrase;meanings\nnoaber;theme:buurt\n")
    await brought_in(engine, path, "phrase;meanings\nproaten;theme:praten\n")
    assert set(await held(engine)) == {"deurwaarder", "kuieren", "proaten"}


async def test_one_fault_and_nothing_changes(engine: AsyncEngine, path: Path) -> None:
    report = await brought_in(
        engine, path, "phrase;meanings\nnoaber;theme:buurt\nproaten;theme:prate\nMijn;theme:geld\n"
    )
    assert [str(fault) for fault in report.faults] == [
        "Regel 3, kolom meanings: 'theme:prate' bestaat niet. Bedoelt u 'praten'?",
        "Regel 4, kolom phrase: Schrijf 'mijn': kleine letters, zonder accenten en leestekens.",
    ]
    assert "noaber" not in await held(engine)


async def test_bringing_in_what_was_written_out_changes_nothing(
    engine: AsyncEngine, path: Path
) -> None:
    await brought_in(
        engine,
        path,
        "list;phrase;meanings;source\nsynonym;deurwaarder;-;\nsynonym;kuieren;theme:bewegen;own\n"
        "word_part;kuier;full;own\n",
    )
    text = await export_words(engine, lists=list(LISTS))
    report = await brought_in(engine, path, text)
    assert report.faults == ()
    assert report.replaced == Replaced(0, 0, 0)
    assert await export_words(engine, lists=list(LISTS)) == text
    assert (await check_words(engine, path=None)).is_good


async def test_a_file_is_about_the_lists_that_stand_in_it(engine: AsyncEngine, path: Path) -> None:
    await brought_in(engine, path, "list;phrase;meanings\nword_part;kuier;full\n")
    await brought_in(engine, path, "phrase;meanings\nnoaber;theme:buurt\n")
    assert "word_part;kuier;full;own" in await export_words(engine, lists=["word_part"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_whatever_a_spreadsheet_made_of_it_is_read(
    path: Path, encoding: str, separator: str
) -> None:
    lines = [("phrase", "meanings"), ("één cent", "theme:geld")]
    path.write_text("\r\n".join(separator.join(line) for line in lines), encoding=encoding)
    (row,) = read_words(path).rows
    assert (row.line, row.phrase, row.meaning) == (2, "één cent", "theme:geld")


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Phrase", "Meanings"])
    book.active.append(["noaber", "theme:buurt"])
    path = tmp_path / "woorden.xlsx"
    book.save(path)
    assert [row.phrase for row in read_words(path).rows] == ["noaber"]


def test_columns_that_are_missing_or_unknown_are_told(path: Path) -> None:
    path.write_text("phrase;meaning\nnoaber;theme:buurt\n", encoding="utf-8")
    assert [str(fault) for fault in read_words(path).faults] == [
        "Regel 1, kolom meaning: Deze kolom kennen wij niet. Bedoelt u 'meanings'?",
        "Regel 1, kolom meanings: Deze kolom moet er zijn.",
    ]


@pytest.mark.parametrize("text", ["", "phrase;meanings\n"])
def test_a_file_without_words_takes_none_away(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    (fault,) = read_words(path).faults
    assert str(fault).startswith("Bestand: Er staan geen woorden in dit bestand.")
