"""How old somebody is, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.ages import age_said
from app.words.folding import words_of
from tests.words.known_words import asked, phrases, texts


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("81 jaar", 81),
        ("moeder van 81", 81),
        ("72-jarige man", 72),
        ("75+", 75),
        ("55plus", 55),
        ("65+'ers", 65),
        ("65 plus", 65),
        ("kind van 4", 4),
        ("mijn dochter van 15", 15),
        ("zeventig jaar", 70),
        ("eenentachtig jaar oud", 81),
        ("tweeëntachtig jaar", 82),
        ("ik ben 58", 58),
        ("van 4 tot 12 jaar", 4),
        ("4-12 jaar", 4),
        ("baby van 8 maanden", 0),
        ("ik ben 50, voor mijn moeder van 81", 81),
        ("12jr", 12),
    ],
)
def test_an_age_in_words_is_a_filter(typed: str, age: int) -> None:
    assert asked(f"wandelen {typed}").wishes.age == age


@pytest.mark.parametrize(
    "typed",
    [
        "om 15 uur",
        "bus 5",
        "7511",
        "van 10 tot 12",
        "van 5 euro",
        "al 5 jaar alleen",
        "sinds 3 jaar",
        "2 jaar geleden",
        "van 24 november",
        "200 jaar",
        "5 keer",
        "huisnummer 12",
        "van 9 uur",
    ],
)
def test_other_numbers_are_no_age(typed: str) -> None:
    assert asked(f"wandelen {typed}").wishes.age is None


def test_the_end_of_a_group_belongs_to_its_age() -> None:
    assert phrases("wandelen met 65+ers") == ["wandelen"]


def test_an_age_is_no_word_to_look_for_and_is_said_back() -> None:
    assert phrases("wandelen voor 81 jaar") == ["wandelen"]
    assert texts("75+") == ["past bij 75 jaar"]


@given(st.text(alphabet="0123456789 vantojr+-", max_size=30))
def test_any_numbers_can_be_read(typed: str) -> None:
    words = words_of(typed)
    for place in range(len(words)):
        age = age_said(typed, words, place=place)
        assert age is None or (0 < age.length <= len(words) - place and 0 <= age.years <= 115)
