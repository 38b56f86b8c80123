"""The list and the map: every way to ask, every chip, and nothing of anybody in an address."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import httpx
import pytest

from app.core.config import Settings
from app.main import create_app
from tests.core.http_house import asking
from tests.factories import MONDAY
from tests.geocoding.locatieserver_double import address, locatieserver_double
from tests.web.conftest import BROWSER
from tests.web.parsed import Document, parsed, text_of

PATHMOS = "BU01530202"
HERE = {"lat": "52.215349", "lon": "6.874812"}


@dataclass(frozen=True)
class Listed:
    """A list as somebody sees it."""

    answer: httpx.Response
    page: Document

    @property
    def heading(self) -> str:
        [heading] = self.page.all("h1")
        return text_of(heading)

    @property
    def found(self) -> int:
        count = self.page.by_id("gevonden")
        assert count is not None
        number = re.search(r"[0-9]+", text_of(count))
        return int(number[0]) if number else 0

    @property
    def titles(self) -> list[str]:
        return [text_of(one) for one in self.page.all("h3") if one.get("class") == "card__title"]

    @property
    def text(self) -> str:
        [main] = self.page.all("main")
        return text_of(main)

    def field(self, name: str) -> str:
        field = self.page.one("input", name=name)
        assert field is not None
        return field.get("value") or ""

    def chips(self) -> dict[str, "Chip"]:
        """By their words."""
        return {chip.label: chip for chip in self._chips()}

    def _chips(self) -> Iterator["Chip"]:
        [main] = self.page.all("main")
        forms = {id(button): form for form in main.iter("form") for button in form.iter("button")}
        for element in main.iter():
            names = (element.get("class") or "").split()
            if "chip" in names:
                count = next(
                    (one for one in element.iter() if one.get("class") == "chip__count"), None
                )
                label = next(element.iter("span"), None)
                yield Chip(
                    text_of(element if label is None else label),
                    None if count is None else int(text_of(count)),
                    element.get("href"),
                    forms.get(id(element)),
                    is_on="chip--on" in names,
                )


@dataclass(frozen=True)
class Chip:
    label: str
    count: int | None
    href: str | None
    form: Element | None
    is_on: bool

    @property
    def posted(self) -> dict[str, list[str]]:
        fields: dict[str, list[str]] = {}
        for field in self.form.iter("input") if self.form is not None else ():
            fields.setdefault(field.get("name") or "", []).append(field.get("value") or "")
        return fields


async def shown(browser: httpx.AsyncClient, path: str = "/zoeken", **query: str) -> Listed:
    answer = await browser.get(path, params=query or None)
    assert answer.status_code == 200, answer.text
    return Listed(answer, parsed(answer.text))


async def posted(browser: httpx.AsyncClient, **form: str | list[str]) -> Listed:
    answer = await browser.post("/zoeken", data=form)
    assert answer.status_code == 200, answer.headers
    return Listed(answer, parsed(answer.text))


async def led_to(browser: httpx.AsyncClient, **form: str | list[str]) -> dict[str, str]:
    """Where a form leads: what the address of the list holds."""
    answer = await browser.post("/zoeken", data=form)
    assert answer.status_code == 303, answer.text
    address_ = urlsplit(answer.headers["location"])
    assert (address_.netloc, address_.path) == ("", "/zoeken")
    return dict(parse_qsl(address_.query))


async def follow(browser: httpx.AsyncClient, chip: Chip) -> Listed:
    if chip.href is not None:
        return await shown(browser, chip.href)
    return await posted(browser, **chip.posted)


def addresses_of(list_: Listed) -> list[str]:
    """Everything on a page and in its headers that leads or is kept somewhere."""
    elements = list(list_.page.root.iter())
    led = [one.get(name) or "" for one in elements for name in ("href", "action", "src", "content")]
    return [*led, list_.page.title, *list_.answer.headers.values()]


@pytest.fixture(scope="module")
async def with_pdok(catalogue_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The same pages where PDOK knows an address, and so its street."""
    with locatieserver_double() as double:
        double.hold([address("Laaressingel", 87, lon=6.8899, lat=52.2255, postcode="7514ES")])
        settings = double.settings(database_url=catalogue_url)
        async with asking(create_app(settings, clock=lambda: MONDAY), opened=True) as client:
            client.headers.update(BROWSER)
            yield client


