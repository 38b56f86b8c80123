"""A whole file held against what we know: which lines can be stored, and every cell that is wrong.

Pure: nothing here reads or writes the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.ingest.spreadsheet.columns import COLUMNS, Column
from app.ingest.spreadsheet.organizations import NamedOrganizations, gather_organizations
from app.ingest.spreadsheet.parent import Parent, shelf_of
from app.ingest.spreadsheet.places import gather_places
from app.ingest.spreadsheet.queries import Known, KnownOffering
from app.ingest.spreadsheet.rows import Line, read_line
from app.ingest.spreadsheet.sheets import CellFault, Sheet
from app.ingest.spreadsheet.template import columns_of
from app.ingest.spreadsheet.words import name_key

# What an import leaves as it is, and says so.
_RESTING = {
    "archived": "staat in het archief en blijft daar",
    "blocked": "is van de kaart gehaald en blijft dat",
    "rejected": "is teruggestuurd en blijft dat",
    "ended": "is afgelopen en blijft dat; zet het zelf weer op de kaart als het doorgaat",
}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A line without faults, tied to the organizations and the place that it names."""

    line: Line
    external_id: str
    organization: Parent
    organizers: tuple[Parent, ...]
    place: Parent | None
    known: KnownOffering | None
    """The offering as we have it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file asks for."""

    line_count: int
    rows: tuple[PlannedRow, ...]
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]
    external_ids: frozenset[str]
    has_right_header: bool
    """Else no line can be trusted enough to store it."""
    is_whole: bool
    """Whether every line's key is known: only then can one say what is not in the file."""


def plan_of(sheet: Sheet, known: Known, *, source: str, today: date) -> Plan:
    """Reads every line; what is wrong stands in `faults`, in order of line."""
    columns, header_faults = columns_of(sheet)
    absent = {column.name for column in COLUMNS.values() if column.required} - {
        column.name for column in columns if column
    }
    lines = _lines(sheet, columns, known, absent=absent, today=today)
    _blame_double_keys(lines)
    _blame_strangers(lines, known)
    organizations = gather_organizations(
        lines, shelf_of(known.organizations, source=source), gemeente_code=known.gemeente_code
    )
    places = gather_places(lines, shelf_of(known.places, source=source), border=known.border)
    organizers = {line.line: _organizers(line, organizations) for line in lines}
    of_key = {entry.external_id: entry for entry in known.offerings}
    unread = {fault.line for fault in sheet.faults}
    faults = [*sheet.faults, *header_faults, *(fault for line in lines for fault in line.faults)]
    return Plan(
        line_count=len(lines),
        rows=tuple(
            PlannedRow(
                line=line,
                external_id=str(line.external_id),
                organization=organizations.by_key[_organization_key(line)],
                organizers=organizers[line.line],
                place=places.get(line.line),
                known=of_key.get(str(line.external_id)),
            )
            for line in lines
            if not line.faults and line.line not in unread and not absent
        ),
        faults=tuple(sorted(faults)),
        notes=tuple(_notes(lines, known)),
        external_ids=frozenset(line.external_id for line in lines if line.external_id),
        has_right_header=not header_faults and any(columns),
        is_whole=sheet.is_whole and bool(lines) and all(line.external_id for line in lines),
    )


def _lines(
    sheet: Sheet, columns: Sequence[Column | None], known: Known, *, absent: set[str], today: date
) -> list[Line]:
    names = {
        name: column.name for name, column in zip(sheet.header, columns, strict=True) if column
    }
    unreadable: dict[int, set[str]] = {}
    for fault in sheet.faults:
        unreadable.setdefault(fault.line, set()).add(names.get(fault.column, fault.column))
    return [
        read_line(
            row,
            columns,
            lexicon=known.lexicon,
            # One fault for a column that is not there is enough.
            blamed=absent | unreadable.get(row.line, set()),
            today=today,
        )
        for row in sheet.rows
    ]


def _organization_key(line: Line) -> str:
    return name_key(str(line.part("organization").get("name", "")))


def _blame_double_keys(lines: Iterable[Line]) -> None:
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        if line.external_id is not None:
            by_key.setdefault(line.external_id, []).append(line)
    for key, same in by_key.items():
        for line in same if len(same) > 1 else []:
            other = same[0].line if line is not same[0] else same[1].line
            line.blame(
                "bron_id", f"'{key}' staat ook op regel {other}. Geef elk aanbod een eigen bron_id."
            )


def _blame_strangers(lines: Iterable[Line], known: Known) -> None:
    """A key that this source uses in another gemeente: two files under one name."""
    elsewhere = {entry.external_id for entry in known.offerings if not entry.works_here}
    for line in lines:
        if line.external_id in elsewhere:
            line.blame(
                "bron_id",
                f"'{line.external_id}' is bij deze bron al aanbod van een organisatie in een "
                "andere gemeente. Gebruik een andere naam voor de bron.",
            )


def _organizers(line: Line, organizations: NamedOrganizations) -> tuple[Parent, ...]:
    names = line.part("named").get("organizers")
    found: list[Parent] = []
    wrong = []
    own = organizations.by_key.get(_organization_key(line))
    for name in names if isinstance(names, list) else []:
        parent = organizations.named(str(name))
        if parent is None:
            wrong.append(f"Organisatie '{name}' kennen wij niet. Zet haar ook in dit bestand.")
        elif parent is own:
            wrong.append("Noem hier alleen andere organisaties.")
        elif parent.is_bad:
            wrong.append(f"Bij '{parent.name}' klopt nog iets niet.")
        elif parent in found:
            wrong.append(f"'{name}' staat er twee keer.")
        else:
            found.append(parent)
    if wrong:
        line.blame("samen_met", " ".join(wrong))
    return tuple(found)


def _notes(lines: Iterable[Line], known: Known) -> Iterable[str]:
    resting = {
        entry.external_id: _RESTING[entry.status]
        for entry in known.offerings
        if entry.status in _RESTING
    }
    for line in lines:
        if line.external_id in resting:
            yield f"Regel {line.line}: dit aanbod {resting[line.external_id]}."
