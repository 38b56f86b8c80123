"""Pure: how much what somebody typed is like a name, from 0 (not at all) to 1 (the same).

Nothing is remembered between two questions, here nor in `names` and `ranking`: what people type as
a place is often where they live.
"""

from app.geocoding.names import sound_of, without_articles

SAME = 1.0
SQUEEZED = 0.98
"""The same but for articles and spaces."""
SOUNDS_SAME = 0.93
MISSPELT = 0.92
PER_MISTAKE = 0.06
BEGINNING = 0.76
BEGINNING_SPAN = 0.14
ENDING = 0.7
BEGINNING_MISSPELT = 0.66
MIN_BEGINNING = 3
WHOLE_WORDS = 0.6
WHOLE_WORDS_SPAN = 0.3


def likeness(typed: str, name: str) -> float:
    """Of two keys (`names.name_key`); mistakes are forgiven by the length of what was typed."""
    if not typed or not name:
        return 0.0
    if typed == name:
        return SAME
    one, other = _squeezed(typed), _squeezed(name)
    if one == other:
        return SQUEEZED
    # A figure is never a slip of the finger for another one.
    if _figures(one) != _figures(other):
        return _as_part(one, other)
    found = SOUNDS_SAME if sound_of(one) == sound_of(other) else 0.0
    allowed = mistakes_allowed(len(one))
    made = distance(one, other, most=allowed)
    if made <= allowed:
        found = max(found, MISSPELT - PER_MISTAKE * made)
    return max(found, _as_part(one, other), _words_in(typed, name))


def mistakes_allowed(length: int) -> int:
    """How many slips of the finger a word of so many letters may hold."""
    return (length >= 4) + (length >= 8) + (length >= 13)  # noqa: PLR2004 - said in words below


def _squeezed(key: str) -> str:
    return without_articles(key).replace(" ", "")


def _figures(key: str) -> str:
    return "".join(letter for letter in key if letter.isdigit())


def _as_part(typed: str, name: str) -> float:
    """Somebody may still be typing, or leave out what comes first."""
    share = len(typed) / len(name)
    if len(typed) < MIN_BEGINNING or share >= 1:
        return 0.0
    if name.startswith(typed):
        return BEGINNING + BEGINNING_SPAN * share
    if name.endswith(typed):
        return ENDING
    allowed = mistakes_allowed(len(typed)) - 1
    if allowed > 0 and distance(typed, name[: len(typed)], most=allowed) <= allowed:
        return BEGINNING_MISSPELT + BEGINNING_SPAN * share / 2
    return 0.0


def _words_in(typed: str, name: str) -> float:
    """All words of what was typed are in the name: better, the more of the name that is."""
    asked, there = without_articles(typed).split(), without_articles(name).split()
    if len(there) <= len(asked):
        return 0.0
    worst = 1.0
    for word in asked:
        best = max(_word(word, one) for one in there)
        if not best:
            return 0.0
        worst = min(worst, best)
    covered = sum(map(len, asked)) / sum(map(len, there))
    return (WHOLE_WORDS + WHOLE_WORDS_SPAN * min(1.0, covered)) * worst


def _word(typed: str, name: str) -> float:
    if typed == name:
        return 1.0
    if _figures(typed) != _figures(name):
        return 0.0
    allowed = mistakes_allowed(len(typed))
    made = distance(typed, name, most=allowed)
    return 1.0 - PER_MISTAKE * made if made <= allowed else 0.0


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters were lost, added, changed or swapped with their neighbour.

    Anything over `most` is told as `most + 1`.
    """
    # Each mistake adds or takes away two different letters at most: most names are out at once.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for at, compared in enumerate(other, start=1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != compared))
            if earlier and at > 1 and letter == other[at - 2] and one[place - 2] == compared:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
