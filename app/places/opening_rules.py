"""What one day's opening hours are, once the text has been read (`opening_syntax`).

The `opening-hours-py` library says which days a selector such as `Apr-Sep Mo[1]` picks. What is
open on such a day is decided here, because the library's own answer fails people where it matters
most: it ends Thursday's `17:00-01:00` at midnight as soon as Friday has a rule of its own, it
forgets what comes after an open end (`10:00-16:00+`), and its Dutch holidays lack Good Friday and
5 May.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

import opening_hours as osm

OpenState = Literal["open", "closed", "by_appointment", "unknown"]
Joint = Literal[";", ",", "||"]

MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes in one state, counted from local midnight of the day that they belong to.

    `end` may pass 1440: the night belongs to the evening in which it began. `open_end` marks the
    time after which only "or later" was promised.
    """

    start: int
    end: int
    state: OpenState
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the text: on which days, and what then.

    `selector` is the library's spelling without times ("" = every day), `days` the library's own
    reading of what is left of it without `PH` (None: only on holidays), `season` what limits its
    holidays (`Jul-Aug PH`).
    """

    joint: Joint
    selector: str
    days: osm.OpeningHours | None
    season: osm.OpeningHours | None
    stretches: tuple[Stretch, ...]
    timed: bool
    names_holidays: bool
    names_days: bool
    always: bool

    @property
    def closes(self) -> bool:
        return all(stretch.state == "closed" for stretch in self.stretches)

    @property
    def speaks_of_holidays(self) -> bool:
        return self.names_holidays or self.names_days or self.always

    def holds_on(self, day: date, *, holidays: frozenset[date]) -> bool:
        noon = datetime.combine(day, time(12))
        if self.names_holidays and day in holidays:
            return self.season is None or self.season.is_open(noon)
        return self.days is not None and self.days.is_open(noon)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours that were understood. `text` is how to store them."""

    text: str
    rules: tuple[Rule, ...]

    def on(self, day: date, *, holidays: frozenset[date]) -> tuple[Stretch, ...]:
        """What begins on `day` (local), in order; what is not in it is closed.

        Public holidays: `PH` rules win from rules about weekdays, wherever they stand in the text:
        nobody writes `PH off` and means nothing by it. When no rule speaks of the holiday (by
        `PH`, by its date, or `24/7`), what would be open is `unknown`: most doors are shut then
        whatever the plate says, so "open" would send people out for nothing; "closed" would hide
        the one place that does open; unknown tells them to call. Closed stays closed.
        """
        matching = [rule for rule in self.rules if rule.holds_on(day, holidays=holidays)]
        if day in holidays:
            matching = _holiday_rules_last(matching)
        beneath: list[Stretch] = []
        layers: list[Stretch] = []
        for rule in matching:
            if rule.joint == "||":
                beneath = [*rule.stretches, *beneath]
                continue
            # `Mo 12:00-13:00 off` takes a bite out of the day, `Mo off` and `Mo 9:00-12:00`
            # say all there is to say about it.
            if (rule.closes and not rule.timed) or (
                rule.joint == ";" and not (rule.closes and rule.timed)
            ):
                layers = []
            layers.extend(rule.stretches)
        stretches = painted([*beneath, *layers])
        if day in holidays and not any(rule.speaks_of_holidays for rule in matching):
            return tuple(
                replace(stretch, state="unknown") if stretch.state == "open" else stretch
                for stretch in stretches
            )
        return stretches


def painted(layers: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The layers seen from above: later ones cover earlier ones; in order, touching ones merged."""
    seen: list[Stretch] = []
    for top in layers:
        below = seen
        seen = [top]
        for stretch in below:
            if stretch.start < top.start:
                seen.append(replace(stretch, end=min(stretch.end, top.start)))
            if stretch.end > top.end:
                seen.append(replace(stretch, start=max(stretch.start, top.end)))
    merged: list[Stretch] = []
    for stretch in sorted(seen, key=lambda each: each.start):
        last = merged[-1] if merged else None
        if (
            last
            and last.end == stretch.start
            and (last.state, last.open_end) == (stretch.state, stretch.open_end)
        ):
            merged[-1] = replace(last, end=stretch.end)
        else:
            merged.append(stretch)
    return tuple(merged)


def _holiday_rules_last(matching: list[Rule]) -> list[Rule]:
    speaking = [rule for rule in matching if rule.speaks_of_holidays]
    if any(rule.names_holidays and not (rule.closes and rule.timed) for rule in speaking):
        return speaking
    return [rule for rule in matching if not rule.speaks_of_holidays] + speaking
