"""What the agenda answers: sessions and pages of them. Described here, written by SQL."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.areas.schemas import GeoPoint
from app.core.schemas import WireModel
from app.finder.schemas import CardPlace, Metres, PageMembers
from app.vocabularies.schemas import Code

SessionStatus = Literal["scheduled", "cancelled", "moved"]


class SessionOffering(WireModel):
    """Of what it is a session."""

    id: UUID
    title: str
    kind: Code


class Session(WireModel):
    """One time that something takes place, or would have."""

    offering: SessionOffering
    original_starts_at: datetime = Field(
        description="Wanneer het volgens het rooster begint: samen met het aanbod zijn kenmerk."
    )
    starts_at: datetime
    ends_at: datetime
    text: str = Field(description="In woorden, zoals 'dinsdag 24 november, 10.00 tot 11.30 uur'.")
    status: SessionStatus = Field(description="Wat niet doorgaat staat er ook: 'cancelled'.")
    note: str | None
    place: CardPlace | None = Field(description="Waar deze keer is; leeg als dat niet openbaar is.")
    location: GeoPoint | None
    distance: Metres | None = Field(description="Meter, hemelsbreed; leeg zonder plek.")


class SessionPage(PageMembers):
    """A page of the agenda."""

    items: list[Session]


class SessionFeature(WireModel):
    """A session as GeoJSON."""

    type: Literal["Feature"]
    id: str = Field(description="Nummer van het aanbod, '/', en het begin volgens het rooster.")
    geometry: GeoPoint | None
    properties: Session


class SessionCollection(PageMembers):
    """A page of the agenda as GeoJSON."""

    type: Literal["FeatureCollection"]
    features: list[SessionFeature]
