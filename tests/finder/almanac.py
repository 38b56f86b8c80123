"""What is true at a moment, worked out in plain Python from the rows that people saved.

Nothing here looks at the read model or at its SQL: days are counted with dates, sessions are walked
past, and opening hours come from the one function that knows them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.places.opening import Opening, opening_at, opening_spans
from app.places.schemas import OpeningExceptionIn

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NEVER = 10**6
# Due, stale and off the lists, in days since the last check.
DAYS = {
    "activity": (120, 165, 210),
    "service": (180, 240, 330),
    "front_door": (90, 120, NEVER),
    "series": (NEVER, NEVER, NEVER),
}
FRONT_DOORS = ["wijkwijzer", "mantelzorgsteun", "regeling"]
SERVICES = [
    *("spreekuur", "praktische-hulp", "maatje", "uitgifte", "dagbesteding"),
    *("leerwerkplek", "respijtzorg", "time-out"),
]
SORT_OF = dict.fromkeys(FRONT_DOORS, "front_door") | dict.fromkeys(SERVICES, "service")
HOURS_STALE_DAYS = 240
HORIZON = timedelta(days=35)

Row = Mapping[str, Any]


def day_of(moment: datetime) -> date:
    """The date on the wall in Enschede."""
    return moment.astimezone(AMSTERDAM).date()


def spoken(moment: datetime | None) -> str | None:
    """As the interface writes a moment."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True)
