"""Hidden stays hidden: who may ask everything learns nothing about where a secret place is."""

import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import dist
from random import Random
from statistics import median
from typing import Any

import psycopg
import pytest
import structlog

from app.core.config import Settings
from app.core.geo import RdPoint, lonlat_of
from app.core.logging import configure_logging
from tests.contract.asgi import Request
from tests.finder.attacks import Attacker, forgeries
from tests.finder.hideouts import Secret
from tests.finder.hiding import World, build, move_secrets
from tests.finder.twins import SECRET_WORDS, Twins, copy_of, twins
from tests.thorough import asked

MANY = asked(3_000, whole=20_000)
"""With 20,000 it takes some minutes; worth it after a change of what is shown of a place."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A world, and the address of its twin with where the secret places stand there."""

    world: World
    twin_url: str
    moved: Sequence[Secret]

    def attacker(self, seed: int) -> Attacker:
        return Attacker(self.world, self.moved, Random(seed))


@pytest.fixture(scope="module")
async def world(make_database: Callable[[], str]) -> World:
    return await build(make_database(), Random(7), ordinary=90, confidential=70)


@pytest.fixture(scope="module")
async def pair(server: str, world: World) -> AsyncIterator[Pair]:
    with copy_of(server, world.url) as twin_url:
        yield Pair(world, twin_url, await move_secrets(twin_url, world, Random(8)))


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger writes."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(Settings(log_json=True, log_level="debug"), stream=stream)
    try:
        yield stream
    finally:
        root.handlers, root.level = handlers, level
        structlog.reset_defaults()


async def attacked(pair: Pair, *, questions: int, seed: int) -> Twins:
    """Asks so many things of both worlds; nothing may differ, or hold a secret word."""
    with logged() as lines:
        async with twins(pair.world.url, pair.twin_url) as both:
            await both.attack(pair.attacker(seed), questions=questions)

    assert both.differing == []
    assert both.telling == []
    assert SECRET_WORDS.search(lines.getvalue().lower().encode()) is None
    assert max(both.statuses) < 500
    assert lines.getvalue().count('"status"') >= 2 * questions
    return both


def test_the_twin_of_a_world_has_its_secret_places_far_from_where_they_are(pair: Pair) -> None:
    steps_m = [
        dist((one.x_m, one.y_m), (other.x_m, other.y_m))
        for one, other in zip(pair.world.secrets, pair.moved, strict=True)
    ]

    assert median(steps_m) > 500
    assert sum(step_m > 50 for step_m in steps_m) > 0.95 * len(steps_m)


async def test_six_hundred_questions_tell_no_world_from_its_twin(pair: Pair) -> None:
    both = await attacked(pair, questions=600, seed=1)

    assert both.statuses[200] > 500
    assert both.statuses.keys() >= {200, 304, 400, 404}


@pytest.mark.slow
async def test_thousands_of_questions_cannot_place_two_hundred_secret_entries(
    server: str, make_database: Callable[[], str]
) -> None:
    world = await build(make_database(), Random(11), ordinary=300, confidential=200)
    with copy_of(server, world.url) as twin_url:
        pair = Pair(world, twin_url, await move_secrets(twin_url, world, Random(12)))
        both = await attacked(pair, questions=MANY, seed=2)

    assert len(world.confidential) == 200
    assert both.statuses[200] > 0.85 * MANY


async def test_a_finder_that_knew_where_area_only_places_are_would_be_found_out(
    server: str, world: World
) -> None:
    """So the comparison sees what it should: here the read model is taught their points."""
    with copy_of(server, world.url) as url:
        tell_area_only_points(url)
        with copy_of(server, url) as twin_url:
            moved = await move_secrets(twin_url, world, Random(8))
            async with twins(url, twin_url) as both:
                await both.attack(Attacker(world, moved, Random(1)), questions=60)

    assert len(both.differing) > 5
    assert both.telling


