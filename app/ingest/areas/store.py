"""Storing borders that were read: what vanishes, what succeeds it, and all that follows.

Each gemeente (or group of gemeenten that exchange areas) is one transaction: borders, successors of
vanished codes, people's areas and what the caller does in `after_store` appear together or not.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely
from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.commands import (
    allow_long_work,
    remove_vanished,
    store_borders,
    succeed,
    take_gemeenten,
    unite_peoples_areas,
)
from app.areas.queries import known_borders
from app.areas.rules import (
    AreaBorder,
    Changes,
    KnownBorder,
    Succession,
    changes,
    gemeente_of,
    linked_gemeenten,
)
from app.core.database import Db, read_only, writing
from app.core.errors import Fault, InvalidInputError
from app.finder.commands import refresh_gemeenten
from app.ingest.areas.boundaries import Borders, Repair
from app.ingest.progress import Steps

AfterStore = Callable[[Db, str, Sequence[Succession]], Awaitable[None]]
"""Called in the transaction for each gemeente that changed, the vanished ones included: derive
places again (old borders are already out of `buurt_at`) and move what points to old codes; the
old rows of `area` go when it returns."""


@dataclass(frozen=True, slots=True)
class GemeenteReport:
    """What an import did to one gemeente, or to some that changed together."""

    gemeente_codes: tuple[str, ...]
    buurten: int
    wijken: int
    added: int
    changed: int
    unchanged: int
    vanished: tuple[str, ...]
    successions: tuple[Succession, ...]
    peoples_areas_changed: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    source: str
    year: int
    gemeenten: tuple[GemeenteReport, ...]
    repairs: tuple[Repair, ...]

    @property
    def changed(self) -> int:
        """How many areas are new, different or gone."""
        return sum(g.added + g.changed + len(g.vanished) for g in self.gemeenten)


async def nothing_above(_db: Db, _gemeente: str, _successions: Sequence[Succession]) -> None:
    """An `after_store` for where nothing stands on areas."""


async def stored(
    engine: AsyncEngine,
    borders: Borders,
    *,
    source: str,
    year: int,
    told: frozenset[Succession],
    now: datetime,
    steps: Steps,
    after_store: AfterStore,
) -> ImportReport:
    """Stores borders per gemeente.

    Raises InvalidInputError, before anything is stored, when a code vanishes without a successor or
    `told` does not fit.
    """
    areas = borders.areas
    async with read_only(engine) as db:
        await allow_long_work(db)
        known = await _known(db, areas, told)
    planned = await asyncio.to_thread(changes, known, areas, told=told)
    _refuse_unclear(planned, areas, known, told)
    groups = linked_gemeenten(borders.gemeente_codes, _links(planned))
    reports: list[GemeenteReport] = []
    for number, group in enumerate(groups):
        steps.at("Grenzen opslaan", done=number, of=len(groups))
        work = _GroupImport(
            gemeente_codes=group,
            areas=[area for area in areas if area.gemeente_code in group],
            told=frozenset(
                s for s in told if group & {*map(gemeente_of, (s.old_code, s.new_code))}
            ),
            year=year,
            now=now,
            after_store=after_store,
        )
        reports.append(await writing(engine, work.run))
        # Also when nothing changed: an import that was broken off here is mended by the next one.
        await refresh_gemeenten(engine, gemeente_codes=group)
    steps.at("Grenzen opslaan", done=len(groups), of=len(groups))
    return ImportReport(source, year, tuple(reports), borders.repairs)


async def _known(
    db: Db, areas: Sequence[AreaBorder], told: Collection[Succession]
) -> list[KnownBorder]:
    min_x, min_y, max_x, max_y = shapely.total_bounds([area.geometry for area in areas])
    return await known_borders(
        db,
        gemeente_codes={area.gemeente_code for area in areas},
        codes={succession.old_code for succession in told},
        bounds_m=(float(min_x), float(min_y), float(max_x), float(max_y)),
    )


def _links(planned: Changes) -> list[tuple[str, str]]:
    return [
        (gemeente_of(succession.old_code), gemeente_of(succession.new_code))
        for succession in planned.successions
        if succession.old_code in planned.vanished
    ]


def _refuse_unclear(
    planned: Changes,
    areas: Sequence[AreaBorder],
    known: Sequence[KnownBorder],
    told: Collection[Succession],
) -> None:
    """Raises InvalidInputError for codes that vanish into nothing and for told nonsense."""
    coming = {area.code for area in areas}
    vanished = set(planned.vanished)
    there = coming | {area.code for area in known} - vanished | {s.old_code for s in told}
    faults = [
        Fault(
            "body",
            code,
            "no-successor",
            f"{code} verdwijnt en er komt niets voor in de plaats. Is het bestand compleet? Zeg "
            "anders met --successors welke code het wordt.",
        )
        for code in planned.orphaned
    ]
    for succession in sorted(told):
        old_code, new_code = succession.old_code, succession.new_code
        if old_code in coming:
            message = f"{old_code} bestaat nog in deze indeling en heeft dus geen opvolger."
            faults.append(Fault("body", old_code, "still-there", message))
        if new_code not in there:
            message = f"{new_code}, de opvolger van {old_code}, kennen wij niet."
            faults.append(Fault("body", new_code, "unknown-successor", message))
    if faults:
        raise InvalidInputError(faults)


@dataclass(frozen=True, slots=True)
class _GroupImport:
    """The transaction of one gemeente, or of some that exchange areas."""

    gemeente_codes: frozenset[str]
    areas: Sequence[AreaBorder]
    told: frozenset[Succession]
    year: int
    now: datetime
    after_store: AfterStore

    async def run(self, db: Db) -> GemeenteReport:
        """Stores it all; asks again what vanishes, because another import may have been first."""
        await take_gemeenten(db, gemeente_codes=self.gemeente_codes)
        known = await _known(db, self.areas, self.told)
        planned = await asyncio.to_thread(changes, known, self.areas, told=self.told)
        _refuse_unclear(planned, self.areas, known, frozenset())
        stored = await store_borders(db, self.areas, year=self.year, now=self.now)
        if planned.successions or planned.vanished:
            await succeed(
                db,
                vanished=planned.vanished,
                successions=planned.successions,
                year=self.year,
            )
        united = await unite_peoples_areas(db, gemeente_codes=self.gemeente_codes, now=self.now)
        if stored.added or stored.changed or planned.vanished or united:
            for gemeente_code in sorted(self.gemeente_codes):
                await self.after_store(db, gemeente_code, planned.successions)
            await remove_vanished(db, vanished=planned.vanished)
        return GemeenteReport(
            gemeente_codes=tuple(sorted(self.gemeente_codes)),
            buurten=sum(area.level == "buurt" for area in self.areas),
            wijken=sum(area.level == "wijk" for area in self.areas),
            added=len(stored.added),
            changed=len(stored.changed),
            unchanged=len(self.areas) - len(stored.added) - len(stored.changed),
            vanished=planned.vanished,
            successions=planned.successions,
            peoples_areas_changed=len(united),
        )
