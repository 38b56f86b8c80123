"""Pure: which of what was found is meant, and what may be shown beside it.

Every candidate gets a score from 0 to 1 for each way to read what was typed (`rules.Reading`): how
like the name is (`likeness`), a little more when its city was typed as well, less when a part of
the question is not in it. What scores the same is ordered by what people mean most (an area, a
place, a postcode, a street), then by distance to the point that was given.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal, NamedTuple

from app.geocoding.likeness import likeness
from app.geocoding.names import ARTICLES, name_key, without_articles
from app.geocoding.rules import Reading, Typed

Type = Literal["area", "place", "postcode", "street", "address"]
TYPES: Sequence[Type] = ("area", "place", "postcode", "address", "street")
"""What people mean most comes first among equals."""
LEVELS = ("gemeente", "stadsdeel", "people", "wijk", "buurt")

LEAST = 0.5
"""Less than this is not what was meant."""
NEARLY = 0.3
"""What scores so much less than the best is left out."""
SURE = 0.96
WITH_CITY = 0.01
CITY_MISSPELT = 0.8
IN_AN_AREA = 0.04
"""A place, where the name of an area was typed with it: we do not look whether it lies there."""
NO_SUCH_NUMBER = 0.78
NO_SUCH_SUFFIX = 0.06
A_SUFFIX_MORE = 0.02
OTHER_POSTCODE = 0.08
NOT_ALL_WORDS = 0.62
ONLY_FIGURES = 0.72
"""Of a postcode the four figures, where the letters were typed too."""
AT_THE_ADDRESS = 0.86
"""A place, where its address was typed."""
OF_THE_KIND = 0.8
"""A place, where only its kind was typed."""
UNKNOWN_KIND = 0.12
OTHER_KIND = 0.35
"""A place whose name fits, where another kind was typed; or we only know it as 'other'."""
LEVEL_WORDS = frozenset({"wijk", "buurt", "stadsdeel", "gemeente", "dorp", "stad", "buurtschap"})
KINDS: Mapping[str, str] = {
    "bibliotheek": "bibliotheek",
    "bieb": "bibliotheek",
    "biep": "bibliotheek",
    "buurthuis": "buurthuis",
    "buurtcentrum": "buurthuis",
    "buurtgebouw": "buurthuis",
    "wijkcentrum": "buurthuis",
    "wijkgebouw": "buurthuis",
    "wijkhuis": "buurthuis",
    "gemeenschapshuis": "buurthuis",
    "dorpshuis": "dorpshuis",
    "huiskamer": "huiskamer",
    "speeltuin": "speeltuin",
    "kerk": "gebedshuis",
    "kerkzaal": "gebedshuis",
    "moskee": "gebedshuis",
    "parochiehuis": "gebedshuis",
    "school": "school",
    "sporthal": "sportplek",
    "sportpark": "sportplek",
    "zwembad": "sportplek",
    "verzorgingshuis": "zorglocatie",
    "verpleeghuis": "zorglocatie",
    "woonzorgcentrum": "zorglocatie",
    "zorgcentrum": "zorglocatie",
    "inloophuis": "inloophuis",
    "werkplaats": "werkplaats",
    "weggeefwinkel": "werkplaats",
    "zorgboerderij": "zorgboerderij",
    "buurttuin": "buurttuin",
    "moestuin": "buurttuin",
    "gezondheidscentrum": "gezondheidscentrum",
    "gemeentehuis": "gemeentegebouw",
    "stadhuis": "gemeentegebouw",
    "stadskantoor": "gemeentegebouw",
    "cafe": "horeca",
    "eetcafe": "horeca",
    "lunchcafe": "horeca",
}
"""What people call kinds of places → code of the vocabulary `place_kind`."""
KIND_WORDS = frozenset(KINDS)


class Spot(NamedTuple):
    """A point in metres RD New."""

    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be meant."""

    type: Type
    id: str
    """Code of an area, id of a place; else what tells it from others of its type."""
    name: str
    label: str
    point: Spot | None
    keys: tuple[str, ...] = ()
    """Its names as they are compared."""
    city: str = ""
    kind: str = ""
    """Level of an area, kind of a place."""
    address: str = ""
    """Of a place, as it is compared."""
    postcode: str | None = None
    number: int | None = None
    suffix: str = ""
    turn: int = 0
    """Where it stood in the answer of somebody else's service."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate, and how well it fits."""

    candidate: Candidate
    score: float
    has_city: bool
    """Whether the typed words name its city or its postcode: no other one can be meant."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a reading for one candidate, as they are without its city."""

    key: str
    has_city: bool


