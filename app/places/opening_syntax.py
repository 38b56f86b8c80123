"""OpenStreetMap `opening_hours` text, read into the rules of `opening_rules`.

The `opening-hours-py` library judges the grammar and gives one spelling for all that is allowed;
that spelling is what is taken apart here.

Grammar: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import opening_hours as osm

from app.places.opening_rules import (
    MINUTES_PER_DAY,
    Hours,
    Joint,
    OpenState,
    Rule,
    Stretch,
    painted,
)

LONGEST_TEXT = 255
# `17:00+` promises a beginning and no end. Who opens a door keeps it open for a visit; after that
# nobody knows, until midnight.
SURE_MINUTES_OF_OPEN_END = 120
# `Dec 24-Jan 2` names the days it is about; `Apr 15-Oct 15` is a season that holidays fall in.
LONGEST_NAMED_RANGE_DAYS = 14

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS = {
    word.lower(): word
    for word in (*DAYS, *MONTHS, "PH", "SH", "off", "closed", "open", "unknown", "week", "easter")
}
_DAY = rf"(?:{'|'.join(DAYS)}|PH)"
_DAY_ITEM = rf"{_DAY}(?:-{_DAY})?(?:\[[^\]]*\])?"
_COMMENT = re.compile(r'"[^"]*"')
_LOOSE_DAY_LIST = re.compile(rf"(?<![\w\]])({_DAY_ITEM})\s*,\s+(?={_DAY}\b)")
_PH_INSIDE = re.compile(rf"(?<![\w\]])({_DAY_ITEM}(?:,{_DAY_ITEM})*),PH,(?={_DAY}\b)")
_JOINT = re.compile(r"; |, | \|\| ")
_RULE = re.compile(
    r"^(?P<selector>.*?)\s*(?P<times>\d\d:\d\d\S*)?"
    r"(?:\s*\b(?P<modifier>open|closed|unknown))?(?:\s*(?P<comment>\"\d+\"))?$"
)
_TIMES = re.compile(r"(\d\d):(\d\d)(?:-(\d\d):(\d\d))?(\+)?")
_MONTH_DAY = re.compile(rf"({'|'.join(MONTHS)}) (\d+)(?:-(?:\d{{4}} )?({'|'.join(MONTHS)}) (\d+))?")
_APPOINTMENT = re.compile(r"afspraak|appointment", re.IGNORECASE)
# "ook op afspraak" and "met of zonder afspraak" leave the door open, "niet zonder afspraak" not.
_NO_APPOINTMENT_NEEDED = re.compile(
    r"(?<!niet )(?<!nooit )(?<!not )"
    r"\b(?:zonder|geen|ook|without|no|also)\s+(?:\w+\s+)?(?:afspraak|appointment)",
    re.IGNORECASE,
)


class HoursFault(ValueError):  # noqa: N818 - the API speaks of faults
    """The text is no opening hours that we can keep; the message is plain Dutch for its writer."""


@lru_cache(maxsize=4096)
def parse_hours(text: str) -> Hours:
    """Read opening hours in OpenStreetMap syntax.

    Forgives case, spaces and a closing `;`. Raises `HoursFault` for what is no opening hours,
    what depends on the sun or on school holidays, repeats (`10:00-16:00/01:30`), days counted
    from a holiday, and more than 255 characters.
    """
    _refuse_what_we_cannot_keep(text)
    tidied = _tidied(text)
    if not osm.validate(tidied):
        raise HoursFault(
            "Wij begrijpen deze openingstijden niet. Schrijf ze zo: Mo-Fr 09:00-17:00; PH off."
        )
    spelled = str(osm.OpeningHours(tidied))
    _refuse_what_we_do_not_know(spelled)
    return Hours(spelled, tuple(_rules(spelled)))


def parse_day_times(text: str) -> Hours:
    """Read the times of an exceptional day: as `parse_hours`, but without naming days."""
    hours = parse_hours(text)
    if any(rule.selector or rule.names_holidays for rule in hours.rules):
        raise HoursFault(
            "Noem bij een uitzondering alleen tijden, geen dagen. Bijvoorbeeld: 10:00-14:00."
        )
    return hours


def _refuse_what_we_cannot_keep(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise HoursFault(
            f"Deze openingstijden zijn te lang. Gebruik hoogstens {LONGEST_TEXT} tekens."
        )
    if not text.strip():
        raise HoursFault("Vul openingstijden in, of laat ze helemaal weg.")
    # The library reads "PH Mo" as "PH,Mo"; others as "a holiday that is a Monday".
    words = _COMMENT.sub(" ", text)
    if re.search(r"PH\s*(?:[+-]?\s*\d+\s*day|Mo|Tu|We|Th|Fr|Sa|Su)", words, re.IGNORECASE):
        raise HoursFault(
            "PH (feestdagen) kan alleen los of met een komma in een rij dagen: Su,PH off."
        )


def _refuse_what_we_do_not_know(spelled: str) -> None:
    words = _COMMENT.sub(" ", spelled)
    if re.search(r"\bSH\b", words):
        raise HoursFault(
            "Schoolvakanties (SH) kunnen niet in openingstijden. "
            "Zet ze als uitzondering bij deze plek, met een begin en een eind."
        )
    if re.search(r"sunrise|sunset|dawn|dusk", words):
        raise HoursFault("Schrijf tijden op de klok, niet zonsopgang of zonsondergang.")


def _tidied(text: str) -> str:
    """The text as the library wants it; a space after a comma in a list of days is no new rule."""
    pieces = re.split(r'("[^"]*")', text.strip().rstrip("; "))
    for index in range(0, len(pieces), 2):
        piece = re.sub(
            r"[A-Za-z]+", lambda word: _WORDS.get(word[0].lower(), word[0]), pieces[index]
        )
        piece = re.sub(r"\s*\|\|\s*", " || ", piece.replace("–", "-"))
        piece = _LOOSE_DAY_LIST.sub(r"\1,", piece)
        pieces[index] = _PH_INSIDE.sub(r"PH,\1,", piece)
    return "".join(pieces).strip()


def _rules(spelled: str) -> Iterable[Rule]:
    comments = [found[1:-1] for found in _COMMENT.findall(spelled)]
    numbers = iter(range(len(comments)))
    masked = _COMMENT.sub(lambda _: f'"{next(numbers)}"', spelled)
    joints: list[str] = [";", *(found.strip() for found in _JOINT.findall(masked))]
    for joint, part in zip(joints, _JOINT.split(masked), strict=True):
        found = _RULE.match(part)
        if found is None:
            raise HoursFault(_TOO_CLEVER)
        comment = comments[int(found["comment"].strip('"'))] if found["comment"] else ""
        state = _state(found["modifier"] or "open", comment)
        # The library writes "24/7" before a bare `off` or comment as well.
        always = found["selector"] == "24/7" and joint == ";" and state == "open"
        selector = "" if found["selector"] == "24/7" else found["selector"]
        season, days = _without_holidays(selector)
        yield Rule(
            joint=_JOINTS[joint],
            selector=selector,
            days=None if days is None else osm.OpeningHours(days or "24/7"),
            season=osm.OpeningHours(season) if season else None,
            stretches=_stretches(found["times"], state),
            timed=bool(found["times"]),
            names_holidays=bool(re.search(r"\bPH\b", selector)),
            names_days=_names_days(selector),
            always=always,
        )


_JOINTS: dict[str, Joint] = {";": ";", ",": ",", "||": "||"}
_TOO_CLEVER = (
    "Deze schrijfwijze kennen wij niet. Schrijf elke tijd uit: Mo-Fr 09:00-12:00,13:00-17:00."
)


def _state(modifier: str, comment: str) -> OpenState:
    # Whatever the modifier ("Sa off "op afspraak""), who makes an appointment can come.
    if _APPOINTMENT.search(comment) and not _NO_APPOINTMENT_NEEDED.search(comment):
        return "by_appointment"
    if modifier == "closed":
        return "closed"
    return "unknown" if modifier == "unknown" else "open"


def _without_holidays(selector: str) -> tuple[str, str | None]:
    """The season of the selector's holidays, and the selector for all other days (None: none)."""
    if not re.search(r"\bPH\b", selector):
        return "", selector
    season, _, day_list = selector.rpartition(" ")
    days = [day for day in day_list.split(",") if day != "PH"]
    if "PH" in season or len(days) == len(day_list.split(",")):
        raise HoursFault(_TOO_CLEVER)
    return season, f"{season} {','.join(days)}".strip() if days else None


