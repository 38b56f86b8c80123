"""Opening hours as plain Dutch sentences.

Nothing is translated word by word: every sentence says what `Hours.on` answers for the days that
it names, so that a text can be clumsy but not wrong. People's own comments are left out: they may
be in any language.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from app.places.opening_rules import MINUTES_PER_DAY, Hours, OpenState, Rule, Stretch
from app.places.opening_syntax import DAYS, MONTHS, SURE_MINUTES_OF_OPEN_END, parse_hours

_Pattern = tuple[Stretch, ...]

_DAY_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTH_NAMES = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_ORDINALS = {
    "1": "eerste",
    "2": "tweede",
    "3": "derde",
    "4": "vierde",
    "5": "vijfde",
    "-1": "laatste",
}
_ALL_DAY: dict[OpenState, str] = {
    "open": "de hele dag open",
    "by_appointment": "alleen op afspraak",
    "unknown": "openingstijden niet bekend",
    "closed": "gesloten",
}
_ALWAYS: dict[_Pattern, str] = {
    (Stretch(0, MINUTES_PER_DAY, "open"),): "altijd open",
    (Stretch(0, MINUTES_PER_DAY, "by_appointment"),): "alleen op afspraak",
    (Stretch(0, MINUTES_PER_DAY, "unknown"),): "openingstijden niet bekend",
    (Stretch(0, MINUTES_PER_DAY, "closed"),): "gesloten",
}
# What stands behind the times; the order is the order in a sentence.
_AFTER_TIMES: dict[OpenState, str] = {
    "open": "uur",
    "by_appointment": "uur alleen op afspraak",
    "unknown": "uur misschien open",
}
_OTHERWISE: dict[OpenState, str] = {
    "by_appointment": "verder alleen op afspraak",
    "unknown": "verder misschien open",
}
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
# Selectors that mean the same every week of a month: [months] [days].
_WEEKLY = re.compile(
    rf"(?:{_MONTH}(?:-{_MONTH})?(?:,{_MONTH}(?:-{_MONTH})?)*)?\s*"
    rf"(?:{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*)?"
)
_NTH_DAY = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)\[(1|2|3|4|5|-1)(?:,(1|2|3|4|5|-1))?\]")
_ONE_DATE = re.compile(rf"({_MONTH}) (\d+)(?:-({_MONTH}) (\d+))?")
# A Monday in a year without meaning: patterns are asked for in the second week of a month.
_NEUTRAL_YEAR = 2027


def opening_text(hours: str | None, *, week_of: date) -> list[str]:
    """Sentences such as "maandag tot en met vrijdag 9.00 tot 17.00 uur", most general first.

    Days that the hours do not mention stay unmentioned: they are closed. Hours that have no
    weekly rhythm (first Monday of the month, one summer only) become the seven days from
    `week_of`, each with its date, as they are when none of them is a public holiday. Raises
    `HoursFault` when `hours` cannot be read.
    """
    if not hours or not hours.strip():
        return ["openingstijden niet bekend"]
    read = parse_hours(hours)
    dated = tuple(rule for rule in read.rules if _is_about_dates(rule))
    nth = tuple(rule for rule in read.rules if _NTH_DAY.fullmatch(rule.selector))
    weekly = tuple(rule for rule in read.rules if rule not in (*dated, *nth))
    regular = Hours(read.text, weekly)
    if (
        not all(_WEEKLY.fullmatch(rule.selector) for rule in weekly)
        or not _dates_stand_alone(read.rules, dated)
        or not _nth_days_stand_alone(regular, nth)
    ):
        return _seven_days(read, week_of=week_of)
    lines = list(_by_season(regular))
    lines += [day_sentence(_nth_day(rule.selector), rule.stretches) for rule in nth]
    lines += _on_holidays(regular)
    lines += [day_sentence(_dates(rule.selector), rule.stretches) for rule in dated]
    return lines or ["gesloten"]


def _is_about_dates(rule: Rule) -> bool:
    return rule.names_days and all(_ONE_DATE.fullmatch(each) for each in rule.selector.split(","))


def _dates_stand_alone(rules: tuple[Rule, ...], dated: tuple[Rule, ...]) -> bool:
    """Whether each rule about dates is all there is to say about them."""
    for place, rule in enumerate(rules):
        if rule not in dated:
            continue
        if rule.joint != ";" or (rule.closes and rule.timed):
            return False
        later = [each for each in rules[place + 1 :] if each not in dated]
        if any(each.selector != "PH" or each.stretches != rule.stretches for each in later):
            return False
    return True


def _nth_days_stand_alone(regular: Hours, nth: tuple[Rule, ...]) -> bool:
    """Whether nothing else is said about those weekdays, and holidays are either all or nothing."""
    weekdays = [rule.selector[:2] for rule in nth]
    if len(set(weekdays)) < len(weekdays) or any(rule.closes for rule in nth):
        return False
    if nth and any(rule.closes and rule.timed for rule in regular.rules):
        return False
    weeks = [_week(regular, month=month) for month in range(1, 13)]
    return not any(week[DAYS.index(weekday)] for week in weeks for weekday in weekdays)


def _by_season(hours: Hours) -> Iterable[str]:
    weeks = [_week(hours, month=month) for month in range(1, 13)]
    if all(week == weeks[0] for week in weeks):
        yield from _week_lines(weeks[0])
        return
    # Turn the year so that a season over New Year stays in one piece.
    turn = next(month for month in range(12) if weeks[month] != weeks[month - 1])
    year = [*range(turn, 12), *range(turn)]
    for week, run in groupby(year, key=lambda month: weeks[month]):
        months = list(run)
        names = _MONTH_NAMES[months[0]]
        if len(months) > 1:
            joint = " en " if len(months) == 2 else " tot en met "  # noqa: PLR2004
            names += joint + _MONTH_NAMES[months[-1]]
        for line in _week_lines(week) or ["gesloten"]:
            yield f"{names}: {line}"


def _week(hours: Hours, *, month: int) -> tuple[_Pattern, ...]:
    days = [date(_NEUTRAL_YEAR, month, 8) + timedelta(days=offset) for offset in range(7)]
    days.sort(key=lambda day: day.weekday())
    return tuple(hours.on(day, holidays=frozenset()) for day in days)


def _week_lines(week: tuple[_Pattern, ...]) -> list[str]:
    if len(set(week)) == 1 and (always := _ALWAYS.get(week[0])):
        return [always]
    days_of: dict[_Pattern, list[int]] = {}
    for weekday, pattern in enumerate(week):
        closed_for_a_while = all(
            stretch.state == "closed" and stretch.end - stretch.start < MINUTES_PER_DAY
            for stretch in pattern
        )
        if not closed_for_a_while:
            days_of.setdefault(pattern, []).append(weekday)
    return [day_sentence(_day_list(days), pattern) for pattern, days in days_of.items()]


def _day_list(days: list[int]) -> str:
    if len(days) == len(_DAY_NAMES):
        return "elke dag"
    parts = []
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        row = [_DAY_NAMES[weekday] for _, weekday in run]
        parts += [f"{row[0]} tot en met {row[-1]}"] if len(row) > 2 else row  # noqa: PLR2004
    return _and(parts)


def _on_holidays(hours: Hours) -> list[str]:
    if not any(rule.names_holidays for rule in hours.rules):
        return []
    patterns = set()
    for month in range(1, 13):
        week = [date(_NEUTRAL_YEAR, month, 8) + timedelta(days=offset) for offset in range(7)]
        patterns |= {hours.on(day, holidays=frozenset(week)) for day in week}
    if len(patterns) > 1:
        return ["op feestdagen andere tijden"]
    pattern = patterns.pop()
    return [day_sentence("op feestdagen", pattern)]


def _seven_days(hours: Hours, *, week_of: date) -> list[str]:
    days = [week_of + timedelta(days=offset) for offset in range(7)]
    lines = [
        day_sentence(
            f"{_DAY_NAMES[day.weekday()]} {day.day} {_MONTH_NAMES[day.month - 1]}",
            hours.on(day, holidays=frozenset()),
        )
        for day in days
    ]
    note = "andere weken kunnen anders zijn"
    if any(rule.names_holidays for rule in hours.rules):
        note += ", feestdagen ook"
    return [*lines, note]


def _dates(selector: str) -> str:
    texts = []
    for month, day, last_month, last_day in _ONE_DATE.findall(selector):
        first = f"{day} {_MONTH_NAMES[MONTHS.index(month)]}"
        last = f"{last_day} {_MONTH_NAMES[MONTHS.index(last_month or month)]}"
        if last_month == month:
            first = day
        texts.append(f"{first} tot en met {last}" if last_month else first)
    return _and(texts)


def _nth_day(selector: str) -> str:
    found = _NTH_DAY.fullmatch(selector)
    if found is None:
        raise ValueError(f"{selector!r} is not a weekday of the month")
    ordinals = [_ORDINALS[each] for each in found.groups()[1:] if each]
    return f"elke {_and(ordinals)} {_DAY_NAMES[DAYS.index(found[1])]} van de maand"


def day_sentence(when: str, pattern: tuple[Stretch, ...]) -> str:
    """What holds at that time: "op feestdagen 9.00 tot 12.00 uur".

    `when`: an adverb of time; `pattern`: what `Hours.on` says of such a day.
    """
    if all(stretch.state == "closed" for stretch in pattern):
        return f"{when} gesloten"
    if len(pattern) == 1 and (pattern[0].start, pattern[0].end) == (0, MINUTES_PER_DAY):
        return f"{when} {_ALL_DAY[pattern[0].state]}"
    states = [state for state in _AFTER_TIMES if any(_spans(pattern, state))]
    filled = sum(each.end - each.start for each in pattern if each.state != "closed")
    if len(states) > 1 and filled == MINUTES_PER_DAY == pattern[-1].end:
        # Something holds at every hour: the last state is what holds outside the others' times.
        said = [*(_times(pattern, state) for state in states[:-1]), _OTHERWISE[states[-1]]]
    else:
        said = [_times(pattern, state) for state in states]
    return f"{when} {', '.join(said)}"


def _times(pattern: _Pattern, state: OpenState) -> str:
    return f"{_and(list(_spans(pattern, state)))} {_AFTER_TIMES[state]}"


def _spans(pattern: _Pattern, state: OpenState) -> Iterable[str]:
    perhaps_from = {stretch.start for stretch in pattern if stretch.open_end}
    for stretch in pattern:
        if stretch.state != state or stretch.open_end:
            continue
        start, end = _clock(stretch.start), _clock(stretch.end)
        length = stretch.end - stretch.start
        if stretch.end in perhaps_from:
            only_begin_known = length == SURE_MINUTES_OF_OPEN_END
            yield f"vanaf {start}" if only_begin_known else f"{start} tot zeker {end}"
        elif length >= MINUTES_PER_DAY:
            yield f"{start} uur tot de volgende dag {end}"
        else:
            yield f"{start} tot {end}"


def _clock(minute: int) -> str:
    hour, rest = divmod(minute if minute <= MINUTES_PER_DAY else minute - MINUTES_PER_DAY, 60)
    return f"{hour}.{rest:02d}"


def _and(parts: list[str]) -> str:
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
