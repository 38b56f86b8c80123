"""What organizations, places and offerings have in common: being an entry that people keep true.

An entry has an editable part, its *document*: a frozen schema that is the same in the interface,
the seed files and the history. Everything else on the row is about the entry: version, life cycle,
source, when it was last checked.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, inspect, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

from app.core.clock import local_date
from app.core.database import Db, violated_constraint
from app.core.documents import (
    D,
    Document,
    MergePatch,
    after_import,
    as_json,
    body_fault,
    patched,
    read_document,
)
from app.core.errors import (
    ChangedMeanwhileError,
    ConflictError,
    Fault,
    InvalidInputError,
    NotFoundError,
)
from app.core.history import Actor, Subject, SubjectType, record
from app.core.ids import new_id

VerifiedHow = Literal["keeper", "link", "phone", "visit", "referrer", "report"]


class EntryColumns(SQLModel):
    """The columns that every entry has."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = 1
    status: str
    merged_into: UUID | None = None
    gemeente_code: str | None = None
    """Derived by the database, never typed."""
    source_name: str | None = None
    source_external_id: str | None = None
    source_url: str | None = None
    source_checked_on: date | None = None
    """When the source itself last checked it; an import is not a verification."""
    imported: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """The document as it was last imported: an import changes a field only while it equals this."""
    demo: bool = False
    verified_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    verified_how: str | None = None
    verified_by: str | None = None
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(sa_type=DateTime(timezone=True))


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry came from, and the key by which that source knows it."""

    name: str
    external_id: str
    url: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Somebody looked and it was right."""

    at: datetime
    how: VerifiedHow


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, when, and why."""

    by: Actor
    now: datetime
    reason: str | None = None


E = TypeVar("E", bound=EntryColumns)


@dataclass(frozen=True, slots=True)
class TakenOver(Generic[E]):
    """What an import did to one entry."""

    row: E
    outcome: Literal["new", "changed", "same"]
    kept: tuple[str, ...] = ()
    """Members in which somebody's edit stands while the source says something else."""


LIFE_OF_WHAT_STANDS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"pending", "published", "archived"}),
    "pending": frozenset({"published", "rejected"}),
    "rejected": frozenset({"pending", "archived"}),
    "published": frozenset({"archived", "blocked"}),
    "blocked": frozenset({"published", "archived"}),
    "archived": frozenset({"draft"}),
}
"""The steps of organizations and places, which do not pause or end as offerings do."""


