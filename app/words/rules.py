"""What may stand in a list of words: every fault of a file at once, in Dutch, by line.

Pure. People put words on the map with this; so it also keeps that nobody's origin, religion or
orientation ever stands for a problem.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.vocabularies.rules import near_choice
from app.words.files import GONE, LISTS, Row
from app.words.folding import fold
from app.words.meanings import MOST_WORDS, PROBLEM_AUDIENCES, codes_of, fault_of_meaning
from app.words.respect import Respect

LONGEST_PHRASE = 80
MOST_MEANINGS = 12
SHORTEST_PART = 3

WEIGHTS = ("full", "light")
SOURCES = ("", "own", "seed")


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """One thing that is wrong in a file, in words for the person who filled it in."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is held against."""

    terms: Mapping[str, str]
    """`theme:geld` → its label."""
    seed: Mapping[tuple[str, str], str]
    """List and phrase → meaning, as the service brings them."""


def faults_of(rows: Sequence[Row], known: Known) -> list[RowFault]:
    """Everything that is wrong with these rows, in order of line.

    A row that is exactly one of the service's own is right.
    """
    looking = _Looking.at(rows, known)
    first_lines: dict[tuple[str, str], int] = {}
    faults: list[RowFault] = []
    for row in rows:
        first = first_lines.setdefault(row.key, row.line)
        if first != row.line:
            message = f"'{row.phrase}' staat ook op regel {first}. Voeg ze samen."
            faults.append(RowFault(row.line, "phrase", message))
        elif not _is_ours(row, known):
            faults += (
                RowFault(row.line, column, message) for column, message in looking.faults(row)
            )
    return sorted(faults)


def own_rows(rows: Iterable[Row], known: Known) -> list[Row]:
    """The rows that the gemeente wants itself: all but those that the service brings."""
    return [row for row in rows if not _is_ours(row, known)]


def _is_ours(row: Row, known: Known) -> bool:
    return row.source != "own" and known.seed.get(row.key) == row.meaning


Told = Iterator[tuple[str, str]]
"""Faults of one row: column and message."""


