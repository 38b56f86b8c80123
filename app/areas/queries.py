"""What may be asked about areas."""

import base64
import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

import asyncpg
import shapely
from pydantic import Field, TypeAdapter
from sqlalchemy import TextClause

from app.areas.rules import KnownBorder, Level, canonical_code
from app.areas.schemas import AreaFilters, BorderSource
from app.core.database import Db
from app.core.errors import Fault, GoneError, InvalidInputError, MovedError, NotFoundError
from app.core.geo import rd_of
from app.core.sql import sql_file, statement

AREAS_PATH = "/v1/areas"
SOURCE = BorderSource(
    name="CBS / Kadaster",
    url="https://www.pdok.nl/introductie/-/article/cbs-wijken-en-buurten",
    licence="CC BY 4.0",
)
BY_NAME = ("gemeente", "stadsdeel", "people", "wijk", "buurt")
"""The order of levels: what most people mean by a name first."""
AT_POINT = ("buurt", "people", "wijk", "stadsdeel", "gemeente")
"""The order of levels at a point: the smallest first."""


_AREAS_FOUND = sql_file(__file__, "areas_found")
_AREA_IN_FULL = sql_file(__file__, "area_in_full")
_AREA_TODAY = sql_file(__file__, "area_today")
_KNOWN_BORDERS: TextClause = statement(__file__, "known_borders")
_CURRENT_CODES: TextClause = statement(__file__, "current_codes")
_OFFICIAL_GEMEENTEN: TextClause = statement(__file__, "official_gemeenten")
_SOURCE_JSON = SOURCE.model_dump_json(by_alias=True)


# A cursor comes back from outside: nothing in it may be what PostgreSQL cannot take.
_INSIDE = TypeAdapter(
    tuple[
        Annotated[int, Field(ge=0, le=3)],
        Annotated[int, Field(ge=1, le=5)],
        Annotated[str, Field(pattern=r"^[a-z0-9 ]*$")],
        Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")],
        str,
    ]
)


@dataclass(frozen=True, slots=True)
class SortKey:
    """Where a page ended: how well the name matched, the level, the name and the code."""

    match: int
    rank: int
    name_key: str
    code: str


@dataclass(frozen=True, slots=True)
class AreasFound:
    """A page of areas as it goes out."""

    content: bytes
    is_empty: bool


async def areas_found(
    connection: asyncpg.Connection,
    filters: AreaFilters,
    *,
    as_geojson: bool,
    next_url: Callable[[str], str],
) -> AreasFound:
    """A page of areas as JSON (AreaPage), or as GeoJSON (AreaCollection) with borders.

    Raises InvalidInputError when the cursor is not one of this question's.
    """
    after = _read_cursor(filters)
    point = None if filters.point is None else rd_of(filters.point)
    row = await connection.fetchrow(
        _AREAS_FOUND,
        filters.q,
        filters.level or None,
        filters.gemeente or None,
        point.x_m if point else None,
        point.y_m if point else None,
        AT_POINT if point else BY_NAME,
        after.match if after else None,
        after.rank if after else None,
        after.name_key if after else None,
        after.code if after else None,
        filters.limit,
        filters.count,
        as_geojson,
    )
    cursor = None
    if row["has_more"]:
        last = SortKey(row["last_class"], row["last_rank"], row["last_name_key"], row["last_code"])
        cursor = _write_cursor(filters, last)
    page = json.dumps(
        {
            "next": None if cursor is None else next_url(cursor),
            "nextCursor": cursor,
            "total": row["total"],
            "facets": None,
            "suggestions": [],
            "fuzzy": False,
        }
    )
    head = f'{{"items":{row["items"]}'
    if as_geojson:
        head = f'{{"type":"FeatureCollection","features":{row["items"]},"source":{_SOURCE_JSON}'
    return AreasFound(f"{head},{page[1:]}".encode(), row["items"] == "[]")


async def area_in_full(connection: asyncpg.Connection, *, code: str, as_geojson: bool) -> bytes:
    """One area as JSON (Area), or as a GeoJSON Feature (AreaFeature).

    Raises MovedError for another spelling of the code and for an old code with one successor;
    GoneError for an old code that was split (with the list) or has no successor left;
    NotFoundError otherwise.
    """
    row = await connection.fetchrow(_AREA_IN_FULL, canonical_code(code), _SOURCE_JSON)
    _refuse_another(row, code=code)
    facts, geometry = row["facts"], row["geometry"]
    if as_geojson:
        head = f'{{"type":"Feature","id":{json.dumps(code)},"geometry":{geometry},"properties":'
        return f"{head}{facts}}}".encode()
    return f'{facts[:-1]},"geometry":{geometry}}}'.encode()


