"""What words ask for, as they stand; what else they may mean: `near_misses`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from app.finder.asking import Asker, Keeps
from app.finder.filters import EntryQuestion
from app.finder.rules import horizon_of
from app.finder.said_areas import SaidArea, areas_said
from app.words.asked import Asked, Need, Wishes
from app.words.danger import helps_for
from app.words.lexicon import Lexicon
from app.words.queries import known_lexicon
from app.words.schemas import Help, Understood
from app.words.understanding import understand

Q = TypeVar("Q", bound=EntryQuestion)


# Of "koken in Pathmos" nothing but "koken" is left.
_LEADS_TO = re.compile(
    r"\b(?:(?:in|op|om|van|bij|voor|met|aan|en|maar|of)\s+(?:(?:de|het|een|'t)\s+)?)+$",
    re.IGNORECASE,
)
SPELLED = "s"
"""So begins the way of a reading that takes a slip for another word."""
# How a wish is called when it is said back → the members of the question that it fills.
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "free": ("free",),
    "wheelchair": ("wheelchair",),
    "voorliggend": ("voorliggend",),
    "walkIn": ("walk_in",),
    "openSpots": ("open_spots",),
    "age": ("age",),
    "language": ("language",),
    "day": ("day",),
    "part": ("part",),
    "from": ("from_", "to"),
    "to": ("from_", "to"),
    "area": ("area",),
}
TIMES = frozenset(("day", "part", "from", "to"))
"""What is said back under these names is about when."""
FILTERS = frozenset(_MEMBERS)
"""What is said back under these names only narrows: somebody may leave it out."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[Q]):
    """One way to take a question with words."""

    question: Q
    """With what was said in words as filters, as far as it did not give those itself."""
    asked: Asked | None = None
    """None: there are no words."""
    needs: str | None = None
    """What an entry's words must meet, as `search_question` reads it; None: anything does."""
    understood: tuple[Understood, ...] = ()
    help: tuple[Help, ...] = ()
    way: str | None = None
    """None: exactly as typed; otherwise how it was taken, as a cursor says it."""
    words: str | None = None
    """The words that are read so exactly; None when none would be."""

    @property
    def is_fuzzy(self) -> bool:
        """Whether what it finds only comes near what was typed."""
        return self.way is not None

    @property
    def is_respelled(self) -> bool:
        """Whether it takes a slip for another word."""
        return self.is_fuzzy and str(self.way).startswith(SPELLED)

    @property
    def keeps(self) -> Keeps:
        """What may be kept of its answer."""
        if self.help:
            return "nowhere"
        return "until it changes" if self.asked is None else "to compare"


async def reading_of(asker: Asker, question: Q) -> Reading[Q]:
    """The question exactly as it was typed, today."""
    if question.q is None:
        return Reading(question)
    lexicon = await known_lexicon(asker.reads, asker.connection, now=asker.now)
    return await words_read(asker, question, words=question.q, lexicon=lexicon)


def asked_with(question: Q, words: str | None) -> Q:
    """The same question, from its beginning, with other words."""
    said: dict[str, Any] = {"q": words, "cursor": None}
    if words is None and getattr(question, "sort", None) == "relevance":
        said["sort"] = None  # there is nothing left to be relevant to
    return question.model_copy(update=said)


def untimed(reading: Reading[Q], question: Q) -> Q:
    """The filters of a reading of `question`, without what its words say about when."""
    members = {member for name in TIMES for member in _MEMBERS[name]}
    return reading.question.model_copy(
        update={member: getattr(question, member) for member in members}
    )


def words_without(typed: str, phrases: Iterable[Need | Understood]) -> str | None:
    """What was typed without these; None when no word is left."""
    left = typed
    for one in sorted(phrases, key=lambda one: -one.start):
        before = _LEADS_TO.sub("", left[: one.start])
        left = f"{before} {left[one.end :]}"
    left = " ".join(left.split())
    return left if any(letter.isalnum() for letter in left) else None


async def words_read(asker: Asker, question: Q, *, words: str, lexicon: Lexicon) -> Reading[Q]:
    asked = understand(words, lexicon, today=asker.today)
    named = await areas_said(asker, question, asked=asked)
    areas = [area for area in named if not area.is_denied]
    needs = [need for need in asked.needs if not is_in(need, named)]
    horizon = horizon_of(asker.today, weeks=asker.settings.session_horizon_weeks)
    filled, given = _filled(question, asked.wishes, areas, horizon=horizon)
    told = [
        *(one for one in asked.understood if not is_in(one, named)),
        *(area.understood(words) for area in areas),
    ]
    return Reading(
        filled,
        asked=asked,
        needs=as_json(needs) if needs else None,
        understood=tuple(
            sorted((one for one in told if one.need.name not in given), key=lambda one: one.start)
        ),
        help=helps_for(question.q or ""),
        words=words,
    )


def _filled(
    question: Q, wishes: Wishes, areas: Sequence[SaidArea], *, horizon: date
) -> tuple[Q, frozenset[str]]:
    """With the wishes as filters; and which of those the question had given itself, otherwise."""
    wished = _wished(wishes, areas, horizon=horizon)
    given = {
        member
        for members in _MEMBERS.values()
        for member in members
        if getattr(question, member) != _default(question, member)
    }
    # A first and a last day are one choice.
    if given & {"from_", "to"}:
        given |= {"from_", "to"}
    said = {member: value for member, value in wished.items() if member not in given}
    lost = {
        name
        for name, members in _MEMBERS.items()
        for member in members
        if member in given and wished.get(member) != getattr(question, member)
    }
    return (question.model_copy(update=said) if said else question), frozenset(lost)


def _wished(wishes: Wishes, areas: Sequence[SaidArea], *, horizon: date) -> dict[str, Any]:
    first, last = wishes.first, wishes.last
    if first is not None and first > horizon:
        first = last = None  # further than anybody knows: as if it was not said
    if last is not None:
        last = min(last, horizon)
    codes = dict.fromkeys(code for area in areas for code in area.codes)
    wished = {
        "free": wishes.free,
        "wheelchair": wishes.wheelchair,
        "voorliggend": wishes.voorliggend,
        "walk_in": wishes.walk_in,
        "open_spots": wishes.open_spots,
        "language": list(wishes.languages),
        "day": list(wishes.days),
        "part": list(wishes.parts),
        "area": list(codes)[:40],
    }
    told = {name: value for name, value in wished.items() if value}
    dates = {"age": wishes.age, "from_": first, "to": last}
    return told | {name: value for name, value in dates.items() if value is not None}


def _default(question: EntryQuestion, member: str) -> Any:
    return type(question).model_fields[member].get_default(call_default_factory=True)


def is_in(one: Need | Understood, others: Iterable[Need | Understood | SaidArea]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def as_json(needs: Iterable[Need]) -> str:
    return json.dumps(
        [
            {
                "any": [
                    {"words": way.words, "term": way.term, "beginning": way.is_beginning}
                    for way in need.alternatives
                ],
                "not": need.is_excluded,
            }
            for need in needs
        ],
        ensure_ascii=False,
    )


def has_beginning(needs: str | None) -> bool:
    """Whether the beginning of some word is enough for these needs, as `as_json` writes them."""
    return needs is not None and any(
        way["beginning"] for need in json.loads(needs) for way in need["any"]
    )
