"""How many there are of each kind of offering, and what they are about."""

from collections.abc import Mapping, Sequence
from typing import Final

# Kind → how many of a hundred, and whether it has sessions.
PLACED_KINDS: Final[Mapping[str, tuple[int, bool]]] = {
    "activiteit": (34, True),
    "inloop": (13, True),
    "cursus": (9, True),
    "lotgenotengroep": (6, True),
    "herstelgroep": (2, True),
    "spreekuur": (9, True),
    "wijkwijzer": (1, True),
    "uitgifte": (3, True),
    "dagbesteding": (6, False),
    "vrijwilligerswerk": (9, False),
    "leerwerkplek": (3, False),
    "mantelzorgsteun": (3, False),
    "respijtzorg": (1, False),
    "time-out": (1, False),
}
AWAY_KINDS: Final[Mapping[str, tuple[int, bool]]] = {
    "praktische-hulp": (35, False),
    "maatje": (30, False),
    "regeling": (15, False),
    "spreekuur": (15, True),
    "mantelzorgsteun": (5, False),
}
KINDS: Final = {**PLACED_KINDS, **AWAY_KINDS}
THEMES_OF: Final[Mapping[str, Sequence[str]]] = {
    "spreekuur": ("geld", "papieren", "recht", "digitaal", "wonen", "opvoeden"),
    "lotgenotengroep": ("rouw", "dementie", "psychisch", "ziekte-beperking", "verslaving"),
    "herstelgroep": ("psychisch", "verslaving"),
    "mantelzorgsteun": ("mantelzorg",),
    "respijtzorg": ("mantelzorg",),
    "maatje": ("praten", "ontmoeten", "vervoer"),
}
