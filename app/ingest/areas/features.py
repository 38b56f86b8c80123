"""Rows of GeoJSON and GeoPackage as areas: whatever a publisher calls its properties."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import CRSError as PyogrioCrsError
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from app.areas.rules import CBS_CODES, CbsLevel, gemeente_of, wijk_of
from app.core.errors import Fault, InvalidInputError
from app.core.geo import RD, WGS84

# Names without case and underscores: buurtcode is PDOK's, BU_CODE an older edition's.
_CODES: Mapping[CbsLevel, tuple[str, ...]] = {
    "buurt": ("buurtcode", "bucode"),
    "wijk": ("wijkcode", "wkcode"),
    "gemeente": ("gemeentecode", "gmcode"),
}
_NAMES: Mapping[CbsLevel, tuple[str, ...]] = {
    "buurt": ("buurtnaam", "bunaam"),
    "wijk": ("wijknaam", "wknaam"),
    "gemeente": ("gemeentenaam", "gmnaam"),
}
_INHABITANTS = re.compile(r"aantalinwoners|aantinw|inwoners(\d{4})?")
_WATER = ("water", "h2o")
_SMALLEST_FIRST: tuple[CbsLevel, ...] = ("buurt", "wijk", "gemeente")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a page that was downloaded; `name` is for messages."""

    name: str
    content: Path | bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One feature as it stands in a source; geometry in RD, properties by their plain name."""

    place: str
    """Where it stands: `buurten.geojson, 12`."""
    properties: Mapping[str, Any]
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature, recognised as an area."""

    place: str
    level: CbsLevel
    code: str
    name: str | None
    parent_code: str | None
    gemeente_code: str
    gemeente_name: str | None
    wijk_code: str | None
    wijk_name: str | None
    inhabitants: int | None
    says_inhabitants: bool
    geometry: BaseGeometry | None


def features_in(source: Source) -> Iterator[Row]:
    """The rows of every layer.

    Raises InvalidInputError when it cannot be read or is in another reference system.
    """
    try:
        # By number: a layer in memory gets another name each time.
        for layer, (_, kind) in enumerate(pyogrio.list_layers(source.content)):
            if kind is None:  # a table without geometry, such as a GeoPackage's styles
                continue
            meta, _, geometries, columns = pyogrio.raw.read(
                source.content, layer=layer, force_2d=True
            )
            names = [_plain(str(name)) for name in meta["fields"]]
            shapes = _in_rd(shapely.from_wkb(geometries, on_invalid="ignore"), meta["crs"], source)
            for i, geometry in enumerate(shapes):
                values = {name: column[i] for name, column in zip(names, columns, strict=True)}
                yield Row(f"{source.name}, {i + 1}", values, geometry)
    except (DataSourceError, DataLayerError, FeatureError, PyogrioCrsError) as error:
        message = f"{source.name} is geen GeoJSON of GeoPackage die wij kunnen lezen."
        raise InvalidInputError([Fault("body", source.name, "unreadable", message)]) from error


def identified(row: Row) -> Feature | Fault | None:
    """The area that a row is; None for water; a fault when the row does not say which."""
    if str(_first(row, _WATER)).strip().upper() == "JA":
        return None
    level = next((at for at in _SMALLEST_FIRST if _text(row, _CODES[at])), None)
    if level is None:
        message = f"Bij {row.place} staat geen buurtcode, wijkcode of gemeentecode."
        return Fault("body", row.place, "no-code", message)
    code = _code(row, level)
    if not CBS_CODES[level].fullmatch(code):
        message = f"Bij {row.place} staat '{code[:20]}'. Dat is geen code van een {level}."
        return Fault("body", row.place, "wrong-code", message)
    gemeente_code, wijk_code = gemeente_of(code), wijk_of(code) if level == "buurt" else None
    for above, expected in (("gemeente", gemeente_code), ("wijk", wijk_code)):
        said = _code(row, "gemeente" if above == "gemeente" else "wijk")
        if expected is not None and said and said != expected:
            message = (
                f"{code} kan niet in {said[:20]} liggen. Klopt de {above}code bij {row.place}?"
            )
            return Fault("body", row.place, "contradiction", message)
    says_inhabitants, inhabitants = _inhabitants(row)
    return Feature(
        place=row.place,
        level=level,
        code=code,
        name=_text(row, _NAMES[level]),
        parent_code=wijk_code or (None if level == "gemeente" else gemeente_code),
        gemeente_code=gemeente_code,
        gemeente_name=_text(row, _NAMES["gemeente"]),
        wijk_code=wijk_code,
        wijk_name=_text(row, _NAMES["wijk"]),
        inhabitants=inhabitants,
        says_inhabitants=says_inhabitants,
        geometry=row.geometry,
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _first(row: Row, names: tuple[str, ...]) -> Any:
    return next((row.properties[name] for name in names if name in row.properties), None)


def _text(row: Row, names: tuple[str, ...]) -> str | None:
    value = _first(row, names)
    return value.strip() or None if isinstance(value, str) else None


def _code(row: Row, level: CbsLevel) -> str:
    """The code of a level, in capitals; some sources leave out the GM of a gemeente."""
    text = (_text(row, _CODES[level]) or "").upper()
    return f"GM{text}" if level == "gemeente" and re.fullmatch(r"[0-9]{4}", text) else text


MOST_INHABITANTS = 20_000_000
"""More than live in the country: not a count. (Infinite and not-a-number are none either.)"""


def _inhabitants(row: Row) -> tuple[bool, int | None]:
    """Whether the source speaks of inhabitants, and how many; -99997 and -99995 mean no data."""
    names = sorted(name for name in row.properties if _INHABITANTS.fullmatch(name))
    if not names:
        return False, None
    try:
        count = float(row.properties[names[-1]])  # the newest year
    except (TypeError, ValueError):
        return True, None
    return True, int(count) if 0 <= count <= MOST_INHABITANTS else None


def _in_rd(geometries: Any, crs: str | None, source: Source) -> Any:
    """Geometries of a layer in RD; what cannot be placed becomes infinite and is refused later."""
    epsg = _epsg(crs)
    if epsg == RD:
        return geometries
    if epsg == WGS84:
        to_rd = Transformer.from_crs(WGS84, RD, always_xy=True)
        placed: Any = shapely.transform(geometries, _on_columns(to_rd))
        return placed
    message = f"{source.name} staat niet in EPSG:4326 of EPSG:28992. Zet het eerst om."
    raise InvalidInputError([Fault("body", source.name, "reference-system", message)])


def _on_columns(transformer: Transformer) -> Callable[[Any], Any]:
    """A transformation of rows of two columns, as shapely wants it."""

    def transform(lonlat: Any) -> Any:
        return np.column_stack(transformer.transform(lonlat[:, 0], lonlat[:, 1]))

    return transform


def _epsg(crs: str | None) -> int | None:
    """28992 or 4326 when it is one of those, by whatever name (CRS84, RD with NAP heights)."""
    if crs is None:
        return None
    try:
        flat = CRS.from_user_input(crs).to_2d()
        parts = [flat, *flat.sub_crs_list]
    except CRSError:
        return None
    for epsg in (RD, WGS84):
        wanted = CRS.from_epsg(epsg)
        if any(part.equals(wanted, ignore_axis_order=True) for part in parts):
            return epsg
    return None
