"""Pure: whether words are about who somebody is, and whether a meaning calls that a problem.

Nobody's origin, religion or orientation may stand for a problem: not as a word of its own, not in
another form ("marokkaantjes"), not in a compound ("moslimmannen") and not beside other words
("joodse ouderen").
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.words.compounds import Parts, parts_of
from app.words.folding import fold
from app.words.inflection import bases_of, forms_of
from app.words.meanings import is_problem

LOOKALIKES = frozenset(
    (
        *("arme", "armen", "bankieren", "brussen", "donker", "duiten", "est", "friet"),
        *("internetbankieren", "kruidenier", "let", "manieren", "miete", "mongool", "mongooltje"),
        *("room", "roos", "rust", "rusten", "rusthuis", "rusthuisje", "twente", "wit", "zwart"),
    )
)
"""Forms and compounds by their spelling alone: "rust" is none of "rus"."""
SAYINGS = ("roze wolk", "zwarte gat", "donkere gedachten", "donkere wolk")
"""Here a colour is not that of somebody."""
_NO_PARTS = frozenset(("ieren", "letten", "trans"))
"""Other words end or begin with these: "manieren", "tabletten", "transport"."""
_SHORTEST_PART = 4
_SHORTEST_END = 6
"""Of an identity that a word begins or ends with, whatever the rest is."""


@dataclass(frozen=True, slots=True)
class Respect:
    """The lists that say who somebody is and what a problem is called."""

    identities: frozenset[str]
    ends: tuple[str, ...]
    parts: Parts
    problem_words: frozenset[str]

    @classmethod
    def of(
        cls,
        identities: Collection[str],
        *,
        parts: Parts,
        synonyms: Mapping[str, str],
        terms: Mapping[str, str],
        everyday: Collection[str],
    ) -> "Respect":
        """`synonyms` are phrase → meanings, `terms` are `theme:geld` → label."""
        found = frozenset(identities)
        in_compounds = [word for word in found - _NO_PARTS if len(word) >= _SHORTEST_PART]
        harmless = frozenset(everyday) | _words_of_terms(terms, problems=False)
        return cls(
            found,
            tuple(word for word in in_compounds if len(word) >= _SHORTEST_END),
            # "Trans" is no end of a word, but is one of its parts beside another that we know.
            dict(parts) | dict.fromkeys((*in_compounds, *(found & {"trans"})), False),
            (_words_of_terms(terms, problems=True) - harmless)
            | {phrase for phrase, meanings in synonyms.items() if _is_only_problem(meanings)},
        )

    def identity_in(self, phrase: str) -> str | None:
        """The first word of a folded phrase that is about who somebody is; None without one."""
        left = f" {phrase} "
        for saying in SAYINGS:
            left = left.replace(f" {saying} ", " ")
        return next((word for word in left.split() if self._is_identity(word)), None)

    def _is_identity(self, word: str) -> bool:
        if word in self.identities:
            return True
        if word in LOOKALIKES:
            return False
        return (
            any(form in self.identities for form in (*bases_of(word), *forms_of(word)))
            or any(part in self.identities for part in parts_of(word, self.parts))
            or word.startswith(self.ends)
            or word.endswith(self.ends)
        )

    def names_problem(self, meaning: str) -> bool:
        """Whether a meaning is a problem, or words that stand for one: `word:verslaving`."""
        sort, _, text = meaning.partition(":")
        if sort != "word":
            return is_problem(meaning)
        return any(said in self.problem_words for said in self._said(fold(text)))

    def _said(self, text: str) -> Iterator[str]:
        words = text.split(" ")
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                yield " ".join(words[start:end])
        for word in words:
            yield from bases_of(word)
            yield from forms_of(word)
            yield from parts_of(word, self.parts)


def _is_only_problem(meanings: str) -> bool:
    told = [meaning for meaning in meanings.split("|") if not meaning.startswith("word:")]
    return bool(told) and all(is_problem(meaning) for meaning in told)


def _words_of_terms(terms: Mapping[str, str], *, problems: bool) -> frozenset[str]:
    """The words of codes and labels of all terms that are problems, or of all that are not."""
    return frozenset(
        word
        for term, label in terms.items()
        if is_problem(term) is problems
        for word in (*fold(term.partition(":")[2]).split(" "), *fold(label).split(" "))
    )
