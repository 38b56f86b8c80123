"""The choices of the vocabularies, by the position that the read model stores."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import asyncpg

from app.core.database import ReadPool
from app.core.errors import Fault
from app.core.sql import sql_file
from app.vocabularies.rules import near_choice

_TERM_POSITIONS = sql_file(__file__, "term_positions")
_LOOK_AGAIN = timedelta(seconds=10)

Positions = Mapping[str, Mapping[str, int]]
"""Vocabulary → code → position."""

# Terms are never taken away and keep their position: what was read once stays true.
_read: WeakKeyDictionary[ReadPool, tuple[datetime, Positions]] = WeakKeyDictionary()


async def term_positions(
    reads: ReadPool,
    connection: asyncpg.Connection,
    *,
    asked: Mapping[str, Sequence[str]],
    now: datetime,
) -> Positions:
    """Positions that hold `asked` (vocabulary → codes), as far as they exist.

    Read again when a code is not among them, at most every ten seconds.
    """
    read_at, known = _read.get(reads, (None, {}))
    is_missing = any(
        code not in known.get(vocabulary, {})
        for vocabulary, codes in asked.items()
        for code in codes
    )
    if read_at is None or (is_missing and abs(now - read_at) >= _LOOK_AGAIN):
        found: dict[str, dict[str, int]] = {}
        for vocabulary, code, position in await connection.fetch(_TERM_POSITIONS):
            found.setdefault(vocabulary, {})[code] = position
        _read[reads] = (now, found)
        return found
    return known


def unknown_terms(
    asked: Mapping[str, Sequence[str]], known: Positions, *, where: str
) -> list[Fault]:
    """A fault for each code that its vocabulary does not hold, with the nearest that it does."""
    return [
        Fault(
            "query" if where == "query" else "body",
            vocabulary if where == "query" else f"/{vocabulary}/{place}",
            "unknown-code",
            f"'{code}' staat niet in de lijst. {near_choice(code, known.get(vocabulary, {}))}",
        )
        for vocabulary, codes in asked.items()
        for place, code in enumerate(codes)
        if code not in known.get(vocabulary, {})
    ]
