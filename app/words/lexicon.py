"""Pure: everything we know about words, laid out to be looked up quickly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.words.asked import Alternative
from app.words.folding import fold
from app.words.inflection import root_of

MOST_WORDS = 6
"""In one phrase."""
SHORTEST_PROPOSED = 4
"""Letters of a word that a misspelling may be corrected into."""
_SHORTEST_JOINED = 5
_MOST_JOINED = 3


class Entry(NamedTuple):
    """A row of a list: `list` is one of those of the table, `meaning` as it stands in the file."""

    list: str
    phrase: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for: any of the alternatives, and all of the filters."""

    phrase: str
    """As the list has it."""
    alternatives: tuple[Alternative, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    """Name and value, the value empty for what is on or off: ("free", ""), ("language", "tr")."""

    @property
    def is_only_filter(self) -> bool:
        return bool(self.filters) and not self.alternatives


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists that hold now; nothing in it changes."""

    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    """Phrase → what it stands for."""
    parts: Mapping[str, bool] = field(default_factory=dict)
    """Part of compounds → whether it says little."""
    everyday: frozenset[str] = frozenset()
    never_proposed: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    identities: Mapping[str, str] = field(default_factory=dict)
    """Word for an origin, religion or orientation → code of an audience, or empty."""
    parts_and_identities: Mapping[str, bool] = field(default_factory=dict)
    """What a compound may hold that speaks of a group ("homogroep")."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Term (`theme:geld`) → label in Dutch."""
    phrases_by_root: Mapping[str, Meaning] = field(default_factory=dict)
    """Roots of the words of a phrase, with spaces → its meaning."""
    longest_by_root: Mapping[str, int] = field(default_factory=dict)
    """Root of a first word → words in the longest phrase that begins so."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """A phrase of two or three words written as one → the phrase."""
    proposable: tuple[str, ...] = ()
    """What a misspelling may be corrected into, in order of the alphabet."""
    plain_words: frozenset[str] = frozenset()
    """Of those, the ones that we use ourselves: in labels, as title words, as parts."""
    trigrams: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Three letters → places in `proposable` of the words that hold them."""

    @classmethod
    def of(cls, entries: Iterable[Entry], labels: Mapping[str, str] | None = None) -> "Lexicon":
        """The lexicon of these rows; of a list and phrase that come twice the first one counts.

        Phrases are folded here, so that a list need not be. Rows of other lists are left alone.
        """
        lists: dict[str, dict[str, str]] = {}
        for entry in entries:
            if phrase := fold(entry.phrase):
                lists.setdefault(entry.list, {}).setdefault(phrase, entry.meaning)
        never = frozenset(lists.get("never_proposed", ()))
        everyday = frozenset(lists.get("everyday", ()))
        names = frozenset(lists.get("name", ()))
        identities = lists.get("identity", {})
        meanings = _meanings(lists.get("synonym", {}))
        parts = {
            part: weight == "light"
            for part, weight in lists.get("word_part", {}).items()
            if part not in never
        }
        by_root, longest = _by_root(meanings)
        proposable = tuple(
            word
            for word in sorted({*meanings, *parts} - never - everyday - names - identities.keys())
            if len(word) >= SHORTEST_PROPOSED and word.isalpha()
        )
        return cls(
            meanings,
            parts,
            everyday,
            never,
            names,
            identities,
            dict.fromkeys((one for one in identities if len(one) >= SHORTEST_PROPOSED), True)
            | parts,
            dict(labels or {}),
            by_root,
            longest,
            _joined(meanings, everyday),
            proposable,
            _plain_words(meanings, labels or {}).union(parts),
            _by_trigram(proposable),
        )


def trigrams_of(word: str) -> list[str]:
    """Three letters at a time, with the edges of the word: "  k", " ko", "koo", "ook", "ok "."""
    padded = f"  {word} "
    return [padded[place : place + 3] for place in range(len(padded) - 2)]


def _meanings(written: Mapping[str, str]) -> dict[str, Meaning]:
    read: dict[str, tuple[tuple[Alternative, ...], tuple[tuple[str, str], ...]]] = {}
    for meaning in written.values():
        if meaning not in read:
            read[meaning] = _read(meaning)
    return {phrase: Meaning(phrase, *read[meaning]) for phrase, meaning in written.items()}


def _read(written: str) -> tuple[tuple[Alternative, ...], tuple[tuple[str, str], ...]]:
    """Alternatives and filters of "theme:geld|word:jeu de boules|filter:free"."""
    alternatives: dict[Alternative, None] = {}
    filters = []
    for one in filter(None, (part.strip() for part in written.split("|"))):
        sort, _, value = one.partition(":")
        if sort == "filter":
            name, _, setting = value.partition("=")
            filters.append((name, setting))
        elif sort == "word":
            alternatives[Alternative(words=tuple(fold(value).split()))] = None
        else:
            alternatives[Alternative(term=one)] = None
    return tuple(alternatives), tuple(filters)


def _by_root(meanings: Mapping[str, Meaning]) -> tuple[dict[str, Meaning], dict[str, int]]:
    roots: dict[str, str] = {}
    found: dict[str, Meaning] = {}
    longest: dict[str, int] = {}
    for phrase, meaning in meanings.items():
        words = phrase.split()
        if len(words) == 1 or len(words) > MOST_WORDS:
            continue
        for word in words:
            if word not in roots:
                roots[word] = root_of(word)
        rooted = [roots[word] for word in words]
        found.setdefault(" ".join(rooted), meaning)
        longest[rooted[0]] = max(longest.get(rooted[0], 0), len(rooted))
    return found, longest


def _plain_words(meanings: Mapping[str, Meaning], labels: Mapping[str, str]) -> frozenset[str]:
    title_words = {
        word for meaning in meanings.values() for way in meaning.alternatives for word in way.words
    }
    return frozenset(title_words.union(*(fold(label).split() for label in labels.values())))


def _joined(meanings: Mapping[str, Meaning], everyday: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for phrase in meanings:
        if 0 < phrase.count(" ") < _MOST_JOINED:
            word = phrase.replace(" ", "")
            if len(word) >= _SHORTEST_JOINED and word not in meanings and word not in everyday:
                found.setdefault(word, phrase)
    return found


def _by_trigram(words: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for trigram in set(trigrams_of(word)):
            found.setdefault(trigram, []).append(place)
    return {trigram: tuple(places) for trigram, places in found.items()}
