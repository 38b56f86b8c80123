"""Changing the lists of words; in one transaction, so that nobody ever reads half of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from app.core.database import Db
from app.core.sql import statement
from app.words.files import LISTS
from app.words.lexicon import Entry
from app.words.queries import MADE_BY

_HOLD_LISTS = statement(__file__, "hold_lists")
_REPLACE_ENTRIES = statement(__file__, "replace_entries")
_NOTE_LISTS_CHANGED = statement(__file__, "note_lists_changed")
_NOTE_INDEXED = statement(__file__, "note_indexed")


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the rows of one source."""

    added: int
    removed: int
    changed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


async def replace_entries(
    db: Db,
    entries: Iterable[Entry],
    *,
    source: Literal["seed", "own"],
    lists: Collection[str] = tuple(LISTS),
) -> Replaced:
    """Makes the rows of a source in these lists exactly the given ones.

    Whoever changes lists at the same time waits until this transaction ends. No phrase may stand
    twice in a list.
    """
    given = list(entries)
    await db.execute(_HOLD_LISTS)
    asked = {
        "source": source,
        "which": sorted(lists),
        "lists": [entry.list for entry in given],
        "phrases": [entry.phrase for entry in given],
        "meanings": [entry.meaning for entry in given],
    }
    row = (await db.execute(_REPLACE_ENTRIES, asked)).one()
    replaced = Replaced(row.added, row.removed, row.changed)
    if replaced:
        await db.execute(_NOTE_LISTS_CHANGED)
    return replaced


async def note_indexed(db: Db, *, fingerprint: str) -> None:
    """The words beside every text were made with the parts of this fingerprint."""
    await db.execute(_NOTE_INDEXED, {"indexed": MADE_BY + fingerprint})
