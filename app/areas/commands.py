"""Writing areas: seeding facts, importing borders, following CBS when it renumbers."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shapely import MultiPolygon, Point

from app.areas.rules import AreaBorder, Level, Succession
from app.core.database import Db
from app.core.sql import statement

_ALLOW_LONG_WORK = statement(__file__, "allow_long_work")
_LOCK_GEMEENTEN = statement(__file__, "lock_gemeenten")
_STORE_BORDERS = statement(__file__, "store_borders")
_STORE_FACTS = statement(__file__, "store_facts")
_STORE_MEMBERS = statement(__file__, "store_members")
_RECORD_SUCCESSIONS = statement(__file__, "record_successions")
_INHERIT = statement(__file__, "inherit")
_MOVE_MEMBERS = statement(__file__, "move_members")
_UNITE_PEOPLES_AREAS = statement(__file__, "unite_peoples_areas")
_RETIRE = statement(__file__, "retire")
_REMOVE_RETIRED = statement(__file__, "remove_retired")


@dataclass(frozen=True, slots=True)
class Stored:
    """The codes that are new, and those of which something changed."""

    added: frozenset[str]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area of the seed."""

    code: str
    level: Level
    name: str
    parent_code: str | None
    gemeente_code: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    """Codes of buurten; of a people's area only."""
    inhabitants: int | None
    school_region: str | None
    label_point: Point
    """In RD."""


async def allow_long_work(db: Db) -> None:
    """Lets this transaction wait and work for minutes instead of the seconds of a request."""
    await db.execute(_ALLOW_LONG_WORK)


async def take_gemeenten(db: Db, *, gemeente_codes: Collection[str]) -> None:
    """Waits until nobody else imports or seeds these gemeenten; until the transaction ends."""
    await allow_long_work(db)
    await db.execute(_LOCK_GEMEENTEN, {"gemeente_codes": sorted(gemeente_codes)})


async def store_borders(
    db: Db, borders: Sequence[AreaBorder], *, year: int, now: datetime
) -> Stored:
    """Stores official borders and their facts; what is the same stays as it is."""
    rows = [
        {
            "code": area.code,
            "level": area.level,
            "name": area.name,
            "parent_code": area.parent_code,
            "gemeente_code": area.gemeente_code,
            "inhabitants": area.inhabitants,
            "says_inhabitants": area.says_inhabitants,
            "border": area.geometry.wkb_hex,
        }
        for area in borders
    ]
    stored = await db.execute(_STORE_BORDERS, {"rows": json.dumps(rows), "year": year, "now": now})
    added: dict[bool, set[str]] = {True: set(), False: set()}
    for row in stored:
        added[row.added].add(row.code)
    return Stored(frozenset(added[True]), frozenset(added[False]))


async def store_facts(
    db: Db,
    areas: Sequence[AreaFacts],
    *,
    outlines: Mapping[str, MultiPolygon],
    year: int,
    now: datetime,
) -> frozenset[str]:
    """Stores seeded facts, members of people's areas and schematic outlines (RD, by code).

    Answers the codes that are new or changed.
    """
    rows = [
        {
            "code": area.code,
            "level": area.level,
            "name": area.name,
            "parent_code": area.parent_code,
            "gemeente_code": area.gemeente_code,
            "aliases": area.aliases,
            "inhabitants": area.inhabitants,
            "school_region": area.school_region,
            "label_x": area.label_point.x,
            "label_y": area.label_point.y,
            "outline": outlines[area.code].wkb_hex if area.code in outlines else None,
        }
        for area in areas
    ]
    stored = await db.execute(_STORE_FACTS, {"rows": json.dumps(rows), "year": year, "now": now})
    changed = frozenset(stored.scalars())
    pairs = [(area.code, buurt_code) for area in areas for buurt_code in area.members]
    await db.execute(
        _STORE_MEMBERS,
        {
            "area_codes": [area.code for area in areas if area.level == "people"],
            "member_of": [area_code for area_code, _ in pairs],
            "buurt_codes": [buurt_code for _, buurt_code in pairs],
        },
    )
    return changed


async def succeed(
    db: Db,
    *,
    vanished: Collection[str],
    successions: Sequence[Succession],
    year: int,
) -> None:
    """Says what became of vanished areas, and lets go of their ground.

    Their rows stay until `remove_vanished`, so that what points to them can move first.
    """
    codes = sorted(vanished)
    await db.execute(
        _RECORD_SUCCESSIONS,
        {
            "old_codes": [succession.old_code for succession in successions],
            "new_codes": [succession.new_code for succession in successions],
            "year": year,
        },
    )
    await db.execute(_INHERIT, {"vanished": codes})
    await db.execute(_MOVE_MEMBERS, {"vanished": codes})
    await db.execute(_RETIRE, {"vanished": codes})


async def remove_vanished(db: Db, *, vanished: Collection[str]) -> None:
    """Takes away the rows of vanished areas."""
    await db.execute(_REMOVE_RETIRED, {"vanished": sorted(vanished)})


async def unite_peoples_areas(
    db: Db, *, gemeente_codes: Collection[str], now: datetime
) -> frozenset[str]:
    """Gives people's areas the border of their buurten together; answers those that changed."""
    united = await db.execute(
        _UNITE_PEOPLES_AREAS, {"gemeente_codes": sorted(gemeente_codes), "now": now}
    )
    return frozenset(united.scalars())
