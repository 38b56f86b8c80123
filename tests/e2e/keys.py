"""Going through a page by keyboard, as who cannot hold a mouse does."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

MOST_STOPS = 400
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const shows = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ||
    style.boxShadow !== "none";
  const around = [at, at.closest("label"), at.closest(".card"), at.closest("summary")];
  return {
    tag: at.tagName.toLowerCase(),
    text: (at.getAttribute("aria-label") ?? at.innerText ?? "").trim() || at.name || "",
    href: at.getAttribute("href") ?? "",
    name: at.getAttribute("name") ?? "",
    value: at.getAttribute("value") ?? "",
    is_marked: around.some((each) => each && shows(getComputedStyle(each))),
    is_seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    place: [...document.querySelectorAll("*")].indexOf(at),
  };
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the focus is."""

    tag: str
    text: str
    href: str
    name: str
    value: str
    is_marked: bool
    """An outline of two pixels or more, or a shadow, shows where one is."""
    is_seen: bool
    place: int
    """Its number among all elements of the page."""


def stop_now(page: Page) -> Stop | None:
    """Where the focus is now; None: nowhere."""
    told = page.evaluate(FOCUSED)
    return Stop(**told) if told else None


def stops(page: Page, *, most: int = MOST_STOPS) -> Iterator[Stop]:
    """Each stop of the Tab key, from the top until it leaves the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = stop_now(page)
        if stop is None:
            return
        yield stop


def tab_to(page: Page, **wanted: str) -> Stop:
    """Presses Tab until the focus is on what has these properties; `href` by its beginning.

    Raises AssertionError when it is not there, or when one cannot see where one is on the way.
    """
    passed: list[Stop] = []
    for stop in stops(page):
        passed.append(stop)
        assert stop.is_marked, f"no visible focus on {stop}"
        assert stop.is_seen, f"the focus is off the screen on {stop}"
        if all(getattr(stop, name).startswith(value) for name, value in wanted.items()):
            return stop
    raise AssertionError(f"the Tab key never comes to {wanted}; it came by {passed}")
