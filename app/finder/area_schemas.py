"""The social map of an area and the front doors: what is asked, and what is answered by SQL."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.areas.rules import Boundary, Level
from app.areas.schemas import AreaCode, BorderSource, GeoMultiPolygon, GeoPoint
from app.core.schemas import WireModel
from app.finder.filters import PointQuestion
from app.finder.schemas import Card, CardPlace, Named, NamedArea, Wheelchair
from app.vocabularies.schemas import Code

Count = Annotated[int, Field(ge=0)]


class DoorQuestion(PointQuestion):
    """Where somebody is: a point, an area, or both."""

    area: AreaCode | None = Field(
        default=None,
        description="Code van een gebied. Met een punt erbij: afstanden tellen vanaf het punt, "
        "het gebied zegt welke gemeente het is.",
    )


class DeskOpen(WireModel):
    """Whether somebody answers there, as its sessions say."""

    state: Literal["open", "closed", "unknown"]
    at: datetime = Field(description="Wanneer dit zo was, in hele minuten.")
    changes_at: datetime | None = Field(description="Wanneer het dicht of weer open gaat.")
    text: str = Field(description="Zoals 'open tot 12.00 uur'.")


class DeskCard(Card):
    """A Wijkwijzer, and whether it is open."""

    open: DeskOpen


class Wijkwijzers(WireModel):
    """Where somebody looks further with you: a desk, or a telephone line."""

    open_now: list[DeskCard] = Field(
        max_length=20, description="Nu open: dichtstbij eerst; zonder punt op naam."
    )
    items: list[DeskCard] = Field(
        max_length=20,
        description="Dichtstbij eerst, dan wat zonder plek naar u toe komt. Zonder punt: wat nu "
        "open is, dan wat het eerst open gaat.",
    )
    phone: Card | None = Field(description="De telefoonlijn van de gemeente, of de naaste.")


class HelpNumber(WireModel):
    """A Wijkwijzer to call: for which gemeenten, and under which number."""

    phone: str | None
    gemeenten: list[NamedArea]
    card: Card


class HelpNumbers(WireModel):
    """Wijkwijzers to call, by name."""

    items: list[HelpNumber] = Field(max_length=50)


class MantelzorgSupport(WireModel):
    """One front door for who cares for somebody, and what helps near by."""

    support_point: Card | None = Field(description="Het ene steunpunt van de gemeente.")
    respite: list[Card] = Field(
        max_length=10, description="Wie de zorg even overneemt: respijtzorg en time-out."
    )
    peer_groups: list[Card] = Field(
        max_length=10, description="Lotgenotengroepen voor mantelzorgers en naasten."
    )
    young_carers: list[Card] = Field(
        max_length=10, description="Voor wie jong is en thuis voor iemand zorgt."
    )


class MapArea(WireModel):
    """The area of a map, with an outline to draw: not exact enough to measure with."""

    code: str
    level: Level
    name: str
    parent_code: str | None
    gemeente_code: str
    inhabitants: int | None
    boundary: Boundary
    label_point: GeoPoint
    source: BorderSource | None = Field(
        description="Bron van officiële grenzen, te noemen op de kaart; leeg bij schematische."
    )
    geometry: GeoMultiPolygon | None = Field(
        description="Omtrek om te tekenen: een paar meter vereenvoudigd, bij een gemeente meer."
    )


class MapPin(CardPlace):
    """A place on the map with all that is offered there."""

    location: GeoPoint
    buurt: NamedArea | None
    wheelchair: Wheelchair
    offering_ids: list[UUID] = Field(
        description="Kaartjes uit 'offerings' en 'across.offerings'; leeg als er nu niets is."
    )


class MapKind(WireModel):
    """What there is of one kind."""

    kind: Code
    offering_ids: list[UUID]


class LeftOut(WireModel):
    """How much did not fit."""

    offerings: Count
    places: Count


class LeftOutOfMap(LeftOut):
    """The same, of the map and of its agenda."""

    sessions: Count


class MapAcross(WireModel):
    """What lies just across the border, nearest to it first."""

    within: Count = Field(description="Zoveel meter buiten de grens.")
    places: list[MapPin] = Field(max_length=30)
    offerings: list[Card] = Field(
        max_length=100,
        description="'distance' is hier meter vanaf de grens van het gebied; 'walkMinutes' leeg.",
    )
    omitted: LeftOut


class MapSession(WireModel):
    """One time that something takes place, or does not: cancelled ones are told."""

    offering_id: UUID
    starts_at: datetime
    ends_at: datetime
    status: Literal["scheduled", "cancelled", "moved"]
    text: str
    place: Named | None = Field(description="Alleen als deze keer op een andere plek is.")


class MapDay(WireModel):
    """What there is on one day."""

    date: date
    sessions: list[MapSession]


class MapFreshness(WireModel):
    """How long ago things were checked; also of what did not fit on the map."""

    fresh: Count
    due: Count
    stale: Count
    oldest_verified_at: datetime | None


class AreaMap(WireModel):
    """All there is to do and to turn to in an area: each place and each offering once."""

    area: MapArea
    wijkwijzers: list[DeskCard] = Field(
        max_length=5,
        description="Die van het gebied en de naaste van de gemeente; wie open is eerst.",
    )
    mantelzorg: Card | None = Field(description="Het ene steunpunt van de gemeente.")
    places: list[MapPin] = Field(
        max_length=300,
        description="De plekken van 'offerings', ook buiten het gebied, en plekken in het gebied "
        "waar nu niets is.",
    )
    offerings: list[Card] = Field(
        max_length=500,
        description="Wat in het gebied is of er komt, het eerst komende voorop. Zonder afstand.",
    )
    unplaced: list[UUID] = Field(description="Wat van 'offerings' geen plek op de kaart heeft.")
    by_kind: list[MapKind] = Field(description="'offerings' per soort.")
    across: MapAcross
    agenda: list[MapDay] = Field(
        max_length=7,
        description="Van alles op deze kaart: vandaag en de zes dagen erna. Wat gisteren begon en "
        "nog bezig is, staat bij vandaag.",
    )
    freshness: MapFreshness = Field(description="Van alles wat in het gebied is of er komt.")
    updated_at: datetime | None
    omitted: LeftOutOfMap = Field(description="Wat niet paste: het verst in de tijd valt af.")
