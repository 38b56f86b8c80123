"""Tables that the database keeps by itself (`sql/finder_source.sql`), and counts in vain."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Float, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from app.core.geo import RD


class FinderEntry(SQLModel, table=True):
    """What the finder knows of an offering that is on the map or paused."""

    __tablename__: ClassVar[str] = "finder_entry"

    offering_id: UUID = Field(primary_key=True)
    is_listed: bool
    """On the map; otherwise paused, and in no list."""
    point: Any = Field(
        default=None, sa_type=Geometry("POINT", srid=RD, spatial_index=False), nullable=True
    )
    """None: at home, by phone, online, area_only, hidden."""
    lon: float | None = Field(default=None, sa_type=Float)
    lat: float | None = Field(default=None, sa_type=Float)
    kind: int = Field(sa_type=SmallInteger)
    """Position in its vocabulary, as are the bits of themes and audiences."""
    cost: int = Field(sa_type=SmallInteger)
    """Place in the list of `sql/finder_source.sql`; so are joining, wheelchair and spots."""
    joining: int = Field(sa_type=SmallInteger)
    wheelchair: int = Field(sa_type=SmallInteger)
    voorliggend: bool
    themes: int = Field(sa_type=BigInteger)
    audiences: int = Field(sa_type=BigInteger)
    audiences_only: int = Field(sa_type=BigInteger)
    languages: list[str] = Field(sa_type=ARRAY(String))
    min_age: int | None = Field(default=None, sa_type=SmallInteger)
    max_age: int | None = Field(default=None, sa_type=SmallInteger)
    spots: int = Field(sa_type=SmallInteger)
    spots_until: date | None = None
    """The first day on which what was said about spots is too old."""
    checked_on: date
    is_checked: bool
    freshness: int = Field(sa_type=SmallInteger)
    """0 activity, 1 service, 2 front door, 3 series with an end."""
    ends_on: date | None = None
    buurt_code: str | None = None
    gemeente_code: str | None = None
    gemeente_codes: list[str] = Field(sa_type=ARRAY(String))
    """Whose versions it belongs to: where it is and what it serves."""
    serves: list[str] = Field(sa_type=ARRAY(String))
    place_id: UUID | None = None
    organization_id: UUID
    upcoming: list[datetime] = Field(sa_type=ARRAY(DateTime(timezone=True)))
    upcoming_starts: list[datetime] = Field(sa_type=ARRAY(DateTime(timezone=True)))
    upcoming_next: list[str] = Field(sa_type=ARRAY(Text))
    search: Any = Field(sa_type=TSVECTOR, nullable=False)
    name_key: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    updated_at: datetime = Field(sa_type=DateTime(timezone=True))
    card_head: str
    card_body: str
    card_reported: str
    card_verified: str
    card_tail: str
    card_version: int = Field(sa_type=SmallInteger)


class FinderVersion(SQLModel, table=True):
    """Counts the changes of what is found in a gemeente: the same sum is the same map.

    Each writer counts in a slot of its own, so that nobody waits for another.
    """

    __tablename__: ClassVar[str] = "finder_version"

    gemeente_code: str = Field(primary_key=True)
    """Empty: outside every gemeente."""
    slot: int = Field(primary_key=True, sa_type=SmallInteger)
    version: int = Field(sa_type=BigInteger)


class UnfoundTerm(SQLModel, table=True):
    """How often a term of a vocabulary was looked for in vain: see `unfound`."""

    __tablename__: ClassVar[str] = "unfound_term"

    week: date = Field(primary_key=True)
    """Its Monday."""
    wijk_code: str = Field(primary_key=True)
    """Empty: unknown."""
    term: str = Field(primary_key=True)
    count: int = Field(sa_type=BigInteger)


class UnfoundWord(SQLModel, table=True):
    """How often a word that nobody here knows was asked, once many had asked it."""

    __tablename__: ClassVar[str] = "unfound_word"

    week: date = Field(primary_key=True)
    word: str = Field(primary_key=True)
    count: int = Field(sa_type=BigInteger)
