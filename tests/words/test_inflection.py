"""Dutch forms of one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.inflection import bases_of, forms_of, root_of


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("lopen", "loop"),
        ("loopt", "loop"),
        ("gewandeld", "wandel"),
        ("wandelde", "wandel"),
        ("kookte", "kook"),
        ("katten", "kat"),
        ("brieven", "brief"),
        ("huizen", "huis"),
        ("creatieve", "creatief"),
        ("clubs", "club"),
        ("clubjes", "club"),
        ("spelletje", "spel"),
        ("wandeling", "wandel"),
    ],
)
def test_a_form_leads_to_its_word(word: str, base: str) -> None:
    assert base in bases_of(word)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("loopt", "lopen"),
        ("kook", "koken"),
        ("wandelt", "wandelen"),
        ("wandel", "wandelen"),
        ("brief", "brieven"),
        ("kaart", "kaarten"),
        ("fiets", "fietsen"),
    ],
)
def test_forms_of_one_word_lead_to_each_other(word: str, form: str) -> None:
    assert form in forms_of(word)


@pytest.mark.parametrize(("word", "other"), [("bomen", "bom"), ("bommen", "boom"), ("bos", "boos")])
def test_a_long_vowel_is_no_short_one(word: str, other: str) -> None:
    assert other not in {*bases_of(word), *forms_of(word)}


def test_within_a_phrase_forms_share_a_root() -> None:
    assert root_of("lopen") == root_of("loopt")
    assert root_of("formulieren") == root_of("formulier") == root_of("formuliertje")


@given(st.text(max_size=60))
def test_any_word_has_few_forms(word: str) -> None:
    assert word not in forms_of(word)
    assert len(forms_of(word)) <= 100
    assert isinstance(root_of(word), str)
