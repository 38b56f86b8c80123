"""The first borders: seeded facts with schematic outlines, and official ones if PDOK is quick."""

import asyncio
import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError
from shapely import MultiPolygon, Point
from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.commands import AreaFacts, store_facts, take_gemeenten, unite_peoples_areas
from app.areas.queries import current_codes, official_gemeenten
from app.areas.rules import Level, united, wijk_of
from app.core.database import Db, writing
from app.core.errors import Fault, InvalidInputError
from app.core.faults import faults_of
from app.core.geo import LonLat, rd_of
from app.core.schemas import Text, WireModel
from app.finder.commands import refresh_gemeenten
from app.ingest.areas.imports import import_from_pdok
from app.ingest.areas.pdok import DEFAULT_YEAR, Pdok, PdokError
from app.ingest.areas.schematic import KnownPoint, outlines
from app.ingest.areas.store import AfterStore, ImportReport
from app.ingest.progress import Steps

SEED_YEAR = 2024
"""The CBS edition of `seed/areas.csv`."""


def _parts(value: object) -> object:
    return [part for part in value.split("|") if part] if isinstance(value, str) else value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Parts = Annotated[list[Text], BeforeValidator(_parts)]


class SeedRow(WireModel):
    """A row of `seed/areas.csv`; its columns are the names here in snake_case."""

    code: Annotated[Text, Field(pattern=r"^(GM|SD|WK|BU|PA)[0-9]{4}[a-z0-9-]*$")]
    level: Level
    name: Annotated[Text, Field(min_length=1)]
    parent_code: Annotated[Text | None, BeforeValidator(_empty_is_none)]
    gemeente_code: Annotated[Text, Field(pattern=r"^GM[0-9]{4}$")]
    aliases: Parts
    members: Parts
    lon: float
    lat: float
    inhabitants: Annotated[int | None, BeforeValidator(_empty_is_none)]
    school_region: Annotated[
        Literal["noord", "midden", "zuid"] | None, BeforeValidator(_empty_is_none)
    ]


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What seeding did."""

    gemeente_codes: tuple[str, ...]
    areas: int
    changed: int
    """How many areas are new or different."""
    schematic: tuple[str, ...]
    """Gemeenten without official borders, drawn by us."""


async def seed_areas(
    engine: AsyncEngine,
    folder: Path,
    *,
    known_points: Sequence[KnownPoint],
    now: datetime,
    after_store: AfterStore,
) -> SeedReport:
    """Stores the facts of `folder/areas.csv`; draws outlines of gemeenten that have none.

    `known_points`: places of which the buurt is known make the outlines better. Seeding twice
    changes nothing; official borders stay. Raises InvalidInputError with every fault in the file.
    """
    areas = await asyncio.to_thread(read_seed, folder / "areas.csv")
    gemeente_codes = {area.gemeente_code for area in areas}

    async def work(db: Db) -> tuple[SeedReport, set[str]]:
        await take_gemeenten(db, gemeente_codes=gemeente_codes)
        official = await official_gemeenten(db, gemeente_codes=gemeente_codes)
        current = await current_codes(db, codes=gemeente_codes)
        drawn = await asyncio.to_thread(
            drawn_outlines,
            [area for area in areas if area.gemeente_code not in official],
            known_points,
        )
        changed = await store_facts(
            db, _moved(areas, current), outlines=drawn, year=SEED_YEAR, now=now
        )
        present = gemeente_codes.union(*current.values())
        changed |= await unite_peoples_areas(db, gemeente_codes=present, now=now)
        if changed:
            for gemeente_code in sorted(present):
                await after_store(db, gemeente_code, [])
        report = SeedReport(
            gemeente_codes=tuple(sorted(gemeente_codes)),
            areas=len(areas),
            changed=len(changed),
            schematic=tuple(sorted(gemeente_codes - official)),
        )
        return report, present

    report, present = await writing(engine, work)
    await refresh_gemeenten(engine, gemeente_codes=present)
    return report


async def first_official_borders(
    engine: AsyncEngine,
    pdok: Pdok,
    *,
    gemeente_codes: Collection[str],
    within_s: float,
    now: datetime,
    steps: Steps,
    after_store: AfterStore,
) -> ImportReport:
    """Tries PDOK for so many seconds in all; schematic outlines are a fine start without it.

    Raises PdokError when that is not enough. What was downloaded waits for the next try.
    """
    try:
        async with asyncio.timeout(within_s):
            return await import_from_pdok(
                engine,
                pdok,
                gemeente_codes=gemeente_codes,
                year=DEFAULT_YEAR,
                successors_file=None,
                now=now,
                steps=steps,
                after_store=after_store,
            )
    except TimeoutError as error:
        raise PdokError({"PDOK": f"no borders within {within_s:g} s"}) from error


def read_seed(path: Path) -> list[AreaFacts]:
    """The areas in a seed file.

    Raises InvalidInputError with every fault: a field, a code twice, a parent or member that is not
    in the file.
    """
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    faults: list[Fault] = []
    areas: dict[str, AreaFacts] = {}
    for number, row in enumerate(rows, start=2):
        try:
            area = _facts(SeedRow.model_validate(row))
        except ValidationError as error:
            faults += faults_of(error, where="body", under=f"/{number}")
            continue
        if area.code in areas:
            faults.append(Fault("body", f"/{number}/code", "duplicate", f"{area.code} is dubbel."))
        areas[area.code] = area
    for area in areas.values():
        named = [area.gemeente_code, *area.members, *filter(None, [area.parent_code])]
        faults += [
            Fault("body", area.code, "unknown", f"{code}, genoemd bij {area.code}, ontbreekt.")
            for code in named
            if code not in areas
        ]
    if faults:
        raise InvalidInputError(faults)
    return list(areas.values())


def _facts(row: SeedRow) -> AreaFacts:
    rd = rd_of(LonLat(lon=row.lon, lat=row.lat))
    return AreaFacts(
        code=row.code,
        level=row.level,
        name=row.name,
        parent_code=row.parent_code,
        gemeente_code=row.gemeente_code,
        aliases=tuple(row.aliases),
        members=tuple(row.members),
        inhabitants=row.inhabitants,
        school_region=row.school_region,
        label_point=Point(rd.x_m, rd.y_m),
    )


def drawn_outlines(
    areas: Sequence[AreaFacts], known_points: Iterable[KnownPoint]
) -> dict[str, MultiPolygon]:
    """Schematic outlines in RD of buurten, and of wijken and gemeenten as their buurten united."""
    buurten = {area.code: area for area in areas if area.level == "buurt"}
    holding: dict[str, list[str]] = {area.code: list(area.members) for area in areas}
    for buurt in buurten.values():
        for code in {wijk_of(buurt.code), buurt.gemeente_code} & holding.keys():
            holding[code].append(buurt.code)
    drawn = outlines(
        {code: buurt.label_point for code, buurt in buurten.items()},
        area_labels=[(area.label_point, sorted(holding[area.code])) for area in areas],
        known_points=known_points,
    )
    for area in areas:
        if area.level in {"wijk", "gemeente"} and holding[area.code]:
            drawn[area.code] = united([drawn[code] for code in sorted(holding[area.code])])
    return drawn


def _moved(areas: Sequence[AreaFacts], current: Mapping[str, Sequence[str]]) -> list[AreaFacts]:
    """People's areas of a gemeente that merged, in the gemeente that it is now."""
    now_in = {code: codes[0] for code, codes in current.items() if codes}
    return [
        area
        if area.level != "people"
        else replace(
            area,
            gemeente_code=now_in.get(area.gemeente_code, area.gemeente_code),
            parent_code=now_in.get(area.gemeente_code, area.gemeente_code)
            if area.parent_code == area.gemeente_code
            else area.parent_code,
        )
        for area in areas
    ]
