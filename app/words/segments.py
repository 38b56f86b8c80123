"""Pure: what was typed, cut into the pieces that mean something together.

The longest phrase wins; of all ways to cut, the one with the longest pieces.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.words.ages import age_said
from app.words.compounds import parts_of
from app.words.folding import Word
from app.words.inflection import bases_of, forms_of, root_of
from app.words.languages import is_of_people, is_subject, language_said
from app.words.lexicon import MOST_WORDS, Lexicon, Meaning
from app.words.negations import negation_said
from app.words.times import time_said
from app.words.wishes import Wish, age_wish, filter_wish, language_wish

Sort = Literal[
    "meaning",
    "word",
    "compound",
    "unknown",
    "light",
    "identity",
    "name",
    "everyday",
    "wish",
    "denial",
]
"""What a piece is: something we know (a phrase, a word, a compound) or not, something that says
little (`light`, `identity`, `name`, `everyday`), a filter, or a word such as "geen"."""

_SHORTEST_JOINED = 5
_SHORTEST_KNOWN = 3
_FEW_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the question: the words from `first` up to `after`."""

    sort: Sort
    first: int
    after: int
    base: str = ""
    """The word or phrase of our lists that it is a form of."""
    meaning: Meaning | None = None
    parts: tuple[str, ...] = ()
    """Of a compound."""
    wishes: tuple[Wish, ...] = ()
    is_own_age: bool = False
    is_group: bool = False
    """A phrase that stands for people of one origin, religion or orientation: "homo jongeren"."""


def segments_of(
    typed: str, words: Sequence[Word], *, lexicon: Lexicon, today: date, with_groups: bool = True
) -> tuple[Segment, ...]:
    """The pieces of what was typed, in order; every word lies in one of them.

    Without groups "homo jongeren" is no phrase, but two words.
    """
    typing = _Typing(typed, words, [root_of(word.text) for word in words], lexicon, today)
    # From the end: the worth of the rest is known when a piece is weighed.
    best: list[tuple[int, Segment | None]] = [(0, None)] * (len(words) + 1)
    for place in range(len(words) - 1, -1, -1):
        best[place] = (-1, None)
        for segment in typing.pieces_at(place):
            if segment.is_group and not with_groups:
                continue
            worth = _worth(segment) + best[segment.after][0]
            if worth > best[place][0]:
                best[place] = (worth, segment)
    return tuple(_walked(best))


def _walked(best: Sequence[tuple[int, Segment | None]]) -> Iterator[Segment]:
    place = 0
    while (segment := best[place][1]) is not None:
        yield segment
        place = segment.after


def _worth(segment: Segment) -> int:
    return 0 if segment.sort == "unknown" else (segment.after - segment.first) ** 2


@dataclass(frozen=True, slots=True)
class _Typing:
    """What was typed, and the pieces that it may be cut into."""

    typed: str
    words: Sequence[Word]
    roots: Sequence[str]
    lexicon: Lexicon
    today: date

    def pieces_at(self, place: int) -> Iterator[Segment]:
        """All pieces that may begin here; of equally long ones the first is preferred."""
        word = self.words[place].text
        age = age_said(self.typed, self.words, place=place)
        if age is not None:
            wishes = (age_wish(age.years),)
            after = place + age.length
            yield Segment("wish", place, after, wishes=wishes, is_own_age=age.is_own)
        time = time_said(self.words, place, today=self.today)
        if time is not None:
            yield Segment("wish", place, place + time.length, wishes=time.wishes)
        yield from self._phrases_at(place)
        language = language_said(self.words, place)
        if language is not None:
            length, code = language
            yield Segment("wish", place, place + length, wishes=(language_wish(code),))
        denial = negation_said(self.typed, self.words, place=place, after_need=False)
        if denial is not None:
            yield Segment("denial", place, place + denial[0])
        if is_subject(self.words, place) and word not in self.lexicon.meanings:
            yield Segment("word", place, place + 1)
        if is_of_people(self.words, place):
            yield Segment("identity", place, place + 1, word)
        yield _single(word, self.lexicon, place)

    def _phrases_at(self, place: int) -> Iterator[Segment]:
        meanings = self.lexicon.meanings
        known = self.lexicon.longest_by_root.get(self.roots[place], 1)
        for length in range(min(known, MOST_WORDS, len(self.words) - place), 1, -1):
            after = place + length
            exact = " ".join(word.text for word in self.words[place:after])
            rooted = " ".join(self.roots[place:after])
            meaning = meanings.get(exact)
            if meaning is None:
                meaning = self.lexicon.phrases_by_root.get(rooted)
                if meaning is not None and not self._is_form(meaning, exact):
                    continue
            if meaning is not None:
                segment = _meant(meaning, place, after)
                yield replace(segment, is_group=_is_group(meaning, self.lexicon))
        if place + 1 < len(self.words):
            pair = f"{self.words[place].text} {self.words[place + 1].text}"
            if pair in self.lexicon.identities:
                yield Segment("identity", place, place + 2, pair)
            if pair in self.lexicon.names:
                yield Segment("name", place, place + 2, pair)
            # "uit je" is no "uitje", "vrouw en" no "vrouwen".
            is_pair = self.lexicon.everyday.isdisjoint(pair.split())
            one = pair.replace(" ", "")
            if (
                is_pair
                and one in meanings
                and len(one) >= _SHORTEST_JOINED
                and one not in self.lexicon.everyday
            ):
                yield _meant(meanings[one], place, place + 2)

    def _is_form(self, meaning: Meaning, typed: str) -> bool:
        """Whether these words are the phrase in other forms, and none a word of its own."""
        for word, known in zip(typed.split(), meaning.phrase.split(), strict=True):
            if word == known:
                continue
            own, other = self.lexicon.meanings.get(word), self.lexicon.meanings.get(known)
            ways = own.alternatives if own else None
            if word in self.lexicon.everyday or known not in forms_of(word):
                return False
            if ways is not None and ways != (other.alternatives if other else None):
                return False
        return True


