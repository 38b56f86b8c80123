"""A page of an answer, and where it ended: opaque, of one question, without a position.

A cursor holds the sort key of the last entry, its id, and the moment since which the first page has
been as it is, so that one question is answered at one moment however long somebody turns its
pages, and a page that has not changed has the same cursor.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from app.core.errors import Fault
from app.core.schemas import Text, WireModel
from app.finder.asking import Asker
from app.finder.near_misses import WAYS, reading_again
from app.finder.readings import Q, Reading
from app.words.schemas import Help, Understood

LASTS = timedelta(hours=48)
CLOCKS_DIFFER = timedelta(seconds=5)


class SortKey(BaseModel):
    """The sort key of the last entry on a page; which members count, the order says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    metres: Annotated[FiniteFloat, Field(ge=0)] | None = None
    start: Annotated[int, Field(ge=0, le=10**10)] | None = None
    """Seconds since 1970."""
    start_of: Annotated[int, Field(ge=0, le=10**10)] | None = None
    """Sessions: the original start."""
    rank: FiniteFloat | None = None
    name: Annotated[Text, Field(max_length=400)] | None = None


class _Inside(SortKey):
    question: str
    reading: Annotated[str, Field(pattern=WAYS)] | None = None
    """How the words were taken, when nothing fitted them exactly."""
    at: Annotated[int, Field(ge=0, le=10**10)]
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The moment that all pages of a question share, and where the last page ended."""

    now: datetime
    after: SortKey | None
    reading: str | None = None


def question_hash(question: WireModel, *, order: str) -> str:
    """What identifies a question, without telling it: no position leaves in a cursor."""
    asked = f"{order} {question.model_dump_json()}"
    return hashlib.blake2b(asked.encode(), digest_size=9).hexdigest()


def written(key: SortKey, *, question: str, at: datetime, reading: str | None = None) -> str:
    """The cursor of the page after this key; `at`: see `asking.rests_since`."""
    at_s = int(at.timestamp())
    inside = _Inside(**key.model_dump(), question=question, at=at_s, reading=reading)
    packed = inside.model_dump_json(exclude_none=True).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def turn_of(
    asker: Asker,
    cursor: str | None,
    *,
    question: str,
    keys: Sequence[frozenset[str]],
    faults: list[Fault],
) -> Turn:
    """What a cursor says; `keys` are the sets of members, beside the id, that the order knows.

    A cursor of another question, or older than two days, is a fault; it is added to `faults`.
    """
    if cursor is None:
        return Turn(asker.now, None)
    inside = _unpacked(cursor)
    if inside is not None and inside.question == question:
        given = {name for name in SortKey.model_fields if getattr(inside, name) is not None}
        at = datetime.fromtimestamp(inside.at, UTC)
        if asker.now - LASTS <= at <= asker.now + CLOCKS_DIFFER and given - {"id"} in keys:
            key = SortKey(**inside.model_dump(include=set(SortKey.model_fields)))
            return Turn(at, key, inside.reading)
    faults.append(_wrong_cursor(asker))
    return Turn(asker.now, None)


async def read_at(asker: Asker, question: Q, *, turn: Turn, faults: list[Fault]) -> Reading[Q]:
    """How the words are taken, the same on every page.

    A cursor of a reading that is none any more is a fault; it is added to `faults`.
    """
    reading = await reading_again(asker, question, way=turn.reading)
    if reading is None:
        faults.append(_wrong_cursor(asker))
        return Reading(question)
    return reading


def _wrong_cursor(asker: Asker) -> Fault:
    return asker.fault(
        "cursor",
        "wrong-cursor",
        "Deze 'cursor' hoort niet bij deze vraag, of is te oud. Begin opnieuw zonder 'cursor'.",
    )


def _unpacked(cursor: str) -> _Inside | None:
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return _Inside.model_validate_json(packed, strict=True)
    except ValueError:  # binascii's and pydantic's own are ValueErrors too
        return None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What stands around the items of a page (PageMembers)."""

    next: str | None
    next_cursor: str | None
    total: int | None = None
    facets: Mapping[str, Any] | None = None
    suggestions: Sequence[Mapping[str, Any]] = ()
    fuzzy: bool = False
    help: Sequence[Help] = ()
    understood: Sequence[Understood] = ()


def page_of(items: str, facts: PageFacts, *, as_geojson: bool) -> bytes:
    """A page as JSON, or as a GeoJSON FeatureCollection.

    `items`: JSON texts with commas between.
    """
    around = {
        "next": facts.next,
        "nextCursor": facts.next_cursor,
        "total": facts.total,
        "facets": facts.facets,
        "suggestions": facts.suggestions,
        "fuzzy": facts.fuzzy,
        "understood": [one.model_dump(mode="json", by_alias=True) for one in facts.understood],
    }
    # First what somebody in danger needs.
    help_ = json.dumps(
        [one.model_dump(mode="json", by_alias=True) for one in facts.help],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    members = "features" if as_geojson else "items"
    kind = '"type":"FeatureCollection",' if as_geojson else ""
    tail = json.dumps(around, ensure_ascii=False, separators=(",", ":"))
    return f'{{{kind}"help":{help_},"{members}":[{items}],{tail[1:]}'.encode()
