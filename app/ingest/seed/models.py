"""What the database remembers of its own filling."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel


class FirstFill(SQLModel, table=True):
    """One row, once the seed is whole."""

    __tablename__: ClassVar[str] = "first_fill"

    only_row: bool = Field(default=True, primary_key=True)
    finished_at: datetime = Field(sa_type=DateTime(timezone=True))
