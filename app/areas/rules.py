"""What holds for areas, without database or clock: codes, the grid of borders, successors."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import shapely
from shapely import MultiPolygon, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

Level = Literal["gemeente", "stadsdeel", "wijk", "buurt", "people"]
CbsLevel = Literal["gemeente", "wijk", "buurt"]
Boundary = Literal["official", "schematic"]

CBS_LEVELS: tuple[CbsLevel, ...] = ("gemeente", "wijk", "buurt")
"""Parents before children."""

CBS_CODES: MappingProxyType[CbsLevel, re.Pattern[str]] = MappingProxyType(
    {
        "gemeente": re.compile(r"GM[0-9]{4}"),
        "wijk": re.compile(r"WK[0-9]{6}"),
        "buurt": re.compile(r"BU[0-9]{8}"),
    }
)

GRID_M = 2.0**-10
"""Corners of stored borders lie on multiples of this: about a millimetre.

With points on `POINT_GRID_M`, the question "left or right of this edge?" is then exact in doubles
for edges up to 16 km: neighbours who share an edge leave no gap, in PostGIS as in shapely.
"""
POINT_GRID_M = 2.0**-12

SUCCESSOR_SHARE = 0.10
"""A new area that covers this part of an old one's surface is a successor of it."""
REPLACED_SHARE = 0.50
"""An area of another gemeente that is covered this far by new ones is gone: a merger."""


@dataclass(frozen=True, slots=True)
class AreaBorder:
    """One area as a source gives it: the facts of one CBS edition and its border in RD New."""

    code: str
    level: CbsLevel
    name: str | None
    """None: the source does not say; the name that we know stays."""
    parent_code: str | None
    gemeente_code: str
    inhabitants: int | None
    says_inhabitants: bool
    """Whether the source says anything about inhabitants, "no data" included."""
    geometry: MultiPolygon


@dataclass(frozen=True, slots=True)
class KnownBorder:
    """One area as we have it."""

    code: str
    level: CbsLevel
    gemeente_code: str
    boundary: Boundary
    label_point: Point
    geometry: MultiPolygon | None


@dataclass(frozen=True, slots=True, order=True)
class Succession:
    """`new_code` took over (part of) what was `old_code`."""

    old_code: str
    new_code: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import does to the codes that we have."""

    vanished: tuple[str, ...]
    successions: tuple[Succession, ...]
    orphaned: tuple[str, ...]
    """Vanished with an official border, and nothing lies there now: probably half a file."""


def canonical_code(text: str) -> str:
    """An area code as we write it: `bu01530100` is BU01530100, `pa0153-Boekelo` PA0153-boekelo."""
    head, dash, tail = text.partition("-")
    return f"{head.upper()}{dash}{tail.lower()}"


def gemeente_of(code: str) -> str:
    """The gemeente in a CBS code: the four digits after the first two letters."""
    return f"GM{code[2:6]}"


def wijk_of(buurt_code: str) -> str:
    """The wijk in the code of a buurt: its first six digits."""
    return f"WK{buurt_code[2:8]}"


def on_grid(geometry: BaseGeometry) -> MultiPolygon:
    """The polygons of a geometry in RD, valid, corners on the grid; may be empty.

    Rings and corners come in one fixed order: the same ground is the same bytes.
    """
    return polygons_of(shapely.normalize(shapely.set_precision(polygons_of(geometry), GRID_M)))


def polygons_of(geometry: BaseGeometry) -> MultiPolygon:
    """The polygons in a geometry; its points and lines (left-overs of a repair) are dropped."""
    parts: Iterable[BaseGeometry] = shapely.get_parts(shapely.get_parts(geometry))
    return MultiPolygon([p for p in parts if isinstance(p, Polygon) and not p.is_empty])


def united(parts: Sequence[MultiPolygon]) -> MultiPolygon:
    """One area made of others; corners stay on the grid, so that borders stay shared."""
    return polygons_of(shapely.normalize(shapely.unary_union(parts, grid_size=GRID_M)))


def changes(
    known: Sequence[KnownBorder],
    new: Sequence[AreaBorder],
    *,
    told: Collection[Succession],
) -> Changes:
    """What vanishes, and what came in its place.

    Gone is what the gemeenten of `new` no longer have, what `new` covers for the greater part in
    other gemeenten (a merger), and what `told` says. Successors are those that were told; else the
    new areas of the same level over at least a tenth of the old surface, where the old border is
    official; else (a schematic outline says nothing about surface) the one at its label point.
    """
    coming = {area.code for area in new}
    gemeenten = {area.gemeente_code for area in new}
    told_of: dict[str, list[Succession]] = {}
    for succession in sorted(told):
        told_of.setdefault(succession.old_code, []).append(succession)
    trees = {level: _Cover([a for a in new if a.level == level]) for level in CBS_LEVELS}
    vanished: list[str] = []
    found: list[Succession] = []
    orphaned: list[str] = []
    for old in sorted(known, key=lambda area: area.code):
        cover = trees[old.level]
        gone = old.gemeente_code in gemeenten or old.code in told_of or cover.replaces(old)
        if old.code in coming or not gone:
            continue
        vanished.append(old.code)
        successors = told_of.get(old.code) or cover.successors(old)
        found += successors
        if not successors:
            orphaned.append(old.code)
    # Told about codes that we never had or that vanished years ago: an old link may hold them.
    earlier = [s for s in sorted(told) if s not in found and gemeente_of(s.new_code) in gemeenten]
    return Changes(tuple(vanished), tuple(found + earlier), tuple(orphaned))


class _Cover:
    """The new areas of one level, to be asked what lies over an old one."""

    def __init__(self, new: Sequence[AreaBorder]) -> None:
        self._new = new
        self._tree = STRtree([area.geometry for area in new])

    def _shares(self, old: KnownBorder) -> dict[str, float]:
        # Without a border that was measured there are no surfaces to compare.
        if old.geometry is None or old.boundary != "official":
            return {}
        over = [self._new[i] for i in self._tree.query(old.geometry)]
        whole = old.geometry.area
        return {a.code: old.geometry.intersection(a.geometry).area / whole for a in over}

    def replaces(self, old: KnownBorder) -> bool:
        return sum(self._shares(old).values()) >= REPLACED_SHARE

    def successors(self, old: KnownBorder) -> list[Succession]:
        codes = [code for code, share in self._shares(old).items() if share >= SUCCESSOR_SHARE]
        if old.boundary == "schematic":
            at_label = self._tree.query(old.label_point, predicate="covered_by")
            codes = [min(self._new[i].code for i in at_label)] if len(at_label) else []
        return [Succession(old.code, code) for code in sorted(codes)]


def linked_gemeenten(
    gemeente_codes: Iterable[str], links: Iterable[tuple[str, str]]
) -> list[frozenset[str]]:
    """The gemeenten that must change in one transaction, because areas go from one to another."""
    group: dict[str, set[str]] = {code: {code} for code in gemeente_codes}
    for one, other in links:
        together = group.setdefault(one, {one}) | group.setdefault(other, {other})
        group.update(dict.fromkeys(together, together))
    return sorted({frozenset(codes) for codes in group.values()}, key=min)
