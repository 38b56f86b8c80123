"""When something goes wrong people get a page that helps, and programs a problem that tells."""

import httpx
import pytest
from fastapi import FastAPI

from app.core.config import Settings
from app.core.errors import UnavailableError
from app.main import create_app
from app.web.router import page_routes
from tests.core.http_house import asking
from tests.factories import MONDAY
from tests.web.conftest import BROWSER
from tests.web.parsed import parsed, wrong_with

PROBLEM = "application/problem+json"


def broken(error: Exception) -> FastAPI:
    """A house whose first page fails."""

    async def fails(*_: object) -> None:
        raise error

    app = create_app(Settings(contact_email="wij@kaart.example"), clock=lambda: MONDAY)
    [start] = [route for route in app.routes if getattr(route, "path", "") == "/"]
    start.app = fails  # type: ignore[attr-defined]
    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nergens", 404),
        ("GET", "/aanbod/koffie", 404),
        ("GET", "/buurt/XX1/afdrukken.pdf", 404),
        ("GET", "/wp-login.php", 404),
        ("DELETE", "/", 405),
        ("POST", "/over", 405),
        ("GET", "/?" + "q" * 9000, 400),
        ("GET", "/" + "a" * 3000, 400),
        ("POST", "/zoeken", 413),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_people_get_a_page_in_their_language(
    browser: httpx.AsyncClient, method: str, path: str, status: int, prefix: str
) -> None:
    content = b"q=" + b"a" * 1_100_000 if status == 413 else b""
    answer = await browser.request(
        method,
        (prefix + path).rstrip("/") or "/",
        content=content,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    page = parsed(answer.text)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert not wrong_with(page)
    assert page.root.get("lang") == ("en" if prefix else "nl")
    assert page.one("input", name="where") is not None
    assert page.one("a", href=prefix or "/") is not None
    assert [one for one in page.all("a") if (one.get("href") or "").startswith("tel:")]


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/v1/nergens", BROWSER["Accept"]),
        ("/static/0/css/app.css", BROWSER["Accept"]),
        ("/sitemap.xml?deel=0", BROWSER["Accept"]),
        ("/nergens", "*/*"),
        ("/nergens", "application/json"),
        ("/nergens", ""),
    ],
)
async def test_programs_get_a_problem(browser: httpx.AsyncClient, path: str, accept: str) -> None:
    answer = await browser.get(path, headers={"Accept": accept})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/en/", "/en"),
        ("/over/", "/over"),
        ("/en/buurt/BU01530202/", "/en/buurt/BU01530202"),
        ("/wijkwijzer/?area=GM0153", "/wijkwijzer?area=GM0153"),
        ("//kwaad.example/", "/kwaad.example"),
    ],
)
async def test_a_slash_too_many_is_forgiven(
    browser: httpx.AsyncClient, typed: str, meant: str
) -> None:
    answer = await browser.get(f"http://buurtkaart.test{typed}")

    assert answer.status_code == 308
    assert answer.headers["location"] == meant


async def test_a_wrong_method_hears_the_right_ones(browser: httpx.AsyncClient) -> None:
    assert (await browser.delete("/over")).headers["allow"] == "GET, HEAD, OPTIONS"
    assert (await browser.delete("/zoeken")).headers["allow"] == "GET, HEAD, OPTIONS, POST"


async def test_our_own_mistake_tells_its_number_and_nothing_else() -> None:
    async with asking(broken(RuntimeError("geheim"))) as client:
        answer = await client.get("/", headers=BROWSER)
        program = await client.get("/", headers={"Accept": "application/json"})

    page = parsed(answer.text)
    assert (answer.status_code, program.status_code) == (500, 500)
    assert answer.headers["x-request-id"] in page.text
    assert page.one("a", href="mailto:wij@kaart.example") is not None
    assert page.one("a", href="/") is not None
    assert "geheim" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert program.headers["content-type"] == PROBLEM


async def test_who_comes_while_it_is_busy_hears_when_to_try_again() -> None:
    busy = UnavailableError("Het is nu erg druk.", retry_after_s=5)
    async with asking(broken(busy)) as client:
        answer = await client.get("/?q=koffie&area=GM0153", headers=BROWSER)

    page = parsed(answer.text)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "over 5 seconden" in page.text
    assert page.one("a", href="/?q=koffie&area=GM0153") is not None


async def test_trying_again_never_leads_to_somebody_else() -> None:
    async with asking(create_app(Settings(), clock=lambda: MONDAY)) as client:
        answer = await client.get("http://buurtkaart.test//kwaad.example/zoeken", headers=BROWSER)
        away = await client.get("/zoeken", headers=BROWSER)

    hrefs = [one.get("href") or "" for one in parsed(answer.text).all("a")]
    assert answer.status_code == 404
    assert not [href for href in hrefs if href.startswith("//") or "kwaad" in href]
    assert away.status_code == 503
    assert parsed(away.text).one("a", href="/zoeken") is not None


async def test_a_page_that_cannot_be_drawn_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("app.web.answering.drawn", fails)
    async with asking(create_app(Settings(), clock=lambda: MONDAY)) as client:
        answer = await client.get("/over", headers=BROWSER)

    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM


def test_every_page_can_be_asked_for_its_head() -> None:
    assert all({"GET", "HEAD"} <= (route.methods or set()) for route in page_routes())