def _meant(meaning: Meaning, first: int, after: int) -> Segment:
    wishes = [filter_wish(name, value) for name, value in meaning.filters]
    known = tuple(wish for wish in wishes if wish is not None)
    if meaning.is_only_filter:
        return Segment("wish", first, after, meaning.phrase, wishes=known)
    return Segment("meaning", first, after, meaning.phrase, meaning, wishes=known)


def _is_group(meaning: Meaning, lexicon: Lexicon) -> bool:
    """Whether a phrase means no more than a word for a group in it: "roze ouderen"."""
    groups = {lexicon.identities.get(word) for word in meaning.phrase.split()} - {None, ""}
    terms = {f"audience:{group}" for group in groups}
    return bool(terms) and {way.term for way in meaning.alternatives} == terms


def _single(word: str, lexicon: Lexicon, place: int) -> Segment:
    """The piece that one word is, whatever it may be part of."""
    after = place + 1
    meaning = lexicon.meanings.get(word)
    is_everyday = word in lexicon.everyday or (len(word) == 1 and meaning is None)
    if meaning is not None and not is_everyday:
        return _meant(meaning, place, after)
    if not is_everyday and word in lexicon.joined:
        return _meant(lexicon.meanings[lexicon.joined[word]], place, after)
    sort = "everyday" if is_everyday else _listed(word, lexicon)
    if sort is not None:
        return Segment(sort, place, after, word, meaning)
    return _form(word, lexicon, place) or _rest(word, lexicon, place)


def _listed(word: str, lexicon: Lexicon) -> Sort | None:
    """What a word without a meaning is by itself, without looking at its forms or parts."""
    if word in lexicon.identities:
        return "identity"
    if word in lexicon.names or word.removesuffix("s") in lexicon.names:
        return "name"
    if word in lexicon.never_proposed:
        return "unknown"
    if not word.isalpha():
        return "light" if len(word) <= _FEW_DIGITS and word.isdecimal() else "unknown"
    return "light" if lexicon.parts.get(word) is True else None


def _form(word: str, lexicon: Lexicon, place: int) -> Segment | None:
    """The piece that a word is as a form of a word that we know."""
    after = place + 1
    for form in forms_of(word):
        if form in lexicon.meanings and form not in lexicon.everyday:
            return _meant(lexicon.meanings[form], place, after)
    for base in (word, *bases_of(word)):
        if base in lexicon.parts:
            return Segment("light" if lexicon.parts[base] else "word", place, after, base)
        if base in lexicon.identities:
            return Segment("identity", place, after, base)
    return None


def _rest(word: str, lexicon: Lexicon, place: int) -> Segment:
    """A compound, a form of an everyday word, or something that we do not know."""
    after = place + 1
    parts = parts_of(word, lexicon.parts) or parts_of(word, lexicon.parts_and_identities)
    telling = [part for part in parts if part not in lexicon.identities or part in lexicon.parts]
    if len(telling) < len(parts) and all(lexicon.parts[part] for part in telling):
        # "homogroep": the group that is meant, and nothing that says more.
        who = next(part for part in parts if part not in lexicon.parts)
        return Segment("identity", place, after, who)
    if parts:
        return Segment("compound", place, after, word, parts=tuple(telling))
    if any(base in lexicon.everyday for base in bases_of(word)):
        return Segment("everyday", place, after, word)
    return Segment("unknown" if len(word) >= _SHORTEST_KNOWN else "light", place, after, word)
