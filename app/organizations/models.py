"""Tables of who offers it."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, String
from sqlmodel import Field, SQLModel

from app.core.entries import EntryColumns


class Organization(EntryColumns, table=True):
    """A group of people that offers something."""

    __tablename__: ClassVar[str] = "organization"
    words_beside: ClassVar[Mapping[str, tuple[str, ...]]] = {"name_words": ("name",)}

    name: str
    description: str | None = None
    kind: str
    gemeenten: list[str] = Field(sa_type=ARRAY(String))
    """Where it works, the home gemeente first."""
    kvk_number: str | None = None
    vouched_by: UUID | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    personal: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    name_words: str = ""
    """Derived: parts of the compounds in its name, to find it by."""


class OrganizationTrust(SQLModel, table=True):
    """Its entries publish in this gemeente without review, until a date."""

    __tablename__: ClassVar[str] = "organization_trust"

    organization_id: UUID = Field(primary_key=True)
    gemeente_code: str = Field(primary_key=True)
    until: date
