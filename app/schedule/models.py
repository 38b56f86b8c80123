"""Tables of the days on which things are different."""

from datetime import date as Date  # noqa: N812 - the column is called date
from typing import ClassVar

from sqlmodel import Field, SQLModel


class PublicHolidayRow(SQLModel, table=True):
    """A public holiday."""

    __tablename__: ClassVar[str] = "public_holiday"

    date: Date = Field(primary_key=True)
    name: str


class SchoolHolidayRow(SQLModel, table=True):
    """A school holiday in one region, both days included."""

    __tablename__: ClassVar[str] = "school_holiday"

    region: str = Field(primary_key=True)
    name: str
    first: Date = Field(primary_key=True)
    last: Date
