"""The paper map: found from the page of the buurt, and one A4 however it is printed."""

import io
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from app.web.addresses import Language, address
from tests.e2e.browsers import Visitors
from tests.e2e.town import PATHMOS
from tests.e2e.walks import Walk

DRAWN_WITHIN_MS = 30_000
A4_POINTS = (595, 842)
TITLES: Mapping[Language, str] = {"nl": "Pathmos", "en": "Pathmos"}


def assert_one_a4(pdf: bytes) -> str:
    """What stands on the one page."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    assert tuple(round(float(size)) for size in pages[0].mediabox[2:]) == A4_POINTS
    return pages[0].extract_text()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_the_paper_map_of_a_buurt_is_two_taps_away(visitors: Visitors, *, scripts: bool) -> None:
    with visitors.visit("desk", scripts=scripts) as page:
        walk = Walk(page)
        walk.begins(address("buurt", "nl", code=PATHMOS))
        walk.taps(page.locator(f"main a[href='{address('paper', 'nl', code=PATHMOS)}']").first)
        expect(page.locator("h1")).to_contain_text("Pathmos")
        link = page.locator("main a[href$='afdrukken.pdf'], main a[href*='afdrukken.pdf?']").first
        expect(link).to_be_visible()
        answer = page.context.request.get(
            visitors.home + str(link.get_attribute("href")), timeout=DRAWN_WITHIN_MS
        )
        assert answer.headers["content-type"] == "application/pdf"
        assert "Pathmos" in assert_one_a4(answer.body())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_itself_prints_on_one_a4(visitors: Visitors, language: Language) -> None:
    with visitors.visit("desk", scripts=False) as page:
        page.goto(address("paper", language, code=PATHMOS))
        said = assert_one_a4(
            page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
        )
        assert TITLES[language] in said


def test_an_ordinary_page_prints_without_its_buttons(visitors: Visitors) -> None:
    with visitors.visit("desk") as page:
        page.goto(address("buurt", "nl", code=PATHMOS))
        page.emulate_media(media="print")
        for act in page.locator("[data-act], nav").all():
            expect(act).to_be_hidden()
