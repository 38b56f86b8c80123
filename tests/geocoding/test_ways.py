"""Some three hundred ways of typing known addresses, buurten and places of Enschede.

`ways.csv` was written before the first look. The rules were not made for the third that is
`held_out`, though some of its failures were seen once; it must do as well as the rest.
"""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import engine_url
from app.ingest.addresses.imports import import_addresses
from app.ingest.progress import Silent
from tests.databases import Databases
from tests.geocoding import enschede
from tests.geocoding.locatieserver_double import LocatieserverDouble, locatieserver_double
from tests.geocoding.town import Town, town_at

pytestmark = pytest.mark.slow

LEAST_WITH_PDOK, LEAST_WITHOUT = 0.95, 0.85


@pytest.fixture(scope="module")
async def imported(make_database: Databases, filled: str, shared: Path) -> str:
    """The catalogue with the addresses of Enschede."""
    url = make_database(like=filled)
    engine = create_async_engine(engine_url(url))
    report = await import_addresses(
        engine,
        shared / enschede.ADDRESSES,
        source="enschede-2014",
        gemeente_code="GM0153",
        city=None,
        steps=Silent(),
    )
    assert report.addresses + report.repeated == 70_957
    await engine.dispose()
    return url


@pytest.fixture(scope="module")
def pdok(shared: Path) -> AsyncIterator[LocatieserverDouble]:
    with locatieserver_double() as double:
        double.hold(enschede.known_to_pdok(shared))
        yield double


async def shares_right(town: Town) -> tuple[float, float]:
    """The share of all ways of which the first answer is right, and of those held out.

    The others, but for those held out, are printed.
    """
    right: dict[str, list[bool]] = {"yes": [], "no": []}
    for way in enschede.ways():
        items = (await town.told(way["typed"], limit=3))["items"]
        is_right = enschede.is_right(items[0] if items else None, way)
        right[way["held_out"]].append(is_right)
        if not is_right and way["held_out"] == "no":
            sys.stdout.write(f"{way['typed']} | {[item['label'] for item in items]}\n")
    both = right["yes"] + right["no"]
    return sum(both) / len(both), sum(right["yes"]) / len(right["yes"])


async def test_with_pdok_and_our_own_data_what_is_meant_stands_first(
    imported: str, pdok: LocatieserverDouble
) -> None:
    async with town_at(pdok.settings(geocode_timeout_s=10), database_url=imported) as town:
        assert min(await shares_right(town)) >= LEAST_WITH_PDOK


async def test_without_pdok_what_is_meant_stands_first_too(imported: str) -> None:
    async with town_at(Settings(pdok_locatieserver_url=""), database_url=imported) as town:
        assert min(await shares_right(town)) >= LEAST_WITHOUT


async def test_with_pdok_alone_it_stands_first_as_well(
    catalogue_url: str, pdok: LocatieserverDouble
) -> None:
    async with town_at(pdok.settings(geocode_timeout_s=10), database_url=catalogue_url) as town:
        assert (await shares_right(town))[0] >= LEAST_WITH_PDOK
