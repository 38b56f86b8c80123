"""The page of an area: its map, its week, and everything there is; and the same to keep."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Final
from uuid import UUID

from app.areas.rules import Level
from app.areas.schemas import AreaBrief
from app.core.errors import GoneError
from app.finder.area_map import AGENDA_DAYS
from app.finder.area_schemas import MapSession
from app.finder.schemas import Card
from app.web.social_maps import GROUPS, SocialMap, Spot, areas_instead, social_map, spoken_name
from app.web.texts import named
from app.web.visible import visible
from app.web.visits import Given, Page, Visit

OFTEN: Final = 4
"""On so many days of a week it is no news any more that it is there: it stands apart."""
MOST_AT_ONCE: Final = 12
"""A longer list is folded behind its first few."""
FIRST_FEW: Final = 6
MOST_CARDS_AT_ONCE: Final = 4
"""The same of cards, which are higher: a page of thirty of them has no end on a telephone."""
FIRST_CARDS: Final = 3
MOST_TOLD_TO_MACHINES: Final = 40
LEVELS: Final[Mapping[Level, str]] = {
    "buurt": named("buurt.level.buurt"),
    "people": named("buurt.level.people"),
    "wijk": named("buurt.level.wijk"),
    "stadsdeel": named("buurt.level.stadsdeel"),
    "gemeente": named("buurt.level.gemeente"),
}
_INSIDE: Final[Mapping[Level, str]] = {
    "gemeente": named("buurt.inside.wijken"),
    "wijk": named("buurt.inside.buurten"),
}
TITLES_AT_A_PLACE: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One time of one entry."""

    session: MapSession
    card: Card
    place: tuple[int | None, str] | None
    """The number on the map, and the name."""


@dataclass(frozen=True, slots=True)
class Day:
    """What there is on one day."""

    date: date
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, without what is there nearly every day."""

    days: Sequence[Day]
    often: Sequence[Card]


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place in the list beside the map."""

    spot: Spot
    titles: Sequence[Card]
    others: int
    """How many more there are than the titles."""


async def buurt(visit: Visit) -> Given:
    """All there is in an area, at any level; old codes lead to where they went."""
    return await _told(visit, "buurt.html", is_to_keep=False)


async def buurt_to_keep(visit: Visit) -> Given:
    """The same for a telephone without network: nothing discreet, and of which moment it is."""
    return await _told(visit, "buurt_to_keep.html", is_to_keep=True)


async def _told(visit: Visit, template: str, *, is_to_keep: bool) -> Given:
    async with visit.asking() as asker:
        try:
            shown = await social_map(visit, asker)
        except GoneError as error:
            instead = await areas_instead(asker, error)
            return Page("buurt_gone.html", {"areas": instead}, status=410, keeps="nowhere")
    cards = _shown(visit, shown.told.offerings, is_to_keep=is_to_keep)
    across = _shown(visit, shown.told.across.offerings, is_to_keep=is_to_keep)
    told = {
        "shown": shown,
        "level": LEVELS[shown.area.level],
        "place_name": shown.full_name,
        "described": visit.texts.counted(
            "buurt.description", len(shown.told.offerings), area=shown.full_name
        ),
        "inside_heading": _INSIDE.get(shown.area.level, _INSIDE["wijk"]),
        "area": shown.told.area,
        "cards": cards,
        "across": across,
        "groups": shown.grouped(cards),
        "group_names": GROUPS,
        "places": _places(visit, shown),
        "first_day": visit.today,
        "last_day": visit.today + timedelta(days=AGENDA_DAYS - 1),
        "week": week_of(shown, {card.id for card in chain(cards, across)}),
        "within": [_spoken(area) for area in shown.area.within],
        "inside": [_spoken(area) for area in shown.area.children or shown.area.members],
        "without_place": [card for card in cards if card.id in set(shown.told.unplaced)],
        "most_at_once": MOST_AT_ONCE,
        "first_few": FIRST_FEW,
        "most_cards": MOST_CARDS_AT_ONCE,
        "first_cards": FIRST_CARDS,
        "structured": structured(visit, shown),
    }
    return Page(
        template,
        told,
        near=shown.near,
        is_to_keep=is_to_keep,
        is_for_search_engines=not is_to_keep,
        canonical=visit.url("buurt", code=shown.code),
    )


def _shown(visit: Visit, cards: Sequence[Card], *, is_to_keep: bool) -> Sequence[Card]:
    if not is_to_keep:
        return cards
    return [card for card in cards if not visit.terms.is_discreet(card)]


def _spoken(area: AreaBrief) -> AreaBrief:
    return area.model_copy(update={"name": spoken_name(area)})


def _places(visit: Visit, shown: SocialMap) -> Sequence[PlaceTold]:
    """The places with the titles of what goes on; what is discreet is counted, not named."""
    told = []
    for spot in shown.spots:
        open_cards = [card for card in spot.cards if not visit.terms.is_discreet(card)]
        titles = open_cards[:TITLES_AT_A_PLACE]
        told.append(PlaceTold(spot, titles, len(spot.cards) - len(titles)))
    return told


def week_of(shown: SocialMap, shown_ids: set[UUID]) -> Week:
    """The agenda by day; a cancelled time always stands on its day."""
    doors = {card.id for card in shown.told.wijkwijzers}
    if shown.told.mantelzorg is not None:
        doors.add(shown.told.mantelzorg.id)
    known = shown_ids | doors
    counted: Counter[UUID] = Counter()
    for day in shown.told.agenda:
        counted.update({session.offering_id for session in day.sessions} & known)
    often = {offering_id for offering_id, days in counted.items() if days >= OFTEN}
    days = [
        Day(
            day.date,
            [
                Line(session, shown.cards[session.offering_id], shown.place_of(session))
                for session in day.sessions
                if session.offering_id in known
                and (session.offering_id not in often or session.status == "cancelled")
            ],
        )
        for day in shown.told.agenda
    ]
    cards = [card for card in shown.cards.values() if card.id in often - doors]
    return Week([day for day in days if day.lines], sorted(cards, key=lambda card: card.title))


def structured(visit: Visit, shown: SocialMap) -> Mapping[str, object]:
    """The area and its open entries for machines (schema.org); nothing that is discreet."""
    home = visit.settings.public_url.rstrip("/")
    lon, lat = shown.area.label_point.coordinates
    place: dict[str, object] = {
        "@type": "Place",
        "name": visible(shown.name),
        "url": home + visit.url("buurt", code=shown.code),
        "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
    }
    if shown.area.within:
        whole = shown.area.within[-1]
        place["containedInPlace"] = {"@type": "City", "name": visible(whole.name)}
    open_cards = [card for card in shown.told.offerings if not visit.terms.is_discreet(card)]
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": visible(card.title),
            "url": home + visit.url("entry", id=card.id),
        }
        for position, card in enumerate(open_cards[:MOST_TOLD_TO_MACHINES], start=1)
    ]
    listed = {"@type": "ItemList", "name": visible(shown.name), "itemListElement": items}
    return {"@context": "https://schema.org", "@graph": [place, listed]}
