"""What people really type, on the catalogue that every installation starts with."""

import csv
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.core.config import Settings
from app.main import create_app
from tests.catalogue import NOW
from tests.core.http_house import asking

HERE = Path(__file__).parent
FIRST = 3


@dataclass(frozen=True, slots=True)
class Everyday:
    """A query, where it is asked, what must be among the first three, and what nowhere."""

    query: str
    area: str
    wanted: tuple[str, ...]
    never: tuple[str, ...]


def read(name: str) -> list[Everyday]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [
            Everyday(
                row["query"],
                row["area"],
                tuple(filter(None, (row.get("among_first_three") or "").split("|"))),
                tuple(filter(None, (row["never"] or "").split("|"))),
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def fits(item: Mapping[str, Any], what: str) -> bool:
    """Whether a card is what a cell of the list says: a title, or a term of a vocabulary."""
    vocabulary, _, code = what.partition(":")
    if what == "*" or (code == "*" and item[f"{vocabulary}s"]):
        return True
    match vocabulary:
        case "theme":
            return code in item["themes"]
        case "kind":
            return bool(item["kind"] == code)
        case "audience":
            return code in [audience["code"] for audience in item["audiences"]]
    return bool(item["title"] == what)


@pytest.fixture(scope="module")
async def client(catalogue_url: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(database_url=catalogue_url), clock=lambda: NOW)
    async with asking(app, opened=True) as client:
        yield client


async def items_of(client: httpx.AsyncClient, query: Everyday, *, limit: int) -> list[Any]:
    asked: dict[str, str | int] = {"q": query.query, "limit": limit}
    if query.area:
        asked["area"] = query.area
    answer = await client.get("/v1/offerings", params=asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    items: list[Any] = answer.json()["items"]
    return items


def missed(found: Sequence[Any], query: Everyday) -> bool:
    return not any(fits(item, what) for item in found[:FIRST] for what in query.wanted)


@pytest.mark.slow
async def test_of_what_people_type_nine_in_ten_is_among_the_first_three(
    client: httpx.AsyncClient,
) -> None:
    everyday = read("everyday.csv")
    not_found, forbidden = [], []
    for query in everyday:
        found = await items_of(client, query, limit=20)
        if missed(found, query):
            not_found.append(f"{query.query} ({query.area}): {[i['title'] for i in found[:FIRST]]}")
        forbidden += [
            f"{query.query}: {item['title']}"
            for item in found
            for what in query.never
            if fits(item, what)
        ]
    assert len(everyday) >= 120
    assert not forbidden, "\n".join(forbidden)
    assert len(not_found) <= 0.08 * len(everyday), "\n".join(not_found)


@pytest.mark.slow
async def test_no_query_embarrasses_or_harms(client: httpx.AsyncClient) -> None:
    traps = read("harm.csv")
    sprung = [
        f"{trap.query}: {item['title']} ({what})"
        for trap in traps
        for item in await items_of(client, trap, limit=100)
        for what in trap.never
        if fits(item, what)
    ]
    assert len(traps) >= 30
    assert not sprung, "\n".join(sprung)
