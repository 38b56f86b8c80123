"""What may be chosen."""

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import select

from app.core.database import Db
from app.core.errors import Fault
from app.vocabularies.models import VocabularyTerm
from app.vocabularies.rules import Choice, unknown_choices
from app.vocabularies.schemas import Term, Vocabularies, Vocabulary


async def all_vocabularies(db: Db) -> Vocabularies:
    """Every vocabulary with its terms in order of position."""
    terms = (
        await db.execute(
            select(VocabularyTerm).order_by(
                VocabularyTerm.vocabulary,
                VocabularyTerm.position,  # type: ignore[arg-type]
            )
        )
    ).scalars()
    return Vocabularies(
        items=[
            Vocabulary(name=name, terms=[_term(row) for row in rows])
            for name, rows in groupby(terms, key=lambda row: row.vocabulary)
        ]
    )


def _term(row: VocabularyTerm) -> Term:
    return Term.model_validate(
        row.model_dump(exclude={"vocabulary", "position", "term_group"}) | {"group": row.term_group}
    )


async def faulty_choices(db: Db, choices: Iterable[Choice]) -> list[Fault]:
    """A fault for every choice that does not stand in its vocabulary."""
    wanted = list(choices)
    rows = await db.execute(
        select(VocabularyTerm.vocabulary, VocabularyTerm.code).where(  # type: ignore[call-overload]
            VocabularyTerm.vocabulary.in_({choice.vocabulary for choice in wanted})  # type: ignore[attr-defined]
        )
    )
    known: dict[str, set[str]] = {}
    for vocabulary, code in rows:
        known.setdefault(vocabulary, set()).add(code)
    return unknown_choices(wanted, known=known)
