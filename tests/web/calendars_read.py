"""Reading a calendar file as the programs of other people do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import recurring_ical_events
from icalendar import Calendar

from app.offerings.programme import change_session
from app.offerings.schemas import SessionChangeIn
from tests.factories import act
from tests.finder.pathmos_asked import Town

HORIZON = timedelta(weeks=60)
TUESDAY_AT_TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """One time that a calendar shows."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool


def times_of(content: bytes, *, after: datetime) -> Sequence[Time]:
    """All that is shown and ends after a moment, in order."""
    shown = recurring_ical_events.of(Calendar.from_ical(content)).between(
        after - timedelta(days=60), after + HORIZON
    )
    times = [
        Time(event.start.astimezone(UTC), event.end.astimezone(UTC), event["STATUS"] == "CANCELLED")
        for event in shown
    ]
    return sorted(time for time in times if time.ends_at > after)


def times_told(sessions: Sequence[Any]) -> Sequence[Time]:
    """The same of sessions as the interface answers them."""
    return sorted(
        Time(
            datetime.fromisoformat(session["startsAt"]),
            datetime.fromisoformat(session["endsAt"]),
            session["status"] == "cancelled",
        )
        for session in sessions
    )


def events_of(content: bytes) -> Sequence[Any]:
    """Every event as it is written."""
    return Calendar.from_ical(content).walk("VEVENT")


def lines_of(content: bytes) -> Sequence[str]:
    """The lines as they are meant, unfolded. Raises AssertionError for what is longer than 75."""
    raw = content.split(b"\r\n")
    assert max(map(len, raw)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


async def series(town: Town, offering_id: UUID) -> bytes:
    answer = await town.client.get(f"/aanbod/{offering_id}/agenda.ics")
    assert answer.status_code == 200, answer.text
    return answer.content


async def changed(town: Town, offering_id: UUID, begin: datetime, **change: Any) -> None:
    await town.saved(
        lambda db: change_session(
            db,
            offering_id,
            SessionChangeIn.model_validate(change),
            act(),
            original_starts_at=begin,
            expected_version=None,
        )
    )
