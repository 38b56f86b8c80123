"""Pure: the outline of an area and the places in it as a drawing, without anybody's base map.

Positions are degrees. Near one latitude a degree east is shorter than a degree north by its
cosine; drawn like that, a square on the ground is a square on paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, radians, sin

from shapely import LinearRing, Polygon

from app.areas.schemas import GeoMultiPolygon

METRES_PER_DEGREE = 111_200
METRES_PER_MINUTE = 4000 / 60 / 1.3
"""As everywhere: four kilometres an hour, and a way that is 1.3 times the straight line."""
WIDTH = 400.0
MOST_PINS = 24
"""More of them would hide the area and each other: they are dots without a number then."""
BESIDE_M = 700
"""A place further from the border than this would make the area itself small."""
TOLERANCE = 0.4
SMALLEST = 2.0
"""Pieces of the area with a smaller surface are no more than a speck."""
LONGEST_BAR = 150.0
_BARS: Sequence[tuple[float, int | None, int | None]] = (
    *((minutes * METRES_PER_MINUTE, minutes, None) for minutes in (1, 2, 5, 10)),
    *((kilometres * 1000, None, kilometres) for kilometres in (1, 2, 5, 10, 20)),
)
_TURNS = 80
_NOTHING = 1e-6
_FAR = 6.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """How large numbers are in a drawing, and how high it may be whatever the form of the area."""

    radius: float
    lowest: float
    highest: float
    letters: float
    """How large the numbers are written."""

    @property
    def margin(self) -> float:
        """Around the area, for numbers that stand on its border."""
        return 2 * self.radius


SCREEN = Frame(radius=13.0, lowest=260.0, highest=480.0, letters=15.0)
PAPER = Frame(radius=23.0, lowest=260.0, highest=420.0, letters=25.0)
"""Read at arm's length: it is drawn half as large."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place: a dot where it is, its number as near to the dot as there is room."""

    key: str
    number: int
    x: float
    y: float
    dot_x: float
    dot_y: float

    @property
    def is_beside(self) -> bool:
        """Whether the number stands away from the dot and needs a line to it."""
        return hypot(self.x - self.dot_x, self.y - self.dot_y) > _FAR


