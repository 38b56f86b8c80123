"""Files with offerings as somebody in a municipality would make them."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.database import engine_url, unit_of_work
from app.ingest.spreadsheet.columns import COLUMNS
from app.ingest.spreadsheet.imports import import_offerings
from app.ingest.spreadsheet.report import ImportReport
from tests import factories

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

WALK: Mapping[str, str] = {
    "bron_id": "W-1",
    "soort": "activiteit",
    "titel": "Samen wandelen in Pathmos",
    "samenvatting": "Een rondje door de buurt, daarna koffie.",
    "themas": "bewegen | ontmoeten",
    "organisatie": "Wandelclub Pathmos",
    "organisatie_soort": "vrijwilligers",
    "plek": "De Boei",
    "plek_soort": "buurthuis",
    "straat": "Spinnerstraat",
    "huisnummer": "27A",
    "postcode": "7545 TP",
    "woonplaats": "Enschede",
    "lat": "52,211579",
    "lon": "6,875718",
    "toegang": "open",
    "voorziening": "algemeen",
    "kosten": "gratis",
    "aanmelden": "binnenlopen",
    "telefoon": "053-1234567",
    "herhaling": "wekelijks",
    "dagen": "dinsdag",
    "begindatum": "01-09-2026",
    "begintijd": "10:00",
    "eindtijd": "11:30",
}
"""A walk that starts at De Boei every Tuesday."""

PHONE_LINE: Mapping[str, str] = {
    "bron_id": "T-1",
    "soort": "maatje",
    "titel": "Belmaatje",
    "samenvatting": "Iemand belt u elke week.",
    "themas": "praten",
    "organisatie": "Luisterlijn Oost",
    "organisatie_soort": "welzijn",
    "vorm": "telefoon",
    "gebieden": "Pathmos",
    "toegang": "open",
    "voorziening": "algemeen",
    "kosten": "gratis",
    "aanmelden": "eerst bellen",
}
"""Somebody who calls; nothing has a place or a fixed time."""


def walk(bron_id: str = "W-1", **different: str) -> dict[str, str]:
    return {**WALK, "bron_id": bron_id, **different}


def phone_line(bron_id: str = "T-1", **different: str) -> dict[str, str]:
    return {**PHONE_LINE, "bron_id": bron_id, **different}


def table(rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """A header with every column and the lines below it."""
    header = list(COLUMNS)
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def csv_bytes(
    records: Sequence[Sequence[str]], *, delimiter: str = ";", encoding: str = "utf-8-sig"
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(records)
    return out.getvalue().encode(encoding)


def csv_file(folder: Path, *rows: Mapping[str, str]) -> Path:
    path = folder / "aanbod.csv"
    path.write_bytes(csv_bytes(table(rows)))
    return path


def xlsx_file(folder: Path, records: Iterable[Sequence[Any]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for record in records:
        sheet.append([None if cell == "" else cell for cell in record])
    path = folder / "aanbod.xlsx"
    book.save(path)
    return path


async def run(engine: AsyncEngine, file: Path, **different: Any) -> ImportReport:
    """An import that stores, for Enschede, unless said otherwise."""
    settings: dict[str, Any] = {
        "source": "welzijn",
        "gemeente_code": "GM0153",
        "dry_run": False,
        "now": NOW,
    }
    return await import_offerings(engine, file=file, **(settings | different))


@asynccontextmanager
async def pathmos(make_database: Callable[[], str]) -> AsyncIterator[AsyncEngine]:
    """A database of one's own with Pathmos and the vocabularies."""
    engine = create_async_engine(engine_url(make_database()), poolclass=NullPool)
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
    yield engine
    await engine.dispose()


async def everything(engine: AsyncEngine) -> dict[str, list[Any]]:
    """What an import may touch, row by row, without ids and moments that differ each time."""
    statements = {
        "organization": "SELECT name, kind, gemeenten, source_external_id FROM organization",
        "place": "SELECT name, kind, street, postcode, buurt_code, visibility FROM place",
        "offering": """
            SELECT source_external_id, source_checked_on, kind, title, summary, description,
                themes, audiences::text, min_age, cost_kind, cost_amount, contact::text, channel,
                languages, spots, spots_as_of, status, version
            FROM offering
        """,
        "schedule": """
            SELECT f.source_external_id, starts_local, duration_minutes, rrule, s.until,
                except_dates, on_public_holidays, on_school_holidays
            FROM schedule s JOIN offering f ON f.id = s.offering_id
        """,
        "session": """
            SELECT f.source_external_id, starts_at, ends_at
            FROM session s JOIN offering f ON f.id = s.offering_id
        """,
    }
    async with engine.connect() as connection:
        return {
            name: sorted(map(str, (await connection.execute(text(statement))).all()))
            for name, statement in statements.items()
        }


async def row_counts(engine: AsyncEngine) -> dict[str, int]:
    """How many rows every table has."""
    async with engine.connect() as connection:
        names = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        )
        return {
            name: (
                await connection.execute(text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608
            ).scalar_one()
            for name in names.scalars().all()
        }
