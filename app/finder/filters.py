"""What may be asked of the finder: one frozen schema for the address and for the body."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.areas.schemas import AreaCode
from app.core.geo import Lat, Lon, LonLat
from app.core.schemas import Text, WireModel
from app.finder.rules import Part, Sort, Weekday
from app.vocabularies.schemas import Code

Facet = Literal["kind", "theme", "audience", "language", "cost", "wheelchair", "buurt"]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Radius = Annotated[int, Field(ge=1, le=50_000)]
MOST_CHOICES = 40
POSITION_DECIMALS = 4
"""About ten metres: what an address in a URL may tell about where somebody is."""


def _has_a_word(words: str) -> str:
    if not any(letter.isalnum() for letter in words):
        raise PydanticCustomError("no-words", "Typ een woord: minstens één letter of cijfer.")
    return words


TypedWords = Annotated[
    Text, StringConstraints(min_length=1, max_length=200), AfterValidator(_has_a_word)
]


def _as_box(box: str) -> str:
    west, south, east, north = map(float, box.split(","))
    if not (3.2 <= west < east <= 7.3 and 50.7 <= south < north <= 53.7):  # noqa: PLR2004 - core.geo's
        raise PydanticCustomError(
            "wrong-box",
            "Geef het kader als west,zuid,oost,noord in graden, binnen Nederland "
            "(lengte 3.2 tot 7.3, breedte 50.7 tot 53.7).",
        )
    return box


_DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,15})?"
Box = Annotated[
    str, StringConstraints(pattern=rf"^{_DEGREES}(,{_DEGREES}){{3}}$"), AfterValidator(_as_box)
]


class PointQuestion(WireModel):
    """Around a point, or not."""

    lat: Lat | None = Field(
        default=None,
        description="Breedtegraad van het punt waar u zoekt; samen met 'lon'. WGS84.",
    )
    lon: Lon | None = Field(
        default=None, validate_default=True, description="Lengtegraad van het punt. WGS84."
    )

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

    def as_in_an_address(self) -> Self:
        """The same with the point as coarse as a URL may hold it."""
        if self.lat is None or self.lon is None:
            return self
        lon, lat = round(self.lon, POSITION_DECIMALS), round(self.lat, POSITION_DECIMALS)
        return self.model_copy(update={"lon": lon, "lat": lat})


class PlaceQuestion(PointQuestion):
    """Where: around a point, in areas, or in a box."""

    radius: Radius | None = Field(
        default=None,
        description="Hoogstens zoveel meter van het punt. Zonder: het dichtstbijzijnde, hoe ver "
        "ook. Wat aan huis, per telefoon of online komt heeft geen afstand en blijft staan.",
    )
    area: list[AreaCode] = Field(
        default=[],
        max_length=MOST_CHOICES,
        description="Code van een gebied: wat er gebeurt of wat er komt; mag vaker (één ervan).",
    )
    bbox: Box | None = Field(
        default=None, description="Kader: minLon,minLat,maxLon,maxLat. Alleen wat een plek heeft."
    )

    @field_validator("radius")
    @classmethod
    def _around_a_point(cls, radius: int | None, info: ValidationInfo) -> int | None:
        asked_point = "lat" not in info.data or info.data["lat"] is not None
        if radius is not None and not asked_point:
            raise PydanticCustomError(
                "needs-a-point", "Een afstand hoort bij een punt: geef ook 'lat' en 'lon'."
            )
        return radius

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees."""
        if self.bbox is None:
            return None
        west, south, east, north = map(float, self.bbox.split(","))
        return west, south, east, north


