"""The words that every installation begins with: what they say, and what they never say."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.migrations import ROOT
from app.words.compounds import parts_of
from app.words.files import LISTS, Row, read_lists
from app.words.folding import fold
from app.words.meanings import is_problem
from app.words.rules import Known, faults_of

SEED = ROOT / "seed"
HERE = Path(__file__).parent
FEWEST = {
    "synonym": 4500,
    "word_part": 800,
    "everyday": 2500,
    "never_proposed": 400,
    "name": 4500,
    "identity": 250,
}
FEWEST_PHRASES = 8
MOST_WORDS = 6
TERMS = ("theme", "kind", "audience")

ENTRIES = read_lists(SEED)


def listed(name: str) -> dict[str, str]:
    return {entry.phrase: entry.meaning for entry in ENTRIES if entry.list == name}


SYNONYMS = listed("synonym")
EVERYDAY = listed("everyday")
IDENTITIES = listed("identity")
NEVER_PROPOSED = listed("never_proposed")
PARTS = {part: weight == "light" for part, weight in listed("word_part").items()}


def labels() -> dict[str, str]:
    with (SEED / "vocabularies.csv").open(encoding="utf-8", newline="") as file:
        return {
            f"{row['vocabulary']}:{row['code']}": row["label_nl"]
            for row in csv.DictReader(file, delimiter=";")
            if row["vocabulary"] in TERMS
        }


def expected_splits() -> Iterator[tuple[str, tuple[str, ...]]]:
    with (HERE / "splits.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield row["word"], tuple(filter(None, row["parts"].split("|")))


def meanings_of(phrase: str) -> list[str]:
    return SYNONYMS.get(phrase, "").split("|")


def test_our_own_lists_keep_the_rules_that_a_gemeente_keeps() -> None:
    rows = [
        Row(line, entry.list, entry.phrase, entry.meaning, "own")
        for line, entry in enumerate(ENTRIES, start=2)
    ]
    assert faults_of(rows, Known(labels(), {})) == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_long_enough_to_be_of_use(name: str) -> None:
    assert len(listed(name)) >= FEWEST[name]


@pytest.mark.parametrize("name", LISTS)
def test_a_file_has_every_phrase_once_and_in_order(name: str) -> None:
    lines = (SEED / LISTS[name].file).read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)
    phrases = Counter(line.partition(";")[0] for line in lines)
    assert [phrase for phrase, times in phrases.items() if times > 1] == []


def test_phrases_are_folded_and_short_enough() -> None:
    unfolded = [entry.phrase for entry in ENTRIES if fold(entry.phrase) != entry.phrase]
    assert unfolded == []
    assert [phrase for phrase in SYNONYMS if len(phrase.split()) > MOST_WORDS] == []


def test_only_synonyms_have_more_words_than_one() -> None:
    assert [e for e in ENTRIES if e.list != "synonym" and " " in e.phrase] == []


def test_every_theme_kind_and_group_can_be_reached_in_words() -> None:
    reached = Counter(meaning for phrase in SYNONYMS for meaning in meanings_of(phrase))
    assert {term: reached[term] for term in labels() if reached[term] < FEWEST_PHRASES} == {}


def test_a_synonym_says_more_than_the_word_itself() -> None:
    assert [phrase for phrase in SYNONYMS if f"word:{phrase}" in meanings_of(phrase)] == []


def test_words_that_say_nothing_alone_stand_for_nothing_alone() -> None:
    alone = {"alleen", "contact", "les", "opvang", "kind", "last", "druk", "kwijt", "samen", "post"}
    assert alone & SYNONYMS.keys() == set()


@pytest.mark.parametrize(
    "phrase", ["help", "moeder", "opa", "waar", "kan", "mijn", "iets", "graag", "zoek", "wordt"]
)
def test_a_filler_says_nothing(phrase: str) -> None:
    assert phrase in EVERYDAY


@pytest.mark.parametrize(
    "word", ["wandelen", "rouw", "geld", "taal", "zwemmen", "koor", "ziek", "dement", "ouderen"]
)
def test_what_people_look_for_is_no_filler(word: str) -> None:
    assert word not in EVERYDAY


def test_who_somebody_is_stands_for_a_group_at_most() -> None:
    """Not even a phrase that holds such a word beside fillers stands for a problem."""
    about_people = [
        phrase
        for phrase in SYNONYMS
        if (words := [word for word in phrase.split() if word not in EVERYDAY])
        and all(word in IDENTITIES for word in words)
    ]
    problems = {
        phrase: meaning
        for phrase in about_people
        for meaning in meanings_of(phrase)
        if is_problem(meaning)
    }
    assert problems == {}
    assert set(IDENTITIES.values()) <= {"", "migratieachtergrond", "lhbtqi", "nieuwkomers"}


@pytest.mark.parametrize("word", ["turkse", "marokkaan", "moslim", "joods", "homo", "lesbisch"])
def test_the_usual_words_for_who_somebody_is_are_known_as_such(word: str) -> None:
    assert word in IDENTITIES


@pytest.mark.parametrize(
    "word", ["sex", "seks", "porno", "hoer", "escort", "neger", "pedofiel", "wapens", "hitler"]
)
def test_harmful_words_open_no_list(word: str) -> None:
    assert word not in SYNONYMS
    assert word not in PARTS


def test_harmful_words_are_never_part_of_a_compound() -> None:
    assert PARTS.keys() & NEVER_PROPOSED.keys() == set()


@pytest.mark.parametrize(
    "sport", ["boksen", "vechtsport", "zelfverdediging", "judo", "darts", "moordspel"]
)
def test_a_sport_or_game_is_no_sign_of_violence(sport: str) -> None:
    assert SYNONYMS[sport]
    assert "theme:veilig-thuis" not in meanings_of(sport)


@pytest.mark.parametrize("word", ["meisjes", "jongens", "kinderen"])
def test_children_are_a_group_and_nothing_else(word: str) -> None:
    assert meanings_of(word) == ["audience:kinderen"]


@pytest.mark.parametrize(
    ("word", "today"),
    [
        ("bejaarden", "audience:ouderen"),
        ("invaliden", "theme:ziekte-beperking"),
        ("mongool", "audience:verstandelijke-beperking"),
        ("zwervers", "theme:dakloos"),
        ("junk", "theme:verslaving"),
        ("gek in mijn hoofd", "theme:psychisch"),
    ],
)
def test_a_rude_or_old_word_is_understood(word: str, today: str) -> None:
    assert today in meanings_of(word)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("kuieren", "word:wandelen"),
        ("proaten", "theme:praten"),
        ("zinge", "word:zingen"),
        ("deurwaarder", "theme:geld"),
        ("blauwe envelop", "theme:geld"),
        ("zie er geen gat meer in", "theme:psychisch"),
        ("zwart zaad", "theme:geld"),
        ("vergeet van alles", "theme:dementie"),
        ("tafeltje dekje", "theme:eten"),
        ("klaverjassen", "word:kaarten"),
        ("rollator", "filter:wheelchair"),
        ("zonder indicatie", "filter:voorliggend"),
        ("kost niks", "filter:free"),
        ("hij slaat mij", "theme:veilig-thuis"),
        ("iets voor een ander doen", "kind:vrijwilligerswerk"),
        ("respijt", "kind:respijtzorg"),
    ],
)
def test_what_people_say_stands_for_what_they_mean(said: str, meant: str) -> None:
    assert meant in meanings_of(said)


def test_given_names_are_no_words_of_ours() -> None:
    ours = SYNONYMS.keys() | PARTS.keys() | EVERYDAY.keys() | IDENTITIES.keys()
    assert listed("name").keys() & ours == set()


def test_compounds_fall_apart_where_people_hear_it_and_nowhere_else() -> None:
    wrong = {
        word: parts_of(word, PARTS)
        for word, parts in expected_splits()
        if parts_of(word, PARTS) != parts
    }
    assert wrong == {}
