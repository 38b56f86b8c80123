"""The lists, laid out to be looked up."""

from app.words.asked import Alternative
from app.words.lexicon import Entry, Lexicon, trigrams_of


def test_a_phrase_stands_for_all_that_its_row_says() -> None:
    lexicon = Lexicon.of(
        [Entry("synonym", "Geen geld", "theme:geld|word:jeu de boules|filter:language=tr")]
    )

    meaning = lexicon.meanings["geen geld"]
    assert meaning.alternatives == (
        Alternative(term="theme:geld"),
        Alternative(words=("jeu", "de", "boules")),
    )
    assert meaning.filters == (("language", "tr"),)
    assert not meaning.is_only_filter


def test_of_a_phrase_that_comes_twice_the_first_counts() -> None:
    lexicon = Lexicon.of(
        [Entry("synonym", "kaarten", "word:bridge"), Entry("synonym", "kaarten", "theme:spel")]
    )

    assert lexicon.meanings["kaarten"].alternatives == (Alternative(words=("bridge",)),)


def test_what_is_never_proposed_is_no_part_and_no_correction() -> None:
    lexicon = Lexicon.of(
        [
            Entry("word_part", "porno", "full"),
            Entry("word_part", "wandel", "full"),
            Entry("synonym", "porno", "word:film"),
            Entry("never_proposed", "porno"),
            Entry("synonym", "fatima", "word:film"),
            Entry("name", "Fatima"),
        ]
    )

    assert lexicon.parts == {"wandel": False}
    assert lexicon.proposable == ("wandel",)


def test_a_phrase_is_also_known_as_one_word() -> None:
    lexicon = Lexicon.of([Entry("synonym", "koffie drinken", "kind:inloop")])

    assert lexicon.joined == {"koffiedrinken": "koffie drinken"}


def test_the_edges_of_a_word_count_as_letters() -> None:
    assert trigrams_of("kok") == ["  k", " ko", "kok", "ok "]