async def test_a_buurt_is_searched_from_its_middle_and_its_border_is_no_wall(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await shown(browser, area=PATHMOS, choice="koffie")
    assert list_.heading == "Koffie en gezelschap bij Pathmos"
    assert "vanaf het midden van Pathmos" in list_.text
    inside = await browser.get(
        f"/v1/offerings?area={PATHMOS}&theme=ontmoeten&theme=spel&count=true"
    )
    assert list_.found > inside.json()["total"]
    assert "min lopen" in list_.text


async def test_a_gemeente_has_no_middle_so_what_comes_first_is_first(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await shown(browser, area="GM0153", choice="eten")
    assert list_.heading == "Samen eten in Enschede"
    assert "Dichtbij eerst" not in list_.text
    assert "min lopen" not in list_.text


async def test_an_old_code_of_a_buurt_is_no_dead_end(browser: httpx.AsyncClient) -> None:
    list_ = await shown(browser, area="BU99999999", free="1")
    assert "Deze plek kennen wij niet" in list_.text
    assert list_.found > 0


async def test_what_was_posted_gets_an_address_to_go_back_to(browser: httpx.AsyncClient) -> None:
    assert await led_to(browser, where="pathmos", choice="koffie", q="") == {
        "area": PATHMOS,
        "choice": "koffie",
    }
    assert await led_to(browser, where="7511 gm", q="wandelen") == {
        "postcode": "7511GM",
        "q": "wandelen",
    }
    assert (await led_to(browser, where="de boei enschede")).keys() == {"place"}
    assert await led_to(browser, where="", choice="eten") == {"choice": "eten"}


async def test_words_say_it_more_precisely_than_one_of_eight(browser: httpx.AsyncClient) -> None:
    assert await led_to(browser, where="", choice="koffie", q="biljart") == {"q": "biljart"}


async def test_an_address_of_somebody_becomes_its_postcode(with_pdok: httpx.AsyncClient) -> None:
    led = await led_to(with_pdok, where="Laaressingel 87 Enschede", choice="koffie")
    assert led == {"postcode": "7514ES", "choice": "koffie"}
    list_ = await shown(with_pdok, **led)
    assert list_.heading == "Koffie en gezelschap bij 7514 ES"
    assert "Laaressingel" not in list_.answer.text


async def test_a_street_without_a_postcode_stays_in_what_was_posted(
    with_pdok: httpx.AsyncClient,
) -> None:
    list_ = await posted(with_pdok, where="Laaressingel Enschede", choice="koffie")
    assert list_.answer.headers["cache-control"] == "no-store"
    assert list_.field("where") == "Laaressingel Enschede"
    assert "min lopen" in list_.text
    for told in addresses_of(list_):
        assert "Laaressingel" not in told
        assert "52.22" not in told
    again = await follow(with_pdok, list_.chips()["Gratis"])
    assert again.found == list_.chips()["Gratis"].count
    assert "min lopen" in again.text


async def test_a_position_is_never_in_an_address_and_goes_along_with_every_chip(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await posted(browser, **HERE, where="", choice="koffie")
    assert list_.heading == "Koffie en gezelschap bij u in de buurt"
    assert list_.answer.headers["cache-control"] == "no-store"
    assert not [told for told in addresses_of(list_) if re.search(r"52\.2|6\.87|52%2e2", told)]
    assert "52.215349" not in list_.answer.text
    free = await follow(browser, list_.chips()["Gratis"])
    assert free.heading == list_.heading
    assert free.found == list_.chips()["Gratis"].count


async def test_a_position_stays_while_the_words_change_and_goes_when_its_field_is_emptied(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await posted(browser, **HERE, where="", choice="koffie")
    form = next(one for one in list_.page.all("form") if "search-form" in (one.get("class") or ""))
    fields = {field.get("name") or "": field.get("value") or "" for field in form.iter("input")}
    assert "bij u in de buurt" in (await posted(browser, **{**fields, "q": "wandelen"})).heading
    assert await led_to(browser, **{**fields, "where": "", "q": "wandelen"}) == {"q": "wandelen"}
    assert (await led_to(browser, **{**fields, "where": "Pathmos"}))["area"] == PATHMOS


async def test_a_known_place_is_not_looked_up_again(browser: httpx.AsyncClient) -> None:
    led = await led_to(browser, where="Pathmos", kept_where="Pathmos", area="GM0153", free="1")
    assert led == {"area": "GM0153", "free": "1"}


async def test_where_several_places_may_be_meant_somebody_chooses(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await posted(browser, where="centrum", choice="eten")
    assert list_.heading == "Welke plek bedoelt u?"
    links = [one for one in list_.page.all("a") if "results__step" in (one.get("class") or "")]
    assert "City, Enschede" in [text_of(one) for one in links]
    for link in links:
        assert (await shown(browser, link.get("href") or "")).heading.startswith("Samen eten")


async def test_a_place_that_nobody_knows_is_told_and_there_is_still_a_list(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await posted(browser, where="Atlantis 12", choice="eten")
    assert "Deze plek kennen wij niet" in list_.text
    assert list_.field("where") == "Atlantis 12"
    assert list_.found > 0
    assert not [told for told in addresses_of(list_) if "Atlantis" in told]


async def test_only_the_telephone_knows_where_here_is(browser: httpx.AsyncClient) -> None:
    list_ = await posted(browser, where="bij mij in de buurt", choice="eten")
    assert "Gebruik mijn locatie" in list_.text
    assert list_.found > 0


async def test_a_position_abroad_is_told(browser: httpx.AsyncClient) -> None:
    list_ = await posted(browser, where="", lat="41.9", lon="6.5")
    assert "niet in Nederland" in list_.text


@pytest.mark.parametrize("words", ["schulden", "mijn man slaat mij", "verslavng", "somber"])
async def test_sensitive_words_stay_in_what_was_posted(
    browser: httpx.AsyncClient, words: str
) -> None:
    list_ = await posted(browser, where="pathmos", q=words)
    assert list_.answer.headers["cache-control"] == "no-store"
    assert list_.field("q") == words
    first = words.split(maxsplit=1)[0]
    assert not [told for told in addresses_of(list_) if first in told or words in told]
    assert list_.heading == "Wat wij vonden bij Pathmos"


async def test_who_tells_of_danger_sees_whom_to_call_and_can_leave_at_once(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await posted(browser, where="", q="mijn man slaat mij")
    calls = [one.get("href") for one in list_.page.all("a") if one.get("href") == "tel:112"]
    assert calls
    assert list_.page.one("body", data_discreet="") is not None
    assert list_.page.one("a", data_act="leave") is not None
    assert list_.page.one("meta", property="og:title") is None
    assert list_.page.one("form", data_posted="") is None
    assert list_.page.title.startswith("Zoeken")


async def test_an_open_list_is_no_secret(browser: httpx.AsyncClient) -> None:
    list_ = await shown(browser, q="wandelen", area=PATHMOS)
    assert list_.page.one("body", data_discreet="") is None
    assert list_.answer.headers["cache-control"] == "public, no-cache"
    assert list_.answer.headers["x-robots-tag"] == "noindex"


async def test_help_for_somebody_in_danger_speaks_the_language_of_the_page(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.post("/en/zoeken", data={"q": "my husband beats me"})

    assert "Is there danger right now? Call 112." in answer.text
    assert "Is er nu gevaar" not in answer.text


async def test_only_a_choice_in_an_area_is_for_search_engines(
    browser: httpx.AsyncClient,
) -> None:
    """'Samen eten in Pathmos' is; a mixture of filters is not, and a wrong value neither."""
    plain = await shown(browser, choice="eten", area=PATHMOS)
    assert "x-robots-tag" not in plain.answer.headers

    for more in ({"free": "1"}, {"radius": "1000"}, {"age": "thirty"}):
        mixed = await shown(browser, choice="eten", area=PATHMOS, **more)
        assert mixed.answer.headers["x-robots-tag"] == "noindex", more


async def test_a_sensitive_subject_in_an_old_link_is_kept_quiet(browser: httpx.AsyncClient) -> None:
    list_ = await shown(browser, theme="geld")
    assert list_.page.one("body", data_discreet="") is not None
    assert "theme=geld" not in " ".join(one.href or "" for one in list_.chips().values())


async def test_an_address_among_the_words_stays_out_of_addresses(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await posted(browser, where="", q="koffie bij Pijpenstraat 15")
    assert not [told for told in addresses_of(list_) if "Pijpenstraat" in told]


ASKED = [
    {"area": PATHMOS},
    {"area": "GM0153", "choice": "leren", "audience": "ouderen"},
    {"postcode": "7511", "choice": "koffie", "when": "week", "free": "1"},
    {"q": "gratis koffie"},
    {"area": PATHMOS, "language": "ar", "radius": "3000"},
]


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
async def test_every_chip_finds_as_many_as_it_says(
    browser: httpx.AsyncClient, asked: dict[str, str]
) -> None:
    list_ = await shown(browser, **asked)
    chips = [chip for chip in list_.chips().values() if not chip.is_on]
    counted = [chip for chip in chips if chip.count]
    assert counted
    assert all(chip.href is None and chip.form is None for chip in chips if chip.count == 0)
    told = {chip.label: chip.count for chip in counted}
    assert {chip.label: (await follow(browser, chip)).found for chip in counted} == told


async def test_every_choice_can_be_taken_away_by_itself_and_all_at_once(
    browser: httpx.AsyncClient,
) -> None:
    asked = {"area": PATHMOS, "free": "1", "when": "week", "age": "70", "from": "2026-11-30"}
    list_ = await shown(browser, **asked, audience="ouderen", day="tu", openSpots="1")
    on = {name: chip for name, chip in list_.chips().items() if chip.is_on and chip.href}
    assert on.keys() == {
        *("Gratis", "vanaf 30 november", "70 jaar", "Ouderen", "dinsdag", "Er is plek"),
    }
    for name, chip in on.items():
        assert name not in {
            label for label, one in (await follow(browser, chip)).chips().items() if one.is_on
        }
    cleared = await follow(browser, list_.chips()["Wis filters"])
    assert str(cleared.answer.url).endswith(f"?area={PATHMOS}")


async def test_what_was_understood_is_said_and_can_be_taken_back(
    browser: httpx.AsyncClient,
) -> None:
    list_ = await shown(browser, q="gratis wandelen op dinsdag")
    understood = next(
        chip for name, chip in list_.chips().items() if "dinsdag" in name and chip.is_on
    )
    without = await follow(browser, understood)
    assert without.field("q") == "gratis wandelen"


async def test_unknown_names_are_ignored_and_wrong_values_told(browser: httpx.AsyncClient) -> None:
    everything = await shown(browser)
    assert (await shown(browser, utm_source="krant", fbclid="x")).found == everything.found
    wrong = await shown(browser, age="oud", **{"from": "2027-12-01"}, kind="feestje")
    assert wrong.found == everything.found
    assert wrong.field("age") == "oud"
    assert wrong.field("from") == "2027-12-01"
    assert "Typ uw leeftijd in cijfers" in wrong.text
    assert "Deze dagen kunnen niet" in wrong.text
    assert "Dat lieten wij weg" in wrong.text


async def test_words_without_an_end_are_told_and_not_lost(browser: httpx.AsyncClient) -> None:
    list_ = await posted(browser, where="", q="wandelen " * 40)
    assert "hoogstens 200 letters" in list_.text
    assert list_.field("q").startswith("wandelen wandelen")


async def test_more_is_the_same_list_made_longer(browser: httpx.AsyncClient) -> None:
    first = await shown(browser, area=PATHMOS)
    assert len(first.titles) == 20
    more = first.page.one("a", _class="button button--large")
    assert more is not None
    path, _, anchor = (more.get("href") or "").partition("#")
    longer = await shown(browser, path)
    assert longer.titles[:20] == first.titles
    assert len(longer.titles) == 60
    assert longer.page.by_id(anchor) is not None


async def test_at_the_end_of_the_longest_list_the_next_one_begins(
    browser: httpx.AsyncClient,
) -> None:
    longest = await shown(browser, area="GM0153", limit="100")
    more = longest.page.one("a", _class="button button--large")
    assert more is not None
    after = await shown(browser, (more.get("href") or "").partition("#")[0])
    assert after.titles
    assert after.found == longest.found


async def test_a_cursor_of_another_question_is_the_first_page(browser: httpx.AsyncClient) -> None:
    assert (await shown(browser, area=PATHMOS, cursor="abc")).titles == (
        await shown(browser, area=PATHMOS)
    ).titles


async def test_nothing_found_always_leads_on(browser: httpx.AsyncClient) -> None:
    list_ = await shown(browser, area=PATHMOS, q="biljart", radius="100", free="1", age="7")
    assert list_.found == 0
    steps = [one for one in list_.page.all("a") if "results__step" in (one.get("class") or "")]
    assert steps
    for step in steps:
        [told] = re.findall(r"([0-9]+) gevonden", text_of(step))
        assert (await shown(browser, step.get("href") or "")).found == int(told)
    assert list_.page.one("a", href="/wijkwijzer") is not None


async def test_the_nearest_desk_is_at_the_foot(browser: httpx.AsyncClient) -> None:
    near = await shown(browser, area="GM0193", choice="geld")
    [foot] = [one for one in near.page.all("aside") if "helps" in (one.get("class") or "")]
    assert "Zwolle" in text_of(foot)


async def test_english_says_the_same_in_english(browser: httpx.AsyncClient) -> None:
    list_ = await shown(browser, "/en/zoeken", area=PATHMOS, choice="koffie", free="1")
    dutch = await shown(browser, area=PATHMOS, choice="koffie", free="1")
    assert list_.found == dutch.found
    assert "near Pathmos" in list_.heading
    assert all((one.href or "/en").startswith("/en") for one in list_.chips().values())


async def test_a_list_is_shown_without_numbers_while_too_many_count(catalogue_url: str) -> None:
    settings = Settings(database_url=catalogue_url, pool_size=2, pool_wait_s=0.05)
    app = create_app(settings, clock=lambda: MONDAY)
    async with (
        asking(app, opened=True) as client,
        app.state.house.databases.reads.counting_connection(),
    ):
        answer = await client.get("/zoeken", params={"area": PATHMOS})

    page = parsed(answer.text)
    told = page.by_id("gevonden")
    assert answer.status_code == 200
    assert len(page.all("article")) > 5
    assert "chip__count" not in answer.text
    assert told is not None
    assert text_of(told) == "Dit vonden wij"
