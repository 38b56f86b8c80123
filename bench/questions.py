"""What is asked: the addresses of each question, different ones, so that none is remembered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final
from urllib.parse import urlencode

from app.core.geo import LonLat, rd_of
from bench.country import Country, Town, asking_points

ADDRESSES: Final = 10_000
KEPT_ANSWERS: Final = 1_000
"""Of how many addresses the client kept the answer, in the question about the ETag."""
BOX_DEGREES: Final = 0.02
NEAREST: Final = "nearest 20"

TYPED: Final = (
    *("wandelen", "koffie drinken", "samen eten", "hulp met formulieren", "taalles", "bingo"),
    *("computerhulp", "kuieren", "schulden", "koken maar geen koffie", "mantelzorg", "moestuin"),
    *("gratis dansen", "zingen op dinsdag", "mijn moeder wordt vergeetachtig", "rouwgroep"),
)
"""Words, whole sentences, other words for it, filters and negations; each finds something."""

Asked = Callable[[LonLat, Country], str]


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question; `asked` makes the address for somebody at a point."""

    name: str
    asked: Asked
    addresses: int = ADDRESSES
    keeps_answers: bool = False
    """The client has the answer already and sends its ETag."""

    def paths(self, country: Country, towns: list[Town], *, seed: int) -> Iterator[str]:
        """The addresses; the same seed gives the same."""
        points = asking_points(towns, Random(f"{seed} {self.name}"))
        for point in islice(points, self.addresses):
            yield self.asked(point, country)


def _offerings(**asked: str | float) -> str:
    return f"/v1/offerings?{urlencode(asked)}"


def _at(point: LonLat) -> dict[str, float]:
    return {"lat": round(point.lat, 4), "lon": round(point.lon, 4)}


def _nearest(point: LonLat, _: Country) -> str:
    return _offerings(**_at(point))


def _nearest_free(point: LonLat, _: Country) -> str:
    return _offerings(**_at(point), free="true", theme="bewegen")


def _box(point: LonLat, _: Country) -> str:
    east, north = point.lon + BOX_DEGREES, point.lat + BOX_DEGREES
    corners = (point.lon, point.lat, east, north)
    return _offerings(bbox=",".join(f"{corner:.4f}" for corner in corners))


def _next_here(point: LonLat, country: Country) -> str:
    home = country.home_of(country.within(rd_of(point)))
    return _offerings(area=home.gemeente_code, sort="next")


def _words(point: LonLat) -> str:
    """What somebody at this point types: always the same, elsewhere something else."""
    return TYPED[int(point.lon * 10_000) % len(TYPED)]


def _near(point: LonLat, _: Country) -> str:
    return _offerings(**_at(point), radius=5000)


def _words_near(point: LonLat, _: Country) -> str:
    return _offerings(**_at(point), q=_words(point), radius=5000)


def _anywhere(point: LonLat, _: Country) -> str:
    return _offerings(sort="next", limit=1 + int(point.lat * 10_000) % 40)


def _words_anywhere(point: LonLat, _: Country) -> str:
    return _offerings(q=_words(point), limit=1 + int(point.lat * 10_000) % 40)


def _counted(point: LonLat, _: Country) -> str:
    return _offerings(**_at(point), radius=5000, count="true")


def _buurt_map(point: LonLat, country: Country) -> str:
    home = country.home_of(country.within(rd_of(point)))
    return f"/v1/areas/{home.buurt_code}/map"


QUESTIONS: Final = (
    Question(NEAREST, _nearest),
    Question("nearest 20, free, one theme", _nearest_free),
    Question("within 5 km", _near),
    Question("words within 5 km", _words_near),
    Question("next, anywhere", _anywhere, addresses=KEPT_ANSWERS),
    Question("words, anywhere", _words_anywhere, addresses=KEPT_ANSWERS),
    Question("a box of 2 km", _box),
    Question("next 20 in a gemeente", _next_here),
    Question("within 5 km, counted", _counted),
    Question("the map of a buurt", _buurt_map, addresses=KEPT_ANSWERS),
    Question("nearest 20 again: 304", _nearest, addresses=KEPT_ANSWERS, keeps_answers=True),
)
"""The first is the one that is held against pgbench."""
