"""The page of a buurt: its map, its week, and all there is."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.databases import Databases
from tests.factories import PATHMOS
from tests.finder.pathmos import ENSCHEDE, STEVENFENNE, ZUID
from tests.finder.pathmos_asked import Town
from tests.web.parsed import Document, parsed, text_of
from tests.web.pathmos_to_show import RENUMBERED, SPLIT, VANISHED, pathmos_to_show

HERE = f"/buurt/{PATHMOS}"


@pytest.fixture(scope="module")
async def town(make_database: Databases) -> AsyncIterator[Town]:
    async with pathmos_to_show(make_database()) as town:
        yield town


async def page(town: Town, path: str = HERE, *, status: int = 200) -> Document:
    answer = await town.client.get(path)
    assert answer.status_code == status, answer.text
    return parsed(answer.text)


def part(document: Document, name: str) -> str:
    """What is read in a part of the page, on one line."""
    found = document.by_id(name)
    assert found is not None, name
    return " ".join(" ".join(found.itertext()).split())


async def test_it_says_what_it_is_and_where_it_lies(town: Town) -> None:
    document = await page(town)
    [heading] = document.all("h1")
    assert text_of(heading) == "Pathmos"
    assert document.title.startswith("Pathmos, gemeente GM0153: wat is er te doen")
    assert "/buurt/WK015302" in document.links()
    assert "/buurt/GM0153" in document.links()


async def test_the_numbers_on_the_map_are_those_of_the_list(town: Town) -> None:
    document = await page(town)
    drawing, opened = document.by_id("tekening"), document.by_id("kaart")
    assert drawing is not None
    assert opened is not None
    [svg] = list(drawing.iter("svg"))
    assert (opened.get("data-area"), svg.get("role")) == (PATHMOS, "img")
    numbers = [text_of(one) for one in svg.iter("text") if (text_of(one)).isdigit()]
    assert numbers == ["1", "2"]
    told = part(document, "plekken")
    assert re.search(r"Nummer 1 De Boei Spinnerstraat 27A .*Koffie met buren .* Nummer 2", told)
    assert re.search(r"Nummer 2 De Hal .* Dansen in De Hal", told)
    assert "Grenzen: CBS / Kadaster." in told


async def test_what_is_discreet_is_counted_at_its_place_and_not_named(town: Town) -> None:
    assert "Van de drank af" not in part(await page(town), "plekken")


async def test_a_cancelled_time_stands_on_its_day_struck_through(town: Town) -> None:
    document = await page(town)
    agenda = part(document, "agenda")
    assert "woensdag 25 november 10.00 Gaat niet door Klaverjassen" in agenda
    assert "Klaverjassen" in [text_of(one).strip() for one in document.all("s")]
    assert "morgen 10.00 Koffie met buren 1 De Boei · gratis · zo binnenlopen" in agenda


async def test_what_is_there_nearly_every_day_does_not_fill_the_week(town: Town) -> None:
    agenda = part(await page(town), "agenda")
    assert agenda.count("Huiswerkplek") == 1
    assert "Bijna elke dag Huiswerkplek elke maandag tot en met vrijdag" in agenda


async def test_everything_is_there_by_group_once(town: Town) -> None:
    document = await page(town)
    told = part(document, "alles")
    for title in ("Koffie met buren", "Maatje aan huis", "Van de drank af", "Wijkwijzer De Boei"):
        assert told.count(title) == 1, title
    groups = [text_of(one).strip() for one in document.all("h3") if one.get("id")]
    assert [re.sub(r"\s+\d+$", "", one) for one in groups] == [
        "Samen iets doen",
        "Steun van anderen",
        "Zorgen voor een ander, en rust",
        "Hulp en advies",
    ]


async def test_what_lies_just_across_the_border_is_there_too(town: Town) -> None:
    assert "Dansen in De Hal" in part(await page(town), "over-de-grens")


async def test_somebody_helps_and_says_when(town: Town) -> None:
    told = part(await page(town), "hulp")
    assert "Wijkwijzer De Boei Spinnerstraat 27A, Enschede Nu open, tot 12.00 uur" in told
    assert "Zorgt u voor iemand? Steunpunt Mantelzorg" in told


async def test_from_a_large_area_one_goes_down_to_a_small_one(town: Town) -> None:
    assert "/buurt/WK015302" in (await page(town, f"/buurt/{ENSCHEDE}")).links()
    assert HERE in (await page(town, "/buurt/WK015302")).links()
    assert {HERE, f"/buurt/{STEVENFENNE}"} <= set((await page(town, f"/buurt/{ZUID}")).links())


async def test_machines_are_told_of_what_is_open_alone(town: Town) -> None:
    document = await page(town)
    [block] = [one for one in document.data() if "@graph" in one]
    area, listed = block["@graph"]
    assert (area["@type"], area["name"]) == ("Place", "Pathmos")
    assert set(area["geo"]) == {"@type", "latitude", "longitude"}
    names = [one["name"] for one in listed["itemListElement"]]
    assert "Maatje aan huis" in names
    assert "Van de drank af" not in names


async def test_an_old_code_leads_to_the_page_of_its_successor(town: Town) -> None:
    assert await town.moved_to(f"/buurt/{RENUMBERED}") == HERE
    assert await town.moved_to(f"/en/buurt/{RENUMBERED}/bewaren") == f"/en{HERE}/bewaren"
    assert await town.moved_to(f"/buurt/{PATHMOS.lower()}") == HERE


async def test_the_old_code_of_a_split_buurt_lets_one_choose(town: Town) -> None:
    links = (await page(town, f"/buurt/{SPLIT}", status=410)).links()
    assert {HERE, f"/buurt/{STEVENFENNE}"} <= set(links)
    assert "/" in (await page(town, f"/buurt/{VANISHED}", status=410)).links()


@pytest.mark.parametrize("code", ["BU99999999", "%00", "x" * 300, "a b", "%F0%9F%98%80"])
async def test_what_is_no_area_is_not_found(town: Town, code: str) -> None:
    answer = await town.client.get(f"/buurt/{code}")
    assert answer.status_code == 404


async def test_what_is_kept_says_of_when_it_is_and_holds_nothing_discreet(town: Town) -> None:
    answer = await town.client.get(f"{HERE}/bewaren")
    document = parsed(answer.text)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "Zo was het op maandag 23 november om 10.00 uur." in document.text
    assert "Van de drank af" not in answer.text
    assert "Koffie met buren" in answer.text
    [main] = document.all("main")
    assert not list(main.iter("button"))
    assert document.by_id("kaart") is None


async def test_what_is_kept_says_dates_that_stay_true(town: Town) -> None:
    document = await page(town, f"{HERE}/bewaren")
    [main] = document.all("main")
    told = " ".join(" ".join(main.itertext()).split())
    assert "dinsdag 24 november 10.00 Koffie met buren" in told
    assert "23 november tot en met 29 november" in told
    for soon in ("vandaag", "morgen", "nu bezig", "nu open", "deze week"):
        assert soon not in told.lower(), soon


async def test_in_english_what_people_wrote_is_marked_as_dutch(town: Town) -> None:
    document = await page(town, f"/en{HERE}")
    assert "Doing things together" in document.text
    [coffee] = [
        one
        for one in document.all("a")
        if text_of(one) == "Koffie met buren" and one.get("lang") == "nl"
    ][:1]
    assert (coffee.get("href") or "").startswith("/en/aanbod/")
