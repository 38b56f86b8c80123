"""What everything that crosses the wire has in common."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError


class WireModel(BaseModel):
    """Base of all requests and answers: camelCase outside, snake_case inside, nothing unknown."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        allow_inf_nan=False,
    )


class CompleteModel(WireModel):
    """A WireModel whose members with `validate_default` are checked when they are absent too.

    A fault in one of them is then named as the outside names it. Left to itself, Pydantic names an
    absent member as Python does (`place_id`).
    """

    @model_validator(mode="before")
    @classmethod
    def _absent_is_default(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        absent = {
            field.alias or name: field.get_default(call_default_factory=True)
            for name, field in cls.model_fields.items()
            if field.validate_default and name not in given and field.alias not in given
        }
        return {**given, **absent}


def _no_nul(text: str) -> str:
    # PostgreSQL cannot store NUL in text; better a fault here than a 500 there.
    if "\x00" in text:
        raise ValueError("Deze tekst bevat een teken dat wij niet kunnen bewaren.")
    return text


Text = Annotated[str, AfterValidator(_no_nul)]
"""A string that PostgreSQL can store."""


def instant_text(moment: datetime) -> str:
    """An instant as the API writes it: UTC, whole seconds, `Z`."""
    return moment.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


FIRST_YEAR, LAST_YEAR = 1900, 2200


def _whole_second(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        # Near the ends of what a datetime can hold, even a change of time zone overflows.
        raise PydanticCustomError("too_far", "Dit moment ligt te ver weg.")
    return moment.astimezone(UTC).replace(microsecond=0)


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_whole_second),
    PlainSerializer(instant_text, return_type=str, when_used="json"),
]
"""A moment: read with any time zone, kept and written in UTC to the second."""

Figure = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A number with a fixed number of decimals, such as an amount of euros; written as a number."""
