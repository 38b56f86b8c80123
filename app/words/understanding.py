"""Pure: what somebody asks by typing words.

From typed words to needs (what an entry must be about) and wishes (filters). Everyday words, given
names, and words for an origin, religion or orientation count only when there is nothing else: two
questions that differ in nothing but those ask the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.words.alternatives import alternatives_of, said_back, without_wanted
from app.words.asked import Alternative, Asked, Need
from app.words.folding import Word, words_of
from app.words.lexicon import Lexicon
from app.words.negations import has_break, is_passed_over, joins, negation_said
from app.words.schemas import Understood, UnderstoodNeed
from app.words.seeking import looks_for_children
from app.words.segments import Segment, segments_of
from app.words.wishes import Wish, all_wishes, turned_around

MOST_WORDS_TYPED = 40
"""Words behind these are not looked at."""

_WEAK_FIRST = ("light", "identity", "name", "everyday")
"""What says little; the first sort that is there stands for the question if nothing else does."""
_WEAK = frozenset(_WEAK_FIRST)
_LACKED = frozenset(
    f"theme:{code}" for code in ("geld", "werk", "wonen", "dakloos", "vervoer", "taal", "digitaal")
)
"""Who says "zonder werk" looks for it."""
_NOT_BY_WHO_ONE_IS = tuple(
    f"theme:{code}"
    for code in (
        "veilig-thuis",
        "verslaving",
        "psychisch",
        "ziekte-beperking",
        "dementie",
        "dakloos",
        "geld",
        "relatie",
        "rouw",
    )
)
"""An origin, religion or orientation alone never opens a list about a problem."""
_LONGER = 4
"""Letters of a word that says more than "ik", "de" and "bij"."""
_NOT_ONLY_SMALL = frozenset(("geen", "gin", "zonder", "behalve", "nooit"))
"""Denials that reach a group behind other words: "geen mensen die homo zijn"."""
_AGAINST = frozenset(("tegen", "weg", "anti", "stop"))
_MOST_NAMES = 3
_MOST_PASSED = 2
_LACKING_WORDS = frozenset(("geen", "zonder"))
_WISHED_AWAY = frozenset(("maar", "liever", "wil", "hoef", "hoeft", "of", "en"))


def understand(typed: str, lexicon: Lexicon, *, today: date) -> Asked:
    """What these words ask, in the order in which they were typed.

    Never fails, whatever was typed. An exclusion leaves out what has the word itself (or what our
    lists call the same word), and a whole theme, kind or audience only if it is named by its own
    code or label and nothing that is wanted has it: "eten, maar geen koken" leaves the rest of
    that theme.
    """
    words = words_of(typed, limit=MOST_WORDS_TYPED)
    if not words:
        return Asked(typed)
    segments = segments_of(typed, words, lexicon=lexicon, today=today)
    reading = _Reading(typed, words, segments, lexicon)
    if reading.says_more_than_a_group:
        # "Homo jongeren met schulden" asks what other young people with debts ask.
        segments = segments_of(typed, words, lexicon=lexicon, today=today, with_groups=False)
        reading = _Reading(typed, words, segments, lexicon)
    return reading.asked()


@dataclass(frozen=True, slots=True)
class _Reading:
    typed: str
    words: tuple[Word, ...]
    segments: tuple[Segment, ...]
    lexicon: Lexicon

    @property
    def says_more_than_a_group(self) -> bool:
        """Whether a phrase for a group ("homo jongeren") stands beside something that matters."""
        telling = [s for s in self.segments if s.sort not in _WEAK and s.sort != "wish"]
        return len(telling) > 1 and any(segment.is_group for segment in telling)

    def asked(self) -> Asked:
        denied = self._denied()
        wanted = self._wanted(denied)
        telling = [s for s in wanted if s.sort not in _WEAK]
        if looks_for_children(self.words, self.segments, telling=telling):
            return self._nothing()
        if not (wanted or denied) and not any(segment.wishes for segment in self.segments):
            return self._nothing()
        needs = [need for segment in wanted for need in self._needs(segment, is_excluded=False)]
        met = {way for need in needs for way in need.alternatives}
        for place in sorted(denied):
            segment = self.segments[place]
            if segment.sort != "wish":
                needs += [
                    without_wanted(need, met) for need in self._needs(segment, is_excluded=True)
                ]
        needs.sort(key=_start)
        wishes = self._wishes(denied)
        understood = [*self._said_needs(needs), *self._said_wishes(wishes)]
        if any(segment.sort == "identity" for segment in wanted):
            # Not said back: nobody typed it.
            problems = tuple(Alternative(term=term) for term in _NOT_BY_WHO_ONE_IS)
            needs.append(replace(needs[0], alternatives=problems, is_excluded=True))
        return Asked(
            self.typed,
            tuple(_once(needs)),
            all_wishes(wish for _, wish in sorted(wishes, key=_own_ages_last)),
            tuple(sorted(dict.fromkeys(understood), key=_place)),
        )

    def _nothing(self) -> Asked:
        """What nothing answers, and nothing is said back of: all words, as if they were one."""
        start, end = self.words[0].start, self.words[-1].end
        one = Alternative(words=("".join(word.text for word in self.words),))
        return Asked(self.typed, (Need(self.typed[start:end], start, end, (one,), is_known=False),))

    def _denied(self) -> set[int]:
        """Places of the segments that are taken out."""
        denied: set[int] = set()
        for place, segment in enumerate(self.segments):
            if segment.sort != "denial":
                continue
            before = self.segments[place - 1].sort if place else "everyday"
            is_after_need = before not in _WEAK and before != "denial"
            said = negation_said(
                self.typed, self.words, place=segment.first, after_need=is_after_need
            )
            if said is not None and said[1]:
                denied.update(self._reach(place))
        return denied

    def _reach(self, denial: int) -> Iterator[int]:
        """From a denial on: what follows it, and what "of" and "en" add to that."""
        place = self._next_said(denial + 1)
        if place is None or self._is_lack(denial, place):
            return
        while place is not None:
            yield place
            place = self._joined_to(place)

    def _next_said(self, place: int) -> int | None:
        while place < len(self.segments):
            segment = self.segments[place]
            if segment.sort == "denial":
                return None
            is_small = segment.sort in {"everyday", "light", "name"} and is_passed_over(
                self.words[segment.first].text
            )
            if not is_small and segment.sort != "identity":
                return None if segment.sort in {"everyday", "name"} else place
            place += 1
        return None

    def _joined_to(self, place: int) -> int | None:
        after = place + 1
        if after >= len(self.segments):
            return None
        segment = self.segments[after]
        if joins(self.words[segment.first].text) and segment.sort in _WEAK:
            return self._next_said(after + 1)
        # "geen bingo, kaarten of biljart": a comma only in a row that ends with "of".
        if has_break(
            self.typed,
            before=self.words[segment.first - 1],
            after=self.words[segment.first],
        ):
            ends = segment.after < len(self.words) and joins(self.words[segment.after].text)
            return after if ends and segment.sort not in _WEAK | {"denial"} else None
        return None

    def _is_lack(self, denial: int, place: int) -> bool:
        first = self.segments[denial].first
        meaning = self.segments[place].meaning
        if meaning is None or self.words[first].text not in _LACKING_WORDS:
            return False
        if first and self.words[first - 1].text in _WISHED_AWAY:
            return False
        return any(way.term in _LACKED for way in meaning.alternatives)

    def _wanted(self, denied: set[int]) -> list[Segment]:
        here = [s for place, s in enumerate(self.segments) if place not in denied]
        strong = [s for s in here if s.sort not in _WEAK and s.sort not in {"wish", "denial"}]
        if strong or denied or any(segment.wishes for segment in here):
            return strong
        if any(self._is_shunned(place) for place in range(len(self.segments))):
            return []
        for sort in _WEAK_FIRST:
            if weak := [segment for segment in here if segment.sort == sort]:
                return self._most_telling(weak)
        # Nothing but "geen" or a time of the clock: those words themselves.
        return [replace(segment, sort="word") for segment in here if not segment.wishes]

    def _is_shunned(self, place: int) -> bool:
        """Whether this is a group that somebody does not want: "geen Turken", "homo's niet"."""
        if self.segments[place].sort != "identity":
            return False
        if [segment.sort for segment in self.segments[place + 1 :]] == ["denial"]:
            return True
        # "Weet niet of ik homo ben" is no such thing, "geen mensen die homo zijn" is.
        passed = 0
        for before in reversed(self.segments[:place]):
            word = self.words[before.first].text
            if before.sort == "denial" or word in _AGAINST:
                return word in _NOT_ONLY_SMALL or passed == 0
            if before.sort == "identity" or is_passed_over(word):
                continue
            passed += 1
            if before.sort not in _WEAK or passed > _MOST_PASSED or joins(word):
                return False
        return False

    def _most_telling(self, weak: list[Segment]) -> list[Segment]:
        """Of words that say little: those that our lists know more of, else the longer ones."""
        meant = [segment for segment in weak if segment.meaning is not None]
        longer = [s for s in weak if len(self.words[s.first].text) >= _LONGER]
        is_together = weak[-1].after - weak[0].first == len(weak) <= _MOST_NAMES
        if is_together and len(weak) > 1 and weak[0].sort == "name" and not meant:
            # "Piet Jansen" is one person, and no other Piet.
            return [replace(weak[0], after=weak[-1].after, base="")]
        return meant or longer or weak

    def _needs(self, segment: Segment, *, is_excluded: bool) -> Iterator[Need]:
        words = self.words[segment.first : segment.after]
        start, end = words[0].start, words[-1].end
        is_known = segment.sort != "unknown"
        # Whoever typed a word of our lists is done with it; and a beginning costs much to look up.
        is_last = end == len(self.typed) and segment.after == len(self.words)
        for ways in alternatives_of(
            segment,
            [word.text for word in words],
            lexicon=self.lexicon,
            is_excluded=is_excluded,
            may_go_on=is_last and not is_known,
        ):
            yield Need(self.typed[start:end], start, end, ways, is_excluded, is_known)

    def _wishes(self, denied: set[int]) -> list[tuple[Segment, Wish]]:
        found = []
        for place, segment in enumerate(self.segments):
            for wish in segment.wishes:
                if place not in denied:
                    found.append((segment, wish))
                elif (around := turned_around(wish)) is not None:
                    found.append((segment, around))
        return found

    def _said_wishes(self, wishes: Iterable[tuple[Segment, Wish]]) -> Iterator[Understood]:
        for segment, wish in wishes:
            start, end = self.words[segment.first].start, self.words[segment.after - 1].end
            need = UnderstoodNeed(name=wish.name, value=wish.value, hard=True)
            yield Understood(
                phrase=self.typed[start:end], start=start, end=end, need=need, text=wish.text
            )

    def _said_needs(self, needs: Sequence[Need]) -> Iterator[Understood]:
        for need in needs:
            said = said_back(need, self.lexicon)
            if said is not None:
                yield said


def _start(need: Need) -> int:
    return need.start


def _place(understood: Understood) -> tuple[int, int]:
    return understood.start, understood.end


def _own_ages_last(said: tuple[Segment, Wish]) -> tuple[bool, int]:
    """Who says his own age and that of somebody else asks for the other."""
    return said[0].is_own_age, said[0].first


def _once(needs: Iterable[Need]) -> Iterator[Need]:
    seen = set()
    for need in needs:
        ways = tuple(replace(way, is_beginning=False) for way in need.alternatives)
        key = (ways, need.is_excluded)
        if key not in seen:
            seen.add(key)
            yield need
