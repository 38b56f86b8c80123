"""Stops of public transport out of GTFS: `stops.txt`, bare or in the zip file around it."""

import csv
import io
import math
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TextIO

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import writing
from app.core.errors import Fault, InvalidInputError
from app.core.geo import LonLat, rd_of
from app.places.stops import Stop, replace_stops

MOST_BYTES: Final = 300_000_000
MOST_STOPS: Final = 1_000_000
MOST_RATIO: Final = 100
"""A list of stops grows at most so many times when it comes out of its zip file."""
MOST_FAULTS: Final = 100
LONGEST: Final = 200
"""Characters of an id or a name."""
SAME_STOP_M: Final = 100
"""Platforms with the same name that lie no further apart are one stop."""

ENTRY = "stops.txt"
_NEEDED = ("stop_id", "stop_name", "stop_lat", "stop_lon")
# `location_type`: stations, entrances and corners of a station are not where one gets in.
_STOPS = frozenset({"", "0"})
_OTHERS = frozenset({"1", "2", "3", "4"})
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class StopsRead:
    """What stands in a file."""

    stops: tuple[Stop, ...]
    merged: int
    """Platforms that went up in another with the same name."""
    abroad: int
    """Stops outside the Netherlands: left out."""


class _UnreadableError(Exception):
    """The file as a whole is not what it should be; the message says why."""


async def import_stops(engine: AsyncEngine, file: Path) -> StopsRead:
    """Reads a file and puts its stops in the place of all that there are, all or nothing.

    Raises InvalidInputError as `read_stops` does; ConflictError while another import runs.
    """
    read = read_stops(file)
    await writing(engine, lambda db: replace_stops(db, read.stops, source=f"GTFS {file.name}"))
    return read


def read_stops(file: Path) -> StopsRead:
    """The stops in a GTFS file: where people get in, platforms of one name together.

    Raises InvalidInputError with every fault (a hundred at most): unreadable, too large, columns
    or values missing, ids twice, no stop in the Netherlands.
    """
    faults: list[Fault] = []
    platforms: list[Stop] = []
    abroad = 0
    try:
        with _opened(file) as lines:
            for stop in _platforms(lines, faults):
                if stop is None:
                    abroad += 1
                else:
                    platforms.append(stop)
    except _UnreadableError as error:
        faults.append(_fault("", "unreadable", str(error)))
    if not faults and not platforms:
        message = "Hierin staat geen enkele halte in Nederland. Is het een GTFS-bestand?"
        faults.append(_fault("", "empty", message))
    if faults:
        raise InvalidInputError(faults[:MOST_FAULTS])
    stops = together(platforms)
    return StopsRead(stops, merged=len(platforms) - len(stops), abroad=abroad)


def together(platforms: Sequence[Stop]) -> tuple[Stop, ...]:
    """Platforms that share a name and lie near the first of them as one stop in their middle.

    It keeps the lowest of their ids. The order in which they come makes no difference.
    """
    heaps: dict[str, list[list[Stop]]] = {}
    for platform in sorted(platforms, key=lambda one: one.id):
        same_name = heaps.setdefault(platform.name, [])
        for heap in same_name:
            first = heap[0]
            if math.dist((first.x_m, first.y_m), (platform.x_m, platform.y_m)) <= SAME_STOP_M:
                heap.append(platform)
                break
        else:
            same_name.append([platform])
    return tuple(_middle(heap) for same_name in heaps.values() for heap in same_name)


def _middle(heap: Sequence[Stop]) -> Stop:
    x_m = math.fsum(one.x_m for one in heap) / len(heap)
    y_m = math.fsum(one.y_m for one in heap) / len(heap)
    return Stop(heap[0].id, heap[0].name, x_m, y_m)


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    """The list as text. Raises _UnreadableError."""
    try:
        with file.open("rb") as raw:
            is_zip = raw.read(len(_ZIP)) == _ZIP
            raw.seek(0)
            if not is_zip:
                if file.stat().st_size > MOST_BYTES:
                    raise _UnreadableError("Dit bestand is te groot voor een lijst met haltes.")
                with _as_text(raw) as lines:
                    yield lines
                return
            with (
                zipfile.ZipFile(raw) as archive,
                archive.open(_entry(archive)) as entry,
                _as_text(entry) as lines,
            ):
                yield lines
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _UnreadableError("Dit bestand kunnen wij niet openen. Is het wel heel?") from error


