"""Taking apart what somebody typed as a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geocoding.ranking import wordings
from app.geocoding.rules import Reading, typed_of
from app.geocoding.search import written_out


@pytest.mark.parametrize(
    ("typed", "street", "number", "suffix", "postcode"),
    [
        ("Pijpenstraat 15", "pijpenstraat", 15, "", None),
        ("pijpenstr 15 enschede", "pijpenstraat enschede", 15, "", None),
        ("pijpenstr. 15, Enschede", "pijpenstraat enschede", 15, "", None),
        ("15 pijpenstraat", "pijpenstraat", 15, "", None),
        ("pijpenstraat nr 15", "pijpenstraat", 15, "", None),
        ("pijpenstraat15", "pijpenstraat", 15, "", None),
        ("spinnerstraat 27a", "spinnerstraat", 27, "a", None),
        ("spinnerstraat 27 A", "spinnerstraat", 27, "a", None),
        ("spinnerstraat 27-2", "spinnerstraat", 27, "2", None),
        ("spinnerstraat 27 a-2", "spinnerstraat", 27, "a2", None),
        ("kuipersdijk 46 bis", "kuipersdijk", 46, "bis", None),
        ("boulevard 1945 12", "boulevard 1945", 12, "", None),
        ("7511gm 15", "", 15, "", "7511GM"),
        ("7511 GM 15", "", 15, "", "7511GM"),
        ("Pijpenstraat 15, 7511 GM Enschede", "pijpenstraat enschede", 15, "", "7511GM"),
        ("7511 GM", "", None, "", "7511GM"),
        ("7511", "", None, "", "7511"),
        ("7511 in enschede", "enschede", None, "", "7511"),
        ("boulevard 1945", "boulevard 1945", None, "", None),
        ("dr. benthemstr 4", "doctor benthemstraat", 4, "", None),
        ("st josephln 3", "sint josephlaan", 3, "", None),
        ("de horst", "de horst", None, "", None),
    ],
)
def test_one_of_the_readings_is_what_is_meant(
    typed: str, street: str, number: int | None, suffix: str, postcode: str | None
) -> None:
    readings = typed_of(typed).readings

    assert (street, postcode, number, suffix) in [
        (one.street, one.postcode, one.number, one.suffix) for one in readings
    ]


def test_letters_that_no_postcode_has_are_words() -> None:
    assert typed_of("1945 ss").postcode == "1945"
    assert typed_of("Enschede").readings == (Reading("enschede", "enschede"),)


@pytest.mark.parametrize("typed", ["hier", "In de buurt", "bij mij om de hoek!", "waar ik ben"])
def test_where_somebody_is_is_no_place(typed: str) -> None:
    assert typed_of(typed).is_here


@pytest.mark.parametrize(
    "typed", ["mijn moeder is vergeetachtig", "ik ben bang", "a b c d e f g h i j"]
)
def test_who_tells_something_asks_for_no_place(typed: str) -> None:
    assert typed_of(typed).is_sentence


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("pijpenstr. 15, 7511 GM", "pijpenstraat 15 7511GM"),
        ("planeten str 9a", "planetenstraat 9a"),
        ("planetenstr9a", "planetenstraat 9a"),
        ("Lübeckplein 2", "Lübeckplein 2"),
        ('type:adres "x" OR *:*', "type adres x OR"),
    ],
)
def test_pdok_gets_words_and_figures_alone(typed: str, sent: str) -> None:
    assert written_out(typed) == sent


def test_a_city_may_stand_before_or_after_and_be_misspelt() -> None:
    assert [one.key for one in wordings("pijpenstraat enschde", "Enschede")] == [
        "pijpenstraat enschde",
        "pijpenstraat",
    ]
    assert wordings("enschede pijpenstraat", "Enschede")[1].key == "pijpenstraat"
    assert len(wordings("enschede", "Enschede")) == 1


@given(st.text(max_size=200))
def test_whatever_is_typed_has_readings_without_what_a_database_cannot_hold(typed: str) -> None:
    taken = typed_of(typed)

    assert len(taken.readings) <= 40
    assert all(one.number is None or 0 < one.number < 100_000 for one in taken.readings)
    assert "\x00" not in taken.key + written_out(typed)
