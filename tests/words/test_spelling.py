"""What a misspelt word may have been meant to be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.migrations import ROOT
from app.words.files import read_lists
from app.words.lexicon import Lexicon
from app.words.spelling import MOST_RESPELLINGS, corrections_of, respellings
from app.words.understanding import understand
from tests.words.known_words import LEXICON, asked


def _respelt(typed: str) -> list[str]:
    return [respelling.typed for respelling in respellings(asked(typed), LEXICON)]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("wandlen", "wandelen"),
        ("zwemen", "zwemmen"),
        ("kuiieren", "kuieren"),
        ("deurwaader", "deurwaarder"),
        ("klaferjasen", "klaverjassen"),
        ("vergeetagtig", "vergeetachtig"),
        ("demensie", "dementie"),
        ("musiek", "muziek"),
        ("rolator", "rollator"),
        ("wandelgrop", "wandelgroep"),
        ("wandlegroep", "wandelgroep"),
        ("kofie", "koffie"),
    ],
)
def test_a_slip_of_the_pen_is_seen(wrong: str, right: str) -> None:
    assert corrections_of(wrong, LEXICON)[0] == right


def test_a_surname_is_not_corrected() -> None:
    assert _respelt("zwemen") == ["zwemmen"]
    assert _respelt("Kees Zwemen") == []
    assert _respelt("Anna van der Zwemen") == []


def test_the_end_of_a_word_may_be_missing() -> None:
    assert corrections_of("deurwa", LEXICON) == []
    assert corrections_of("deurwa", LEXICON, may_go_on=True) == ["deurwaarder"]


@pytest.mark.parametrize(
    "word",
    ["kankr", "kanker", "kankers", "porn", "fatima", "turkse", "wit", "x9999", "wesselerbrink", ""],
)
def test_some_words_are_better_left_alone(word: str) -> None:
    assert corrections_of(word, LEXICON) == []


OURS = Lexicon.of(read_lists(ROOT / "seed"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("wandln", "wandelen"),
        ("drinkn", "drinken"),
        ("zwemn", "zwemmen"),
        ("danzn", "dansen"),
        ("dementi", "dementie"),
    ],
)
def test_our_own_word_comes_before_dialect_and_the_stem_of_a_verb(wrong: str, right: str) -> None:
    assert corrections_of(wrong, OURS, may_go_on=True)[0] == right


@pytest.mark.parametrize(
    "word",
    ["gilt", "krijst", "douce", "bejarden", "steuntreker", "landlopr", "analfabet", "blagn"],
)
def test_no_rude_or_old_word_is_proposed_and_a_cry_for_help_is_left_alone(word: str) -> None:
    assert corrections_of(word, OURS, may_go_on=True) == []


@pytest.mark.parametrize("typed", ["steuntrekker", "landloper", "dement", "analfabeet", "bejaarde"])
def test_what_is_never_proposed_is_understood_when_it_is_typed(typed: str) -> None:
    (need,) = understand(typed, OURS, today=date(2026, 11, 2)).needs
    assert need.is_known


def test_the_rest_of_the_question_stays_as_it_was_typed() -> None:
    assert _respelt("Zondag wandlen, met mn moeder")[0] == "Zondag wandelen, met mn moeder"
    (first, *_) = respellings(asked("zwemen en wandlen"), LEXICON)
    assert first.typed == "zwemmen en wandelen"
    assert first.corrections == (("zwemen", "zwemmen"), ("wandlen", "wandelen"))


def test_what_is_known_or_not_wanted_is_not_corrected() -> None:
    assert _respelt("wandelen koken") == []
    assert _respelt("geen wandlen") == []


@given(st.text(max_size=40), st.booleans())
def test_any_word_has_at_most_three_corrections(word: str, may_go_on: bool) -> None:  # noqa: FBT001
    corrections = corrections_of(word, LEXICON, may_go_on=may_go_on)

    assert len(corrections) <= MOST_RESPELLINGS
    assert LEXICON.never_proposed.isdisjoint(corrections)
