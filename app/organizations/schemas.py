"""An organization as it crosses the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.core.contacts import Email, Phone, Website
from app.core.schemas import CompleteModel, Text
from app.vocabularies.schemas import Code

GemeenteCode = Annotated[Text, StringConstraints(pattern=r"^GM[0-9]{4}$")]
KvkNumber = Annotated[Text, StringConstraints(pattern=r"^[0-9]{8}$")]

# May go without a number of the Kamer van Koophandel, if another organization vouches for it.
INFORMAL_KINDS = frozenset({"bewonersinitiatief", "zelforganisatie"})


class OrganizationIn(CompleteModel):
    """What an editor fills in about an organization."""

    name: Annotated[Text, StringConstraints(min_length=2, max_length=120)]
    description: Annotated[Text, StringConstraints(max_length=2000)] | None = None
    kind: Code
    gemeenten: Annotated[list[GemeenteCode], Field(min_length=1, max_length=50)]
    kvk_number: KvkNumber | None = None
    vouched_by: Annotated[UUID | None, Field(validate_default=True)] = None
    website: Website | None = None
    email: Email | None = None
    phone: Phone | None = None
    personal: list[Literal["email", "phone"]] = Field(
        default=[], description="Contactgegevens die van een vrijwilliger zelf zijn"
    )

    @field_validator("vouched_by")
    @classmethod
    def _somebody_answers_for_it(cls, vouched_by: UUID | None, info: ValidationInfo) -> UUID | None:
        formal = info.data.get("kind") not in INFORMAL_KINDS
        # A number that is at fault itself is not in the data: one fault is enough.
        if formal or vouched_by or info.data.get("kvk_number", "at fault"):
            return vouched_by
        raise PydanticCustomError(
            "vouched-by",
            "Vul het KvK-nummer in, of welke organisatie voor dit initiatief instaat.",
        )
