"""Pages that stay the same: they promise what is so, and no more."""

import re
import shlex

import httpx
import pytest

from app.core.config import Settings
from app.core.errors import PROBLEMS, Problem
from app.main import create_app
from app.web.addresses import LANGUAGES, Language, address
from tests.core.http_house import asking
from tests.factories import MONDAY
from tests.web.conftest import BROWSER, HOME
from tests.web.parsed import Document, parsed, text_of


async def shown(browser: httpx.AsyncClient, name: str, language: Language = "nl") -> Document:
    answer = await browser.get(address(name, language))
    assert answer.status_code == 200
    return parsed(answer.text)


@pytest.mark.parametrize(
    "name", ["about", "privacy", "accessibility", "offline", "api", "problems"]
)
async def test_it_can_be_read_while_the_database_is_away(name: str) -> None:
    async with asking(create_app(Settings(), clock=lambda: MONDAY)) as client:
        answer = await client.get(address(name, "nl"), headers=BROWSER)

    assert answer.status_code == 200
    assert "Bel uw gemeente" in answer.text


async def test_privacy_tells_who_draws_the_map(browser: httpx.AsyncClient) -> None:
    assert "Uw telefoon vraagt niets aan anderen" in (await shown(browser, "privacy")).text

    settings = Settings(base_map_url="https://service.pdok.nl/brt/{z}/{x}/{y}.png")
    async with asking(create_app(settings, clock=lambda: MONDAY)) as client:
        answer = await client.get("/privacy", headers=BROWSER)
    assert "service.pdok.nl" in answer.text
    assert "vraagt niets aan anderen" not in answer.text


async def test_privacy_has_the_button_that_wipes_for_when_a_script_works(
    browser: httpx.AsyncClient,
) -> None:
    button = (await shown(browser, "privacy")).one("button", data_act="wipe")

    assert button is not None
    assert button.get("hidden") is not None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_statement_claims_no_more_than_is_so(
    browser: httpx.AsyncClient, language: Language
) -> None:
    page = await shown(browser, "accessibility", language)

    assert "Status C" in page.text
    assert HOME in page.text
    assert "WCAG 2.2" in page.text
    assert page.one("a", href="https://www.nationaleombudsman.nl/") is not None
    assert page.one("a", href="mailto:wij@kaart.example") is not None


async def test_what_waits_for_the_day_without_network_says_no_tomorrow(
    browser: httpx.AsyncClient,
) -> None:
    page = await shown(browser, "offline")

    assert "maandag tot en met vrijdag" in page.text
    assert not re.search(r"\b(Nu|vandaag|[Mm]orgen) (bereikbaar|van)\b", page.text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_question_of_the_interface_is_explained(
    browser: httpx.AsyncClient, language: Language
) -> None:
    page = await shown(browser, "api", language)

    paths = (await browser.get("/v1/openapi.json")).json()["paths"]
    headings = {text_of(one).replace(" ", "") for one in page.all("h3")}
    asked = {f"{method.upper()}/v1{path}" for path, told in paths.items() for method in told}
    assert headings == asked
    assert "/v1/openapi.json" in page.links()
    assert address("problems", language) in page.links()


async def test_every_example_can_be_copied_and_answers(browser: httpx.AsyncClient) -> None:
    examples = [text_of(one) for one in (await shown(browser, "api")).all("pre")]

    assert len(examples) > 10
    for example in examples:
        words = shlex.split(example)
        path = words[-1].removeprefix(HOME)
        assert path.startswith("/v1/")
        if "-d" in words:
            answer = await browser.post(
                path,
                content=words[words.index("-d") + 1],
                headers={"Content-Type": "application/json", "Accept": "application/json"},
            )
        else:
            answer = await browser.get(path, headers={"Accept": "*/*"})
        assert answer.status_code == 200, example


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda problem: problem.slug)
async def test_every_problem_has_its_page(browser: httpx.AsyncClient, problem: Problem) -> None:
    page = parsed((await browser.get(f"/problems/{problem.slug}")).text)

    assert problem.title in page.title
    assert problem.meaning in page.text
    assert str(problem.status) in page.text