@dataclass(frozen=True, slots=True)
class AreaToday:
    """An area that exists, and what belongs to it."""

    code: str
    level: Level
    gemeente_code: str
    buurten: Sequence[str]
    """The codes of the buurten that it is made of."""
    touching: Sequence[str]
    """The codes of all areas, of any level, that overlap it; itself too."""


async def area_today(connection: asyncpg.Connection, *, code: str, part: str) -> AreaToday:
    """The area that something is asked about; `part` is what stands behind its address.

    Raises what `area_in_full` does; MovedError leads to the same part of the successor.
    """
    row = await connection.fetchrow(_AREA_TODAY, canonical_code(code))
    _refuse_another(row, code=code, part=part)
    return AreaToday(code, row["level"], row["gemeente_code"], row["buurten"], row["touching"])


def _refuse_another(row: asyncpg.Record, *, code: str, part: str = "") -> None:
    """Raises when the code, as it was asked, is not the code of an area today."""
    current: Sequence[str] = row["current_codes"]
    if not current and not row["has_been"]:
        raise NotFoundError("Dit gebied kennen wij niet. Zoek het op naam bij /v1/areas?q=.")
    if len(current) != 1:
        raise GoneError(
            "Dit gebied bestaat niet meer. In 'successors' staat wat er nu ligt.",
            successors=current,
        )
    if current[0] != code:
        raise MovedError(f"{AREAS_PATH}/{current[0]}{part}")


def _question(filters: AreaFilters) -> str:
    """What identifies a question, without telling it: no position leaves in a cursor."""
    asked = filters.without_page().model_dump_json()
    return hashlib.blake2b(asked.encode(), digest_size=9).hexdigest()


def _write_cursor(filters: AreaFilters, last: SortKey) -> str:
    inside = [last.match, last.rank, last.name_key, last.code, _question(filters)]
    packed = json.dumps(inside, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read_cursor(filters: AreaFilters) -> SortKey | None:
    if filters.cursor is None:
        return None
    inside = _unpacked(filters.cursor)
    if inside is not None and inside[-1] == _question(filters):
        return SortKey(*inside[:-1])
    raise InvalidInputError(
        [
            Fault(
                "query",
                "cursor",
                "wrong-cursor",
                "Deze 'cursor' hoort niet bij deze vraag. Begin opnieuw zonder 'cursor'.",
            )
        ]
    )


def _unpacked(cursor: str) -> tuple[int, int, str, str, str] | None:
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return _INSIDE.validate_json(packed, strict=True)
    except ValueError:  # binascii's and pydantic's own are ValueErrors too
        return None


async def known_borders(
    db: Db,
    *,
    gemeente_codes: Collection[str],
    codes: Collection[str],
    bounds_m: tuple[float, float, float, float],
) -> list[KnownBorder]:
    """The CBS areas of these gemeenten, those with these codes, and those that touch a box (RD)."""
    min_x, min_y, max_x, max_y = bounds_m
    rows = await db.execute(
        _KNOWN_BORDERS,
        {
            "gemeente_codes": sorted(gemeente_codes),
            "codes": sorted(codes),
            "min_x": min_x,
            "min_y": min_y,
            "max_x": max_x,
            "max_y": max_y,
        },
    )
    return [
        KnownBorder(
            code=row.code,
            level=row.level,
            gemeente_code=row.gemeente_code,
            boundary=row.boundary,
            label_point=shapely.from_wkb(row.label_point),
            geometry=None if row.geometry is None else shapely.from_wkb(row.geometry),
        )
        for row in rows
    ]


async def current_codes(db: Db, *, codes: Collection[str]) -> dict[str, list[str]]:
    """For each code the areas that are meant by it today: itself, or what took over; or none."""
    rows = await db.execute(_CURRENT_CODES, {"codes": sorted(codes)})
    current: dict[str, list[str]] = {code: [] for code in codes}
    for row in rows:
        current[row.asked].append(row.code)
    return current


async def official_gemeenten(db: Db, *, gemeente_codes: Collection[str]) -> frozenset[str]:
    """Those of these gemeenten that have official borders."""
    rows = await db.execute(_OFFICIAL_GEMEENTEN, {"gemeente_codes": sorted(gemeente_codes)})
    return frozenset(rows.scalars())
