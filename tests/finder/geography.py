"""Areas as plain Python and shapely see them: which buurt holds a point, what overlaps what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import shapely
from pyproj import Transformer
from shapely import MultiPolygon, Point, STRtree
from sqlalchemy import text

from app.core.database import Db

# What PostgreSQL snaps a point to before it asks for its buurt, in metres.
POINT_GRID_M = 1 / 4096

TO_RD = Transformer.from_crs(4326, 28992, always_xy=True)
TO_WGS84 = Transformer.from_crs(28992, 4326, always_xy=True)


@dataclass(frozen=True, slots=True)
class Area:
    """One area, and the buurten that it is made of (a buurt: itself)."""

    code: str
    level: str
    name: str
    gemeente_code: str
    wijk_code: str | None
    inhabitants: int | None
    buurten: frozenset[str]


@dataclass(frozen=True)
class Geography:
    """All areas, and what became of old codes."""

    areas: Mapping[str, Area]
    borders: Mapping[str, MultiPolygon]
    """Of buurten, in RD."""
    successors: Mapping[str, frozenset[str]]

    @cached_property
    def _tree(self) -> tuple[list[str], STRtree]:
        codes = sorted(self.borders)
        return codes, STRtree([self.borders[code] for code in codes])

    def buurt_at(self, x_m: float, y_m: float) -> str | None:
        """The buurt that holds this point in RD; on a shared border the lower code."""
        codes, tree = self._tree
        # Half away from zero or half to even: no point of ours lies on half a grid cell.
        spot = Point(*(round(at / POINT_GRID_M) * POINT_GRID_M for at in (x_m, y_m)))
        return min((codes[i] for i in tree.query(spot, predicate="covered_by")), default=None)

    def current(self, code: str) -> frozenset[str]:
        """The areas that are meant by this code today; empty: nobody knows it."""
        reached, todo = set[str](), [code]
        while todo:
            one = todo.pop()
            if one not in reached:
                reached.add(one)
                todo += [] if one in self.areas else self.successors.get(one, ())
        return frozenset(reached & self.areas.keys())

    def buurten_of(self, codes: Iterable[str]) -> frozenset[str]:
        """The buurten of areas, old codes included."""
        meant = [self.areas[now] for code in codes for now in self.current(code)]
        return frozenset().union(*(area.buurten for area in meant))

    def touching(self, buurten: frozenset[str]) -> frozenset[str]:
        """Every area, of any level, that has one of these buurten."""
        return frozenset(
            area.code for area in self.areas.values() if not area.buurten.isdisjoint(buurten)
        )


async def geography_of(db: Db) -> Geography:
    """What the tables of areas say."""
    rows = (
        await db.execute(
            text("""
                SELECT code, level, name, parent_code, gemeente_code, inhabitants,
                       CASE WHEN level = 'buurt' THEN ST_AsBinary(geometry) END AS border
                FROM area
            """)
        )
    ).all()
    parents = {row.code: row.parent_code for row in rows}
    members: dict[str, set[str]] = {row.code: set() for row in rows}
    for buurt in (row.code for row in rows if row.level == "buurt"):
        above: str | None = buurt
        while above is not None:
            members[above].add(buurt)
            above = parents[above]
    for area_code, buurt in await db.execute(text("SELECT area_code, buurt_code FROM area_member")):
        members[area_code].add(buurt)
    successors: dict[str, set[str]] = {}
    for old, new in await db.execute(text("SELECT old_code, new_code FROM area_successor")):
        successors.setdefault(old, set()).add(new)
    return Geography(
        areas={
            row.code: Area(
                row.code,
                row.level,
                row.name,
                row.gemeente_code,
                row.parent_code if row.level == "buurt" else None,
                row.inhabitants,
                frozenset(members[row.code]),
            )
            for row in rows
        },
        borders={row.code: shapely.from_wkb(row.border) for row in rows if row.border},
        successors={old: frozenset(new) for old, new in successors.items()},
    )