@dataclass(frozen=True, slots=True)
class Bar:
    """How far things are: a line so long, as minutes on foot or else as kilometres."""

    length: float
    minutes: int | None
    kilometres: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A drawing `width` by `height`; `path` is what SVG draws."""

    width: float
    height: float
    path: str
    pins: Sequence[Pin]
    metres_per_unit: float
    frame: Frame

    @property
    def is_numbered(self) -> bool:
        """Whether the pins are few enough to carry their numbers."""
        return len(self.pins) <= MOST_PINS

    @property
    def bar(self) -> Bar:
        """The longest of the known lengths that leaves room for its words."""
        fitting = [bar for bar in _BARS if bar[0] / self.metres_per_unit <= LONGEST_BAR]
        metres, minutes, kilometres = max(fitting, default=_BARS[0])
        return Bar(round(metres / self.metres_per_unit, 1), minutes, kilometres)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """From degrees to the drawing."""

    west: float
    north: float
    stretch: float
    units_per_metre: float
    left: float
    top: float

    def point(self, lon: float, lat: float) -> Point:
        east_m = (lon - self.west) * self.stretch * METRES_PER_DEGREE
        south_m = (self.north - lat) * METRES_PER_DEGREE
        return (
            self.left + east_m * self.units_per_metre,
            self.top + south_m * self.units_per_metre,
        )


def outline(
    geometry: GeoMultiPolygon | None, spots: Mapping[str, Point], *, frame: Frame = SCREEN
) -> Outline | None:
    """The drawing of an area with numbered pins; `spots` are longitude and latitude by key.

    Numbers follow the order of `spots`; what lies too far outside has a number and no pin. None
    when there is nothing to draw.
    """
    corners = _corners(geometry)
    near = {key: spot for key, spot in spots.items() if is_beside(geometry, spot)}
    framed = [*corners, *near.values()]
    if not framed:
        return None
    sheet, height = _sheet(framed, frame)
    numbers = {key: number for number, key in enumerate(spots, start=1)}
    pins = [
        Pin(key, numbers[key], *sheet.point(*at), *sheet.point(*at)) for key, at in near.items()
    ]
    return Outline(
        width=WIDTH,
        height=round(height, 1),
        path=_path(geometry, sheet) if geometry else "",
        pins=_spread(pins, height, frame.radius) if len(pins) <= MOST_PINS else pins,
        metres_per_unit=1 / sheet.units_per_metre,
        frame=frame,
    )


def _corners(geometry: GeoMultiPolygon | None) -> Sequence[Point]:
    if geometry is None:
        return []
    return [(lon, lat) for part in geometry.coordinates for ring in part for lon, lat in ring]


def is_beside(geometry: GeoMultiPolygon | None, spot: Point) -> bool:
    """Whether a spot lies in the box around an area or just outside it; any does without border."""
    corners = _corners(geometry)
    if not corners:
        return True
    (lon, lat), stretch = spot, cos(radians(spot[1]))
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    outside_x = max(min(lons) - lon, 0, lon - max(lons)) * stretch
    outside_y = max(min(lats) - lat, 0, lat - max(lats))
    return hypot(outside_x, outside_y) * METRES_PER_DEGREE <= BESIDE_M


def _sheet(framed: Sequence[Point], frame: Frame) -> tuple[_Sheet, float]:
    """How the drawing lies over the land, and how high it is."""
    west, east = min(lon for lon, _ in framed), max(lon for lon, _ in framed)
    south, north = min(lat for _, lat in framed), max(lat for _, lat in framed)
    stretch = cos(radians((south + north) / 2))
    # One place alone has no size: it gets a few streets around it.
    wide_m = max((east - west) * stretch * METRES_PER_DEGREE, 200.0)
    high_m = max((north - south) * METRES_PER_DEGREE, 200.0)
    inner = WIDTH - 2 * frame.margin
    height = min(max(inner * high_m / wide_m + 2 * frame.margin, frame.lowest), frame.highest)
    units = min(inner / wide_m, (height - 2 * frame.margin) / high_m)
    left = (WIDTH - (east - west) * stretch * METRES_PER_DEGREE * units) / 2
    top = (height - (north - south) * METRES_PER_DEGREE * units) / 2
    return _Sheet(west, north, stretch, units, left, top), height


def _path(geometry: GeoMultiPolygon, sheet: _Sheet) -> str:
    """The border as lines, without corners and specks that nobody sees."""
    rings = [
        LinearRing([sheet.point(lon, lat) for lon, lat in ring])
        for part in geometry.coordinates
        for ring in part
    ]
    largest = max(Polygon(ring).area for ring in rings)
    return "".join(
        _line(ring.simplify(TOLERANCE).coords)
        for ring in rings
        if Polygon(ring).area >= min(SMALLEST, largest)
    )


def _line(coordinates: Iterable[Sequence[float]]) -> str:
    # The last corner is the first again, which `Z` says.
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, *_ in list(coordinates)[:-1]) + "Z"


def _spread(pins: Sequence[Pin], height: float, radius: float) -> list[Pin]:
    """The same pins, their numbers pushed apart until each can be read."""
    edge = radius + 2
    at = [[pin.x, pin.y] for pin in pins]
    for _ in range(_TURNS):
        pushed = [
            _push(at[a], at[b], apart=2 * radius + 1, turn=a + b)
            for a, b in combinations(range(len(at)), 2)
        ]
        for spot in at:
            spot[0] = min(max(spot[0], edge), WIDTH - edge)
            spot[1] = min(max(spot[1], edge), height - edge)
        if not any(pushed):
            break
    return [
        Pin(pin.key, pin.number, *_rounded(x, y), *_rounded(pin.dot_x, pin.dot_y))
        for pin, (x, y) in zip(pins, at, strict=True)
    ]


def _rounded(x: float, y: float) -> Point:
    return round(x, 1), round(y, 1)


def _push(one: list[float], other: list[float], *, apart: float, turn: int) -> bool:
    """Moves two numbers that overlap half of it each; whether they did."""
    across, down = other[0] - one[0], other[1] - one[1]
    distance = hypot(across, down)
    if distance >= apart:
        return False
    by = max((apart - distance) / 2, 0.1)
    if distance < _NOTHING:  # two at one address: any side will do, but not the same for all
        across, down, distance = cos(turn), sin(turn), 1.0
    one[0] -= across / distance * by
    one[1] -= down / distance * by
    other[0] += across / distance * by
    other[1] += down / distance * by
    return True
