"""What may be asked about postcodes, streets, addresses and everything else with a name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import asyncpg

from app.areas.rules import CBS_CODES
from app.core.sql import Question
from app.geocoding.names import name_key, street_key, telling_trigrams, trigrams_of
from app.geocoding.ranking import Candidate, Spot, place_kinds
from app.geocoding.rules import Typed

MANY = 40
"""Candidates of each kind; the one that is meant is among the first few."""
MANY_ADDRESSES = 300
MOST_GEMEENTEN = 25
"""Up to so many are named to PDOK; a map of more is a map of the country."""

_NAMES_ALIKE = Question(__file__, "names_alike")
_ADDRESSES_NUMBERED = Question(__file__, "addresses_numbered")
_BUURTEN_AT = Question(__file__, "buurten_at")


@dataclass(frozen=True, slots=True)
class NamesAlike:
    """What has a name somewhat like what was typed."""

    candidates: Sequence[Candidate]
    gemeente_codes: Sequence[str]
    """Of the whole map; none when it holds too many to name."""


@dataclass(frozen=True, slots=True)
class Buurt:
    """A buurt, named."""

    code: str
    name: str


async def names_alike(connection: asyncpg.Connection, typed: Typed) -> NamesAlike:
    """Areas, public places, streets and postcodes that may be meant."""
    streets = {reading.street for reading in typed.readings if reading.street}
    keys = {reading.key for reading in typed.readings if reading.key} | streets
    postcodes = {reading.postcode for reading in typed.readings if reading.postcode}
    known = {
        "trigrams": sorted({one for key in keys for one in trigrams_of(key)}),
        "telling": sorted({one for key in streets for one in telling_trigrams(key)}),
        "place_kinds": place_kinds(typed),
        "addresses": sorted(streets | {reading.key for reading in typed.readings}),
        "postcodes": sorted(postcodes | {postcode[:4] for postcode in postcodes}),
        "many": MANY,
        "gemeenten": MOST_GEMEENTEN + 1,
    }
    asked = _NAMES_ALIKE.asked(known)
    rows = await connection.fetch(asked.text, *asked.values(known))
    gemeenten = [row["id"] for row in rows if row["type"] == "gemeente"]
    codes = [code for code in gemeenten if CBS_CODES["gemeente"].fullmatch(code)]
    return NamesAlike(
        [_candidate(row) for row in rows if row["type"] != "gemeente"],
        codes if len(gemeenten) <= MOST_GEMEENTEN else [],
    )


def _candidate(row: asyncpg.Record) -> Candidate:
    type_, name, city = row["type"], row["name"], row["city"]
    labels = {
        "area": name if row["kind"] == "gemeente" else f"{name}, {city}",
        "place": f"{name}, {city}" if city and name_key(city) not in name_key(name) else name,
        "street": f"{name}, {city}",
        "postcode": f"{spaced(name)} {city}".strip(),
    }
    return Candidate(
        type=type_,
        id=row["id"],
        name=name,
        label=labels[type_],
        point=Spot(row["x_m"], row["y_m"]),
        keys=tuple(row["keys"]),
        city=city,
        kind=row["kind"] or "",
        address=street_key(row["address"] or ""),
        postcode=row["postcode"],
    )


async def addresses_numbered(
    connection: asyncpg.Connection,
    *,
    street_ids: Collection[int],
    number: int,
    postcode: str | None,
) -> list[Candidate]:
    """The addresses with this number in these streets, or with this postcode of six characters."""
    known = {
        "street_ids": sorted(street_ids),
        "number": number,
        "postcode": postcode or "",
        "many": MANY_ADDRESSES,
    }
    asked = _ADDRESSES_NUMBERED.asked(known)
    rows = await connection.fetch(asked.text, *asked.values(known))
    return [_address(row) for row in rows]


def _address(row: asyncpg.Record) -> Candidate:
    shown = "-".join(part for part in (row["letter"], row["addition"]) if part)
    return Candidate(
        type="address",
        id=f"{row['street_id']} {row['number']} {shown}",
        name=row["street"],
        label=address_label(
            street=row["street"],
            number=f"{row['number']}{shown}",
            postcode=row["postcode"],
            city=row["city"],
        ),
        point=Spot(row["x_m"], row["y_m"]),
        keys=(row["name_key"],),
        city=row["city"],
        postcode=row["postcode"],
        number=row["number"],
        suffix=name_key(shown).replace(" ", ""),
    )


def address_label(*, street: str, number: str, postcode: str | None, city: str) -> str:
    """An address on one line, as it stands on an envelope."""
    where = f"{spaced(postcode)} {city}" if postcode else city
    return f"{f'{street} {number}'.strip()}, {where}"


def spaced(postcode: str) -> str:
    """A postcode as it is written: `7511 GM`."""
    return f"{postcode[:4]} {postcode[4:]}".strip()


async def buurten_at(
    connection: asyncpg.Connection, *, points: Sequence[Spot]
) -> list[Buurt | None]:
    """The buurt around each of these points, in their order."""
    known = {"xs_m": [point.x_m for point in points], "ys_m": [point.y_m for point in points]}
    asked = _BUURTEN_AT.asked(known)
    rows = await connection.fetch(asked.text, *asked.values(known))
    return [None if row["code"] is None else Buurt(row["code"], row["name"]) for row in rows]
