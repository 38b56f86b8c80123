"""What an editor sees of a schedule before saving it."""

from datetime import datetime, timedelta

from app.schedule.expansion import AMSTERDAM, next_starts, skipped, unknown_from
from app.schedule.holidays import Calendar
from app.schedule.recurrence import Recurrence
from app.schedule.schemas import PlannedOut, SchedulePreviewOut, SkippedOut
from app.schedule.sentences import moment_text, sentence

_SHOWN = 5
_LOOK_AHEAD_DAYS = 400


def preview(recurrence: Recurrence, *, calendar: Calendar, now: datetime) -> SchedulePreviewOut:
    """The sentence, the next five sessions, and the days that fall out before the fifth.

    Where the school holidays are not known up to the last of these, the day from which they are
    not stands among the skipped days with that remark.
    """
    coming = next_starts(
        recurrence, calendar=calendar, after=now, count=_SHOWN, within_days=_LOOK_AHEAD_DAYS
    )
    first = max(recurrence.start.date(), now.astimezone(AMSTERDAM).date())
    if len(coming) == _SHOWN:
        last = coming[-1].local_start.date()
    else:
        last = first + timedelta(days=_LOOK_AHEAD_DAYS)
    left_out = [
        SkippedOut(day=row.day, reason=row.text)
        for row in skipped(recurrence, calendar=calendar, first=first, last=last)
    ]
    unknown = unknown_from(recurrence, calendar)
    if unknown is not None and unknown <= last:
        left_out.append(
            SkippedOut(
                day=max(unknown, first),
                reason="vanaf deze dag zijn de schoolvakanties nog niet bekend",
            )
        )
    return SchedulePreviewOut(
        sentence=sentence(recurrence),
        next=[
            PlannedOut(
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                text=moment_text(session.starts_at, session.ends_at),
            )
            for session in coming
        ],
        skipped=sorted(left_out, key=lambda row: row.day),
    )