def tell_area_only_points(url: str) -> None:
    """Makes the read model of this database treat area_only places as public ones."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_get_viewdef('finder_source'::regclass)").fetchone()
        assert row is not None
        definition = row[0].replace("visibility = 'public'::text", "visibility <> 'hidden'::text")
        assert definition != row[0]
        connection.execute(f"CREATE OR REPLACE VIEW finder_source AS {definition}".encode())
        connection.execute("UPDATE offering SET updated_at = updated_at")


class Burglar:
    """Somebody who measures: how far is everything from here?"""

    def __init__(self, both: Twins) -> None:
        self.both = both

    async def page(self, body: dict[str, Any]) -> Any:
        headers = [(b"content-type", b"application/json"), (b"x-request-id", b"inbreker")]
        request = Request("POST", b"/v1/offerings/search", headers, json.dumps(body).encode())
        answer = await self.both.ask(request)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    async def everything(self, **asked: Any) -> list[Any]:
        """All cards, page after page."""
        body: dict[str, Any] = {"limit": 100, **asked}
        page = await self.page(body)
        items = list(page["items"])
        while page["nextCursor"]:
            page = await self.page(body | {"cursor": page["nextCursor"]})
            items += page["items"]
        return items

    async def distances(self, x_m: float, y_m: float) -> dict[str, int | None]:
        at = lonlat_of(RdPoint(x_m, y_m))
        cards = await self.everything(lat=at.lat, lon=at.lon)
        return {card["id"]: card["distance"] for card in cards}


def crossing(
    origin: tuple[float, float], side_m: float, distances_m: Sequence[float]
) -> tuple[float, float]:
    """Where it is that lies so far from `origin`, from `side_m` east and from `side_m` north."""
    here, east, north = (distance_m**2 for distance_m in distances_m)
    return (
        origin[0] + (here - east + side_m**2) / (2 * side_m),
        origin[1] + (here - north + side_m**2) / (2 * side_m),
    )


async def test_three_distances_place_what_is_public_and_nothing_that_is_not(pair: Pair) -> None:
    west, south, east, _ = pair.world.bounds
    origin, side_m = (west + 10, south + 10), (east - west) / 2
    corners = (origin, (origin[0] + side_m, origin[1]), (origin[0], origin[1] + side_m))
    async with twins(pair.world.url, pair.twin_url) as both:
        burglar = Burglar(both)
        measured = [await burglar.distances(*corner) for corner in corners]

    everywhere = measured[0].keys() & measured[1].keys() & measured[2].keys()
    placed = {
        entry: crossing(origin, side_m, [one[entry] or 0 for one in measured])
        for entry in everywhere & pair.world.public.keys()
    }
    assert len(placed) > 50
    assert max(dist(pair.world.public[entry], spot) for entry, spot in placed.items()) < 5
    secret = [one[entry] for one in measured for entry in one.keys() & pair.world.confidential]
    assert len(secret) > 60
    assert set(secret) == {None}


async def test_boxes_close_in_on_what_is_public_and_hold_nothing_that_is_not(pair: Pair) -> None:
    async with twins(pair.world.url, pair.twin_url) as both:
        burglar = Burglar(both)
        everything = await burglar.everything(bbox="5.0,51.0,7.2,53.5", count=True)
        target = next(card for card in everything if card["id"] in pair.world.public)
        west, south, east, north = 5.0, 51.0, 7.2, 53.5
        for _ in range(20):
            middle = round((west + east) / 2, 9)
            left = await burglar.everything(bbox=f"{west},{south},{middle},{north}")
            is_left = target["id"] in {card["id"] for card in left}
            west, east = (west, middle) if is_left else (middle, east)

    assert abs(target["location"]["coordinates"][0] - west) < 1e-5
    assert {card["id"] for card in everything}.isdisjoint(pair.world.confidential)


async def test_a_confidential_card_tells_its_buurt_or_wijk_and_no_more(pair: Pair) -> None:
    async with twins(pair.world.url, pair.twin_url) as both:
        cards = await Burglar(both).everything(sort="name")

    confidential = [card for card in cards if card["id"] in pair.world.confidential]
    assert len(confidential) > 30
    for card in confidential:
        shown = pair.world.confidential[card["id"]].shown_area
        assert (card["place"], card["location"], card["distance"]) == (None, None, None)
        assert (card["buurt"] and card["buurt"]["code"]) == shown
    levels = {(card["buurt"] or {"code": "  "})["code"][:2] for card in confidential}
    assert levels == {"BU", "WK", "  "}


async def test_what_has_no_place_stands_in_one_order_wherever_somebody_is(pair: Pair) -> None:
    x_m, y_m = next(iter(pair.world.public.values()))
    async with twins(pair.world.url, pair.twin_url) as both:
        burglar = Burglar(both)
        orders = []
        for secret in pair.world.secrets[:12]:
            near = [
                await burglar.distances(*spot) for spot in [(secret.x_m, secret.y_m), (x_m, y_m)]
            ]
            hidden = [[entry for entry, metres in one.items() if metres is None] for one in near]
            orders.append(
                [[one for one in each if one in hidden[1 - i]] for i, each in enumerate(hidden)]
            )

    assert all(here == there for here, there in orders)
    assert any(here for here, _ in orders)


LISTS = (
    "/v1/offerings?lat=52.22&lon=6.89",
    "/v1/offerings?sort=next",
    "/v1/offerings?sort=name",
    "/v1/offerings?q=samen&sort=relevance",
    "/v1/offerings?q=samen&sort=relevance&lat=52.22&lon=6.89",
    "/v1/sessions?count=true",
    "/v1/places?count=true",
    "/v1/places?lat=52.22&lon=6.89",
)


@pytest.mark.parametrize("listed", LISTS)
async def test_a_cursor_with_any_number_or_id_is_answered_or_refused(
    pair: Pair, listed: str
) -> None:
    async with twins(pair.world.url, pair.twin_url) as both:

        async def page(cursor: str | None) -> Any:
            after = "" if cursor is None else f"&cursor={cursor}"
            target = f"{listed}&limit=3{after}".encode()
            answer = await both.ask(Request("GET", target, [(b"x-request-id", b"vervalser")]))
            return json.loads(answer.body)

        first = await page(None)
        for cursor in forgeries(first["nextCursor"]):
            await page(cursor)

    assert both.statuses.keys() == {200, 400}
    assert both.differing == []
    assert both.telling == []


async def test_nobody_finds_a_secret_place_by_its_name_street_or_postcode(pair: Pair) -> None:
    async with twins(pair.world.url, pair.twin_url) as both:
        burglar = Burglar(both)
        for secret in pair.world.secrets[:20]:
            for words in (secret.name, secret.street, secret.postcode, secret.name.split()[0][:6]):
                assert await burglar.everything(q=words) == []

    assert both.differing == []
