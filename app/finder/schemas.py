"""What the finder answers: cards, sessions and pages of them. Described here, written by SQL."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.areas.schemas import GeoPoint
from app.core.schemas import WireModel
from app.finder.rules import FreshnessState
from app.offerings.schemas import Access, AudienceMode, Channel, CostKind, Joining, SpotsState
from app.vocabularies.schemas import Code
from app.words.schemas import Help, Understood

Wheelchair = Literal["yes", "limited", "no", "unknown"]
Metres = Annotated[int, Field(ge=0)]


class Named(WireModel):
    """Something with an id and a name."""

    id: UUID
    name: str


class NamedArea(WireModel):
    """An area, named."""

    code: str
    name: str


class NextSession(WireModel):
    """When it is next; one that is going on counts until it ends."""

    starts_at: datetime
    ends_at: datetime
    text: str = Field(description="In woorden, zoals 'dinsdag 24 november, 10.00 tot 11.30 uur'.")
    place: Named | None = Field(description="Alleen als deze keer op een andere plek is.")


class CardCost(WireModel):
    """What a participant pays, in euros."""

    kind: CostKind
    amount: float | None
    per: str | None
    note: str | None


class CardAddress(WireModel):
    """A postal address."""

    street: str
    house_number: str | None
    postcode: str | None
    city: str


class CardPlace(WireModel):
    """Where it is."""

    id: UUID
    name: str
    kind: Code
    address: CardAddress | None


class CardAudience(WireModel):
    """For whom, and how strictly."""

    code: Code
    mode: AudienceMode


class CardSpots(WireModel):
    """Whether there is room; too long ago is unknown."""

    state: SpotsState
    reported_at: datetime | None


class Verification(WireModel):
    """When somebody last checked it: not the same as edited."""

    verified_at: datetime | None
    text: str
    state: FreshnessState


class Card(WireModel):
    """What a list shows of an offering, in order of importance to a resident."""

    id: UUID
    kind: Code
    title: str
    summary: str
    next: NextSession | None
    distance: Metres | None = Field(description="Meter, hemelsbreed; leeg zonder plek.")
    walk_minutes: int | None = Field(description="Lopend, ongeveer: 1,3 × hemelsbreed, 4 km/u.")
    cost: CardCost
    joining: Joining
    ask_for: str | None
    organization: Named
    place: CardPlace | None
    buurt: NamedArea | None = Field(
        description="De buurt, of de wijk als van de plek alleen de omgeving bekend mag zijn."
    )
    location: GeoPoint | None
    channel: Channel
    schedule: str | None
    themes: list[Code]
    audiences: list[CardAudience]
    languages: list[str]
    min_age: int | None
    max_age: int | None
    access: list[Access]
    voorliggend: bool
    spots: CardSpots
    wheelchair: Wheelchair
    verification: Verification
    demo: bool
    url: str


class FacetCount(WireModel):
    """How many would be found with this choice alone."""

    code: str
    count: int


class BuurtCount(FacetCount):
    """The same for a buurt."""

    name: str


class Facets(WireModel):
    """Counts per choice, each under all other filters; only those that were asked for."""

    kind: list[FacetCount] | None
    theme: list[FacetCount] | None
    audience: list[FacetCount] | None
    language: list[FacetCount] | None
    cost: list[FacetCount] | None
    wheelchair: list[FacetCount] | None
    buurt: list[BuurtCount] | None


class Suggestion(WireModel):
    """What to try when nothing was found."""

    type: Literal["wider_radius", "area", "synonym", "without_filter", "wijkwijzer"]
    text: str = Field(description="Zoals '14 gevonden binnen 3 kilometer'.")
    count: int
    query: dict[str, Any] = Field(
        description="De vraag die dat geeft: parameters van /offerings, of de inhoud bij POST."
    )


class PageMembers(WireModel):
    """What stands around the items of a page."""

    help: list[Help] = Field(
        description="Nummers om te bellen, boven de treffers te tonen: er staan tekens van gevaar "
        "in de vraag. Meestal leeg."
    )
    next: str | None = Field(description="De volgende bladzijde; leeg bij zoeken met POST.")
    next_cursor: str | None
    total: int | None
    facets: Facets | None
    suggestions: list[Suggestion]
    fuzzy: bool = Field(description="Of dit bijna-treffers zijn, omdat niets precies paste.")
    understood: list[Understood] = Field(
        description="Waar wij de woorden uit 'q' voor hielden, in de volgorde waarin ze staan."
    )


class OfferingPage(PageMembers):
    """A page of offerings."""

    items: list[Card]


class OfferingFeature(WireModel):
    """An offering as GeoJSON."""

    type: Literal["Feature"]
    id: UUID
    geometry: GeoPoint | None
    properties: Card


class OfferingCollection(PageMembers):
    """A page of offerings as GeoJSON."""

    type: Literal["FeatureCollection"]
    features: list[OfferingFeature]