def _stretches(times: str | None, state: OpenState) -> tuple[Stretch, ...]:
    if times is None:
        return (Stretch(0, MINUTES_PER_DAY, state),)
    firm: list[Stretch] = []
    perhaps: list[Stretch] = []
    for span in times.split(","):
        found = _TIMES.fullmatch(span)
        if found is None or not (found[3] or found[5]):
            raise HoursFault(_TOO_CLEVER)
        start = int(found[1]) * 60 + int(found[2])
        end = int(found[3]) * 60 + int(found[4]) if found[3] else start + SURE_MINUTES_OF_OPEN_END
        if end <= start:
            end += MINUTES_PER_DAY
        firm.append(Stretch(start, end, state))
        if found[5] and end < MINUTES_PER_DAY:
            later: OpenState = "unknown" if state == "open" else state
            perhaps.append(Stretch(end, MINUTES_PER_DAY, later, open_end=True))
    return painted([*perhaps, *firm])


def _names_days(selector: str) -> bool:
    """Whether the selector names single days, so that its writer thought of those very days."""
    ranges = _MONTH_DAY.findall(selector)
    if not ranges:
        return "easter" in selector
    for month, day, last_month, last_day in ranges:
        if last_month:
            first = MONTHS.index(month) * 31 + int(day)
            last = MONTHS.index(last_month) * 31 + int(last_day)
            if (last - first) % (12 * 31) >= LONGEST_NAMED_RANGE_DAYS:
                return False
    return True
