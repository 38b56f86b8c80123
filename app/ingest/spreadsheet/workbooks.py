"""The first visible sheet of an Excel workbook as text: values only, nothing is computed."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_UNPACKED_BYTES = 150_000_000
MOST_PARTS = 1_000
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

# What openpyxl lets through of a file that is broken, or no workbook at all.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


class WorkbookError(Exception):
    """The workbook cannot be read; the message is for the person who made it."""


def workbook_records(content: bytes, *, most_columns: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Line number and cells of every row, empty ones included.

    Of a formula this is the value that Excel saved with it. Raises WorkbookError.
    """
    try:
        _refuse_bombs(content)
        with _quiet():
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise WorkbookError("In dit Excel-bestand staat geen werkblad.")
        # What the file says of its own size is often wrong, and may be a million rows.
        visible[0].reset_dimensions()
        rows = iter(visible[0].iter_rows(max_col=most_columns, values_only=True))
        line = 0
        while (values := _following(rows)) is not None:
            line += 1
            yield line, [cell_text(value) for value in values]
        book.close()
    except _UNREADABLE as error:
        raise WorkbookError(
            "Dit Excel-bestand kunnen wij niet lezen. Sla het opnieuw op als .xlsx, of als "
            "'CSV UTF-8'."
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """openpyxl tells about lay-out that it drops; that is no news to anybody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _following(rows: Iterator[tuple[object, ...]]) -> tuple[object, ...] | None:
    with _quiet():
        return next(rows, None)


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise WorkbookError("Dit Excel-bestand is te groot. Maak er kleinere delen van.")
        for part in parts:
            if part.filename.endswith(".xml"):
                with archive.open(part) as xml:
                    if _DECLARATION.search(xml.read(1_000)):
                        raise ValueError(part.filename)


def cell_text(value: object) -> str:
    """The value of a cell as somebody would type it: `2026-11-24`, `10:30`, `7545`, `2.5`, `ja`."""
    text = "" if value is None else str(value)
    match value:
        case bool():
            text = "ja" if value else "nee"
        case float() if value.is_integer():
            text = str(int(value))
        case datetime() if value.time() == time.min:
            text = f"{value:%Y-%m-%d}"
        case datetime():
            text = f"{value:%Y-%m-%d %H:%M}"
        case time():
            text = f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            text = f"{minutes // 60:02}:{minutes % 60:02}"
    return text
