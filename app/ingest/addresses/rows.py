"""Rows of postcodes or addresses out of a CSV file, with all its faults."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.errors import Fault, InvalidInputError
from app.core.geo import LonLat, RdPoint, lonlat_of, rd_of
from app.geocoding.commands import AddressRow, PostcodeRow
from app.ingest.addresses.lines import EndlessError, Lines, lines_of

MOST_FAULTS = 50
LONGEST_TEXT = 100

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "postcode": ("postcode", "pc6", "pc4"),
    "street": ("street", "straat", "straatnaam", "openbareruimte"),
    "number": ("number", "huisnummer", "house_number"),
    "letter": ("letter", "huisletter"),
    "addition": ("addition", "toevoeging", "huisnummertoevoeging"),
    "city": ("city", "woonplaats", "woonplaatsnaam", "plaats"),
    "lon": ("lon", "longitude", "lengtegraad"),
    "lat": ("lat", "latitude", "breedtegraad"),
    "x": ("x", "x_rd", "rd_x"),
    "y": ("y", "y_rd", "rd_y"),
}
"""What we read → what it may be called; all other columns are left alone."""
_NUMBER = re.compile(
    r"(?P<number>[1-9][0-9]{0,4}) ?(?P<letter>[A-Za-z])?(?:[- ]?(?P<addition>\w+))?"
)
_POSTCODE = re.compile(r"[1-9][0-9]{3}([A-Z]{2})?")
_ADDITION = re.compile(r"[A-Za-z0-9-]{0,10}")

Told = Callable[[int], None]


@dataclass(slots=True)
class AddressFile:
    """What a file holds: postcodes alone, or addresses."""

    postcodes: list[PostcodeRow] = field(default_factory=list)
    addresses: list[AddressRow] = field(default_factory=list)
    repeated: int = 0
    """Rows that say what an earlier one said; the first counts."""

    @property
    def has_addresses(self) -> bool:
        """Whether it is a file of addresses."""
        return bool(self.addresses)


class _Faults:
    """Collects what is wrong; stops listening, not counting, after so many."""

    def __init__(self) -> None:
        self.told: list[Fault] = []
        self.count = 0

    def add(self, line: int, code: str, message: str) -> None:
        self.count += 1
        if len(self.told) < MOST_FAULTS:
            self.told.append(Fault("body", f"regel {line}", code, message))

    def refuse(self) -> None:
        """Raises when there was any."""
        if not self.count:
            return
        more = self.count - len(self.told)
        if more:
            message = f"En nog {more} fouten. Verbeter deze eerst."
            self.told.append(Fault("body", "en verder", "more", message))
        raise InvalidInputError(self.told)


def read_addresses(path: Path, *, city: str | None, tell: Told) -> AddressFile:
    """Everything in the file; `city` where it has no column for that.

    Columns as in `COLUMNS`, parted by `;` or `,`; a point in degrees or in RD. Raises
    InvalidInputError with every fault by line; nothing else of the file is told.
    """
    faults = _Faults()
    read = AddressFile()
    seen: set[object] = set()
    with lines_of(path) as lines:
        try:
            for line, cells in _rows(lines, faults, city=city):
                _read_row(read, seen, faults, line=line, cells=cells, city=city)
                if line % 10_000 == 0:
                    tell(line)
        except EndlessError as error:
            faults.add(error.line, error.code, error.message)
        except UnicodeDecodeError:
            faults.add(1, "not-utf-8", "Het bestand is geen UTF-8. Bewaar het als 'CSV UTF-8'.")
        except (OSError, EOFError, csv.Error) as error:
            message = "Het bestand is niet te lezen: beschadigd, te groot of geen CSV."
            faults.add(1, type(error).__name__.lower(), message)
    faults.refuse()
    return read


def read_postcodes(path: Path) -> list[PostcodeRow]:
    """Rows of `postcode,lon,lat,gemeente_code`, as they come with the service."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            replace(
                _postcode(row, _point(row)),
                gemeente_code=row["gemeente_code"],
            )
            for row in csv.DictReader(file)
        ]


