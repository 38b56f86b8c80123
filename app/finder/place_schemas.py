"""What is answered about places. Described here, written by SQL."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.areas.schemas import GeoPoint
from app.core.schemas import WireModel
from app.finder.schemas import (
    Card,
    CardPlace,
    Metres,
    Named,
    NamedArea,
    PageMembers,
    Verification,
)
from app.places.opening import OpenState
from app.places.schemas import FeatureState
from app.vocabularies.schemas import Code


class OpenNow(WireModel):
    """Whether the door is open; unknown is not closed."""

    state: OpenState
    at: datetime = Field(description="Op welk moment dit zo is; hele minuten.")
    changes_at: datetime | None = Field(description="Wanneer dit verandert, als wij dat weten.")
    text: str = Field(description="Zoals 'open tot 17.00 uur'.")


class AccessFact(WireModel):
    """Whether somebody can get in or around, and as of when we know."""

    state: FeatureState
    as_of: date | None


class NearestStop(WireModel):
    """The nearest stop of public transport, at most a kilometre away."""

    name: str
    metres: Metres = Field(description="Hemelsbreed, op tien meter afgerond.")


class PlaceFacts(CardPlace):
    """A place, without what goes on there."""

    location: GeoPoint | None
    buurt: NamedArea | None = Field(description="De buurt waarin de plek ligt.")
    organization: Named | None = Field(description="Van wie het gebouw is, of wie het beheert.")
    distance: Metres | None = Field(description="Meter, hemelsbreed; leeg zonder punt.")
    opening_hours: str | None = Field(description="In de notatie van OpenStreetMap.")
    opening_text: list[str] = Field(
        description="In woorden, zoals 'maandag tot en met vrijdag 9.00 tot 17.00 uur'."
    )
    open: OpenNow
    access_features: dict[Code, AccessFact] = Field(
        description="Toegankelijkheid, per code; wat er niet staat is niet bekend."
    )
    nearest_stop: NearestStop | None
    verification: Verification
    version: int
    url: str


class Place(PlaceFacts):
    """A place and what goes on there."""

    offerings: list[Card] = Field(
        description="Wat er te doen is, wat het eerst begint voorop; in een lijst hoogstens 20."
    )


class PlacePage(PageMembers):
    """A page of places."""

    items: list[Place]


class PlaceFeature(WireModel):
    """A place as GeoJSON."""

    type: Literal["Feature"]
    id: UUID
    geometry: GeoPoint | None
    properties: Place


class PlaceCollection(PageMembers):
    """A page of places as GeoJSON."""

    type: Literal["FeatureCollection"]
    features: list[PlaceFeature]
