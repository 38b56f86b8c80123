"""Pure: the parts of Dutch compounds ("lotgenotengroep" → lotgenoten, groep)."""

from collections.abc import Mapping
from typing import NamedTuple

from app.words.folding import words_of
from app.words.inflection import bases_of

_JOINTS = ("", "s", "en", "e", "n")
_SHORTEST_PART = 3
_SHORTEST = 2 * _SHORTEST_PART
_LONGEST = 40


Parts = Mapping[str, bool]
"""Part of compounds → whether it says little."""


class _Split(NamedTuple):
    """A way to split the beginning of a word; the smallest is the best."""

    parts_count: int
    joints_count: int
    unevenness: int
    """Minus the sum of squares: of as many parts the one with a long part is likelier."""
    parts: tuple[str, ...]

    def with_part(self, part: str, joint: str) -> "_Split":
        return _Split(
            self.parts_count + 1,
            self.joints_count + bool(joint),
            self.unevenness - len(part) ** 2,
            (*self.parts, part),
        )


def parts_of(word: str, parts: Parts) -> tuple[str, ...]:
    """The parts of a folded compound, in order, as `parts` spells them; () when it is none.

    The fewest parts win, then the fewest joints (-s-, -en-, -e-, -n-), then the longest part. The
    last part may be inflected ("groepen"). A word that is a part itself is not split.
    """
    length = len(word)
    if not _SHORTEST <= length <= _LONGEST or word in parts:
        return ()
    best: dict[int, _Split] = {0: _Split(0, 0, 0, ())}
    whole: list[_Split] = []
    for start in range(length - _SHORTEST_PART + 1):
        if start not in best:
            continue
        before = best[start]
        if start > 0 and (last := _last_part(word[start:], parts)) is not None:
            whole.append(before.with_part(last, ""))
        for end in range(start + _SHORTEST_PART, length - _SHORTEST_PART + 1):
            part = word[start:end]
            if part not in parts:
                continue
            for joint in _joints_after(part):
                after = end + len(joint)
                if word.startswith(joint, end) and length - after >= _SHORTEST_PART:
                    split = before.with_part(part, joint)
                    best[after] = min(best.get(after, split), split)
    return min(whole).parts if whole else ()


def search_words(text: str, lexicon_parts: Parts) -> str:
    """The words to store beside a text so that it is found by the parts of its compounds.

    Each once, in the order of the text, with spaces between; what the text says itself is not
    repeated.
    """
    said = dict.fromkeys(word.text for word in words_of(text))
    beside: dict[str, None] = {}
    for word in said:
        for part in parts_of(word, lexicon_parts):
            if part not in said:
                beside[part] = None
    return " ".join(beside)


def _joints_after(part: str) -> tuple[str, ...]:
    # After three letters a joint is chance more often than not ("bos|en|…").
    return _JOINTS if len(part) > _SHORTEST_PART else ("",)


def _last_part(rest: str, parts: Parts) -> str | None:
    if rest in parts:
        return rest
    return next((base for base in bases_of(rest) if base in parts), None)
