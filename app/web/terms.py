"""The words of the vocabularies, as pages show them; asked of the database every five minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.config import Settings
from app.core.database import ReadPool
from app.finder.schemas import Card
from app.vocabularies.queries import all_vocabularies
from app.vocabularies.schemas import Sensitivity, Term, Vocabularies
from app.web.addresses import Language

KEPT_FOR = timedelta(minutes=5)
_FROM_MILD: Sequence[Sensitivity] = ("open", "discreet", "art9", "safety")


@dataclass(frozen=True, slots=True)
class Terms:
    """Every term by vocabulary and code."""

    by_vocabulary: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)

    def label(self, vocabulary: str, code: str, language: Language) -> str:
        """What a code is called; the code itself when nobody knows it any more."""
        term = self.by_vocabulary.get(vocabulary, {}).get(code)
        if term is None:
            return code
        return term.label_nl if language == "nl" else term.label_en

    def definition(self, vocabulary: str, code: str) -> str | None:
        """A code explained in one Dutch sentence, where somebody did."""
        term = self.by_vocabulary.get(vocabulary, {}).get(code)
        return term.definition_nl if term else None

    def group_of(self, kind: str) -> str | None:
        """The group of a kind of offering, by its Dutch name."""
        term = self.by_vocabulary.get("kind", {}).get(kind)
        return term.group if term else None

    def sensitivity_of(self, card: Card) -> Sensitivity:
        """The strongest of what its themes and audiences are."""
        found = [
            *(self.mark("theme", code) for code in card.themes),
            *(self.mark("audience", audience.code) for audience in card.audiences),
        ]
        return max(found, key=_FROM_MILD.index, default="open")

    def is_discreet(self, card: Card) -> bool:
        """Whether nothing of it may be kept on a telephone or shown in a preview of a link."""
        return self.sensitivity_of(card) != "open"

    def mark(self, vocabulary: str, code: str) -> Sensitivity:
        """How much a theme or audience is nobody else's business; what we do not know is."""
        term = self.by_vocabulary.get(vocabulary, {}).get(code)
        return "discreet" if term is None else term.sensitivity or "open"


class KeptTerms:
    """The terms of one process."""

    def __init__(self, _settings: Settings) -> None:
        self._terms = Terms()
        self._read_at: datetime | None = None

    async def terms(self, reads: ReadPool, *, now: datetime) -> Terms:
        """The terms, at most five minutes old."""
        if self._read_at is None or not timedelta() <= now - self._read_at < KEPT_FOR:
            async with reads.connection() as connection:
                document = await all_vocabularies(connection)
            read = Vocabularies.model_validate_json(document)
            self._terms = Terms(
                {each.name: {term.code: term for term in each.terms} for each in read.items}
            )
            self._read_at = now
        return self._terms

    @property
    def last(self) -> Terms:
        """As they were when they could be read; nothing when they never could."""
        return self._terms

    async def close(self) -> None:
        """There is nothing to let go of."""
