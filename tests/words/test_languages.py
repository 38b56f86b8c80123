"""The language that somebody speaks, in words."""

import pytest

from tests.words.known_words import asked, phrases, texts


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("in het Turks", "tr"),
        ("in Turks", "tr"),
        ("die Pools spreekt", "pl"),
        ("pools sprekende", "pl"),
        ("engelstalig", "en"),
        ("engelstalige", "en"),
        ("Turkssprekende", "tr"),
        ("spreken jullie arabisch", "ar"),
        ("ik spreek alleen Engels", "en"),
        ("in het Oekraïens", "uk"),
    ],
)
def test_a_language_to_be_spoken_is_a_filter(typed: str, code: str) -> None:
    assert asked(f"wandelen {typed}").wishes.languages == (code,)


@pytest.mark.parametrize(
    "typed",
    ["Turkse keuken", "Turkse vrouwen", "Engelse les", "Engels leren", "cursus Engels", "Pools"],
)
def test_people_and_subjects_are_no_filter(typed: str) -> None:
    assert asked(typed).wishes.languages == ()


def test_a_language_to_learn_is_looked_for() -> None:
    assert phrases("Engelse les") == ["Engelse", "les"]


@pytest.mark.parametrize("typed", ["Nederlandse vrouwen", "Engelse vrouwen", "Turkse vrouwen"])
def test_where_people_are_from_is_not_looked_for(typed: str) -> None:
    assert phrases(typed) == ["vrouwen"]


def test_who_speaks_no_dutch_does_not_shut_it_out() -> None:
    assert not any(need.is_excluded for need in asked("ik spreek geen nederlands").needs)


def test_a_language_is_said_back() -> None:
    assert texts("koken in het turks")[1:] == ["in het Turks"]
