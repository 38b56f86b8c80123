"""An offering as it crosses the wire.

What one member says about another stands in the validator of the member at fault and reads the
ones before it, so that all faults come at once, each with its own pointer. The order of the
members is therefore part of the rules.
"""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.core.contacts import Email, Phone, Website
from app.core.schemas import CompleteModel, Figure, Instant, Text, WireModel
from app.vocabularies.schemas import Code

T = TypeVar("T")

Channel = Literal["place", "on_the_move", "at_home", "phone", "online"]
AudienceMode = Literal["open", "especially", "only"]
Access = Literal["open", "intake", "wmo", "wlz", "jeugdwet", "zvw", "participatiewet", "unknown"]
Provision = Literal["general", "initiative", "commercial", "individual"]
CostKind = Literal["free", "donation", "amount", "contribution", "unknown"]
Joining = Literal["walk_in", "call_first", "sign_up", "by_referral"]
FirstTime = Literal["welcomed", "pick_up", "bring_someone", "look_first", "unknown"]
LedBy = Literal["professional", "volunteer", "expert_by_experience", "neighbour", "participants"]
Effort = Literal["gentle", "moderate", "brisk"]
Weather = Literal["always", "indoors", "off"]
SpotsState = Literal["open", "few", "full", "waiting_list", "unknown"]

