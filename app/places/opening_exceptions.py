"""The exceptional days of a place as plain Dutch sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from app.places.opening import OpeningException, parse_day_times
from app.places.opening_text import day_sentence
from app.schedule.sentences import MONTHS, day_text

_DAY = timedelta(days=1)


def exception_lines(
    exceptions: Sequence[OpeningException], *, first: date, last: date
) -> list[str]:
    """A line for every run of exceptional days that touches `first` to `last` (inclusive).

    "gesloten van 24 december 2026 tot en met 1 januari 2027: kerstvakantie". Runs are named whole,
    also where they begin earlier or end later. On a day with several exceptions the later one in
    the list holds, as in `opening_spans`, so every line is true for all days that it names.
    """
    return [_line(run) for run in _runs(exceptions) if run.first <= last and run.last >= first]


@dataclass(frozen=True, slots=True)
class _Run:
    first: date
    last: date
    exception: OpeningException

    @property
    def said(self) -> tuple[str, str | None, str | None]:
        return self.exception.state, self.exception.hours, self.exception.reason


def _runs(exceptions: Sequence[OpeningException]) -> Iterator[_Run]:
    borders = sorted(
        {each.first for each in exceptions} | {each.last + _DAY for each in exceptions}
    )
    current: _Run | None = None
    for begin, end in pairwise(borders):
        holding = [each for each in exceptions if each.first <= begin <= each.last]
        if not holding:
            continue
        run = _Run(begin, end - _DAY, holding[-1])
        if current and current.last + _DAY == run.first and current.said == run.said:
            current = replace(current, last=run.last)
            continue
        if current:
            yield current
        current = run
    if current:
        yield current


def _line(run: _Run) -> str:
    days, reason = _days(run.first, run.last), run.exception.reason
    if run.exception.state == "closed":
        return f"gesloten {days}: {reason}" if reason else f"gesloten {days}"
    pattern = parse_day_times(run.exception.hours or "24/7").on(run.first, holidays=frozenset())
    sentence = day_sentence(f"{days}:", pattern)
    return f"{sentence} ({reason})" if reason else sentence


def _days(first: date, last: date) -> str:
    if first == last:
        return f"op {day_text(last)} {last.year}"
    begin = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"van {begin} tot en met {last.day} {MONTHS[last.month - 1]} {last.year}"
