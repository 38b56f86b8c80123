"""Files as Excel, LibreOffice and people save them."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.ingest.spreadsheet import sheets, workbooks
from app.ingest.spreadsheet.sheets import Sheet, column_letter, read_sheet
from app.ingest.spreadsheet.workbooks import cell_text


def _sheet(folder: Path, content: bytes) -> Sheet:
    path = folder / "bestand"
    path.write_bytes(content)
    return read_sheet(path)


def _cells(sheet: Sheet) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in sheet.rows]


def _book(*records: Sequence[Any]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for record in records:
        sheet.append(record)
    return book


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_every_way_to_save_a_csv_reads_the_same(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    text = f'titel|"plek,;\t"{line_end}Café ’t Hoekje|"€ 2,50; per keer\t"{line_end}'
    sheet = _sheet(tmp_path, text.replace("|", delimiter).encode(encoding))

    assert sheet.header == ("titel", "plek,;")
    assert _cells(sheet) == [(2, ("Café ’t Hoekje", "€ 2,50; per keer"))]
    assert sheet.faults == ()


def test_a_line_for_excel_alone_is_not_counted(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, b"sep=|\r\na|b\r\n1|2;3\r\n")
    assert sheet.header == ("a", "b")
    assert _cells(sheet) == [(2, ("1", "2;3"))]


def test_empty_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, b"a;b\r\n;\r\n\r\n \t;\xc2\xa0\r\n1;2\r\n")
    assert _cells(sheet) == [(5, ("1", "2"))]


def test_stray_marks_of_spreadsheets_are_gone(tmp_path: Path) -> None:
    raw = ["\u00a0 koffie \u200b\u00a0thee\u202f ", '="0531234567"', "'+31 53 1234567", "'s avonds"]
    sheet = _sheet(tmp_path, ("a\n" + "\n".join(_quoted(cell) for cell in raw)).encode())
    assert [row.cells[0] for row in sheet.rows] == [
        "koffie thee",
        "0531234567",
        "+31 53 1234567",
        "'s avonds",
    ]


def _quoted(cell: str) -> str:
    escaped = cell.replace('"', '""')
    return f'"{escaped}"'


def test_a_formula_in_a_text_stays_a_text(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, b"a;b\n=1+1;@SUM(A1)\n-koffie;+thee\n")
    assert _cells(sheet) == [(2, ("=1+1", "@SUM(A1)")), (3, ("-koffie", "+thee"))]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "ja"),
        (False, "nee"),
        (7545.0, "7545"),
        (2.5, "2.5"),
        (531234567, "531234567"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24), "2026-11-24"),  # noqa: DTZ001 - Excel knows no time zones
        (time(9, 30), "09:30"),
        (timedelta(hours=25, minutes=5), "25:05"),
    ],
)
def test_a_value_of_excel_reads_as_somebody_would_type_it(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_dates_and_times_of_a_workbook_are_real(tmp_path: Path) -> None:
    book = _book(
        ["dag", "tijd", "postcode", "leeg"], [date(2026, 9, 1), time(19, 45), 7545.0, None]
    )
    assert _cells(_sheet(tmp_path, _bytes(book))) == [(2, ("2026-09-01", "19:45", "7545", ""))]


def test_the_first_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    book = _book(["geheim"], ["x"])
    book.worksheets[0].sheet_state = "hidden"
    shown = book.create_sheet("aanbod")
    shown.append(["titel"])
    shown.append(["Koffie"])
    assert _cells(_sheet(tmp_path, _bytes(book))) == [(2, ("Koffie",))]


def test_a_formula_in_a_workbook_counts_as_the_value_that_was_saved(tmp_path: Path) -> None:
    content = _with_part(
        _bytes(_book(["a"], [41])),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v>41</v>", b"<f>40+1</f><v>41</v>"),
    )
    assert _cells(_sheet(tmp_path, content)) == [(2, ("41",))]


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    content = _with_part(
        _bytes(_book(["a", "b"], [1, 2], [3, 4])),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1:A2"'),
    )
    assert _cells(_sheet(tmp_path, content)) == [(2, ("1", "2")), (3, ("3", "4"))]


def _with_part(content: bytes, name: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return out.getvalue()


def test_a_workbook_that_grows_when_unpacked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = _bytes(_book(["a"], ["x" * 9_000]))
    monkeypatch.setattr(workbooks, "MOST_UNPACKED_BYTES", 10_000)
    sheet = _sheet(tmp_path, content)
    assert [str(fault) for fault in sheet.faults] == [
        "Bestand: Dit Excel-bestand is te groot. Maak er kleinere delen van."
    ]


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    content = _with_part(
        _bytes(_book(["a"], ["x"])),
        "xl/worksheets/sheet1.xml",
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml,
    )
    assert "kunnen wij niet lezen" in _sheet(tmp_path, content).faults[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "geen aanbod"),
        (b"a;b\n", "geen aanbod"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "oud Excel-bestand"),
        (b"PK\x03\x04 and then nothing", "kunnen wij niet lezen"),
        (b'a;b\n1;"never closed\n3;4\n', "aanhalingsteken"),
        (b"a" * 200 + b"\n" + b"b;" * 10, "heeft geen naam"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in _sheet(tmp_path, content).faults[0].message


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("foto.jpg", b"x")
    assert "kunnen wij niet lezen" in _sheet(tmp_path, out.getvalue()).faults[0].message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "kunnen wij niet openen" in read_sheet(tmp_path / "weg.csv").faults[0].message


def test_too_many_bytes_or_lines_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 10)
    assert "te groot" in _sheet(tmp_path, b"a;b\n" * 5).faults[0].message
    monkeypatch.setattr(sheets, "MOST_BYTES", 1_000)
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    sheet = _sheet(tmp_path, b"a;b\n1;2\n3;4\n5;6\n")
    assert "meer dan 2 regels" in sheet.faults[0].message
    assert not sheet.is_whole


@pytest.mark.parametrize("word", ["cafÃ©", "CafÃ© Ã–mer", "â‚¬ 2", "â€™s avonds"])
def test_text_that_was_read_in_the_wrong_alphabet_is_told(tmp_path: Path, word: str) -> None:
    assert "vreemde tekens" in _sheet(tmp_path, f"a\n{word}\n".encode()).faults[0].message


@pytest.mark.parametrize("word", ["Ömer", "Ça va?", "€ 2,50", "’s avonds – thuis", "Łódź", "Āé"])
def test_names_from_elsewhere_are_no_fault(tmp_path: Path, word: str) -> None:
    sheet = _sheet(tmp_path, f"a\n{word}\n".encode())
    assert (sheet.faults, sheet.rows[0].cells) == ((), (word,))


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_the_letters_of_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter
