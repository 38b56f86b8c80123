"""Lines of a file into the database: parents first, then each offering with its schedule.

Nothing here commits. A line is checked by storing it inside a savepoint, so that what the check
promises is what the import does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from app.core.database import Db, sqlstate
from app.core.documents import Document, as_json, read_document
from app.core.entries import Act, Entries, Source, TakenOver
from app.core.errors import ConflictError, Fault, InvalidInputError, ProblemError
from app.core.history import Actor
from app.ingest.spreadsheet.columns import Part
from app.ingest.spreadsheet.parent import Parent
from app.ingest.spreadsheet.plan import PlannedRow
from app.ingest.spreadsheet.queries import KnownOffering
from app.ingest.spreadsheet.sheets import CellFault
from app.ingest.spreadsheet.template import column_at_fault
from app.offerings.commands import offerings
from app.offerings.models import Offering
from app.offerings.programme import put_schedules
from app.offerings.queries import schedules_of
from app.offerings.schemas import OfferingIn
from app.offerings.sessions import schedule_document
from app.organizations.commands import organizations
from app.places.commands import places
from app.schedule.schemas import ScheduleIn

SCHEDULES = "schedules"
"""Where `imported` keeps what the source said about time, beside the document."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of which an editor's words stand while the file says something else."""

    line: int
    columns: tuple[str, ...]


@dataclass(slots=True)
class Stored:
    """What storing some lines did."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: list[Kept] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    new_organizations: set[str] = field(default_factory=set)
    new_places: set[str] = field(default_factory=set)

    def add(self, more: "Stored") -> None:
        self.new += more.new
        self.changed += more.changed
        self.same += more.same
        self.kept += more.kept
        self.faults += more.faults
        self.new_organizations |= more.new_organizations
        self.new_places |= more.new_places


Ids = dict[tuple[str, str], UUID]
"""(kind, external id) → id."""


@dataclass(slots=True)
class Storing:
    """One transaction of an import."""

    db: Db
    source: str
    now: datetime
    stored: Stored = field(default_factory=Stored)
    ids: Ids = field(default_factory=dict)
    """Of the organizations and places that this import has stored."""

    async def all_of(self, rows: Sequence[PlannedRow]) -> Stored:
        """Stores these lines. Raises RefusedError when one cannot be stored."""
        for row in rows:
            try:
                await self._store(row)
            except ProblemError as error:
                raise RefusedError(list(_told(row, error))) from error
        return self.stored

    async def checked(self, rows: Sequence[PlannedRow]) -> Stored:
        """Stores what can be stored and tells of the rest; for a transaction that is undone."""
        for row in rows:
            ids = dict(self.ids)
            try:
                async with self.db.begin_nested():
                    await self._store(row)
            except ProblemError as error:
                self.ids = ids
                self.stored.faults += _told(row, error)
            except DBAPIError as error:
                # 22 and 23: PostgreSQL refuses what stands in this line. The rest is not its fault.
                if (sqlstate(error) or "")[:2] not in {"22", "23"}:
                    raise
                self.ids = ids
                message = f"Onze database neemt dit aanbod niet aan (code {sqlstate(error)})."
                self.stored.faults.append(CellFault(row.line.line, "bron_id", message))
        return self.stored

    async def _store(self, row: PlannedRow) -> None:
        organization_id = await self._parent(row.organization)
        organizers = [await self._parent(parent) for parent in row.organizers]
        place_id = await self._parent(row.place) if row.place else None
        document = read_document(
            OfferingIn,
            row.line.part("offering")
            | {
                "organizationId": str(organization_id),
                "organizers": [str(organizer) for organizer in organizers],
                "placeId": str(place_id) if place_id else None,
            },
        )
        told = row.line.part("source")
        source = Source(
            name=self.source,
            external_id=row.external_id,
            url=str(told["url"]) if told.get("url") else None,
            checked_on=_day(told.get("checkedOn")),
        )
        schedules = [row.line.schedule] if row.line.schedule else []
        if row.known is not None and _says_nothing_new(row.known, document, source, schedules):
            self.stored.same += 1
            return
        taken = await offerings.take_over(
            self.db, document, source=source, status="published", now=self.now
        )
        when = await take_over_schedules(
            self.db, taken.row, schedules=schedules, source_name=self.source, now=self.now
        )
        self._count(row.line.line, taken, when)

    def _count(self, line: int, taken: TakenOver[Offering], when: "ScheduleOutcome") -> None:
        if taken.outcome == "new":
            self.stored.new += 1
        elif taken.outcome == "changed" or when.is_changed:
            self.stored.changed += 1
        else:
            self.stored.same += 1
        columns = [column_at_fault("offering", f"/{name}") for name in taken.kept]
        columns += ["herhaling"] if when.is_kept else []
        if columns:
            self.stored.kept.append(Kept(line, tuple(columns)))

    async def _parent(self, parent: Parent) -> UUID:
        """The id of an organization or place; registered or renewed once per transaction."""
        if parent.known is not None and not parent.is_ours:
            return parent.known.id
        key = (parent.kind, parent.external_id)
        if key not in self.ids:
            document = dict(parent.document)
            if parent.voucher is not None:
                document["vouchedBy"] = str(await self._parent(parent.voucher))
            entries, new = (
                (organizations, self.stored.new_organizations)
                if parent.kind == "organization"
                else (places, self.stored.new_places)
            )
            self.ids[key] = await self._take_over(entries, parent, document, new)
        return self.ids[key]

    async def _take_over(
        self, entries: Entries[Any, Any], parent: Parent, given: Document, new: set[str]
    ) -> UUID:
        try:
            document = read_document(entries.schema, given)
            if parent.known is not None and _is_in(as_json(document), parent.known.imported):
                return parent.known.id
            taken = await entries.take_over(
                self.db,
                document,
                source=Source(name=self.source, external_id=parent.external_id),
                status="published",
                now=self.now,
            )
        except InvalidInputError as error:
            raise _ParentError(parent, error.faults) from error
        if taken.outcome == "new":
            new.add(parent.external_id)
        row_id: UUID = taken.row.id
        return row_id


def _says_nothing_new(
    known: KnownOffering, document: OfferingIn, source: Source, schedules: Sequence[ScheduleIn]
) -> bool:
    """Whether nobody edited it and the source says what it said: most lines of most files."""
    last = known.imported.get(SCHEDULES) or {"given": []}
    return (
        not known.is_edited
        and _is_in(as_json(document), known.imported)
        and last["given"] == [as_json(schedule) for schedule in schedules]
        and (known.source_url, known.source_checked_on) == (source.url, source.checked_on)
    )


def _is_in(document: Document, imported: Mapping[str, Any] | None) -> bool:
    return imported is not None and document == {name: imported.get(name) for name in document}


class RefusedError(Exception):
    """A line that was right when it was checked is refused now; its whole batch is undone."""

    def __init__(self, faults: list[CellFault]) -> None:
        super().__init__(str(faults))
        self.faults = faults


class _ParentError(InvalidInputError):
    """The organization or place of a line cannot be stored."""

    def __init__(self, parent: Parent, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.parent = parent


def _told(row: PlannedRow, error: ProblemError) -> Iterable[CellFault]:
    """A refusal as faults of the cells of its line."""
    line = row.line.line
    part: Part = error.parent.kind if isinstance(error, _ParentError) else "offering"
    if isinstance(error, ConflictError) or not error.faults:
        yield CellFault(line, "bron_id", error.detail)
    for fault in error.faults:
        pointer = fault.name
        if pointer.startswith("/schedules"):
            part, pointer = "schedule", pointer.removeprefix("/schedules").removeprefix("/0")
        yield CellFault(line, column_at_fault(part, pointer), fault.message)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


@dataclass(frozen=True, slots=True)
class ScheduleOutcome:
    """What an import did to when an offering takes place."""

    is_changed: bool = False
    is_kept: bool = False
    """Somebody's edit stands while the source says something else."""


