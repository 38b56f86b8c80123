"""What search engines may know of: buurten with something in them, and entries that are open.

Nothing of what is told discreetly: it should be found here, by who looks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.sql import Question
from app.finder.asking import Asker, Values

_AREAS = Question(__file__, "engine_areas")
_PARTS = Question(__file__, "engine_parts")
_ENTRIES = Question(__file__, "engine_entries")

PART_SIZE = 5_000
"""Entries in one part: with two languages 10,000 addresses, of the 50,000 that are allowed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A buurt, an entry or a part, and when it last changed."""

    name: str
    at: datetime


async def areas_for_engines(asker: Asker) -> Sequence[Changed]:
    """The codes of buurten with something in them."""
    return await _changed(asker, _AREAS, {})


async def parts_for_engines(asker: Asker) -> Sequence[Changed]:
    """The numbers of the parts in which entries are told, from 1."""
    return await _changed(asker, _PARTS, {"size": PART_SIZE})


async def entries_for_engines(asker: Asker, *, part: int) -> Sequence[Changed]:
    """The ids of the entries of one part; nothing behind the last."""
    return await _changed(asker, _ENTRIES, {"size": PART_SIZE, "part": part})


async def _changed(asker: Asker, question: Question, bounds: Values) -> Sequence[Changed]:
    values = asker.clock_values() | bounds
    asked = question.asked(values)
    rows = await asker.connection.fetch(asked.text, *asked.values(values))
    return [Changed(str(row["name"]), row["changed_at"]) for row in rows]
