"""Nobody is followed on the pages: what was typed, and from where, is left nowhere."""

import io
import logging
import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import structlog

from app.core.config import Settings
from app.core.logging import configure_logging
from app.web.addresses import LANGUAGES, PAGES, Language, address
from tests.web.states import STATES, Seen

HOME = {"lat": "52.211987", "lon": "6.876543"}
"""A position that nobody may find back; four decimals of it neither."""
STREET = "Spinnerstraat 27A"
SECRETS = (
    *("52.2119", "52.212", "52.211", "6.8765", "6.876", "6.877"),
    *("Spinnerstraat", "spinnerstraat", "27A", "zeppelinvaren", "slaat", "schulden"),
    *("7545TP", "7545 TP", "7545+TP", "7545%20TP"),  # 7545 alone may stand in somebody's id
    *("10.1.2.3", "Mozilla"),
)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that any logger writes."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(Settings(log_json=True, log_level="debug"), stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


async def _asked(client: httpx.AsyncClient, language: Language) -> AsyncIterator[httpx.Response]:
    """All ways to say where one is and what one looks for; where an answer leads is followed."""
    url = address("results", language)
    headers = {
        "User-Agent": "Mozilla",
        "X-Forwarded-For": "10.1.2.3",
        "Referer": f"http://a/{HOME}",
    }
    forms = (
        {**HOME, "choice": "koffie"},
        {**HOME, "q": "zeppelinvaren"},
        {"where": STREET, "q": "zeppelinvaren"},
        {"where": f"{STREET}, 7545 TP Enschede", "choice": "bewegen"},
        {"where": "7545 TP"},
        {"where": STREET, "q": "mijn man slaat mij"},
        {**HOME, "q": "schulden"},
        {"where": "Nergensstraat 999", "q": "hulp bij schulden"},
    )
    for form in forms:
        answer = await client.post(url, data=form, headers=headers)
        yield answer
        if answer.status_code == 303:
            yield await client.get(answer.headers["location"], headers=headers)
    for page in ("results", "mantelzorg", "wijkwijzer"):
        asked = {"q": "zeppelinvaren", "where": STREET, **HOME, "postcode": "7545TP"}
        yield await client.get(address(page, language), params=asked, headers=headers)


@both_languages
async def test_no_line_of_the_log_holds_it(
    seen: Seen, lines: io.StringIO, language: Language
) -> None:
    statuses = {answer.status_code async for answer in _asked(seen.client, language)}
    logged = lines.getvalue()
    assert statuses <= {200, 303}
    assert logged.count(address("results", language)) >= 8
    assert not [secret for secret in SECRETS if secret in logged]


@both_languages
async def test_an_address_holds_a_postcode_at_most(seen: Seen, language: Language) -> None:
    async for answer in _asked(seen.client, language):
        if answer.request.method != "POST":
            continue
        told = str(answer.headers.get("location", "")) + str(answer.headers.get("link", ""))
        for secret in (*SECRETS[:6], "Spinnerstraat", "27A", "slaat", "schulden", "999"):
            assert secret.lower() not in told.lower()


@both_languages
async def test_what_was_posted_is_answered_for_once(seen: Seen, language: Language) -> None:
    async for answer in _asked(seen.client, language):
        if answer.request.method == "POST" and answer.status_code == 200:
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers
            addresses = re.findall(r'(?:href|action|src|content)="([^"]*)"', answer.text)
            shown = " ".join(addresses)
            assert not [one for one in (*SECRETS[:6], "slaat", "schulden") if one in shown]
            title = re.findall(r"<title>(.*?)</title>", answer.text, re.DOTALL)[0]
            assert "slaat" not in title
            assert "Spinnerstraat" not in title


@both_languages
async def test_no_link_passes_on_what_an_address_should_not_have_held(
    seen: Seen, language: Language
) -> None:
    for page in ("results", "mantelzorg", "wijkwijzer"):
        asked = {**HOME, "area": "BU01530202"}
        answer = await seen.client.get(address(page, language), params=asked)
        addresses = " ".join(re.findall(r'(?:href|action|content)="([^"]*)"', answer.text))
        assert "BU01530202" in addresses
        assert not [one for one in (*SECRETS[:6], "lat=", "lon=") if one in addresses]
    asked = {"q": "mijn man slaat mij", "area": "BU01530202"}
    answer = await seen.client.get(address("results", language), params=asked)
    addresses = " ".join(re.findall(r'(?:href|action|content)="([^"]*)"', answer.text))
    assert "BU01530202" in addresses
    assert "slaat" not in addresses


async def test_no_page_leaves_a_cookie(seen: Seen) -> None:
    for (name, language), answer in (await seen.all()).items():
        assert "set-cookie" not in answer.headers, (name, language)
    assert not seen.client.cookies


async def test_metrics_know_templates_of_addresses_only(seen: Seen) -> None:
    await seen.all()
    metrics = (await seen.client.get("/metrics")).text
    routes = set(re.findall(r'route="([^"]*)"', metrics))
    pages = {
        f"{prefix}{path}".rstrip("/") or "/" for prefix in ("", "/en") for path in PAGES.values()
    }
    assert {state.page for state in STATES.values()}
    assert routes & pages
    assert not {route for route in routes if re.search(r"BU0|GM0|[0-9a-f]{8}-", route)}
    assert not [secret for secret in SECRETS if secret in metrics]
