"""Tables of where."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import ARRAY, String, Text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE
from sqlmodel import Field, SQLModel

from app.core.entries import EntryColumns
from app.core.geo import RD


class Place(EntryColumns, table=True):
    """A building or a spot, never a service."""

    __tablename__: ClassVar[str] = "place"
    words_beside: ClassVar[Mapping[str, tuple[str, ...]]] = {"name_words": ("name",)}

    name: str
    kind: str
    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None
    city: str | None = None
    bag_id: str | None = None
    point: Any = Field(sa_type=Geometry("POINT", srid=RD, spatial_index=False))
    """A WKBElement in RD New; see `core.geo` for the way there and back."""
    buurt_code: str | None = None
    """Derived by the database: the buurt that holds the point."""
    organization_id: UUID | None = None
    opening_hours: str | None = None
    opening_exceptions: list[Any] = Field(default_factory=list, sa_type=JSONB)
    access_features: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    visibility: str
    opening_text: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    """Its opening hours in Dutch, a line each; computed with `place_opening`."""
    name_words: str = ""
    """Derived: parts of the compounds in its name, to find it by."""


class PlaceOpening(SQLModel, table=True):
    """A stretch of time in which a place is in one state."""

    __tablename__: ClassVar[str] = "place_opening"

    place_id: UUID = Field(primary_key=True)
    during: Any = Field(sa_type=TSTZRANGE, primary_key=True)
    """A Range of instants, end excluded."""
    state: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    """What a badge says during this stretch, in Dutch."""


class TransportStop(SQLModel, table=True):
    """A stop of public transport, as imported."""

    __tablename__: ClassVar[str] = "transport_stop"

    id: str = Field(primary_key=True)
    """Of the timetable that it comes from."""
    name: str
    point: Any = Field(sa_type=Geometry("POINT", srid=RD, spatial_index=False))
    source: str
