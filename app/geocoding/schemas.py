"""Places in words, on the wire."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.areas.schemas import GeoPoint
from app.core.schemas import WireModel
from app.finder.filters import PointQuestion, TypedWords


class LocationQuestion(PointQuestion):
    """Which place is meant by these words? Of what fits as well, what is near the point first."""

    q: TypedWords = Field(
        description="Wat iemand als plek typt: een adres, postcode, buurt of plek, zoals "
        "'pijpenstr 15 enschede', '7511 GM', 'wesselerbrink' of 'buurthuis de Boei'."
    )
    limit: int = Field(default=10, ge=1, le=20, description="Hoogstens zoveel.")


class LocationArea(WireModel):
    """The buurt that holds a location, or the area that it is."""

    code: str
    name: str


class Location(WireModel):
    """A place that may be meant."""

    type: Literal["address", "postcode", "area", "place"]
    label: str = Field(description="Om te tonen, zoals 'Pijpenstraat 15, 7511 GM Enschede'.")
    location: GeoPoint | None = Field(
        description="Van een straat, postcode of gebied: een punt in het midden."
    )
    area: LocationArea | None = Field(
        description="De buurt waar het in ligt; van een gebied: het gebied zelf."
    )
    id: UUID | None = Field(description="Van een plek: zie /v1/places/{id}.")


class Locations(WireModel):
    """What may be meant, what fits best first."""

    items: list[Location] = Field(max_length=20)
    sources: list[Literal["own", "pdok"]] = Field(
        max_length=2,
        description="Wie er antwoord gaf: 'own' (onze eigen gegevens) en 'pdok' (adressen van PDOK "
        "Locatieserver; die vragen wij alleen wat wij zelf niet zeker weten).",
    )
    complete: bool = Field(
        description="Onwaar als PDOK had moeten antwoorden en dat niet deed: er kan meer zijn."
    )
