"""Pure: days, dates and parts of a day, said in words ("zondagmiddag", "dit weekend", "vanavond").

Only whole words count: a day within another word ("zondagsrust") is not meant as a day.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.schedule.sentences import DAYS, MONTHS, day_text
from app.words.asked import PartOfDay, WeekdayCode
from app.words.folding import Word, word_set
from app.words.wishes import WEEKDAY_CODES, Wish, days_wish, parts_wish, period_wish

_PARTS: dict[str, PartOfDay] = {
    "ochtend": "morning",
    "ochtends": "morning",
    "ochtenden": "morning",
    "morgens": "morning",
    "voormiddag": "morning",
    "middag": "afternoon",
    "middags": "afternoon",
    "middagen": "afternoon",
    "namiddag": "afternoon",
    "avond": "evening",
    "avonds": "evening",
    "avonden": "evening",
}
_WEEKDAY = re.compile(
    rf"({'|'.join(DAYS)})(ochtend|morgen|middag|avond)?(?:s|en)?"  # zondags, zondagavonden
)
_SHORT = {"ma": 0, "di": 1, "wo": 2, "don": 3, "do": 3, "vr": 4, "vrij": 4, "za": 5, "zo": 6}
_MONTHS = {name: number for number, name in enumerate(MONTHS, start=1)} | {
    "jan": 1,
    "feb": 2,
    "mrt": 3,
    "apr": 4,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "okt": 10,
    "nov": 11,
    "dec": 12,
}
_LED_IN = word_set("op de elke iedere alle in het tijdens overdag s")
_NEXT = frozenset(("komende", "komend", "aankomende", "eerstvolgende", "aanstaande"))
_WORKDAYS = ("doordeweeks", "doordeweekse", "werkdag", "werkdagen", "weekdagen", "weekdag")
_WEEKEND = ("weekend", "weekends", "weekeind", "weekeinde", "weekenden")
_SATURDAY, _SUNDAY = 5, 6


_BEGINNING = re.compile(
    r"\d|van|vandaag|(over)?morgen|goed|goei|ma|di|wo|do|vr|za|zo|op$|de$|deze$|dit$|elke$|iedere$|alle$"
    r"|in$|het$|tijdens$|overdag$|s|kom|aankom|eerstvolg|aanstaande$|volgend|werkdag|week|avonds$"
    r"|middags$|ochtends$|om$|rond|tot$|half$|kwart$"
)
"""How words begin that may say a time; the others are not looked at any longer."""
_LONGEST = 8


class Time(NamedTuple):
    """How many words say a time, and the filters that it is; none for a time of the clock."""

    length: int
    wishes: tuple[Wish, ...]


_Reading = Callable[[list[str], date], "Time | None"]


def time_said(words: Sequence[Word], place: int, *, today: date) -> Time | None:
    """The time that is said from `place` on, the longest; None if there is none."""
    if not _BEGINNING.match(words[place].text):
        return None
    texts = [word.text for word in words[place : place + _LONGEST]]
    found = [time for reading in _READINGS if (time := reading(texts, today)) is not None]
    return max(found, key=_length, default=None)


def _length(time: Time) -> int:
    return time.length


def _relative_day(texts: list[str], today: date) -> Time | None:
    """vandaag, morgenmiddag, vanavond"""
    first = texts[0]
    if first == "van" and len(texts) > 1 and texts[1] in {"avond", "middag", "ochtend"}:
        return Time(2, (_day(today, "vandaag", today), parts_wish([_PARTS[texts[1]]])))
    if first in {"vanochtend", "vanmorgen", "vanmiddag", "vanavond"}:
        part = _PARTS.get(first.removeprefix("van"), "morning")
        return Time(1, (_day(today, "vandaag", today), parts_wish([part])))
    for name, days in (("vandaag", 0), ("overmorgen", 2), ("morgen", 1)):
        if not first.startswith(name):
            continue
        wish = _day(today + timedelta(days=days), name, today)
        part_name = first.removeprefix(name) or (texts[1] if len(texts) > 1 else "")
        if first != name and part_name not in _PARTS:
            continue
        if part_name in _PARTS:
            length = 1 if first != name else 2
            return Time(length, (wish, parts_wish([_PARTS[part_name]])))
        return Time(1, (wish,))
    return None


def _greeting(texts: list[str], _today: date) -> Time | None:
    """ "goede morgen" is no day"""
    if texts[0] in {"goede", "goeden", "goeie"} and texts[1:2]:
        return Time(2, ()) if texts[1] in {"morgen", "middag", "avond", "dag"} else None
    return Time(1, ()) if texts[0] in {"goedemorgen", "goedemiddag", "goedenavond"} else None


def _weekday(texts: list[str], today: date) -> Time | None:
    """zondag, op zondagmiddag, komende zondag, ma t/m vr, woensdag 25 november"""
    led = 0
    while led < len(texts) - 1 and texts[led] in _LED_IN | _NEXT:
        led += 1
    read = _weekday_at(texts, led, led_in=led > 0)
    if read is None:
        return None
    number, part, length = read
    after = led + length
    dated = _date(texts[after:], today) if after < len(texts) else None
    if dated is not None:
        return Time(after + dated.length, dated.wishes)
    until = _until(texts, after)
    if until is not None:
        last, after = until
        return Time(after, (days_wish(_days_from(number, last)),))
    parts = (parts_wish([part]),) if part else ()
    if not part and texts[after : after + 1] and texts[after] in _PARTS:
        parts, after = (parts_wish([_PARTS[texts[after]]]),), after + 1
    if any(text in _NEXT for text in texts[:led]):
        day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
        return Time(after, (_day(day, "", today), *parts))
    return Time(after, (days_wish([WEEKDAY_CODES[number]]), *parts))


def _weekday_at(
    texts: list[str], place: int, *, led_in: bool
) -> tuple[int, PartOfDay | None, int] | None:
    """Number of the weekday, part of the day, and how many words said it."""
    text = texts[place]
    if match := _WEEKDAY.fullmatch(text):
        part = {"morgen": "ochtend"}.get(match.group(2), match.group(2))
        return DAYS.index(match.group(1)), _PARTS.get(part or ""), 1
    # "ma", "do" and "zo" are other words too: only in a range or after "op".
    if text in _SHORT and (_until(texts, place + 1) or (led_in and texts[0] == "op")):
        return _SHORT[text], None, 1
    return None


def _until(texts: list[str], place: int) -> tuple[int, int] | None:
    """ "t/m vrijdag": number of the last weekday, and the place after it."""
    for to in (["tot", "en", "met"], ["t", "m"], ["tm"], ["tot"]):
        end = place + len(to)
        if texts[place:end] == to and end < len(texts):
            match = _WEEKDAY.fullmatch(texts[end])
            number = DAYS.index(match.group(1)) if match else _SHORT.get(texts[end])
            return None if number is None else (number, end + 1)
    return None


def _days_from(first: int, last: int) -> list[WeekdayCode]:
    return [WEEKDAY_CODES[(first + step) % 7] for step in range((last - first) % 7 + 1)]


def _days_of_the_week(texts: list[str], _today: date) -> Time | None:
    """doordeweeks, in het weekend"""
    if texts[:3] == ["door", "de", "week"]:
        return Time(3, _workdays())
    led = 0
    while led < len(texts) - 1 and texts[led] in _LED_IN:
        led += 1
    if texts[led] in _WORKDAYS:
        return Time(led + 1, _workdays())
    if texts[led] in _WEEKEND:
        return Time(led + 1, (days_wish(WEEKDAY_CODES[5:]),))
    return None


def _workdays() -> tuple[Wish, ...]:
    return (days_wish(WEEKDAY_CODES[:5]),)


def _period(texts: list[str], today: date) -> Time | None:
    """dit weekend, volgende week, deze maand"""
    if len(texts) < 2:  # noqa: PLR2004 - two words at least
        return None
    which, unit = texts[:2]
    is_next = which in _NEXT or which in {"volgende", "volgend"}
    if not is_next and which not in {"deze", "dit"}:
        return None
    monday = today - timedelta(days=today.weekday())
    if unit in _WEEKEND:
        saturday = monday + timedelta(days=_SATURDAY)
        if which in {"volgende", "volgend"}:
            saturday += timedelta(days=7)
        return _between(max(saturday, today), saturday + timedelta(days=1))
    if unit == "week":
        monday += timedelta(days=7 if is_next else 0)
        return _between(max(monday, today), monday + timedelta(days=_SUNDAY))
    if unit == "maand":
        first = _next_month(today) if is_next else today
        return _between(first, _next_month(first) - timedelta(days=1))
    return None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _between(first: date, last: date) -> Time:
    if first == last:
        return Time(2, (period_wish(first, last, text=f"op {day_text(first)}"),))
    text = f"van {day_text(first)} tot en met {day_text(last)}"
    return Time(2, (period_wish(first, last, text=text),))


def _date(texts: list[str], today: date) -> Time | None:
    """24 november, 1 april 2027"""
    led = 1 if texts[0] == "op" and len(texts) > 1 else 0
    texts = texts[led:]
    day = re.fullmatch(r"(\d{1,2})(?:e|ste|de)?", texts[0])
    if day is None or len(texts) < 2:  # noqa: PLR2004 - a day and a month
        return None
    number, months = int(day.group(1)), _MONTHS
    year = re.fullmatch(r"20\d\d", texts[2]) if texts[2:] else None
    month = months.get(texts[1])
    if month is None and year and texts[1].isascii() and texts[1].isdecimal():
        month = int(texts[1][:3])
    if month is None:
        return None
    for guess in [int(year.group())] if year else range(today.year, today.year + 9):
        try:
            said = date(guess, month, number)
        except ValueError:
            continue
        if said >= today or year:
            return Time(led + (3 if year else 2), (_day(said, "", today),))
    return None


def _part_of_day(texts: list[str], _today: date) -> Time | None:
    """'s avonds, in de ochtend, overdag"""
    if texts[0] == "overdag":
        return Time(1, (parts_wish(["morning", "afternoon"]),))
    if texts[0] in {"avonds", "middags", "ochtends", "smorgens", "smiddags", "savonds"}:
        return Time(1, (parts_wish([_PARTS[texts[0] if texts[0] in _PARTS else texts[0][1:]]]),))
    if texts[:1] == ["s"] and texts[1:2] and texts[1] in _PARTS:
        return Time(2, (parts_wish([_PARTS[texts[1]]]),))
    if texts[:2] in (["in", "de"], ["op", "de"]) and texts[2:3]:
        name = {"morgen": "ochtend"}.get(texts[2], texts[2])
        return Time(3, (parts_wish([_PARTS[name]]),)) if name in _PARTS else None
    return None


def _clock(texts: list[str], _today: date) -> Time | None:
    """om 15 uur, vanaf half 3: no filter says so, and it is no number to look for"""
    led = 1 if texts[0] in {"om", "vanaf", "rond", "tot", "ronde"} else 0
    half = led < len(texts) and texts[led] in {"half", "kwart"}
    hour = led + half
    if hour >= len(texts) or not re.fullmatch(r"[0-2]?\d", texts[hour]):
        return None
    end = hour + 1
    minutes = end < len(texts) and re.fullmatch(r"[0-5]\d", texts[end]) is not None
    end += minutes
    if end < len(texts) and texts[end] in {"uur", "u"}:
        return Time(end + 1, ())
    return Time(end, ()) if texts[0] in {"om", "rond"} or half else None


def _day(day: date, name: str, today: date) -> Wish:
    in_full = day_text(day) if day.year == today.year else f"{day_text(day)} {day.year}"
    text = f"van {name} ({in_full})" if name else f"op {in_full}"
    return period_wish(day, day, text=text)


_READINGS: tuple[_Reading, ...] = (
    _relative_day,
    _greeting,
    _weekday,
    _days_of_the_week,
    _period,
    _date,
    _part_of_day,
    _clock,
)
