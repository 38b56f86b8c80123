"""Areas on the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.areas.rules import Boundary, Level
from app.core.geo import Lat, Lon, LonLat
from app.core.schemas import Text, WireModel

GemeenteCode = Annotated[
    str,
    Field(pattern=r"^[Gg][Mm][0-9]{4}$", description="CBS-code van een gemeente, zoals GM0153."),
    AfterValidator(str.upper),
]
AreaCode = Annotated[Text, Field(min_length=1, max_length=80, description="Code van een gebied.")]
Position = Annotated[list[float], Field(min_length=2, max_length=2)]


class AreaFilters(WireModel):
    """Which areas, by name or by what they hold."""

    q: Annotated[Text, Field(min_length=1, max_length=100)] | None = Field(
        default=None,
        description="(Begin van) een naam of bijnaam; hoofdletters, accenten en leestekens "
        "maken niet uit.",
    )
    level: list[Level] = Field(
        default=[], max_length=5, description="Alleen deze soorten gebieden; mag vaker."
    )
    gemeente: list[GemeenteCode] = Field(
        default=[], max_length=50, description="Alleen in deze gemeenten; mag vaker."
    )
    lat: Lat | None = Field(
        default=None, description="Breedtegraad van een punt; samen met 'lon'. WGS84."
    )
    lon: Lon | None = Field(
        default=None, validate_default=True, description="Lengtegraad van een punt. WGS84."
    )
    limit: int = Field(default=20, ge=1, le=100, description="Hoeveel per bladzijde.")
    cursor: Annotated[str, Field(max_length=1000)] | None = Field(
        default=None, description="'nextCursor' van de bladzijde hiervoor."
    )
    count: bool = Field(default=False, description="Vul ook 'total' in.")

    @field_validator("lon")
    @classmethod
    def _both_or_none(cls, lon: float | None, info: ValidationInfo) -> float | None:
        # Without "lat" in the data it was refused already, with its own message.
        if "lat" in info.data and (lon is None) != (info.data["lat"] is None):
            raise PydanticCustomError(
                "half-a-point", "Geef 'lat' en 'lon' allebei, of geen van beide."
            )
        return lon

    @property
    def point(self) -> LonLat | None:
        """The point, when one was asked for."""
        if self.lat is None or self.lon is None:
            return None
        return LonLat(lon=self.lon, lat=self.lat)

    def without_page(self) -> Self:
        """The same question, whichever page of it: a cursor belongs to one question."""
        return self.model_copy(update={"limit": 20, "cursor": None, "count": False})


class GeoPoint(WireModel):
    """A GeoJSON Point, longitude first."""

    type: Literal["Point"]
    coordinates: Position


class GeoMultiPolygon(WireModel):
    """A GeoJSON MultiPolygon, longitude first, outer rings counter-clockwise."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[Position]]]


class AreaBrief(WireModel):
    """An area, named."""

    code: str
    level: Level
    name: str


class AreaItem(AreaBrief):
    """An area as a list shows it: without border; ask for GeoJSON to get borders too."""

    aliases: list[str]
    parent_code: str | None
    gemeente_code: str
    year: int
    inhabitants: int | None
    boundary: Boundary


class BorderSource(WireModel):
    """Whose borders these are; show the name with the map."""

    name: str
    url: str
    licence: str


class AreaFacts(AreaItem):
    """Everything about an area but its border."""

    label_point: GeoPoint
    within: list[AreaBrief] = Field(description="Gebieden waar dit in ligt, kleinste eerst.")
    children: list[AreaBrief] = Field(description="Gebieden die hier direct onder vallen.")
    members: list[AreaBrief] = Field(description="De buurten waaruit een bewonersgebied bestaat.")
    source: BorderSource | None = Field(
        description="Bron van officiële grenzen; leeg bij schematische (zelf getekende) grenzen."
    )


class Area(AreaFacts):
    """An area with its border."""

    geometry: GeoMultiPolygon | None


class AreaPage(WireModel):
    """A page of areas."""

    items: list[AreaItem]
    next: str | None
    next_cursor: str | None
    total: int | None
    facets: None
    suggestions: list[Any] = Field(max_length=0)
    fuzzy: bool


class AreaFeature(WireModel):
    """An area as GeoJSON; its id is the code."""

    type: Literal["Feature"]
    id: str
    geometry: GeoMultiPolygon | None
    properties: AreaFacts


class AreaItemFeature(WireModel):
    """An area in a collection."""

    type: Literal["Feature"]
    id: str
    geometry: GeoMultiPolygon | None
    properties: AreaItem


class AreaCollection(WireModel):
    """A page of areas as GeoJSON, the members of the page beside it."""

    type: Literal["FeatureCollection"]
    features: list[AreaItemFeature]
    source: BorderSource = Field(description="Bron van de grenzen met boundary 'official'.")
    next: str | None
    next_cursor: str | None
    total: int | None
    facets: None
    suggestions: list[Any] = Field(max_length=0)
    fuzzy: bool
