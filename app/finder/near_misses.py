"""What words may mean that find nothing as they stand: a slip, or less than was typed."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace

from app.finder.asking import Asker
from app.finder.readings import (
    SPELLED,
    TIMES,
    Q,
    Reading,
    as_json,
    is_in,
    reading_of,
    untimed,
    words_read,
    words_without,
)
from app.finder.said_areas import with_areas_spelled
from app.words.asked import Asked, Need
from app.words.folding import fold
from app.words.lexicon import Lexicon
from app.words.queries import known_lexicon
from app.words.schemas import Understood
from app.words.spelling import respellings
from app.words.understanding import understand

MOST_SPELLINGS = 3
ONLY_KNOWN, ANY_TIME, ANY_OF_THEM = "k", "t", "a"
"""How a cursor says in which way a question was taken, beside the number of a spelling."""
WAYS = rf"^({SPELLED}[0-{MOST_SPELLINGS - 1}]|{ONLY_KNOWN}|{ANY_TIME}|{ANY_OF_THEM})$"
_WORD = re.compile(r"\w+")


async def reading_again(asker: Asker, question: Q, *, way: str | None) -> Reading[Q] | None:
    """How the words were taken on the first page; None when the lists say otherwise by now."""
    exact = await reading_of(asker, question)
    if way is None:
        return exact
    async for miss in near_misses(asker, question, exact=exact):
        if miss.way == way:
            return miss
    return None


async def near_misses(asker: Asker, question: Q, *, exact: Reading[Q]) -> AsyncIterator[Reading[Q]]:
    """What may have been meant, likeliest first, for a question of which `exact` finds nothing.

    Spelled otherwise, unless there are signs of danger; then with less and less of what was typed:
    without the words that nobody knows, at any time, and whatever has one of its needs. Never
    without a word that we do not repeat: what is left of such a question is another one.
    """
    if exact.asked is None:
        return
    lexicon = await known_lexicon(asker.reads, asker.connection, now=asker.now)
    if not exact.help:
        spellings = await _spellings(asker, exact.asked, lexicon)
        for number, words in enumerate(spellings[:MOST_SPELLINGS]):
            reading = await words_read(asker, question, words=words, lexicon=lexicon)
            told = _where_it_was_typed(reading.understood, words, exact.asked.typed)
            yield replace(reading, understood=told, way=f"{SPELLED}{number}")
    if not any(_is_shunned(need, lexicon) for need in exact.asked.needs):
        for miss in _with_less(question, exact, exact.asked):
            yield miss


def _is_shunned(need: Need, lexicon: Lexicon) -> bool:
    return not need.is_known and not lexicon.never_proposed.isdisjoint(fold(need.phrase).split())


def _with_less(question: Q, exact: Reading[Q], asked: Asked) -> Iterator[Reading[Q]]:
    areas = [one for one in exact.understood if one.need.name == "area"]
    needs = [need for need in asked.needs if not is_in(need, areas)]
    kept = [need for need in needs if need.is_known]
    dropped = [need for need in needs if not need.is_known]
    wanted = [need for need in kept if not need.is_excluded]
    if not wanted:
        return
    less = replace(
        exact,
        needs=as_json(kept),
        understood=tuple(one for one in exact.understood if not is_in(one, dropped)),
    )
    if dropped:
        words = words_without(asked.typed, dropped)
        yield replace(less, way=ONLY_KNOWN, words=words)
    times = [one for one in exact.understood if one.need.name in TIMES]
    if times:
        less = replace(
            less,
            question=untimed(exact, question),
            understood=tuple(one for one in less.understood if one not in times),
        )
        yield replace(less, way=ANY_TIME, words=words_without(asked.typed, [*dropped, *times]))
    if len(wanted) > 1:
        ways = tuple(way for need in wanted for way in need.alternatives)
        any_of_them = replace(wanted[0], alternatives=tuple(dict.fromkeys(ways)))
        excluded = [need for need in kept if need.is_excluded]
        yield replace(less, needs=as_json([any_of_them, *excluded]), way=ANY_OF_THEM, words=None)


async def _spellings(asker: Asker, asked: Asked, lexicon: Lexicon) -> list[str]:
    """What may have been meant to be typed; a name of an area first."""
    spelled = [one.typed for one in respellings(asked, lexicon)]
    area = await with_areas_spelled(asker, asked)
    if area is None:
        return spelled
    again = respellings(understand(area, lexicon, today=asker.today), lexicon)
    return [area, *(one.typed for one in again[:1]), *spelled]


def _where_it_was_typed(
    understood: Sequence[Understood], words: str, typed: str
) -> tuple[Understood, ...]:
    """The same of the words as they were typed; nothing when those are more or fewer."""
    ours, theirs = list(_WORD.finditer(words)), list(_WORD.finditer(typed))
    if len(ours) != len(theirs):
        return ()
    starts = {our.start(): their.start() for our, their in zip(ours, theirs, strict=True)}
    ends = {our.end(): their.end() for our, their in zip(ours, theirs, strict=True)}
    return tuple(
        one.model_copy(
            update={
                "phrase": typed[starts[one.start] : ends[one.end]],
                "start": starts[one.start],
                "end": ends[one.end],
            }
        )
        for one in understood
        if one.start in starts and one.end in ends
    )
