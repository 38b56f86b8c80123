"""How much what was typed is like a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geocoding.likeness import distance, likeness
from app.geocoding.names import name_key, street_key, telling_trigrams, trigrams_of

KEYS = st.text(alphabet="abcdeij 12", max_size=20).map(name_key)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("wesslerbrink", "wesselerbrink"),
        ("patmos", "pathmos"),
        ("boei", "de boei"),
        ("roombeek", "het roombeek"),
        ("twekkeler veld", "twekkelerveld"),
        ("peipenstraat", "pijpenstraat"),
        ("pijpenst", "pijpenstraat"),
        ("bibliotheek enschede", "centrale bibliotheek enschede"),
    ],
)
def test_slips_sounds_and_beginnings_are_alike(typed: str, name: str) -> None:
    assert likeness(typed, name) > 0.75


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("pathmos", "deppenbroek"),
        ("stadsveld zuid", "stadsveld noord"),
        ("es", "eschmarke"),
        ("boulevard 1945", "boulevard 1946"),
        ("plein 2", "plein 3"),
        ("", "pathmos"),
    ],
)
def test_other_names_are_not(typed: str, name: str) -> None:
    assert likeness(typed, name) < 0.75


@given(KEYS, KEYS)
def test_likeness_is_a_share_and_only_the_same_is_whole(typed: str, name: str) -> None:
    alike = likeness(typed, name)

    assert 0 <= alike <= 1
    assert (alike == 1) == (typed == name != "")


@given(KEYS, KEYS)
def test_distance_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert distance(one, other, most=30) == distance(other, one, most=30)
    assert (distance(one, other, most=30) == 0) == (one == other)
    bounded = distance(one, other, most=2)
    assert bounded == min(3, distance(one, other, most=30))


def test_swapped_letters_are_one_mistake() -> None:
    assert distance("pathmos", "patmhos", most=3) == 1
    assert distance("pathmos", "patmos", most=3) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Dr. Benthemstraat", "dr benthemstr"),
        ("Burgemeester Van Veenlaan", "burg v veenln"),
        ("Prins Bernhardplein", "pr. bernhardpln."),
        ("Sint Josephstraat", "St. Josephstr"),
    ],
)
def test_what_is_cut_short_is_written_out(written: str, meant: str) -> None:
    assert street_key(written) == street_key(meant)


def test_ends_that_all_streets_have_say_nothing() -> None:
    assert set(telling_trigrams("pijpenstraat")) < set(trigrams_of("pijpenstraat pijpen"))
    assert "raa" not in telling_trigrams("pijpenstraat")
