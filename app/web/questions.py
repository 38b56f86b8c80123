"""Pure: what a results address may hold, read leniently and written in one way.

Unknown names are ignored and wrong values are left out and told: no address breaks a page. What is
private (a position, sensitive words and subjects) is read from what was posted and never written
into an address.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, TypeAlias, TypeVar, get_args
from uuid import UUID

from app.core.geo import LonLat
from app.finder.filters import MOST_CHOICES, POSITION_DECIMALS
from app.finder.rules import PART_HOURS, WEEKDAYS, Part, Weekday
from app.web.choices import CHOICES
from app.web.terms import Terms
from app.web.typed_values import (
    as_area,
    as_day,
    as_degrees,
    as_id,
    as_number,
    as_postcode,
    as_words,
    as_yes,
    matching,
    one_of,
)
from app.web.visits import Pairs

When = Literal["soon", "weekend", "week"]
"""Today or tomorrow; this weekend; the coming seven days."""
Order = Literal["distance", "next"]
Flag = Literal["free", "walkIn", "wheelchair", "voorliggend", "openSpots"]
WHENS: Final[tuple[When, ...]] = get_args(When)
ORDERS: Final[tuple[Order, ...]] = get_args(Order)
FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)
RADII_M: Final = (1_000, 3_000)
LENGTHS: Final = (20, 60, 100)
"""How many a page shows: as it opens, and each time that somebody wants more."""
OLDEST: Final = 120
WIDEST_M: Final = 50_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,1000}")

T = TypeVar("T")
Faults: TypeAlias = frozenset[str]
"""Names of what was asked and left out, because it cannot be."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see. At most one of `areas`, `postcode`, `place` and `point`."""

    areas: tuple[str, ...] = ()
    postcode: str | None = None
    """`7511GM`, or `7511`."""
    place: UUID | None = None
    point: LonLat | None = None
    """Where somebody is; private."""
    choice: str | None = None
    q: str | None = None
    keeps_words: bool = False
    """The words are private."""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()
    when: When | None = None
    first: date | None = None
    last: date | None = None
    days: tuple[Weekday, ...] = ()
    parts: tuple[Part, ...] = ()
    age: int | None = None
    radius: int | None = None
    order: Order | None = None
    length: int = LENGTHS[0]
    cursor: str | None = None

    @property
    def has_place(self) -> bool:
        """Whether it says where."""
        return bool(self.areas or self.postcode or self.place or self.point)

    def somewhere_else(self) -> "Question":
        """The same without where, and without what only means something there."""
        return replace(
            self.from_the_top(), areas=(), postcode=None, place=None, point=None, radius=None
        )

    def from_the_top(self) -> "Question":
        """The same, its first page."""
        return replace(self, length=LENGTHS[0], cursor=None)

    def unfiltered(self) -> "Question":
        """Only where and what was looked for, without any filter."""
        return Question(
            **{name: getattr(self, name) for name in ("areas", "postcode", "place", "point")},
            choice=self.choice,
            q=self.q,
            keeps_words=self.keeps_words,
            order=self.order,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """What was asked, and what of it could not be."""

    question: Question
    wrong: Faults = frozenset()


@dataclass(slots=True)
class _Reader:
    """Takes values by name; who posts a name leaves the address no say in it."""

    pairs: dict[str, list[str]]
    wrong: set[str] = field(default_factory=set)

    def all(self, name: str, read: Callable[[str], T | None]) -> tuple[T, ...]:
        found: dict[T, None] = {}
        for typed in self.pairs.get(name, ()):
            value = read(typed.strip()) if typed.strip() else None
            if value is not None:
                found[value] = None
            elif typed.strip():
                self.wrong.add(name)
        if len(found) > MOST_CHOICES:
            self.wrong.add(name)
        return tuple(found)[:MOST_CHOICES]

    def one(self, name: str, read: Callable[[str], T | None]) -> T | None:
        found = self.all(name, read)
        return found[0] if found else None


def question_in(query: Pairs, form: Pairs, *, terms: Terms) -> Read:
    """What an address and what was posted with it ask together."""
    reader = _Reader(_by_name([*_without(query, "lat", "lon"), *form], form))
    first, last = reader.one("from", as_day), reader.one("to", as_day)
    if first and last and last < first:
        reader.wrong.add("to")
        last = None
    question = Question(
        choice=reader.one("choice", lambda code: code if code in CHOICES else None),
        q=reader.one("q", as_words),
        kinds=reader.all("kind", _code_of(terms, "kind")),
        themes=reader.all("theme", _code_of(terms, "theme")),
        audiences=reader.all("audience", _code_of(terms, "audience")),
        languages=reader.all("language", matching(_LANGUAGE)),
        flags=frozenset(flag for flag in FLAGS if reader.one(flag, as_yes)),
        when=None if first or last else reader.one("when", one_of(WHENS)),
        first=first,
        last=last,
        days=reader.all("day", one_of(WEEKDAYS)),
        parts=reader.all("part", one_of(tuple(PART_HOURS))),
        age=reader.one("age", lambda typed: as_number(typed, most=OLDEST)),
        order=reader.one("sort", one_of(ORDERS)),
        length=reader.one("limit", _length) or LENGTHS[0],
        cursor=reader.one("cursor", matching(_CURSOR)),
    )
    # Nobody typed these: an old link may hold them, and a page has them right again.
    reader.wrong -= {"sort", "limit", "cursor"}
    return Read(_placed(question, reader), frozenset(reader.wrong))


def _placed(question: Question, reader: _Reader) -> Question:
    """With the most precise where that was given."""
    radius = reader.one("radius", lambda typed: as_number(typed, most=WIDEST_M) or None)
    point = _point(reader)
    place, postcode = reader.one("place", as_id), reader.one("postcode", as_postcode)
    areas = reader.all("area", as_area)
    if point is not None:
        return replace(question, point=point, radius=radius)
    if place is not None:
        return replace(question, place=place, radius=radius)
    if postcode is not None:
        return replace(question, postcode=postcode, radius=radius)
    return replace(question, areas=areas, radius=radius if areas else None)


def _point(reader: _Reader) -> LonLat | None:
    lat, lon = reader.one("lat", as_degrees), reader.one("lon", as_degrees)
    if lat is None or lon is None:
        return None
    try:
        return LonLat(lon=round(lon, POSITION_DECIMALS), lat=round(lat, POSITION_DECIMALS))
    except ValueError:
        reader.wrong.add("lat")
        return None


def _by_name(pairs: Pairs, form: Pairs) -> dict[str, list[str]]:
    posted = {name for name, _ in form}
    found: dict[str, list[str]] = {}
    for name, value in form if posted else pairs:
        found.setdefault(name, []).append(value)
    if posted:
        for name, value in pairs:
            if name not in posted:
                found.setdefault(name, []).append(value)
    return found


def _without(pairs: Pairs, *names: str) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in pairs if name not in names)


