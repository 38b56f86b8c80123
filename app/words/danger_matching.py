"""Pure: which signs of danger stand in words that were typed.

The time is bounded: words become bits of a number, a sign is a few shifts of them. Nothing of
what was typed outlives the call.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Self

from app.words.danger_spelling import is_one_slip, sound_of, with_one_left_out

HEARD_FROM = 5
"""Letters from which a word is known by its sound too."""
SLIPS_FROM = 7
"""Letters from which one slip is forgiven, of a beginning one more: "dreigt" is near "drinkt"."""
LONGEST_BEGINNING = 20

Element = frozenset[str]
"""Words of which any will do: "slaat", "slaan", "zelfmoord*" (a beginning), "=slag" (only so)."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that together tell of a danger."""

    number: int
    """Which of the signs of the file it belongs to."""
    elements: tuple[Element, ...]
    is_in_order: bool
    within: int
    """In order: how many other words may stand between two; else: in how many words all stand."""
    unless: Element = frozenset()
    """Any of these words anywhere, and it is no sign."""
    at_start: bool = False
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an element stands: bit i for word i, in `joined` for words i and i + 1 as one."""

    alone: int = 0
    joined: int = 0

    def anywhere(self) -> int:
        return self.alone | self.joined


class Ear:
    """Knows written words as the elements of signs."""

    def __init__(self, elements: Iterable[Element], *, real_words: frozenset[str]) -> None:
        self._real = frozenset(word for word in real_words if not word.endswith("*"))
        self._real_beginnings = tuple(w.rstrip("*") for w in real_words if w.endswith("*"))
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._beginning: dict[str, set[str]] = defaultdict(set)
        self._near: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._near_beginning: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for pattern in set().union(*elements):
            self._learn(pattern)

    def _learn(self, pattern: str) -> None:
        word = pattern.strip("=*")
        is_beginning = pattern.endswith("*")
        known = self._beginning if is_beginning else self._whole
        known[word].add(pattern)
        if pattern.startswith("=") or len(word) < HEARD_FROM:
            return
        for sound in _sounds(word, is_beginning=is_beginning):
            known[f"~{sound}"].add(pattern)
            # In scripts without vowels every word is one slip from another.
            if len(word) >= SLIPS_FROM + is_beginning and word.isascii():
                near = self._near_beginning if is_beginning else self._near
                for shorter in with_one_left_out(sound):
                    near[shorter].add((sound, pattern))

    def heard(self, word: str, *, forgiving: bool) -> set[str]:
        """The patterns that this word is; `forgiving`: one slip too."""
        found = set(self._whole.get(word, ()))
        for length in range(2, min(len(word), LONGEST_BEGINNING) + 1):
            found |= self._beginning.get(word[:length], set())
        if len(word) < HEARD_FROM - 1 or self._is_real(word):
            return found
        open_ended = sound_of(word, is_whole=False)
        whole = sound_of(word)
        found |= self._whole.get(f"~{whole}", set())
        for length in range(3, min(len(open_ended), LONGEST_BEGINNING) + 1):
            found |= self._beginning.get(f"~{open_ended[:length]}", set())
        if forgiving and not found and len(whole) >= HEARD_FROM:
            found |= _one_slip_away(whole, self._near) | self._nearly_beginning(open_ended)
        return found

    def _is_real(self, word: str) -> bool:
        return word in self._real or word.startswith(self._real_beginnings)

    def _nearly_beginning(self, sound: str) -> set[str]:
        found = set()
        for length in range(SLIPS_FROM - 1, min(len(sound), LONGEST_BEGINNING) + 1):
            found |= _one_slip_away(sound[:length], self._near_beginning)
        return found


def _sounds(word: str, *, is_beginning: bool) -> set[str]:
    """How it may sound where people write it; a beginning's last letter may end a word too."""
    return {sound_of(word), sound_of(word, is_whole=not is_beginning)}


def _one_slip_away(sound: str, near: Mapping[str, set[tuple[str, str]]]) -> set[str]:
    return {
        pattern
        for shorter in with_one_left_out(sound)
        for known, pattern in near.get(shorter, ())
        if is_one_slip(sound, known)
    }


class Signs:
    """All signs, made ready to be looked for."""

    def __init__(self, signs: tuple[Sign, ...], *, real_words: frozenset[str]) -> None:
        self._unless = {sign.unless for sign in signs if sign.unless}
        elements = {e for sign in signs for e in sign.elements} | self._unless
        self._ear = Ear(elements, real_words=real_words)
        self._of_pattern: dict[str, list[Element]] = defaultdict(list)
        for element in elements:
            for pattern in element:
                self._of_pattern[pattern].append(element)
        self._by_rarest = _by_rarest(signs)

    @classmethod
    def of(cls, signs: Iterable[Sign], *, real_words: Iterable[str] = ()) -> Self:
        return cls(tuple(signs), real_words=frozenset(real_words))

    def standing_in(self, words: tuple[str, ...]) -> set[int]:
        """The numbers of the signs that stand in these folded words."""
        standing = self._standing(words)
        return {
            sign.number
            for element in standing
            for sign in self._by_rarest.get(element, ())
            if _stands(sign, standing, count=len(words))
        }

    def _standing(self, words: tuple[str, ...]) -> Mapping[Element, Standing]:
        alone: dict[Element, int] = defaultdict(int)
        joined: dict[Element, int] = defaultdict(int)
        for index, word in enumerate(words):
            for element in self._elements(self._ear.heard(word, forgiving=True)):
                alone[element] |= 1 << index
        for index, (word, after) in enumerate(pairwise(words)):
            for element in self._elements(self._ear.heard(word + after, forgiving=False)):
                joined[element] |= 1 << index
        return {e: Standing(alone[e], joined[e]) for e in {*alone, *joined}}

    def _elements(self, patterns: set[str]) -> Iterator[Element]:
        for pattern in patterns:
            yield from self._of_pattern[pattern]


def _by_rarest(signs: tuple[Sign, ...]) -> Mapping[Element, list[Sign]]:
    """Signs by the one of their elements that the fewest signs have: few are looked at."""
    times: dict[Element, int] = defaultdict(int)
    for sign in signs:
        for element in sign.elements:
            times[element] += 1
    kept: dict[Element, list[Sign]] = defaultdict(list)
    for sign in signs:
        kept[min(sign.elements, key=lambda e: (times[e], len(e), sorted(e)))].append(sign)
    return kept


def _stands(sign: Sign, standing: Mapping[Element, Standing], *, count: int) -> bool:
    if sign.unless in standing or any(element not in standing for element in sign.elements):
        return False
    if sign.is_in_order:
        return _stands_in_order(sign, standing, count=count)
    return bool(
        reduce(
            int.__and__,
            (_spread(standing[e].anywhere(), sign.within) for e in sign.elements),
        )
    )


def _stands_in_order(sign: Sign, standing: Mapping[Element, Standing], *, count: int) -> bool:
    reach = 1 if sign.at_start else (1 << count) - 1
    ends = 0
    for element in sign.elements:
        there = standing[element]
        ends = (reach & there.alone) | ((reach & there.joined) << 1)
        reach = reduce(int.__or__, (ends << step for step in range(1, sign.within + 2)))
    return bool(ends & (1 << (count - 1)) if sign.at_end else ends)


def _spread(places: int, width: int) -> int:
    """At which words a stretch of this many words begins that holds one of the places."""
    # Moved up first: a stretch may begin before the first word.
    return reduce(int.__or__, ((places << width) >> step for step in range(width)))
