"""The time, asked once at the edge: everything below takes `now` or `today` as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def utc_now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar date in the Netherlands at an instant."""
    return moment.astimezone(AMSTERDAM).date()


def to_local(moment: datetime) -> datetime:
    """An instant as the clock in the Netherlands shows it, aware."""
    return moment.astimezone(AMSTERDAM)


def to_instant(local: datetime) -> datetime:
    """A naive Dutch wall-clock time as an instant in UTC.

    A time that summer time skips moves an hour on; one that happens twice is the first.
    """
    return local.replace(tzinfo=AMSTERDAM).astimezone(UTC)
