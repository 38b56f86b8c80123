"""When one offering is, as far as anybody knows: every session, where a list shows eight."""

from datetime import date
from uuid import UUID

from app.core.clock import to_instant
from app.core.errors import NotFoundError
from app.core.schemas import WireModel
from app.core.sql import Question
from app.finder.asking import Asker
from app.finder.rules import local_midnight
from app.finder.session_schemas import Session

_PROGRAMME = Question(__file__, "programme")


class PlannedSession(Session):
    """A session, and which of the schedules of its offering plans it."""

    schedule_id: UUID | None


class Programme(WireModel):
    """All sessions in order of time, cancelled ones too; and why there are none for a while."""

    paused_until: date | None
    """The first day on which it takes place again; None: not paused, or nobody knows."""
    pause_reason: str | None
    sessions: list[PlannedSession]


async def programme_of(asker: Asker, *, offering_id: UUID) -> Programme:
    """The programme from today on: of the clock only the date matters.

    What is over today is in it still. Raises NotFoundError for what is not on the map.
    """
    since = to_instant(local_midnight(asker.today))
    row = await _PROGRAMME.row(asker.connection, {"id": offering_id, "since": since})
    if row is None:
        raise NotFoundError("Dit aanbod kennen wij niet.")
    return Programme.model_validate_json(row["programme"])
