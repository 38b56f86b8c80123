"""Pure rules of finding: freshness, what a day or a part of it is, and the order of codes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

Sort = Literal["distance", "next", "relevance", "name"]
Part = Literal["morning", "afternoon", "evening"]
Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
FreshnessState = Literal["fresh", "due", "stale"]

WEEKDAYS: tuple[Weekday, ...] = ("mo", "tu", "we", "th", "fr", "sa", "su")
PART_HOURS: dict[Part, tuple[int, int]] = {
    "morning": (0, 12),
    "afternoon": (12, 18),
    "evening": (18, 24),
}

NEVER_DAYS = 1_000_000
WIDER_RADII_M = (500, 1_000, 2_000, 3_000, 5_000, 10_000, 25_000, 50_000)


def default_sort(*, has_point: bool, has_words: bool) -> Sort:
    """What most people expect when they did not ask for an order."""
    if has_point:
        return "distance"
    return "relevance" if has_words else "next"


def horizon_of(today: date, *, weeks: int) -> date:
    """The last local day for which sessions are known."""
    return today + timedelta(weeks=weeks)


def local_midnight(day: date) -> datetime:
    """The wall clock at which a local day begins (naive)."""
    return datetime.combine(day, time.min)


def mask_of(positions: Sequence[int]) -> int:
    """Positions in a vocabulary as bits."""
    mask = 0
    for position in positions:
        mask |= 1 << position
    return mask
