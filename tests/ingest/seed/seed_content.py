"""What lies in seed/, read straight from its files: no database, no loader of ours."""

import csv
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

SEED = Path(__file__).resolve().parents[3] / "seed"
Row = dict[str, Any]

GEMEENTEN = {"GM0153": "Enschede", "GM0193": "Zwolle", "GM0917": "Heerlen"}


def table(name: str, *, delimiter: str = ",") -> list[Row]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@cache
def documents(part: str, pattern: str) -> tuple[Row, ...]:
    # The C loader reads the same YAML ten times faster.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted((SEED / part).glob(pattern))
    loaded = [
        yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
        for file in files
    ]
    return tuple(chain.from_iterable(loaded))


def both(pattern: str) -> tuple[Row, ...]:
    return documents("facts", pattern) + documents("demo", pattern)


AREAS = {row["code"]: row for row in table("areas.csv")}
TERMS = table("vocabularies.csv", delimiter=";")
DEMO = documents("demo", "offerings-*.yaml")
OFFERINGS = both("offerings*.yaml")
PLACES = {place["ref"]: place for place in both("places.yaml")}
ORGANIZATIONS = {each["ref"]: each for each in both("organizations.yaml")}
SENSITIVITY = {(t["vocabulary"], t["code"]): t["sensitivity"] for t in TERMS}


def codes(vocabulary: str) -> set[str]:
    return {term["code"] for term in TERMS if term["vocabulary"] == vocabulary}


def used(offering: Row) -> Iterator[tuple[str, str]]:
    """Every (vocabulary, code) that an offering chooses."""
    lists = {"theme": "themes", "access": "access", "first_time": "firstTime", "led_by": "ledBy"}
    singles = ("kind", "channel", "provision", "joining", "effort", "weather")
    for vocabulary, member in lists.items():
        yield from ((vocabulary, code) for code in offering.get(member, []))
    yield from ((name, offering[name]) for name in singles if offering.get(name))
    for audience in offering.get("audiences", []):
        yield "audience", audience["code"]
        yield "audience_mode", audience["mode"]
    yield "cost", offering["cost"]["kind"]
    yield "spots", offering["spots"]["state"]
    yield "life_cycle", offering["status"]
    if offering["verified"]:
        yield "verified_how", offering["verified"]["how"]


def sensitive(offering: Row) -> bool:
    levels = {SENSITIVITY["theme", code] for code in offering["themes"]}
    levels |= {SENSITIVITY["audience", each["code"]] for each in offering.get("audiences", [])}
    return levels != {"open"}


def place_of(offering: Row) -> Row:
    return PLACES.get(offering.get("place") or "", {})


def schedules(offering: Row) -> list[Row]:
    planned: list[Row] = offering.get("schedules", [])
    return planned
