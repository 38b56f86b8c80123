"""What may be chosen."""

from collections.abc import Iterable

import asyncpg
from sqlalchemy import select

from app.core.database import Db
from app.core.errors import Fault
from app.core.sql import sql_file
from app.vocabularies.models import VocabularyTerm
from app.vocabularies.rules import Choice, unknown_choices

_ALL_VOCABULARIES = sql_file(__file__, "all_vocabularies")


async def all_vocabularies(connection: asyncpg.Connection) -> bytes:
    """Every vocabulary with its terms, as JSON (Vocabularies)."""
    found: str = await connection.fetchval(_ALL_VOCABULARIES)
    return found.encode()


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
