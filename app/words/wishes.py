"""Pure: filters that are said in words, what they add up to, and how they are said back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import get_args

from app.schedule.sentences import DAYS
from app.words.asked import PartOfDay, WeekdayCode, Wishes
from app.words.languages import LANGUAGES

WEEKDAY_CODES: tuple[WeekdayCode, ...] = get_args(WeekdayCode)
PARTS_OF_DAY: tuple[PartOfDay, ...] = get_args(PartOfDay)
OLDEST = 120
"""Years; nobody is asked to believe more."""

_ON_OR_OFF = {
    "free": ("gratis", Wishes(free=True)),
    "wheelchair": ("met een rolstoel of rollator te doen", Wishes(wheelchair=True)),
    "voorliggend": ("zonder indicatie", Wishes(voorliggend=True)),
    "walkIn": ("zonder afspraak", Wishes(walk_in=True)),
    "openSpots": ("met plaats voor nieuwe mensen", Wishes(open_spots=True)),
}
_PART_TEXTS: dict[PartOfDay, str] = {
    "morning": "'s ochtends",
    "afternoon": "'s middags",
    "evening": "'s avonds",
}
_DAYS_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """A filter that was said: what it adds, and how we say it back."""

    adds: Wishes
    name: str
    """As the parameter is called; of a period `from`."""
    value: str | int | bool | date
    text: str


def filter_wish(name: str, value: str) -> Wish | None:
    """The wish that a list of words calls `filter:name=value`; None for one that does not exist."""
    if name in _ON_OR_OFF:
        text, adds = _ON_OR_OFF[name]
        return Wish(adds, name, value=True, text=text)
    if name == "age" and value.isdecimal() and int(value) <= OLDEST:
        return age_wish(int(value))
    if name == "language" and value:
        return language_wish(value)
    return None


def age_wish(age: int) -> Wish:
    return Wish(Wishes(age=age), "age", age, f"past bij {age} jaar")


def language_wish(code: str) -> Wish:
    name = LANGUAGES.get(code)
    text = f"in het {name}" if name else f"in de taal {code}"
    return Wish(Wishes(languages=(code,)), "language", code, text)


def days_wish(days: Iterable[WeekdayCode]) -> Wish:
    """On any of these weekdays."""
    wanted = frozenset(days)
    codes = tuple(code for code in WEEKDAY_CODES if code in wanted)
    text = f"op {_weekdays_text([WEEKDAY_CODES.index(code) for code in codes])}"
    return Wish(Wishes(days=codes), "day", ",".join(codes), text)


def parts_wish(parts: Iterable[PartOfDay]) -> Wish:
    """In any of these parts of a day."""
    wanted = frozenset(parts)
    codes = tuple(code for code in PARTS_OF_DAY if code in wanted)
    text = " of ".join(_PART_TEXTS[code] for code in codes)
    return Wish(Wishes(parts=codes), "part", ",".join(codes), text)


def period_wish(first: date, last: date, *, text: str) -> Wish:
    """From one date up to and including another."""
    return Wish(Wishes(first=first, last=last), "from", first, text)


def turned_around(wish: Wish) -> Wish | None:
    """The wish for all but this: other weekdays, other parts of the day; None if there is none."""
    days = [code for code in WEEKDAY_CODES if code not in wish.adds.days]
    parts = [code for code in PARTS_OF_DAY if code not in wish.adds.parts]
    if wish.adds.days and days:
        around, without = days_wish(days), days_wish(wish.adds.days)
    elif wish.adds.parts and parts:
        around, without = parts_wish(parts), parts_wish(wish.adds.parts)
    else:
        return None
    return Wish(around.adds, around.name, around.value, f"niet {without.text}")


def all_wishes(wishes: Iterable[Wish]) -> Wishes:
    """What these add up to: any of the days, parts and languages; the period that holds all.

    Of several ages the first one counts.
    """
    return reduce(_both, (wish.adds for wish in wishes), Wishes())


def _both(one: Wishes, other: Wishes) -> Wishes:
    firsts = [day for day in (one.first, other.first) if day is not None]
    lasts = [day for day in (one.last, other.last) if day is not None]
    return Wishes(
        free=one.free or other.free,
        wheelchair=one.wheelchair or other.wheelchair,
        voorliggend=one.voorliggend or other.voorliggend,
        walk_in=one.walk_in or other.walk_in,
        open_spots=one.open_spots or other.open_spots,
        age=other.age if one.age is None else one.age,
        languages=tuple(dict.fromkeys((*one.languages, *other.languages))),
        days=tuple(day for day in WEEKDAY_CODES if day in {*one.days, *other.days}),
        parts=tuple(part for part in PARTS_OF_DAY if part in {*one.parts, *other.parts}),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )


def _weekdays_text(places: list[int]) -> str:
    names = [DAYS[place] for place in places]
    if len(places) >= _DAYS_IN_A_ROW and places[-1] - places[0] == len(places) - 1:
        return f"{names[0]} tot en met {names[-1]}"
    return " of ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
