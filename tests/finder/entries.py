"""What is stored, as plain Python objects: read once, without a question or a clock in mind."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import text

from app.core.clock import AMSTERDAM
from app.core.database import Db
from tests.finder.choices import WEEKDAYS
from tests.finder.geography import TO_WGS84, Geography

LEAST_INHABITANTS = 1000
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that everybody may see."""

    row: Row
    x_m: float
    y_m: float
    lon: float
    lat: float
    buurt: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session."""

    row: Row
    elsewhere: bool
    """Whether it has a place of its own."""
    own_spot: Spot | None
    """That place, when everybody may see it."""
    spot: Spot | None
    """Where it is, when everybody may see that."""
    text: str
    day: date
    weekday: str
    part: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One offering, whatever its status."""

    row: Row
    organization: Row
    spot: Spot | None
    shown_area: str | None
    serves: frozenset[str]
    meetings: Sequence[Meeting]
    """The soonest end first."""
    happens_once: bool
    """Whether it has schedules, each for one time only."""
    wheelchair: str
    only_for: frozenset[str]
    name_key: str
    words: frozenset[str]


def folded(words: str) -> str:
    """Without case, accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.lower()).split())


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rows, by the key they are looked up with."""

    organizations: Mapping[UUID, Row]
    places: Mapping[UUID, Row]
    service_areas: Mapping[UUID, list[Row]]
    schedules: Mapping[UUID, list[Row]]
    sessions: Mapping[UUID, list[Row]]
    geography: Geography
    spots: Mapping[UUID, Spot]


async def entries_of(db: Db, geography: Geography) -> list[Entry]:
    """Every offering in the database."""
    places = {row["id"]: row for row in await _rows(db, "place")}
    tables = _Tables(
        {row["id"]: row for row in await _rows(db, "organization")},
        places,
        _by_offering(await _rows(db, "offering_service_area")),
        _by_offering(await _rows(db, "schedule")),
        _by_offering(await _rows(db, "session")),
        geography,
        {
            place["id"]: _spot(place, geography)
            for place in places.values()
            if place["status"] == "published" and place["visibility"] == "public"
        },
    )
    return [_entry(row, tables) for row in await _rows(db, "offering")]


async def _rows(db: Db, table: str) -> list[Row]:
    point = ", ST_AsBinary(point) AS wkb" if table == "place" else ""
    rows = await db.execute(text(f"SELECT *{point} FROM {table}"))  # noqa: S608 - a name of ours
    return [dict(row) for row in rows.mappings()]


def _by_offering(rows: Sequence[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["offering_id"], []).append(row)
    return found


def _spot(place: Row, geography: Geography) -> Spot:
    point = shapely.from_wkb(place["wkb"])
    lon, lat = TO_WGS84.transform(point.x, point.y)
    buurt = geography.buurt_at(point.x, point.y)
    return Spot(place, point.x, point.y, round(lon, 6), round(lat, 6), buurt)


def _entry(row: Row, tables: _Tables) -> Entry:
    spot = tables.spots.get(row["place_id"])
    place = tables.places.get(row["place_id"])
    coarse = _coarse_area(place, tables.geography) if spot is None else None
    serves = {area["area_code"] for area in tables.service_areas.get(row["id"], ())}
    is_unseen = place is not None and spot is None
    if is_unseen and (coarse is not None or not serves):
        serves.add(coarse or row["gemeente_code"])
    schedules = tables.schedules.get(row["id"], ())
    names = [spot.row["name"]] if spot else []
    return Entry(
        row=row,
        organization=tables.organizations[row["organization_id"]],
        spot=spot,
        shown_area=spot.buurt if spot else coarse,
        serves=frozenset(serves),
        meetings=_meetings(row, tables),
        happens_once=bool(schedules) and all(one["rrule"] is None for one in schedules),
        wheelchair=_wheelchair(spot),
        only_for=frozenset(code for code, mode in row["audiences"].items() if mode == "only"),
        name_key=folded(row["title"]),
        words=frozenset(" ".join(map(folded, [row["title"], row["summary"], *names])).split()),
    )


def _coarse_area(place: Row | None, geography: Geography) -> str | None:
    """The area that an area_only place is said to be in."""
    if place is None or place["status"] != "published" or place["visibility"] != "area_only":
        return None
    point = shapely.from_wkb(place["wkb"])
    code = geography.buurt_at(point.x, point.y)
    if code is None:
        return None
    return code if tells_its_buurten(geography, code) else geography.areas[code].wijk_code


def tells_its_buurten(geography: Geography, code: str) -> bool:
    """Whether every buurt in the wijk of this one is large enough to be told."""
    wijk_code = geography.areas[code].wijk_code
    return all(
        (area.inhabitants or 0) >= LEAST_INHABITANTS
        for area in geography.areas.values()
        if area.level == "buurt" and area.wijk_code == wijk_code
    )


def _wheelchair(spot: Spot | None) -> str:
    features = spot.row["access_features"] if spot else {}
    states = [
        features.get(code, {"state": "unknown"})["state"]
        for code in ("drempelvrij", "rolstoel-binnen")
    ]
    if states == ["yes", "yes"]:
        return "yes"
    return "no" if "no" in states else "unknown" if "unknown" in states else "limited"


def _meetings(offering: Row, tables: _Tables) -> list[Meeting]:
    rows = sorted(
        tables.sessions.get(offering["id"], ()),
        key=lambda row: (row["ends_at"], row["starts_at"], row["original_starts_at"]),
    )
    return [_meeting(row, offering, tables) for row in rows]


def _meeting(row: Row, offering: Row, tables: _Tables) -> Meeting:
    local = row["starts_at"].astimezone(AMSTERDAM)
    elsewhere = row["place_id"] is not None and row["place_id"] != offering["place_id"]
    own_spot = tables.spots.get(row["place_id"]) if elsewhere else None
    return Meeting(
        row,
        elsewhere,
        own_spot=own_spot,
        text=row["text"] + (", op een andere plek" if elsewhere and own_spot is None else ""),
        spot=tables.spots.get(row["place_id"] or offering["place_id"]),
        day=local.date(),
        weekday=WEEKDAYS[local.weekday()],
        part=_part(local),
    )


def _part(local: datetime) -> str:
    if local.hour < 12:
        return "morning"
    return "afternoon" if local.hour < 18 else "evening"
