"""Whatever people write into an entry is shown as text, on every page and in every file."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from io import BytesIO
from xml.etree import ElementTree as ET

import httpx
import pytest
from icalendar import Calendar
from pypdf import PdfReader

from app.core.config import Settings
from app.main import create_app
from app.web.addresses import FILES, LANGUAGES, Language, address
from tests.contract.hostile_values import ATTACKS as TYPED
from tests.contract.hostile_values import MOMENTS, NUMBERS, PLACES
from tests.core.http_house import asking
from tests.databases import Databases
from tests.factories import MONDAY, PATHMOS
from tests.web.conftest import BROWSER, HOME
from tests.web.hostile_neighbourhood import ATTACKS, MARK, Hostile, settle
from tests.web.parsed import Document, parsed, wrong_with

TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
ASKED = (
    *("q", "where", "area", "postcode", "place", "choice", "kind", "theme", "audience"),
    *("language", "free", "walkIn", "when", "from", "to", "day", "part", "age", "radius"),
    *("sort", "limit", "cursor", "lat", "lon", "voor", "x"),
)

both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
async def hostile(make_database: Databases) -> Hostile:
    return await settle(make_database())


@pytest.fixture(scope="module")
async def reader(hostile: Hostile) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url=hostile.url, public_url=HOME)
    async with asking(create_app(settings, clock=lambda: MONDAY), opened=True) as client:
        client.headers.update(BROWSER)
        yield client


def harmed(answer: httpx.Response) -> list[str]:
    """What of theirs became a part of the page instead of its text."""
    page = parsed(answer.text)
    return [*wrong_with(page), *_theirs(page), *_turned(answer.text)]


def _theirs(page: Document) -> Iterator[str]:
    for element in page.root.iter():
        if MARK in str(element.tag).lower():
            yield f"an element {element.tag}"
        for name, value in element.attrib.items():
            if MARK in name.lower():
                yield f"an attribute {name} of {element.tag}"
            if name in {"id", "class", "type", "rel", "name"} and MARK in value.lower():
                yield f"{element.tag} {name}={value[:60]}"


def _turned(text: str) -> Iterator[str]:
    for found in TURNED.finditer(text):
        around = text[max(0, found.start() - 60) : found.end() + 20]
        yield f"a mark that turns the line round, at {around!r}"


def _pages(hostile: Hostile) -> Sequence[tuple[str, dict[str, object], list[tuple[str, str]]]]:
    here = {"code": PATHMOS}
    return [
        *(("entry", {"id": one}, []) for one in hostile.offerings),
        *(("place", {"id": one}, []) for one in hostile.places),
        ("results", {}, []),
        ("results", {}, [("area", PATHMOS), ("limit", "100")]),
        ("results", {}, [("q", MARK)]),
        *((name, here, []) for name in ("buurt", "buurt_to_keep", "paper")),
        *(("buurt", {"code": code}, []) for code in ("WK015302", "GM0153")),
        ("paper", here, [("voor", "ouderen")]),
        *((name, {}, []) for name in ("start", "wijkwijzer", "mantelzorg", "young_carers")),
        *((name, {}, [("area", PATHMOS)]) for name in ("wijkwijzer", "mantelzorg")),
    ]


@pytest.mark.slow
@both_languages
async def test_every_page_shows_it_as_text(
    reader: httpx.AsyncClient, hostile: Hostile, language: Language
) -> None:
    found = []
    # The same templates: of the entries a third is enough in English.
    pages = _pages(hostile)
    wanted = pages if language == "nl" else [*pages[:50:3], *pages[50:]]
    for name, values, query in wanted:
        url = address(name, language, query, **values)
        answer = await reader.get(url)
        assert answer.status_code == 200, url
        found += [f"{url}: {what}" for what in harmed(answer)]
    assert not found, "\n".join(found[:40])


async def test_nothing_of_it_is_lost(reader: httpx.AsyncClient, hostile: Hostile) -> None:
    for attack, entry in zip(ATTACKS, hostile.offerings, strict=True):
        page = parsed((await reader.get(address("entry", "nl", id=entry))).text)
        shown = _letters(page.text)
        assert _letters(attack)[:2000] in shown, attack[:60]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


async def test_braces_and_per_cent_signs_put_nothing_in(
    reader: httpx.AsyncClient, hostile: Hostile
) -> None:
    for entry in hostile.offerings:
        text = parsed((await reader.get(address("entry", "nl", id=entry))).text).text
        assert f"49{MARK}" not in text
        assert "&lt;" not in text or f"&lt;{MARK}" in text


@both_languages
async def test_the_paper_is_one_page_of_text(
    reader: httpx.AsyncClient, hostile: Hostile, language: Language
) -> None:
    assert hostile.offerings
    answer = await reader.get(address("paper_pdf", language, code=PATHMOS))
    assert answer.status_code == 200
    pdf = PdfReader(BytesIO(answer.content))
    assert len(pdf.pages) == 1
    text = "".join(page.extract_text() for page in pdf.pages)
    assert MARK in text
    assert not {"/JS", "/JavaScript", "/OpenAction", "/EmbeddedFiles"} & set(_keys(pdf))


def _keys(pdf: PdfReader) -> Iterator[str]:
    yield from (str(key) for key in pdf.trailer["/Root"])
    for page in pdf.pages:
        yield from (str(key) for key in page)


async def test_the_calendar_holds_what_is_ours_and_nothing_more(
    reader: httpx.AsyncClient, hostile: Hostile
) -> None:
    begin = "20261201T090000Z"
    for entry in hostile.offerings:
        series = await reader.get(address("entry_calendar", "nl", id=entry))
        single = await reader.get(address("session_calendar", "nl", id=entry, begin=begin))
        for answer in (series, single):
            assert answer.status_code == 200, answer.url
            assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
            calendar = Calendar.from_ical(answer.content)
            names = {str(name) for one in calendar.walk() for name in one}
            assert not {name for name in names if MARK in name.lower()}
            events = len(calendar.walk("VEVENT"))
            assert answer.content.count(b"\r\nBEGIN:VEVENT\r\n") == events
            assert events == 1 or answer is series
            assert not list(_turned(answer.text))


async def test_files_for_machines_can_be_read(reader: httpx.AsyncClient, hostile: Hostile) -> None:
    assert hostile.offerings
    sitemap = await reader.get(FILES["sitemap"])
    root = ET.fromstring(sitemap.content)  # noqa: S314 - our own
    assert MARK not in sitemap.text
    assert root.tag.endswith(("urlset", "sitemapindex"))
    json.loads((await reader.get(FILES["manifest"])).text)


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
async def test_whatever_stands_in_an_address_is_answered(
    reader: httpx.AsyncClient, name: str
) -> None:
    typed = [*TYPED, *NUMBERS[:20], *MOMENTS[:10], *PLACES[:10]]
    if name not in {"q", "where"}:
        typed = typed[::8]
    for value in typed:
        answer = await reader.get(address("results", "nl"), params={name: value})
        assert answer.status_code in {200, 303}, value[:60]
        if answer.status_code == 200:
            assert not harmed(answer), value[:60]


@pytest.mark.slow
async def test_whatever_is_posted_is_answered(reader: httpx.AsyncClient) -> None:
    for value in TYPED[::2]:
        for name in ("q", "where", "lat", "choice"):
            answer = await reader.post(address("results", "nl"), data={name: value})
            assert answer.status_code in {200, 303}, value[:60]
            if answer.status_code == 303:
                assert answer.headers["location"].startswith("/zoeken")
                assert not set("\r\n") & set(answer.headers["location"])
            else:
                assert not harmed(answer), value[:60]


@pytest.mark.parametrize(
    ("form", "statuses"),
    [
        ({"q": "a" * 10_000}, {200, 303}),
        ({"where": "a" * 10_000}, {200, 303}),
        ({f"field{number}": "x" for number in range(200)}, {400}),
        ({"q": ["koffie"] * 50, "where": ["Pathmos"] * 9}, {200, 303}),
        ({"": "", "q\x00": "a\x00b", "lat": "nan", "lon": "inf"}, {200, 303}),
    ],
    ids=["10,000 characters", "a long place", "200 fields", "one field often", "no names"],
)
async def test_forms_have_their_measure(
    reader: httpx.AsyncClient, form: dict[str, str | list[str]], statuses: set[int]
) -> None:
    answer = await reader.post(address("results", "nl"), data=form)
    assert answer.status_code in statuses
    if answer.status_code != 303:
        assert answer.headers["content-type"].startswith("text/html")
        assert not harmed(answer)
    else:
        assert len(answer.headers["location"]) < 2_000


async def test_a_body_that_is_no_form_is_answered(reader: httpx.AsyncClient) -> None:
    for content, kind in (
        (b"{", "application/json"),
        (b"\xff\xfe=%zz&&&=%", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
    ):
        answer = await reader.post(
            address("results", "nl"), content=content, headers={"Content-Type": kind}
        )
        assert answer.status_code in {200, 303, 400, 415}
        if answer.status_code != 303:
            assert not harmed(answer)
