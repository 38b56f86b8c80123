"""Pure rules of tiles: which square of the world a tile is, and what it shows at which zoom."""

from dataclasses import dataclass
from math import atan, degrees, pi, sinh

from app.areas.rules import Level

EXTENT = 4096
"""Units from one side of a tile to the other."""
CELL = 256
"""Units from one side of a cell to the other: what a cluster is made of."""
MOST_FEATURES = (EXTENT // CELL) ** 2
"""Of places and of offerings in one tile; where there would be more, they are clustered."""
AREA_BUFFER = 64
"""Units that an area is drawn further than its tile, so that no seam shows."""
PIXEL = 8
"""Units of a pixel on a map of 512 pixels to a tile: smaller than this nobody sees an area."""

DEEPEST_ZOOM = 20
PLACES_APART_FROM = 13
OFFERINGS_APART_FROM = 15
WIDE_TO = 8
"""At this zoom and below a tile may hold a province or more: asking goes through much."""

WIJKEN_FROM, BUURTEN_FROM = 10, 13

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

# The European Netherlands, as far as points are taken in (`core.geo`, which a test compares).
_LAND: Bounds = (3.2, 50.7, 7.3, 53.7)
EQUATOR_M = 40_075_016.686
# A metre on the ground is this many of the map, about, in the middle of the country.
STRETCHED = 1.63


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the world map in Web Mercator: 2^z of them abreast, counted from north-west."""

    z: int
    x: int
    y: int

    @property
    def abreast(self) -> int:
        """How many tiles there are from west to east at this zoom."""
        return 1 << self.z

    @property
    def unit_m(self) -> float:
        """One unit of this tile on the ground of the Netherlands, about."""
        return EQUATOR_M / STRETCHED / (self.abreast * EXTENT)

    @property
    def area_level(self) -> Level:
        """Which areas it shows."""
        if self.z >= BUURTEN_FROM:
            return "buurt"
        return "wijk" if self.z >= WIJKEN_FROM else "gemeente"

    @property
    def land(self) -> Bounds | None:
        """The Dutch part of it in degrees, its buffer included; None when there is none."""
        buffer = AREA_BUFFER / EXTENT
        west, south, east, north = _LAND
        west = max(west, self._lon(self.x - buffer))
        south = max(south, self._lat(self.y + 1 + buffer))
        east = min(east, self._lon(self.x + 1 + buffer))
        north = min(north, self._lat(self.y - buffer))
        return (west, south, east, north) if west < east and south < north else None

    def _lon(self, x: float) -> float:
        return x / self.abreast * 360 - 180

    def _lat(self, y: float) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * y / self.abreast))))
