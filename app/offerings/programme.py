"""Deciding when an offering takes place: its schedules, and single sessions that differ."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.core.clock import AMSTERDAM, local_date
from app.core.database import Db
from app.core.documents import body_fault
from app.core.entries import Act
from app.core.errors import ConflictError, Fault, InvalidInputError, NotFoundError
from app.offerings.commands import offerings
from app.offerings.models import Offering, Schedule, SessionChange
from app.offerings.queries import schedules_of, school_region_of, session_changes_of, unknown_ids
from app.offerings.schemas import SessionChangeIn
from app.offerings.sessions import recurrence_of, renew_sessions
from app.schedule.expansion import Occurrence, occurrences
from app.schedule.queries import known_calendar
from app.schedule.recurrence import RecurrenceError
from app.schedule.schemas import ScheduleIn

MOST_SCHEDULES = 14
FURTHEST_MOVE = timedelta(weeks=26)
LONGEST_SESSION = timedelta(hours=24)


async def put_schedules(
    db: Db,
    offering_id: UUID,
    schedules: Sequence[ScheduleIn],
    act: Act,
    *,
    expected_version: int | None,
) -> Offering:
    """Says anew when an offering takes place; single changes stay with their original start.

    Raises NotFoundError, ChangedMeanwhileError, InvalidInputError with every fault.
    """
    row = await offerings.locked(db, offering_id, expected_version=expected_version)
    before = await offerings.snapshot(db, row)
    wanted = await _read(db, row, schedules)
    known = {row.position: row for row in (await schedules_of(db, [offering_id])).get(row.id, [])}
    for schedule in wanted:
        old = known.pop(schedule.position, None)
        if old is None:
            db.add(schedule)
        else:
            schedule.id = old.id
            await db.merge(schedule)
    for surplus in known.values():
        await db.delete(surplus)
    await db.flush()
    await _carry_changes(db, offering_id, wanted, now=act.now)
    after = before | await offerings.extras(db, row)
    await offerings.amend(db, row, before=before, after=after, act=act)
    await renew_sessions(db, [row], now=act.now)
    return row


async def _carry_changes(
    db: Db, offering_id: UUID, schedules: Sequence[Schedule], *, now: datetime
) -> None:
    """Lets a coming change follow its session when the group meets at another time that day.

    Who moves Tuesday's walk from ten to half past ten has not called off the cancellation of the
    24th. Where the day has no session any more, or several, the change waits under its own start.
    """
    calendar = await known_calendar(db)
    changes = (await session_changes_of(db, [offering_id])).get(offering_id, [])
    taken = {change.original_starts_local for change in changes}
    for change in changes:
        day = change.original_starts_local.date()
        planned = {
            occurrence.local_start
            for schedule in schedules
            for occurrence in occurrences(
                recurrence_of(schedule), calendar=calendar, first=day, last=day
            )
        }
        free = planned - taken
        if (
            day >= local_date(now)
            and change.original_starts_local not in planned
            and len(free) == 1
        ):
            change.original_starts_local = free.pop()
            taken.add(change.original_starts_local)
    await db.flush()


async def _read(db: Db, offering: Offering, schedules: Sequence[ScheduleIn]) -> list[Schedule]:
    faults: list[Fault] = []
    if len(schedules) > MOST_SCHEDULES:
        faults.append(
            body_fault("/schedules", "too-long", f"Geef er niet meer dan {MOST_SCHEDULES}.")
        )
    region = await school_region_of(db, offering.gemeente_code)
    unknown = await unknown_ids(
        db, "place", {schedule.place_id for schedule in schedules if schedule.place_id}
    )
    rows = []
    for position, schedule in enumerate(schedules):
        if schedule.place_id in unknown:
            faults.append(
                body_fault(
                    f"/schedules/{position}/placeId", "not-found", "Deze plek kennen wij niet."
                )
            )
        try:
            rows.append(_row(offering.id, position, schedule, region=region))
        except RecurrenceError as error:
            faults.append(
                body_fault(f"/schedules/{position}/schoolRegion", "contradiction", str(error))
            )
    if faults:
        raise InvalidInputError(faults)
    return rows


def _row(offering_id: UUID, position: int, schedule: ScheduleIn, *, region: str | None) -> Schedule:
    recurrence = schedule.to_recurrence(gemeente_region=region)  # type: ignore[arg-type]
    return Schedule(
        offering_id=offering_id,
        position=position,
        starts_local=recurrence.start,
        duration_minutes=recurrence.duration_minutes,
        rrule=recurrence.rrule,
        until=recurrence.until,
        except_dates=sorted(recurrence.except_dates),
        pauses=[pause.model_dump(mode="json", by_alias=True) for pause in schedule.pauses],
        on_public_holidays=recurrence.on_public_holidays,
        on_school_holidays=recurrence.on_school_holidays,
        school_region=recurrence.school_region,
        place_id=schedule.place_id,
    )


async def change_session(
    db: Db,
    offering_id: UUID,
    change: SessionChangeIn,
    act: Act,
    *,
    original_starts_at: datetime,
    expected_version: int | None,
) -> Offering:
    """Cancels, moves, annotates or restores one session.

    Raises NotFoundError when the schedules plan no session then; ConflictError when it is over;
    ChangedMeanwhileError, InvalidInputError.
    """
    row = await offerings.locked(db, offering_id, expected_version=expected_version)
    planned = await _planned(db, offering_id, original_starts_at)
    known = await db.get(SessionChange, (offering_id, planned.local_start), populate_existing=True)
    if ((known and known.ends_at) or planned.ends_at) <= act.now:
        raise ConflictError("Deze keer is al geweest. Die kunt u niet meer wijzigen.")
    if faults := await _faults_of_change(db, change, planned, now=act.now):
        raise InvalidInputError(faults)
    before = await offerings.snapshot(db, row)
    if change.status == "scheduled" and not change.note:
        if known is not None:
            await db.delete(known)
    else:
        db.add(_changed(known, change, offering_id=offering_id, planned=planned))
    await db.flush()
    after = before | await offerings.extras(db, row)
    await offerings.amend(db, row, before=before, after=after, act=act)
    await renew_sessions(db, [row], now=act.now)
    return row


def _changed(
    known: SessionChange | None,
    change: SessionChangeIn,
    *,
    offering_id: UUID,
    planned: Occurrence,
) -> SessionChange:
    """The row of a single change; a moved session is cancelled where it had moved to."""
    row = known or SessionChange(
        offering_id=offering_id, original_starts_local=planned.local_start, status=change.status
    )
    row.status, row.note = change.status, change.note
    if change.status != "cancelled":
        row.starts_at, row.ends_at, row.place_id = (
            change.starts_at,
            change.ends_at,
            change.place_id,
        )
    return row


async def _faults_of_change(
    db: Db, change: SessionChangeIn, planned: Occurrence, *, now: datetime
) -> list[Fault]:
    faults = []
    if change.status != "cancelled" and (change.ends_at or planned.ends_at) <= now:
        faults.append(body_fault("/endsAt", "past", "Dit is al voorbij. Kies een tijd die komt."))
    if change.starts_at and change.ends_at:
        faults += _faults_of_move(change.starts_at, change.ends_at, planned=planned)
    if change.place_id and await unknown_ids(db, "place", [change.place_id]):
        faults.append(body_fault("/placeId", "not-found", "Deze plek kennen wij niet."))
    return faults


def _faults_of_move(starts_at: datetime, ends_at: datetime, *, planned: Occurrence) -> list[Fault]:
    faults = []
    if local_date(starts_at) - local_date(planned.starts_at) > FURTHEST_MOVE:
        weeks = FURTHEST_MOVE // timedelta(weeks=1)
        faults.append(
            body_fault("/startsAt", "too-far", f"Kies een dag hooguit {weeks} weken later.")
        )
    if ends_at - starts_at > LONGEST_SESSION:
        faults.append(
            body_fault(
                "/endsAt", "too-long", "Eén keer duurt hooguit 24 uur. Kies een eerder einde."
            )
        )
    return faults


async def _planned(db: Db, offering_id: UUID, original_starts_at: datetime) -> Occurrence:
    """What the schedules plan at this original start."""
    calendar = await known_calendar(db)
    day = original_starts_at.astimezone(AMSTERDAM).date()
    for schedule in (await schedules_of(db, [offering_id])).get(offering_id, []):
        recurrence = recurrence_of(schedule)
        for occurrence in occurrences(recurrence, calendar=calendar, first=day, last=day):
            if occurrence.starts_at == original_starts_at:
                return occurrence
    raise NotFoundError("Op dat moment is er geen keer van dit aanbod.")
