"""What a badge says during a stretch of opening hours: "open tot 17.00 uur".

Every text is absolute: it is stored, cached and printed, so it names the day unless the stretch
begins and ends within it. And it says the same whichever night the stretches were computed: the
first of them is cut off at a midnight, so one that begins at midnight names the day of its end
always, and nothing else looks at where it began.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import zip_longest

from app.places.opening import OpeningSpan, OpenState
from app.schedule.expansion import AMSTERDAM
from app.schedule.sentences import day_text

_ALWAYS: dict[OpenState, str] = {
    "open": "altijd open",
    "closed": "gesloten",
    "by_appointment": "alleen op afspraak",
    "unknown": "openingstijden niet bekend",
}


def badge_texts(spans: Sequence[OpeningSpan]) -> list[str]:
    """The text during each of these spans, which follow each other without a gap.

    After the last one nothing is known: it has no end to tell. One span alone never changes.
    """
    if len(spans) == 1:
        return [_ALWAYS[spans[0].state]]
    return [
        _text(span, after.state if after else None) for span, after in zip_longest(spans, spans[1:])
    ]


def _text(span: OpeningSpan, after: OpenState | None) -> str:
    if span.state == "unknown" or after is None:
        return "open" if span.state == "open" else _ALWAYS[span.state]
    if span.state == "open":
        return f"open tot {'zeker ' if after == 'unknown' else ''}{_until(span)} uur"
    if span.state == "by_appointment":
        return "alleen op afspraak" + (f" tot {_until(span)} uur" if _in_one_day(span) else "")
    if after == "by_appointment":
        return f"gesloten, alleen op afspraak vanaf {_from(span)} uur"
    return f"gesloten, {'misschien ' if after == 'unknown' else ''}weer open {_on(span)} uur"


def _until(span: OpeningSpan) -> str:
    """The end of an evening: midnight is its 24.00, not the next day's 0.00."""
    day, clock = _last_minute(span).date(), _clock(span.ends_at.astimezone(AMSTERDAM))
    clock = "24.00" if clock == "0.00" else clock
    return clock if _in_one_day(span) else f"{day_text(day)} {clock}"


def _from(span: OpeningSpan) -> str:
    begins = span.ends_at.astimezone(AMSTERDAM)
    return _clock(begins) if _leads_within_the_day(span) else f"{day_text(begins)} {_clock(begins)}"


def _on(span: OpeningSpan) -> str:
    begins = span.ends_at.astimezone(AMSTERDAM)
    day = "" if _leads_within_the_day(span) else f"op {day_text(begins)} "
    return f"{day}om {_clock(begins)}"


def _in_one_day(span: OpeningSpan) -> bool:
    starts = span.starts_at.astimezone(AMSTERDAM)
    # Not from midnight on: that may be where the computing began, and not the stretch.
    return starts.time() != time.min and starts.date() == _last_minute(span).date()


def _leads_within_the_day(span: OpeningSpan) -> bool:
    """Whether what follows begins on the day of the span: 0.00 is already the next day."""
    return _in_one_day(span) and span.ends_at.astimezone(AMSTERDAM).time() != time.min


def _last_minute(span: OpeningSpan) -> datetime:
    return (span.ends_at - timedelta(minutes=1)).astimezone(AMSTERDAM)


def _clock(moment: datetime) -> str:
    return f"{moment.hour}.{moment.minute:02}"
