"""Bringing in borders: fetch or read, check everything, then store per gemeente.

Nothing is stored before all of it is known to be good.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.rules import AreaBorder, Succession
from app.core.errors import InvalidInputError
from app.ingest.areas.boundaries import Borders, Repair, file_source, read_borders
from app.ingest.areas.kept_pages import KeptPages
from app.ingest.areas.pdok import Pdok
from app.ingest.areas.store import AfterStore, ImportReport, stored
from app.ingest.areas.successors import read_successions
from app.ingest.progress import Steps


@dataclass(frozen=True, slots=True)
class _Fetched:
    source: str
    borders: Borders
    kept: tuple[KeptPages, ...] = ()


async def import_from_pdok(
    engine: AsyncEngine,
    pdok: Pdok,
    *,
    gemeente_codes: Collection[str],
    year: int,
    successors_file: Path | None,
    now: datetime,
    steps: Steps,
    after_store: AfterStore,
) -> ImportReport:
    """Brings in the borders that PDOK has of these gemeenten in this year.

    Raises PdokError when PDOK does not answer, InvalidInputError when its answer is nonsense or
    codes vanish without a successor; then nothing is stored.
    """
    fetched = await _fetched(pdok, gemeente_codes=gemeente_codes, year=year, now=now, steps=steps)
    report = await stored(
        engine,
        fetched.borders,
        source=fetched.source,
        year=year,
        told=await _told(successors_file),
        now=now,
        steps=steps,
        after_store=after_store,
    )
    for kept in fetched.kept:
        await asyncio.to_thread(kept.discard)
    return report


async def import_from_files(
    engine: AsyncEngine,
    files: Sequence[Path],
    *,
    gemeente_codes: Collection[str],
    year: int,
    successors_file: Path | None,
    now: datetime,
    steps: Steps,
    after_store: AfterStore,
) -> ImportReport:
    """Brings in the borders in GeoJSON or GeoPackage files; of all gemeenten where none is named.

    Raises InvalidInputError with every fault; then nothing is stored.
    """
    steps.at("Bestanden lezen", done=0, of=len(files))
    borders = await asyncio.to_thread(
        read_borders, [file_source(path) for path in files], gemeente_codes=gemeente_codes
    )
    steps.at("Bestanden lezen", done=len(files), of=len(files))
    return await stored(
        engine,
        borders,
        source=", ".join(path.name for path in files),
        year=year,
        told=await _told(successors_file),
        now=now,
        steps=steps,
        after_store=after_store,
    )


async def _fetched(
    pdok: Pdok, *, gemeente_codes: Collection[str], year: int, now: datetime, steps: Steps
) -> _Fetched:
    areas: list[AreaBorder] = []
    repairs: list[Repair] = []
    services: set[str] = set()
    kept: list[KeptPages] = []
    for gemeente_code in sorted(gemeente_codes):
        download = await pdok.borders(gemeente_code, year=year, now=now, steps=steps)
        try:
            borders = await asyncio.to_thread(
                read_borders, download.pages, gemeente_codes=[gemeente_code]
            )
        except InvalidInputError:
            # A next try must not read the same nonsense again.
            await asyncio.to_thread(download.kept.discard)
            raise
        areas += borders.areas
        repairs += borders.repairs
        services.add(download.service)
        kept.append(download.kept)
    return _Fetched(", ".join(sorted(services)), Borders(tuple(areas), tuple(repairs)), tuple(kept))


async def _told(successors_file: Path | None) -> frozenset[Succession]:
    if successors_file is None:
        return frozenset()
    return await asyncio.to_thread(read_successions, successors_file)
