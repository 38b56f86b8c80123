"""Tables of what people choose from."""

from typing import ClassVar

from sqlalchemy import ARRAY, SmallInteger, String
from sqlmodel import Field, SQLModel


class VocabularyTerm(SQLModel, table=True):
    """One thing to choose."""

    __tablename__: ClassVar[str] = "vocabulary_term"

    vocabulary: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    position: int = Field(sa_type=SmallInteger)
    label_nl: str
    definition_nl: str | None = None
    label_en: str
    term_group: str | None = None
    sensitivity: str | None = None
    word_forms: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
