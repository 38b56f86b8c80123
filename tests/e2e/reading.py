"""What somebody sees of a page: whether it fits the screen, and with larger text too."""

from playwright.sync_api import Page

TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1)
    .map((each) => `${each.outerHTML.slice(0, 60)} ${each.textContent.trim().slice(0, 40)}`)
    .slice(0, 5).concat(`${root.scrollWidth} wide`);
}"""


def sideways(page: Page) -> list[str]:
    """What sticks out, when one would have to scroll sideways to read the page."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def enlarge(page: Page) -> None:
    """Text twice as large, as a browser's setting makes it."""
    page.evaluate(TWICE_AS_LARGE)
