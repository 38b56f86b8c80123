"""The whole minute that it is: at which a door is open, and for which an answer says so."""

from datetime import datetime, timedelta

from app.core.config import Settings
from app.finder.asking import Values, rests_since, rests_until

A_MINUTE = timedelta(minutes=1)


def minute_of(now: datetime) -> datetime:
    """The beginning of the minute."""
    return now.replace(second=0, microsecond=0)


def door_values(settings: Settings, *, now: datetime) -> Values:
    """What statements that tell of open doors take: the minute, and how long hours are believed."""
    due, stale = settings.freshness_opening_hours_days
    return {"minute": minute_of(now), "hours_due_days": due, "hours_stale_days": stale}


def minute_since(now: datetime, ticked_at: datetime | None) -> datetime:
    """The last moment at which an answer that names its minute changed: `rests_since`, or later."""
    return max(minute_of(now), rests_since(now, ticked_at))


def rests_a_minute(now: datetime, ticks_at: datetime | None) -> datetime:
    """Until when an answer that names its minute stays the same: `rests_until`, or sooner."""
    return min(minute_of(now) + A_MINUTE, rests_until(now, ticks_at))
