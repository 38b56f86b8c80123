"""Pure: what somebody typed as a place, taken apart: postcode, house number, words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.geocoding.names import name_key, street_key

MOST_WORDS = 8
"""More than this is no address but a sentence."""
HERE = frozenset(
    (
        "hier",
        "bij mij",
        "bij mij in de buurt",
        "bij mij om de hoek",
        "bij mij thuis",
        "bij ons in de buurt",
        "dicht bij mij",
        "dichtbij",
        "dichtbij mij",
        "dicht bij",
        "in de buurt",
        "in de buurt van mij",
        "in mijn buurt",
        "mijn buurt",
        "mijn huis",
        "mijn huidige locatie",
        "huidige locatie",
        "mijn locatie",
        "mijn plek",
        "mijn wijk",
        "om de hoek",
        "thuis",
        "vlakbij",
        "vlakbij mij",
        "waar ik ben",
        "waar ik nu ben",
        "waar ik woon",
        "in mijn wijk",
        "near me",
        "nearby",
    )
)
"""Where somebody is: only their own telephone knows that."""
OF_A_SENTENCE = frozenset(
    {
        "ik",
        "mij",
        "me",
        "mijn",
        "mn",
        "jij",
        "je",
        "jou",
        "jouw",
        "u",
        "uw",
        "hij",
        "hem",
        "ze",
        "zij",
        "wij",
        "we",
        "ons",
        "onze",
        "hun",
        "wie",
        "wat",
        "waarom",
        "hoe",
        "wil",
        "wilt",
        "kan",
        "kun",
        "kunt",
        "moet",
        "mag",
        "heb",
        "heeft",
        "hebben",
        "ben",
        "is",
        "zijn",
        "wordt",
        "word",
        "zoek",
        "zoekt",
        "help",
        "hulp",
        "niet",
        "geen",
        "graag",
        "vader",
        "moeder",
        "man",
        "vrouw",
        "kind",
        "kinderen",
        "buurman",
        "buurvrouw",
        "vriend",
        "vriendin",
    }
)
"""Words of people who tell something; no address and no name of an area has them."""
_POSTCODE = re.compile(r"(?<![a-z0-9])([1-9][0-9]{3})(?: ?((?!s[ads])[a-z]{2}))?(?![0-9])")
_NO_LETTERS = frozenset({"de", "in", "en", "te", "op", "nr", "no"})
"""After four figures and a space these are words; a postcode may have them all the same."""
_NUMBER = re.compile(
    r"(?:(?<= )|^)(?:(?:huisnummer|nummer|nr|no) ?)?"
    r"(?P<number>[1-9][0-9]{0,4})"
    r"(?: ?(?P<suffix>[a-z](?![a-z0-9])(?: ?[0-9]{1,3}(?![a-z0-9]))?|bis\b|hs\b|huis\b"
    r"|(?:toev )?(?<= )[0-9]{1,4}(?![a-z0-9])|(?:[ivx]{1,4})(?![a-z0-9])))?"
    r"(?= |$)"
)
_GLUED = re.compile(r"([a-z]{3,})([0-9])")
_FILLER = frozenset({"nederland", "adres", "postcode", "straatnaam", "in", "te", "bij", "op", "nr"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what was typed."""

    key: str
    """The words that are left, folded (`names.name_key`); may be empty."""
    street: str
    """The same with what was cut short written out (`names.street_key`)."""
    postcode: str | None = None
    """`7511GM`, or `7511`."""
    number: int | None = None
    suffix: str = ""
    """Letter and addition of the house number, folded, without spaces: `a`, `a2`, `bis`."""

    @property
    def wants_an_address(self) -> bool:
        """Whether a house number was typed."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, with every way to read it, most literal last."""

    key: str
    readings: tuple[Reading, ...]
    is_here: bool
    """They mean where they are."""
    is_sentence: bool
    """They tell something: no business of anybody else's, and no place."""

    @property
    def postcode(self) -> str | None:
        """The postcode in it, if there is one."""
        return next((one.postcode for one in self.readings if one.postcode), None)

    @property
    def number(self) -> int | None:
        """The house number in it, if there is one."""
        return next((one.number for one in self.readings if one.number), None)


def typed_of(text: str) -> Typed:
    """Takes apart what was typed."""
    # "pijpenstraat15": no street is called so.
    key = _GLUED.sub(r"\1 \2", name_key(text))
    words = key.split()
    readings = tuple(dict.fromkeys(_readings(key)))
    is_sentence = len(words) > MOST_WORDS or bool(OF_A_SENTENCE.intersection(words))
    return Typed(key, readings, key in HERE, is_sentence)


def _readings(key: str) -> Iterator[Reading]:
    for postcode, rest in _postcodes(key):
        yield from _numbers(rest, postcode)


def _postcodes(key: str) -> Iterator[tuple[str | None, str]]:
    """Every postcode that may be meant, with what is left."""
    for found in _POSTCODE.finditer(key):
        figures, letters = found[1], found[2]
        rest = f"{key[: found.start()]} {key[found.end() :]}".strip()
        if letters and not (letters in _NO_LETTERS and found[0][4] == " "):
            yield figures + letters.upper(), " ".join(rest.split())
        elif letters:
            yield figures, " ".join(f"{key[: found.start()]} {key[found.start() + 4 :]}".split())
        else:
            yield figures, " ".join(rest.split())
    yield None, key


def _numbers(rest: str, postcode: str | None) -> Iterator[Reading]:
    """With the last number as that of a house, and with all numbers as part of a name."""
    found = list(_NUMBER.finditer(rest))
    # "15 2" is read as one: number and addition. A number in front counts where none follows.
    for one in found[-1:]:
        left = " ".join(f"{rest[: one.start()]} {rest[one.end() :]}".split())
        if left or postcode:
            suffix = (one["suffix"] or "").replace(" ", "").removeprefix("toev")
            yield _reading(left, postcode, int(one["number"]), suffix)
            if suffix.isdigit():  # "boulevard 1945 12"
                left = f"{rest[: one.start()]} {one['number']}{rest[one.end() :]}".strip()
                yield _reading(left, postcode, int(suffix), "")
    yield _reading(rest, postcode, None, "")


def _reading(words: str, postcode: str | None, number: int | None, suffix: str) -> Reading:
    left = words.split()
    key = " ".join([word for word in left if word not in _FILLER] or left)
    return Reading(key, street_key(key), postcode, number, suffix)
