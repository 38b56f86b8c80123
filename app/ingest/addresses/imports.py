"""`buurtkaart postcodes import`: points of postcodes or addresses from a file."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, writing
from app.core.errors import Fault, InvalidInputError
from app.geocoding.commands import replace_addresses, replace_postcodes
from app.ingest.addresses.queries import gemeente_name
from app.ingest.addresses.rows import AddressFile, read_addresses
from app.ingest.progress import Steps

READING, STORING = "Lezen", "Opslaan"


@dataclass(frozen=True, slots=True)
class AddressReport:
    """What an import did."""

    addresses: int
    postcodes: int
    """Of a file of postcodes alone; those of addresses follow from them."""
    repeated: int


async def import_addresses(
    engine: AsyncEngine,
    file: Path,
    *,
    source: str,
    gemeente_code: str | None,
    city: str | None,
    steps: Steps,
) -> AddressReport:
    """What this source says is from now on what stands in the file; all of it, or nothing.

    `city` is the name of the place for rows that name none; without it that of the gemeente.
    Raises InvalidInputError with every fault by line.
    """
    place = city or await _name_of(engine, gemeente_code)
    read = await asyncio.to_thread(
        read_addresses,
        file,
        city=place,
        tell=lambda done: steps.at(READING, done=done, of=None),
    )

    async def store(db: Db) -> None:
        total = len(read.addresses)
        if read.has_addresses:
            await replace_addresses(
                db,
                read.addresses,
                source=source,
                tell=lambda done: steps.at(STORING, done=done, of=total),
            )
        else:
            await replace_postcodes(db, read.postcodes, source=source)

    await writing(engine, store)
    return _report(read)


async def _name_of(engine: AsyncEngine, gemeente_code: str | None) -> str | None:
    if gemeente_code is None:
        return None
    async with engine.connect() as connection:
        name = await gemeente_name(connection, gemeente_code=gemeente_code)
    if name is None:
        message = "Deze gemeente kennen wij niet. Haal haar grenzen eerst op: areas import."
        raise InvalidInputError([Fault("body", gemeente_code, "unknown-gemeente", message)])
    return name


def _report(read: AddressFile) -> AddressReport:
    return AddressReport(len(read.addresses), len(read.postcodes), read.repeated)
