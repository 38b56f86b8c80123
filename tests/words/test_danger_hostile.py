"""Whatever is typed, looking for danger neither fails nor takes long."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from app.words.danger import helps_for
from app.words.danger_spelling import MOST_WORDS, is_one_slip, with_one_left_out, words_of

LETTERS = "abcdefghijklmnopqrstuvwxyzéığłßضربي0139 @$*'- \u200b\ufdfa\u0301🙂"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=250))
def test_any_text_will_do(typed: str) -> None:
    helps_for(typed)
    assert len(words_of(typed)) <= MOST_WORDS


@given(st.text("abcde", min_size=3, max_size=9), st.text("abcde", min_size=3, max_size=9))
def test_whoever_is_one_slip_away_shares_a_word_with_one_letter_left_out(a: str, b: str) -> None:
    if a[0] == b[0] and is_one_slip(a, b):
        assert with_one_left_out(a) & with_one_left_out(b)


def test_ten_thousand_questions_take_seconds() -> None:
    random.seed(113)
    asked = ["".join(random.choices(LETTERS, k=random.randint(1, 40))) for _ in range(10_000)]
    began = time.process_time()
    for typed in asked:
        helps_for(typed)
    assert time.process_time() - began < 60, "some seconds; a bound against what grows and grows"


def test_the_worst_that_fits_in_a_search_box_takes_milliseconds() -> None:
    worst = [
        ("mij mijn man slaat niet meer " * 10)[:200],
        ("slaat " * 40)[:200],
        ("zelfmoor " * 30)[:200],
        "z" * 200,
        "\ufdfa" * 200,
        "z " * 100,
        "\u0301" * 200,
    ]
    helps_for("")
    for typed in worst:
        began = time.process_time()
        for _ in range(5):
            helps_for(typed)
        assert (time.process_time() - began) / 5 < 0.5
