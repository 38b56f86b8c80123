"""Pure: words as they are compared, without case, accents and punctuation.

For single words the same as the SQL function `search_fold`; a possessive or plural 's ("foto's")
is left off here, because the Dutch stem of the rest is the same.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

_FIRST_MARK, _LAST_MARK = "\u0300", "\u036f"
_APOSTROPHES = frozenset("'`\u00b4\u2018\u2019\u201b\u2032\u02bc")
_WORD = re.compile(r"[^ ']+")
_LOOSE_S = re.compile(r"'s(?![^ '])")
_PLAIN_WORD = re.compile(r"([a-z0-9]+)(?:['`]s(?![a-z0-9]))?")
"""In ASCII, by far the most of what is typed."""
_EVERY_CHARACTER = 0x3000
"""So many different characters are kept; letters of a few scripts, no words."""


class Word(NamedTuple):
    """A folded word and where it stands in what was typed, in characters."""

    text: str
    start: int
    end: int


def words_of(typed: str, *, limit: int | None = None) -> tuple[Word, ...]:
    """The words of what was typed, in order; no more than `limit`.

    One character may hold several words (an Arabic ligature): they all stand at its place.
    """
    if typed.isascii():
        plain_words = islice(_PLAIN_WORD.finditer(typed.lower()), limit)
        return tuple(Word(match.group(1), *match.span()) for match in plain_words)
    folded_characters, origins = [], []
    for place, character in enumerate(typed):
        plain = _folded_character(character)
        folded_characters.append(plain)
        origins.extend([place] * len(plain))
    line = "".join(folded_characters)
    found: list[Word] = []
    for match in _WORD.finditer(line):
        if limit is not None and len(found) == limit:
            break
        text, start, end = match.group(), match.start(), match.end()
        if text == "s" and found and line[start - 1] == "'" and _LOOSE_S.match(line, start - 1):
            # Of "foto's" only "foto" counts; "'s avonds" has nothing before its apostrophe.
            before = found[-1]
            if start >= 2 and line[start - 2] not in " '":  # noqa: PLR2004 - before the apostrophe
                found[-1] = before._replace(end=origins[end - 1] + 1)
                continue
        if any(map(str.isalnum, text)):
            found.append(Word(text, origins[start], origins[end - 1] + 1))
    return tuple(found)


def fold(text: str) -> str:
    """The words of a text with single spaces between; folding twice changes nothing more."""
    if text.isascii():
        return " ".join(_PLAIN_WORD.findall(text.lower()))
    return " ".join(word.text for word in words_of(text))


def word_set(line: str) -> frozenset[str]:
    """The words of a line with spaces between."""
    return frozenset(line.split())


@lru_cache(maxsize=_EVERY_CHARACTER)
def _folded_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).lower())
    return "".join(
        "'" if plain in _APOSTROPHES else plain if _is_of_a_word(plain) else " "
        for plain in lower
        if not _FIRST_MARK <= plain <= _LAST_MARK
    )


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"