class Entries(ABC, Generic[E, D]):
    """The acts that every sort of entry knows; a package says what differs for its own.

    Every act leaves one line of history in the same transaction; none commits.
    """

    subject_type: ClassVar[SubjectType]
    table: type[E]
    schema: type[D]
    steps: ClassVar[Mapping[str, frozenset[str]]] = LIFE_OF_WHAT_STANDS
    """Status → the statuses that may follow."""
    conflicts: ClassVar[Mapping[str, str]] = {}
    """Constraint of the database → what to tell the reader when it says no."""

    # What differs.

    @abstractmethod
    async def document(self, db: Db, row: E) -> D:
        """The part of the entry that editors fill in."""

    @abstractmethod
    async def faults(self, db: Db, document: D, *, itself: UUID | None = None) -> list[Fault]:
        """What only the database can tell: unknown codes, entries that do not exist.

        `itself`: the id of the entry, once it has one, so that it cannot lean on itself.
        """

    @abstractmethod
    def fill(self, row: E, document: D, *, now: datetime) -> None:
        """Writes the document into the row."""

    async def note_words(self, db: Db, row: E) -> None:
        """Keeps on the row, beside its texts, the other words that it is found by."""

    async def relate(self, db: Db, row: E, document: D) -> None:
        """Writes the document into the tables that hang from the row."""

    async def extras(self, db: Db, row: E) -> Document:  # noqa: ARG002 - most have none
        """What the history keeps of an entry besides its document and status."""
        return {}

    async def follow(self, db: Db, row: E, *, now: datetime) -> None:
        """Computes what follows from a change and needs Python: sessions, opening spans."""

    def personal(self, document: Document) -> frozenset[str]:  # noqa: ARG002 - most have none
        """Members that are a person's own: the history says only that they changed."""
        return frozenset()

    def stepped(self, row: E, *, reason: str | None, until: date | None) -> None:
        """Keeps on the row what belongs to its new status."""

    # The acts.

    async def register(
        self,
        db: Db,
        document: D,
        act: Act,
        *,
        status: str,
        source: Source | None = None,
        demo: bool = False,
    ) -> E:
        """A new entry.

        Raises InvalidInputError with every fault.
        """
        await self._refuse_faults(db, document)
        row = self.table(
            id=new_id(),
            version=1,
            status=status,
            demo=demo,
            created_at=act.now,
            updated_at=act.now,
        )
        if source is not None:
            _remember(row, source, as_json(document))
        self.fill(row, document, now=act.now)
        await self.note_words(db, row)
        after = as_json(document) | {"status": status} | await self.extras(db, row)
        await self.amend(db, row, before=None, after=after, act=act)
        await self._settle(db, row, document, now=act.now)
        return row

    async def change(
        self,
        db: Db,
        entry_id: UUID,
        patch: MergePatch,
        act: Act,
        *,
        expected_version: int | None,
    ) -> E:
        """An edit; one that changes nothing leaves no trace.

        Raises NotFoundError, ChangedMeanwhileError, InvalidInputError.
        """
        row = await self.locked(db, entry_id, expected_version=expected_version)
        current = as_json(await self.document(db, row))
        await self._write(db, row, read_document(self.schema, patched(current, patch)), act)
        return row

    async def take_over(
        self,
        db: Db,
        document: D,
        *,
        source: Source,
        status: str,
        now: datetime,
        demo: bool = False,
    ) -> TakenOver[E]:
        """What a source says: new, or renewed in the fields that nobody edited since.

        Raises InvalidInputError with every fault.
        """
        act = Act(Actor(f"import:{source.name}"), now)
        known = await self.known_as(db, source_name=source.name, external_id=source.external_id)
        if known is None:
            row = await self.register(db, document, act, status=status, source=source, demo=demo)
            return TakenOver(row, "new")
        row = await self.locked(db, known, expected_version=None)
        incoming = as_json(document)
        wanted = after_import(
            current=as_json(await self.document(db, row)),
            imported=row.imported,
            incoming=incoming,
        )
        changed = await self._write(db, row, read_document(self.schema, wanted), act)
        _remember(row, source, incoming)
        await self._flush(db)
        kept = tuple(name for name, value in incoming.items() if wanted[name] != value)
        return TakenOver(row, "changed" if changed else "same", kept)

    async def step(
        self,
        db: Db,
        entry_id: UUID,
        status: str,
        act: Act,
        *,
        expected_version: int | None,
        until: date | None = None,
    ) -> E:
        """A step in its life: onto the map, paused, off it. `until` goes with a pause.

        Raises NotFoundError, ChangedMeanwhileError, InvalidInputError; ConflictError when this
        cannot follow on where it stands now.
        """
        row = await self.locked(db, entry_id, expected_version=expected_version)
        if status not in self.steps.get(row.status, frozenset()):
            raise ConflictError(f"Van '{row.status}' kan dit niet naar '{status}'.")
        if faults := _faults_of_step(status, act, until=until):
            raise InvalidInputError(faults)
        before = await self.snapshot(db, row)
        row.status = status
        self.stepped(row, reason=act.reason, until=until)
        await self._flush(db)
        await self.amend(db, row, before=before, after=await self.snapshot(db, row), act=act)
        await self.follow(db, row, now=act.now)
        return row

    async def verify(self, db: Db, entry_id: UUID, verification: Verification, *, by: Actor) -> E:
        """Somebody checked it and it is right: not an edit, so the version stays.

        An older check than the one we know changes nothing. Raises NotFoundError.
        """
        row = await self.locked(db, entry_id, expected_version=None)
        if row.verified_at is not None and verification.at <= row.verified_at:
            return row
        entry = await self.snapshot(db, row)
        before = entry | _verification_of(row)
        row.verified_at, row.verified_how = verification.at, verification.how
        row.verified_by = by
        record(
            db,
            Subject(self.subject_type, row.id, row.version),
            before=before,
            after=entry | _verification_of(row),
            personal=self.personal(entry),
            by=by,
            at=verification.at,
        )
        await self._flush(db)
        return row

    async def amend(
        self, db: Db, row: E, *, before: Document | None, after: Document, act: Act
    ) -> bool:
        """Gives a row its next version and its line of history; answers whether it changed."""
        version = 1 if before is None else row.version + 1
        change = record(
            db,
            Subject(self.subject_type, row.id, version),
            before=before,
            after=after,
            # Of both sides: what was somebody's own stays so after they took their name off it.
            personal=self.personal(before or {}) | self.personal(after),
            by=act.by,
            at=act.now,
            reason=act.reason,
        )
        if change is not None:
            row.version, row.updated_at = version, act.now
        db.add(row)
        await self._flush(db)
        return change is not None

    # Looking.

    async def locked(self, db: Db, entry_id: UUID, *, expected_version: int | None) -> E:
        """The row, locked until the transaction ends.

        Raises NotFoundError; ChangedMeanwhileError when it is not at `expected_version` any more
        (None: whatever it is, for the service's own jobs and imports).
        """
        row = await db.get(self.table, entry_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFoundError("Dit bestaat niet (meer).")
        if expected_version is not None and row.version != expected_version:
            raise ChangedMeanwhileError(
                "Iemand anders heeft dit net gewijzigd. Lees het opnieuw en probeer het nog eens."
            )
        return row

    async def known_as(self, db: Db, *, source_name: str, external_id: str) -> UUID | None:
        """The id of the entry that a source knows by this key."""
        columns = inspect(self.table).columns
        found: UUID | None = await db.scalar(
            select(columns.id).where(
                columns.source_name == source_name, columns.source_external_id == external_id
            )
        )
        return found

    async def snapshot(self, db: Db, row: E) -> Document:
        """All that the history keeps of an entry."""
        document = as_json(await self.document(db, row))
        return document | {"status": row.status} | await self.extras(db, row)

    async def _write(self, db: Db, row: E, wanted: D, act: Act) -> bool:
        await self._refuse_faults(db, wanted, itself=row.id)
        before = await self.snapshot(db, row)
        after = before | as_json(wanted)
        if after == before:
            return False
        self.fill(row, wanted, now=act.now)
        await self.note_words(db, row)
        await self.amend(db, row, before=before, after=after, act=act)
        await self._settle(db, row, wanted, now=act.now)
        return True

    async def _settle(self, db: Db, row: E, document: D, *, now: datetime) -> None:
        await self.relate(db, row, document)
        await self._flush(db)
        await db.refresh(row)  # for what the database derived from it
        await self.follow(db, row, now=now)

    async def _refuse_faults(self, db: Db, document: D, *, itself: UUID | None = None) -> None:
        if faults := await self.faults(db, document, itself=itself):
            raise InvalidInputError(faults)

    async def _flush(self, db: Db) -> None:
        try:
            await db.flush()
        except IntegrityError as error:
            sentence = self.conflicts.get(violated_constraint(error) or "")
            if sentence is None:
                raise
            raise ConflictError(sentence) from error


NEEDS_REASON = frozenset({"paused", "rejected", "blocked"})


def _faults_of_step(status: str, act: Act, *, until: date | None) -> list[Fault]:
    faults = []
    if status in NEEDS_REASON and not (act.reason or "").strip():
        faults.append(body_fault("/reason", "missing", "Vul in waarom."))
    if until is not None and status != "paused":
        faults.append(body_fault("/until", "unused", "Een einddatum hoort alleen bij een pauze."))
    elif until is not None and until <= local_date(act.now):
        faults.append(body_fault("/until", "past", "Kies een dag na vandaag."))
    return faults


def _remember(row: EntryColumns, source: Source, document: Document) -> None:
    row.source_name, row.source_external_id = source.name, source.external_id
    row.source_url, row.source_checked_on = source.url, source.checked_on
    # What an import keeps beside the document, such as the schedules it gave, stays.
    beside = {name: value for name, value in (row.imported or {}).items() if name not in document}
    row.imported = beside | document


def _verification_of(row: EntryColumns) -> Document:
    at = row.verified_at
    return {"verifiedAt": at.isoformat() if at else None, "verifiedHow": row.verified_how}
