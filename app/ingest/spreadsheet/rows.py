"""One line of a file as documents: what it says of an offering, and every cell that is wrong.

Only what needs neither database nor other lines; those are `offering_plan`'s.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID, uuid5

from pydantic import JsonValue, ValidationError

from app.core.clock import to_instant
from app.core.contacts import Website
from app.core.documents import Document
from app.core.errors import Fault
from app.core.faults import faults_of
from app.core.schemas import WireModel, instant_text
from app.ingest.spreadsheet.columns import COLUMNS, Column, Part
from app.ingest.spreadsheet.sheets import CellFault, SheetRow
from app.ingest.spreadsheet.template import column_at_fault
from app.ingest.spreadsheet.words import CellError, Lexicon, name_key
from app.offerings.schemas import OfferingIn
from app.organizations.schemas import OrganizationIn
from app.places.schemas import PlaceIn
from app.schedule.schemas import ScheduleIn

M = TypeVar("M", bound=WireModel)

FIRST_CHECK = date(2000, 1, 1)
_NIGHT_FROM, _NIGHT_TO = time(18), time(6)
_NAMESPACE: Final = UUID("6f0cf0b6-3c0e-5a43-9d3e-6f6d0f3b1c55")

# Where it is cannot be judged while the cell that says how it is offered cannot be read.
_PLACELESS: Document = {
    "channel": "phone",
    "serviceAreas": ["GM0000"],
    "placeId": None,
    "effort": None,
    "distanceKm": None,
}


@dataclass(slots=True, eq=False)
class Line:
    """One line: the documents in it, and what is wrong. Names of other entries are still names."""

    line: int
    parts: dict[str, Document] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Columns of which the cell is at fault; each is told once."""
    faults: list[CellFault] = field(default_factory=list)
    schedule: ScheduleIn | None = None

    @property
    def external_id(self) -> str | None:
        key = self.part("source").get("externalId")
        return key if isinstance(key, str) else None

    def part(self, part: Part) -> Document:
        return self.parts.get(part, {})

    def blame(self, column: str, message: str) -> None:
        """One more fault, unless this cell is known to be wrong."""
        if column not in self.unread:
            self.unread.add(column)
            self.faults.append(CellFault(self.line, column, message))

    def blame_member(self, part: Part, pointer: str, *, message: str) -> None:
        self.blame(column_at_fault(part, pointer), message)

    def is_unread(self, part: Part, pointer: str = "") -> bool:
        """Whether a cell that fills this member, or something in it, is at fault."""
        path = f"{part}{pointer}"
        return any(
            COLUMNS[name].into == path or COLUMNS[name].into.startswith(f"{path}/")
            for name in self.unread & COLUMNS.keys()
        )


def stand_in(name: str) -> str:
    """An id that holds the place of the entry of that name."""
    return str(uuid5(_NAMESPACE, name_key(name)))


def read_line(
    row: SheetRow,
    columns: Sequence[Column | None],
    *,
    lexicon: Lexicon,
    blamed: Collection[str],
    today: date,
) -> Line:
    """The documents in a line; `blamed` are columns whose cell was unreadable or is not there."""
    line = Line(row.line, unread=set(blamed))
    for column, text in zip(columns, row.cells, strict=True):
        if column is None or not text:
            continue
        try:
            value = column.cell.read(text, lexicon)
        except CellError as error:
            line.blame(column.name, str(error))
            continue
        _put(line.parts, column.into.split("/"), value)
    _check_source(line, today=today)
    _check_offering(line)
    _check_organization(line)
    _check_place(line)
    _check_schedule(line)
    return line


def _put(parts: dict[str, Document], path: Sequence[str], value: JsonValue) -> None:
    below: Any = parts
    for name in path[:-1]:
        below = below.setdefault(name, {})
    below[path[-1]] = value


def _check_source(line: Line, *, today: date) -> None:
    source = line.part("source")
    if "externalId" not in source:
        line.blame("bron_id", "Dit moet u invullen.")
    if (checked_on := source.get("checkedOn")) is not None:
        day = date.fromisoformat(str(checked_on))
        if not FIRST_CHECK <= day <= today:
            line.blame("gecontroleerd_op", "Vul een dag in die al geweest is, vanaf 2000.")
    if "url" in source:
        checked = _check(line, "source", {"url": source["url"]}, _SourceUrl)
        source["url"] = checked.url if checked else None


class _SourceUrl(WireModel):
    url: Website


