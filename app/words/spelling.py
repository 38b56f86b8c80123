"""Pure: what a misspelt word may have been meant to be.

Only for when nothing was found. Never into, or from, a word that is better not proposed, and never
a name: "Bedoelde u …" must not hurt anybody.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from app.words.asked import Asked, Need
from app.words.compounds import parts_of
from app.words.folding import fold
from app.words.inflection import bases_of
from app.words.lexicon import SHORTEST_PROPOSED, Lexicon, trigrams_of

MOST_RESPELLINGS = 3
_MOST_CORRECTED = 4
"""Words of one question; more than these is no slip of the pen."""
_LONGEST = 30
_MOST_COMPARED = 24
_SHORTEST_BEGINNING = 5
_SHORTEST_INSIDE = 5
"""Letters of a word that may not be part of what is corrected."""
_SPELT_ELSE = 2
"""Edits between a word and another spelling of it."""
_COMPLETED = 1.0
"""What it costs that the end is missing, in edits."""

_SHORT, _MIDDLING = 5, 8
_LIKE_ENOUGH = 0.45
_LIKE_ENOUGH_FOR_MORE = 0.35
"""Of words that differ by more than one letter."""
_LIKE_ENOUGH_ELSEWHERE = 0.3
"""Of words with another first letter."""

_SOUNDS = (
    ("sch", "sk"),
    ("ij", "ei"),
    ("ou", "au"),
    ("ch", "g"),
    ("ck", "k"),
    ("qu", "kw"),
    ("ks", "x"),
    ("th", "t"),
    ("ph", "f"),
    ("ie", "i"),
    ("y", "i"),
    ("c", "k"),
    ("z", "s"),
    ("v", "f"),
)
_BEFORE_SURNAMES = frozenset(("van", "de", "der", "den", "ten", "ter", "te", "el", "al"))
_HARD_AT_THE_END = {"d": "t", "b": "p"}


class Respelling(NamedTuple):
    """What may have been meant: the whole question, and which words were changed into which."""

    typed: str
    corrections: tuple[tuple[str, str], ...]


class _Guess(NamedTuple):
    """A word that may have been meant; the smallest is the likeliest."""

    cost: float
    is_odd: bool
    """Known only as something that people type (another spelling), or the stem of a verb."""
    unlikeness: float
    word: str


def respellings(asked: Asked, lexicon: Lexicon) -> tuple[Respelling, ...]:
    """Corrected versions of what was typed, best first, at most three; () if there is none.

    Only words that no list knows are corrected, and no surname behind a given name. The first
    version corrects each into its best guess, the others take the next guess for one of them.
    """
    unknown = [
        need
        for need in asked.needs
        if not (need.is_known or need.is_excluded or _is_surname(asked, need, lexicon))
    ]
    guessed: list[tuple[Need, list[str]]] = []
    for need in unknown[:_MOST_CORRECTED]:
        guesses = corrections_of(fold(need.phrase), lexicon, may_go_on=need.end == len(asked.typed))
        if guesses:
            guessed.append((need, guesses))
    if not guessed:
        return ()
    found = {_respelt(asked.typed, [(need, guesses[0]) for need, guesses in guessed]): None}
    for changed, (_, others) in enumerate(guessed):
        for other in others[1:]:
            chosen = [
                (need, other if place == changed else guesses[0])
                for place, (need, guesses) in enumerate(guessed)
            ]
            found[_respelt(asked.typed, chosen)] = None
    return tuple(found)[:MOST_RESPELLINGS]


def _is_surname(asked: Asked, need: Need, lexicon: Lexicon) -> bool:
    """Whether a given name stands just before it: "Piet Jansen", "Anna van der Wal"."""
    before = fold(asked.typed[: need.start]).split()
    while before and before[-1] in _BEFORE_SURNAMES:
        before.pop()
    if not before or before[-1] in lexicon.everyday or before[-1] in lexicon.meanings:
        return False
    return before[-1] in lexicon.names


def corrections_of(word: str, lexicon: Lexicon, *, may_go_on: bool = False) -> list[str]:
    """Words that a folded word may have been meant to be, likeliest first, at most three.

    `may_go_on`: it may be the beginning of a longer word.
    """
    if not _may_be_corrected(word, lexicon):
        return []
    guesses = _near(word, lexicon)
    if may_go_on and len(word) >= _SHORTEST_BEGINNING:
        guesses += _completed(word, lexicon)
    if not guesses:
        guesses = _compounds(word, lexicon)
    best: dict[str, None] = {guess.word: None for guess in sorted(guesses)}
    return list(best)[:MOST_RESPELLINGS]


def _may_be_corrected(word: str, lexicon: Lexicon) -> bool:
    if not SHORTEST_PROPOSED <= len(word) <= _LONGEST or not word.isalpha():
        return False
    if word in lexicon.never_proposed or word in lexicon.names or word in lexicon.identities:
        return False
    # Nor what is written almost like one of those, or holds it.
    begun = tuple(never for never in lexicon.never_proposed if _goes_on(word, never, lexicon))
    return not any(
        _touches(word, never) and not never.startswith(begun) for never in lexicon.never_proposed
    )


def _touches(word: str, never: str) -> bool:
    if len(never) >= _SHORTEST_INSIDE and never in word:
        return True
    is_as_long = abs(len(word) - len(never)) <= 1
    return is_as_long and word[0] == never[0] and _edits(word, never) <= 1


def _goes_on(word: str, never: str, lexicon: Lexicon) -> bool:
    """Whether it is on its way to a longer word that may be proposed: "dementi"."""
    if len(word) <= len(never) or not word.startswith(never):
        return False
    place = bisect_left(lexicon.proposable, word)
    return any(one.startswith(word) for one in lexicon.proposable[place : place + 1])


def _near(word: str, lexicon: Lexicon) -> list[_Guess]:
    own = set(trigrams_of(word))
    shared: Counter[int] = Counter()
    for trigram in own:
        shared.update(lexicon.trigrams.get(trigram, ()))
    most = _most_edits(word)
    likely = []
    for place, count in shared.items():
        other = lexicon.proposable[place]
        if abs(len(other) - len(word)) <= most:
            likely.append((count / (len(own) + len(other) + 1 - count), other))
    likely.sort(reverse=True)
    return [
        _guess(cost, other, lexicon, unlikeness=-likeness)
        for likeness, other in likely[:_MOST_COMPARED]
        if _is_like(word, other, likeness)
        and (cost := _cost(word, other)) <= most
        and (cost <= 1 or likeness >= _LIKE_ENOUGH_FOR_MORE)
        and _may_be_proposed(other, lexicon)
    ]


def _guess(cost: float, known: str, lexicon: Lexicon, *, unlikeness: float) -> _Guess:
    word = _as_we_write(known, lexicon)
    is_stem = word in lexicon.parts and f"{word}en" in lexicon.plain_words
    return _Guess(cost, is_stem or word not in lexicon.plain_words, unlikeness, word)


def _may_be_proposed(word: str, lexicon: Lexicon) -> bool:
    """The list has "bejaarde": then "bejaarden" is not proposed either."""
    return lexicon.never_proposed.isdisjoint(bases_of(word))


def _is_proposable(word: str, lexicon: Lexicon) -> bool:
    place = bisect_left(lexicon.proposable, word)
    return lexicon.proposable[place : place + 1] == (word,)


def _as_we_write(word: str, lexicon: Lexicon) -> str:
    """The word of ours that it is only another spelling of: "wandeln" → "wandelen"."""
    meaning = lexicon.meanings.get(word)
    if meaning is None or word in lexicon.plain_words:
        return word
    ours = [
        way.words[0]
        for way in meaning.alternatives
        if len(way.words) == 1
        and way.words[0][:1] == word[0]
        and _is_proposable(way.words[0], lexicon)
        and _edits(word, way.words[0]) <= _SPELT_ELSE
    ]
    return ours[0] if ours else word


def _most_edits(word: str) -> int:
    if len(word) <= _SHORT:
        return 1
    return 2 if len(word) <= _MIDDLING else 3


def _is_like(word: str, other: str, likeness: float) -> bool:
    if len(word) <= _SHORT:
        return word[0] == other[0]
    if len(word) <= _MIDDLING:
        return word[0] == other[0] or likeness >= _LIKE_ENOUGH_ELSEWHERE
    return likeness >= _LIKE_ENOUGH


def _completed(word: str, lexicon: Lexicon) -> list[_Guess]:
    """Words that begin so."""
    found: list[_Guess] = []
    for place in range(bisect_left(lexicon.proposable, word), len(lexicon.proposable)):
        other = lexicon.proposable[place]
        if not other.startswith(word) or len(found) == _MOST_COMPARED:
            break
        if _may_be_proposed(other, lexicon):
            guess = _guess(_COMPLETED, other, lexicon, unlikeness=float(len(other)))
            found.append(guess)
    return found


def _compounds(word: str, lexicon: Lexicon) -> list[_Guess]:
    """One half right, the other misspelt: "wandelgrop" → "wandelgroep"."""
    found: list[_Guess] = []
    for cut in range(SHORTEST_PROPOSED, len(word) - SHORTEST_PROPOSED + 1):
        head, tail = word[:cut], word[cut:]
        if head in lexicon.parts:
            found += [_with(guess, head + guess.word) for guess in _near(tail, lexicon)]
        if tail in lexicon.parts:
            found += [_with(guess, guess.word + tail) for guess in _near(head, lexicon)]
    return [guess for guess in found if guess.cost <= 1 and parts_of(guess.word, lexicon.parts)]


def _with(guess: _Guess, word: str) -> _Guess:
    return guess._replace(word=word)


def _cost(word: str, other: str) -> float:
    """Edits; those that make no difference to the ear count half."""
    edits = _edits(word, other)
    return (edits + min(edits, _edits(_sound(word), _sound(other)))) / 2


def _edits(one: str, other: str) -> int:
    """Letters to put in, leave out, replace, or swap with their neighbour."""
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(other) + 1)
    for i, letter in enumerate(one, start=1):
        two_before, before = before, row
        row = [i]
        for j, there in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _sound(word: str) -> str:
    """How a Dutch word sounds, roughly: letters that are often confused become one."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    heard = [letter for place, letter in enumerate(word) if word[place - 1 : place] != letter]
    if heard:
        heard[-1] = _HARD_AT_THE_END.get(heard[-1], heard[-1])
    return "".join(heard)


def _respelt(typed: str, chosen: Sequence[tuple[Need, str]]) -> Respelling:
    for need, word in sorted(chosen, key=_from_the_end):
        typed = typed[: need.start] + word + typed[need.end :]
    return Respelling(typed, tuple((need.phrase, word) for need, word in chosen))


def _from_the_end(chosen: tuple[Need, str]) -> int:
    return -chosen[0].start
