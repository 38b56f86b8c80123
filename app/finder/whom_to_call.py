"""Whom to call about entries that a page lists: of many at once, and no more than that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.core.sql import Question
from app.finder.asking import Asker

_WHOM_TO_CALL = Question(__file__, "whom_to_call")


@dataclass(frozen=True, slots=True)
class WhomToCall:
    """Somebody's first name and a telephone number, as far as they gave them."""

    ask_for: str | None
    phone: str | None


async def whom_to_call(asker: Asker, *, ids: Collection[UUID]) -> Mapping[UUID, WhomToCall]:
    """By the id of the entry; what is not listed at this moment is left out. One statement."""
    values = asker.clock_values() | {"ids": sorted(ids)}
    asked = _WHOM_TO_CALL.asked(values)
    rows = await asker.connection.fetch(asked.text, *asked.values(values))
    return {row["offering_id"]: WhomToCall(row["ask_for"], row["phone"]) for row in rows}
