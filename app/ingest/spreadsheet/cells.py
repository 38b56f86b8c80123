"""The sorts of cells: from what somebody typed to a value of a document.

Readers are generous where there is one meaning (`10.30 uur`, `€ 2,50`, `di`) and say what to do
where there are two. Limits of length and amount are the documents' own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pydantic import JsonValue

from app.ingest.spreadsheet.words import CellError, Lexicon, name_key
from app.schedule.sentences import MONTHS

_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_DATE_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_DATE_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[a-z]+)\.?[-/. ](\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.u](\d{2})(?::\d{2})?)?(?:u|uur)?")
_WHOLE = re.compile(r"(-?\d+)(?:[.,]0+)?")
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d{3})+)(,\d+)?")
_POSTCODE = re.compile(r"([1-9]\d{3})([A-Z]{2})")
_LAST_HOUR, _LAST_MINUTE = 23, 59
_SHORTEST_MONTH = 3
LONGEST_KEY = 100
# The box of the European Netherlands in degrees; `core.geo` has the same limits.
_LAT, _LON = (50.7, 53.7), (3.2, 7.3)


class Cell(Protocol):
    """What may stand in the cells of a column."""

    @property
    def says(self) -> str:
        """What may stand there, in Dutch."""

    def read(self, text: str, lexicon: Lexicon) -> JsonValue:
        """The value for the document; `text` is never empty. Raises CellError."""


@dataclass(frozen=True, slots=True)
class Reads:
    """A cell that one function reads."""

    says: str
    function: Callable[[str], JsonValue]

    def read(self, text: str, lexicon: Lexicon) -> JsonValue:  # noqa: ARG002 - needs no words
        return self.function(text)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A cell with one word of a list."""

    list_name: str
    says: str = "één woord uit de lijst"

    def read(self, text: str, lexicon: Lexicon) -> JsonValue:
        return lexicon[self.list_name].code(text)


@dataclass(frozen=True, slots=True)
class SomeOf:
    """A cell with words of a list, `|` between them."""

    list_name: str
    says: str = "één of meer woorden uit de lijst, met een | ertussen"

    def read(self, text: str, lexicon: Lexicon) -> JsonValue:
        return _each(text, lexicon[self.list_name].code)


@dataclass(frozen=True, slots=True)
class Groups:
    """A cell with groups of people, each with how strictly: `ouderen (vooral) | vrouwen`."""

    list_name: str = "audience"
    says: str = (
        "één of meer groepen uit de lijst, met een | ertussen; zet (vooral) of (alleen) achter een "
        "groep als het aanbod daar vooral of alleen voor is"
    )

    def read(self, text: str, lexicon: Lexicon) -> JsonValue:
        def group(item: str) -> JsonValue:
            name, _, mode = item.removesuffix(")").partition("(")
            return {
                "code": lexicon[self.list_name].code(name.strip()),
                "mode": lexicon["audience_mode"].code(mode.strip()) if mode else "open",
            }

        return _each(text, group)


def items_of(text: str) -> list[str]:
    """The parts of a cell with `|` between them; a line end counts as one too."""
    return [item.strip() for item in re.split(r"[|\n]", text) if item.strip()]


def _each(text: str, read: Callable[[str], JsonValue]) -> list[JsonValue]:
    values: list[JsonValue] = []
    wrong: list[str] = []
    items = items_of(text)
    for item in items:
        try:
            value = read(item)
        except CellError as error:
            wrong.append(str(error))
            continue
        if value in values:
            wrong.append(f"'{item}' staat er twee keer.")
        values.append(value)
    if wrong:
        if len(items) == 1 and re.search(r"[,;/]", text):
            wrong.append("Zet tussen de woorden een | en geen komma.")
        raise CellError(" ".join(wrong))
    return values


def _as_written(text: str) -> JsonValue:
    return text


def _one_line(text: str) -> JsonValue:
    return " ".join(text.split())


def _key(text: str) -> JsonValue:
    _refuse_rounded(text)
    if len(text) > LONGEST_KEY:
        raise CellError(f"Dit is te lang. Er passen {LONGEST_KEY} tekens.")
    return " ".join(text.split())


def _refuse_rounded(text: str) -> None:
    if _ROUNDED.fullmatch(text):
        raise CellError(
            "Excel heeft dit lange getal afgerond. Maak de kolom op als tekst en vul het weer in."
        )


def _names(text: str) -> JsonValue:
    return _each(text, _one_line)


def _yes_no(text: str) -> JsonValue:
    key = name_key(text)
    if key in {"ja", "j", "waar", "true", "1", "x"}:
        return True
    if key in {"nee", "n", "onwaar", "false", "0"}:
        return False
    raise CellError("Vul hier ja of nee in.")


def _whole(text: str) -> JsonValue:
    if (found := _WHOLE.fullmatch(text)) is None:
        raise CellError("Vul hier een heel getal in, zoals 65, zonder tekst erbij.")
    return int(found[1])


def _number(text: str) -> str:
    """A decimal number with a point, as pydantic reads it."""
    if _DECIMAL.fullmatch(text) and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        return text.replace(",", ".")
    if (found := _THOUSANDS.fullmatch(text)) and found[2]:
        return found[1].replace(".", "") + found[2].replace(",", ".")
    raise CellError("Vul hier een getal in, zoals 2,50. Zet geen punt tussen de duizenden.")


