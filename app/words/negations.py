"""Pure: words that take something out ("geen bingo"), and those that only sound so.

"Ik heb geen vervoer" and "ik kan niet slapen" name what somebody needs; "maar geen koken" and
"liever niet zingen" what somebody does not want.
"""

from collections.abc import Sequence

from app.words.folding import Word, word_set

_ALWAYS = (
    ("geen", "zin", "in"),
    ("niet", "houden", "van"),
    ("hekel", "aan"),
    ("haat",),
    ("niks", "met"),
    ("niets", "met"),
    ("niet", "van"),
    ("niet", "graag"),
    ("in", "plaats", "van"),
)
_NOT_MEANT = (
    ("niet", "alleen"),
    ("niet", "te", "duur"),
    ("niet", "zo", "duur"),
    ("niet", "duur"),
    ("niet", "te", "ver"),
    ("niet", "zo", "ver"),
    ("niet", "ver"),
    ("niet", "meer"),
    ("niet", "zo", "goed"),
    ("niet", "goed"),
    ("niet", "zo", "veel"),
    ("niet", "veel"),
    ("niet", "moeilijk"),
    ("geen", "idee"),
    ("geen", "probleem"),
    ("niet", "zo"),
    ("niet", "zonder"),
)
_MARKS = frozenset(("geen", "niet", "zonder", "behalve", "nooit", "gin", "neet"))
_FIRST = _MARKS | {phrase[0] for phrase in (*_ALWAYS, *_NOT_MEANT)}
_PLAIN = frozenset(("geen", "gin"))
_NOT = frozenset(("niet", "neet"))
_LACKING = word_set(
    "heb hebt heeft hebben had hadden krijg krijgt krijgen kan kun kunt kunnen kon konden vind"
    " vindt vinden spreek spreekt spreken weet weten ken kent durf durft durven is zijn was er lukt"
    " mag snap snapt begrijp begrijpt ga gaat zie ziet wordt word hoor hoort slaap slaapt"
)
_CONTRAST = word_set("maar liever wel want dus alleen graag wil willen hoef hoeft")
_WISHED_AWAY = word_set("maar liever of en hoef hoeft")
_JOINS = frozenset(("of", "en", "noch", "ook"))
_ARTICLES = word_set("de het t een n op in met te aan al ook weer zo met naar van voor iets")
_LOOKS_BACK = 5


def negation_said(
    typed: str, words: Sequence[Word], *, place: int, after_need: bool
) -> tuple[int, bool] | None:
    """How many words from `place` on deny something, and whether what follows is taken out.

    None if there is no denial. `after_need`: the words just before are something wanted
    ("muziek niet zingen").
    """
    if words[place].text not in _FIRST:
        return None
    texts = tuple(word.text for word in words[place : place + 3])
    for phrases, is_taken_out in ((_ALWAYS, True), (_NOT_MEANT, False)):
        for phrase in phrases:
            if texts[: len(phrase)] == phrase:
                return len(phrase), is_taken_out
    first = texts[0]
    if first in _MARKS:
        return 1, _takes_out(typed, words, place, after_need=after_need)
    return None


def _takes_out(typed: str, words: Sequence[Word], place: int, *, after_need: bool) -> bool:
    first = words[place].text
    if first in {"zonder", "behalve"}:
        return True
    if first in _PLAIN:
        return not _is_lacking(typed, words, place)
    is_of_a_day = place + 1 < len(words) and words[place + 1].text in {"op", "s"}
    return first in _NOT and (
        is_of_a_day or _stands_free(typed, words, place, after_need=after_need)
    )


def joins(word: str) -> bool:
    """Whether a denial goes on behind this word: "geen kaarten of biljart"."""
    return word in _JOINS


def is_passed_over(word: str) -> bool:
    """Whether a denial reaches past this small word: "niet op de fiets"."""
    return word in _ARTICLES


def has_denial(words: Sequence[str]) -> bool:
    """Whether a phrase denies something, so that its words alone would say the opposite."""
    return not _MARKS.isdisjoint(words) or "niks" in words or "niets" in words


def has_break(typed: str, *, before: Word, after: Word) -> bool:
    """Whether punctuation parts these two words."""
    return any(mark in typed[before.end : after.start] for mark in ",.;:!?\n")


def _is_lacking(typed: str, words: Sequence[Word], place: int) -> bool:
    """Whether "geen" says what somebody has not: "ik heb nu geen vervoer"."""
    for near in range(place - 1, max(-1, place - 1 - _LOOKS_BACK), -1):
        word = words[near].text
        if word in _CONTRAST or has_break(typed, before=words[near], after=words[near + 1]):
            return False
        if word in _LACKING:
            return True
    return False


def _stands_free(typed: str, words: Sequence[Word], place: int, *, after_need: bool) -> bool:
    """Whether "niet" denies what follows, and no verb before it: "maar niet zingen"."""
    if place == 0:
        return True
    before = words[place - 1]
    if before.text in _WISHED_AWAY or has_break(typed, before=before, after=words[place]):
        return True
    return after_need and before.text not in _LACKING
