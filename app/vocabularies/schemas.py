"""What people choose from, as the interface shows it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.core.schemas import WireModel

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_+-]{0,39}$")]
Sensitivity = Literal["open", "discreet", "art9", "safety"]


class Term(WireModel):
    """One thing to choose, with its words in Dutch (B1) and English."""

    code: Code
    label_nl: str = Field(description="Label in het Nederlands")
    definition_nl: str | None = Field(description="Uitleg in één zin")
    label_en: str = Field(description="Label in English")
    group: str | None = Field(description="Groep waar dit onder valt")
    sensitivity: Sensitivity | None = Field(description="Hoe gevoelig dit onderwerp is")
    word_forms: list[str] = Field(description="Woorden die mensen hiervoor gebruiken")


class Vocabulary(WireModel):
    """One list to choose from."""

    name: str
    terms: list[Term]


class Vocabularies(WireModel):
    """Every list to choose from."""

    items: list[Vocabulary]
