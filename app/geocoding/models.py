"""Points of postcodes and addresses, as other people's files told them."""

from typing import Any, ClassVar

from geoalchemy2 import Geometry
from sqlalchemy import ARRAY, Column, Computed, Text
from sqlmodel import Field, SQLModel

from app.core.geo import RD


def _point() -> Any:
    return Field(sa_type=Geometry("POINT", srid=RD, spatial_index=False))


class PostcodePoint(SQLModel, table=True):
    """The middle of a postcode of four figures or six characters, as one source has it."""

    __tablename__: ClassVar[str] = "postcode_point"

    postcode: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    gemeente_code: str | None = None
    point: Any = _point()


class AddressStreet(SQLModel, table=True):
    """A street in a city, as one source has it."""

    __tablename__: ClassVar[str] = "address_street"

    id: int = Field(primary_key=True)
    source: str
    city: str
    name: str
    name_key: str
    """As it is compared: `app.geocoding.names.street_key`."""
    point: Any = _point()
    """Of the address nearest to the middle of the street."""
    name_trigrams: list[str] | None = Field(
        default=None,
        sa_column=Column(ARRAY(Text), Computed("name_trigrams(ARRAY[name_key])", persisted=True)),
    )


class Address(SQLModel, table=True):
    """A house number in a street."""

    __tablename__: ClassVar[str] = "address"

    street_id: int = Field(foreign_key="address_street.id", primary_key=True)
    number: int = Field(primary_key=True)
    letter: str = Field(default="", primary_key=True)
    addition: str = Field(default="", primary_key=True)
    postcode: str | None = None
    point: Any = _point()
