"""A gemeente's own words: checked and brought in from a spreadsheet, and written out for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, read_only, writing
from app.ingest.spreadsheet.sheets import CellFault, Sheet, read_sheet
from app.vocabularies.rules import near_choice
from app.words.commands import Replaced, replace_entries
from app.words.files import COLUMNS, LISTS, Row, written
from app.words.queries import all_rows, terms
from app.words.rules import Known, faults_of, own_rows

NEEDED = frozenset({"phrase", "meanings"})
ONLY_SYNONYMS = ("synonym",)
EMPTY = (
    "Er staan geen woorden in dit bestand. Wilt u al uw eigen woorden weghalen? Dat doet "
    "'buurtkaart synonyms reset'."
)


@dataclass(frozen=True, slots=True)
class WordsFile:
    """What stands in a file of words, and which lists it is about."""

    rows: tuple[Row, ...]
    lists: tuple[str, ...]
    """Those of its rows; without a column `list` synonyms."""
    faults: tuple[CellFault, ...]


@dataclass(frozen=True, slots=True)
class WordsReport:
    """What an import did, or why it did nothing."""

    rows: int
    faults: tuple[CellFault, ...] = ()
    replaced: Replaced | None = None
    """None: nothing was tried."""

    @property
    def is_good(self) -> bool:
        return not self.faults


def read_words(path: Path) -> WordsFile:
    """Reads CSV or a workbook, whatever Excel made of it; what is wrong stands in `faults`."""
    sheet = read_sheet(path)
    if not sheet.rows:
        empty = CellFault(0, "", EMPTY)
        return WordsFile((), ONLY_SYNONYMS, (empty,) if sheet.is_whole else sheet.faults)
    places = {name.lower(): index for index, name in enumerate(sheet.header)}
    if faults := tuple(_faults_of_header(sheet, places)):
        return WordsFile((), ONLY_SYNONYMS, faults)

    def cell(cells: Sequence[str], column: str) -> str:
        return cells[places[column]] if column in places else ""

    rows = tuple(
        Row(
            line=row.line,
            list=cell(row.cells, "list") or "synonym",
            phrase=cell(row.cells, "phrase"),
            meaning="|".join(part.strip() for part in cell(row.cells, "meanings").split("|")),
            source=cell(row.cells, "source"),
        )
        for row in sheet.rows
    )
    return WordsFile(rows, tuple(sorted({row.list for row in rows})), sheet.faults)


def _faults_of_header(sheet: Sheet, places: Mapping[str, int]) -> Iterable[CellFault]:
    for name in sheet.header:
        if name.lower() not in COLUMNS:
            told = f"Deze kolom kennen wij niet. {near_choice(name.lower(), COLUMNS)}"
            yield CellFault(sheet.header_line, name, told)
    for name in sorted(NEEDED - places.keys()):
        yield CellFault(sheet.header_line, name, "Deze kolom moet er zijn.")


async def check_words(engine: AsyncEngine, *, path: Path | None) -> WordsReport:
    """What is wrong with a file, or without one with what stands in the lists; changes nothing."""
    async with read_only(engine) as db:
        if path is not None:
            return await _checked(db, read_words(path))
        rows = [
            Row(line, row.list, row.phrase, row.meaning, row.source)
            for line, row in enumerate(await words_now(db), start=2)
        ]
        return await _checked(db, WordsFile(tuple(rows), tuple(LISTS), ()))


async def import_words(engine: AsyncEngine, *, path: Path) -> WordsReport:
    """Makes the gemeente's own rows exactly those of a file; nothing when one of them is wrong."""
    file = read_words(path)

    async def work(db: Db) -> WordsReport:
        report = await _checked(db, file)
        if not report.is_good:
            return report
        own = own_rows(file.rows, await _known(db))
        replaced = await replace_entries(
            db, [row.entry for row in own], source="own", lists=file.lists
        )
        return WordsReport(report.rows, (), replaced)

    return await writing(engine, work)


async def reset_words(engine: AsyncEngine, *, lists: Sequence[str]) -> Replaced:
    """Takes the gemeente's own rows of these lists away; the service's own hold again."""
    return await writing(engine, lambda db: replace_entries(db, [], source="own", lists=lists))


async def export_words(engine: AsyncEngine, *, lists: Sequence[str]) -> str:
    """The file with what these lists hold, for a spreadsheet; `import_words` reads it back."""
    async with read_only(engine) as db:
        return written(row for row in await words_now(db) if row.list in lists)


async def words_now(db: Db) -> list[Row]:
    """A row for every phrase of every list: the gemeente's own, else that of the service."""
    held: dict[tuple[str, str], Row] = {}
    for row in await all_rows(db):
        if row.source == "own" or row.key not in held:
            held[row.key] = row
    order = list(LISTS)
    return sorted(held.values(), key=lambda row: (order.index(row.list), row.phrase))


async def _checked(db: Db, file: WordsFile) -> WordsReport:
    found = [
        CellFault(fault.line, fault.column, fault.message)
        for fault in faults_of(file.rows, await _known(db))
    ]
    return WordsReport(len(file.rows), tuple(sorted([*file.faults, *found])))


async def _known(db: Db) -> Known:
    seed = {row.key: row.meaning for row in await all_rows(db) if row.source == "seed"}
    return Known(await terms(db), seed)
