"""Pure: the way to a place, and what is known of getting in and around there."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.areas.schemas import GeoPoint
from app.finder.place_schemas import AccessFact, PlaceFacts
from app.web.terms import Terms


@dataclass(frozen=True, slots=True)
class AccessKnown:
    """Features by code, in the order of the vocabulary."""

    facts: Sequence[tuple[str, AccessFact]]
    """What somebody looked at: yes, limited or no."""
    unknown: Sequence[str]
    """What nobody told us yet; not the same as no."""


def access_known(terms: Terms, place: PlaceFacts) -> AccessKnown:
    """Every feature that there is a word for, either known or not."""
    codes = [*terms.by_vocabulary.get("access_feature", {})]
    codes += [code for code in place.access_features if code not in codes]
    facts = [
        (code, place.access_features[code])
        for code in codes
        if code in place.access_features and place.access_features[code].state != "unknown"
    ]
    known = {code for code, _ in facts}
    return AccessKnown(facts, [code for code in codes if code not in known])


def way_to(point: GeoPoint | None) -> str | None:
    """Where somebody is shown the way on foot. Their own start is theirs to type, over there."""
    if point is None:
        return None
    lon, lat = point.coordinates
    return f"https://www.openstreetmap.org/directions?engine=fossgis_osrm_foot&to={lat}%2C{lon}"
