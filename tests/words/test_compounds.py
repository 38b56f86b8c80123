"""The parts of compounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.compounds import parts_of, search_words

FULL = (
    "wandel lotgenoten besteding buurt huis rollator dementie mantelzorg kind kinder kleding bank"
    " buurtbus bus bos kan kaart"
)
LIGHT = "groep club dag cafe middag les uur"
PARTS = dict.fromkeys(FULL.split(), False) | dict.fromkeys(LIGHT.split(), True)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wandelgroep", "wandel groep"),
        ("wandelgroepen", "wandel groep"),
        ("wandelclubje", "wandel club"),
        ("lotgenotengroep", "lotgenoten groep"),
        ("dagbesteding", "dag besteding"),
        ("buurthuis", "buurt huis"),
        ("rollatorclub", "rollator club"),
        ("groepsles", "groep les"),
        ("groepenmiddag", "groep middag"),
        ("buurtbuscafe", "buurtbus cafe"),
        ("mantelzorgwandelgroep", "mantelzorg wandel groep"),
    ],
)
def test_a_compound_falls_into_its_parts(word: str, parts: str) -> None:
    assert " ".join(parts_of(word, PARTS)) == parts


@pytest.mark.parametrize(
    "word", ["wandelen", "kinderen", "kanker", "groepen", "buurtbus", "bosser", "wandelxgroep", ""]
)
def test_what_is_no_compound_of_these_stays_whole(word: str) -> None:
    assert parts_of(word, PARTS) == ()


def test_beside_a_text_stand_the_parts_that_it_does_not_say() -> None:
    said = "Wandelgroep Pathmos: de wandelgroep met dementiecafé. Elke groep!"

    assert search_words(said, PARTS) == "wandel dementie cafe"
    assert search_words("Samen koffie drinken", PARTS) == ""


@given(st.text(alphabet="abdegilnoprstuw", max_size=50))
def test_parts_are_parts(word: str) -> None:
    assert all(part in PARTS for part in parts_of(word, PARTS))


@given(st.lists(st.sampled_from(sorted(PARTS)), min_size=2, max_size=4))
def test_what_was_put_together_comes_apart(parts: list[str]) -> None:
    word = "".join(parts)

    assert word in PARTS or len(word) > 40 or parts_of(word, PARTS)
