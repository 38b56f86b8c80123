"""What offerings of random worlds choose from."""

from collections.abc import Sequence
from typing import Any

KINDS = [
    "activiteit",
    "inloop",
    "cursus",
    "lotgenotengroep",
    "herstelgroep",
    "vrijwilligerswerk",
    "spreekuur",
    "praktische-hulp",
    "maatje",
    "uitgifte",
    "dagbesteding",
    "leerwerkplek",
    "respijtzorg",
    "time-out",
    "wijkwijzer",
    "mantelzorgsteun",
    "regeling",
]
THEMES = [
    "bewegen",
    "eten",
    "rouw",
    "dementie",
    "geld",
    "taal",
    "ontmoeten",
    "natuur",
    "digitaal",
    "werk",
    "spel",
    "maken",
]
AUDIENCES = [
    "ouderen",
    "mantelzorgers",
    "vrouwen",
    "ouders",
    "nieuwkomers",
    "studenten",
    "werkzoekend",
]
LANGUAGES = ("nl", "en", "ar", "tr", "zh-Hans")
COSTS: Sequence[dict[str, Any]] = (
    {"kind": "free"},
    {"kind": "free", "note": "Koffie zit erbij."},
    {"kind": "donation"},
    {"kind": "amount", "amount": 2.5, "per": "keer"},
    {"kind": "contribution", "amount": 19},
    {"kind": "contribution"},
    {"kind": "unknown"},
)
TITLES = (
    "Samen wandelen",
    "Koffie op de hoek",
    "Café Doorloop",
    "cafe doorloop",
    "Éten met buren",
    "Eten met buren",
    "'t Breihuis",
    "Breiclub 2.0",
    "Zingen – voor iedereen",
    "Ånders",
)
# Words that no language has, so that nobody's rules about words decide who is found.
RARE = tuple(
    head + tail
    for head in ("zwo", "kwé", "brü", "plï", "gró")
    for tail in ("brux", "lamp", "dorf", "kilp", "tyrk", "vomx")
)
HOWS = ("keeper", "link", "phone", "visit", "referrer", "report")
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
STATUSES = ("draft", "pending", "archived", "ended", "paused", "blocked")
