"""Times and repetitions in plain Dutch (B1).

Every text is absolute, never "morgen" or "dit jaar": answers are cached and printed. Seven days,
twelve months and five ordinals are all the Dutch that is needed, so they stand here; a locale
library would bring ten megabytes for them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from app.schedule.expansion import AMSTERDAM
from app.schedule.recurrence import (
    WEEKDAYS,
    Monthly,
    Nth,
    Once,
    Pattern,
    Pause,
    Recurrence,
    Weekday,
    Weekly,
)

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_NTHS: dict[Nth, str] = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", -1: "laatste"}

_PAUSES_SHOWN = 3
_DAYS_IN_A_ROW = 4
"""From four days in a row on, "maandag tot en met donderdag" reads easier than a list."""


def sentence(recurrence: Recurrence) -> str:
    """When a series takes place: "elke dinsdag van 10.00 tot 11.30 uur, niet op feestdagen".

    Single excepted dates are not in it: they are listed one by one beside it (`skipped`).
    """
    start = recurrence.start
    end = start + timedelta(minutes=recurrence.duration_minutes)
    parts = [f"{_days_of(recurrence.pattern, start=start)} van {_hours(start, end)}"]
    if recurrence.until is not None and recurrence.rrule is not None:
        parts.append(f"tot en met {date_text(recurrence.until)}")
    parts.extend(_holidays(recurrence))
    parts.extend(_pauses(recurrence))
    return ", ".join(parts)


def day_text(day: date) -> str:
    """A day as people say it, without the year: "dinsdag 24 november"."""
    return f"{DAYS[day.weekday()]} {_day_and_month(day)}"


def date_text(day: date) -> str:
    """A date in full, such as "24 november 2026"."""
    return f"{_day_and_month(day)} {day.year}"


def moment_text(starts_at: datetime, ends_at: datetime) -> str:
    """One session in local time: "dinsdag 24 november, 10.00 tot 11.30 uur".

    Takes aware instants; the clock of Europe/Amsterdam tells both times.
    """
    start, end = starts_at.astimezone(AMSTERDAM), ends_at.astimezone(AMSTERDAM)
    if end > start + timedelta(days=1):
        return f"{day_text(start)}, {_time(start)} uur tot {day_text(end)}, {_time(end)} uur"
    return f"{day_text(start)}, {_hours(start, end)}"


def _days_of(pattern: Pattern, *, start: datetime) -> str:
    match pattern:
        case Once():
            return f"op {day_text(start)} {start.year}"
        case Weekly(every_weeks=1, weekdays=weekdays):
            return f"elke {'dag' if len(weekdays) == len(WEEKDAYS) else _weekdays(weekdays)}"
        case Weekly(every_weeks=every_weeks, weekdays=weekdays):
            every_day = len(weekdays) == len(WEEKDAYS)
            days = "alle dagen van de week" if every_day else _weekdays(weekdays)
            return f"elke {every_weeks} weken op {days}"
        case Monthly(nth=nth, weekday=weekday):
            return f"elke {_NTHS[nth]} {_weekdays((weekday,))} van de maand"


def _weekdays(weekdays: Sequence[Weekday]) -> str:
    places = [WEEKDAYS.index(weekday) for weekday in weekdays]
    names = [DAYS[place] for place in places]
    if len(places) >= _DAYS_IN_A_ROW and places[-1] - places[0] == len(places) - 1:
        return f"{names[0]} tot en met {names[-1]}"
    return _listed(names)


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} en {words[-1]}"


def _hours(start: datetime, end: datetime) -> str:
    if end.date() == start.date():
        return f"{_time(start)} tot {_time(end)} uur"
    if (end.hour, end.minute) == (0, 0):
        # "tot 0.00 uur" makes people think of the night before.
        return f"{_time(start)} tot 24.00 uur"
    return f"{_time(start)} tot {_time(end)} uur (de volgende dag)"


def _time(moment: datetime) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def _day_and_month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _holidays(recurrence: Recurrence) -> list[str]:
    left_out = []
    if recurrence.on_public_holidays == "skip":
        left_out.append("op feestdagen")
    if recurrence.on_school_holidays == "skip":
        left_out.append("in de schoolvakanties")
    return [f"niet {_listed(left_out)}"] if left_out else []


def _pauses(recurrence: Recurrence) -> list[str]:
    pauses = sorted(recurrence.pauses, key=lambda pause: pause.first)
    texts = [
        _pause(pause, with_year=not _in_its_only_year(pause, recurrence))
        for pause in pauses[:_PAUSES_SHOWN]
    ]
    more = len(pauses) - len(texts)
    if more:
        texts.append("en nog 1 pauze" if more == 1 else f"en nog {more} pauzes")
    return texts


def _in_its_only_year(pause: Pause, recurrence: Recurrence) -> bool:
    """Whether "1 juli" can mean only one day: the series and the pause fit in one year."""
    start = recurrence.start.date()
    next_year = start + relativedelta(years=1)
    if recurrence.until is None or recurrence.until >= next_year:
        return False
    return start <= pause.first and pause.last < next_year


def _pause(pause: Pause, *, with_year: bool) -> str:
    reason = f" ({pause.reason})" if pause.reason else ""
    last = date_text(pause.last) if with_year else _day_and_month(pause.last)
    if pause.first == pause.last:
        return f"niet op {last}{reason}"
    same_year = pause.first.year == pause.last.year
    if same_year and pause.first.month == pause.last.month:
        first = str(pause.first.day)
    elif with_year and not same_year:
        first = date_text(pause.first)
    else:
        first = _day_and_month(pause.first)
    return f"niet van {first} tot en met {last}{reason}"
