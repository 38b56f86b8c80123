"""The eight things people come for, as the start page offers them, and what each asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.web.texts import named


@dataclass(frozen=True, slots=True)
class Choice:
    """A big button: its code in an address, its words, its drawing, and what it asks."""

    code: str
    label: str
    icon: str
    group: str
    themes: Sequence[str] = ()
    kinds: Sequence[str] = ()


CHOICES: Final[Mapping[str, Choice]] = {
    choice.code: choice
    for choice in (
        Choice("koffie", named("choice.koffie"), "coffee", "samen", themes=("ontmoeten", "spel")),
        Choice("bewegen", named("choice.bewegen"), "footprints", "samen", themes=("bewegen",)),
        Choice("eten", named("choice.eten"), "utensils", "samen", themes=("eten",)),
        Choice(
            "leren",
            named("choice.leren"),
            "book-open",
            "samen",
            themes=("leren", "taal", "digitaal", "maken", "cultuur"),
        ),
        Choice(
            "geld",
            named("choice.geld"),
            "wallet",
            "hulp",
            themes=("geld", "papieren", "recht", "wonen"),
        ),
        Choice(
            "zorgen",
            named("choice.zorgen"),
            "heart-handshake",
            "mantelzorg",
            themes=("mantelzorg",),
        ),
        Choice(
            "praten",
            named("choice.praten"),
            "messages-square",
            "steun",
            themes=("praten", "rouw", "psychisch", "relatie", "zingeving"),
        ),
        Choice(
            "overdag",
            named("choice.overdag"),
            "hand-helping",
            "overdag",
            kinds=("dagbesteding", "vrijwilligerswerk", "leerwerkplek"),
        ),
    )
}
