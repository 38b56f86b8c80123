"""Which words that nobody knows are counted, and when it is often enough to be told."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from app.finder.unfound_words import (
    FEWEST_TIMES,
    MOST_WORDS,
    UnknownWords,
    countable_words,
)
from app.words.asked import Alternative, Asked, Need
from app.words.lexicon import Entry, Lexicon

MONDAY = date(2026, 11, 23)
LEXICON = Lexicon.of(
    [
        Entry("name", "Fatma", ""),
        Entry("identity", "turks", ""),
        Entry("never_proposed", "hoer", ""),
        Entry("everyday", "zonder", ""),
    ],
    {},
)
THREE = ("WK015301", "WK015302", "WK015303")


def asked(typed: str, *, known: Iterable[str] = (), excluded: Iterable[str] = ()) -> Asked:
    """Every word a need; unknown unless said otherwise."""
    needs, start = [], 0
    for word in typed.split():
        start = typed.index(word, start)
        needs.append(
            Need(
                word,
                start,
                start + len(word),
                (Alternative(words=(word.lower(),)),),
                is_excluded=word in excluded,
                is_known=word in known,
            )
        )
        start += len(word)
    return Asked(typed, needs=tuple(needs))


def heard(words: UnknownWords, word: str, *, times: int, wijken: Iterable[str] = THREE) -> None:
    where = list(wijken)
    for number in range(times):
        words.hear(word, wijk_code=where[number % len(where)], week=MONDAY)


def test_a_word_that_nobody_knows_counts_without_capital_and_accents() -> None:
    assert countable_words(asked("Padél"), LEXICON) == {"padel"}


def test_only_what_is_not_known_and_not_excluded_counts() -> None:
    question = asked("padel of koffie zonder quizzen", known=["koffie", "of"], excluded=["quizzen"])

    assert countable_words(question, LEXICON) == {"padel"}


@pytest.mark.parametrize(
    "typed",
    [
        "fatma padel",
        "padel Fatma",
        "turks padel",
        "hoer",
        "hoerenkoeken",
        "mevrouw jansen",
        "dhr. padel",
        "mijn man heet padel",
        "padel Jansen",
        "padelstraat 7",
        "jansen@example.nl",
        "06padel",
        "pa",
        "padel" * 10,
        "mijn zus woont bij jansen en drinkt",
    ],
)
def test_beside_a_name_a_number_or_a_story_nothing_counts(typed: str) -> None:
    assert countable_words(asked(typed), LEXICON) == frozenset()


def test_a_word_is_told_after_ten_times_from_three_wijken() -> None:
    words = UnknownWords()

    heard(words, "padel", times=FEWEST_TIMES - 1)
    before = dict(words.ready)
    heard(words, "padel", times=1)
    at_ten = dict(words.ready)
    heard(words, "padel", times=2)

    assert before == {}
    assert at_ten == {(MONDAY, "padel"): 10}
    assert words.ready == {(MONDAY, "padel"): 12}


@pytest.mark.parametrize("wijken", [THREE[:2], ("",), ("", *THREE[:2])])
def test_from_two_wijken_or_from_who_knows_where_it_is_never_told(wijken: tuple[str, ...]) -> None:
    words = UnknownWords()

    heard(words, "padel", times=100, wijken=wijken)

    assert words.ready == {}


def test_one_wijk_counts_for_four_of_the_ten_at_most() -> None:
    words = UnknownWords()
    one, two, three = THREE

    heard(words, "padel", times=100, wijken=[one])
    heard(words, "padel", times=2, wijken=[two])
    heard(words, "padel", times=3, wijken=[three])
    at_nine = dict(words.ready)
    heard(words, "padel", times=1, wijken=[two])

    assert at_nine == {}
    assert words.ready == {(MONDAY, "padel"): 106}


def test_a_new_week_begins_at_nothing() -> None:
    words = UnknownWords()

    heard(words, "padel", times=FEWEST_TIMES - 1)
    for wijk in THREE:
        words.hear("padel", wijk_code=wijk, week=MONDAY + timedelta(weeks=1))

    assert words.ready == {}


def test_until_it_is_told_a_word_is_nowhere_in_memory() -> None:
    words = UnknownWords()

    heard(words, "padel", times=FEWEST_TIMES - 1)

    assert "padel" not in repr(words)


def test_whoever_types_everything_there_is_does_not_fill_the_memory() -> None:
    words = UnknownWords()

    for number in range(MOST_WORDS + 100):
        words.hear(str(number), wijk_code="", week=MONDAY)
    heard(words, "padel", times=FEWEST_TIMES)

    assert repr(words).count("_Heard") == MOST_WORDS
    assert words.ready == {}
