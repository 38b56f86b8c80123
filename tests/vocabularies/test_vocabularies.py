"""What people choose from: it is data, it keeps its place, and a typing error gets a hint."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sqlalchemy import text

from app.core.database import Db
from app.core.migrations import ROOT
from app.offerings import schemas as offering_schemas
from app.places.schemas import FeatureState
from app.vocabularies.commands import read_vocabularies, store_vocabularies
from app.vocabularies.models import VocabularyTerm
from app.vocabularies.queries import faulty_choices
from app.vocabularies.rules import Choice, unknown_choices
from app.vocabularies.schemas import Code
from tests import factories

SEED = ROOT / "seed" / "vocabularies.csv"


def term(code: str, **different: object) -> VocabularyTerm:
    given_term = {"vocabulary": "theme", "position": 0, "label_nl": code, "label_en": code}
    return VocabularyTerm.model_validate(given_term | {"code": code, **different})


async def in_order(db: Db) -> list[str]:
    rows = await db.execute(
        text("SELECT code FROM vocabulary_term WHERE vocabulary = 'theme' ORDER BY position")
    )
    return list(rows.scalars())


# The file.


def test_the_seed_holds_every_list_in_its_own_order() -> None:
    terms = read_vocabularies(SEED)
    themes = [term for term in terms if term.vocabulary == "theme"]

    assert len({term.vocabulary for term in terms}) == 24
    assert len(themes) == 32
    assert [term.position for term in themes] == list(range(32))


def test_every_code_of_the_seed_can_be_filled_in() -> None:
    adapter: TypeAdapter[str] = TypeAdapter(Code)
    for one in read_vocabularies(SEED):
        if one.vocabulary != "headcount":  # how many came: 21+
            adapter.validate_python(one.code)


@pytest.mark.parametrize(
    ("vocabulary", "codes"),
    [
        ("channel", offering_schemas.Channel),
        ("audience_mode", offering_schemas.AudienceMode),
        ("access", offering_schemas.Access),
        ("provision", offering_schemas.Provision),
        ("cost", offering_schemas.CostKind),
        ("joining", offering_schemas.Joining),
        ("first_time", offering_schemas.FirstTime),
        ("led_by", offering_schemas.LedBy),
        ("effort", offering_schemas.Effort),
        ("weather", offering_schemas.Weather),
        ("spots", offering_schemas.SpotsState),
    ],
)
def test_what_the_code_branches_on_is_what_the_seed_offers(vocabulary: str, codes: object) -> None:
    seeded = {one.code for one in read_vocabularies(SEED) if one.vocabulary == vocabulary}

    assert seeded == set(codes.__args__)  # type: ignore[attr-defined]


def test_a_feature_may_be_unknown() -> None:
    assert "unknown" in FeatureState.__args__


def test_empty_columns_are_unknown_and_words_are_split(tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(
        "vocabulary;code;label_nl;definition_nl;label_en;group;sensitivity;word_forms\n"
        "theme;eten;Eten;;Food;;;eten|koken|\n"
        "theme;rouw;Rouw;Iemand is dood.;Grief;Steun;discreet;\n",
        encoding="utf-8",
    )

    eten, rouw = read_vocabularies(file)

    assert (eten.definition_nl, eten.term_group, eten.sensitivity) == (None, None, None)
    assert eten.word_forms == ["eten", "koken"]
    assert (rouw.term_group, rouw.sensitivity, rouw.word_forms) == ("Steun", "discreet", [])


# Storing.


async def test_storing_the_same_again_changes_nothing(db: Db) -> None:
    terms = read_vocabularies(SEED)

    assert await store_vocabularies(db, terms) == len(terms)
    assert await store_vocabularies(db, read_vocabularies(SEED)) == 0


async def test_nothing_to_store_is_nothing_stored(db: Db) -> None:
    assert await store_vocabularies(db, []) == 0


async def test_a_code_keeps_its_place_for_good(db: Db) -> None:
    await store_vocabularies(db, [term("eten"), term("rouw", position=1)])

    changed = await store_vocabularies(
        db, [term("bewegen"), term("rouw", label_nl="Verlies"), term("geld", position=1)]
    )

    assert changed == 3
    assert await in_order(db) == ["eten", "rouw", "bewegen", "geld"]


@pytest.mark.parametrize(
    "different",
    [
        {"label_nl": "Samen eten"},
        {"label_en": "Meals"},
        {"definition_nl": "Met anderen aan tafel."},
        {"term_group": "Thuis"},
        {"sensitivity": "discreet"},
        {"word_forms": ["eten", "maaltijd"]},
    ],
)
async def test_other_words_for_a_code_are_taken_over(db: Db, different: dict[str, object]) -> None:
    await store_vocabularies(db, [term("eten"), term("rouw", position=1)])

    again = [term("eten", **different), term("rouw", position=1)]
    assert await store_vocabularies(db, again) == 1

    (name,) = different
    stored = await db.scalar(text(f"SELECT {name} FROM vocabulary_term WHERE code = 'eten'"))  # noqa: S608
    assert stored == different[name]


# Choosing.


async def test_a_code_of_another_list_is_no_choice(db: Db) -> None:
    await factories.vocabularies(db)

    faults = await faulty_choices(
        db,
        [
            Choice("theme", "bewegen", "/themes/0"),
            Choice("theme", "buurthuis", "/themes/1"),
            Choice("place_kind", "buurthuis", "/kind"),
        ],
    )

    assert [(fault.name, fault.code) for fault in faults] == [("/themes/1", "unknown-code")]


def test_a_typing_error_gets_the_nearest_code_as_a_hint() -> None:
    (fault,) = unknown_choices(
        [Choice("theme", "bewegn", "/themes/0")], known={"theme": ["bewegen", "eten"]}
    )

    assert "'bewegn' staat niet in de lijst." in fault.message
    assert "Bedoelt u 'bewegen'?" in fault.message


def test_a_code_like_nothing_gets_the_whole_list() -> None:
    (fault,) = unknown_choices(
        [Choice("theme", "xyz", "/themes/0")], known={"theme": ["eten", "bewegen"]}
    )

    assert "Kies uit: bewegen, eten." in fault.message


@given(
    known=st.frozensets(st.sampled_from(["eten", "bewegen", "rouw", "geld"])),
    chosen=st.lists(st.sampled_from(["eten", "bewegen", "rouw", "geld", "zwemmen"])),
)
def test_exactly_the_unknown_choices_are_at_fault(known: frozenset[str], chosen: list[str]) -> None:
    choices = [Choice("theme", code, f"/themes/{place}") for place, code in enumerate(chosen)]

    faults = unknown_choices(choices, known={"theme": known})

    assert [fault.name for fault in faults] == [
        f"/themes/{place}" for place, code in enumerate(chosen) if code not in known
    ]
