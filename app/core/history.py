"""Every write leaves one row in the same transaction: who, when, what (old → new) and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, NewType
from uuid import UUID

from sqlalchemy import Column, DateTime, exists, inspect, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.database import Db
from app.core.ids import new_id

Actor = NewType("Actor", str)
"""`account:<id>`, `import:<source>`, `link:<id>` or `system:<job>`."""

SubjectType = Literal["organization", "place", "offering"]
Snapshot = Mapping[str, Any]

CHANGED = "gewijzigd"
"""What stands in the history instead of somebody's own phone number."""


class Change(SQLModel, table=True):
    """One change of one entry."""

    __tablename__: ClassVar[str] = "change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    subject_type: str
    subject_id: str
    version: int
    actor: str
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    reason: str | None = None
    changed: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    snapshot: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class Revision(SQLModel, table=True):
    """A change that waits for a moderator; the entry itself stays as it is."""

    __tablename__: ClassVar[str] = "revision"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    subject_type: str
    subject_id: UUID
    base_version: int
    proposed: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    author: str
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    state: str
    decided_by: str | None = None
    decided_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True)
    )
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What was changed: its type, id and the version that the change made."""

    type: SubjectType
    id: UUID
    version: int


async def was_decided(db: Db, *, subject_type: SubjectType, subject_id: UUID, member: str) -> bool:
    """Whether anybody has changed this member since the entry was made."""
    return bool(
        await db.scalar(
            select(
                exists().where(
                    Change.subject_type == subject_type,  # type: ignore[arg-type]
                    Change.subject_id == str(subject_id),  # type: ignore[arg-type]
                    Change.version > 1,  # type: ignore[arg-type]
                    inspect(Change).columns.changed.has_key(member),
                )
            )
        )
    )


def differences(before: Snapshot | None, after: Snapshot) -> dict[str, list[Any]]:
    """Field → [old, new] for every field that is not the same; old is null for a new entry."""
    old = before or {}
    return {
        name: [old.get(name), after.get(name)]
        for name in sorted({*old, *after})
        if old.get(name) != after.get(name)
    }


def record(  # one function writes history; a test walks every command to see that it is called
    db: Db,
    subject: Subject,
    *,
    before: Snapshot | None,
    after: Snapshot,
    personal: frozenset[str] = frozenset(),
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> Change | None:
    """Adds the row of a change; nothing (None) when before and after are equal.

    `before` and `after` are JSON-ready. Fields named in `personal` are kept as "gewijzigd" only.
    """
    changed = differences(before, after)
    if not changed:
        return None
    for name in personal & changed.keys():
        changed[name] = [None if changed[name][0] is None else CHANGED, CHANGED]
    row = Change(
        subject_type=subject.type,
        subject_id=str(subject.id),
        version=subject.version,
        actor=by,
        at=at,
        reason=reason,
        changed=changed,
        snapshot={name: value for name, value in after.items() if name not in personal},
    )
    db.add(row)
    return row
