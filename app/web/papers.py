"""Pure: what of a social map goes on one sheet of paper, and in which order.

A sheet holds a number of lines. What matters most to most people comes first: open to everybody,
soon, in the area itself, checked not long ago; each entry once. What is discreet is left off: a
sheet hangs on a wall.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, inf
from typing import Final
from uuid import UUID

from app.core.clock import local_date
from app.finder.area_schemas import MapSession
from app.finder.schemas import Card
from app.web.looks import look_of
from app.web.social_maps import SocialMap
from app.web.terms import Terms

LINES: Final = 38.0
"""Of twelve points, on one A4 beside the drawing."""
DAY_LINES: Final = 1.7
ENTRY_LINES: Final = 0.35
"""The white around an entry."""
TITLE_LETTERS, FACT_LETTERS = 38, 45
"""How many letters a line of a title and of the facts holds."""
LONGEST_TITLE: Final = 64
LONGEST_FACT: Final = 40
FACTS_BESIDE_PLACE: Final = 45
"""Letters for what it costs, how to join and whom to call."""
WAY_LETTERS: Final = 18
"""What stands where the place would: `bij u in de buurt`."""
PER_DAY: Final = 2
"""How much less each further entry of one day is worth."""
_STANDING: Final = frozenset({"wijkwijzer", "mantelzorgsteun"})
_GROUPS: Final[Mapping[str, int]] = {"samen": 4, "steun": 2, "overdag": 2, "mantelzorg": 1}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry on the sheet: its first time this week, and on which other days it is there."""

    card: Card
    session: MapSession | None
    """None: by appointment."""
    also: Sequence[date]

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place this week."""
        return self.session is not None and self.session.status == "cancelled"

    @property
    def title(self) -> str:
        """As it fits."""
        return cut(self.card.title, LONGEST_TITLE)

    @property
    def place_name(self) -> str | None:
        """Where it is this time, as it fits; None when nobody may know."""
        place = (self.session.place if self.session else None) or self.card.place
        return None if place is None else cut(place.name, LONGEST_FACT)

    @property
    def place_id(self) -> UUID | None:
        """The place of it this time."""
        place = (self.session.place if self.session else None) or self.card.place
        return None if place is None else place.id

    @property
    def lines(self) -> float:
        """How many lines it takes."""
        where = WAY_LETTERS if self.place_name is None else len(self.place_name)
        facts = where + FACTS_BESIDE_PLACE + 4 * len(self.also)
        return ceil(len(self.title) / TITLE_LETTERS) + ceil(facts / FACT_LETTERS) + ENTRY_LINES


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands on the sheet."""

    days: Sequence[tuple[date, Sequence[Item]]]
    by_appointment: Sequence[Item]
    others: int
    """How many entries of the area do not stand on it, discreet ones too."""

    @property
    def items(self) -> Sequence[Item]:
        """All of them, in the order of the sheet."""
        return [*(item for _, items in self.days for item in items), *self.by_appointment]


def cut(text: str, longest: int) -> str:
    """A text that is too long, up to a word, with an ellipsis."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    head, _, _ = kept.rpartition(" ")
    return f"{(head if len(head) > longest // 2 else kept).rstrip(' ,.;:')}…"


def is_for_the_wall(card: Card, terms: Terms) -> bool:
    """Whether it may hang where everybody sees who reads it: no discreet subject, nor a group of
    people who may not want to be known as such. Somebody being welcome too makes nothing discreet.
    """
    marks = [
        *(terms.mark("theme", code) for code in card.themes),
        *(terms.mark("audience", each.code) for each in card.audiences if each.mode != "open"),
    ]
    return all(mark == "open" for mark in marks)


def audiences_of(shown: SocialMap, terms: Terms) -> Mapping[str, int]:
    """For whom a sheet can be made, with the number of entries; never a group that is discreet."""
    counted: dict[str, int] = defaultdict(int)
    people = terms.by_vocabulary.get("audience", {})
    for card in _candidates(shown, terms):
        for audience in card.audiences:
            if audience.code in people and people[audience.code].sensitivity in {None, "open"}:
                counted[audience.code] += 1
    return {code: counted[code] for code in people if counted.get(code)}


def chosen(shown: SocialMap, terms: Terms, *, audience: str | None, lines: float = LINES) -> Chosen:
    """The entries that fit on so many lines; with an audience those that name it, then others
    that anybody can come to."""
    items = [
        item
        for item in _items(shown, terms)
        if audience is None or _names(item.card, audience) or not item.card.audiences
    ]
    items = _best_first(items, shown, audience)
    kept: list[Item] = []
    left = lines
    days: set[date | None] = set()
    for item in items:
        day = _day(item)
        needed = item.lines + (0 if day in days else DAY_LINES)
        if needed <= left:
            kept.append(item)
            days.add(day)
            left -= needed
    kept.sort(key=lambda item: (_begin(item), item.card.title))
    timed = sorted(day for day in days if day is not None)
    known = len(shown.told.offerings) + shown.told.omitted.offerings
    return Chosen(
        days=[(day, [item for item in kept if _day(item) == day]) for day in timed],
        by_appointment=[item for item in kept if item.session is None],
        others=max(known - len(kept), 0),
    )


def _best_first(items: Sequence[Item], shown: SocialMap, audience: str | None) -> list[Item]:
    """What is worth most first, and the best of every day before many of one day."""
    worth = {item.card.id: _worth(item, shown, audience) for item in items}
    ordered = sorted(items, key=lambda item: (-worth[item.card.id], _begin(item), item.card.title))
    of_day: dict[date | None, int] = defaultdict(int)
    for item in ordered:
        worth[item.card.id] -= PER_DAY * of_day[_day(item)]
        of_day[_day(item)] += 1
    return sorted(ordered, key=lambda item: -worth[item.card.id])


def _candidates(shown: SocialMap, terms: Terms) -> Iterator[Card]:
    for card in shown.told.offerings:
        if card.kind not in _STANDING and is_for_the_wall(card, terms):
            yield card


def _items(shown: SocialMap, terms: Terms) -> Iterator[Item]:
    sessions: dict[UUID, list[MapSession]] = defaultdict(list)
    for day in shown.told.agenda:
        for session in day.sessions:
            sessions[session.offering_id].append(session)
    for card in _candidates(shown, terms):
        of_card = sessions.get(card.id, [])
        on = [session for session in of_card if session.status != "cancelled"]
        first = next(iter(on or of_card), None)
        if first is not None:
            begin = local_date(first.starts_at)
            also = sorted({local_date(session.starts_at) for session in on} - {begin})
            yield Item(card, first, also)
        elif card.next is None and card.joining != "by_referral":
            yield Item(card, None, ())


def _names(card: Card, audience: str) -> bool:
    return any(each.code == audience for each in card.audiences)


def _worth(item: Item, shown: SocialMap, audience: str | None) -> int:
    card = item.card
    return (
        (20 if audience is not None and _names(card, audience) else 0)
        + _GROUPS.get(look_of(card.kind).group, 0)
        + (3 if "open" in card.access else 0)
        + (2 if card.joining == "walk_in" else 0)
        + (2 if card.buurt is not None and card.buurt.code == shown.code else 0)
        + (1 if card.verification.state == "fresh" else 0)
        - (3 if any(each.mode == "only" for each in card.audiences) and audience is None else 0)
        - (4 if item.session is None or item.is_cancelled else 0)
    )


def _day(item: Item) -> date | None:
    return None if item.session is None else local_date(item.session.starts_at)


def _begin(item: Item) -> float:
    return inf if item.session is None else item.session.starts_at.timestamp()