def _as_text(raw: IO[bytes]) -> TextIO:
    # With or without the mark that Windows puts in front.
    return io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def _entry(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    try:
        entry = archive.getinfo(ENTRY)
    except KeyError:
        raise _UnreadableError(f"In dit zip-bestand zit geen {ENTRY}.") from None
    # zipfile gives no more than the size that is told here, so a lie ends in an error.
    if entry.file_size > min(MOST_BYTES, MOST_RATIO * max(entry.compress_size, 1)):
        raise _UnreadableError(f"{ENTRY} wordt bij uitpakken te groot. Dit is geen gewoon bestand.")
    return entry


def _platforms(lines: TextIO, faults: list[Fault]) -> Iterator[Stop | None]:
    """Where people get in; None for one outside the Netherlands. Adds to `faults`."""
    known: set[str] = set()
    try:
        rows = csv.reader(lines, strict=True)
        columns = _columns(next(rows, []))
        for cells in rows:
            if len(faults) >= MOST_FAULTS:
                return
            if len(known) >= MOST_STOPS:
                raise _UnreadableError("Hierin staan meer dan een miljoen haltes.")
            row = {name: _cell(cells, at) for name, at in columns.items()}
            if any(row.values()) and _is_stop(row, rows.line_num, faults):
                yield from _read(row, rows.line_num, known, faults)
    except UnicodeDecodeError as error:
        raise _UnreadableError("Dit bestand is niet in UTF-8. Is het een GTFS-bestand?") from error
    except csv.Error as error:
        raise _UnreadableError("Dit is geen leesbaar CSV-bestand.") from error


def _columns(header: Sequence[str]) -> Mapping[str, int]:
    at = {name.strip(): index for index, name in enumerate(header)}
    missing = [name for name in _NEEDED if name not in at]
    if missing:
        raise _UnreadableError(
            f"Deze kolommen ontbreken: {', '.join(missing)}. Is het de {ENTRY} van GTFS?"
        )
    return {name: at[name] for name in (*_NEEDED, "location_type") if name in at}


def _cell(cells: Sequence[str], at: int) -> str:
    return " ".join(cells[at].split()) if at < len(cells) else ""


def _is_stop(row: Mapping[str, str], line: int, faults: list[Fault]) -> bool:
    kind = row.get("location_type", "")
    if kind not in _STOPS | _OTHERS:
        message = "Dit moet leeg zijn, of een cijfer van 0 tot en met 4."
        faults.append(_fault(f"regel {line}, location_type", "unknown", message))
    return kind in _STOPS


def _read(
    row: Mapping[str, str], line: int, known: set[str], faults: list[Fault]
) -> Iterator[Stop | None]:
    before = len(faults)
    for name in ("stop_id", "stop_name"):
        if not row[name]:
            faults.append(_fault(f"regel {line}, {name}", "missing", "Dit is leeg."))
        elif len(row[name]) > LONGEST:
            message = f"Dit is te lang. Er passen {LONGEST} tekens."
            faults.append(_fault(f"regel {line}, {name}", "too-long", message))
    if row["stop_id"] in known:
        faults.append(_fault(f"regel {line}, stop_id", "duplicate", "Dit nummer staat er al."))
    known.add(row["stop_id"])
    lat = _degrees(row, "stop_lat", 90, line, faults)
    lon = _degrees(row, "stop_lon", 180, line, faults)
    if len(faults) == before:
        yield _stop(row, lat=lat, lon=lon)


def _degrees(row: Mapping[str, str], name: str, most: int, line: int, faults: list[Fault]) -> float:
    try:
        degrees = float(row[name])
    except ValueError:
        degrees = math.nan
    if not -most <= degrees <= most:
        message = f"Dit moet een getal zijn van -{most} tot en met {most}."
        faults.append(_fault(f"regel {line}, {name}", "invalid", message))
    return degrees


def _stop(row: Mapping[str, str], *, lat: float, lon: float) -> Stop | None:
    try:
        here = rd_of(LonLat(lon=lon, lat=lat))
    except ValidationError:
        return None
    return Stop(row["stop_id"], row["stop_name"], here.x_m, here.y_m)


def _fault(name: str, code: str, message: str) -> Fault:
    return Fault("body", name, code, message)
