"""A place as it crosses the wire."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.core.geo import LonLat
from app.core.schemas import Text, WireModel
from app.places.opening import OpeningException, parse_day_times, parse_hours
from app.schedule.schemas import LocalDate
from app.vocabularies.schemas import Code

Visibility = Literal["public", "area_only", "hidden"]
FeatureState = Literal["yes", "limited", "no", "unknown"]


def _tight(text: object) -> object:
    return re.sub(r"\s", "", text).upper() if isinstance(text, str) else text


def _hours(text: str) -> str:
    return parse_hours(text).text


def _times(text: str) -> str:
    return parse_day_times(text).text


def _on_the_grid(point: LonLat) -> LonLat:
    # As it is spoken again (`core.geo.lonlat_of`); otherwise what was saved would differ from
    # what is read back, and an import would take that for somebody's edit.
    return LonLat(lon=round(point.lon, 6), lat=round(point.lat, 6))


Postcode = Annotated[
    Text, BeforeValidator(_tight), StringConstraints(pattern=r"^[1-9][0-9]{3}[A-Z]{2}$")
]
Hours = Annotated[Text, StringConstraints(min_length=1, max_length=255), AfterValidator(_hours)]
"""OpenStreetMap's opening_hours, such as `Mo-Fr 09:00-17:00; PH off`."""


DayTimes = Annotated[Text, StringConstraints(min_length=1, max_length=255), AfterValidator(_times)]
"""Times without days, such as `10:00-12:00,13:00-16:00`."""


class Address(WireModel):
    """A postal address; the register's id (BAG) where it is known."""

    street: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    house_number: Annotated[Text, StringConstraints(min_length=1, max_length=12)] | None = None
    postcode: Postcode | None = None
    city: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    bag_id: Annotated[Text, StringConstraints(pattern=r"^[0-9]{16}$")] | None = None


class OpeningExceptionIn(WireModel):
    """Days on which the hours are different, both included."""

    from_: LocalDate = Field(alias="from")
    to: LocalDate
    state: Literal["closed", "open"]
    hours: DayTimes | None = None
    reason: Annotated[Text, StringConstraints(max_length=120)] | None = None

    @field_validator("to")
    @classmethod
    def _ends_after_it_begins(cls, to: LocalDate, info: ValidationInfo) -> LocalDate:
        first = info.data.get("from_")
        if first is not None and to < first:
            raise PydanticCustomError("to-before-from", "De laatste dag is vóór de eerste dag.")
        return to

    @field_validator("hours")
    @classmethod
    def _closed_has_no_hours(cls, hours: str | None, info: ValidationInfo) -> str | None:
        if hours is not None and info.data.get("state") == "closed":
            raise PydanticCustomError(
                "closed-with-hours", "Dicht en toch tijden: laat de tijden weg of kies 'open'."
            )
        return hours

    def as_exception(self) -> OpeningException:
        return OpeningException(
            first=self.from_,
            last=self.to,
            state=self.state,
            hours=self.hours,
            reason=self.reason,
        )


class AccessFeature(WireModel):
    """Whether somebody can get in or around, and as of when we know."""

    state: FeatureState
    as_of: LocalDate | None = None


class PlaceIn(WireModel):
    """What an editor fills in about a place."""

    name: Annotated[Text, StringConstraints(min_length=2, max_length=120)]
    kind: Code
    address: Address | None = None
    point: Annotated[LonLat, AfterValidator(_on_the_grid)]
    organization_id: UUID | None = None
    opening_hours: Hours | None = None
    opening_exceptions: Annotated[list[OpeningExceptionIn], Field(max_length=60)] = []
    access_features: dict[Code, AccessFeature] = {}
    visibility: Visibility = "public"
