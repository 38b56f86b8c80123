"""axe finds nothing: on any page and state, in light and dark, and with text twice as large."""

import pytest

from tests.e2e.axe import low_contrast, violations
from tests.e2e.browsers import NARROW, PHONE, Visitors
from tests.e2e.reading import enlarge, sideways
from tests.e2e.states import EVERY, REFUSED
from tests.e2e.town import Town


@pytest.mark.parametrize("name", EVERY)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visitors: Visitors, town: Town, name: str
) -> None:
    with visitors.visit("phone", expected=REFUSED) as page:
        EVERY[name](page, town)
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert low_contrast(page) == []
        page.set_viewport_size(NARROW)
        assert sideways(page) == []
        page.set_viewport_size(PHONE)
        enlarge(page)
        assert sideways(page) == []
        assert violations(page) == []


@pytest.mark.parametrize("name", ["start", "results", "buurt", "entry", "place", "words of danger"])
def test_axe_finds_nothing_on_a_wide_screen(visitors: Visitors, town: Town, name: str) -> None:
    with visitors.visit("desk", expected=REFUSED) as page:
        EVERY[name](page, town)
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert low_contrast(page) == []
        assert sideways(page) == []