class EntryQuestion(PlaceQuestion):
    """Where and what: the filters that every question about entries shares."""

    q: TypedWords | None = Field(
        default=None,
        description="Woorden. Elk woord moet voorkomen; van het laatste is het begin genoeg.",
    )
    kind: list[Code] = Field(
        default=[], max_length=MOST_CHOICES, description="Soort aanbod; mag vaker (één ervan)."
    )
    theme: list[Code] = Field(
        default=[], max_length=MOST_CHOICES, description="Onderwerp; mag vaker (één ervan)."
    )
    audience: list[Code] = Field(
        default=[],
        max_length=MOST_CHOICES,
        description="Wie u bent: houdt over wat voor u open is. Alleen wat uitsluitend voor "
        "anderen is valt af. Mag vaker (één ervan).",
    )
    language: list[Language] = Field(
        default=[], max_length=MOST_CHOICES, description="Taal die men spreekt; mag vaker."
    )
    free: bool = Field(default=False, description="Alleen wat zeker gratis is.")
    wheelchair: bool = Field(
        default=False, description="Alleen waar een rolstoel zeker naar binnen kan."
    )
    voorliggend: bool = Field(default=False, description="Alleen wat zonder indicatie mag.")
    walk_in: bool = Field(default=False, description="Alleen waar u zo binnenloopt.")
    age: int | None = Field(default=None, ge=0, le=120, description="Past bij deze leeftijd.")
    day: list[Weekday] = Field(
        default=[],
        max_length=7,
        description="Op deze dagen. Met 'part', 'from' en 'to' samen: één keer die aan alles "
        "voldoet.",
    )
    part: list[Part] = Field(
        default=[],
        max_length=3,
        description="Begint in de ochtend (voor 12 uur), de middag of de avond (vanaf 18 uur).",
    )
    from_: date | None = Field(
        default=None, alias="from", description="Vanaf deze dag (plaatselijke datum)."
    )
    to: date | None = Field(
        default=None, description="Tot en met deze dag, hoogstens 13 weken vooruit."
    )
    open_spots: bool = Field(default=False, description="Zonder wat vol is, voor zover bekend.")

    @field_validator("to")
    @classmethod
    def _not_before_from(cls, to: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("from_")
        if to is not None and first is not None and to < first:
            raise PydanticCustomError("to-before-from", "'to' ligt vóór 'from'.")
        return to


class Paged(WireModel):
    """How much of an answer, and from where on."""

    count: bool = Field(default=False, description="Vul ook 'total' in.")
    limit: int = Field(default=20, ge=1, le=100, description="Hoeveel per bladzijde.")
    cursor: Annotated[str, Field(max_length=1000)] | None = Field(
        default=None, description="'nextCursor' van de bladzijde hiervoor."
    )

    @property
    def goes_through_much(self) -> bool:
        """Whether everything that is found must be looked at, not only the page."""
        return self.count

    def without_page(self) -> Self:
        """The same question, whichever page of it: a cursor belongs to one question."""
        return self.model_copy(update={"limit": 20, "cursor": None, "count": False})


class FinderFilters(Paged, EntryQuestion):
    """The whole question: where, what, in which order, and how much of it."""

    sort: Sort | None = Field(
        default=None,
        description="Volgorde. Zonder: op afstand met een punt, anders op hoe goed het past bij "
        "'q', anders wat het eerst begint.",
    )
    facets: list[Facet] = Field(
        default=[],
        max_length=7,
        description="Tel per keuze hoeveel u zou vinden met die keuze alleen; mag vaker.",
    )

    @field_validator("sort")
    @classmethod
    def _sorts_by_what_is_there(cls, sort: Sort | None, info: ValidationInfo) -> Sort | None:
        # What was refused itself is not in the data: one fault is enough.
        if sort == "distance" and info.data.get("lat", "refused") is None:
            raise PydanticCustomError(
                "needs-a-point", "Op afstand kan alleen vanaf een punt: geef 'lat' en 'lon'."
            )
        if sort == "relevance" and info.data.get("q", "refused") is None:
            raise PydanticCustomError(
                "needs-words", "Op wat het best past kan alleen met woorden: geef 'q'."
            )
        return sort

    @property
    def goes_through_much(self) -> bool:
        """Facets count everything that is found, some of it several times."""
        return self.count or bool(self.facets)

    def without_page(self) -> Self:
        """The same question, whichever page of it and whatever is counted beside it."""
        return super().without_page().model_copy(update={"facets": []})
