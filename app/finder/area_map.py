"""The social map of an area: one answer from which a phone can draw all of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

import asyncpg

from app.areas.queries import SOURCE, area_today
from app.areas.rules import Level
from app.core.clock import to_instant
from app.core.sql import Question
from app.finder.asking import Asker, Found
from app.finder.minutes import minute_of, rests_a_minute
from app.finder.rules import local_midnight

_AREA_MAP = Question(__file__, "area_map")
_SOURCE_JSON = SOURCE.model_dump_json(by_alias=True)

WITHIN_M = 500
"""How far a map looks across the border."""
AGENDA_DAYS = 7
OUTSIDE = ""
"""Whose version changes with places in no gemeente that we know: they may lie across a border."""
TOLERANCE_M: Mapping[Level, float] = {
    "buurt": 3,
    "people": 8,
    "wijk": 8,
    "stadsdeel": 15,
    "gemeente": 30,
}
"""How far a drawn outline may be from the border itself: less than a pixel on a phone."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a map holds at most."""

    most_offerings: int = 500
    most_places: int = 300
    most_sessions: int = 500
    most_desks: int = 5
    most_beyond_places: int = 30
    most_beyond_offerings: int = 100


async def map_of_area(asker: Asker, *, code: str, bounds: Bounds | None = None) -> Found:
    """The social map (AreaMap) of the area with this code, at any level. Two statements.

    Raises MovedError, GoneError and NotFoundError as `area_in_full` does.
    """
    area = await area_today(asker.connection, code=code, part="/map")
    row = await _AREA_MAP.row(
        asker.connection,
        asker.clock_values()
        | {
            "minute": minute_of(asker.now),
            "code": area.code,
            "gemeenten": [area.gemeente_code],
            "its_buurten": area.buurten,
            "its_touching": area.touching,
            "tolerance_m": TOLERANCE_M[area.level],
            "within_m": WITHIN_M,
            "source": _SOURCE_JSON,
            "agenda_end": to_instant(local_midnight(asker.today + timedelta(days=AGENDA_DAYS))),
        }
        | asdict(bounds or Bounds()),
    )
    scopes = frozenset(row["scopes"]) | {OUTSIDE}
    return Found(_written(row), scopes, rests_a_minute(asker.now, row["ticks_at"]))


def _written(row: asyncpg.Record) -> bytes:
    """The members in the order of AreaMap; each is JSON text already."""
    return (
        f'{{"area":{row["area"]}'
        f',"wijkwijzers":[{row["wijkwijzers"]}]'
        f',"mantelzorg":{row["mantelzorg"]}'
        f',"places":[{row["places"]}]'
        f',"offerings":[{row["offerings"]}]'
        f',"unplaced":[{row["unplaced"]}]'
        f',"byKind":[{row["by_kind"]}]'
        f',"across":{{"within":{WITHIN_M}'
        f',"places":[{row["beyond_places"]}]'
        f',"offerings":[{row["beyond_offerings"]}]'
        f',"omitted":{row["beyond_omitted"]}}}'
        f',"agenda":[{row["agenda"]}]'
        f',"freshness":{row["freshness"]}'
        f',"updatedAt":{row["updated_at"]}'
        f',"omitted":{row["omitted"]}}}'
    ).encode()