def _rows(
    lines: Lines, faults: _Faults, *, city: str | None
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line numbers and cells by our own names of the columns."""
    head = next(lines, "")
    if not head.strip():
        faults.add(1, "empty", "Het bestand is leeg.")
        return
    delimiter = ";" if head.count(";") >= head.count(",") and ";" in head else ","
    names = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter))]
    places = {
        ours: names.index(theirs)
        for ours, known in COLUMNS.items()
        for theirs in known[::-1]
        if theirs in names
    }
    missing = list(_missing(places, city=city))
    for message in missing:
        faults.add(1, "missing-column", message)
    doubled = sorted(_doubled(names))
    for name in doubled:
        message = f"De kolom '{name}' staat er meer dan één keer: welke telt?"
        faults.add(1, "doubled-column", message)
    if missing or doubled:
        return
    for row in csv.reader(lines, delimiter=delimiter):
        if not any(row):
            continue
        yield lines.read, {name: _cell(row, at) for name, at in places.items()}


def _cell(row: Sequence[str], at: int) -> str:
    return " ".join(row[at].split()) if at < len(row) else ""


def _doubled(names: Sequence[str]) -> set[str]:
    """Columns that we read and that are there more than once under one name."""
    known = {name for theirs in COLUMNS.values() for name in theirs}
    return {name for name in names if name in known and names.count(name) > 1}


def _missing(places: Mapping[str, int], *, city: str | None) -> Iterator[str]:
    if not ({"lon", "lat"} <= places.keys() or {"x", "y"} <= places.keys()):
        yield "Er zijn geen kolommen met een punt: 'lon' en 'lat' in graden, of 'x' en 'y' in RD."
    if "street" not in places:
        if "postcode" not in places:
            yield "Er is geen kolom 'postcode', en ook geen 'street' en 'number'."
        return
    if "number" not in places:
        yield "Bij 'street' hoort een kolom 'number' (huisnummer)."
    if "city" not in places and not city:
        yield "Er is geen kolom 'city' (woonplaats): noem die met --city of --gemeente."


def _read_row(
    read: AddressFile,
    seen: set[object],
    faults: _Faults,
    *,
    line: int,
    cells: Mapping[str, str],
    city: str | None,
) -> None:
    try:
        point = _point(cells)
        row = (
            _address(cells, point, city=city or "")
            if "street" in cells
            else _postcode(cells, point)
        )
    except _UnreadableError as error:
        faults.add(line, error.code, error.message)
        return
    identity = row.identity if isinstance(row, AddressRow) else row.postcode
    if identity in seen:
        read.repeated += 1
        return
    seen.add(identity)
    if isinstance(row, AddressRow):
        read.addresses.append(row)
    else:
        read.postcodes.append(row)


class _UnreadableError(Exception):
    """A cell that cannot be what it should be."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def _point(cells: Mapping[str, str]) -> RdPoint:
    try:
        if cells.get("lon") and cells.get("lat"):
            lon, lat = (float(cells[name].replace(",", ".")) for name in ("lon", "lat"))
            return rd_of(LonLat(lon=lon, lat=lat))
        x_m, y_m = (float(cells[name].replace(",", ".")) for name in ("x", "y"))
        lonlat_of(RdPoint(x_m, y_m))  # refuses what lies outside the country
    except (KeyError, ValueError) as error:  # pydantic's own are ValueErrors too
        message = "Geen punt in Nederland: geef 'lon' en 'lat' in graden, of 'x' en 'y' in RD."
        raise _UnreadableError("wrong-point", message) from error
    return RdPoint(x_m, y_m)


def _postcode(cells: Mapping[str, str], point: RdPoint) -> PostcodeRow:
    postcode = cells["postcode"].replace(" ", "").upper()
    if not _POSTCODE.fullmatch(postcode):
        message = "Een postcode is vier cijfers, of vier cijfers en twee letters, zoals 7511GM."
        raise _UnreadableError("wrong-postcode", message)
    return PostcodeRow(postcode, point.x_m, point.y_m)


def _address(cells: Mapping[str, str], point: RdPoint, *, city: str) -> AddressRow:
    street, place = cells["street"], cells.get("city") or city
    if not 0 < len(street) <= LONGEST_TEXT or not 0 < len(place) <= LONGEST_TEXT:
        message = f"Straat en plaats zijn 1 tot {LONGEST_TEXT} tekens lang."
        raise _UnreadableError("wrong-street", message)
    number = _NUMBER.fullmatch(cells["number"])
    if number is None:
        message = "Een huisnummer is een getal, met hooguit een letter en een toevoeging: 27A-2."
        raise _UnreadableError("wrong-number", message)
    letter = (cells.get("letter") or number["letter"] or "").upper()
    addition = cells.get("addition") or number["addition"] or ""
    if not _ADDITION.fullmatch(letter) or not _ADDITION.fullmatch(addition):
        message = "Letter en toevoeging zijn hooguit 10 letters en cijfers."
        raise _UnreadableError("wrong-addition", message)
    postcode = cells.get("postcode", "").replace(" ", "").upper()
    if postcode and not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", postcode):
        message = "Een postcode van een adres is vier cijfers en twee letters, zoals 7511GM."
        raise _UnreadableError("wrong-postcode", message)
    return AddressRow(
        city=place,
        street=street,
        number=int(number["number"]),
        x_m=point.x_m,
        y_m=point.y_m,
        letter=letter,
        addition=addition,
        postcode=postcode,
    )
