"""What axe finds on a page: the rules of WCAG 2.2 AA and its own good practices."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from app.core.migrations import ROOT

AXE = ROOT / ".venv/e2e/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
ASKED = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, help, nodes }) => nodes.map(
    ({ target, failureSummary }) => `${id}: ${help} at ${target.join(" ")}\\n${failureSummary}`,
  ));
}"""


@cache
def _axe(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Each as a sentence with the place; the page stays as it was."""
    return _found(page, TAGS)


def low_contrast(page: Page) -> list[str]:
    """The same for colours alone, which are all that light and dark differ in."""
    return _found(page, CONTRAST)


def _found(page: Page, rules: Sequence[str]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe(AXE))
    found: list[str] = page.evaluate(ASKED, rules)
    return found
