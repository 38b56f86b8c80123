"""A visit counted in interactions: one tap, or one form filled in and sent, is one."""

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Walk:
    """Somebody going through the pages."""

    page: Page
    interactions: int = 0

    def begins(self, path: str = "/") -> None:
        """From nothing: the address is typed in."""
        self.page.goto(path)

    def sends(self, fields: Mapping[str, str], button: Locator) -> None:
        """Fills in a form by the names of its fields and sends it."""
        for name, value in fields.items():
            self.page.locator(f"form :is(input, textarea)[name={name}]").first.fill(value)
        self.taps(button)

    def taps(self, what: Locator) -> None:
        """Taps something that can be seen and is large enough for a thumb."""
        expect(what).to_be_visible()
        what.scroll_into_view_if_needed()
        what.click()
        self.interactions += 1
