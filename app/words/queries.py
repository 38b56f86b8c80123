"""The lists that hold: all of them to understand by, the word parts to keep beside a text."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import ClassVar, Protocol
from weakref import WeakKeyDictionary

import asyncpg

from app.core.database import Db, ReadPool
from app.core.sql import sql_file, statement
from app.words.compounds import search_words
from app.words.files import GONE, Row
from app.words.folding import fold
from app.words.lexicon import Entry, Lexicon

_LEXICON = sql_file(__file__, "lexicon")
_LEXICON_KEY = sql_file(__file__, "lexicon_key")
_LEXICON_NOW = statement(__file__, "lexicon")
_WORD_PARTS = statement(__file__, "word_parts")
_PARTS_FOR_ALL = statement(__file__, "parts_for_all")
_INDEXED = statement(__file__, "indexed")
_ALL_ENTRIES = statement(__file__, "all_entries")

_LOOK_AGAIN = timedelta(seconds=10)
MADE_BY = "1 "
"""How the words beside a text are made; another number makes them anew everywhere."""

Parts = Mapping[str, bool]
"""Part of compounds → whether it says little."""


# To understand what was typed.


@dataclass(slots=True)
class _Held:
    """What a pool's askers know, and who is looking whether it still holds."""

    lexicon: Lexicon | None = None
    key: str = ""
    looked_at: datetime | None = None
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_recent(self, now: datetime) -> bool:
        return self.looked_at is not None and abs(now - self.looked_at) < _LOOK_AGAIN


_held: WeakKeyDictionary[ReadPool, _Held] = WeakKeyDictionary()
# The same key is the same words, in whichever database: one is kept for all pools.
_last_built: tuple[str, Lexicon] | None = None


async def known_lexicon(
    reads: ReadPool, connection: asyncpg.Connection, *, now: datetime
) -> Lexicon:
    """The words that hold in the database of this pool, at most ten seconds ago.

    One asker looks and builds, in a thread; the others go on with what was known meanwhile.
    """
    held = _held.setdefault(reads, _Held())
    known = held.lexicon
    if known is not None and (held.is_recent(now) or held.looking.locked()):
        return known
    async with held.looking:
        if held.lexicon is None or not held.is_recent(now):
            key: str = await connection.fetchval(_LEXICON_KEY)
            if held.lexicon is None or key != held.key:
                held.lexicon, held.key = await _lexicon_at(connection, key), key
            held.looked_at = now
        return held.lexicon


async def _lexicon_at(connection: asyncpg.Connection, key: str) -> Lexicon:
    global _last_built  # noqa: PLW0603 - one for all pools of the process
    last = _last_built
    if last is not None and last[0] == key:
        return last[1]
    stored: str = await connection.fetchval(_LEXICON)
    lexicon = await asyncio.to_thread(built, stored)
    if await connection.fetchval(_LEXICON_KEY) == key:  # nobody changed them in between
        _last_built = (key, lexicon)
    return lexicon


async def lexicon(db: Db) -> Lexicon:
    """The words that hold, read anew: for a unit of work."""
    stored: str = (await db.execute(_LEXICON_NOW)).scalar_one()
    return await asyncio.to_thread(built, stored)


def built(stored: str) -> Lexicon:
    """The lexicon of what `sql/lexicon.sql` answers."""
    read = json.loads(stored)
    held = {(name, phrase): meaning for name, phrase, meaning in read["entries"]}
    forms = word_forms(read["terms"])
    # A list says more than a word form of a theme, also when it says: not here.
    held = {("synonym", phrase): meaning for phrase, meaning in forms.items()} | held
    labels = {f"{vocabulary}:{code}": label for vocabulary, code, label, _ in read["terms"]}
    entries = [Entry(*key, meaning) for key, meaning in held.items() if meaning != GONE]
    return Lexicon.of(entries, labels)


def word_forms(terms: list[tuple[str, str, str, list[str]]]) -> dict[str, str]:
    """Word forms of terms (vocabulary, code, label, forms) as synonyms: phrase → meanings."""
    found: dict[str, list[str]] = {}
    for vocabulary, code, _, forms in terms:
        for form in forms:
            meanings = found.setdefault(fold(form), [])
            if f"{vocabulary}:{code}" not in meanings:
                meanings.append(f"{vocabulary}:{code}")
    return {phrase: "|".join(meanings) for phrase, meanings in found.items() if phrase}


# To keep beside a text.


class Worded(Protocol):
    """A row with texts that are found by more than their own words."""

    words_beside: ClassVar[Mapping[str, tuple[str, ...]]]
    """Column for those words → the columns with the texts."""


@dataclass(frozen=True, slots=True)
class KnownParts:
    """The parts of compounds that hold, and their fingerprint."""

    fingerprint: str = ""
    parts: Parts = field(default_factory=dict)

    def words_beside(self, row: Worded) -> dict[str, str]:
        """What to store beside the texts of a row, so that parts of compounds find it."""
        return {
            column: search_words("\n".join(getattr(row, name) or "" for name in names), self.parts)
            for column, names in row.words_beside.items()
        }


# The same fingerprint is the same parts, in whichever database.
_known_parts = KnownParts()


async def word_parts(db: Db) -> KnownParts:
    """The parts that hold; until the end of the transaction `parts_for_all` waits for it."""
    global _known_parts  # noqa: PLW0603 - one for the process
    known = _known_parts
    found = (await db.execute(_WORD_PARTS, {"known": known.fingerprint})).one()
    if found.parts is not None:
        parts = {part: weight == "light" for part, weight in found.parts.items()}
        known = _known_parts = KnownParts(found.fingerprint, MappingProxyType(parts))
    return known


async def note_words(db: Db, row: Worded) -> None:
    """Keeps the words of a row beside its texts; for before it is written."""
    # To ask for the parts must not write the row: whoever saves it says what the refusals mean.
    with db.no_autoflush:
        parts = await word_parts(db)
    for column, words in parts.words_beside(row).items():
        setattr(row, column, words)


async def parts_for_all(db: Db) -> KnownParts:
    """The parts that hold, once nobody saves a text any more with others."""
    await db.execute(_PARTS_FOR_ALL)
    return await word_parts(db)


async def is_indexed(db: Db) -> bool:
    """Whether the words beside every text were made with the parts that hold."""
    return bool(await db.scalar(_INDEXED, {"made_by": MADE_BY}))


# To show and to judge.


async def all_rows(db: Db) -> list[Row]:
    """All that stands in the lists, of the service (`seed`) and of the gemeente (`own`)."""
    found = await db.execute(_ALL_ENTRIES)
    return [Row(0, *row) for row in found]


async def terms(db: Db) -> dict[str, str]:
    """The terms that a word may stand for (`theme:geld`), with their labels."""
    stored: str = (await db.execute(_LEXICON_NOW)).scalar_one()
    return {f"{name}:{code}": label for name, code, label, _ in json.loads(stored)["terms"]}
