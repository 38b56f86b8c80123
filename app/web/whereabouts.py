"""Where somebody means: from typed words to something that an address may hold, and from that to
a point. An address of somebody becomes its postcode; what has none stays in what was posted."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal
from uuid import UUID

from app.areas.queries import area_in_full
from app.areas.rules import canonical_code
from app.areas.schemas import GeoPoint
from app.core.errors import GoneError, MovedError, NotFoundError
from app.core.geo import LonLat, rd_of
from app.finder.area_schemas import DoorQuestion
from app.finder.asking import Asker
from app.finder.filters import POSITION_DECIMALS
from app.finder.place_schemas import Place
from app.finder.places_found import place_in_full
from app.geocoding.likeness import likeness
from app.geocoding.locatieserver import Locatieserver
from app.geocoding.names import name_key
from app.geocoding.queries import spaced
from app.geocoding.rules import typed_of
from app.geocoding.schemas import Location, LocationQuestion
from app.geocoding.search import locations_meant
from app.web.questions import Question
from app.web.typed_values import LONGEST_WORDS, as_postcode
from app.web.visits import NOWHERE, Visit

MOST_MEANT: Final = 8
FAR_M: Final = 5_000
"""What lies so far apart is not the same neighbourhood under another name."""
BY_ANOTHER_NAME: Final = 0.5
"""So little like what was typed, that a nickname must have matched."""
_WHOLE: Final = frozenset({"gemeente", "stadsdeel"})
"""Too large to have a middle that says anything."""
_WIJK = re.compile(r"^wijk [0-9]{2} ")
_POSTCODE = re.compile(r", ([1-9][0-9]{3}) ?([A-Z]{2})?\b")

Trouble = Literal["none", "here", "away", "several", "too_long"]
"""Nothing is called so; only their telephone knows; PDOK is away; which one?; a whole letter."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant, and the part of a question that says so."""

    label: str
    where: Question
    name: str
    at: LonLat | None

    def in_question(self, question: Question) -> Question:
        """The question asked there."""
        there = self.where
        return replace(
            question.somewhere_else(),
            areas=there.areas,
            postcode=there.postcode,
            place=there.place,
            point=there.point,
        )


@dataclass(frozen=True, slots=True)
class Meant:
    """What typed words may mean; `winner` when that is clear."""

    candidates: Sequence[Candidate] = ()
    winner: Candidate | None = None
    trouble: Trouble | None = None


CLEAR: Final = Meant()
"""There was nothing to find out."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where is looked: around a point, or in whole areas."""

    label: str
    """Empty: where somebody is, or what they typed."""
    point: LonLat | None = None
    areas: tuple[str, ...] = ()
    """Only there; empty when borders are no walls."""
    from_middle: bool = False
    """The point is the middle of something larger."""
    area: str | None = None
    """The one area that this is about."""

    @property
    def door(self) -> DoorQuestion:
        """Whose Wijkwijzer is near."""
        point = self.point
        area = self.areas[0] if self.areas else self.area
        if point is None:
            return DoorQuestion(area=area) if area else NOWHERE
        return DoorQuestion(lat=point.lat, lon=point.lon, area=area)


async def meant_by(visit: Visit, typed: str) -> Meant:
    """Which place somebody typed. Nothing of it is kept or written."""
    if len(typed) > LONGEST_WORDS:
        return Meant(trouble="too_long")
    if typed_of(typed).is_here:
        return Meant(trouble="here")
    if not any(letter.isalnum() for letter in typed):
        return Meant(trouble="none")
    found = await locations_meant(
        visit.house.databases.reads,
        LocationQuestion(q=typed, limit=MOST_MEANT),
        pdok=visit.house.kept(Locatieserver),
        now=visit.now,
    )
    candidates = _told_apart(found.items, typed)
    if not candidates:
        return Meant(trouble="none" if found.complete else "away")
    winner = clear_winner(candidates, typed)
    if winner is not None:
        return Meant(candidates, winner)
    return Meant(candidates, trouble="several")


def _told_apart(items: Sequence[Location], typed: str) -> list[Candidate]:
    """What can be looked at; of what leads to the same page the first."""
    found: dict[str, Candidate] = {}
    for item in items:
        where = _where(item, typed)
        if where is not None:
            name = item.label.split(",", maxsplit=1)[0]
            found.setdefault(repr(where), Candidate(item.label, where, name, _at(item.location)))
    return list(found.values())


def _where(item: Location, typed: str) -> Question | None:
    if item.type == "area" and item.area is not None:
        return Question(areas=(item.area.code,))
    if item.type == "place" and item.id is not None:
        return Question(place=item.id)
    if item.type == "postcode":
        known = as_postcode(item.label[:7]) or as_postcode(item.label[:4])
        whole = typed_of(typed).postcode
        # Of "7511 GM" we may know only the middle of 7511: the rest may be known tomorrow.
        return Question(postcode=whole if whole and known and whole[:4] == known[:4] else known)
    found = _POSTCODE.search(item.label)
    if found is not None and found[2]:
        return Question(postcode=found[1] + found[2])
    at = _at(item.location)
    return None if at is None else Question(point=at)


