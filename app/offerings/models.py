"""Tables of what people can join or turn to, and when."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Numeric,
    SmallInteger,
    String,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.entries import EntryColumns
from app.core.geo import RD
from app.core.ids import new_id

VOORLIGGEND_SQL = (
    "access && '{open,intake}'::text[]"
    " AND provision IN ('general', 'initiative')"
    " AND cost_kind <> 'unknown'"
)
"""The one expression of *voorliggend* in SQL; `rules.is_voorliggend` says the same in Python."""


class Offering(EntryColumns, table=True):
    """Something that goes on: a series, not one occurrence."""

    __tablename__: ClassVar[str] = "offering"
    words_beside: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "title_words": ("title",),
        "text_words": ("summary", "description"),
    }

    status_reason: str | None = None
    paused_until: date | None = None

    kind: str
    title: str
    summary: str
    description: str | None = None
    organization_id: UUID
    place_id: UUID | None = None
    channel: str
    themes: list[str] = Field(sa_type=ARRAY(String))
    audiences: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """Audience → mode: open, especially or only."""
    min_age: int | None = Field(default=None, sa_type=SmallInteger)
    max_age: int | None = Field(default=None, sa_type=SmallInteger)
    languages: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    easy_language: bool = False
    access: list[str] = Field(sa_type=ARRAY(String))
    provision: str
    cost_kind: str
    cost_amount: Decimal | None = Field(default=None, sa_type=Numeric(8, 2))
    cost_per: str | None = None
    cost_note: str | None = None
    cost_help: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    joining: str
    first_time: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    led_by: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    effort: str | None = None
    distance_km: Decimal | None = Field(default=None, sa_type=Numeric(5, 1))
    weather: str | None = None
    contact: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    professional_contact: dict[str, Any] | None = Field(
        default=None, sa_type=JSONB(none_as_null=True)
    )
    spots: str
    spots_as_of: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    schedule_text: str | None = None
    """Its schedules as one Dutch sentence; computed with the sessions."""
    last_ends_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    """When its very last session ends; None: no schedule, or no end."""
    sensitivity: str = "open"
    """Derived by the database: the strongest of its themes and audiences."""
    title_words: str = ""
    """Derived: parts of the compounds in its title, to find it by."""
    text_words: str = ""
    """Derived: the same of its summary and description."""
    voorliggend: bool = Field(
        default=None,
        sa_column=Column(Boolean, Computed(VOORLIGGEND_SQL, persisted=True), nullable=False),
    )


class OfferingServiceArea(SQLModel, table=True):
    """An area that an offering without a place serves."""

    __tablename__: ClassVar[str] = "offering_service_area"

    offering_id: UUID = Field(primary_key=True)
    area_code: str = Field(primary_key=True)


class OfferingOrganizer(SQLModel, table=True):
    """Another organization that does it too: "samen met"."""

    __tablename__: ClassVar[str] = "offering_organizer"

    offering_id: UUID = Field(primary_key=True)
    organization_id: UUID = Field(primary_key=True)


class OfferingNextStep(SQLModel, table=True):
    """An offering that one can move on to."""

    __tablename__: ClassVar[str] = "offering_next_step"

    offering_id: UUID = Field(primary_key=True)
    next_id: UUID = Field(primary_key=True)


class Schedule(SQLModel, table=True):
    """When an offering takes place; the first start is local and matches the RRULE."""

    __tablename__: ClassVar[str] = "schedule"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    offering_id: UUID
    position: int = Field(sa_type=SmallInteger)
    starts_local: datetime = Field(sa_type=DateTime(timezone=False))
    duration_minutes: int = Field(sa_type=SmallInteger)
    rrule: str | None = None
    until: date | None = None
    except_dates: list[date] = Field(default_factory=list, sa_type=ARRAY(Date))
    pauses: list[Any] = Field(default_factory=list, sa_type=JSONB)
    on_public_holidays: str
    on_school_holidays: str
    school_region: str | None = None
    place_id: UUID | None = None


class SessionChange(SQLModel, table=True):
    """One occurrence that is different, keyed by the local start that the schedule gave it."""

    __tablename__: ClassVar[str] = "session_change"

    offering_id: UUID = Field(primary_key=True)
    original_starts_local: datetime = Field(primary_key=True, sa_type=DateTime(timezone=False))
    status: str
    starts_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    ends_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    place_id: UUID | None = None
    note: str | None = None


class Session(SQLModel, table=True):
    """One computed occurrence in the coming weeks."""

    __tablename__: ClassVar[str] = "session"

    offering_id: UUID = Field(primary_key=True)
    original_starts_at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    schedule_id: UUID | None = None
    starts_at: datetime = Field(sa_type=DateTime(timezone=True))
    ends_at: datetime = Field(sa_type=DateTime(timezone=True))
    status: str
    note: str | None = None
    place_id: UUID | None = None
    text: str
    point: Any = Field(
        default=None, sa_type=Geometry("POINT", srid=RD, spatial_index=False), nullable=True
    )
    """Derived by the database: where it is, as far as everybody may know."""
