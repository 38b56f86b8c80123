"""An organization or a place that lines of a file name, and what they tell of it together.

An entry is found by the key of this source, else by its name in the gemeente (an organization) or
by its name and address (a place). One that is not this source's own is used as it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from app.core.documents import Document
from app.ingest.spreadsheet.queries import KnownParent
from app.ingest.spreadsheet.rows import Line
from app.ingest.spreadsheet.template import column_at_fault
from app.ingest.spreadsheet.words import name_key

Kind = Literal["organization", "place"]

_DUTCH = {"organization": "organisatie", "place": "plek"}
GONE = {
    "archived": "staat in het archief",
    "blocked": "is van de kaart gehaald",
    "rejected": "is teruggestuurd",
}


@dataclass(slots=True, eq=False)
class Parent:
    """An organization or a place, as all lines of a file together tell it."""

    kind: Kind
    name: str
    external_id: str
    document: Document = field(default_factory=dict)
    told_on: dict[str, int] = field(default_factory=dict)
    """Pointer of a member → the line that told it first."""
    lines: list[Line] = field(default_factory=list)
    voucher: "Parent | None" = None
    known: KnownParent | None = None
    is_ours: bool = True
    """Whether this import registers or renews it; else it is used as it is."""
    is_bad: bool = False

    def blame(self, pointer: str, message: str) -> None:
        """A fault, on the line that told this member first."""
        self.is_bad = True
        column = column_at_fault(self.kind, pointer)
        at = self.told_on.get(pointer, self.lines[0].line)
        for line in self.lines:
            if line.line == at:
                line.blame(column, message)

    def blame_leaning(self) -> None:
        """Refers every other line that names it to the line with the fault."""
        noun = _DUTCH[self.kind]
        at = next((line.line for line in self.lines if line.faults), None)
        for line in self.lines if self.is_bad else ():
            if not line.faults:
                line.blame(noun, f"Deze {noun} klopt nog niet: zie regel {at}.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The organizations, or the places, that we have."""

    source: str
    own: Mapping[str, KnownParent]
    """Those of this source, by its key."""
    by_name: Mapping[str, Sequence[KnownParent]]
    """Those that are not in the archive, the published ones first."""


def shelf_of(entries: Iterable[KnownParent], *, source: str) -> Shelf:
    """The entries as they are looked for."""
    own: dict[str, KnownParent] = {}
    by_name: dict[str, list[KnownParent]] = {}
    for entry in entries:
        if entry.source_name == source and entry.source_external_id:
            own[entry.source_external_id] = entry
        if entry.status != "archived":
            by_name.setdefault(name_key(entry.name), []).append(entry)
    return Shelf(source, own, by_name)


def join(parent: Parent, line: Line) -> None:
    """Adds what a line tells; blames what contradicts an earlier line."""
    parent.lines.append(line)
    noun = _DUTCH[parent.kind]
    for pointer, value in _leaves(line.part(parent.kind)):
        first = parent.told_on.setdefault(pointer, line.line)
        if first == line.line:
            _put(parent.document, pointer, value)
        elif pointer != "/name" and _leaf(parent.document, pointer) != value:
            line.blame(
                column_at_fault(parent.kind, pointer),
                f"Bij dezelfde {noun} staat op regel {first} iets anders. Maak ze gelijk.",
            )


def _leaves(document: Document, under: str = "") -> Iterator[tuple[str, JsonValue]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{under}/{name}")
        else:
            yield f"{under}/{name}", value


def _put(document: Document, pointer: str, value: JsonValue) -> None:
    *path, last = pointer.split("/")[1:]
    for name in path:
        below = document.setdefault(name, {})
        document = below if isinstance(below, dict) else {}
    document[last] = value


def _leaf(document: Document, pointer: str) -> JsonValue:
    return dict(_leaves(document)).get(pointer)


def settle(shelf: Shelf, parent: Parent) -> None:
    """Says whose it is, from what we have of it."""
    if (entry := parent.known) is None:
        return
    parent.is_ours = entry.source_name == shelf.source and bool(entry.source_external_id)
    if parent.is_ours:
        parent.external_id = str(entry.source_external_id)
    if entry.status in GONE:
        parent.blame(
            "/name",
            f"'{entry.name}' {GONE[entry.status]}. Zet het eerst terug, of noem een andere.",
        )