def _at(location: GeoPoint | None) -> LonLat | None:
    if location is None:
        return None
    lon, lat = (round(number, POSITION_DECIMALS) for number in location.coordinates)
    return LonLat(lon=lon, lat=lat)


def clear_winner(candidates: Sequence[Candidate], typed: str) -> Candidate | None:
    """The first, unless something far from it may be meant just as well."""
    first, *others = candidates
    key, name = name_key(typed), name_key(first.name)
    words, label = set(key.split()), set(_WIJK.sub("", name_key(first.label)).split())
    if words == label:
        return first
    is_exact = key == name or words < label
    rivals = [
        other
        for other in others
        if _is_far(first, other) and (not is_exact or _may_be_called(other, key))
    ]
    return None if rivals else first


def _is_far(one: Candidate, other: Candidate) -> bool:
    if one.at is None or other.at is None:
        return True
    here, there = rd_of(one.at), rd_of(other.at)
    return abs(here.x_m - there.x_m) + abs(here.y_m - there.y_m) > FAR_M


def _may_be_called(other: Candidate, key: str) -> bool:
    """Whether all that was typed stands in its name and town, or it has it for a nickname."""
    name = name_key(other.name)
    words = set(name_key(other.label).split())
    return set(key.split()) <= words or likeness(key, name) < BY_ANOTHER_NAME


async def spot_of(visit: Visit, question: Question) -> Spot | None:
    """The point or the areas of a question; None when it says nowhere, or nowhere that exists."""
    if question.point is not None:
        return Spot("", question.point)
    if question.postcode is not None:
        return await _around_postcode(visit, question.postcode)
    if question.place is None and not question.areas:
        return None
    async with visit.asking() as asker:
        if question.place is not None:
            return await _at_place(asker, question.place)
        if len(question.areas) == 1:
            return await _in_area(asker, question.areas[0])
        return await _in_areas(asker, question.areas)


async def _at_place(asker: Asker, place_id: UUID) -> Spot | None:
    try:
        found = await place_in_full(asker, place_id=place_id)
    except MovedError as error:
        return await _at_place(asker, UUID(error.path.rsplit("/", 1)[-1]))
    except (GoneError, NotFoundError):
        return None
    place = Place.model_validate_json(found.content)
    if place.location is None:
        return None
    lon, lat = place.location.coordinates
    area = place.buurt.code if place.buurt else None
    return Spot(place.name, LonLat(lon=lon, lat=lat), area=area)


async def _around_postcode(visit: Visit, postcode: str) -> Spot | None:
    found = await locations_meant(
        visit.house.databases.reads,
        LocationQuestion(q=postcode, limit=3),
        pdok=visit.house.kept(Locatieserver),
        now=visit.now,
    )
    for item in found.items:
        if item.type == "postcode" and item.location is not None:
            lon, lat = item.location.coordinates
            area = item.area.code if item.area else None
            label = spaced(postcode)
            return Spot(label, LonLat(lon=lon, lat=lat), from_middle=True, area=area)
    return None


async def _in_area(asker: Asker, code: str) -> Spot | None:
    try:
        facts = await _facts(asker, code)
    except GoneError as error:
        return await _in_areas(asker, error.successors)
    except NotFoundError:
        return None
    if facts["level"] in _WHOLE:
        return Spot(facts["name"], areas=(facts["code"],), area=facts["code"])
    lon, lat = facts["labelPoint"]["coordinates"]
    point = LonLat(lon=lon, lat=lat)
    return Spot(facts["name"], point, from_middle=True, area=facts["code"])


async def _in_areas(asker: Asker, codes: Sequence[str]) -> Spot | None:
    """Everything in several areas; those that are none are left out."""
    names: dict[str, str] = {}
    for code in codes:
        try:
            facts = await _facts(asker, code)
        except (GoneError, NotFoundError):
            continue
        names[facts["code"]] = facts["name"]
    if not names:
        return None
    return Spot(", ".join(names.values()), areas=tuple(names))


async def _facts(asker: Asker, code: str) -> Mapping[str, Any]:
    """About an area, or about the one that took over from it."""
    try:
        told = await area_in_full(asker.connection, code=canonical_code(code), as_geojson=False)
    except MovedError as error:
        successor = error.path.rsplit("/", 1)[-1]
        told = await area_in_full(asker.connection, code=successor, as_geojson=False)
    facts: Mapping[str, Any] = json.loads(told)
    return facts
