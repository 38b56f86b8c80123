"""What somebody asks by typing words."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.words.alternatives import MOST_ALTERNATIVES
from app.words.asked import Alternative
from app.words.folding import fold
from app.words.understanding import MOST_WORDS_TYPED
from tests.words.known_words import asked, phrases, texts, ways


def test_other_words_for_the_same_are_tried_beside_the_word_itself() -> None:
    assert ways("kuieren") == [("kuieren", ["kuieren", "wandelen"])]
    assert ways("deurwaarder") == [("deurwaarder", ["deurwaarder", "theme:geld"])]


def test_a_phrase_with_a_denial_is_not_met_by_its_words() -> None:
    assert ways("geen geld") == [("geen geld", ["theme:geld", "audience:laag-inkomen"])]


def test_a_compound_is_met_by_its_telling_parts_and_what_they_mean() -> None:
    assert ways("wandelgroep") == [
        ("wandelgroep", ["wandelgroep", "wandel", "wandelen", "ommetje"])
    ]
    assert ways("dementiecafé") == [
        ("dementiecafé", ["dementiecafe", "dementie", "theme:dementie"])
    ]
    assert ways("groepscafe") == [("groepscafe", ["groepscafe", "groep+cafe"])]


def test_a_compound_of_two_telling_parts_must_have_both() -> None:
    assert ways("damesgymclub") == [
        ("damesgymclub", ["damesgymclub", "dames"]),
        ("damesgymclub", ["damesgymclub", "gym"]),
    ]
    assert texts("damesgymclub") == ["woord: damesgymclub"]


def test_words_that_say_little_may_be_missing() -> None:
    assert phrases("wandel groep") == ["wandel"]
    assert phrases("groep") == ["groep"]


def test_of_a_sentence_only_what_matters_is_left() -> None:
    assert phrases("mn moeder wordt vergeetachtig en ik weet het niet meer") == ["vergeetachtig"]


def test_everyday_words_alone_are_what_is_asked() -> None:
    assert phrases("ik en u") == ["ik", "en", "u"]
    assert phrases("waar kan ik") == ["waar"]
    assert phrases("geen") == ["geen"]


def test_everyday_words_beside_a_filter_are_not() -> None:
    assert asked("wat kan ik zondag doen").needs == ()


@pytest.mark.parametrize("name", ["Fatima", "Kees", "Anna's"])
def test_a_name_changes_nothing(name: str) -> None:
    assert ways(f"{name} zoekt wandelen") == ways("zoekt wandelen")


@pytest.mark.parametrize("origin", ["Turkse", "Poolse", "moslims", "Zuid-Hollandse"])
def test_an_origin_changes_nothing(origin: str) -> None:
    assert ways(f"{origin} vrouwen koken") == ways("vrouwen koken")


def test_alone_an_origin_asks_for_who_it_is_meant_for_and_never_for_a_problem() -> None:
    who, problems = ways("turkse")

    assert who == ("turkse", ["turkse", "audience:migratieachtergrond"])
    assert problems[0] == "-turkse"
    assert {"theme:veilig-thuis", "theme:verslaving", "theme:psychisch"} <= set(problems[1])
    assert ways("Kees met de moslims")[0] == ("moslims", ["moslims"])


def test_a_group_in_a_compound_is_that_group() -> None:
    assert ways("turksegroep")[0] == (
        "turksegroep",
        ["turksegroep", "turkse", "audience:migratieachtergrond"],
    )
    assert ways("turksedamesgroep") == [("turksedamesgroep", ["turksedamesgroep", "dames"])]


def test_a_name_alone_is_looked_for() -> None:
    assert phrases("ik zoek Kees") == ["Kees"]


def test_the_last_word_may_still_be_typed() -> None:
    def beginnings(typed: str) -> list[bool]:
        return [need.alternatives[0].is_beginning for need in asked(typed).needs]

    assert beginnings("muziek wandelgr") == [False, True]
    assert beginnings("muziek ") == [False]
    assert beginnings("geen wandel") == [False]
    assert beginnings("xy") == [False]


def test_whoever_typed_a_word_that_a_list_knows_is_done_with_it() -> None:
    ((literal, *_),) = (need.alternatives for need in asked("wandelen").needs)

    assert literal.words == ("wandelen",)
    assert not literal.is_beginning


def test_words_that_no_list_knows_stand_for_themselves() -> None:
    (need,) = asked("Wesselerbrink").needs

    assert not need.is_known
    assert fold(need.phrase) == "wesselerbrink"


def test_what_was_typed_rudely_is_said_back_with_todays_word() -> None:
    assert texts("mongool") == ["voor: Mensen die moeilijk leren"]


def test_a_word_that_hurts_is_not_repeated() -> None:
    assert texts("porno") == []


def test_what_was_understood_is_said_back_in_the_order_of_typing() -> None:
    typed = "Zondag eten voor ouderen van 81, geen bingo"

    assert texts(typed) == [
        "op zondag",
        "onderwerp: Samen koken en eten",
        "voor: Ouderen",
        "past bij 81 jaar",
        "niet: bingo",
    ]
    assert [typed[u.start : u.end] for u in asked(typed).understood] == [
        "Zondag",
        "eten",
        "ouderen",
        "van 81",
        "bingo",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "Jongetje van 8 zoeken",
        "waar zijn meisjes",
        "waar spelen kinderen?",
        "meisje van 14 gezocht",
        "man zoekt meisje",
        "vriendin zoeken van 13",
        "ik ben 45 en zoek een vriendin van 13",
        "ik ben een jongen en zoek een meisje van 12",
        "kinderen zonder ouders",
        "meisje gezocht Enschede",
        "Fatima kijken peuters",
    ],
)
def test_who_looks_for_children_is_not_shown_where_they_are(typed: str) -> None:
    assert _finds_nothing(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "kinderen",
        "meisjes van 14",
        "iets voor kinderen",
        "zoek een club voor meisjes",
        "ik zoek iets voor mijn zoon van 8",
        "wandelen voor jongens en meisjes gezocht",
        "waar kunnen kinderen spelen",
        "meisje van 14 zoekt vriendin",
        "ik ben een meisje van 14 en zoek vriendinnen",
        "ik ben 15 en zoek een vriendin",
    ],
)
def test_who_looks_for_something_for_children_is_answered(typed: str) -> None:
    assert not _finds_nothing(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "geen turkse",
        "zonder moslims",
        "geen mensen die moslims zijn",
        "geen Turkse of Poolse",
        "moslims niet",
        "ik haat moslims",
        "tegen moslims",
        "geen roze ouderen, geen roze",
    ],
)
def test_a_group_that_somebody_does_not_want_is_not_looked_for(typed: str) -> None:
    needs = [need for need in asked(typed).needs if not need.is_excluded]

    assert _finds_nothing(typed) or needs == []
    assert not any(
        "moslims" in way for _, found in ways(typed) for way in found if way == "moslims"
    )


def test_who_denies_something_else_is_asked_for_as_ever() -> None:
    assert ways("ik weet niet wie moslims zijn")[0] == ("moslims", ["moslims"])
    assert phrases("geen moslims, wel wandelen") == ["wandelen"]
    assert asked("geen moslims op zondag").needs == ()


def test_a_phrase_for_a_group_counts_only_when_there_is_nothing_else() -> None:
    assert ways("roze ouderen")[0] == ("roze ouderen", ["roze+ouderen", "audience:lhbtqi"])
    assert ways("roze ouderen met dementie") == ways("Turkse ouderen met dementie")


def _finds_nothing(typed: str) -> bool:
    """Whether all of it is one word that nobody knows, and nothing is said back."""
    needs = asked(typed).needs
    words = fold(typed).replace(" ", "")
    return (
        asked(typed).understood == ()
        and len(needs) == 1
        and not needs[0].is_known
        and needs[0].alternatives == (Alternative(words=(words,)),)
    )


_OFTEN_TYPED = (
    "geen niet zonder wandelen wandelgroep 81 jaar op zondag in turks en of , maar van tot"
    " 's avonds koffie drinken kees turkse xyz \ufdfa"
)
_TYPED = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_OFTEN_TYPED.split()), max_size=45).map(" ".join),
)


@settings(max_examples=200, deadline=None)
@given(_TYPED)
@example("\ufdfa" * 200)
@example("\0")
@example("a" + "\u0301" * 199)
@example("wandelgroep" * 18)
@example("\ud800 geen")
def test_anything_can_be_typed(typed: str) -> None:
    question = asked(typed)

    assert question.typed == typed
    assert len(question.needs) <= MOST_WORDS_TYPED * 2
    for need in question.needs:
        assert need.phrase == typed[need.start : need.end]
        assert 1 <= len(need.alternatives) <= MOST_ALTERNATIVES
        assert all(bool(way.words) != bool(way.term) for way in need.alternatives)
        assert all(fold(word) == word for way in need.alternatives for word in way.words)
    for understood in question.understood:
        assert understood.phrase == typed[understood.start : understood.end].strip()