def place_kinds(typed: Typed) -> list[str]:
    """The kinds of places that were named."""
    words = typed.key.split()
    return sorted({KINDS[word] for word in words if word in KINDS})


def scored(candidates: Collection[Candidate], typed: Typed) -> list[Scored]:
    """Each candidate by the reading that fits it best."""
    areas = frozenset(
        key
        for one in candidates
        if one.type == "area"
        for key in one.keys
        if f" {key} " in f" {typed.key} " and key != typed.key
    )
    return [max(_scores(one, typed, areas), key=_by_score) for one in candidates]


def best_first(found: Iterable[Scored], *, near: Spot | None) -> list[Scored]:
    """What may be meant, what fits best first, everything once."""
    ordered = sorted(found, key=lambda one: _order(one, near))
    if not ordered:
        return []
    least = max(LEAST, ordered[0].score - NEARLY)
    numbered = {
        _street(one.candidate)
        for one in ordered
        if one.candidate.type == "address" and one.score >= least
    }
    kept: dict[tuple[str, ...], Scored] = {}
    for one in ordered:
        if one.score < least:
            break
        if one.candidate.type == "street" and _street(one.candidate) in numbered:
            continue  # the house itself is there
        same = _identity(one.candidate)
        known = kept.get(same)
        if known is None:
            kept[same] = one
        elif known.candidate.postcode is None and one.candidate.postcode is not None:
            # The same address with its postcode tells more.
            kept[same] = Scored(one.candidate, known.score, known.has_city or one.has_city)
    return list(kept.values())


def is_sure(ordered: Sequence[Scored], typed: Typed) -> bool:
    """Whether nobody else needs to be asked what is meant."""
    if not ordered or ordered[0].score < SURE:
        return False
    best = ordered[0]
    if typed.number is not None and best.candidate.type == "street":
        return False
    return best.candidate.type in {"area", "place", "postcode"} or best.has_city


def _by_score(one: Scored) -> float:
    return one.score


def _order(one: Scored, near: Spot | None) -> tuple[float, int, int, float, int, str, str]:
    candidate = one.candidate
    away_m = 0.0
    if near is not None and candidate.point is not None:
        away_m = hypot(candidate.point.x_m - near.x_m, candidate.point.y_m - near.y_m)
    level = LEVELS.index(candidate.kind) if candidate.kind in LEVELS else 0
    type_ = TYPES.index(candidate.type)
    score = -round(one.score, 2)
    return score, type_, level, round(away_m), candidate.turn, candidate.label, candidate.id


def _street(candidate: Candidate) -> tuple[str, ...]:
    return *candidate.keys[:1], name_key(candidate.city)


def _identity(candidate: Candidate) -> tuple[str, ...]:
    if candidate.type in {"address", "street"}:
        number = "" if candidate.number is None else str(candidate.number)
        return "address", *_street(candidate), number, candidate.suffix
    return candidate.type, candidate.id


def _scores(candidate: Candidate, typed: Typed, areas: Collection[str]) -> Iterator[Scored]:
    yield Scored(candidate, 0.0, has_city=False)
    for reading in typed.readings:
        match candidate.type:
            case "area":
                yield from _of_area(candidate, reading)
            case "place":
                yield from _of_place(candidate, reading, areas)
            case "postcode":
                yield from _of_postcode(candidate, reading)
            case "street" | "address":
                yield from _of_street(candidate, reading)


def _of_area(area: Candidate, reading: Reading) -> Iterator[Scored]:
    if reading.wants_an_address:
        return
    beside = NOT_ALL_WORDS if reading.postcode else 1.0
    for wording in wordings(reading.key, area.city):
        bare = _without(wording.key, LEVEL_WORDS)
        alike = max(likeness(one, key) for key in area.keys for one in {wording.key, bare})
        yield Scored(area, beside * _with_city(alike, wording), wording.has_city)


