"""Back, straight to a page, a slow line, an error half-way, and where somebody stands."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from app.web.addresses import address
from tests.e2e.browsers import Device, Visitors
from tests.e2e.states import IN_ENGLISH, PAGES
from tests.e2e.town import PATHMOS, Town
from tests.e2e.waiting import eventually

LIST = address("results", "nl", (("area", PATHMOS), ("choice", "koffie")))
CARDS = "#resultaten .card"
IN_DE_BOEI = {"latitude": 52.2116, "longitude": 6.8757}
ANY_COORDINATE = re.compile(r"52[.,]\d|6[.,]8\d")
HOUSE_NUMBER = re.compile(r"\b27(\s?a)?\b", re.IGNORECASE)
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
READABLE_WITHIN_S = 3.0


def titles(page: Page) -> list[str]:
    """What the list shows."""
    expect(page.locator(CARDS).first).to_be_visible()
    return page.locator(f"{CARDS} .card__title").all_inner_texts()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_back_leads_to_the_same_list(visitors: Visitors, *, scripts: bool) -> None:
    with visitors.visit(scripts=scripts) as page:
        page.goto(LIST)
        all_of_it = titles(page)
        page.locator("main a.chip[href*='free=1']").first.click()
        page.wait_for_url("**free=1*")
        narrowed = titles(page)
        address_of_list = page.url
        page.locator(f"{CARDS} .card__title a").first.click()
        page.wait_for_url("**/aanbod/*")
        page.go_back()
        page.wait_for_url(address_of_list)
        eventually(lambda: titles(page) == narrowed, "the narrowed list is back")
        page.go_back()
        page.wait_for_url(f"**{LIST}")
        eventually(lambda: titles(page) == all_of_it, "the whole list is back")


def test_every_page_opens_cold_without_scripts_in_both_languages(
    visitors: Visitors, town: Town
) -> None:
    with visitors.visit("phone", scripts=False) as page:
        for name, goes in {**PAGES, **IN_ENGLISH}.items():
            goes(page, town)
            language = "en" if name.endswith("English") else "nl"
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page.locator("h1")).to_have_count(1)
            expect(page.locator("main a, main button").first).to_be_attached()
            expect(page.locator("aside.helps")).to_be_visible()


@pytest.mark.parametrize("path", ["/", LIST, f"/buurt/{PATHMOS}"])
def test_a_slow_line_shows_the_page_before_any_script(visitors: Visitors, path: str) -> None:
    with visitors.visit("phone", expected=("net::ERR_FAILED",)) as page:
        held: list[Route] = []
        page.route(re.compile(r"\.js$"), lambda route: held.append(route))  # noqa: PLW0108  its signature counts
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", SLOW_4G)
        began = time.monotonic()
        page.goto(path, wait_until="commit")
        expect(page.locator("main .card, main .choice").first).to_be_visible()
        assert time.monotonic() - began < READABLE_WITHIN_S
        for route in held:
            route.abort()


@pytest.mark.parametrize("status", [500, None], ids=["the service errs", "the line is gone"])
def test_an_error_half_way_keeps_the_list_and_says_what_to_do(
    visitors: Visitors, status: int | None
) -> None:
    expected = ("status of 500", "net::ERR_FAILED", "live.js")
    with visitors.visit("phone", expected=expected) as page:
        page.goto(LIST)
        shown = titles(page)

        def fails(route: Route) -> None:
            if status is None:
                route.abort()
            else:
                route.fulfill(status=status, content_type="text/html", body="<h1>Oeps</h1>")

        page.route("**/zoeken?*", fails)
        page.locator("main a.chip[href*='free=1']").first.click()
        told = page.locator("main .notice--danger")
        expect(told).to_be_in_viewport()
        assert titles(page) == shown
        page.unroute("**/zoeken?*")
        told.get_by_role("button").click()
        page.wait_for_url("**free=1*")
        assert titles(page)


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_where_somebody_stands_finds_what_is_near_and_stands_in_no_address(
    visitors: Visitors, device: Device
) -> None:
    with visitors.visit(device, geolocation=IN_DE_BOEI, permissions=["geolocation"]) as page:
        page.goto("/")
        page.locator("[data-act=locate]").first.click()
        page.wait_for_url("**/zoeken*")
        near = titles(page)
        assert not ANY_COORDINATE.search(page.url), page.url
        assert "lopen" in page.locator(f"{CARDS} .card__lead").first.inner_text()
        page.locator(f"{CARDS} .card__title a").first.click()
        page.wait_for_url("**/aanbod/*")
        page.go_back()
        eventually(lambda: titles(page) == near, "what is near is back")
        assert not ANY_COORDINATE.search(page.url), page.url


def test_who_keeps_their_position_to_themselves_is_told_kindly(visitors: Visitors) -> None:
    with visitors.visit("phone", permissions=[]) as page:
        page.goto("/")
        page.locator("[data-act=locate]").first.click()
        expect(page.locator("main .notice")).to_be_visible()
        expect(page.locator("input[name=where]")).to_be_editable()


def test_a_typed_address_stands_in_no_address_and_no_title(visitors: Visitors) -> None:
    with visitors.visit("phone", scripts=False) as page:
        page.goto("/")
        page.locator("input[name=where]").fill("Spinnerstraat 27A Enschede")
        page.locator("button[name=choice][value=koffie]").click()
        expect(page.locator("h1")).to_be_visible()
        for said in (page.url, page.title()):
            assert not HOUSE_NUMBER.search(said.removeprefix(visitors.home)), said
            assert "spinner" not in said.lower(), said


def test_the_map_holds_one_pin_a_place_and_keeps_step_with_the_list(visitors: Visitors) -> None:
    with visitors.visit("phone") as page:
        page.goto(LIST)
        places = {
            card.get_attribute("data-place") for card in page.locator(f"{CARDS}[data-lat]").all()
        }
        page.locator("[data-act=map]").first.click()
        pins = page.locator("#kaart .map-pin")
        expect(pins).to_have_count(len(places))
        pin = pins.filter(visible=True).last
        card = page.locator(f"{CARDS}[data-place='{pin.get_attribute('data-pin')}']").first
        pin.press("Enter")
        expect(card).to_have_class(re.compile("card--on"))
        bubble = page.locator("#kaart .leaflet-popup")
        expect(bubble.get_by_role("link").first).to_be_focused()
        expect(bubble).to_contain_text(card.locator(".card__title").inner_text())
