"""From nothing to "I know where and when" in three interactions, whatever somebody needs."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from app.web.choices import CHOICES
from tests.e2e.browsers import Device, Visitors
from tests.e2e.town import Told, Town
from tests.e2e.walks import Walk
from tests.thorough import THOROUGH

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOST = 3
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
WAYS = [
    pytest.param("phone", False, id="phone without scripts"),
    pytest.param("desk", True, id="desk"),
    *(
        (
            pytest.param("phone", True, id="phone"),
            pytest.param("desk", False, id="desk without scripts"),
        )
        if THOROUGH
        else ()
    ),
]


def first_card(page: Page) -> Locator:
    """The link of the first card in the list."""
    return page.locator("#resultaten .card .card__title a").first


def is_where(told: Told, text: str) -> bool:
    """Whether a page says where something is: the address, or how to reach it from home."""
    if told["place"] and told["place"]["address"]:
        address = told["place"]["address"]
        return told["place"]["name"] in text and str(address["street"]) in text
    return any(
        contact in text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace("-", "")
        for contact in digits_of(told)
    ) or bool(told["channel"] != "place")


def digits_of(told: Told) -> list[str]:
    """The last seven digits of each telephone number: how it is written differs."""
    numbers = [
        value
        for value in (told.get("contact") or {}).values()
        if isinstance(value, str) and sum(map(str.isdigit, value)) >= 9
    ]
    return ["".join(filter(str.isdigit, number))[-7:] for number in numbers]


def is_when(told: Told, text: str) -> bool:
    """Whether a page says when it is next: the day and the time of the clock."""
    if told["next"] is None:
        return bool(told["schedule"]) is False or told["schedule"] in text
    starts = datetime.fromisoformat(told["next"]["startsAt"]).astimezone(AMSTERDAM)
    day = f"{starts.day} {MONTHS[starts.month - 1]}"
    return day in text and f"{starts.hour}.{starts.minute:02}" in text


@pytest.mark.parametrize(("device", "scripts"), WAYS)
@pytest.mark.parametrize("need", CHOICES)
def test_somebody_with_a_need_knows_where_and_when(
    visitors: Visitors, town: Town, need: str, device: Device, *, scripts: bool
) -> None:
    with visitors.visit(device, scripts=scripts) as page:
        walk = Walk(page)
        walk.begins()
        walk.sends({"where": "Pathmos"}, page.locator(f"button[name=choice][value={need}]"))
        expect(page.locator("h1")).to_be_visible()
        walk.taps(first_card(page))
        page.wait_for_url("**/aanbod/*")
        told = town.offering(page.url.rpartition("/")[2])
        text = page.locator("main").inner_text()
        assert walk.interactions <= MOST
        choice = CHOICES[need]
        assert told["kind"] in choice.kinds or set(told["themes"]) & set(choice.themes)
        assert is_when(told, text), (told["next"], text)
        assert is_where(told, text), (told["place"], text)


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_somebody_asks_in_their_own_words(visitors: Visitors, town: Town, *, scripts: bool) -> None:
    with visitors.visit(scripts=scripts) as page:
        walk = Walk(page)
        walk.begins()
        walk.sends(
            {"where": "Pathmos", "q": "koffie drinken op dinsdag"},
            page.locator("form.start .button--primary"),
        )
        walk.taps(first_card(page))
        page.wait_for_url("**/aanbod/*")
        told = town.offering(page.url.rpartition("/")[2])
        assert "ontmoeten" in told["themes"]
        assert walk.interactions <= MOST


def test_a_card_says_first_when_how_far_what_it_costs_and_whether_one_walks_in(
    visitors: Visitors,
) -> None:
    with visitors.visit(scripts=False) as page:
        walk = Walk(page)
        walk.begins()
        walk.sends({"where": "Pathmos"}, page.locator("button[name=choice][value=koffie]"))
        for lead in page.locator("#resultaten .card").all():
            first = lead.locator("> *").first
            expect(first).to_have_class("card__lead")
            assert first.inner_text().count("·") >= 3, first.inner_text()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_mantelzorger_finds_the_support_point_and_its_telephone(
    visitors: Visitors, town: Town, *, scripts: bool
) -> None:
    with visitors.visit(scripts=scripts) as page:
        walk = Walk(page)
        walk.begins()
        walk.taps(page.locator("header a[href='/mantelzorg'], main a[href='/mantelzorg']").first)
        form = page.locator("main form").first
        walk.sends({"where": "Pathmos"}, form.locator(".button--primary"))
        support = town.pathmos["mantelzorg"]
        assert support is not None
        expect(page.locator("main")).to_contain_text(support["title"])
        expect(page.locator("main a[href^='tel:']").first).to_be_visible()
        assert walk.interactions <= MOST


def test_a_child_that_cares_for_somebody_has_a_door_of_its_own(visitors: Visitors) -> None:
    with visitors.visit(scripts=False) as page:
        walk = Walk(page)
        walk.begins("/mantelzorg")
        walk.taps(page.locator("main a[href='/mantelzorg/jong']").first)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main a[href^='tel:']").first).to_be_visible()
        assert " u " not in page.locator("main").inner_text().lower()
        assert walk.interactions <= MOST


def test_somebody_in_danger_sees_whom_to_call_before_anything_else(visitors: Visitors) -> None:
    with visitors.visit(scripts=False) as page:
        walk = Walk(page)
        walk.begins()
        walk.sends(
            {"where": "Pathmos", "q": "mijn man slaat mij"},
            page.locator("form.start .button--primary"),
        )
        call = page.locator("main a[href='tel:112'], main a[href='tel:08002000']").first
        expect(call).to_be_in_viewport()
        assert "slaat" not in page.url
        assert "slaat" not in page.title()
        expect(page.locator("[data-act=leave], .leave a, .leave button").first).to_be_visible()
