"""What somebody means who types it in their own words."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.finder import search
from app.main import create_app
from tests.core.http_house import asking
from tests.factories import DE_BOEI, MONDAY
from tests.finder.worded import BRINK, FURTHER, SECRET, worded

AT_DE_BOEI = {"lat": DE_BOEI.lat, "lon": DE_BOEI.lon}
WALKS = {"Wandelgroep de Zwaluw", "Wandelen langs de es"}


@pytest.fixture(scope="module")
async def client(make_database: Callable[[], str]) -> AsyncIterator[httpx.AsyncClient]:
    url = make_database()
    engine = create_async_engine(engine_url(url))
    async with unit_of_work(engine) as db:
        await worded(db)
    await engine.dispose()
    app = create_app(Settings(database_url=url), clock=lambda: MONDAY)
    async with asking(app, opened=True) as client:
        yield client


async def page(
    client: httpx.AsyncClient, path: str = "/v1/offerings", **asked: Any
) -> dict[str, Any]:
    answer = await client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def found(client: httpx.AsyncClient, **asked: Any) -> set[str]:
    told = await page(client, **asked)
    assert not told["fuzzy"]
    return {item["title"] for item in told["items"]}


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("kuieren", WALKS),
        ("wandel", WALKS),
        ("deurwaarder", {"Spreekuur Rondkomen"}),
        ("maatje", {"Iemand die belt"}),
        ("waar kan ik bingo", {"Bingo met koffie"}),
        ("kuieren geen groep", {"Wandelen langs de es"}),
        ("gratis kuieren", {"Wandelgroep de Zwaluw"}),
        ("kuieren op zondag", {"Wandelen langs de es"}),
        ("fatma schulden", {"Spreekuur Rondkomen"}),
        ("turkse schulden", {"Spreekuur Rondkomen"}),
        ("kuieren in de Wesselerbrink", {"Wandelen langs de es"}),
        ("pathmos wandelen", {"Wandelgroep de Zwaluw"}),
        # The beginning of a word is no beginning of a list's code.
        ("kind", set()),
        ("theme", set()),
        # Of a place that only some may know, nobody finds what it is called.
        (SECRET, set()),
        ("roodborst", set()),
    ],
)
async def test_what_is_meant_is_found(
    client: httpx.AsyncClient, typed: str, titles: set[str]
) -> None:
    if titles:
        assert await found(client, q=typed) == titles
    else:
        assert (await page(client, q=typed))["items"] == []


@pytest.mark.parametrize("many", [1, 1_500])
async def test_the_nearest_are_found_by_the_beginning_of_a_word(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Whether few or many have it."""
    monkeypatch.setattr(search, "MANY_ENTRIES", many)

    for radius in ({}, {"radius": 50_000}):
        near = await page(client, q="wandelgr", **AT_DE_BOEI, **radius)
        assert not near["fuzzy"]
        assert [item["title"] for item in near["items"]] == ["Wandelgroep de Zwaluw"]


async def test_it_says_back_what_it_understood(client: httpx.AsyncClient) -> None:
    typed = "kuieren op zondag in Wesselerbrink"

    told = await page(client, q=typed)

    assert all(typed[one["start"] : one["end"]] == one["phrase"] for one in told["understood"])
    names = [one["need"]["name"] for one in told["understood"]]
    assert names[-1] == "area"
    assert "day" in names
    assert told["understood"][-1] == {
        "phrase": "Wesselerbrink",
        "start": 21,
        "end": 34,
        "need": {"name": "area", "value": BRINK, "hard": True},
        "text": "in Wesselerbrink",
    }
    assert told["help"] == []


async def test_what_was_chosen_wins_from_what_was_typed(client: httpx.AsyncClient) -> None:
    assert await found(client, q="kuieren op zondag", day="tu") == {"Wandelgroep de Zwaluw"}
    there = await page(client, q="kuieren in Wesselerbrink", area="BU01530202")

    assert [item["title"] for item in there["items"]] == ["Wandelgroep de Zwaluw"]
    assert "area" not in {one["need"]["name"] for one in there["understood"]}


async def test_a_day_that_is_too_far_away_is_no_fault_when_it_was_said(
    client: httpx.AsyncClient,
) -> None:
    assert await found(client, q="kuieren 3 november") == WALKS


async def test_what_nobody_spells_so_comes_near(client: httpx.AsyncClient) -> None:
    told = await page(client, q="kuiern", limit=1, count=True, facets="theme")

    assert (told["fuzzy"], told["total"]) == (True, 2)
    assert told["facets"]["theme"] == [{"code": "bewegen", "count": 2}]
    [hint] = told["suggestions"]
    assert (hint["type"], hint["text"]) == ("synonym", "Bedoelde u 'kuieren'?")
    assert hint["count"] == 2
    following = (await client.get(told["next"])).json()
    assert following["fuzzy"]
    assert {one["items"][0]["title"] for one in (told, following)} == WALKS
    assert await found(client, **{**hint["query"], "limit": 20}) == WALKS


