"""Changing what people choose from."""

import csv
from collections import Counter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.core.database import Db
from app.vocabularies.models import VocabularyTerm


def read_vocabularies(path: Path) -> list[VocabularyTerm]:
    """The terms in a file with the columns of `seed/vocabularies.csv`, in the order of the file."""
    terms = []
    position: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            name = row["vocabulary"]
            terms.append(
                VocabularyTerm(
                    vocabulary=name,
                    code=row["code"],
                    position=position[name],
                    label_nl=row["label_nl"],
                    definition_nl=row["definition_nl"] or None,
                    label_en=row["label_en"],
                    term_group=row["group"] or None,
                    sensitivity=row["sensitivity"] or None,
                    word_forms=[form for form in (row["word_forms"] or "").split("|") if form],
                )
            )
            position[name] += 1
    return terms


async def store_vocabularies(db: Db, terms: list[VocabularyTerm]) -> int:
    """Adds new terms and renews the words of known ones; answers how many changed.

    A code is never taken away and keeps its position for good: filters are stored by position.
    """
    table = VocabularyTerm.__table__  # type: ignore[attr-defined]
    taken = {
        (vocabulary, code): position
        for vocabulary, code, position in await db.execute(
            select(table.c.vocabulary, table.c.code, table.c.position)
        )
    }
    following = Counter(vocabulary for vocabulary, _ in taken)
    rows = []
    for term in terms:
        key = (term.vocabulary, term.code)
        if key not in taken:
            taken[key] = following[term.vocabulary]
            following[term.vocabulary] += 1
        rows.append(term.model_dump() | {"position": taken[key]})
    if not rows:
        return 0
    statement = insert(table)
    words = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if not column.primary_key and column.name != "position"
    }
    stored = await db.execute(
        statement.on_conflict_do_update(
            index_elements=[table.c.vocabulary, table.c.code],
            set_=words,
            where=table.c.label_nl.is_distinct_from(statement.excluded.label_nl)
            | table.c.definition_nl.is_distinct_from(statement.excluded.definition_nl)
            | table.c.label_en.is_distinct_from(statement.excluded.label_en)
            | table.c.term_group.is_distinct_from(statement.excluded.term_group)
            | table.c.sensitivity.is_distinct_from(statement.excluded.sensitivity)
            | table.c.word_forms.is_distinct_from(statement.excluded.word_forms),
        ).returning(table.c.code),
        rows,
    )
    return len(stored.all())
