"""What holds of every page, in every state and both languages."""

import re
from collections import defaultdict
from collections.abc import Sequence

import brotli  # type: ignore[import-untyped]
import httpx
import pytest

from app.core.config import Settings
from app.web.addresses import LANGUAGES, Language, without_language
from app.web.answering import page_headers
from tests.web.conftest import HOME
from tests.web.parsed import Document, text_of, wrong_with
from tests.web.states import STATES, Seen, forgotten

FIRST_VIEW_BYTES = 60_000
LINKS_A_PAGE = 4
"""Followed of each page to each kind of page: a list of a hundred cards is one template."""

every_state = pytest.mark.parametrize("name", STATES)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def test_no_page_is_forgotten() -> None:
    assert not forgotten()


@both_languages
@every_state
async def test_it_is_good_html_that_everybody_can_use(
    seen: Seen, name: str, language: Language
) -> None:
    answer = await seen.answer(name, language)
    assert answer.status_code == STATES[name].status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = await seen.document(name, language)
    assert not wrong_with(page)
    assert page.root.get("lang") == answer.headers["content-language"] == language


@both_languages
@every_state
async def test_it_ends_with_whom_to_call(seen: Seen, name: str, language: Language) -> None:
    page = await seen.document(name, language)
    [foot] = [one for one in page.all("aside") if "helps" in (one.get("class") or "").split()]
    numbers = [one.get("href") or "" for one in foot.iter("a")]
    assert any(re.fullmatch(r"tel:\+?[0-9]{3,15}", number) for number in numbers), text_of(foot)
    page_order = [one.tag for one in page.all("main", "aside", "footer") if one.tag != "aside"]
    assert page_order[-1] == "footer"


@both_languages
@every_state
async def test_it_says_what_browsers_may_do_and_keep(
    seen: Seen, name: str, language: Language
) -> None:
    state, headers = STATES[name], (await seen.answer(name, language)).headers
    assert headers.items() >= {
        (key.lower(), value) for key, value in page_headers(Settings()).items()
    }
    assert "unsafe" not in headers["content-security-policy"]
    assert "set-cookie" not in headers
    kept = {"to compare": "public, no-cache", "nowhere": "no-store"}[state.keeps]
    assert headers["cache-control"] == kept
    assert ("etag" in headers) == (state.keeps == "to compare")
    assert (headers.get("x-robots-tag") == "noindex") == (not state.is_found)


@both_languages
@every_state
async def test_it_is_sent_once_and_then_compared(seen: Seen, name: str, language: Language) -> None:
    state, answer = STATES[name], await seen.answer(name, language)
    if state.form is not None:
        return
    url = state.url(seen.catalogue, language)
    told = await seen.client.head(url)
    of_one_answer = {"x-request-id", "content-length", "date"}
    assert (told.status_code, told.content) == (answer.status_code, b"")
    assert _without(told.headers, of_one_answer) == _without(answer.headers, of_one_answer)
    if state.keeps == "to compare":
        again = await seen.client.get(url, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def _without(headers: httpx.Headers, names: set[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


@both_languages
@every_state
async def test_it_stands_at_one_address_in_each_language(
    seen: Seen, name: str, language: Language
) -> None:
    state = STATES[name]
    if state.status != 200:
        return
    page = await seen.document(name, language)
    links = [one for one in page.all("link") if one.get("rel") in {"canonical", "alternate"}]
    assert all((one.get("href") or "").startswith(HOME) for one in links)
    canonical = page.one("link", rel="canonical")
    assert canonical is not None
    here = (canonical.get("href") or "").removeprefix(HOME)
    assert (here.startswith("/en/") or here == "/en") == (language == "en")
    there = "en" if language == "nl" else "nl"
    alternate = page.one("link", rel="alternate", hreflang=there)
    assert alternate is not None
    other = (alternate.get("href") or "").removeprefix(HOME)
    assert without_language(other).partition("?")[0] == without_language(here).partition("?")[0]
    switch = page.one("a", hreflang=there)
    assert switch is not None
    assert (await seen.client.get(switch.get("href") or "")).status_code == 200


@both_languages
async def test_what_a_page_needs_is_there(seen: Seen, language: Language) -> None:
    needed: dict[str, str] = {}
    for name in STATES:
        for address in (await seen.document(name, language)).resources():
            needed.setdefault(address, name)
    for address, name in needed.items():
        answer = await seen.client.get(address)
        assert answer.status_code == 200, f"{name} needs {address}"
        if address.startswith("/static/"):
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.slow
@both_languages
async def test_no_link_leads_nowhere(seen: Seen, language: Language) -> None:
    dead = []
    followed: set[str] = set()
    for name in STATES:
        of_a_kind: defaultdict[str, int] = defaultdict(int)
        for href in (await seen.document(name, language)).links():
            kind = re.sub(r"[0-9A-Z]{4,}[\w-]*|[0-9a-f-]{36}|=[^&]*|[0-9TZ]{16}", "…", href)
            of_a_kind[kind] += 1
            if href in followed or of_a_kind[kind] > LINKS_A_PAGE:
                continue
            followed.add(href)
            answer = await seen.client.get(href)
            if answer.status_code not in {200, 303}:
                dead.append(f"{name}: {href} {answer.status_code}")
    assert not dead, "\n".join(dead)


async def test_the_first_view_of_a_page_is_small(seen: Seen) -> None:
    lines, too_large = [], []
    for (name, language), answer in (await seen.all()).items():
        html = _compressed(answer.content)
        css = sum(
            [
                _compressed((await seen.client.get(address)).content)
                for address in (await seen.document(name, language)).resources()
                if address.endswith(".css")
            ]
        )
        line = f"{name} ({language}): {html:,} of HTML + {css:,} of CSS = {html + css:,} bytes"
        lines.append((html + css, line))
        if html + css > FIRST_VIEW_BYTES:
            too_large.append(line)
    print("\n".join(line for _, line in sorted(lines, reverse=True)))  # noqa: T201 - shown with -s
    assert not too_large


def _compressed(content: bytes) -> int:
    # As the service compresses a page (core/http/compression).
    return len(brotli.compress(content, quality=4))


async def test_titles_tell_pages_apart(seen: Seen) -> None:
    titles: defaultdict[tuple[str, Language], list[str]] = defaultdict(list)
    for name, language in await seen.all():
        if STATES[name].is_found:
            titles[(await seen.document(name, language)).title, language].append(name)
    assert not {title: pages for title, pages in titles.items() if len(pages) > 1}


async def test_what_is_discreet_is_told_to_nobody_else(seen: Seen) -> None:
    for language in LANGUAGES:
        page = await seen.document("entry: discreet", language)
        kept = _kept_in(page)
        assert not kept, kept
        body = page.all("body")[0]
        assert body.get("data-discreet") is not None
        assert any(one.get("data-act") == "leave" for one in page.all("a", "button"))
        [heading] = page.all("h1")
        assert text_of(heading) not in page.title


def _kept_in(page: Document) -> Sequence[str]:
    """What a phone or another site would keep of it."""
    previews = [one.get("property") or "" for one in page.all("meta")]
    saving = [one.get("data-act") or "" for one in page.all("button")]
    linked = [str(block) for block in page.data() if "@context" in str(block)]
    return [
        *(one for one in previews if one.startswith("og:")),
        *(one for one in saving if one in {"save", "share"}),
        *linked,
    ]