async def take_over_schedules(
    db: Db,
    row: Offering,
    *,
    schedules: Sequence[ScheduleIn],
    source_name: str,
    now: datetime,
) -> ScheduleOutcome:
    """Lets the schedules of an imported offering follow the source while nobody edited them.

    `imported` remembers what the source gave and what was stored of it: the two are spelled
    differently, since a first start moves to the first day that matches. Raises InvalidInputError.
    """
    last = (row.imported or {}).get(SCHEDULES) or {"given": [], "stored": []}
    given = [as_json(schedule) for schedule in schedules]
    stored = await _stored_schedules(db, row.id)
    is_edited = stored != last["stored"]
    if given == last["given"]:
        return ScheduleOutcome(is_kept=is_edited)
    if not is_edited:
        act = Act(Actor(f"import:{source_name}"), now)
        row = await put_schedules(db, row.id, schedules, act, expected_version=None)
        last = {"stored": await _stored_schedules(db, row.id)}
    row.imported = (row.imported or {}) | {SCHEDULES: {"given": given, "stored": last["stored"]}}
    await db.flush()
    return ScheduleOutcome(is_changed=not is_edited, is_kept=is_edited)


async def _stored_schedules(db: Db, offering_id: UUID) -> list[Document]:
    schedules = (await schedules_of(db, [offering_id])).get(offering_id, [])
    return [schedule_document(schedule) for schedule in schedules]