@dataclass(frozen=True, slots=True)
class _Looking:
    """The lists as they will hold once the file is in."""

    known: Known
    everyday: frozenset[str]
    never_proposed: frozenset[str]
    respect: Respect

    @classmethod
    def at(cls, rows: Sequence[Row], known: Known) -> "_Looking":
        holds = dict(known.seed) | {row.key: row.meaning for row in rows}

        def listed(name: str) -> dict[str, str]:
            return {
                phrase: meaning
                for (of, phrase), meaning in holds.items()
                if of == name and meaning != GONE
            }

        everyday = frozenset(listed("everyday"))
        # Taking such a word out of its list makes no problem of who somebody is.
        ours = {phrase for of, phrase in known.seed if of == "identity"}
        respect = Respect.of(
            listed("identity").keys() | ours,
            parts={part: weight == "light" for part, weight in listed("word_part").items()},
            synonyms=listed("synonym"),
            terms=known.terms,
            everyday=everyday,
        )
        return cls(known, everyday, frozenset(listed("never_proposed")), respect)

    def faults(self, row: Row) -> Told:
        if row.list not in LISTS:
            yield "list", f"'{row.list}' is geen lijst. {near_choice(row.list, LISTS)}"
            return
        if row.source not in SOURCES:
            yield "source", f"'{row.source}' kan niet. Vul 'own' in, of niets."
        elif row.source == "seed":
            told = (
                "Deze regel hoort bij de dienst, maar staat daar anders. Haal de regel weg, of "
                "vul 'own' in als u dit zo wilt."
            )
            yield "source", told
        phrase_faults = list(self._phrase(row))
        yield from phrase_faults
        if not phrase_faults and row.meaning != GONE:
            yield from _MEANINGS[row.list](self, row)

    def _phrase(self, row: Row) -> Told:
        words = row.phrase.split(" ")
        if not row.phrase:
            yield "phrase", "Vul in wat mensen zeggen."
        elif len(row.phrase) > LONGEST_PHRASE:
            yield "phrase", f"Dit is te lang. Er passen {LONGEST_PHRASE} tekens in."
        elif fold(row.phrase) != row.phrase:
            better = fold(row.phrase)
            yield (
                "phrase",
                f"Schrijf '{better}': kleine letters, zonder accenten en leestekens."
                if better
                else "Hier staan geen woorden.",
            )
        elif len(words) > MOST_WORDS:
            yield "phrase", f"Gebruik ten hoogste {MOST_WORDS} woorden."
        elif row.list == "word_part" and (len(words) > 1 or len(row.phrase) < SHORTEST_PART):
            yield "phrase", f"Een woorddeel is één woord van ten minste {SHORTEST_PART} letters."
        elif row.list == "synonym" and row.phrase in self.everyday and row.meaning != GONE:
            told = (
                f"'{row.phrase}' is een alledaags woord: het zegt zelf niets. Gebruik het samen "
                "met andere woorden."
            )
            yield "phrase", told

    def synonym(self, row: Row) -> Told:
        meanings = [meaning.strip() for meaning in row.meaning.split("|")]
        if not row.meaning:
            yield "meanings", "Vul in wat dit betekent, zoals 'theme:geld' of 'word:wandelen'."
            return
        if len(meanings) > MOST_MEANINGS:
            yield "meanings", f"Geef ten hoogste {MOST_MEANINGS} betekenissen."
        if len(set(meanings)) < len(meanings):
            yield "meanings", "Hier staat een betekenis twee keer."
        for meaning in meanings:
            if (told := fault_of_meaning(meaning, self.known.terms)) is not None:
                yield "meanings", told
        yield from self._leads_somewhere(row, meanings)
        yield from self._respects(row, meanings)

    def _leads_somewhere(self, row: Row, meanings: Sequence[str]) -> Told:
        if all(meaning == f"word:{row.phrase}" for meaning in meanings):
            yield (
                "meanings",
                "Dit woord betekent alleen zichzelf. Dat zoeken wij al: haal de regel weg.",
            )

    def _respects(self, row: Row, meanings: Sequence[str]) -> Told:
        if row.phrase in self.never_proposed and any(
            not meaning.startswith(("theme:", "kind:", "audience:")) for meaning in meanings
        ):
            told = (
                f"'{row.phrase}' stellen wij nooit voor. Kies het onderwerp, de soort of de groep "
                "waar iemand dan terecht kan."
            )
            yield "meanings", told
        who = self.respect.identity_in(row.phrase)
        problem = next(filter(self.respect.names_problem, meanings), None)
        if who is not None and problem is not None:
            told = (
                f"'{who}' zegt waar iemand vandaan komt, wat iemand gelooft of van wie "
                f"iemand houdt. Dat is geen probleem: het kan niet '{problem}' betekenen."
            )
            yield "meanings", told

    def word_part(self, row: Row) -> Told:
        if row.meaning not in WEIGHTS:
            yield (
                "meanings",
                "Vul 'full' in, of 'light' voor een deel dat weinig zegt, zoals 'groep'.",
            )

    def identity(self, row: Row) -> Told:
        term = f"audience:{row.meaning}"
        if not row.meaning:
            return
        if term not in self.known.terms:
            codes = codes_of(self.known.terms, "audience")
            yield "meanings", f"'{row.meaning}' is geen groep. {near_choice(row.meaning, codes)}"
        elif term in PROBLEM_AUDIENCES:
            yield "meanings", f"Wie iemand is, is geen probleem: dit kan niet '{term}' betekenen."

    def bare(self, row: Row) -> Told:
        if row.meaning:
            yield "meanings", "In deze lijst staan alleen woorden. Laat dit leeg."


_MEANINGS: Mapping[str, Callable[[_Looking, Row], Told]] = {
    "synonym": _Looking.synonym,
    "word_part": _Looking.word_part,
    "everyday": _Looking.bare,
    "never_proposed": _Looking.bare,
    "name": _Looking.bare,
    "identity": _Looking.identity,
}
