"""Words that nobody here knows: counted as hashes, until so many asked that it says nobody's name.

The counts are this process's own and go with it, and with the week. So with several processes each
has its own threshold: the error is on the side of silence.
"""

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from app.words.asked import Asked, Need
from app.words.folding import fold
from app.words.lexicon import Lexicon

FEWEST_TIMES, FEWEST_WIJKEN = 10, 3
MOST_OF_ONE_WIJK = 4
"""Of those ten. One person who types a word again and again does not make it told; but the wijk is
where the asker looks, not where he lives: whoever types it in three wijken does."""
MOST_WORDS = 20_000
FEWEST_LETTERS, MOST_LETTERS = 3, 40
SHORTEST_INSIDE = 4
MOST_UNKNOWN = 3
"""In one question; more of them tell a story, and a story is somebody's."""

TITLES = frozenset(
    {
        *("heer", "meneer", "dhr", "mevrouw", "mevr", "mw", "mej", "mejuffrouw", "juffrouw", "juf"),
        *("meester", "fam", "familie", "dokter", "dr", "drs", "ir", "ing", "mr", "prof"),
        *("professor", "oom", "tante", "opa", "oma", "zuster", "broeder", "pastoor", "dominee"),
        *("imam", "heet", "genaamd", "naam", "straat", "laan", "weg", "plein"),
    }
)
"""What comes before or after a name."""


def countable_words(asked: Asked, lexicon: Lexicon) -> frozenset[str]:
    """The unknown words of a question that may be counted, folded.

    None at all when anything in the question looks like a name, a number or an address, or says
    what should not be said of somebody.
    """
    typed = asked.typed
    if any(sign.isdigit() or sign == "@" for sign in typed):
        return frozenset()
    if any(_is_of_somebody(word, lexicon) for word in fold(typed).split()):
        return frozenset()
    unknown = [need for need in asked.needs if not need.is_known]
    if len(unknown) > MOST_UNKNOWN or any(map(_is_as_a_name, unknown)):
        return frozenset()
    return frozenset(
        word
        for need in unknown
        if not need.is_excluded
        and (word := fold(need.phrase)).isalpha()
        and FEWEST_LETTERS <= len(word) <= MOST_LETTERS
        and word not in lexicon.everyday
    )


def _is_of_somebody(word: str, lexicon: Lexicon) -> bool:
    if word in TITLES or word in lexicon.names or word in lexicon.identities:
        return True
    # Also in a compound; a short one is in too many other words.
    return word in lexicon.never_proposed or any(
        len(never) >= SHORTEST_INSIDE and never in word for never in lexicon.never_proposed
    )


def _is_as_a_name(need: Need) -> bool:
    """A capital that does not begin the question."""
    return need.start > 0 and need.phrase[:1].isupper()


@dataclass(slots=True)
class _Heard:
    times: int = 0
    wijken: Counter[str] = field(default_factory=Counter)
    """Where, until it is enough; each at most MOST_OF_ONE_WIJK times, "" for who knows where."""

    def hear(self, wijk_code: str) -> None:
        self.times += 1
        if self.wijken[wijk_code] < MOST_OF_ONE_WIJK and not self.is_enough():
            self.wijken[wijk_code] += 1

    def is_enough(self) -> bool:
        known = len(self.wijken) - ("" in self.wijken)
        return self.wijken.total() >= FEWEST_TIMES and known >= FEWEST_WIJKEN


@dataclass(slots=True)
class UnknownWords:
    """How often each unknown word was asked this week."""

    ready: Counter[tuple[date, str]] = field(default_factory=Counter)
    """Monday of the week and word → how often, still to be written: only of what came often."""
    _week: date | None = None
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _heard: dict[bytes, _Heard] = field(default_factory=dict)

    def hear(self, word: str, *, wijk_code: str, week: date) -> None:
        """Counts it once more; `wijk_code` is empty when we do not know where."""
        if week != self._week:
            self._week, self._key = week, secrets.token_bytes(32)
            self._heard.clear()
        hashed = hashlib.blake2b(word.encode(), key=self._key, digest_size=16).digest()
        heard = self._heard.get(hashed)
        if heard is None:
            if len(self._heard) >= MOST_WORDS:
                return
            heard = self._heard[hashed] = _Heard()
        was_enough = heard.is_enough()
        heard.hear(wijk_code)
        if heard.is_enough():
            self.ready[week, word] += 1 if was_enough else heard.times
