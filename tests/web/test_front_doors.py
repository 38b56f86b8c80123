"""Where to turn first: for who cares for somebody, for who is young and does, for all others."""

import re

import httpx
import pytest

from app.web.addresses import LANGUAGES, Language, address
from app.words.danger import numbers
from tests.factories import PATHMOS
from tests.web.parsed import Document, parsed, text_of

DOORS = ("mantelzorg", "young_carers", "wijkwijzer")
every_door = pytest.mark.parametrize("door", DOORS)


async def shown(browser: httpx.AsyncClient, path: str) -> Document:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return parsed(answer.text)


def said(page: Document) -> str:
    [main] = page.all("main")
    return text_of(main)


def to_call(page: Document) -> list[str]:
    [main] = page.all("main")
    hrefs = [one.get("href") or "" for one in main.iter("a")]
    return [href for href in hrefs if href.startswith("tel:")]


@every_door
async def test_a_buurt_that_somebody_types_comes_to_stand_in_the_address(
    browser: httpx.AsyncClient, door: str
) -> None:
    answer = await browser.post(address(door, "nl"), data={"where": "pathmos"})

    assert answer.status_code == 303
    assert answer.headers["location"] == address(door, "nl", [("area", PATHMOS)])
    assert "Pathmos" in said(await shown(browser, answer.headers["location"]))


@every_door
async def test_a_position_stands_in_no_address_and_is_kept_nowhere(
    browser: httpx.AsyncClient, door: str
) -> None:
    answer = await browser.post(address(door, "nl"), data={"lat": "52.21162", "lon": "6.87431"})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "52.2116" not in answer.text
    assert "6.8743" not in answer.text
    [*links] = parsed(answer.text).links()
    assert not [link for link in links if "lat=" in link]


@every_door
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_place_that_nobody_knows_is_told_and_what_was_typed_stays(
    browser: httpx.AsyncClient, door: str, language: Language
) -> None:
    typed = "zzxqv wkwkwk"
    answer = await browser.post(address(door, language), data={"where": typed})

    page = parsed(answer.text)
    field = page.by_id("waar")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert field is not None
    assert field.get("value") == typed
    assert field.get("aria-invalid") == "true"
    fault = page.by_id("waar-fout")
    assert fault is not None
    assert text_of(fault)
    assert "waar-fout" in (field.get("aria-describedby") or "")


@every_door
@pytest.mark.parametrize("query", ["?area=XX00", "?area=&x=1", "?postcode=nee", "?lat=52&lon=6"])
async def test_an_address_that_makes_no_sense_breaks_nothing(
    browser: httpx.AsyncClient, door: str, query: str
) -> None:
    page = await shown(browser, address(door, "nl") + query)

    assert page.by_id("waar") is not None


@every_door
async def test_who_does_not_type_chooses_a_gemeente(browser: httpx.AsyncClient, door: str) -> None:
    page = await shown(browser, address(door, "nl"))

    chosen = [link for link in page.links() if link.startswith(address(door, "nl") + "?area=GM")]
    assert len(chosen) == 3
    for link in chosen:
        assert to_call(await shown(browser, link))


async def test_the_support_point_comes_first_and_can_be_called(browser: httpx.AsyncClient) -> None:
    page = await shown(browser, address("mantelzorg", "nl", [("area", PATHMOS)]))

    support = (await browser.get(f"/v1/support/mantelzorg?area={PATHMOS}")).json()
    point = (await browser.get(f"/v1/offerings/{support['supportPoint']['id']}")).json()
    digits = re.sub(r"\D", "", point["contact"]["phone"])
    assert re.sub(r"\D", "", to_call(page)[0]).removeprefix("31").lstrip("0") == digits.lstrip("0")
    titles = [text_of(one) for one in page.all("h3")]
    respite = sorted(support["respite"], key=lambda card: card["kind"] != "respijtzorg")
    assert titles == [card["title"] for card in (*respite, *support["peerGroups"])]
    assert said(page).index(point["title"]) < said(page).index(titles[0])


async def test_young_people_are_spoken_to_as_they_speak(browser: httpx.AsyncClient) -> None:
    [main] = (await shown(browser, address("young_carers", "nl"))).all("main")

    ours = text_of(main).casefold()
    assert not re.search(r"\b(u|uw)\b", ours)
    assert re.search(r"\b(je|jij)\b", ours)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_children_can_always_call_somebody(
    browser: httpx.AsyncClient, language: Language
) -> None:
    [number] = [one.phone for one in numbers() if one.kind == "child_line"]
    calls = to_call(await shown(browser, address("young_carers", language)))

    assert f"tel:{number.replace('-', '')}" in calls
    assert "tel:112" in calls


async def test_what_is_there_for_young_people_stands_on_their_page(
    browser: httpx.AsyncClient,
) -> None:
    page = await shown(browser, address("young_carers", "nl", [("area", PATHMOS)]))

    support = (await browser.get(f"/v1/support/mantelzorg?area={PATHMOS}")).json()
    assert support["youngCarers"]
    for card in support["youngCarers"]:
        assert card["title"] in said(page)


async def test_the_nearest_desk_of_the_wijkwijzer_is_the_first(browser: httpx.AsyncClient) -> None:
    page = await shown(browser, address("wijkwijzer", "nl", [("area", PATHMOS)]))

    _phone, nearest, *_others = [text_of(one) for one in page.all("h3")]
    assert nearest == "Wijkwijzer De Boei"
    assert "Openingstijden niet bekend" in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_telephone_line_is_there_without_a_place(
    browser: httpx.AsyncClient, language: Language
) -> None:
    page = await shown(browser, address("wijkwijzer", language))

    lines = [text_of(one) for one in page.all("h3") if "aan de telefoon" in text_of(one)]
    assert lines == [
        f"Wijkwijzer {name} aan de telefoon" for name in ("Enschede", "Heerlen", "Zwolle")
    ]
    assert len(to_call(page)) >= len(lines)
