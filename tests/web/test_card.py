"""A card: what stands on it, in which order, and how it sounds."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from app.finder.schemas import Card, Named, OfferingPage
from app.web.addresses import Language, address
from app.web.drawing import environment
from app.web.phrases import Phrases
from app.web.terms import Terms
from app.web.texts import texts_in
from tests.factories import MONDAY
from tests.web.parsed import Document, parsed, text_of, wrong_with

Changed = Callable[..., Card]
KLAVERJASSEN = "/v1/offerings?area=BU01530202&q=klaverjassen&limit=1"


@pytest.fixture
async def klaverjassen(browser: httpx.AsyncClient) -> Changed:
    """The card of an evening of cards in Pathmos, with what a test changes on it."""
    answer = await browser.get(KLAVERJASSEN, headers={"Accept": "application/json"})
    [found] = OfferingPage.model_validate_json(answer.text).items

    def changed(**members: Any) -> Card:
        return Card.model_validate_json(found.model_copy(update=members).model_dump_json())

    return changed


def drawn(card: Card, language: Language = "nl") -> Document:
    """The card on a page by itself."""
    macro = (
        '{% from "parts.html" import card with context %}'
        "<!doctype html><html><title>x</title><header></header><main><h1>x</h1>"
        "{{ card(offering, level=2) }}</main><footer></footer></html>"
    )

    def url(name: str, **values: object) -> str:
        return address(name, language, **values)

    html = (
        environment(language)
        .from_string(macro)
        .render(
            offering=card,
            say=Phrases(texts_in(language), Terms(), MONDAY),
            url=url,
            visit=SimpleNamespace(language=language),
        )
    )
    return parsed(html)


def classes(page: Document) -> list[str]:
    [article] = page.all("article")
    return [str(one.get("class")) for one in article if one.get("class")]


def test_it_begins_with_when_how_far_what_it_costs_and_how_to_join(klaverjassen: Changed) -> None:
    page = drawn(klaverjassen(distance=400, walk_minutes=8))
    assert classes(page)[0] == "card__lead"
    assert classes(page)[-1] == "card__foot"
    [seen] = [one for one in page.all("p") if one.get("class") == "card__lead"]
    first, *rest = text_of(seen).split(" · ")
    assert first.endswith(".30")
    assert rest[0].startswith("± 8 min lopen")
    assert rest[1].startswith("€")
    assert rest[2] == "zo binnenlopen"


@pytest.mark.parametrize(
    ("language", "minutes", "words"),
    [
        ("nl", 8, "ongeveer 8 minuten lopen"),
        ("nl", 1, "ongeveer 1 minuut lopen"),
        ("en", 8, "about 8 minutes on foot"),
    ],
)
def test_who_listens_hears_words_for_signs(
    klaverjassen: Changed, language: Language, minutes: int, words: str
) -> None:
    page = drawn(klaverjassen(walk_minutes=minutes), language)
    heard = [text_of(one) for one in page.all("span") if one.get("class") == "said__aloud"]
    assert heard == [words]


def test_the_title_is_the_one_link_and_the_drawings_say_nothing(klaverjassen: Changed) -> None:
    card = klaverjassen()
    page = drawn(card)
    [link] = page.all("a")
    assert link.get("href") == address("entry", "nl", id=card.id)
    assert text_of(link) == card.title
    assert {one.get("aria-hidden") for one in page.all("svg")} == {"true"}
    assert wrong_with(page) == []


@pytest.mark.parametrize(("state", "times"), [("fresh", 0), ("due", 1), ("stale", 1)])
def test_what_was_checked_long_ago_asks_to_call_first(
    klaverjassen: Changed, state: str, times: int
) -> None:
    verification = klaverjassen().verification.model_copy(update={"state": state})
    page = drawn(klaverjassen(verification=verification))
    assert page.text.count("bel voor de zekerheid") == times


def test_full_is_said_with_the_day_on_which_it_was_told(klaverjassen: Changed) -> None:
    spots = klaverjassen().spots.model_copy(update={"state": "full", "reported_at": MONDAY})
    page = drawn(klaverjassen(spots=spots))
    assert "Nu vol (gemeld op" in page.text


@pytest.mark.parametrize("state", ["open", "unknown"])
def test_room_enough_needs_no_words(klaverjassen: Changed, state: str) -> None:
    spots = klaverjassen().spots.model_copy(update={"state": state})
    assert "gemeld op" not in drawn(klaverjassen(spots=spots)).text


@pytest.mark.parametrize(
    ("wheelchair", "words"),
    [("yes", "Rolstoel: ja"), ("no", "Rolstoel: nee"), ("unknown", "Rolstoel: niet bekend")],
)
def test_unknown_is_not_no(klaverjassen: Changed, wheelchair: str, words: str) -> None:
    assert words in drawn(klaverjassen(wheelchair=wheelchair)).text


def test_what_has_no_place_has_no_point_and_no_empty_list(klaverjassen: Changed) -> None:
    spots = klaverjassen().spots.model_copy(update={"state": "open"})
    page = drawn(
        klaverjassen(
            place=None, location=None, ask_for=None, channel="phone", spots=spots, next=None
        )
    )
    [article] = page.all("article")
    assert article.get("data-lat") is None
    assert article.get("data-place") is None
    assert "Rolstoel" not in page.text
    assert page.all("ul") == []


def test_this_time_somewhere_else_is_told(klaverjassen: Changed) -> None:
    card = klaverjassen()
    assert card.next is not None
    elsewhere = card.next.model_copy(update={"place": Named(id=card.id, name="De Kring")})
    page = drawn(klaverjassen(next=elsewhere))
    assert "Deze keer ergens anders: De Kring" in page.text


def test_an_example_is_called_one(klaverjassen: Changed) -> None:
    assert "Voorbeeld" in drawn(klaverjassen(demo=True)).text.split()
    real = klaverjassen(demo=False)
    badges = [one for one in drawn(real).all("span") if one.get("class") == "badge"]
    assert badges == []