class Almanac:
    """All rows that matter, as they are saved now."""

    offerings: Sequence[Row]
    sessions: Mapping[UUID, Sequence[Row]]
    """By offering; the soonest end first."""
    happens_once: frozenset[UUID]
    """Offerings without a schedule that repeats."""
    places: Sequence[Row]
    holidays: frozenset[date]

    def named(self, title: str) -> Row:
        """The offering with this title."""
        return next(row for row in self.offerings if row["title"] == title)

    def coming(self, row: Row, now: datetime) -> list[Row]:
        """Sessions that are not over, cancelled ones too."""
        return [one for one in self.sessions.get(row["id"], ()) if one["ends_at"] > now]

    def on(self, row: Row, now: datetime) -> list[Row]:
        """The same without the cancelled ones."""
        return [one for one in self.coming(row, now) if one["status"] != "cancelled"]

    def listed(self, now: datetime) -> list[Row]:
        """What is on the lists."""
        return [row for row in self.offerings if self.is_listed(row, now)]

    def is_listed(self, row: Row, now: datetime) -> bool:
        """On the map, not past its last day, and not unchecked for too long."""
        if row["status"] != "published":
            return False
        if row["last_ends_at"] is not None and day_of(now) > day_of(row["last_ends_at"]):
            return False
        return _age_days(row, now) < DAYS[self._sort_of(row)][2]

    def _sort_of(self, row: Row) -> str:
        has_end = row["last_ends_at"] is not None
        is_series = has_end and (row["kind"] == "cursus" or row["id"] in self.happens_once)
        if is_series and row["kind"] not in FRONT_DOORS:
            return "series"
        return SORT_OF.get(row["kind"], "activity")

    def freshness(self, row: Row, now: datetime) -> str:
        """How long ago somebody checked it, in a word."""
        due, stale, _ = DAYS[self._sort_of(row)]
        age_days = _age_days(row, now)
        if age_days >= stale:
            return "stale"
        never = row["verified_at"] is None and row["source_checked_on"] is None
        return "due" if never or age_days >= due else "fresh"

    def spots(self, row: Row, now: datetime) -> str:
        """Whether there is room, as far as that can still be believed."""
        if row["spots_as_of"] is None:
            return "unknown"
        believed_days = 14 if row["kind"] in {"maatje", "respijtzorg", "time-out"} else 30
        age_days = (day_of(now) - day_of(row["spots_as_of"])).days
        return str(row["spots"]) if age_days < believed_days else "unknown"

    def card(self, row: Row, now: datetime) -> dict[str, Any]:
        """What the clock makes of a card."""
        first = next(iter(self.on(row, now)), None)
        return {
            "next": first and (spoken(first["starts_at"]), spoken(first["ends_at"]), first["text"]),
            "spots": self.spots(row, now),
            "freshness": self.freshness(row, now),
        }

    def desk(self, row: Row, now: datetime) -> tuple[Any, ...]:
        """Whether somebody answers at a Wijkwijzer: state, `at`, `changesAt`, text."""
        sessions, minute = self.on(row, now), spoken(now.replace(second=0, microsecond=0))
        closes_at = now
        for one in sorted(sessions, key=lambda one: one["starts_at"]):
            if one["starts_at"] <= closes_at:
                closes_at = max(closes_at, one["ends_at"])
        if closes_at > now:
            return ("open", minute, spoken(closes_at), f"open tot {_end_clock(closes_at)} uur")
        following = min(
            (one for one in sessions if one["starts_at"] > now),
            key=lambda one: (one["starts_at"], one["ends_at"]),
            default=None,
        )
        if following is None:
            return ("unknown", minute, None, "openingstijden niet bekend")
        opens = f"gesloten, weer open op {following['text']}"
        return ("closed", minute, spoken(following["starts_at"]), opens)

    def door(self, place: Row, now: datetime) -> tuple[str, str | None, str | None]:
        """Whether a place is open: state, `at`, `changesAt`."""
        minute = now.replace(second=0, microsecond=0)
        if _age_days(place, now) >= HOURS_STALE_DAYS:
            return ("unknown", spoken(minute), None)
        opening: Opening = opening_at(place["opening_hours"], **self._exceptional(place), at=minute)
        return (opening.state, spoken(minute), spoken(opening.changes_at))

    def _exceptional(self, place: Row) -> dict[str, Any]:
        exceptions = [
            OpeningExceptionIn.model_validate(one).as_exception()
            for one in place["opening_exceptions"]
        ]
        return {"exceptions": exceptions, "holidays": self.holidays}

    def events(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """When something begins, ends, opens or closes, between two moments."""
        for rows in self.sessions.values():
            for row in rows:
                yield from (row["starts_at"], row["ends_at"])
        for place in self.places:
            spans = opening_spans(
                place["opening_hours"], **self._exceptional(place), start=start, end=end
            )
            yield from (span.starts_at for span in spans)


def _age_days(row: Row, now: datetime) -> int:
    """Whole days since the last check; of what was never checked, since it was made."""
    checks = [row["source_checked_on"]] if row["source_checked_on"] else []
    if row["verified_at"] is not None:
        checks.append(day_of(row["verified_at"]))
    return (day_of(now) - max(checks, default=day_of(row["created_at"]))).days


def _end_clock(moment: datetime) -> str:
    wall = moment.astimezone(AMSTERDAM)
    return "24.00" if (wall.hour, wall.minute) == (0, 0) else f"{wall.hour}.{wall.minute:02}"


def tells_its_change(says: str, state: str, changes_at: str | None, today: date) -> bool:
    """Whether the text of a door names the hour at which it changes, and the day if not today."""
    if changes_at is None or state in {"unknown", "by_appointment"}:
        return True
    wall = datetime.fromisoformat(changes_at).astimezone(AMSTERDAM)
    clock = f"{wall.hour}.{wall.minute:02}"
    if state == "open":
        day = (wall - timedelta(minutes=1)).date()
        clock = "24.00" if clock == "0.00" else clock
    else:
        day = wall.date()
    names_day = f" {day.day} " in says
    return clock in says and (names_day or day == today)


async def almanac_of(engine: AsyncEngine) -> Almanac:
    """Reads the rows."""
    async with engine.connect() as connection:

        async def rows(statement: str) -> list[Row]:
            return [dict(row) for row in (await connection.execute(text(statement))).mappings()]

        sessions: dict[UUID, list[Row]] = {}
        for row in await rows("SELECT * FROM session ORDER BY ends_at, starts_at"):
            sessions.setdefault(row["offering_id"], []).append(row)
        offerings = await rows("SELECT * FROM offering ORDER BY id")
        repeated = await rows("SELECT offering_id FROM schedule WHERE rrule IS NOT NULL")
        return Almanac(
            offerings=offerings,
            sessions=sessions,
            happens_once=frozenset(row["id"] for row in offerings)
            - {row["offering_id"] for row in repeated},
            places=await rows("SELECT * FROM place ORDER BY id"),
            holidays=frozenset(
                row["date"] for row in await rows("SELECT date FROM public_holiday")
            ),
        )
