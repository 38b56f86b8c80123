"""The social map of an area as its page and the paper show it: asked once, put in order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from app.areas.queries import AREAS_PATH, area_in_full
from app.areas.schemas import Area, AreaBrief
from app.core.errors import GoneError, MovedError, NotFoundError
from app.finder.area_map import Bounds, map_of_area
from app.finder.area_schemas import AreaMap, DoorQuestion, MapPin, MapSession
from app.finder.asking import Asker
from app.finder.schemas import Card
from app.web.looks import look_of
from app.web.outline_names import Label, names_beside
from app.web.outlines import Outline, is_beside, outline
from app.web.texts import named
from app.web.visits import Visit

BOUNDS: Final = Bounds(most_offerings=200, most_places=150, most_sessions=300)
"""What a page holds at most: a telephone has to read it. The rest is behind its links."""
GROUPS: Final[Mapping[str, str]] = {
    "samen": named("buurt.group.samen"),
    "steun": named("buurt.group.steun"),
    "mantelzorg": named("buurt.group.mantelzorg"),
    "overdag": named("buurt.group.overdag"),
    "hulp": named("buurt.group.hulp"),
}
"""The groups of kinds by code, in the order in which people look for them."""
_CODE = re.compile(r"[A-Za-z0-9-]{1,80}")
_WIJK_NUMBER = re.compile(r"Wijk [0-9]{2} (?=\S)")


@dataclass(frozen=True)
class Spot:
    """A place with its number on the map, and what goes on there."""

    number: int
    pin: MapPin
    cards: Sequence[Card]
    is_across: bool
    is_drawn: bool
    """Whether it lies near enough to stand on the map."""


@dataclass(frozen=True)
class SocialMap:
    """An area with all there is, each thing once."""

    told: AreaMap
    area: Area

    @property
    def code(self) -> str:
        """Of the area."""
        return self.area.code

    @property
    def name(self) -> str:
        """As people call it."""
        return spoken_name(self.area)

    @property
    def full_name(self) -> str:
        """The name with the gemeente behind it: `Pathmos, Enschede`."""
        outer = [area.name for area in self.area.within if area.level == "gemeente"]
        return ", ".join([self.name, *outer])

    @property
    def near(self) -> DoorQuestion:
        """Where the Wijkwijzer should be: near the middle of a buurt, anywhere in a larger area."""
        lon, lat = self.area.label_point.coordinates
        if self.area.level == "buurt":
            return DoorQuestion(area=self.code, lat=lat, lon=lon)
        return DoorQuestion(area=self.code)

    @cached_property
    def cards(self) -> Mapping[UUID, Card]:
        """Every entry of the map by its id, doors and what lies across the border too."""
        doors = [self.told.mantelzorg] if self.told.mantelzorg else []
        return {
            card.id: card
            for card in (
                *(*self.told.wijkwijzers, *doors),
                *(*self.told.across.offerings, *self.told.offerings),
            )
        }

    @cached_property
    def spots(self) -> Sequence[Spot]:
        """The places where something goes on, numbered: those on the map first."""
        used = [pin for pin in self.told.places if pin.offering_ids]
        corners = self.told.area.geometry
        near = {pin.id for pin in used if is_beside(corners, _position(pin))}
        ordered = [
            *((pin, False) for pin in used if pin.id in near),
            *((pin, True) for pin in self.told.across.places if pin.offering_ids),
            *((pin, False) for pin in used if pin.id not in near),
        ]
        return [
            Spot(
                number,
                pin,
                [self.cards[one] for one in pin.offering_ids],
                is_across=is_across,
                is_drawn=is_across or pin.id in near,
            )
            for number, (pin, is_across) in enumerate(ordered, start=1)
        ]

    @cached_property
    def numbers(self) -> Mapping[UUID, int]:
        """The number on the map by the id of a place; none when there are too many for numbers."""
        if self.drawing is None or not self.drawing.is_numbered:
            return {}
        return {spot.pin.id: spot.number for spot in self.spots if spot.is_drawn}

    @cached_property
    def drawing(self) -> Outline | None:
        """The outline with the numbers of the places."""
        at = {str(spot.pin.id): _position(spot.pin) for spot in self.spots}
        return outline(self.told.area.geometry, at)

    @cached_property
    def labels(self) -> Sequence[Label]:
        """What stands beside the numbers in the drawing."""
        names = {str(spot.pin.id): spot.pin.name for spot in self.spots}
        return names_beside(self.drawing, names) if self.drawing else []

    def grouped(self, cards: Sequence[Card]) -> Mapping[str, Sequence[Card]]:
        """The cards by the code of their group; groups without any are left out."""
        found = {
            group: [card for card in cards if look_of(card.kind).group == group] for group in GROUPS
        }
        return {group: members for group, members in found.items() if members}

    def place_of(self, session: MapSession) -> tuple[int | None, str] | None:
        """Number and name of the place where a session is; None when nobody may know or is told."""
        card = self.cards[session.offering_id]
        place = session.place or card.place
        return None if place is None else (self.numbers.get(place.id), place.name)


def _position(pin: MapPin) -> tuple[float, float]:
    lon, lat = pin.location.coordinates
    return lon, lat


def spoken_name(area: AreaBrief) -> str:
    """The name without the number that wijken carry in the register: nobody says `Wijk 02`."""
    return _WIJK_NUMBER.sub("", area.name) if area.level == "wijk" else area.name


async def social_map(visit: Visit, asker: Asker) -> SocialMap:
    """The map of the area in the path.

    Raises MovedError with the same page of the successor of an old code, GoneError with the codes
    of several, NotFoundError for what is no area.
    """
    code = visit.values["code"]
    if not _CODE.fullmatch(code):
        raise NotFoundError("Dit gebied kennen wij niet.")
    try:
        found = await map_of_area(asker, code=code, bounds=BOUNDS)
    except MovedError as error:
        raise MovedError(visit.url(visit.name, code=_code_in(error.path))) from error
    facts = await area_in_full(asker.connection, code=code, as_geojson=False)
    return SocialMap(AreaMap.model_validate_json(found.content), Area.model_validate_json(facts))


def _code_in(path: str) -> str:
    """The code in the path of an area."""
    return path.removeprefix(f"{AREAS_PATH}/").partition("/")[0]


async def areas_instead(asker: Asker, error: GoneError) -> Sequence[AreaBrief]:
    """What lies where an area was, to choose from."""
    return [
        AreaBrief(code=area.code, level=area.level, name=spoken_name(area))
        for code in error.successors
        for area in [
            Area.model_validate_json(
                await area_in_full(asker.connection, code=code, as_geojson=False)
            )
        ]
    ]