def _of_place(place: Candidate, reading: Reading, areas: Collection[str]) -> Iterator[Scored]:
    if reading.postcode and reading.wants_an_address:
        return
    if place.address and reading.number is None:
        for wording in wordings(reading.street, place.city):
            if likeness(wording.key, place.address) >= SURE:
                yield Scored(place, AT_THE_ADDRESS, wording.has_city)
    if reading.wants_an_address:
        return
    for wording in wordings(reading.key, place.city):
        alike = _like_place(wording.key, place)
        yield Scored(place, _with_city(alike, wording), wording.has_city)
    for area in areas:
        for wording in wordings(reading.key, area)[1:]:
            alike = _like_place(wording.key, place) - IN_AN_AREA
            yield Scored(place, max(0.0, alike), has_city=False)


def _like_place(typed: str, place: Candidate) -> float:
    key, city = place.keys[0], name_key(place.city)
    names = [name for name in (key, _without(key, KIND_WORDS)) if name != city]
    kinds = {KINDS[word] for word in typed.split() if word in KINDS}
    if not kinds:
        # A place may be called as its town is: then nothing of its name is its own.
        alike = max((likeness(typed, name) for name in names), default=0.0)
        return alike if typed != city else 0.0
    is_one = place.kind in kinds or any(word in typed.split() for word in key.split())
    bare = _without(typed, KIND_WORDS)
    if bare in {typed, city}:  # only the kind was typed
        return max(likeness(typed, key), OF_THE_KIND if place.kind in kinds else 0.0)
    by_name = max((likeness(bare, name) for name in names), default=0.0)
    if not is_one:
        by_name -= UNKNOWN_KIND if place.kind == "overig" else OTHER_KIND
    return max(likeness(typed, key), by_name)


def _of_postcode(postcode: Candidate, reading: Reading) -> Iterator[Scored]:
    if reading.postcode is None or not reading.postcode.startswith(postcode.id):
        return
    score = 1.0 if reading.postcode == postcode.id else ONLY_FIGURES
    if reading.wants_an_address:
        score *= NO_SUCH_NUMBER
    if reading.key and likeness(reading.key, name_key(postcode.city)) < CITY_MISSPELT:
        score *= NOT_ALL_WORDS
    yield Scored(postcode, score, has_city=True)


def _of_street(one: Candidate, reading: Reading) -> Iterator[Scored]:
    numbered = _number_fits(one, reading)
    if not numbered:
        return
    same_code = (
        reading.postcode is not None
        and one.postcode is not None
        and (one.postcode.startswith(reading.postcode))
    )
    if not reading.key or reading.street == name_key(one.city):
        whole = reading.postcode is not None and reading.postcode == one.postcode
        if whole and one.number is not None:
            yield Scored(one, numbered, has_city=True)
        return
    for wording in wordings(reading.street, one.city):
        alike = max(likeness(wording.key, key) for key in one.keys)
        score = _with_city(alike, wording) * numbered
        if reading.postcode and one.postcode and not same_code:
            score -= OTHER_POSTCODE
        yield Scored(one, score, wording.has_city or same_code)


def _number_fits(one: Candidate, reading: Reading) -> float:
    """By how much the house number fits; 0: another one."""
    if reading.number is None:
        return 1.0 if one.number is None else 0.0
    if one.number is None:
        return NO_SUCH_NUMBER
    if one.number != reading.number:
        return 0.0
    if one.suffix == reading.suffix:
        return 1.0
    return 1.0 - (NO_SUCH_SUFFIX if reading.suffix else A_SUFFIX_MORE)


def _with_city(alike: float, wording: Wording) -> float:
    return min(1.0, alike + WITH_CITY) if wording.has_city and alike else alike


def wordings(key: str, city: str) -> tuple[Wording, ...]:
    """The words as they are, and without the city where they begin or end with it."""
    words, city_words = key.split(), name_key(city).split()
    count = len(city_words)
    found = [Wording(key, has_city=False)]
    if count and len(words) > count:
        for head, tail in ((words[:-count], words[-count:]), (words[count:], words[:count])):
            if likeness(" ".join(tail), " ".join(city_words)) >= CITY_MISSPELT:
                found.append(Wording(" ".join(head), has_city=True))
    return tuple(found)


def _without(key: str, words: frozenset[str]) -> str:
    kept = [word for word in key.split() if word not in words]
    if not kept or all(word in ARTICLES for word in kept):
        return key
    return without_articles(" ".join(kept))
