"""The first page: where, what, and whom to call."""

from urllib.parse import urlsplit

import httpx
import pytest

from app.web import gemeenten
from app.web.addresses import LANGUAGES, Language, address
from app.web.choices import CHOICES
from app.web.texts import texts_in
from tests.web.parsed import Document, parsed, text_of


async def first_page(browser: httpx.AsyncClient, language: Language = "nl") -> Document:
    answer = await browser.get(address("start", language))
    assert answer.status_code == 200
    return parsed(answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_field_asks_where_and_says_what_may_be_typed(
    browser: httpx.AsyncClient, language: Language
) -> None:
    page = await first_page(browser, language)
    field = page.one("input", name="where")
    assert field is not None
    label = page.one("label", _for=str(field.get("id")))
    assert label is not None
    assert text_of(label) == texts_in(language).text("start.where.label")
    hint = page.by_id(str(field.get("aria-describedby")))
    assert hint is not None
    assert "Pathmos" in text_of(hint)
    assert field.get("required") is None
    # A telephone offers its owner's postcode: it is all that we want to know.
    assert field.get("autocomplete") == "postal-code"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_eight_things_to_choose_from_each_with_words_and_a_drawing(
    browser: httpx.AsyncClient, language: Language
) -> None:
    page = await first_page(browser, language)
    buttons = [one for one in page.all("button") if one.get("name") == "choice"]
    assert [one.get("value") for one in buttons] == list(CHOICES)
    assert len(buttons) == 8
    for button in buttons:
        label = texts_in(language).text(CHOICES[str(button.get("value"))].label)
        assert text_of(button) == label
        assert len(list(button.iter("svg"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_typed_is_posted_and_never_stands_in_an_address(
    browser: httpx.AsyncClient, language: Language
) -> None:
    page = await first_page(browser, language)
    [form] = page.all("form")
    assert form.get("method") == "post"
    assert form.get("action") == address("results", language)
    names = {one.get("name") for one in form.iter("input")}
    assert names == {"where", "q"}


async def test_enter_in_a_field_searches_and_chooses_nothing(browser: httpx.AsyncClient) -> None:
    page = await first_page(browser)
    [form] = page.all("form")
    first, *_ = (one for one in form.iter("button") if one.get("type", "submit") == "submit")
    assert first.get("name") is None


async def test_without_javascript_no_button_is_shown_that_does_nothing(
    browser: httpx.AsyncClient,
) -> None:
    page = await first_page(browser)
    [locate] = [one for one in page.all("button") if one.get("data-act") == "locate"]
    assert locate.get("hidden") is not None
    assert locate.get("type") == "button"


@pytest.mark.parametrize(
    ("language", "question", "hours"),
    [("nl", "Weet u het niet?", "17.00 uur"), ("en", "Not sure?", "17:00")],
)
async def test_the_ninth_line_has_the_number_and_the_hours_of_the_wijkwijzer(
    browser: httpx.AsyncClient, language: Language, question: str, hours: str
) -> None:
    page = await first_page(browser, language)
    [line] = [one for one in page.all("div") if one.get("class") == "start__lost"]
    assert text_of(line).startswith(question)
    assert "Enschede 053" in text_of(line)
    assert hours in text_of(line)
    links = [str(one.get("href")) for one in line.iter("a")]
    assert links[0] == address("wijkwijzer", language)
    assert links[1].startswith("tel:+3153")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_knows_the_buurt_goes_straight_to_the_map(
    browser: httpx.AsyncClient, language: Language
) -> None:
    links = (await first_page(browser, language)).links()
    for gemeente in ("GM0153", "GM0193", "GM0917"):
        assert address("buurt", language, code=gemeente) in links
    assert address("mantelzorg", language) in links


async def test_where_there_are_many_gemeenten_none_is_named(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gemeenten, "MOST_GEMEENTEN", 2)
    page = await first_page(browser)
    assert not [link for link in page.links() if "/buurt/" in link]
    assert address("mantelzorg", "nl") in page.links()


@pytest.mark.parametrize(("language", "other"), [("nl", "en"), ("en", "nl")])
async def test_the_head_says_what_this_is_and_in_which_languages(
    browser: httpx.AsyncClient, language: Language, other: Language
) -> None:
    page = await first_page(browser, language)
    texts = texts_in(language)
    assert page.title == texts.text("start.title")
    description = page.one("meta", name="description")
    assert description is not None
    assert 70 <= len(description.get("content") or "") <= 170
    shared = page.one("meta", property="og:title")
    assert shared is not None
    assert shared.get("content") == page.title
    languages = {
        link.get("hreflang"): urlsplit(link.get("href") or "").path
        for link in page.all("link")
        if link.get("rel") == "alternate"
    }
    assert languages == {
        language: address("start", language),
        other: address("start", other),
        "x-default": "/",
    }


@pytest.mark.parametrize(
    "name", ["icon-192.png", "icon-512.png", "icon-maskable-512.png", "apple-touch-icon.png"]
)
async def test_the_drawings_for_a_home_screen_are_there(
    browser: httpx.AsyncClient, name: str
) -> None:
    page = await first_page(browser)
    [style] = [link for link in page.resources() if link.endswith("css/app.css")]
    answer = await browser.get(style.replace("css/app.css", f"icons/{name}"))
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