async def test_a_misspelt_name_of_an_area_comes_near(client: httpx.AsyncClient) -> None:
    told = await page(client, q="kuieren in wesslerbrink")

    assert told["fuzzy"]
    assert [item["title"] for item in told["items"]] == ["Wandelen langs de es"]
    assert told["suggestions"][0]["text"] == "Bedoelde u 'kuieren in Wesselerbrink'?"
    assert told["understood"][-1]["phrase"] == "wesslerbrink"


async def test_words_that_nobody_knows_are_left_out_when_nothing_else_helps(
    client: httpx.AsyncClient,
) -> None:
    told = await page(client, q="deurwaarder qwertzuiop")

    assert told["fuzzy"]
    assert [item["title"] for item in told["items"]] == ["Spreekuur Rondkomen"]
    assert told["suggestions"][0]["text"] == "1 gevonden met alleen 'deurwaarder'"


async def test_what_was_said_of_when_is_left_out_before_all_is(client: httpx.AsyncClient) -> None:
    told = await page(client, q="deurwaarder op zondag")

    assert told["fuzzy"]
    assert [item["title"] for item in told["items"]] == ["Spreekuur Rondkomen"]
    assert [one["phrase"] for one in told["understood"]] == ["deurwaarder"]
    hint = told["suggestions"][0]
    assert hint["text"] == "1 gevonden met alleen 'deurwaarder'"
    assert await found(client, **hint["query"]) == {"Spreekuur Rondkomen"}


async def test_of_needs_that_nothing_meets_together_one_is_enough(
    client: httpx.AsyncClient,
) -> None:
    told = await page(client, q="kuieren en een deurwaarder", limit=1)
    more = await page(client, q="kuieren en een deurwaarder", cursor=told["nextCursor"])

    assert told["fuzzy"]
    assert more["fuzzy"]
    assert told["suggestions"] == []
    titles = {item["title"] for item in told["items"] + more["items"]}
    assert titles == WALKS | {"Spreekuur Rondkomen"}


async def test_nothing_is_left_of_a_question_with_a_word_that_we_do_not_repeat(
    client: httpx.AsyncClient,
) -> None:
    told = await page(client, q="naakt kuieren")

    assert (told["items"], told["fuzzy"]) == ([], False)


async def test_a_phrase_that_only_narrows_may_be_left_out(client: httpx.AsyncClient) -> None:
    told = await page(client, q="deurwaarder met een rolstoel")

    assert (told["items"], told["fuzzy"]) == ([], False)
    texts = [hint["text"] for hint in told["suggestions"]]
    assert any(text.startswith("1 gevonden zonder") for text in texts)


async def test_the_agenda_reads_the_same_words(client: httpx.AsyncClient) -> None:
    told = await page(client, "/v1/sessions", q="kuieren op zondag", count=True)
    near = await page(client, "/v1/sessions", q="kuiern")

    assert [item["offering"]["title"] for item in told["items"]] == ["Wandelen langs de es"]
    assert (told["total"], told["fuzzy"]) == (1, False)
    assert [one["need"]["name"] for one in told["understood"]][-1] == "day"
    assert near["fuzzy"]
    assert {item["offering"]["title"] for item in near["items"]} == WALKS
    assert near["suggestions"][0]["query"] == {"q": "kuieren"}


async def test_a_cursor_with_a_reading_that_is_none_is_refused(client: httpx.AsyncClient) -> None:
    cursor = (await page(client, q="kuiern", limit=1))["nextCursor"]
    inside = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))

    for way in ("s1", "k", "x", "s99"):
        forged = base64.urlsafe_b64encode(json.dumps({**inside, "reading": way}).encode())
        asked = {"q": "kuiern", "limit": 1, "cursor": forged.decode().rstrip("=")}
        answer = await client.get("/v1/offerings", params=asked)
        assert answer.status_code == 400, way


async def test_what_fits_better_comes_first_and_then_what_is_nearer_and_sooner(
    client: httpx.AsyncClient,
) -> None:
    async def titles(words: str, **asked: Any) -> list[str]:
        told = await page(client, q=words, sort="relevance", **asked)
        return [item["title"] for item in told["items"]]

    # The word itself in the title says more than the subject and a part of a compound.
    assert await titles("kuieren") == ["Wandelen langs de es", "Wandelgroep de Zwaluw"]
    assert (await titles("gratis", **AT_DE_BOEI))[0] == "Wandelgroep de Zwaluw"
    assert (await titles("gratis", lat=FURTHER.lat, lon=FURTHER.lon))[0] == "Spreekuur Rondkomen"
    pages = [await page(client, q="gratis", sort="relevance", limit=1, **AT_DE_BOEI)]
    while pages[-1]["next"]:
        pages.append((await client.get(pages[-1]["next"])).json())
    turned = [one["items"][0]["title"] for one in pages]
    assert turned == await titles("gratis", **AT_DE_BOEI)


async def test_an_answer_to_words_has_an_etag_and_is_made_anew(client: httpx.AsyncClient) -> None:
    first = await client.get("/v1/offerings", params={"q": "kuieren"})
    again = await client.get(
        "/v1/offerings",
        params={"q": "kuieren"},
        headers={"If-None-Match": first.headers["ETag"]},
    )

    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, no-cache"