def public_pairs(question: Question, terms: Terms) -> list[tuple[str, str]]:
    """The part of a question that may stand in an address, in one order."""
    written = [
        *(("area", code) for code in question.areas),
        ("postcode", question.postcode),
        ("place", question.place),
        ("choice", question.choice),
        ("q", None if question.keeps_words else question.q),
        *(("kind", code) for code in question.kinds),
        *(("theme", code) for code in question.themes if is_open("theme", code, terms=terms)),
        *(
            ("audience", code)
            for code in question.audiences
            if is_open("audience", code, terms=terms)
        ),
        *(("language", code) for code in question.languages),
        *((flag, 1) for flag in FLAGS if flag in question.flags),
        ("when", question.when),
        ("from", question.first),
        ("to", question.last),
        *(("day", day) for day in question.days),
        *(("part", part) for part in question.parts),
        ("age", question.age),
        ("radius", question.radius),
        ("sort", question.order),
        ("limit", None if question.length == LENGTHS[0] else question.length),
        ("cursor", question.cursor),
    ]
    return [(name, str(value)) for name, value in written if value is not None]


def private_pairs(question: Question, terms: Terms) -> list[tuple[str, str]]:
    """The rest of it: only ever posted."""
    point = question.point
    written = [
        *((("lat", point.lat), ("lon", point.lon)) if point is not None else ()),
        ("q", question.q if question.keeps_words else None),
        *(("theme", code) for code in question.themes if not is_open("theme", code, terms=terms)),
        *(
            ("audience", code)
            for code in question.audiences
            if not is_open("audience", code, terms=terms)
        ),
    ]
    return [(name, str(value)) for name, value in written if value is not None]


def is_open(vocabulary: str, code: str, *, terms: Terms) -> bool:
    """Whether everybody may see that somebody asks for this."""
    if vocabulary in {"theme", "audience"}:
        return terms.mark(vocabulary, code) == "open"
    term = terms.by_vocabulary.get(vocabulary, {}).get(code)
    return term is None or term.sensitivity in {None, "open"}


def is_sensitive(question: Question, terms: Terms) -> bool:
    """Whether one of the chosen subjects or groups is nobody else's business."""
    return not (
        all(is_open("theme", code, terms=terms) for code in question.themes)
        and all(is_open("audience", code, terms=terms) for code in question.audiences)
    )


def _code_of(terms: Terms, vocabulary: str) -> Callable[[str], str | None]:
    return lambda code: code if code in terms.by_vocabulary.get(vocabulary, {}) else None


def _length(typed: str) -> int | None:
    number = as_number(typed, most=LENGTHS[-1])
    return number if number in LENGTHS else None
