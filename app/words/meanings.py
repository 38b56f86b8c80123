"""Pure: what a phrase may stand for, as it is written in a list: `theme:geld`, `word:kaarten` …"""

import re
from collections.abc import Callable, Mapping

from app.vocabularies.rules import near_choice
from app.words.folding import fold

MOST_WORDS = 6
MOST_AGE = 120
PLAIN_FILTERS = ("free", "wheelchair", "voorliggend", "walkIn", "openSpots")
TERMS = ("theme", "kind", "audience")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_AGE = re.compile(r"[0-9]{1,3}")

WITHOUT_PROBLEM = frozenset(
    (
        "theme:ontmoeten",
        "theme:praten",
        "theme:bewegen",
        "theme:eten",
        "theme:maken",
        "theme:spel",
        "theme:cultuur",
        "theme:natuur",
        "theme:leren",
        "theme:buurt",
        "theme:zingeving",
        "kind:activiteit",
        "kind:inloop",
        "kind:cursus",
        "kind:vrijwilligerswerk",
    )
)
"""Themes and kinds that say nothing about who comes. All others are about a problem."""
PROBLEM_AUDIENCES = frozenset(
    (
        "audience:dakloos",
        "audience:dementie",
        "audience:doof-blind",
        "audience:laag-inkomen",
        "audience:lichamelijke-beperking",
        "audience:moeite-met-lezen",
        "audience:psychisch-kwetsbaar",
        "audience:verstandelijke-beperking",
        "audience:werkzoekend",
    )
)
PROBLEM_FILTERS = frozenset(("filter:free", "filter:wheelchair", "filter:voorliggend"))


def is_problem(meaning: str) -> bool:
    """Whether a meaning says that somebody has a problem."""
    if meaning.startswith(("theme:", "kind:")):
        return meaning not in WITHOUT_PROBLEM
    return meaning in PROBLEM_AUDIENCES or meaning in PROBLEM_FILTERS


def fault_of_meaning(meaning: str, terms: Mapping[str, str]) -> str | None:
    """Why one meaning cannot be, in Dutch; None when it can. `terms` are those that exist."""
    sort, separator, rest = meaning.partition(":")
    if not separator or not rest:
        return (
            f"'{meaning}' kunnen wij niet lezen. Begin met 'theme:', 'kind:', 'audience:', "
            "'word:' of 'filter:'."
        )
    if sort in TERMS:
        near = near_choice(rest, codes_of(terms, sort))
        return None if meaning in terms else f"'{meaning}' bestaat niet. {near}"
    looks = _OTHERS.get(sort)
    if looks is None:
        return f"'{sort}' kennen wij niet. {near_choice(sort, (*TERMS, *_OTHERS))}"
    return looks(rest)


def _fault_of_words(text: str) -> str | None:
    if fold(text) != text:
        return f"Schrijf 'word:{fold(text)}': kleine letters, zonder accenten en leestekens."
    is_long = len(text.split(" ")) > MOST_WORDS
    return f"'word:{text}' heeft te veel woorden." if is_long else None


def _fault_of_filter(text: str) -> str | None:
    name, separator, value = text.partition("=")
    is_right = name in PLAIN_FILTERS
    if separator:
        is_right = (name == "language" and _LANGUAGE.fullmatch(value) is not None) or (
            name == "age" and _AGE.fullmatch(value) is not None and int(value) <= MOST_AGE
        )
    plain = ", ".join(PLAIN_FILTERS)
    told = f"Kies uit: {plain}, of met een waarde: language=tr, age=75."
    return None if is_right else f"'{text}' is geen filter. {told}"


_OTHERS: Mapping[str, Callable[[str], str | None]] = {
    "word": _fault_of_words,
    "filter": _fault_of_filter,
}


def codes_of(terms: Mapping[str, str], vocabulary: str) -> list[str]:
    """The codes of one vocabulary among terms (`theme:geld`)."""
    return [term.partition(":")[2] for term in terms if term.startswith(f"{vocabulary}:")]
