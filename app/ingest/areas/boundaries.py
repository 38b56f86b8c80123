"""Borders of gemeenten, wijken and buurten out of GeoJSON and GeoPackage.

Reads EPSG:4326 and EPSG:28992, whatever the publisher calls its properties, repairs what is
invalid, and refuses nonsense with every fault at once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from app.areas.rules import AreaBorder, CbsLevel, on_grid, united, wijk_of
from app.core.errors import Fault, InvalidInputError
from app.ingest.areas.features import Feature, Source, features_in, identified

# The Netherlands with its part of the sea, in metres RD.
MIN_X_M, MIN_Y_M, MAX_X_M, MAX_Y_M = -10_000, 290_000, 300_000, 660_000
MOST_FAULTS = 100
_SURFACES = frozenset({"Polygon", "MultiPolygon", "GeometryCollection"})

# What GEOS says of an invalid polygon, for people.
_REASONS = {
    "Self-intersection": "de rand kruist zichzelf",
    "Ring Self-intersection": "de rand raakt zichzelf",
    "Hole lies outside shell": "een gat ligt buiten de rand",
    "Holes are nested": "een gat ligt in een gat",
    "Nested shells": "een vlak ligt in een ander vlak",
    "Duplicate Rings": "een rand staat er twee keer in",
    "Interior is disconnected": "gaten snijden het vlak in stukken",
    "Too few points in geometry component": "een rand heeft te weinig punten",
}


@dataclass(frozen=True, slots=True)
class Repair:
    """An area whose border was invalid, and what was wrong with it, in Dutch."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Borders:
    """Everything of one or more gemeenten, whole: every buurt has its wijk and gemeente."""

    areas: tuple[AreaBorder, ...]
    repairs: tuple[Repair, ...]

    @property
    def gemeente_codes(self) -> frozenset[str]:
        return frozenset(area.gemeente_code for area in self.areas)


def read_borders(sources: Sequence[Source], *, gemeente_codes: Collection[str]) -> Borders:
    """The areas in these files or pages; of all gemeenten in them when `gemeente_codes` is empty.

    Water is dropped. Wijken and gemeenten that are not given are made of their buurten.
    Raises InvalidInputError with every fault: unreadable, no or a wrong code, a code twice, no
    surface, outside the Netherlands, no buurten of a gemeente.
    """
    faults: list[Fault] = []
    features = [
        feature
        for feature in _all_features(sources, faults)
        if not gemeente_codes or feature.gemeente_code in gemeente_codes
    ]
    seen: dict[str, Feature] = {}
    for feature in features:
        first = seen.setdefault(feature.code, feature)
        if first is not feature:
            message = f"{feature.code} staat er twee keer in: ook bij {first.place}."
            faults.append(Fault("body", feature.place, "duplicate", message))
    borders: list[AreaBorder] = []
    repairs: list[Repair] = []
    for feature in seen.values():
        border = _border(feature)
        if isinstance(border, Fault):
            faults.append(border)
            continue
        borders.append(border)
        if feature.geometry is not None and not shapely.is_valid(feature.geometry):
            repairs.append(Repair(feature.code, _reason(feature.geometry)))
    faults += _without_buurten(borders, gemeente_codes) if not faults else []
    if faults:
        raise InvalidInputError(faults[:MOST_FAULTS])
    whole = borders + _dissolved(borders, features)
    return Borders(tuple(sorted(whole, key=lambda area: area.code)), tuple(repairs))


def _all_features(sources: Iterable[Source], faults: list[Fault]) -> Iterable[Feature]:
    for source in sources:
        try:
            for row in features_in(source):
                feature = identified(row)
                if isinstance(feature, Fault):
                    faults.append(feature)
                elif feature is not None:
                    yield feature
        except InvalidInputError as error:
            faults += error.faults


