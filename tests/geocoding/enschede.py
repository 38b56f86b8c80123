"""Enschede as it was in 2014: 70,957 addresses, and the postcodes that we know of a few of them."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.migrations import ROOT
from tests.geocoding.locatieserver_double import Document, address

ADDRESSES = Path("data/postcodes/enschede_addresses_2014.csv.gz")
FACTS = Path("data/places/enschede_sociaal_2026_feiten.csv")
WAYS = Path(__file__).with_name("ways.csv")


def rows(shared: Path) -> Iterator[dict[str, str]]:
    """Of the file with addresses: `straat`, `huisnummer`, `lat`, `lon`, `buurtcode`."""
    with gzip.open(shared / ADDRESSES, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def facts(shared: Path) -> dict[str, str]:
    """Address as `Pijpenstraat 15` → its real postcode."""
    with (shared / FACTS).open(encoding="utf-8", newline="") as file:
        return {row["adres"]: row["postcode"] for row in csv.DictReader(file)}


def known_to_pdok(shared: Path) -> Iterator[Document]:
    """Every address in the shape of Locatieserver; postcodes that we do not know are made up."""
    with (ROOT / "seed" / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        middles = [
            (row["postcode"], float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)
        ]
    known = facts(shared)
    for row in rows(shared):
        lon, lat = float(row["lon"]), float(row["lat"])
        street, number = row["straat"], int(row["huisnummer"])
        figures = min(middles, key=lambda one: (one[1] - lon) ** 2 + (one[2] - lat) ** 2)[0]
        letters = f"{chr(65 + len(street) % 13)}{chr(65 + sum(map(ord, street)) % 18)}"
        postcode = known.get(f"{street} {number}", figures + letters)
        yield address(street, number, lon=lon, lat=lat, postcode=postcode)
    for fact in known:
        street, _, told = fact.rpartition(" ")
        number, letter = told.rstrip("AB"), told.lstrip("0123456789")
        yield address(street, int(number), letter=letter, lon=6.89, lat=52.22, postcode=known[fact])


def ways() -> list[dict[str, Any]]:
    """What is typed and what is meant: rows of `typed;type;meant;held_out`."""
    with WAYS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def is_right(item: dict[str, Any] | None, way: dict[str, str]) -> bool:
    """Whether the first answer is what is meant."""
    if item is None:
        return False
    kind, meant, label = way["type"], way["meant"], item["label"]
    if kind == "area":
        return item["type"] == "area" and item["area"]["code"] in meant.split("|")
    if kind == "place":
        return item["type"] == "place" and label.removesuffix(", Enschede").startswith(meant)
    if kind == "postcode":
        return item["type"] == "postcode" and label.replace(" ", "").startswith(meant)
    street, _, number = meant.partition("|")
    # A place that stands at the address is as right.
    return item["type"] == "address" and label.startswith(f"{street} {number}".strip() + ",")
