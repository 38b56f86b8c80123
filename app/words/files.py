"""The lists of words as files: one per list in `seed/`, and one with all of them for a gemeente.

CSV with `;`, UTF-8, a header; phrases are folded.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.words.lexicon import Entry


@dataclass(frozen=True, slots=True)
class ListFile:
    """Where the service keeps a list, and what its columns are called."""

    file: str
    phrase: str
    meaning: str | None = None


LISTS: Mapping[str, ListFile] = {
    "synonym": ListFile("synonyms.csv", "phrase", "meanings"),
    "word_part": ListFile("word_parts.csv", "part", "weight"),
    "everyday": ListFile("everyday_words.csv", "word"),
    "never_proposed": ListFile("never_proposed.csv", "word"),
    "name": ListFile("names.csv", "name"),
    "identity": ListFile("identities.csv", "word", "audience"),
}
"""Every list by its name."""

COLUMNS = ("list", "phrase", "meanings", "source")
"""Of the file with all lists, in this order."""
GONE = "-"
"""The meaning of an own row that takes the row of the service away."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file with all lists."""

    line: int
    """As the spreadsheet shows it: the header is 1."""
    list: str
    phrase: str
    meaning: str
    source: str
    """`seed`, `own`, or empty: somebody typed it."""

    @property
    def key(self) -> tuple[str, str]:
        return (self.list, self.phrase)

    @property
    def entry(self) -> Entry:
        return Entry(self.list, self.phrase, self.meaning)


def read_lists(folder: Path) -> list[Entry]:
    """The lists of the service that stand in a folder; of a phrase that stands twice the last."""
    found: dict[tuple[str, str], Entry] = {}
    for name, kept in LISTS.items():
        path = folder / kept.file
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                phrase = row[kept.phrase]
                meaning = row[kept.meaning] if kept.meaning else ""
                found[name, phrase] = Entry(name, phrase, meaning or "")
    return list(found.values())


def written(rows: Iterable[Row]) -> str:
    """The file with all lists, ready for a spreadsheet that reads UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows((row.list, row.phrase, row.meaning, row.source) for row in rows)
    return file.getvalue()
