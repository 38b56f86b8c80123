"""What people type in a cell, and what we take it to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from app.core.database import Db
from app.core.migrations import ROOT
from app.ingest.spreadsheet import cells
from app.ingest.spreadsheet.cells import Cell, Groups, OneOf, SomeOf
from app.ingest.spreadsheet.words import SHORT, CellError, Lexicon, name_key, word_lists
from app.vocabularies.commands import read_vocabularies


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return word_lists(read_vocabularies(ROOT / "seed" / "vocabularies.csv"))


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (cells.DATE, "24-11-2026", "2026-11-24"),
        (cells.DATE, "2026-11-24", "2026-11-24"),
        (cells.DATE, "2026-11-24 00:00", "2026-11-24"),
        (cells.DATE, "24/11/2026", "2026-11-24"),
        (cells.DATE, "1.9.2026", "2026-09-01"),
        (cells.DATE, "24 november 2026", "2026-11-24"),
        (cells.DATE, "24 nov. 2026", "2026-11-24"),
        (cells.TIME, "9:30", "09:30"),
        (cells.TIME, "09.30 uur", "09:30"),
        (cells.TIME, "10:00:00", "10:00"),
        (cells.TIME, "10u30", "10:30"),
        (cells.TIME, "19 uur", "19:00"),
        (cells.MONEY, "€ 2,50", "2.50"),
        (cells.MONEY, "2.5", "2.5"),
        (cells.MONEY, "3,-", "3"),
        (cells.MONEY, "10 euro", "10"),
        (cells.MONEY, "1.250,00", "1250.00"),
        (cells.KILOMETRES, "3,5 km", "3.5"),
        (cells.AGE, "65.0", 65),
        (cells.LAT, "52,211579", 52.211579),
        (cells.POSTCODE, "7545 tp", "7545TP"),
        (cells.HOUSE_NUMBER, "27 a", "27A"),
        (cells.HOUSE_NUMBER, "12.0", "12"),
        (cells.PHONE, "531234567", "0531234567"),
        (cells.PHONE, "612345678.0", "0612345678"),
        (cells.PHONE, "053-1234567", "053-1234567"),
        (cells.KVK_NUMBER, "12345678.0", "12345678"),
        (cells.YES_NO, "Ja", True),
        (cells.YES_NO, "ONWAAR", False),
        (OneOf("theme"), "Mensen ontmoeten", "ontmoeten"),
        (OneOf("theme"), "ONTMOETEN", "ontmoeten"),
        (OneOf("cost"), "Vrijwillige bijdrage", "donation"),
        (OneOf("cost"), "bijdrage vrijwillig", "donation"),
        (OneOf("cost"), "donation", "donation"),
        (OneOf("channel"), "Bij u thuis", "at_home"),
        (SomeOf("weekday"), "ma | Woensdag\nvr", ["mo", "we", "fr"]),
        (SomeOf("language"), "nederlands | oekraiens", ["nl", "uk"]),
        (
            Groups(),
            "Ouderen (vooral) | vrouwen(alleen) | ouders",
            [
                {"code": "ouderen", "mode": "especially"},
                {"code": "vrouwen", "mode": "only"},
                {"code": "ouders", "mode": "open"},
            ],
        ),
    ],
)
def test_what_people_type_is_understood(
    cell: Cell, text: str, value: object, lexicon: Lexicon
) -> None:
    assert cell.read(text, lexicon) == value


READERS = [value for value in vars(cells).values() if isinstance(value, cells.Reads)]


@given(st.sampled_from(READERS), st.text(min_size=1, max_size=30))
def test_no_text_breaks_a_cell(cell: Cell, text: str) -> None:
    message = "."
    try:
        cell.read(text, {})
    except CellError as error:
        message = str(error)
    assert message.endswith(".")


def test_every_short_word_means_one_thing(lexicon: Lexicon) -> None:
    for name, codes in SHORT.items():
        assert set(codes) == {word.code for word in lexicon[name].words}, name
        for code, texts in codes.items():
            for text in texts:
                assert lexicon[name].code(text) == code


def test_labels_and_codes_of_every_list_are_understood(lexicon: Lexicon) -> None:
    for name, words in lexicon.items():
        for word in words.words:
            assert words.code(word.code) == word.code, name
            assert words.code(word.text) == word.code, name


@pytest.mark.parametrize(
    "name", ["Café 't Bölke", "Wesselerbrink", "  Twekkelerveld-Zuid ", "ÇA & Łódź", "H/A 4e"]
)
async def test_names_are_compared_as_the_database_compares_them(db: Db, name: str) -> None:
    in_sql = await db.scalar(sql("SELECT area_name_key(:name)"), {"name": name})
    assert name_key(name) == in_sql
