"""Tables of the words that people use."""

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class WordListEntry(SQLModel, table=True):
    """A row of one of the lists, as it came with the service or as a gemeente wants it."""

    __tablename__: ClassVar[str] = "word_list_entry"

    list: str = Field(primary_key=True)
    phrase: str = Field(primary_key=True)
    """Folded: lower case, no accents, single spaces."""
    meaning: str = ""
    """Written as in the files; `-` of an own row: the row of the service does not hold here."""
    source: str = Field(primary_key=True)
    """`seed` or `own`; own wins."""


class WordListVersion(SQLModel, table=True):
    """The one row that says which lists hold, and which of them the stored words were made with."""

    __tablename__: ClassVar[str] = "word_list_version"

    only_row: bool = Field(default=True, primary_key=True)
    version: int = Field(sa_type=BigInteger)
    """Grows with every change of the lists."""
    contents: str
    """Fingerprint of all that holds."""
    parts: str
    """Fingerprint of the word parts that hold."""
    indexed: str
    """What `parts` was when the words beside every text were last made."""
