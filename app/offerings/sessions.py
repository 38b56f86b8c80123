"""Computes the coming sessions of offerings from their schedules and single changes.

A session is never edited: it follows from the schedule, and a single change is a row of its own
(`session_change`), so computing again loses nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.core.clock import AMSTERDAM, local_date
from app.core.config import settings
from app.core.database import Db
from app.core.documents import Document
from app.core.sql import statement
from app.offerings.models import Offering, Schedule, Session, SessionChange
from app.offerings.queries import schedules_of, session_changes_of
from app.offerings.rules import SHOWN
from app.schedule.expansion import Occurrence, last_end, occurrences
from app.schedule.holidays import Calendar
from app.schedule.queries import known_calendar
from app.schedule.recurrence import Monthly, Once, Pause, Recurrence, Weekly
from app.schedule.sentences import moment_text, sentence

# How long a session that is over stays to be looked at and counted.
KEPT_AFTER_END = timedelta(days=35)
MOST_TIMES_SHOWN, LONGEST_SCHEDULE_TEXT = 3, 240

_STORE_SESSIONS = statement(__file__, "store_sessions")


def recurrence_of(schedule: Schedule) -> Recurrence:
    """The row as the value that the pure functions know."""
    return Recurrence(
        start=schedule.starts_local,
        duration_minutes=schedule.duration_minutes,
        rrule=schedule.rrule,
        until=schedule.until,
        except_dates=frozenset(schedule.except_dates),
        pauses=tuple(
            Pause(
                first=date.fromisoformat(pause["from"]),
                last=date.fromisoformat(pause["to"]),
                reason=pause["reason"],
            )
            for pause in schedule.pauses
        ),
        on_public_holidays=schedule.on_public_holidays,  # type: ignore[arg-type] # CHECK keeps it
        on_school_holidays=schedule.on_school_holidays,  # type: ignore[arg-type]
        school_region=schedule.school_region,  # type: ignore[arg-type]
    )


def schedule_document(schedule: Schedule) -> Document:
    """The row as the interface takes it in; the history keeps this."""
    document: Document = {
        "preset": "once",
        "startDate": schedule.starts_local.date().isoformat(),
        "startTime": f"{schedule.starts_local:%H:%M}",
        "durationMinutes": schedule.duration_minutes,
        "until": schedule.until.isoformat() if schedule.until else None,
        "except": [day.isoformat() for day in sorted(schedule.except_dates)],
        "pauses": schedule.pauses,
        "onPublicHolidays": schedule.on_public_holidays,
        "onSchoolHolidays": schedule.on_school_holidays,
        "schoolRegion": schedule.school_region,
        "placeId": str(schedule.place_id) if schedule.place_id else None,
    }
    match recurrence_of(schedule).pattern:
        case Weekly(every_weeks=every_weeks, weekdays=weekdays):
            document |= {"preset": "weekly", "everyWeeks": every_weeks, "weekdays": list(weekdays)}
        case Monthly(nth=nth, weekday=weekday):
            document |= {"preset": "monthly", "nth": nth, "weekday": weekday}
        case Once():
            pass
    return document


async def renew_sessions(db: Db, offerings: Sequence[Offering], *, now: datetime) -> None:
    """Computes what follows from the schedules of these offerings again.

    That is their coming sessions, what a card says of their schedules and when the last one ends.
    What is over stays as it was, for `KEPT_AFTER_END`. The caller holds the rows locked; their
    version stays, for this is no edit.
    """
    ids = [offering.id for offering in offerings]
    schedules = await schedules_of(db, ids)
    changes = await session_changes_of(db, ids)
    calendar = await known_calendar(db)
    wanted = {
        (session["offering_id"], session["original_starts_at"]): session
        for offering in offerings
        for session in coming_sessions(
            offering,
            schedules=schedules.get(offering.id, []),
            changes=changes.get(offering.id, []),
            calendar=calendar,
            now=now,
        )
    }
    for row in offerings:
        own, different = schedules.get(row.id, []), changes.get(row.id, [])
        planned = [_as_it_will_be(recurrence_of(schedule), different) for schedule in own]
        text = schedule_text(planned, calendar=calendar, now=now)
        ends_at = last_ends_at(own, different, calendar=calendar)
        if (row.schedule_text, row.last_ends_at) != (text, ends_at):
            row.schedule_text, row.last_ends_at = text, ends_at
    await db.flush()
    await _store(db, ids, wanted, now=now)


def coming_sessions(
    offering: Offering,
    *,
    schedules: Sequence[Schedule],
    changes: Sequence[SessionChange],
    calendar: Calendar,
    now: datetime,
) -> list[dict[str, Any]]:
    """Rows of `session` that are not over at `now` and start within the horizon.

    Where two schedules plan the same start it is one session, the first schedule's.
    """
    if offering.status not in SHOWN:
        return []
    if offering.status == "paused" and offering.paused_until is None:
        return []
    today = local_date(now)
    horizon = today + timedelta(weeks=settings().session_horizon_weeks)
    different = {change.original_starts_local: change for change in changes}
    rows: dict[datetime, dict[str, Any]] = {}
    for schedule in schedules:
        recurrence = recurrence_of(schedule)
        days = _days(changes, today=today, horizon=horizon)
        for first, last in days:
            for occurrence in occurrences(recurrence, calendar=calendar, first=first, last=last):
                row = _row(offering.id, schedule, occurrence, different.get(occurrence.local_start))
                if row["ends_at"] > now and local_date(row["starts_at"]) <= horizon:
                    rows.setdefault(occurrence.starts_at, row)
    if offering.status == "paused" and offering.paused_until is not None:
        begins = offering.paused_until
        return [row for row in rows.values() if local_date(row["starts_at"]) >= begins]
    return list(rows.values())


def _days(
    changes: Sequence[SessionChange], *, today: date, horizon: date
) -> list[tuple[date, date]]:
    """The local days to plan: the window, and days outside it that were moved into it."""
    # A session lasts a day at most, and on the day that the clock goes forward a day is shorter:
    # what began the day before yesterday may still be going on.
    window = (today - timedelta(days=2), horizon)
    moved = [change.original_starts_local.date() for change in changes if change.starts_at]
    return [window, *((day, day) for day in moved if not window[0] <= day <= window[1])]


def _row(
    offering_id: UUID, schedule: Schedule, occurrence: Occurrence, change: SessionChange | None
) -> dict[str, Any]:
    starts_at, ends_at = occurrence.starts_at, occurrence.ends_at
    if change is not None and change.starts_at is not None and change.ends_at is not None:
        starts_at, ends_at = change.starts_at, change.ends_at
    return {
        "offering_id": offering_id,
        "original_starts_at": occurrence.starts_at,
        "schedule_id": schedule.id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "status": change.status if change else "scheduled",
        "note": change.note if change else None,
        "place_id": (change.place_id if change else None) or schedule.place_id,
        "text": moment_text(starts_at.astimezone(AMSTERDAM), ends_at.astimezone(AMSTERDAM)),
    }


def schedule_text(
    recurrences: Sequence[Recurrence], *, calendar: Calendar, now: datetime
) -> str | None:
    """When it takes place, in one sentence that fits on a card; None without recurrences.

    Of several, the first three that are not over yet, fewer where they are long. Reasons of pauses
    and pauses that are over stay out.
    """
    ends = {each: last_end(each, calendar) for each in recurrences}
    coming = [each for each, end in ends.items() if end is None or end > now]
    short = [_for_a_card(each, today=local_date(now)) for each in coming or ends]
    texts = [_joined(short, shown=shown) for shown in range(1, len(short[:MOST_TIMES_SHOWN]) + 1)]
    fitting = [text for text in texts if len(text) <= LONGEST_SCHEDULE_TEXT]
    return fitting[-1] if fitting else next(iter(texts), None)


def _for_a_card(recurrence: Recurrence, *, today: date) -> Recurrence:
    pauses = (replace(pause, reason=None) for pause in recurrence.pauses if pause.last >= today)
    return replace(recurrence, pauses=tuple(pauses))


def _joined(recurrences: Sequence[Recurrence], *, shown: int) -> str:
    always: dict[str, Any] = {
        "until": None,
        "pauses": (),
        "on_public_holidays": "go_on",
        "on_school_holidays": "go_on",
    }
    whole = [sentence(recurrence) for recurrence in recurrences]
    bare = [sentence(replace(recurrence, **always)) for recurrence in recurrences]
    exclusions = {one.removeprefix(head) for one, head in zip(whole, bare, strict=True)}
    count = len(recurrences) - shown
    more = [f"nog {count} andere {'tijd' if count == 1 else 'tijden'}"] if count else []
    if len(exclusions) > 1:
        return "; ".join([*whole[:shown], *more])
    # What holds for all of them is said once.
    *first, last = *bare[:shown], *more
    return " en ".join([", ".join(first), last] if first else [last]) + exclusions.pop()


def _as_it_will_be(recurrence: Recurrence, changes: Sequence[SessionChange]) -> Recurrence:
    """The same, but what happens once is when it has moved to."""
    for change in changes:
        once = recurrence.rrule is None and change.original_starts_local == recurrence.start
        if once and change.starts_at and change.ends_at:
            return replace(
                recurrence,
                start=change.starts_at.astimezone(AMSTERDAM).replace(tzinfo=None),
                duration_minutes=(change.ends_at - change.starts_at) // timedelta(minutes=1),
            )
    return recurrence


def last_ends_at(
    schedules: Sequence[Schedule], changes: Sequence[SessionChange], *, calendar: Calendar
) -> datetime | None:
    """The UTC end of the very last session, where it has moved to; None: no schedule, or no end.

    When not one session takes place, the end of the last one that the schedules plan.
    """
    moved = {change.original_starts_local: change.ends_at for change in changes if change.ends_at}
    ends = [_last_end(recurrence_of(each), moved=moved, calendar=calendar) for each in schedules]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _last_end(
    recurrence: Recurrence, *, moved: Mapping[datetime, datetime], calendar: Calendar
) -> datetime | None:
    end = last_end(recurrence, calendar)
    if end is None:
        return None
    ends_of_moved = {}
    for local_start, ends_at in moved.items():
        day = local_start.date()
        planned = occurrences(recurrence, calendar=calendar, first=day, last=day)
        if any(occurrence.local_start == local_start for occurrence in planned):
            ends_of_moved[day] = ends_at
    if not ends_of_moved:
        return end
    others = replace(recurrence, except_dates=recurrence.except_dates | ends_of_moved.keys())
    end = last_end(others, calendar) or end
    day = local_date(end - timedelta(minutes=recurrence.duration_minutes))
    stayed = occurrences(others, calendar=calendar, first=day, last=day)  # none: all have moved
    return max([*ends_of_moved.values(), *(occurrence.ends_at for occurrence in stayed)])


Key = tuple[UUID, datetime]


async def _store(
    db: Db, ids: Sequence[UUID], wanted: dict[Key, dict[str, Any]], *, now: datetime
) -> None:
    """Makes the coming rows exactly `wanted`, touching only what differs."""
    table = Session.__table__  # type: ignore[attr-defined]
    mine = table.c.offering_id.in_(ids)
    await db.execute(delete(table).where(mine, table.c.ends_at <= now - KEPT_AFTER_END))
    computed = [column for column in table.c if column.name != "point"]
    stored = {
        (row["offering_id"], row["original_starts_at"]): dict(row)
        for row in (await db.execute(select(*computed).where(mine))).mappings()
    }
    over = {key for key, row in stored.items() if row["ends_at"] <= now}
    gone = [key for key, row in stored.items() if key not in over and wanted.get(key) != row]
    new = [row for key, row in wanted.items() if key not in over and stored.get(key) != row]
    for offering_id, keys in _by_offering(gone):
        await db.execute(
            delete(table).where(
                table.c.offering_id == offering_id, table.c.original_starts_at.in_(keys)
            )
        )
    if new:
        await db.execute(_STORE_SESSIONS, {"rows": json.dumps(new, default=str)})


def _by_offering(keys: Iterable[Key]) -> Iterable[tuple[UUID, list[datetime]]]:
    for offering_id, group in groupby(sorted(keys), key=lambda key: key[0]):
        yield offering_id, [starts_at for _, starts_at in group]
