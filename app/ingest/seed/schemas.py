"""What the seed files say beside the documents of the interface: refs, relative dates, status."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from app.core.clock import AMSTERDAM, local_date
from app.core.entries import VerifiedHow
from app.core.schemas import WireModel

_RELATIVE = {"daysAgo": -1, "daysAhead": 1}


def with_dates(given: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The mapping with `{daysAgo: n}` and `{daysAhead: n}` as dates, and spots with an instant."""
    return {name: _dated(value, now=now) for name, value in given.items()}


def _dated(value: Any, *, now: datetime) -> Any:
    match value:
        case {"state": state, "reportedDaysAgo": days}:
            return {"state": state, "reportedAt": (now - timedelta(days=days)).isoformat()}
        case dict() if len(value) == 1 and (name := next(iter(value))) in _RELATIVE:
            return (local_date(now) + timedelta(days=_RELATIVE[name] * value[name])).isoformat()
        case dict():
            return with_dates(value, now=now)
        case list():
            return [_dated(item, now=now) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


class Verified(WireModel):
    """Somebody looked, that many days ago."""

    days_ago: Annotated[int, Field(ge=0)]
    how: VerifiedHow

    def at(self, now: datetime) -> datetime:
        return now - timedelta(days=self.days_ago)


class SeedMoment(WireModel):
    """When it was checked: by its source, and by us."""

    source_checked_on: date | None = None
    verified: Verified | None = None


class SeedPlace(WireModel):
    """What goes with the document of a place."""

    buurt: Annotated[str, Field(pattern=r"^BU[0-9]{8}$")] | None = None
    """Where its source says it stands: helps to draw outlines while there are no borders."""


class SeedSessionChange(WireModel):
    """A change of the n-th coming session."""

    week: Annotated[int, Field(ge=1, le=13)]
    status: Literal["cancelled", "moved"]
    note: str | None = None
    moved_days: int = 0
    moved_start_time: time | None = None
    place: str | None = None

    def moved_to(self, local_start: datetime) -> datetime | None:
        """The new start; None when only the place is another, or it is cancelled."""
        if self.status != "moved" or not (self.moved_days or self.moved_start_time):
            return None
        day = local_start.date() + timedelta(days=self.moved_days)
        at = self.moved_start_time or local_start.time()
        return datetime.combine(day, at, tzinfo=AMSTERDAM)


class SeedOffering(WireModel):
    """What goes with the document of an offering."""

    status: Literal["draft", "pending", "published", "paused"] = "published"
    paused_until: date | None = None
    pause_reason: str | None = None
    schedules: list[dict[str, Any]] = []
    session_changes: list[SeedSessionChange] = []
