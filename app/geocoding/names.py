"""Pure: how names of streets, areas and places are compared, whoever wrote them and however."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

_MARKS = re.compile(r"[\u0300-\u036f]")
_NO_NAME = re.compile(r"[^a-z0-9]+")

ENDINGS: Mapping[str, str] = {
    "str": "straat",
    "st": "straat",
    "strt": "straat",
    "ln": "laan",
    "wg": "weg",
    "pln": "plein",
    "sngl": "singel",
    "sgl": "singel",
    "plnts": "plantsoen",
    "prk": "park",
    "dk": "dijk",
    "hf": "hof",
}
"""How the end of a street's name is cut short: at the end of a word, or as a word of its own."""
_LONGEST_FIRST = sorted(ENDINGS.items(), key=lambda pair: -len(pair[0]))
MIN_STEM = 3
"""`ernst` is no `ernstraat`: what stands before a cut ending has at least so many letters …"""
RISKY = frozenset({"st", "dk", "hf"})
"""… and these are the ends of too many words: they count only as words of their own."""
WORDS: Mapping[str, str] = {
    "burg": "burgemeester",
    "dr": "doctor",
    "ds": "dominee",
    "gen": "generaal",
    "jhr": "jonkheer",
    "kon": "koningin",
    "mgr": "monseigneur",
    "mr": "meester",
    "past": "pastoor",
    "pr": "prins",
    "prof": "professor",
    "pres": "president",
    "wed": "weduwe",
    "weth": "wethouder",
    "v": "van",
    "vd": "van der",
    "vdr": "van der",
    "1e": "eerste",
    "2e": "tweede",
    "3e": "derde",
}
GENERIC = ("straat", "laan", "weg", "plein", "singel", "plantsoen", "brink", "hoek", "hof", "pad")
"""Endings that hundreds of streets share: they say little about which one is meant."""
ARTICLES = frozenset({"de", "het", "t", "een", "den"})
_SOUNDS = (
    ("ij", "y"),
    ("ei", "y"),
    ("ey", "y"),
    ("uy", "ui"),
    ("au", "ou"),
    ("ck", "k"),
    ("sch", "sg"),
    ("ch", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("qu", "kw"),
    ("x", "ks"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("z", "s"),
    ("v", "f"),
)
_DOUBLE = re.compile(r"(.)\1+")


def name_key(name: str) -> str:
    """Without case, accents and punctuation: what `area_name_key` in the database answers."""
    return _NO_NAME.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", name).lower())).strip()


def street_key(name: str) -> str:
    """The name of a street written out: `Dr. Benthemstr.` is doctor benthemstraat."""
    words = name_key(name).split()
    return " ".join(_written_out(word, is_first=place == 0) for place, word in enumerate(words))


def _written_out(word: str, *, is_first: bool) -> str:
    if word in ENDINGS and not is_first:
        return ENDINGS[word]
    if word == "st" and is_first:
        return "sint"
    if word in WORDS:
        return WORDS[word]
    for cut, whole in _LONGEST_FIRST:
        if cut not in RISKY and word.endswith(cut) and len(word) >= len(cut) + MIN_STEM:
            return word.removesuffix(cut) + whole
    return word


def without_articles(key: str) -> str:
    """A key without its articles; itself when there is nothing else."""
    return " ".join(word for word in key.split() if word not in ARTICLES) or key


def sound_of(key: str) -> str:
    """What a key sounds like: `pijpenstraat` as `peipestraad`, roughly."""
    sound = key.replace(" ", "")
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    sound = _DOUBLE.sub(r"\1", sound)
    return sound[:-1] + "t" if sound.endswith("d") else sound


def trigrams_of(key: str) -> list[str]:
    """Every three characters of a key with a space around it, sorted, each once."""
    return sorted(set(_trigrams(key)))


def telling_trigrams(key: str) -> list[str]:
    """The same without those of endings that hundreds share, where others are left to look for."""
    return trigrams_of(" ".join(_stem(word) for word in key.split()))


def _stem(word: str) -> str:
    for ending in GENERIC:
        if word.endswith(ending) and len(word) >= len(ending) + MIN_STEM:
            return word.removesuffix(ending)
    return word


def _trigrams(key: str) -> Iterator[str]:
    padded = f" {key} "
    return (padded[at : at + 3] for at in range(len(padded) - 2))
