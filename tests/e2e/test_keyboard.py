"""By keyboard alone, and by what a screen reader is told."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsers import Visitors
from tests.e2e.keys import stops, tab_to
from tests.e2e.states import EVERY, REFUSED
from tests.e2e.town import PATHMOS, Town

MAIN_PAGES = [
    *("start", "results", "buurt", "paper", "entry", "place", "mantelzorg", "wijkwijzer", "saved"),
    *("discreet entry", "words of danger", "nothing found", "a page that is not there"),
]
CONTROLS = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "switch"}
LANDMARKS = {"banner", "main", "contentinfo", "navigation", "complementary"}
THUMB_PX = 44
SMALL = """(least) => [...document.querySelectorAll(
    "main :is(button, input:not([type=hidden]), select, .chip, .button, .choice)"
  )]
  .filter((each) => each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([each, box]) => `${each.outerHTML.slice(0, 90)} is ${box.width} × ${box.height}`)"""


def in_the_tree(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything that a screen reader is told of."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]


def test_from_nothing_to_where_and_when_without_a_mouse(visitors: Visitors) -> None:
    with visitors.visit("desk") as page:
        page.goto("/")
        assert tab_to(page, tag="a").href == "#inhoud"
        page.keyboard.press("Enter")
        tab_to(page, tag="input", name="where")
        page.keyboard.type("Pathmos")
        tab_to(page, tag="button", name="choice", value="koffie")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken?*")
        page.keyboard.press("Tab")
        tab_to(page, tag="a", href="/aanbod/")
        page.keyboard.press("Enter")
        page.wait_for_url("**/aanbod/*")
        expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("name", MAIN_PAGES)
def test_the_focus_goes_down_the_page_and_is_always_seen(
    visitors: Visitors, town: Town, name: str
) -> None:
    with visitors.visit("desk", expected=REFUSED) as page:
        EVERY[name](page, town)
        page.wait_for_load_state("networkidle")
        passed = list(stops(page, most=60))
        assert passed, "nothing can be reached"
        assert [stop for stop in passed if not stop.is_marked] == []
        assert [stop for stop in passed if not stop.is_seen] == []
        places = [stop.place for stop in passed]
        assert places == sorted(places), "the order of the focus is the order of the page"


@pytest.mark.parametrize("name", MAIN_PAGES)
def test_everything_one_can_press_has_a_name_and_room_for_a_thumb(
    visitors: Visitors, town: Town, name: str
) -> None:
    with visitors.visit("phone", expected=REFUSED) as page:
        EVERY[name](page, town)
        tree = in_the_tree(page)
        assert [role for role, named in tree if role in CONTROLS and not named.strip()] == []
        assert {role for role, _ in tree} >= LANDMARKS
        assert page.evaluate(SMALL, THUMB_PX) == []


def test_a_screen_reader_hears_what_the_start_page_asks(visitors: Visitors) -> None:
    with visitors.visit("phone") as page:
        page.goto("/")
        tree = in_the_tree(page)
        fields = [named for role, named in tree if role in {"textbox", "searchbox", "combobox"}]
        assert any(named.startswith("Waar") for named in fields), fields
        for choice in page.locator("button[name=choice]").all():
            assert ("button", " ".join(choice.inner_text().split())) in tree


def test_a_screen_reader_hears_a_card_as_a_sentence(visitors: Visitors) -> None:
    with visitors.visit("phone") as page:
        page.goto(f"/zoeken?area={PATHMOS}&choice=koffie")
        lead = page.locator("#resultaten .card__lead").first
        spoken = lead.aria_snapshot()
        assert "±" not in spoken, spoken


def test_who_wants_rest_gets_no_movement(visitors: Visitors) -> None:
    with visitors.visit("phone") as page:  # every visitor here asked for reduced motion
        page.goto("/")
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) => {
              const { animationName, transitionDuration } = getComputedStyle(each);
              return animationName !== "none" ||
                transitionDuration.split(",").some((time) => parseFloat(time) > 0.02);
            }).map((each) => each.className)"""
        )
        assert moving == []
