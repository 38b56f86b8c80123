"""What the address of a list may hold: read leniently, written in one way."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.geo import LonLat
from app.vocabularies.schemas import Term
from app.web.questions import (
    FLAGS,
    Question,
    is_open,
    is_sensitive,
    private_pairs,
    public_pairs,
    question_in,
)
from app.web.targets import NEARBY_M, filters_of
from app.web.terms import Terms
from app.web.typed_values import as_postcode
from app.web.whereabouts import Spot

DE_BOEI = UUID("01a202eb-948e-731d-98cd-b90329a367e7")


def _term(code: str, sensitivity: str = "open") -> Term:
    return Term.model_validate(
        {
            "code": code,
            "labelNl": code,
            "definitionNl": None,
            "labelEn": code,
            "group": None,
            "sensitivity": sensitivity,
            "wordForms": [],
        }
    )


TERMS = Terms(
    {
        "kind": {code: _term(code) for code in ("inloop", "cursus")},
        "theme": {"eten": _term("eten"), "geld": _term("geld", "discreet")},
        "audience": {"ouderen": _term("ouderen"), "lhbtqi": _term("lhbtqi", "art9")},
    }
)


def read(query: str = "", form: str = "") -> Question:
    return question_in(_pairs(query), _pairs(form), terms=TERMS).question


def wrong(query: str) -> set[str]:
    return set(question_in(_pairs(query), (), terms=TERMS).wrong)


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (one.partition("=") for one in text.split("&"))]


def test_a_question_is_written_in_one_way_whatever_the_order_it_was_asked_in() -> None:
    asked = read("free=1&q=wandelen&part=evening&choice=bewegen&area=bu01530202&when=soon")
    assert public_pairs(asked, TERMS) == [
        ("area", "BU01530202"),
        ("choice", "bewegen"),
        ("q", "wandelen"),
        ("free", "1"),
        ("when", "soon"),
        ("part", "evening"),
    ]


def test_unknown_names_are_nothing_and_wrong_values_are_told() -> None:
    assert read("utm_source=krant&lat=52.2&lon=6.8") == Question()
    assert wrong("utm_source=krant&lat=52.2&lon=6.8") == set()
    asked = "kind=inloop&kind=feestje&from=morgen&age=oud&area=%27;drop&choice=taart&when=ooit"
    assert wrong(asked) == {"kind", "from", "age", "area", "choice", "when"}
    assert read(asked).kinds == ("inloop",)


def test_what_nobody_types_is_left_out_without_a_word() -> None:
    asked = "sort=mooist&limit=7&cursor=%00"
    assert wrong(asked) == set()
    assert read(asked) == Question()


def test_a_last_day_before_the_first_is_told() -> None:
    assert wrong("from=2026-11-24&to=2026-11-23") == {"to"}
    assert read("from=2026-11-24&to=2026-11-23").last is None


def test_days_that_were_typed_go_before_those_of_a_chip() -> None:
    assert read("when=soon&from=2026-11-24").when is None


def test_of_several_places_the_most_precise_counts() -> None:
    where = f"area=BU01530202&postcode=7511 gm&place={DE_BOEI}"
    assert read(where).place == DE_BOEI
    assert not read(where).areas
    assert read("area=BU01530202&postcode=7511 gm").postcode == "7511GM"
    posted = read(where, "lat=52.2153&lon=6.8748")
    assert (posted.point, posted.place) == (LonLat(lon=6.8748, lat=52.2153), None)


def test_a_position_counts_only_when_it_was_posted_and_no_finer_than_ten_metres() -> None:
    assert read("lat=52.2153&lon=6.8748").point is None
    assert read("", "lat=52.215349&lon=6.874812").point == LonLat(lon=6.8748, lat=52.2153)
    assert question_in((), [("lat", "40.7"), ("lon", "6.9")], terms=TERMS).wrong == {"lat"}


def test_what_was_posted_goes_before_the_address() -> None:
    assert read("q=wandelen&free=1", "q=zingen").q == "zingen"
    assert read("q=wandelen&free=1", "q=").q is None
    assert read("q=wandelen&free=1", "q=").flags == {"free"}


@pytest.mark.parametrize("words", ["!!!", "x" * 201, "   "])
def test_words_without_a_word_or_without_an_end_are_no_words(words: str) -> None:
    assert question_in([("q", words)], (), terms=TERMS).question.q is None


def test_a_position_and_sensitive_subjects_are_never_in_an_address() -> None:
    asked = read(
        "theme=eten&theme=geld&audience=lhbtqi&audience=ouderen&free=1",
        "lat=52.2153&lon=6.8748&q=schulden",
    )
    asked = replace(asked, keeps_words=True)
    assert public_pairs(asked, TERMS) == [
        ("theme", "eten"),
        ("audience", "ouderen"),
        ("free", "1"),
    ]
    assert private_pairs(asked, TERMS) == [
        ("lat", "52.2153"),
        ("lon", "6.8748"),
        ("q", "schulden"),
        ("theme", "geld"),
        ("audience", "lhbtqi"),
    ]
    assert is_sensitive(asked, TERMS)
    assert not is_sensitive(read("theme=eten&audience=ouderen"), TERMS)


def test_posting_both_halves_asks_the_same_again() -> None:
    asked = read("theme=eten&theme=geld&walkIn=1", "lat=52.2153&lon=6.8748&q=schulden")
    kept = replace(asked, keeps_words=True)
    both = [*public_pairs(kept, TERMS), *private_pairs(kept, TERMS)]
    assert question_in((), both, terms=TERMS).question == asked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("7511 gm", "7511GM"), ("7511", "7511"), ("0511GM", None), ("7511GMX", None), ("", None)],
)
def test_postcodes(typed: str, meant: str | None) -> None:
    assert as_postcode(typed) == meant


def test_somewhere_else_there_is_no_radius() -> None:
    here = read("postcode=7511GM&radius=1000&free=1&cursor=abc")
    assert here.somewhere_else() == Question(flags=frozenset({"free"}))


NAMES = st.sampled_from(
    [
        *("area", "postcode", "place", "choice", "q", "kind", "theme", "audience", "language"),
        *FLAGS,
        *("when", "from", "to", "day", "part", "age", "radius", "sort", "limit", "cursor", "x"),
    ]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["1", "BU01530202", "7511GM", "koffie", "inloop", "geld", "nl", "soon", "2026-11-24"]
    ),
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_whatever_an_address_holds_it_is_read_and_written_the_same(
    pairs: list[tuple[str, str]],
) -> None:
    asked = question_in(pairs, (), terms=TERMS).question
    written = [*public_pairs(asked, TERMS), *private_pairs(asked, TERMS)]
    again = question_in(written, (), terms=TERMS)
    assert again.question == asked
    assert not again.wrong


def test_while_no_words_could_be_read_yet_every_subject_and_group_is_discreet() -> None:
    nothing = Terms()
    assert nothing.mark("theme", "veilig-thuis") == "discreet"
    assert not is_open("theme", "veilig-thuis", terms=nothing)
    assert not is_open("audience", "lhbtqi", terms=nothing)
    assert is_open("day", "mo", terms=nothing)
    assert [TERMS.mark("theme", code) for code in ("eten", "geld", "nieuw")] == [
        "open",
        "discreet",
        "discreet",
    ]


@pytest.mark.parametrize(("asked", "looked"), [(None, NEARBY_M), (1_000, 1_000), (50_000, 50_000)])
def test_around_a_point_another_town_is_not_nearby(asked: int | None, looked: int) -> None:
    here = Spot("Pathmos", LonLat(lon=6.87, lat=52.21))
    assert filters_of(Question(radius=asked), here, today=date(2026, 11, 23)).radius == looked
    assert filters_of(Question(radius=asked), None, today=date(2026, 11, 23)).radius is None
