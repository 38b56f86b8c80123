"""Gemeente ⊃ stadsdeel ⊃ wijk ⊃ buurt, and people's areas made of buurten."""

from datetime import datetime
from typing import Any, ClassVar

from geoalchemy2 import Geometry
from geoalchemy2.elements import WKBElement
from sqlalchemy import ARRAY, Column, Computed, DateTime, Text
from sqlmodel import Field, SQLModel

from app.core.geo import RD


class Area(SQLModel, table=True):
    """One area; its code is that of CBS, or our own for what CBS does not have."""

    __tablename__: ClassVar[str] = "area"

    code: str = Field(primary_key=True)
    level: str
    name: str
    aliases: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    name_keys: list[str] = Field(
        default=None,
        sa_column=Column(
            ARRAY(Text), Computed("area_name_keys(name, aliases)", persisted=True), nullable=False
        ),
    )
    """Name and aliases as they are compared: without case, accents and punctuation."""
    parent_code: str | None = Field(default=None, foreign_key="area.code")
    gemeente_code: str = Field(foreign_key="area.code")
    year: int
    """Of the CBS edition that code, border and inhabitants come from."""
    inhabitants: int | None = None
    school_region: str | None = None
    """noord, midden or zuid; of a gemeente only."""
    label_point: Any = Field(
        sa_column=Column(Geometry("POINT", srid=RD, spatial_index=False), nullable=False)
    )
    geometry: WKBElement | None = Field(
        default=None, sa_column=Column(Geometry("MULTIPOLYGON", srid=RD, spatial_index=False))
    )
    """MultiPolygon in RD New, its corners on the grid of `rules.GRID_M`; None: not drawn yet."""
    boundary: str
    """official or schematic."""
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    updated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))

    model_config = {"arbitrary_types_allowed": True}  # pydantic's own spelling


class AreaMember(SQLModel, table=True):
    """A people's area is made of these buurten."""

    __tablename__: ClassVar[str] = "area_member"

    area_code: str = Field(foreign_key="area.code", primary_key=True)
    buurt_code: str = Field(foreign_key="area.code", primary_key=True)


class AreaSuccessor(SQLModel, table=True):
    """What became of a code that is no longer: several rows where it was split."""

    __tablename__: ClassVar[str] = "area_successor"

    old_code: str = Field(primary_key=True)
    new_code: str = Field(primary_key=True)
    year: int
    """The first edition without the old code."""
