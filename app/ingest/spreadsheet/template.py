"""The template as a whole: finding its columns in a file, and its explanation and example."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from app.ingest.spreadsheet.cells import Groups, OneOf, SomeOf
from app.ingest.spreadsheet.columns import COLUMNS, SECTIONS, Column, Part
from app.ingest.spreadsheet.sheets import CellFault, Sheet, column_letter
from app.ingest.spreadsheet.words import Lexicon, WordList, name_key

_BY_KEY = {name_key(name): column for name, column in COLUMNS.items()}
_AT_FAULT = {
    path: column for column in COLUMNS.values() for path in (column.into, *column.answers_for)
}


def column_at_fault(part: Part, pointer: str) -> str:
    """The name of the column that a fault at this place in a document is about.

    >>> column_at_fault("schedule", "/durationMinutes")
    'eindtijd'
    """
    path = f"{part}{pointer}"
    while path:
        if (column := _AT_FAULT.get(path)) is not None:
            return column.name
        path = path.rpartition("/")[0]
    return ""


def columns_of(sheet: Sheet) -> tuple[list[Column | None], list[CellFault]]:
    """Which column each cell of a line belongs to, and what is wrong with the header."""
    line = sheet.header_line
    found: list[Column | None] = []
    faults = []
    for index, name in enumerate(sheet.header):
        column = _BY_KEY.get(name_key(re.sub(r"['’*]", "", name)))
        if column is None and name:
            faults.append(CellFault(line, name, f"Deze kolom kennen wij niet.{_hint(name)}"))
        if column is not None and column in found:
            letters = f"{column_letter(found.index(column))} en {column_letter(index)}"
            message = f"Deze kolom staat er twee keer in ({letters}). Haal er één weg."
            faults.append(CellFault(line, column.name, message))
            column = None
        found.append(column)
    missing = [column for column in COLUMNS.values() if column.required and column not in found]
    faults += [
        CellFault(line, column.name, f"Deze kolom ontbreekt. {column.explains}")
        for column in missing
        if sheet.header
    ]
    return found, faults


def _hint(name: str) -> str:
    near = get_close_matches(name_key(name), _BY_KEY, n=1, cutoff=0.7)
    return f" Bedoelt u '{_BY_KEY[near[0]].name}'?" if near else " Haal haar weg."


def example_rows() -> tuple[Sequence[str], Sequence[str]]:
    """A header with every column, and one line that is right."""
    return list(COLUMNS), [column.example for column in COLUMNS.values()]


def example_csv() -> str:
    """The example as Excel opens it in the Netherlands: write it as UTF-8 with a mark."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(example_rows())
    return text.getvalue()


def columns_markdown(lexicon: Lexicon) -> str:
    """The explanation of every column and every list of words, as it stands in docs/import.md."""
    parts = []
    for title, columns in SECTIONS:
        parts.append(f"### {title}\n")
        parts += ["| kolom | wat u invult | uitleg | voorbeeld |", "|---|---|---|---|"]
        parts += [_row(column) for column in columns]
        parts.append("")
    parts.append("## De woorden die u kunt kiezen\n")
    for title, columns in SECTIONS:  # noqa: B007 - the lists follow the order of the columns
        parts += [text for column in columns for text in _lists(column, lexicon)]
    return "\n".join(parts).rstrip() + "\n"


def _row(column: Column) -> str:
    name = f"**`{column.name}`** \\*" if column.required else f"`{column.name}`"
    example = f"`{column.example}`" if column.example else ""
    cells = (name, column.cell.says, column.explains, example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _lists(column: Column, lexicon: Lexicon) -> Iterable[str]:
    cell = column.cell
    if isinstance(cell, OneOf | SomeOf | Groups) and cell.list_name in lexicon:
        yield f"**`{column.name}`**: {_words(lexicon[cell.list_name])}.\n"


def _words(words: WordList) -> str:
    return ", ".join(
        f"`{word.text}`" + (f" ({word.meaning})" if word.meaning else "") for word in words.words
    )
