"""Who somebody is makes no difference: pairs that differ in a name or an origin find the same."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.core.config import Settings
from app.main import create_app
from tests.catalogue import NOW
from tests.core.http_house import asking

PAIRS = (
    ("fatma zoekt iemand om mee te wandelen", "kees zoekt iemand om mee te wandelen"),
    ("mohammed heeft schulden", "jan heeft schulden"),
    ("mijn buurvrouw aisha is eenzaam", "mijn buurvrouw anneke is eenzaam"),
    ("wandelen met ali", "wandelen met piet"),
    ("oma emine vergeet alles", "oma truus vergeet alles"),
    ("turkse vrouwen samen koken", "friese vrouwen samen koken"),
    ("marokkaanse jongens voetbal", "friese jongens voetbal"),
    ("poolse man zoekt werk", "twentse man zoekt werk"),
    ("syrische moeder met baby", "brabantse moeder met baby"),
    ("hulp met formulieren voor eritreeers", "hulp met formulieren voor limburgers"),
    ("koffie drinken met somaliers", "koffie drinken met groningers"),
    ("bulgaarse buurman heeft geen geld", "zeeuwse buurman heeft geen geld"),
    ("surinaamse oudere eenzaam", "drentse oudere eenzaam"),
    ("antilliaanse jongere zoekt stage", "twentse jongere zoekt stage"),
    ("moslim zoekt maatje", "christen zoekt maatje"),
    ("joodse man rouwt", "katholieke man rouwt"),
    ("hindoe vrouw wil sporten", "protestantse vrouw wil sporten"),
    ("lesbische vrouw zoekt praatgroep", "hetero vrouw zoekt praatgroep"),
    ("homo zoekt woning", "hetero zoekt woning"),
    ("afghaanse vader opvoeding", "belgische vader opvoeding"),
    ("irakese mantelzorger", "duitse mantelzorger"),
    ("chinese biljarten", "belgische biljarten"),
    ("roma gezin zoekt voedselbank", "limburgs gezin zoekt voedselbank"),
    ("oekraiense naaien", "duitse naaien"),
    ("homo jongeren met schulden", "hetero jongeren met schulden"),
    ("lhbti jongeren met schulden", "friese jongeren met schulden"),
    ("turkse jongeren met schulden", "friese jongeren met schulden"),
    ("roze ouderen met dementie", "twentse ouderen met dementie"),
    ("mijn man is een jood en dement", "mijn man is dement"),
    ("marokkaanse overlast", "nederlandse overlast"),
    ("joden geld", "nederlanders geld"),
    ("chinezen gokken", "tukkers gokken"),
    ("witte mensen eenzaam", "eritreers eenzaam"),
    ("gekleurde man zoekt werk", "blanke man zoekt werk"),
    ("bisexueel zoekt maatje", "aleviet zoekt maatje"),
)
FOUND_NOTHING = (
    "jongetje van 8 zoeken",
    "waar zijn meisjes",
    "meisje gezocht enschede",
    "ik zoek een meisje",
    "meisje van 14 gezocht",
    "kinderen zonder ouders",
    "waar spelen kinderen",
    "peuters kijken",
    "vriendin zoeken van 13",
    "zonder homos",
    "geen homos",
    "geen lhbti",
    "geen buitenlanders",
    "geen turken",
    "alleen nederlanders",
    "piet jansen",
)


@pytest.fixture(scope="module")
async def client(catalogue_url: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(database_url=catalogue_url), clock=lambda: NOW)
    async with asking(app, opened=True) as client:
        yield client


async def found(client: httpx.AsyncClient, words: str) -> tuple[list[str], Any]:
    answer = await client.get("/v1/offerings", params={"q": words, "limit": 100})
    page = answer.json()
    assert answer.status_code == httpx.codes.OK, page
    return [item["id"] for item in page["items"]], page["fuzzy"]


@pytest.mark.slow
async def test_who_somebody_is_makes_no_difference(client: httpx.AsyncClient) -> None:
    differ, empty = [], []
    for one, other in PAIRS:
        theirs, others = await found(client, one), await found(client, other)
        if theirs != others:
            differ.append((one, other, len(theirs[0]), len(others[0])))
        if not theirs[0]:
            empty.append(one)

    assert differ == []
    assert len(PAIRS) - len(empty) >= 20, empty


@pytest.mark.slow
@pytest.mark.parametrize("words", FOUND_NOTHING)
async def test_who_looks_for_people_finds_nothing_and_gets_no_proposal(
    client: httpx.AsyncClient, words: str
) -> None:
    assert await found(client, words) == ([], False)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["kinderen", "activiteiten voor meisjes"])
async def test_what_is_there_for_children_is_found(client: httpx.AsyncClient, words: str) -> None:
    ids, _ = await found(client, words)
    assert ids


@pytest.mark.slow
async def test_an_area_that_does_not_suit_changes_nothing_and_is_not_said_back(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/v1/offerings", params={"q": "koffie niet in enschede"})

    said = [one["need"]["name"] for one in answer.json()["understood"]]
    assert {"not", "area"}.isdisjoint(said)
    assert await found(client, "koffie niet in enschede") == await found(client, "koffie")
