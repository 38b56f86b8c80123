"""What was typed, cut into the pieces that mean something together."""

from app.words.folding import words_of
from app.words.lexicon import Entry, Lexicon
from app.words.segments import segments_of
from tests.words.known_words import LEXICON, MONDAY


def _pieces(typed: str) -> list[tuple[str, str]]:
    words = words_of(typed)
    return [
        (" ".join(word.text for word in words[piece.first : piece.after]), piece.sort)
        for piece in segments_of(typed, words, lexicon=LEXICON, today=MONDAY)
    ]


def test_a_phrase_comes_before_its_words() -> None:
    assert _pieces("ik heb geen geld") == [
        ("ik", "everyday"),
        ("heb", "everyday"),
        ("geen geld", "meaning"),
    ]


def test_a_phrase_is_known_in_other_forms_and_spellings() -> None:
    assert _pieces("koffie drink") == [("koffie drink", "meaning")]
    assert _pieces("koffiedrinken") == [("koffiedrinken", "meaning")]
    assert _pieces("dag besteding") == [("dag besteding", "meaning")]
    assert _pieces("jeu-de-boules") == [("jeu de boules", "meaning")]


def test_a_word_of_its_own_is_no_form_in_a_phrase() -> None:
    entries = [
        Entry("synonym", "voor ouders", "audience:ouders"),
        Entry("synonym", "ouderen", "audience:ouderen"),
        Entry("synonym", "moeder worden", "theme:jong-gezin"),
        *(Entry("everyday", word) for word in ("voor", "moeder", "wordt")),
    ]
    lexicon = Lexicon.of(entries)

    for typed in ("voor ouderen", "moeder wordt"):
        pieces = segments_of(typed, words_of(typed), lexicon=lexicon, today=MONDAY)
        assert [piece.after - piece.first for piece in pieces] == [1, 1]


def test_a_word_is_known_in_its_forms() -> None:
    assert _pieces("kookt wandelt") == [("kookt", "meaning"), ("wandelt", "meaning")]


def test_every_word_is_something() -> None:
    assert _pieces("Fatima zoekt turkse wandelgroep bij xyz, geen 5 groep porno") == [
        ("fatima", "name"),
        ("zoekt", "everyday"),
        ("turkse", "identity"),
        ("wandelgroep", "compound"),
        ("bij", "everyday"),
        ("xyz", "unknown"),
        ("geen", "denial"),
        ("5", "everyday"),
        ("groep", "light"),
        ("porno", "unknown"),
    ]