def _border(feature: Feature) -> AreaBorder | Fault:
    geometry = feature.geometry
    if geometry is None or geometry.is_empty or geometry.geom_type not in _SURFACES:
        message = f"{feature.code} heeft geen vlak. Zijn de grenzen wel meegekomen?"
        return Fault("body", feature.place, "no-surface", message)
    if not _is_in_the_netherlands(geometry):
        message = (
            f"{feature.code} ligt buiten Nederland. Klopt het coördinatenstelsel (EPSG:4326 of "
            "EPSG:28992), en staat de lengte vóór de breedte?"
        )
        return Fault("body", feature.place, "outside", message)
    if not shapely.is_valid(geometry):
        geometry = shapely.make_valid(geometry)
    gridded = on_grid(geometry)
    if gridded.is_empty:
        message = f"{feature.code} heeft geen oppervlak."
        return Fault("body", feature.place, "no-surface", message)
    return AreaBorder(
        code=feature.code,
        level=feature.level,
        name=feature.name,
        parent_code=feature.parent_code,
        gemeente_code=feature.gemeente_code,
        inhabitants=feature.inhabitants,
        says_inhabitants=feature.says_inhabitants,
        geometry=gridded,
    )


def _is_in_the_netherlands(geometry: BaseGeometry) -> bool:
    min_x, min_y, max_x, max_y = geometry.bounds
    # Comparing with NaN, which a failed transformation leaves, is False too.
    return bool(min_x >= MIN_X_M and min_y >= MIN_Y_M and max_x <= MAX_X_M and max_y <= MAX_Y_M)


def _reason(invalid: BaseGeometry) -> str:
    said = str(shapely.is_valid_reason(invalid)).partition("[")[0]
    return _REASONS.get(said, said)


def _without_buurten(borders: Iterable[AreaBorder], wanted: Collection[str]) -> list[Fault]:
    given = {area.gemeente_code for area in borders}
    with_buurten = {area.gemeente_code for area in borders if area.level == "buurt"}
    missing = sorted((given | set(wanted)) - with_buurten)
    faults = [
        Fault("body", code, "no-buurten", f"Er staan geen buurten van {code} in.")
        for code in missing
    ]
    if not faults and not given:
        return [Fault("body", "", "empty", "Er staan geen gebieden in.")]
    return faults


def _dissolved(borders: Sequence[AreaBorder], features: Sequence[Feature]) -> list[AreaBorder]:
    """The wijken and gemeenten that were not given, made of their buurten."""
    given = {area.code for area in borders}
    buurten = [area for area in borders if area.level == "buurt"]
    wijk_names = {f.wijk_code: f.wijk_name for f in features if f.wijk_name}
    gemeente_names = {f.gemeente_code: f.gemeente_name for f in features if f.gemeente_name}
    wijken = {wijk_of(area.code) for area in buurten} - given
    gemeenten = {area.gemeente_code for area in buurten} - given
    return [
        *(
            _made_of(
                [b for b in buurten if wijk_of(b.code) == code], code, "wijk", wijk_names.get(code)
            )
            for code in sorted(wijken)
        ),
        *(
            _made_of(
                [b for b in buurten if b.gemeente_code == code],
                code,
                "gemeente",
                gemeente_names.get(code),
            )
            for code in sorted(gemeenten)
        ),
    ]


def _made_of(
    buurten: Sequence[AreaBorder], code: str, level: CbsLevel, name: str | None
) -> AreaBorder:
    counts = [buurt.inhabitants for buurt in buurten if buurt.inhabitants is not None]
    is_counted = len(counts) == len(buurten)
    gemeente_code = buurten[0].gemeente_code
    return AreaBorder(
        code=code,
        level=level,
        name=name,
        parent_code=None if level == "gemeente" else gemeente_code,
        gemeente_code=gemeente_code,
        inhabitants=sum(counts) if is_counted else None,
        says_inhabitants=is_counted,
        geometry=united([buurt.geometry for buurt in buurten]),
    )


def file_source(path: Path) -> Source:
    """A file that somebody gave."""
    return Source(path.name, path)
