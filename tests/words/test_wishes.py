"""Filters that are said in words."""

import pytest

from app.words.asked import Wishes
from app.words.wishes import all_wishes, days_wish, filter_wish, parts_wish, turned_around
from tests.words.known_words import asked, phrases, texts


@pytest.mark.parametrize(
    ("typed", "wishes", "text"),
    [
        ("gratis", Wishes(free=True), "gratis"),
        ("kost niks", Wishes(free=True), "gratis"),
        ("rolstoel", Wishes(wheelchair=True), "met een rolstoel of rollator te doen"),
        ("zonder indicatie", Wishes(voorliggend=True), "zonder indicatie"),
        ("zonder afspraak", Wishes(walk_in=True), "zonder afspraak"),
        ("plek vrij", Wishes(open_spots=True), "met plaats voor nieuwe mensen"),
    ],
)
def test_a_phrase_of_the_lists_is_a_filter(typed: str, wishes: Wishes, text: str) -> None:
    assert asked(typed).wishes == wishes
    assert asked(typed).needs == ()
    assert texts(typed) == [text]


def test_a_club_for_rollators_is_no_filter() -> None:
    assert asked("rollatorclub").wishes == Wishes()
    assert phrases("rollatorclub") == ["rollatorclub"]


def test_filters_add_up() -> None:
    assert asked("gratis wandelen op zondag of zaterdag zonder afspraak").wishes == Wishes(
        free=True, walk_in=True, days=("sa", "su")
    )


def test_a_filter_with_a_value_carries_it() -> None:
    age, language = filter_wish("age", "75"), filter_wish("language", "tr")

    assert age is not None
    assert language is not None
    assert all_wishes([age, language]) == Wishes(age=75, languages=("tr",))


@pytest.mark.parametrize(("name", "value"), [("fre", ""), ("age", "oud"), ("age", "999")])
def test_a_filter_that_does_not_exist_is_no_wish(name: str, value: str) -> None:
    assert filter_wish(name, value) is None


def test_all_days_turned_around_leave_none() -> None:
    every = days_wish(("mo", "tu", "we", "th", "fr", "sa", "su"))

    assert turned_around(every) is None
    assert turned_around(parts_wish(["morning", "afternoon", "evening"])) is None
