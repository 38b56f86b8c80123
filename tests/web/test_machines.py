"""What machines fetch: search engines, telephones, and who finds a weakness."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import httpx
import pytest

from app.core.config import Settings
from app.main import create_app
from app.web.addresses import LANGUAGES, address
from tests.core.http_house import asking
from tests.factories import MONDAY, PATHMOS
from tests.web.conftest import HOME

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


async def sitemap(browser: httpx.AsyncClient, path: str = "/sitemap.xml") -> ET.Element:
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/xml"
    return ET.fromstring(answer.content)  # noqa: S314 -- we wrote it ourselves


def told(root: ET.Element, path: str) -> list[str]:
    return [one.text or "" for one in root.findall(path, NAMES)]


async def all_pages(browser: httpx.AsyncClient) -> dict[str, ET.Element]:
    """Every page in every part, by its path."""
    parts = told(await sitemap(browser), "s:sitemap/s:loc")
    assert all(part.startswith(HOME) for part in parts)
    found = {}
    for part in parts:
        for page in (await sitemap(browser, part.removeprefix(HOME))).findall("s:url", NAMES):
            found[told(page, "s:loc")[0].removeprefix(HOME)] = page
    return found


async def test_search_engines_hear_of_every_buurt_with_something_in_it_and_every_open_entry(
    browser: httpx.AsyncClient,
) -> None:
    pages = await all_pages(browser)

    listed = (await browser.get("/v1/offerings?limit=100&area=GM0153")).json()["items"]
    words = (await browser.get("/v1/vocabularies")).json()["items"]
    marks = {
        (vocabulary["name"], term["code"]): term["sensitivity"]
        for vocabulary in words
        for term in vocabulary["terms"]
    }
    for item in listed:
        subjects = [("theme", code) for code in item["themes"]]
        groups = [("audience", audience["code"]) for audience in item["audiences"]]
        is_open = all(marks[one] in {None, "open"} for one in (*subjects, *groups))
        for language in LANGUAGES:
            assert (address("entry", language, id=item["id"]) in pages) == is_open, item["title"]
    for name in ("start", "mantelzorg", "wijkwijzer"):
        assert address(name, "en").removesuffix("/") in pages
    assert address("buurt", "nl", code=PATHMOS) in pages


async def test_each_page_names_itself_in_every_language_and_when_it_changed(
    browser: httpx.AsyncClient,
) -> None:
    for path, page in (await all_pages(browser)).items():
        links = {one.get("hreflang"): one.get("href") for one in page.findall("x:link", NAMES)}
        assert links.keys() == set(LANGUAGES)
        assert HOME + path in links.values()
        for moment in told(page, "s:lastmod"):
            assert datetime.fromisoformat(moment) <= MONDAY.replace(year=MONDAY.year + 1)


async def test_what_it_lists_is_there(browser: httpx.AsyncClient) -> None:
    pages = list(await all_pages(browser))
    for path in pages[:: len(pages) // 12]:
        assert (await browser.get(path)).status_code == 200, path


@pytest.mark.parametrize("part", ["0", "9999", "x", "1; DROP TABLE area", "٣", "99999999999"])
async def test_a_part_that_is_not_there_is_404(browser: httpx.AsyncClient, part: str) -> None:
    answer = await browser.get("/sitemap.xml", params={"deel": part})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_search_engines_leave_the_interface_and_what_is_saved_alone(
    browser: httpx.AsyncClient,
) -> None:
    lines = (await browser.get("/robots.txt")).text.splitlines()

    assert lines[0] == "User-agent: *"
    for path in ("/bewaard", "/en/bewaard", "/v1/"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {HOME}/sitemap.xml" in lines


async def test_who_finds_a_weakness_reads_whom_to_tell(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:wij@kaart.example"
    assert fields["Canonical"] == f"{HOME}/.well-known/security.txt"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 100 < (expires - MONDAY).days < 366


async def test_without_an_address_of_its_own_the_makers_are_told() -> None:
    async with asking(create_app(Settings(), clock=lambda: MONDAY)) as client:
        answer = await client.get("/.well-known/security.txt")

    assert "Contact: mailto:api@buurtkaart.example" in answer.text


async def test_a_telephone_can_put_it_among_its_apps(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/manifest.webmanifest")

    told = answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert told["start_url"] == told["scope"] == "/"
    purposes = {(icon.get("purpose", "any"), icon["sizes"]) for icon in told["icons"]}
    assert purposes >= {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")}
    for icon in told["icons"]:
        answer = await browser.get(icon["src"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, icon["type"])
