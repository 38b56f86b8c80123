"""Rows of text out of a CSV file or an Excel workbook, as the person who made it sees them.

Whatever Excel did to a file on its way (code page, separator, `sep=` line, dates, `7545.0`) ends
here: from here on a cell is a text without stray spaces, and a line has the number that the
spreadsheet shows.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.ingest.spreadsheet.workbooks import WorkbookError, workbook_records

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000

_DELIMITERS = (";", ",", "\t")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_SEP_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile("[\u200b\ufeff]")
# Excel's own way to keep 0531234567 a text: ="0531234567".
_FORCED_TEXT = re.compile(r'="([^"]*)"')
_EXCEL_ERROR = re.compile(
    r"#(?:N/A|N/B|REF!|VERW!|NAME\?|NAAM\?|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NUM!|GETAL!|NULL!|LEEG!)"
    r"|#{3,}"
)


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """One thing that is wrong in a file, in words for the person who filled it in."""

    line: int
    """As the spreadsheet shows it: the header is 1. 0 is the file as a whole."""
    column: str
    """Name of the column; empty when it is about the line or the file."""
    message: str

    def __str__(self) -> str:
        where = f"Regel {self.line}" if self.line else "Bestand"
        return f"{where}{', kolom ' + self.column if self.column else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line with something in it; as many cells as the header has."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in a file, and what could not be read of it."""

    header_line: int
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    faults: tuple[CellFault, ...]
    is_whole: bool
    """Whether every line could be read; else lines may be absent from `rows`."""


def column_letter(index: int) -> str:
    """What a spreadsheet calls its column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_sheet(path: Path) -> Sheet:
    """Reads a CSV file or the first visible sheet of a workbook; what it is shows from inside.

    Raises nothing about the contents: what is wrong stands in `faults`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        return _unreadable("Dit bestand kunnen wij niet openen. Klopt de naam?")
    if len(content) > MOST_BYTES:
        return _unreadable("Dit bestand is te groot. Maak er delen van minder dan 20 MB van.")
    if content.startswith(_OLD_EXCEL):
        return _unreadable(
            "Dit is een oud Excel-bestand, of er zit een wachtwoord op. Sla het op als .xlsx "
            "zonder wachtwoord."
        )
    try:
        if content.startswith(_ZIP):
            return _sheet(workbook_records(content, most_columns=MOST_COLUMNS))
        return _sheet(_csv_records(content))
    except WorkbookError as error:
        return _unreadable(str(error))


def _unreadable(message: str) -> Sheet:
    return Sheet(1, (), (), (CellFault(0, "", message),), is_whole=False)


class _BrokenLineError(Exception):
    """From this line on nothing can be trusted."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _csv_records(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(content)
    delimiter = None
    if sep := _SEP_LINE.match(text):  # Excel reads this line and does not show it
        delimiter, text = sep[1], text[sep.end() :]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True
    )
    line = 0
    try:
        for record in reader:
            line += 1
            yield line, record
    except csv.Error:
        message = (
            'Er staat een aanhalingsteken (") te veel of te weinig. Vanaf hier kunnen wij het '
            "bestand niet lezen. Sla het opnieuw op vanuit Excel."
        )
        raise _BrokenLineError(line + 1, message) from None


def _decoded(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16 ("Unicode-tekst") or the Windows code page."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The separator that the header holds most of, outside quotes."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    is_quoted = False
    for character in text.lstrip("\r\n"):
        if character == '"':
            is_quoted = not is_quoted
        elif character in "\r\n" and not is_quoted:
            break
        elif character in counts and not is_quoted:
            counts[character] += 1
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])


def _sheet(records: Iterator[tuple[int, Sequence[str]]]) -> Sheet:
    header_line = 1
    header: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    faults: list[CellFault] = []
    is_whole = True
    try:
        for line, record in records:
            if not any(cell and not cell.isspace() for cell in record):
                continue
            if not header:
                header_line, header = line, _header(record)
                continue
            if len(rows) == MOST_ROWS:
                message = f"Er staan meer dan {MOST_ROWS} regels in. Maak er twee bestanden van."
                faults.append(CellFault(0, "", message))
                is_whole = False
                break
            rows.append(_row(line, record, header, faults))
    except _BrokenLineError as error:
        faults.append(CellFault(error.line, "", str(error)))
        is_whole = False
    if not rows and is_whole:
        faults.append(CellFault(0, "", "Er staat geen aanbod in dit bestand."))
    return Sheet(header_line, header, tuple(rows), tuple(faults), is_whole=is_whole)


def _header(record: Sequence[str]) -> tuple[str, ...]:
    names = [_tidy(cell)[:80] for cell in record[:MOST_COLUMNS]]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _row(
    line: int, record: Sequence[str], header: tuple[str, ...], faults: list[CellFault]
) -> SheetRow:
    cells = []
    for index, raw in enumerate(record):
        name = header[index] if index < len(header) else ""
        text = _tidy(raw)
        message = _trouble(raw, text)
        if message is None and text and not name:
            message = (
                "Deze kolom heeft geen naam in regel 1. Staat er in deze regel misschien een "
                "scheidingsteken te veel?"
            )
        if message is not None:
            faults.append(CellFault(line, name or column_letter(index), message))
            text = ""
        if index < len(header):
            cells.append(text)
    cells += [""] * (len(header) - len(cells))
    return SheetRow(line, tuple(cells))


def _tidy(raw: str) -> str:
    """One kind of space, one kind of line end, no spaces around, accents in one piece."""
    if raw.isascii() and raw.isalnum():
        return raw
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    text = _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()
    if forced := _FORCED_TEXT.fullmatch(text):
        text = forced[1].strip()
    # An apostrophe before = or + is a spreadsheet's sign for "text"; 's middags is Dutch.
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _trouble(raw: str, text: str) -> str | None:
    if len(raw) > LONGEST_CELL:
        return f"Deze cel is te lang. Er passen {LONGEST_CELL} tekens in."
    if raw.isascii() and raw.isprintable():
        return "Hier staat een fout van Excel. Vul de waarde zelf in." if _is_error(text) else None
    if "\ufffd" in raw or _is_garbled(raw):
        return (
            "Hier staan vreemde tekens, zoals Ã©. Sla het bestand opnieuw op als "
            "'CSV UTF-8', of als .xlsx."
        )
    if any(unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t\r\v" for mark in raw):
        return "Hier staat een teken dat wij niet kunnen lezen. Typ deze cel opnieuw."
    return None


def _is_error(text: str) -> bool:
    return text.startswith("#") and _EXCEL_ERROR.fullmatch(text) is not None


def _is_garbled(text: str) -> bool:
    """Whether this is UTF-8 that somebody read as the Windows code page: cafÃ© for café."""
    if not any("\u00c2" <= mark <= "\u00f4" for mark in text):
        return False
    return any(
        _reads_as_utf8(word) for word in re.findall(r"[\u00c2-\u00f4][^\x00-\x7f]{1,3}", text)
    )


def _reads_as_utf8(word: str) -> bool:
    encodings: Iterable[int] = range(len(word), 1, -1)
    for length in encodings:
        try:
            word[:length].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False
