"""Areas that somebody names among the words: "koken in de Wesselerbrink"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.geo import rd_of
from app.core.sql import sql_file
from app.finder.asking import Asker
from app.finder.filters import MOST_CHOICES, EntryQuestion
from app.words.asked import Asked, Need
from app.words.schemas import Understood, UnderstoodNeed

_AREAS_NAMED = sql_file(__file__, "areas_named")
_AREA_NAMES_LIKE = sql_file(__file__, "area_names_like")

_WORD = re.compile(r"[\w'’]+")
_ARTICLES = frozenset({"de", "het", "'t", "’t", "t"})
MOST_WORDS = 40
LONGEST_NAME = 3
"""Words in a name."""
SHORTEST_MISSPELT = 5
LONG = 7
"""From so many letters on two of them may be wrong, otherwise one."""


@dataclass(frozen=True, slots=True)
class SaidArea:
    """A stretch of what was typed that names areas."""

    start: int
    end: int
    codes: tuple[str, ...]
    name: str
    is_denied: bool = False
    """ "Niet in Pathmos": we cannot leave out an area, so this counts for nothing."""

    def covers(self, start: int, end: int) -> bool:
        """Whether a stretch overlaps this one."""
        return start < self.end and self.start < end

    def understood(self, typed: str) -> Understood:
        """To be said back."""
        return Understood(
            phrase=typed[self.start : self.end],
            start=self.start,
            end=self.end,
            need=UnderstoodNeed(name="area", value=self.codes[0], hard=True),
            text=f"in {self.name}",
        )


async def areas_said(
    asker: Asker, question: EntryQuestion, *, asked: Asked
) -> tuple[SaidArea, ...]:
    """Areas named in words that no list knows, or after "in"; in the order of the text.

    Also those that somebody does not want.
    """
    runs = list(_runs(asked))
    if not runs:
        return ()
    here = None if question.point is None else rd_of(question.point)
    at = (None, None) if here is None else (here.x_m, here.y_m)
    words = [asked.typed[start:end] for start, end, _ in runs]
    found: dict[int, list[tuple[str, str]]] = {}
    for place, code, name in await asker.connection.fetch(_AREAS_NAMED, words, *at):
        found.setdefault(place, []).append((code, name))
    said: list[SaidArea] = []
    # Longer names come first: "Twekkelerveld Noord" is not all of Twekkelerveld.
    for place in sorted(found, key=lambda one: -len(words[one])):
        start, end, is_denied = runs[place]
        if not any(other.covers(start, end) for other in said):
            codes = tuple(code for code, _ in found[place])[:MOST_CHOICES]
            said.append(SaidArea(start, end, codes, found[place][0][1], is_denied))
    return tuple(sorted(said, key=lambda one: one.start))


def _runs(asked: Asked) -> Iterable[tuple[int, int, bool]]:
    """Stretches of words that may be a name, and whether they are taken out."""
    words = [(found[0].lower(), *found.span()) for found in _WORD.finditer(asked.typed)]
    words = words[:MOST_WORDS]
    for first, (_, start, _) in enumerate(words):
        for _, _, end in words[first : first + LONGEST_NAME]:
            within = [need for need in asked.needs if need.start < end and start < need.end]
            if len({need.is_excluded for need in within}) != 1 or any(
                need.start < start or end < need.end for need in within
            ):
                continue
            if any(not need.is_known for need in within) or _stands_after_in(words, first):
                yield start, end, within[0].is_excluded


def _stands_after_in(words: Sequence[tuple[str, int, int]], place: int) -> bool:
    before = [word for word, _, _ in words[:place]]
    while before and before[-1] in _ARTICLES:
        before.pop()
    return bool(before) and before[-1] == "in"


async def with_areas_spelled(asker: Asker, asked: Asked) -> str | None:
    """What was typed with one misspelt name of an area put right; None when none comes near."""
    for need in asked.needs:
        if need.is_known or need.is_excluded or len(need.phrase) < SHORTEST_MISSPELT:
            continue
        name = await _name_like(asker, need)
        if name is not None:
            return f"{asked.typed[: need.start]}{name}{asked.typed[need.end :]}"
    return None


async def _name_like(asker: Asker, need: Need) -> str | None:
    """The name that differs least, if that is little enough."""
    rows = await asker.connection.fetch(_AREA_NAMES_LIKE, need.phrase)
    if not rows:
        return None
    most = 2 if len(need.phrase) >= LONG else 1
    fewest, name = min((_edits(row["typed"], row["key"]), row["name"]) for row in rows)
    return name if 0 < fewest <= most else None


def _edits(one: str, other: str) -> int:
    """Letters to add, leave out or change, and neighbours to swap, to make one the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, opposite in enumerate(other, 1):
            fewest = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != opposite))
            is_swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == opposite
            )
            current.append(min(fewest, before[column - 2] + 1) if is_swapped else fewest)
        before, last = last, current
    return last[-1]
