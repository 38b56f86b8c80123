"""The question: which place is meant by these words?

Our own data first. Only what we do not know for sure is asked of PDOK, and only what can be a place
at all: no sentence, no "in my neighbourhood", and nothing with a sign of danger leaves the house.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from app.areas.schemas import GeoPoint
from app.core.database import ReadPool
from app.core.geo import LonLat, RdPoint, lonlat_of, rd_of
from app.geocoding.locatieserver import Locatieserver, PdokPlace
from app.geocoding.names import ENDINGS, GENERIC, name_key, street_key
from app.geocoding.queries import (
    Buurt,
    NamesAlike,
    address_label,
    addresses_numbered,
    buurten_at,
    names_alike,
    spaced,
)
from app.geocoding.ranking import (
    LEAST,
    NO_SUCH_NUMBER,
    Candidate,
    Scored,
    Spot,
    best_first,
    is_sure,
    scored,
)
from app.geocoding.rules import Typed, typed_of
from app.geocoding.schemas import Location, LocationArea, LocationQuestion, Locations
from app.words.danger import helps_for

MOST_STREETS = 30
"""Streets in which the house number is looked up."""
SHORTEST_OUTSIDE = 3
"""Fewer letters and figures than this are asked of nobody else."""
_GLUED = re.compile(r"([A-Za-z]{3,})([0-9])")
_POSTCODE = re.compile(r"\b([1-9][0-9]{3}) ([A-Za-z]{2})\b")
_NO_WORD = re.compile(r"[^\w'’-]+|_")


async def locations_meant(
    reads: ReadPool, question: LocationQuestion, *, pdok: Locatieserver, now: datetime
) -> Locations:
    """What may be meant, what fits best first. PDOK away costs at most `geocode_timeout_s`."""
    typed = typed_of(question.q)
    if typed.is_here or not typed.key:
        return Locations(items=[], sources=["own"], complete=True)
    near = None if question.point is None else _spot(rd_of(question.point))
    async with reads.connection() as connection:
        alike = await names_alike(connection, typed)
        own = scored(alike.candidates, typed)
        if typed.number is not None:
            own += await _addresses(connection, own, typed)
    ordered = best_first(own, near=near)
    theirs: tuple[PdokPlace, ...] | None = None
    asks = pdok.is_on and not is_sure(ordered, typed) and _may_leave(question.q, typed)
    if asks:
        theirs = await _asked_outside(pdok, question.q, alike, now=now)
        if theirs:
            ordered = best_first(own + scored(_turns(theirs), typed), near=near)
    shown = ordered[: question.limit]
    async with reads.connection() as connection:
        points = [one.candidate.point or Spot(0, 0) for one in shown]
        buurten = await buurten_at(connection, points=points)
    return Locations(
        items=[_location(one, buurt) for one, buurt in zip(shown, buurten, strict=True)],
        sources=["own", "pdok"] if theirs is not None else ["own"],
        complete=theirs is not None or not asks,
    )


async def _addresses(
    connection: asyncpg.Connection, own: Sequence[Scored], typed: Typed
) -> list[Scored]:
    """The addresses with the typed number, in the streets that may be meant."""
    streets = [one for one in own if one.candidate.type == "street"]
    # A street scores less for lacking a house number; that is looked up just now.
    likely = sorted(streets, key=lambda one: -one.score)[:MOST_STREETS]
    ids = [int(one.candidate.id) for one in likely if one.score >= LEAST * NO_SUCH_NUMBER]
    found: dict[str, Candidate] = {}
    for number in sorted({one.number for one in typed.readings if one.number is not None}):
        for address in await addresses_numbered(
            connection, street_ids=ids, number=number, postcode=typed.postcode
        ):
            found[address.id] = address
    return scored(list(found.values()), typed)


def _may_leave(question: str, typed: Typed) -> bool:
    """Whether somebody else may be asked: it can be a place, and nobody tells of danger."""
    is_long_enough = len(typed.key.replace(" ", "")) >= SHORTEST_OUTSIDE
    return is_long_enough and not typed.is_sentence and not helps_for(question)


async def _asked_outside(
    pdok: Locatieserver, question: str, alike: NamesAlike, *, now: datetime
) -> tuple[PdokPlace, ...] | None:
    return await pdok.places(written_out(question), gemeente_codes=alike.gemeente_codes, now=now)


def written_out(question: str) -> str:
    """What is sent out: words and figures alone, the ends of streets as they are written.

    `planeten str 9a` and `planetenstr9a` are planetenstraat 9a, and 7511 GM is 7511GM.
    """
    words: list[str] = []
    whole_codes = _POSTCODE.sub(r"\1\2", _GLUED.sub(r"\1 \2", question))
    for word in _NO_WORD.sub(" ", whole_codes).split():
        whole = ENDINGS.get(word.lower(), word.lower())
        if words and whole in GENERIC and words[-1].isalpha():
            words[-1] += whole
        else:
            words.append(street_key(word) if _is_cut(word) else word)
    return " ".join(words)


def _is_cut(word: str) -> bool:
    key = name_key(word)
    return street_key(word) != key and key.endswith(tuple(ENDINGS))


def _turns(theirs: Sequence[PdokPlace]) -> list[Candidate]:
    return [_candidate(place, turn) for turn, place in enumerate(theirs, start=1)]


def _candidate(place: PdokPlace, turn: int) -> Candidate:
    x_m, y_m = _spot(rd_of(LonLat(lon=place.lon, lat=place.lat)))
    number = "" if place.number is None else f"{place.number}{place.suffix}"
    is_postcode = place.type == "postcode" and place.postcode is not None
    whole = address_label(
        street=place.street, number=number, postcode=place.postcode, city=place.city
    )
    return Candidate(
        type="postcode" if is_postcode else "address" if number else "street",
        id=place.postcode if is_postcode and place.postcode else place.id,
        name=place.street,
        label=f"{spaced(place.postcode or '')} {place.city}" if is_postcode else whole,
        point=Spot(x_m, y_m),
        keys=(street_key(place.street),),
        city=place.city,
        postcode=place.postcode,
        number=place.number,
        suffix=name_key(place.suffix).replace(" ", ""),
        turn=turn,
    )


def _spot(point: RdPoint) -> Spot:
    return Spot(point.x_m, point.y_m)


def _location(one: Scored, buurt: Buurt | None) -> Location:
    candidate = one.candidate
    point = None
    if candidate.point is not None:
        spoken = lonlat_of(RdPoint(*candidate.point))
        point = GeoPoint(type="Point", coordinates=[spoken.lon, spoken.lat])
    if candidate.type == "area":
        area: LocationArea | None = LocationArea(code=candidate.id, name=candidate.name)
    else:
        area = None if buurt is None else LocationArea(code=buurt.code, name=buurt.name)
    return Location(
        type="address" if candidate.type == "street" else candidate.type,
        label=candidate.label,
        location=point,
        area=area,
        id=UUID(candidate.id) if candidate.type == "place" else None,
    )
