"""Words as they are compared."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import Db
from app.words.folding import Word, fold, words_of


def test_case_accents_and_punctuation_do_not_count() -> None:
    assert fold("  Café 'De Boei' — JEU-DE-BOULES!") == "cafe de boei jeu de boules"


def test_a_loose_s_belongs_to_its_word() -> None:
    assert words_of("foto's") == (Word("foto", 0, 6),)
    assert words_of("één foto’s") == (Word("een", 0, 3), Word("foto", 4, 10))


def test_an_evening_keeps_its_s() -> None:
    assert fold("'s avonds en ‘s morgens") == "s avonds en s morgens"


def test_short_spoken_words_fall_apart() -> None:
    assert fold("z'n m’n 'n") == "z n m n n"


def test_one_character_may_hold_several_words() -> None:
    words = words_of("a \ufdfa b")

    assert [word.start for word in words] == [0, 2, 2, 2, 2, 4]
    assert len(words_of("\ufdfa" * 200, limit=40)) == 40


def test_nothing_is_no_word() -> None:
    assert words_of("") == words_of("\0 \u0301 \ufe0f ?!") == ()


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


@given(st.text(max_size=60))
def test_words_lie_in_what_was_typed_in_order(typed: str) -> None:
    words = words_of(typed)

    assert all(0 <= word.start < word.end <= len(typed) for word in words)
    assert list(words) == sorted(words, key=lambda word: word.start)


@given(st.text(alphabet="ab 'S-9", max_size=20))
def test_plain_letters_take_no_other_way_than_all_letters(typed: str) -> None:
    assert words_of(typed + " é")[:-1] == words_of(typed)


async def test_the_database_folds_a_word_as_we_do(db: Db) -> None:
    words = ["Café", "tweeëntwintig", "İzmir", "straße", "ﬁets", "№5", "Łódź", "هاتف", "²"]
    folded = await db.scalars(
        text("SELECT trim(search_fold(word)) FROM unnest(CAST(:words AS text[])) AS w (word)"),
        {"words": words},
    )

    assert list(folded) == [fold(word) for word in words]
