"""The lists as they lie in files."""

from pathlib import Path

import pytest

from app.core.migrations import ROOT
from app.words.files import LISTS, Row, read_lists, written
from app.words.lexicon import Entry

SEED = ROOT / "seed"


def test_a_folder_holds_the_lists_that_it_has(tmp_path: Path) -> None:
    (tmp_path / "synonyms.csv").write_text(
        "phrase;meanings\nkuieren;word:wandelen|theme:bewegen\n", encoding="utf-8"
    )
    (tmp_path / "everyday_words.csv").write_text("word\nmijn\n", encoding="utf-8")
    assert read_lists(tmp_path) == [
        Entry("synonym", "kuieren", "word:wandelen|theme:bewegen"),
        Entry("everyday", "mijn", ""),
    ]


@pytest.mark.parametrize("name", LISTS)
def test_the_service_brings_every_list(name: str) -> None:
    assert any(entry.list == name for entry in read_lists(SEED))


def test_a_spreadsheet_gets_a_header_and_a_row_for_each() -> None:
    text = written([Row(0, "synonym", "geen cent", "theme:geld", "own")])
    assert text.splitlines() == ["list;phrase;meanings;source", "synonym;geen cent;theme:geld;own"]
