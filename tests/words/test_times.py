"""Days, dates and parts of a day in words, on Monday 23 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.asked import Wishes
from app.words.folding import words_of
from app.words.times import time_said
from app.words.wishes import all_wishes
from tests.words.known_words import MONDAY, asked, phrases, texts

WORKDAYS = ("mo", "tu", "we", "th", "fr")


def _on(first: str, last: str | None = None, **others: tuple[str, ...]) -> Wishes:
    return Wishes(
        first=date.fromisoformat(first),
        last=date.fromisoformat(last or first),
        **others,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("typed", "wishes"),
    [
        ("zondag", Wishes(days=("su",))),
        ("elke zondag", Wishes(days=("su",))),
        ("zondagmiddag", Wishes(days=("su",), parts=("afternoon",))),
        ("zondag middag", Wishes(days=("su",), parts=("afternoon",))),
        ("op woensdag en vrijdag", Wishes(days=("we", "fr"))),
        ("zaterdagen", Wishes(days=("sa",))),
        ("ma t/m vr", Wishes(days=WORKDAYS)),
        ("maandag tot en met vrijdag", Wishes(days=WORKDAYS)),
        ("door de week", Wishes(days=WORKDAYS)),
        ("doordeweeks", Wishes(days=WORKDAYS)),
        ("in het weekend", Wishes(days=("sa", "su"))),
        ("'s avonds", Wishes(parts=("evening",))),
        ("in de ochtend", Wishes(parts=("morning",))),
        ("overdag", Wishes(parts=("morning", "afternoon"))),
        ("vandaag", _on("2026-11-23")),
        ("morgen", _on("2026-11-24")),
        ("overmorgen", _on("2026-11-25")),
        ("morgenmiddag", _on("2026-11-24", parts=("afternoon",))),
        ("vanavond", _on("2026-11-23", parts=("evening",))),
        ("van middag", _on("2026-11-23", parts=("afternoon",))),
        ("dit weekend", _on("2026-11-28", "2026-11-29")),
        ("deze week", _on("2026-11-23", "2026-11-29")),
        ("volgende week", _on("2026-11-30", "2026-12-06")),
        ("volgende week dinsdag", _on("2026-11-30", "2026-12-06", days=("tu",))),
        ("volgende maand", _on("2026-12-01", "2026-12-31")),
        ("komende zondag", _on("2026-11-29")),
        ("komende maandag", _on("2026-11-30")),
        ("24 november", _on("2026-11-24")),
        ("dinsdag 24 november", _on("2026-11-24")),
        ("op 2 jan", _on("2027-01-02")),
        ("1 april 2027", _on("2027-04-01")),
        ("vandaag of morgen", _on("2026-11-23", "2026-11-24")),
    ],
)
def test_a_time_in_words_is_a_filter(typed: str, wishes: Wishes) -> None:
    assert asked(f"wandelen {typed}").wishes == wishes
    assert phrases(f"wandelen {typed}") == ["wandelen"]


@pytest.mark.parametrize(
    "typed",
    ["zondagsrust", "goedemorgen", "goede morgen", "om 15 uur", "31 februari", "24/7", "weekblad"],
)
def test_what_only_looks_like_a_time_is_no_filter(typed: str) -> None:
    assert asked(f"wandelen {typed}").wishes == Wishes()


def test_an_hour_is_no_word_to_look_for() -> None:
    assert phrases("wandelen om half 3") == phrases("wandelen vanaf 15.30 uur") == ["wandelen"]


def test_days_are_said_back_with_their_date() -> None:
    assert texts("vandaag") == ["van vandaag (maandag 23 november)"]
    assert texts("zondag 3 januari") == ["op zondag 3 januari 2027"]
    assert texts("ma t/m vr") == ["op maandag tot en met vrijdag"]
    assert texts("weekend 's avonds") == ["op zaterdag of zondag", "'s avonds"]


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 31)])
def test_a_period_that_began_holds_from_today(today: date) -> None:
    time = time_said(words_of("dit weekend"), 0, today=today)

    assert time is not None
    wishes = all_wishes(time.wishes)
    assert wishes.first is not None
    assert wishes.last is not None
    assert today <= wishes.first <= wishes.last


@given(st.text(alphabet="0123456789 opdevanmrgzwkti/", max_size=30))
def test_any_words_about_time_can_be_read(typed: str) -> None:
    words = words_of(typed)
    for place in range(len(words)):
        time = time_said(words, place, today=MONDAY)
        assert time is None or 0 < time.length <= len(words) - place
