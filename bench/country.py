"""A land of square buurten where the Netherlands lie, with towns in it. Pure: seeded, no clock.

Squares, so that which buurt holds a point is a division here and a search in PostGIS; a test holds
the two against each other. Corners are whole metres and points half ones: no point lies on a
border.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, isqrt
from random import Random
from typing import Final

from app.core.geo import LonLat, RdPoint, lonlat_of
from bench import words

WEST_M: Final = 90_000
SOUTH_M: Final = 390_000
WIDTH_M: Final = 180_000
HEIGHT_M: Final = 170_000

WIJKEN_ABREAST: Final = 3
BUURTEN_ABREAST: Final = 2
ACROSS: Final = WIJKEN_ABREAST * BUURTEN_ABREAST
"""Buurten from one side of a gemeente to the other: 36 in each."""
BUURTEN_PER_OFFERING: Final = 14_500 / 1_000_000

RURAL_SHARE: Final = 0.12
MOST_TOWNS: Final = 3
ASKING_TOWNS: Final = 64
ASKING_SPREAD_M: Final = 2_500
ASKING_REACH: Final = 3
"""Questions come from at most this many spreads around the middle of a town."""


@dataclass(frozen=True, slots=True)
class Square:
    """An area with its south-west corner in metres RD; `parts` are the buurten of a people's."""

    code: str
    level: str
    name: str
    parent_code: str | None
    gemeente_code: str
    inhabitants: int
    west_m: int
    south_m: int
    side_m: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """Where many people live."""

    middle: RdPoint
    weight: float
    spread_m: float


@dataclass(frozen=True, slots=True)
class Home:
    """In which areas a point lies."""

    buurt_code: str
    wijk_code: str
    gemeente_code: str


