"""Pure: how old somebody is, said in words: "81 jaar", "75+", "kind van 4", "zeventig jaar"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.words.folding import Word, word_set

_OLDEST = 115
_ONES = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = (
    *("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien"),
    *("achttien", "negentien"),
)
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_IN_WORDS = {
    **{word: number for number, word in enumerate((*_ONES, *_TEENS), start=1)},
    **{word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{one}en{ten}": tens + number
        for tens, ten in zip(range(20, 100, 10), _TENS, strict=True)
        for number, one in enumerate(_ONES, start=1)
    },
}
_WRITTEN = re.compile(r"(\d{1,3})(plus(?:ser|sers)?|jarigen?|jaar|jr)?")
_YEARS = frozenset(("jaar", "jr", "jaren", "jarig", "jarige", "jarigen"))
_LESS_THAN_A_YEAR = frozenset(("maand", "maanden", "mnd", "weken"))
_PLUS = frozenset(("plus", "plusser", "plussers", "er", "ers"))
_BABY = frozenset(("baby", "kind", "kindje", "zoontje", "dochtertje", "kleinkind"))
_IS = frozenset(("ben", "is", "word", "wordt", "bent", "van", "leeftijd"))
_TO = frozenset(("tot", "t", "en", "m", "met", "tm", "of"))
_NO_AGE_BEFORE = word_set(
    "al sinds over na ruim binnen elke per iedere afgelopen laatste eerste om bus lijn tram nummer"
    " nr kamer huisnummer bijna"
    " half kwart rond vanaf ronde"
)
_NO_AGE_AFTER = word_set(
    "uur u euro eur cent km kilometer meter minuten min geleden lang later getrouwd ervaring keer x"
    " personen mensen kilo kg dagen weken maanden procent januari februari maart april mei juni"
    " juli augustus september oktober november december"
)
_RANGE = 5
"""Words between two ends of a range: "4 tot en met 12 jaar"."""


class Age(NamedTuple):
    """How many words say an age, and which; `is_own` when somebody says it of himself."""

    length: int
    years: int
    is_own: bool = False


def age_said(typed: str, words: Sequence[Word], *, place: int) -> Age | None:
    """The age that is said from `place` on; None if there is none ("om 15 uur", "bus 5").

    Of a range ("4 tot 12 jaar") the lower end.
    """
    if words[place].text in _IS and place + 1 < len(words):
        return _after_is(typed, words, place)
    return _with_unit(typed, words, place)


def _after_is(typed: str, words: Sequence[Word], place: int) -> Age | None:
    """ "ben 81", "van 4": no unit is needed after these."""
    is_own = words[place].text in {"ben", "word"}
    if words[place].text == "van" and place > 0 and words[place - 1].text in _NO_AGE_BEFORE:
        return None
    said = _with_unit(typed, words, place + 1)
    if said is not None:
        return Age(said.length + 1, said.years, is_own)
    years = _number(words[place + 1].text)
    if years is None or not words[place + 1].text.isdecimal():
        return None
    following = words[place + 2].text if place + 2 < len(words) else ""
    if following in _NO_AGE_AFTER or (following and (following in _TO - {"en", "of", "met"})):
        return None
    if following == "en" and place + 3 < len(words) and _number(words[place + 3].text):
        return None
    return Age(2, years, is_own)


def _with_unit(typed: str, words: Sequence[Word], place: int) -> Age | None:
    before = words[place - 1].text if place else ""
    if before in _NO_AGE_BEFORE:
        return None
    match = _WRITTEN.fullmatch(words[place].text)
    years = _number(words[place].text)
    if match is not None:
        years = int(match.group(1))
        if years > _OLDEST:
            return None
        if match.group(2) or typed[words[place].end : words[place].end + 1] == "+":
            # "65+ers" are two words here.
            length = 1 + (place + 1 < len(words) and words[place + 1].text in _PLUS)
            return Age(length, years) if _is_no_duration(words, place + length) else None
    if years is None:
        return None
    return _followed(words, place, years)


def _followed(words: Sequence[Word], place: int, years: int) -> Age | None:
    following = words[place + 1].text if place + 1 < len(words) else ""
    before = {word.text for word in words[max(0, place - 2) : place]}
    if following in _YEARS | _PLUS:
        if not _is_no_duration(words, place + 2):
            return None
        is_older = place + 2 < len(words) and words[place + 2].text in {"oud", "oude", "jong"}
        return Age(3 if is_older else 2, years)
    if following in _LESS_THAN_A_YEAR and before & _BABY:
        return Age(2, 0)
    return _range(words, place, years)


def _range(words: Sequence[Word], place: int, years: int) -> Age | None:
    """ "4 tot 12 jaar", "4-12 jaar"."""
    for end in range(place + 1, min(place + 1 + _RANGE, len(words))):
        upper = _number(words[end].text)
        if upper is not None:
            unit = words[end + 1].text if end + 1 < len(words) else ""
            return Age(end + 2 - place, years) if unit in _YEARS and years < upper else None
        if words[end].text not in _TO:
            return None
    return None


def _is_no_duration(words: Sequence[Word], after: int) -> bool:
    return after >= len(words) or words[after].text not in _NO_AGE_AFTER


def _number(word: str) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word) if len(word) <= 3 and int(word) <= _OLDEST else None  # noqa: PLR2004
    return _IN_WORDS.get(word)
