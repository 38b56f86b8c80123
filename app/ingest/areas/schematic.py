"""Outlines where there are no official borders: who lies nearest to which label.

A Voronoi division of points of which the buurt is known, cut off by a hull around each gemeente.
Good enough to hold a point and to draw; marked `schematic` wherever it is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon, STRtree

from app.areas.rules import GRID_M, gemeente_of, on_grid, united

MARGIN_M = 600.0
"""How far a gemeente reaches beyond its outermost known points; about the size of a buurt."""
ON_TOP_OF_M = 1.0
"""A known point this close to a label would take the label's own ground away."""


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """A point in RD of which somebody knows the buurt, such as that of a seeded place."""

    buurt_code: str
    point: Point


def outlines(
    labels: Mapping[str, Point],
    *,
    area_labels: Iterable[tuple[Point, Sequence[str]]],
    known_points: Iterable[KnownPoint],
) -> dict[str, MultiPolygon]:
    """The outline of each buurt in `labels` (code → label point), in RD, on the grid.

    `area_labels`: label points of wijken and people's areas with the codes of their buurten; each
    falls in one of those. Every label of a buurt lies in its own outline, outlines do not overlap,
    and the same input gives the same outlines.
    """
    points = _points(labels, area_labels, known_points)
    if not points:
        return {}
    hulls = _hulls(points)
    pieces: dict[str, list[MultiPolygon]] = {code: [] for code in sorted(labels)}
    faces = _faces(points, hulls)
    insides = shapely.point_on_surface(faces)
    nearest = STRtree([known.point for known in points]).nearest(insides)
    for face, inside, number in zip(faces, insides, nearest, strict=True):
        code = points[number].buurt_code
        if hulls[gemeente_of(code)].covers(inside):
            pieces[code].append(MultiPolygon([face]))
    return {code: united(faces) for code, faces in pieces.items()}


def _faces(points: Sequence[KnownPoint], hulls: Mapping[str, MultiPolygon]) -> list[Polygon]:
    """The ground, cut along every line between two points and along every hull.

    All lines are put on the grid together: cut one by one, neighbours would overlap by a hair.
    """
    cells = shapely.voronoi_polygons(
        MultiPoint([known.point for known in points]),
        extend_to=shapely.union_all(list(hulls.values())),
        only_edges=True,
    )
    lines = [cells, *(hull.boundary for hull in hulls.values())]
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=GRID_M))
    return list(shapely.get_parts(shapely.polygonize(noded)))


def _points(
    labels: Mapping[str, Point],
    area_labels: Iterable[tuple[Point, Sequence[str]]],
    known_points: Iterable[KnownPoint],
) -> list[KnownPoint]:
    """What the ground is divided among: the labels first, then what does not lie on top of one."""
    points = [KnownPoint(code, labels[code]) for code in sorted(labels)]
    tree = STRtree([known.point for known in points])
    others = [
        KnownPoint(min(buurten, key=lambda code: (point.distance(labels[code]), code)), point)
        for point, buurten in area_labels
        if buurten
    ]
    others += [known for known in known_points if known.buurt_code in labels]
    taken: set[tuple[int, int]] = set()
    for other in sorted(others, key=lambda known: (known.buurt_code, known.point.wkb_hex)):
        is_on_top = len(tree.query(other.point, predicate="dwithin", distance=ON_TOP_OF_M))
        spot = (round(other.point.x), round(other.point.y))
        if not is_on_top and spot not in taken:
            points.append(other)
            taken.add(spot)
    return points


def _hulls(points: Iterable[KnownPoint]) -> dict[str, MultiPolygon]:
    by_gemeente: dict[str, list[Point]] = {}
    for known in points:
        by_gemeente.setdefault(gemeente_of(known.buurt_code), []).append(known.point)
    return {
        code: on_grid(MultiPoint(spots).convex_hull.buffer(MARGIN_M, quad_segs=4))
        for code, spots in by_gemeente.items()
    }