AreaCode = Annotated[Text, StringConstraints(min_length=4, max_length=40)]
Language = Annotated[Text, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Age = Annotated[int, Field(ge=0, le=120)]


def _in_order(values: list[Any]) -> list[Any]:
    # Their order means nothing: one spelling, so that history shows only real changes.
    return sorted(values)


def _by_code(audiences: "list[AudienceIn]") -> "list[AudienceIn]":
    return sorted(audiences, key=lambda audience: audience.code)


def _each_once(values: list[Any]) -> list[Any]:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise PydanticCustomError("twice", "Noem elk maar één keer.")
    return values


Ids = Annotated[
    list[UUID], Field(max_length=10), AfterValidator(_each_once), AfterValidator(_in_order)
]
AreaCodes = Annotated[
    list[AreaCode], Field(max_length=200), AfterValidator(_each_once), AfterValidator(_in_order)
]


class AudienceIn(WireModel):
    """For whom, and how strictly."""

    code: Code
    mode: AudienceMode


class Cost(CompleteModel):
    """What a participant pays, in euros."""

    kind: CostKind
    amount: Annotated[
        Annotated[Figure, Field(gt=0, max_digits=8, decimal_places=2, allow_inf_nan=False)] | None,
        Field(validate_default=True),
    ] = None
    per: Annotated[Text, StringConstraints(max_length=40)] | None = None
    note: Annotated[Text, StringConstraints(max_length=160)] | None = None

    @field_validator("amount")
    @classmethod
    def _amount_goes_with_its_kind(
        cls, amount: Decimal | None, info: ValidationInfo
    ) -> Decimal | None:
        kind = info.data.get("kind")
        if kind == "amount" and amount is None:
            raise PydanticCustomError("amount-missing", "Vul in hoeveel het kost.")
        if amount is not None and kind in {"free", "donation", "unknown"}:
            raise PydanticCustomError(
                "amount-unused", "Bij deze soort kosten hoort geen bedrag. Laat het leeg."
            )
        return amount


class Contact(WireModel):
    """How to reach them. `askFor` is a first name, only when that person agreed."""

    ask_for: Annotated[Text, StringConstraints(max_length=40)] | None = None
    phone: Phone | None = None
    email: Email | None = None
    website: Website | None = None
    whatsapp: Phone | None = None


class Spots(WireModel):
    """Whether there is room, and as of when we know."""

    state: SpotsState = "unknown"
    reported_at: Instant | None = None


class OfferingIn(CompleteModel):
    """What an editor fills in about an offering; when it takes place is a thing of its own."""

    kind: Code
    title: Annotated[Text, StringConstraints(min_length=3, max_length=80)]
    summary: Annotated[Text, StringConstraints(min_length=3, max_length=160)]
    description: Annotated[Text, StringConstraints(max_length=5000)] | None = None
    organization_id: UUID
    organizers: Ids = []
    channel: Channel = "place"
    place_id: Annotated[UUID | None, Field(validate_default=True)] = None
    service_areas: Annotated[AreaCodes, Field(validate_default=True)] = []
    themes: Annotated[list[Code], Field(min_length=1, max_length=5), AfterValidator(_each_once)]
    audiences: Annotated[list[AudienceIn], Field(max_length=26), AfterValidator(_by_code)] = []
    min_age: Age | None = None
    max_age: Age | None = None
    languages: Annotated[list[Language], Field(max_length=20), AfterValidator(_each_once)] = []
    easy_language: bool = False
    access: Annotated[list[Access], Field(min_length=1), AfterValidator(_each_once)]
    provision: Provision
    cost: Cost
    cost_help: Annotated[list[Code], Field(max_length=10), AfterValidator(_each_once)] = []
    joining: Joining
    first_time: Annotated[list[FirstTime], AfterValidator(_each_once)] = []
    led_by: Annotated[list[LedBy], AfterValidator(_each_once)] = []
    effort: Effort | None = None
    distance_km: (
        Annotated[Figure, Field(gt=0, le=100, decimal_places=1, allow_inf_nan=False)] | None
    ) = None
    weather: Weather | None = None
    contact: Contact = Contact()
    professional_contact: Contact | None = None
    spots: Spots = Spots()
    next_steps: Ids = []

    @field_validator("place_id")
    @classmethod
    def _place_goes_with_channel(cls, place_id: UUID | None, info: ValidationInfo) -> UUID | None:
        channel = info.data.get("channel")
        if channel == "place" and place_id is None:
            raise PydanticCustomError("missing", "Vul in op welke plek het is.")
        if channel in {"at_home", "phone", "online"} and place_id is not None:
            raise PydanticCustomError("unused", "Dit is niet op een plek. Laat de plek leeg.")
        return place_id

    @field_validator("service_areas")
    @classmethod
    def _without_a_place_it_serves_areas(cls, areas: list[str], info: ValidationInfo) -> list[str]:
        placeless = "place_id" in info.data and info.data["place_id"] is None
        if placeless and "channel" in info.data and not areas:
            raise PydanticCustomError("missing", "Vul in voor welke gebieden dit is.")
        return areas

    @field_validator("audiences")
    @classmethod
    def _each_audience_once(cls, audiences: list[AudienceIn]) -> list[AudienceIn]:
        if len({audience.code for audience in audiences}) < len(audiences):
            raise PydanticCustomError("twice", "Noem elke groep maar één keer.")
        return audiences

    @field_validator("max_age")
    @classmethod
    def _ages_in_order(cls, max_age: int | None, info: ValidationInfo) -> int | None:
        min_age = info.data.get("min_age")
        if min_age is not None and max_age is not None and min_age > max_age:
            raise PydanticCustomError(
                "ages-crossed", "De hoogste leeftijd is lager dan de laagste."
            )
        return max_age

    @field_validator("effort", "distance_km")
    @classmethod
    def _only_for_moving_about(cls, value: T, info: ValidationInfo) -> T:
        if value is not None and info.data.get("channel", "on_the_move") != "on_the_move":
            raise PydanticCustomError("unused", "Dit hoort alleen bij iets dat buiten onderweg is.")
        return value


class SessionChangeIn(CompleteModel):
    """One occurrence that is different: cancelled, moved, or only with a note."""

    status: Literal["scheduled", "cancelled", "moved"]
    starts_at: Instant | None = None
    ends_at: Annotated[Instant | None, Field(validate_default=True)] = None
    place_id: Annotated[UUID | None, Field(validate_default=True)] = None
    note: Annotated[Text, StringConstraints(max_length=300)] | None = None

    @field_validator("starts_at", "ends_at", "place_id")
    @classmethod
    def _goes_with_moving(cls, value: T, info: ValidationInfo) -> T:
        if value is not None and info.data.get("status", "moved") != "moved":
            raise PydanticCustomError(
                "unused", "Een nieuwe tijd of plek hoort alleen bij een verplaatste keer."
            )
        return value

    @field_validator("ends_at")
    @classmethod
    def _ends_after_it_starts(
        cls, ends_at: datetime | None, info: ValidationInfo
    ) -> datetime | None:
        if "starts_at" not in info.data:
            return ends_at
        starts_at = info.data["starts_at"]
        if (starts_at is None) != (ends_at is None):
            raise PydanticCustomError("missing", "Vul het nieuwe begin én het nieuwe einde in.")
        if starts_at and ends_at and not starts_at < ends_at:
            raise PydanticCustomError("order", "Het einde is niet later dan het begin.")
        return ends_at

    @field_validator("place_id")
    @classmethod
    def _moving_goes_somewhere(cls, place_id: UUID | None, info: ValidationInfo) -> UUID | None:
        # A time that is at fault itself is not in the data: one fault is enough.
        somewhere = place_id or info.data.get("ends_at", "at fault")
        if info.data.get("status") == "moved" and not somewhere:
            raise PydanticCustomError(
                "missing", "Vul bij een verplaatste keer de nieuwe tijd of de nieuwe plek in."
            )
        return place_id
