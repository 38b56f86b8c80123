"""What the other tests rely on can go red."""

import pytest
from playwright.sync_api import Page

from tests.e2e.axe import low_contrast, violations
from tests.e2e.browsers import Visitors
from tests.e2e.keys import stops
from tests.e2e.reading import sideways

ASKS_OTHERS = "new Image().src = 'https://tiles.example/1.png'"
SETS_A_COOKIE = "document.cookie = 'who=me'"
BREAKS_THE_CSP = """() => {
  const script = document.createElement("script");
  script.textContent = "window.harmed = true";
  document.body.append(script);
}"""
FAILS = "setTimeout(() => { throw new Error('oops') })"
GREY_ON_GREY = """() => {
  const line = document.createElement("p");
  line.textContent = "nauwelijks te lezen";
  Object.assign(line.style, { color: "#888", background: "#999", width: "900px" });
  document.querySelector("main").append(line, document.createElement("button"));
}"""
NO_OUTLINE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { outline: none !important; box-shadow: none !important }");
  document.adoptedStyleSheets.push(sheet);
}"""


def start(page: Page) -> Page:
    page.goto("/")
    return page


@pytest.mark.parametrize("act", [ASKS_OTHERS, SETS_A_COOKIE, BREAKS_THE_CSP, FAILS])
def test_a_visit_that_leaves_traces_is_seen(visitors: Visitors, act: str) -> None:
    with pytest.raises(AssertionError), visitors.visit() as page:  # noqa: PT012
        start(page).evaluate(act)
        page.wait_for_timeout(300)


def test_what_cannot_be_read_or_named_or_fitted_is_found(visitors: Visitors) -> None:
    with visitors.visit() as page:
        start(page).evaluate(GREY_ON_GREY)
        assert any(found.startswith("color-contrast") for found in low_contrast(page))
        assert any(found.startswith("button-name") for found in violations(page))
        assert sideways(page)


def test_a_focus_that_cannot_be_seen_is_found(visitors: Visitors) -> None:
    with visitors.visit("desk") as page:
        start(page).evaluate(NO_OUTLINE)
        assert not any(stop.is_marked for stop in stops(page, most=5))
