"""Everything about one offering."""

import json
from typing import Any
from uuid import UUID

import asyncpg

from app.core.documents import Document
from app.core.errors import GoneError, MovedError, NotFoundError
from app.core.sql import Question
from app.finder.asking import Asker, Found, Values, rests_until
from app.finder.minutes import door_values, rests_a_minute
from app.offerings.models import Schedule
from app.offerings.sessions import recurrence_of, schedule_document
from app.schedule.sentences import sentence

OFFERINGS_PATH = "/v1/offerings"

_OFFERING = Question(__file__, "offering_in_full")
_SCHEDULES = Question(__file__, "offering_schedules")
_FATE = Question(__file__, "offering_fate")

_NEVER_SHOWN = frozenset({"draft", "pending", "rejected"})
# What one preset has and another has not; every member is always there.
_OF_OTHER_PRESETS: Document = {"everyWeeks": None, "weekdays": [], "nth": None, "weekday": None}


async def offering_in_full(asker: Asker, *, offering_id: UUID) -> Found:
    """One offering (OfferingInFull): on the map, paused, or not checked for too long.

    Raises MovedError when it was merged into another; GoneError when it has ended, was archived or
    blocked, or its organization is off the map; NotFoundError otherwise.
    """
    values = asker.clock_values() | door_values(asker.settings, now=asker.now)
    asked: Values = {"id": offering_id}
    row = await _OFFERING.row(asker.connection, values | asked)
    if row is None:
        raise await _fate(asker, offering_id)
    schedules = _SCHEDULES.asked(asked)
    rows = await asker.connection.fetch(schedules.text, *schedules.values(asked))
    told: dict[str, Any] = json.loads(row["card"]) | json.loads(row["more"])
    told["schedules"] = [_schedule(each) for each in rows]
    until = rests_a_minute if told["place"] else rests_until
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    # Of every gemeente: next steps, organizers and sessions elsewhere may belong to another.
    return Found(content, None, until(asker.now, row["ticks_at"]))


async def _fate(asker: Asker, offering_id: UUID) -> Exception:
    row = await _FATE.row(asker.connection, {"id": offering_id})
    if row is not None and row["moved_to"] not in {None, offering_id}:
        return MovedError(f"{OFFERINGS_PATH}/{row['moved_to']}")
    if row is None or row["status"] in _NEVER_SHOWN:
        return NotFoundError("Dit aanbod kennen wij niet. Zoek het bij /v1/offerings.")
    return GoneError("Dit aanbod is er niet meer. Zoek verder bij /v1/offerings.")


def _schedule(row: asyncpg.Record) -> Document:
    schedule = Schedule(**{**row, "pauses": json.loads(row["pauses"])})
    pauses = [{"reason": None} | pause for pause in schedule.pauses]
    return (
        _OF_OTHER_PRESETS
        | schedule_document(schedule)
        | {
            "id": str(schedule.id),
            "pauses": pauses,
            "rrule": schedule.rrule,
            "sentence": sentence(recurrence_of(schedule)),
        }
    )
