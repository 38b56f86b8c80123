"""What the clock makes of an entry: whether it is on the lists, what is next, how fresh it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.core.clock import local_date
from tests.finder.entries import Entry, Meeting

SERVICE_KINDS = frozenset(
    [
        "spreekuur",
        "praktische-hulp",
        "maatje",
        "uitgifte",
        "dagbesteding",
        "leerwerkplek",
        "respijtzorg",
        "time-out",
    ]
)
FRONT_DOORS = frozenset({"wijkwijzer", "mantelzorgsteun", "regeling"})
NEVER = 10**9
# Days until it is due, until it is stale and until it leaves the lists.
TERMS = {
    "activity": (120, 165, 210),
    "service": (180, 240, 330),
    "front_door": (90, 120, NEVER),
    "series": (NEVER, NEVER, NEVER),
}
QUICKLY_FILLED = frozenset({"maatje", "respijtzorg", "time-out"})


@dataclass(frozen=True)
class Listed:
    """An entry on the lists at one moment, and what the clock makes of it."""

    entry: Entry
    next: Meeting | None
    coming: Sequence[Meeting]
    """Neither cancelled nor over."""
    spots: str
    freshness: str

    @property
    def id(self) -> Any:
        return self.entry.row["id"]

    @property
    def by_name(self) -> tuple[Any, ...]:
        return (self.entry.name_key, self.id)


def is_listed(entry: Entry, now: datetime) -> bool:
    """Whether it stands on the lists: published, its organization too, and not past its term."""
    row, today = entry.row, local_date(now)
    if row["status"] != "published" or entry.organization["status"] != "published":
        return False
    if row["last_ends_at"] and local_date(row["last_ends_at"]) < today:
        return False
    return _age_days(entry, now) < TERMS[_sort_of_freshness(entry)][2]


def _sort_of_freshness(entry: Entry) -> str:
    kind = entry.row["kind"]
    if kind in FRONT_DOORS:
        return "front_door"
    if entry.row["last_ends_at"] is not None and (kind == "cursus" or entry.happens_once):
        return "series"
    return "service" if kind in SERVICE_KINDS else "activity"


def _age_days(entry: Entry, now: datetime) -> int:
    row = entry.row
    verified = local_date(row["verified_at"]) if row["verified_at"] else None
    checks = [day for day in (verified, row["source_checked_on"]) if day]
    checked_on = max(checks) if checks else local_date(row["created_at"])
    return (local_date(now) - checked_on).days


def listed(entry: Entry, now: datetime) -> Listed:
    """The entry as it is at this moment."""
    coming = [
        one
        for one in entry.meetings
        if one.row["status"] != "cancelled" and one.row["ends_at"] > now
    ]
    return Listed(
        entry,
        next=coming[0] if coming else None,
        coming=coming,
        spots=_spots(entry, now),
        freshness=_freshness(entry, now),
    )


def _spots(entry: Entry, now: datetime) -> str:
    reported = entry.row["spots_as_of"]
    if reported is None:
        return "unknown"
    days = 14 if entry.row["kind"] in QUICKLY_FILLED else 30
    has_lapsed = local_date(now) >= local_date(reported) + timedelta(days=days)
    return "unknown" if has_lapsed else str(entry.row["spots"])


def _freshness(entry: Entry, now: datetime) -> str:
    due, stale, _ = TERMS[_sort_of_freshness(entry)]
    age = _age_days(entry, now)
    if age >= stale:
        return "stale"
    never = entry.row["verified_at"] is None and entry.row["source_checked_on"] is None
    return "due" if age >= due or never else "fresh"