@dataclass(frozen=True, slots=True)
class Country:
    """A grid of gemeenten of 3 × 3 wijken of 2 × 2 buurten."""

    columns: int
    rows: int
    buurt_m: int
    """The side of a buurt in whole metres."""

    @classmethod
    def for_offerings(cls, offerings: int) -> "Country":
        """As many buurten as go with this many offerings, over the same land: 14,500 a million."""
        gemeenten = max(1, round(offerings * BUURTEN_PER_OFFERING / ACROSS**2))
        columns = isqrt(gemeenten - 1) + 1
        rows = ceil(gemeenten / columns)
        side = min(WIDTH_M // columns, HEIGHT_M // rows) // ACROSS
        return cls(columns, rows, side)

    @property
    def gemeenten(self) -> int:
        return self.columns * self.rows

    @property
    def east_m(self) -> int:
        return WEST_M + self.columns * ACROSS * self.buurt_m

    @property
    def north_m(self) -> int:
        return SOUTH_M + self.rows * ACROSS * self.buurt_m

    def home_of(self, point: RdPoint) -> Home:
        """The areas that hold a point of this land."""
        column = int(point.x_m - WEST_M) // self.buurt_m
        row = int(point.y_m - SOUTH_M) // self.buurt_m
        number = row // ACROSS * self.columns + column // ACROSS + 1
        wijk = (row % ACROSS // BUURTEN_ABREAST) * WIJKEN_ABREAST
        wijk += column % ACROSS // BUURTEN_ABREAST + 1
        buurt = row % BUURTEN_ABREAST * BUURTEN_ABREAST + column % BUURTEN_ABREAST + 1
        return Home(
            f"BU{number:04}{wijk:02}{buurt:02}", f"WK{number:04}{wijk:02}", f"GM{number:04}"
        )

    def areas(self, rng: Random) -> Iterator[Square]:
        """Every area: what is made of others comes after them."""
        for number in range(self.gemeenten):
            row, column = divmod(number, self.columns)
            west = WEST_M + column * ACROSS * self.buurt_m
            south = SOUTH_M + row * ACROSS * self.buurt_m
            yield from self._gemeente(number + 1, west_m=west, south_m=south, rng=rng)

    def _gemeente(self, number: int, *, west_m: int, south_m: int, rng: Random) -> Iterator[Square]:
        gemeente_code = f"GM{number:04}"
        inhabitants = 0
        step = BUURTEN_ABREAST * self.buurt_m
        for wijk in range(WIJKEN_ABREAST**2):
            row, column = divmod(wijk, WIJKEN_ABREAST)
            code = f"WK{number:04}{wijk + 1:02}"
            corner = (west_m + column * step, south_m + row * step)
            buurten = list(self._buurten(code, gemeente_code, corner=corner, rng=rng))
            people = sum(buurt.inhabitants for buurt in buurten)
            inhabitants += people
            yield from buurten
            name = f"Wijk {words.area_name(rng)}"
            yield Square(code, "wijk", name, gemeente_code, gemeente_code, people, *corner, step)
            if wijk == WIJKEN_ABREAST**2 // 2:
                centre = f"PA{number:04}-centrum"
                parts = tuple(buurt.code for buurt in buurten)
                yield Square(
                    *(centre, "people", f"Centrum {name[5:]}", gemeente_code, gemeente_code),
                    *(people, *corner, step, parts),
                )
        name = f"{words.area_name(rng)} {number}"
        side = ACROSS * self.buurt_m
        yield Square(
            *(gemeente_code, "gemeente", name, None, gemeente_code),
            *(inhabitants, west_m, south_m, side),
        )

    def _buurten(
        self, wijk_code: str, gemeente_code: str, *, corner: tuple[int, int], rng: Random
    ) -> Iterator[Square]:
        for buurt in range(BUURTEN_ABREAST**2):
            row, column = divmod(buurt, BUURTEN_ABREAST)
            yield Square(
                code=f"BU{wijk_code[2:]}{buurt + 1:02}",
                level="buurt",
                name=words.area_name(rng),
                parent_code=wijk_code,
                gemeente_code=gemeente_code,
                # A third has under 1,000 inhabitants and a tenth under 100, as in reality.
                inhabitants=min(12_000, int(rng.lognormvariate(7.2, 1.5))),
                west_m=corner[0] + column * self.buurt_m,
                south_m=corner[1] + row * self.buurt_m,
                side_m=self.buurt_m,
            )

    def towns(self, rng: Random) -> list[Town]:
        """One to three in each gemeente, the largest first; few large ones and many small."""
        side = ACROSS * self.buurt_m
        towns = []
        for number in range(self.gemeenten):
            row, column = divmod(number, self.columns)
            for _ in range(rng.randint(1, MOST_TOWNS)):
                weight = min(40.0, rng.paretovariate(1.1))
                middle = RdPoint(
                    WEST_M + (column + rng.uniform(0.1, 0.9)) * side,
                    SOUTH_M + (row + rng.uniform(0.1, 0.9)) * side,
                )
                towns.append(Town(middle, weight, spread_m=500 * weight**0.5))
        return sorted(towns, key=lambda town: -town.weight)

    def within(self, point: RdPoint) -> RdPoint:
        """The point on a half metre, pulled back over the coast where it lies in the sea."""
        return RdPoint(
            min(max(int(point.x_m), WEST_M), self.east_m - 1) + 0.5,
            min(max(int(point.y_m), SOUTH_M), self.north_m - 1) + 0.5,
        )

    def points(self, towns: list[Town], rng: Random) -> Iterator[RdPoint]:
        """Where something is: mostly in town, and the larger the town the more; never ends."""
        shares = list(accumulate(town.weight for town in towns))
        while True:
            if rng.random() < RURAL_SHARE:
                x, y = rng.uniform(WEST_M, self.east_m), rng.uniform(SOUTH_M, self.north_m)
            else:
                town = towns[bisect(shares, rng.random() * shares[-1], hi=len(shares) - 1)]
                x = rng.gauss(town.middle.x_m, town.spread_m)
                y = rng.gauss(town.middle.y_m, town.spread_m)
            yield self.within(RdPoint(x, y))


def asking_points(towns: list[Town], rng: Random) -> Iterator[LonLat]:
    """Where people ask from: the largest towns alike, spread around their middle; never ends.

    `bench.peer` draws from the same towns in the same way.
    """
    reach_m = ASKING_REACH * ASKING_SPREAD_M
    while True:
        town = rng.choice(towns[:ASKING_TOWNS])
        east, north = (rng.gauss(0, ASKING_SPREAD_M) for _ in range(2))
        if max(abs(east), abs(north)) <= reach_m:
            yield lonlat_of(RdPoint(town.middle.x_m + east, town.middle.y_m + north))