def _money(text: str) -> JsonValue:
    bare = re.sub(r"€|euro|eur|\s", "", text, flags=re.IGNORECASE)
    return _number(re.sub(r"[,.]-{1,2}$", "", bare))


def _kilometres(text: str) -> JsonValue:
    return _number(re.sub(r"km|kilometer|\s", "", text, flags=re.IGNORECASE))


def _coordinate(
    own: tuple[float, float], other: tuple[float, float], example: str
) -> Callable[[str], JsonValue]:
    def read(text: str) -> JsonValue:
        try:
            degrees = float(text.replace(" ", "").replace(",", "."))
        except ValueError:
            raise CellError(f"Vul hier graden in, zoals {example}.") from None
        if own[0] <= degrees <= own[1]:
            return degrees
        if other[0] <= degrees <= other[1]:
            raise CellError("Dit hoort in de andere kolom: lat is ongeveer 52 en lon ongeveer 6.")
        raise CellError(
            f"Dit ligt niet in Nederland. Vul graden in, zoals {example}; geen RD-coördinaten."
        )

    return read


def _postcode(text: str) -> JsonValue:
    bare = re.sub(r"\s|\.0$", "", text).upper()
    if re.fullmatch(r"[1-9]\d{3}", bare):
        raise CellError("Vul de hele postcode in, met de twee letters, zoals 7545 TP.")
    if (found := _POSTCODE.fullmatch(bare)) is None:
        raise CellError("Schrijf een postcode met vier cijfers en twee letters, zoals 7545 TP.")
    return found[1] + found[2]


def _house_number(text: str) -> JsonValue:
    if _DATE_ISO.fullmatch(text):
        raise CellError(
            "Excel heeft hier een datum van gemaakt. Maak de kolom op als tekst en vul het "
            "huisnummer opnieuw in."
        )
    return re.sub(r"\s+|\.0$", "", text).upper() if text[:1].isdigit() else text


def _phone(text: str) -> JsonValue:
    _refuse_rounded(text)
    bare = text.removeprefix("'").removesuffix(".0")
    # Nine digits are a Dutch number of which Excel dropped the 0 in front.
    return f"0{bare}" if re.fullmatch(r"[1-9]\d{8}", bare) else bare


def _kvk_number(text: str) -> JsonValue:
    bare = re.sub(r"\s|\.0$", "", text)
    if not re.fullmatch(r"\d{8}", bare):
        raise CellError(
            "Een KvK-nummer heeft 8 cijfers. Excel laat een 0 vooraan weg: maak de kolom op als "
            "tekst."
        )
    return bare


def _date(text: str) -> JsonValue:
    plain = " ".join(text.lower().split())
    try:
        if found := _DATE_ISO.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found := _DATE_DUTCH.fullmatch(plain):
            return date(int(found[3]), _month(found[2]), int(found[1])).isoformat()
    except ValueError:
        raise CellError(f"De datum {text} bestaat niet.") from None
    raise CellError("Schrijf een datum als dd-mm-jjjj, bijvoorbeeld 24-11-2026.")


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    months = [name for name in MONTHS if len(text) >= _SHORTEST_MONTH and name.startswith(text)]
    return MONTHS.index(months[0]) + 1 if months else 0


def _dates(text: str) -> JsonValue:
    return _each(text, _date)


def _time(text: str) -> JsonValue:
    found = _TIME.fullmatch(re.sub(r"\s", "", text.lower()))
    if found is None or int(found[1]) > _LAST_HOUR or int(found[2] or 0) > _LAST_MINUTE:
        raise CellError("Schrijf een tijd als uu:mm, bijvoorbeeld 09:30.")
    return f"{int(found[1]):02}:{found[2] or '00'}"


TEXT = Reads("tekst; meer regels mogen", _as_written)
LINE = Reads("tekst", _one_line)
KEY = Reads("tekst of een nummer, hoogstens 100 tekens", _key)
NAMES = Reads("één of meer namen, met een | ertussen", _names)
YES_NO = Reads("ja of nee", _yes_no)
AGE = Reads("een heel getal, in jaren", _whole)
MONEY = Reads("een bedrag in euro's, zoals 2,50", _money)
KILOMETRES = Reads("een getal, zoals 3,5", _kilometres)
LAT = Reads("graden WGS84, zoals 52,21158", _coordinate(_LAT, _LON, "52,21158"))
LON = Reads("graden WGS84, zoals 6,87572", _coordinate(_LON, _LAT, "6,87572"))
POSTCODE = Reads("vier cijfers en twee letters, zoals 7545 TP", _postcode)
HOUSE_NUMBER = Reads("huisnummer met toevoeging, zoals 27A", _house_number)
PHONE = Reads("een telefoonnummer, zoals 053-1234567", _phone)
EMAIL = Reads("een e-mailadres", _as_written)
WEBSITE = Reads("een webadres, zoals https://www.voorbeeld.nl", _as_written)
KVK_NUMBER = Reads("8 cijfers", _kvk_number)
DATE = Reads("een datum: dd-mm-jjjj of jjjj-mm-dd", _date)
DATES = Reads("één of meer datums, met een | ertussen", _dates)
TIME = Reads("een tijd: uu:mm", _time)