def _check_offering(line: Line) -> None:
    document = line.parts.setdefault("offering", {})
    _date_spots(line, document)
    given = document | {"organizationId": stand_in("")}
    names = line.part("named").get("organizers")
    if isinstance(names, list):
        given["organizers"] = list({stand_in(str(name)) for name in names})
    has_place = any(
        COLUMNS[name].into.startswith("place/") for name in line.unread & COLUMNS.keys()
    )
    if line.part("place") or has_place:
        given["placeId"] = stand_in("")
    if line.is_unread("offering", "/channel"):
        given |= _PLACELESS
    if line.is_unread("offering", "/serviceAreas"):
        given["serviceAreas"] = ["GM0000"]
    _check(line, "offering", given, OfferingIn)


def _date_spots(line: Line, document: Document) -> None:
    """Says as of when there is room: the day on which the source checked."""
    spots = document.get("spots")
    if not isinstance(spots, dict) or spots.get("state") == "unknown":
        return
    checked_on = line.part("source").get("checkedOn")
    if checked_on is None:
        line.blame(
            "gecontroleerd_op",
            "Vul in op welke dag er plek was of niet, of zet 'plekken' op onbekend.",
        )
        return
    midnight = datetime.combine(date.fromisoformat(str(checked_on)), time.min)
    document["spots"] = spots | {"reportedAt": instant_text(to_instant(midnight))}


def _check_organization(line: Line) -> None:
    document = line.parts.setdefault("organization", {})
    if "name" not in document:
        line.blame("organisatie", "Dit moet u invullen.")
    # Whether it needs a kind or a number depends on whether we know it; here the cells only.
    given: Document = {"kind": "overig", "gemeenten": ["GM0000"]}
    given |= document | {"vouchedBy": stand_in("")}
    _check(line, "organization", given, OrganizationIn)


def _check_place(line: Line) -> None:
    document = line.part("place")
    if not document:
        return
    if "name" not in document:
        line.blame("plek", "Vul de naam in van de plek met dit adres, of laat het adres leeg.")
    if "address" not in document and line.is_unread("place", "/address"):
        document = document | {"address": {"street": "Straat", "city": "Woonplaats"}}
    given: Document = {"kind": "overig", "point": {"lon": 6.0, "lat": 52.0}}
    given |= document
    _check(line, "place", given, PlaceIn)


def _check_schedule(line: Line) -> None:
    document = line.part("schedule")
    if not document:
        return
    if "repeat" not in document:
        line.blame(
            "herhaling", "Vul in hoe vaak het is: eenmalig, wekelijks, om de week of maandelijks."
        )
    given = _pattern(line, dict(document))
    given |= _duration(line, given)
    line.schedule = _check(line, "schedule", given, ScheduleIn)


def _pattern(line: Line, document: Document) -> Document:
    """The preset with its weekdays, from how often it is and on which days."""
    repeat, days = document.pop("repeat", None), document.pop("days", None)
    nth = document.pop("nth", None)
    given = document
    if repeat is not None:
        given["preset"] = "weekly" if repeat == "fortnightly" else repeat
    if nth is not None:
        given["nth"] = -1 if nth == "last" else int(str(nth))
    if repeat == "fortnightly":
        given["everyWeeks"] = 2
    if not isinstance(days, list):
        return given
    if repeat != "monthly":
        return given | {"weekdays": days}
    if len(days) > 1:
        line.blame(
            "dagen", "Noem bij maandelijks één dag. Zijn het er meer? Maak er twee regels van."
        )
    return given | {"weekday": days[0]}


def _duration(line: Line, document: Document) -> Document:
    """How long it takes; an evening may end after midnight."""
    starts, ends = document.get("startTime"), document.pop("endTime", None)
    if ends is None:
        line.blame("eindtijd", "Vul in hoe laat het klaar is.")
    if starts is None or ends is None:
        return {"durationMinutes": 60}
    first, last = time.fromisoformat(str(starts)), time.fromisoformat(str(ends))
    day = date.min
    length = datetime.combine(day, last) - datetime.combine(day, first)
    if length <= timedelta():
        if first < _NIGHT_FROM or last > _NIGHT_TO:
            line.blame("eindtijd", "De eindtijd is niet later dan de begintijd.")
            return {"durationMinutes": 60}
        length += timedelta(days=1)
    return {"durationMinutes": length // timedelta(minutes=1)}


def _check(line: Line, part: Part, document: Document, schema: type[M]) -> M | None:
    """Blames every cell that the schema refuses; the model when there is none."""
    faults, model = validated(schema, document)
    for fault in faults:
        line.blame_member(part, fault.name, message=fault.message)
    return model


def validated(schema: type[M], document: Document) -> tuple[list[Fault], M | None]:
    """Every fault of a document, or the model when there is none."""
    try:
        return [], schema.model_validate(document)
    except ValidationError as error:
        return faults_of(error, where="body"), None
