"""Questions that people ask the finder, and random ones with everything in them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.core.clock import local_date
from tests.finder.choices import AUDIENCES, KINDS, LANGUAGES, RARE, THEMES, WEEKDAYS
from tests.finder.entries import Entry, folded
from tests.finder.geography import Geography
from tests.finder.grounds import OLD_CODE, OLDER_CODE, SPLIT_CODE

FACETS = ("kind", "theme", "audience", "language", "cost", "wheelchair", "buurt")
HORIZON_DAYS = 13 * 7


@dataclass(frozen=True, slots=True)
class Question:
    """The parameters that say what is looked for; the names are those of the interface."""

    lat: float | None = None
    lon: float | None = None
    radius: int | None = None
    area: tuple[str, ...] = ()
    bbox: tuple[float, ...] = ()
    q: str | None = None
    kind: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    free: bool | None = None
    wheelchair: bool | None = None
    voorliggend: bool | None = None
    walkIn: bool | None = None  # noqa: N815 - as it is asked
    age: int | None = None
    day: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    openSpots: bool | None = None  # noqa: N815
    sort: str | None = None

    @property
    def order(self) -> str:
        """The order that it asks for, said or not."""
        if self.sort is not None:
            return self.sort
        return "distance" if self.lat is not None else "relevance" if self.q else "next"

    def rounded(self) -> "Question":
        """As an address asks it: a position to four decimals."""
        if self.lat is None or self.lon is None:
            return self
        return replace(self, lat=round(self.lat, 4), lon=round(self.lon, 4))

    def as_query(self) -> list[tuple[str, str]]:
        """Names and values as they stand in an address."""
        return [
            (name, _spoken(one))
            for name, value in self._asked().items()
            for one in (value if isinstance(value, tuple) else [value])
        ]

    def as_body(self) -> dict[str, Any]:
        """The same in JSON."""
        return {
            name: list(value)
            if isinstance(value, tuple)
            else value.isoformat()
            if isinstance(value, date)
            else value
            for name, value in self._asked().items()
        }

    def _asked(self) -> dict[str, Any]:
        named = {name.rstrip("_"): value for name, value in asdict(self).items()}
        given = {name: value for name, value in named.items() if value not in (None, ())}
        if self.bbox:
            given["bbox"] = ",".join(map(str, self.bbox))
        return given


def _spoken(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Asker:
    """Thinks of questions about a world."""

    geography: Geography
    entries: Sequence[Entry]

    def question(self, rng: Random, now: datetime) -> Question:
        """A question with some of everything: half of them with a point, most with few filters."""
        few_or_many = rng.choice([0.2, 0.6, 1.0])
        asked = Question(
            **self._where(rng),
            **_what(rng, few_or_many),
            **_when(rng, few_or_many, today=local_date(now)),
        )
        sorts = ["name", "next", *["distance"] * bool(asked.lat), *["relevance"] * bool(asked.q)]
        return replace(asked, sort=rng.choice(sorts) if rng.random() < 0.5 else None)

    def _where(self, rng: Random) -> dict[str, Any]:
        where: dict[str, Any] = {}
        if rng.random() < 0.5:
            where["lat"], where["lon"] = self._spot(rng)
            if rng.random() < 0.5:
                where["radius"] = rng.choice([1, 250, 1000, 2500, 10_000, 50_000])
        if rng.random() < 0.35:
            codes = [*sorted(self.geography.areas), OLD_CODE, SPLIT_CODE, OLDER_CODE]
            levels = [code for code in codes if not code.startswith("BU")]
            where["area"] = tuple(rng.sample(rng.choice([codes, levels]), rng.choice([1, 1, 2, 3])))
        if rng.random() < 0.2:
            where["bbox"] = self._box(rng)
        return where

    def _spot(self, rng: Random) -> tuple[float, float]:
        """Latitude and longitude: somewhere around, or exactly at a place."""
        placed = [entry.spot for entry in self.entries if entry.spot]
        spot = rng.choice(placed)
        off = rng.choice([0.0, 0.002, 0.02])
        return (
            round(spot.lat + rng.uniform(-off, off), 7),
            round(spot.lon + rng.uniform(-off, off), 7),
        )

    def _box(self, rng: Random) -> tuple[float, ...]:
        """A box with places exactly in two of its corners."""
        placed = [entry.spot for entry in self.entries if entry.spot]
        one = rng.choice(placed)
        near = [spot for spot in placed if abs(spot.lon - one.lon) + abs(spot.lat - one.lat) < 0.1]
        other = rng.choice(near)
        lons, lats = sorted([one.lon, other.lon]), sorted([one.lat, other.lat])
        if lons[0] == lons[1] or lats[0] == lats[1]:
            return (lons[0], lats[0], round(lons[1] + 0.01, 6), round(lats[1] + 0.01, 6))
        return (lons[0], lats[0], lons[1], lats[1])


def _some(rng: Random, values: Sequence[str], chance: float) -> tuple[str, ...]:
    return tuple(rng.sample(values, rng.choice([1, 1, 2, 3]))) if rng.random() < chance else ()


def _what(rng: Random, often: float) -> dict[str, Any]:
    def perhaps(values: Sequence[Any]) -> Any:
        return rng.choice(values) if rng.random() < 0.15 * often else None

    return {
        "q": _words(rng) if rng.random() < 0.12 else None,
        "kind": _some(rng, KINDS, 0.2 * often),
        "theme": _some(rng, THEMES, 0.2 * often),
        "audience": _some(rng, AUDIENCES, 0.15 * often),
        "language": _some(rng, LANGUAGES, 0.1 * often),
        "free": perhaps([True, False]),
        "wheelchair": perhaps([True, True, False]),
        "voorliggend": perhaps([True, False]),
        "walkIn": perhaps([True, False]),
        "age": perhaps([0, 11, 12, 18, 54, 55, 70, 120]),
        "openSpots": perhaps([True, True, False]),
    }


def _words(rng: Random) -> str:
    """One or two words, the last one perhaps only begun, with or without accents."""
    words = rng.sample(RARE, rng.choices([1, 2], [4, 1])[0])
    last = words[-1][: rng.choice([5, 6, 20])]  # shorter ones may be real words
    typed = " ".join([*words[:-1], last])
    return rng.choice([typed, typed.upper(), folded(typed)])


def _when(rng: Random, often: float, *, today: date) -> dict[str, Any]:
    when: dict[str, Any] = {}
    if rng.random() < 0.15 * often:
        when["day"] = _some(rng, WEEKDAYS, 1.0)
    if rng.random() < 0.12 * often:
        when["part"] = tuple(
            rng.sample(["morning", "afternoon", "evening"], rng.choices([1, 2], [3, 1])[0])
        )
    if rng.random() < 0.12 * often:
        when["from_"] = today + timedelta(days=rng.choice([-3, 0, 1, 5, 30]))
    if rng.random() < 0.12 * often:
        first = max(when.get("from_", today), today)
        last = first + timedelta(days=rng.choice([0, 1, 6, 30, HORIZON_DAYS]))
        when["to"] = min(last, today + timedelta(days=HORIZON_DAYS))
    return when
