"""How words of danger are compared: folded hard, by their sound, and one slip of the finger apart.

People in fear misspell, leave spaces out, write letters as digits and in scripts of their own.
Here more is folded away than a search for groups would want; only signs of danger are held
against it.
"""

import re
import unicodedata

MOST_CHARACTERS = 400
"""Of what was typed; a search box gives 200."""
MOST_WORDS = 64
LONGEST_WORD = 40
"""Of a longer word only the beginning is looked at."""

_OF_THEIR_OWN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        # One shape for letters of Arabic that people write as they please.
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ٱ": "ا",
        "ـ": None,
        # Within a word they join: m'n, don't.
        **dict.fromkeys("'’‘`´ʼ*_", None),
    }
)
_AS_DIGITS = str.maketrans("013457@$€", "oieastase")
# Among Latin letters: those of other scripts that look like them, Cyrillic first.
_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕјкмтвнοαειρυνκτ",
    "aeopcyxisjkmtbhoaeipuvkt",
)
_WORD = re.compile(r"[^\W_@$€]+(?:[@$€][^\W_@$€]+)*")
_LENGTHENED = re.compile(r"([^\W\d])\1{2,}")
_LATIN = re.compile(r"[a-z]+")

_SOUNDS = (
    ("sch", "sg"),
    ("ch", "g"),
    ("ij", "ei"),
    ("y", "ei"),
    ("au", "ou"),
    ("ph", "f"),
    ("v", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("qu", "kw"),
    ("ce", "se"),
    ("ci", "si"),
    ("z", "s"),
    ("c", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("ie", "i"),
)
_DOUBLE = re.compile(r"(.)\1+")


def words_of(typed: str) -> tuple[str, ...]:
    """The words of what was typed, folded; at most MOST_WORDS, in order.

    Marks and accents are gone ("Öldür", "أنتحر"), apostrophes and stars join ("m'n", "k*ms"),
    letters one by one become a word ("k m s"), a stretched letter stands at most twice.
    """
    spread = unicodedata.normalize("NFKD", typed[:MOST_CHARACTERS].casefold())
    kept = "".join(c for c in spread if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    words = [_word(found[0]) for found in _WORD.finditer(kept.casefold().translate(_OF_THEIR_OWN))]
    return tuple(_spelled_out(words)[:MOST_WORDS])


def _word(found: str) -> str:
    word = found[:LONGEST_WORD]
    if word[0].isalpha() and not word.isalpha():
        word = word.translate(_AS_DIGITS)
    if not word.isascii() and _LATIN.search(word):
        word = word.translate(_LOOK_ALIKES)
    return _LENGTHENED.sub(r"\1\1", word)


def _spelled_out(words: list[str]) -> list[str]:
    """Three and more single letters in a row, made one word."""
    told: list[str] = []
    letters: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1:
            letters.append(word)
            continue
        told += [_word("".join(letters))] if len(letters) > 2 else letters  # noqa: PLR2004 - "u w" is none
        letters = []
        told += [word] if word else []
    return told


def sound_of(word: str, *, is_whole: bool = True) -> str:
    """How a folded word sounds to Dutch ears: "mishandelt" and "mishandeld" are one.

    Words that are not of Latin letters alone sound as they are written. The beginning of a word
    (`is_whole` false) keeps its last letter.
    """
    if not _LATIN.fullmatch(word):
        return word
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = _DOUBLE.sub(r"\1", word)
    return f"{word[:-1]}t" if is_whole and word.endswith("d") else word


def with_one_left_out(word: str) -> set[str]:
    """The word, and all it can become when one letter after the first falls away."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}


def is_one_slip(word: str, other: str) -> bool:
    """Whether they are equal but for one letter more, less, other, or two that changed places."""
    if abs(len(word) - len(other)) > 1:
        return False
    shortest = min(len(word), len(other))
    first = next((i for i in range(shortest) if word[i] != other[i]), shortest)
    rest, other_rest = word[first:], other[first:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
    )
