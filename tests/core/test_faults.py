"""What Pydantic finds, in plain Dutch and named by where it stands."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from app.core.contacts import Phone
from app.core.errors import Fault
from app.core.faults import MESSAGES, faults_of, names_of, pointer
from app.core.schemas import CompleteModel, Text, WireModel


class Walker(WireModel):
    first_name: Annotated[Text, Field(min_length=1, max_length=5)]
    age: Annotated[int, Field(ge=0, le=120)] = 0
    pace: Literal["gentle", "brisk"] = "gentle"
    phone: Phone | None = None


class Walk(WireModel):
    title: str
    on: date
    walkers: list[Walker] = []


RIGHT = {"title": "Rondje Pathmos", "on": "2026-11-24"}


def faults_in(different: object, *, under: str = "") -> list[Fault]:
    given = RIGHT | different if isinstance(different, dict) else different
    with pytest.raises(ValidationError) as refused:
        Walk.model_validate(given)
    return faults_of(refused.value, where="body", under=under)


def test_every_fault_is_named_by_its_pointer() -> None:
    found = faults_in({"title": None, "walkers": [{"firstName": "Annie"}, {"firstName": ""}, 3]})

    assert [fault.name for fault in found] == ["/title", "/walkers/1/firstName", "/walkers/2"]
    assert {fault.where for fault in found} == {"body"}


def test_a_pointer_can_stand_below_another() -> None:
    (fault,) = faults_in({"on": "morgen"}, under="/offerings/7")

    assert fault.name == "/offerings/7/on"


def test_a_pointer_escapes_what_means_something_in_it() -> None:
    assert pointer(("a/b", "c~d", 0)) == "/a~1b/c~0d/0"
    assert pointer(()) == ""
    assert pointer((), under="/walk") == "/walk"


def test_outside_a_body_a_fault_has_the_name_of_its_parameter() -> None:
    with pytest.raises(ValidationError) as refused:
        Walk.model_validate(RIGHT | {"walkers": [{}]})

    (fault,) = faults_of(refused.value, where="query")
    assert (fault.where, fault.name) == ("query", "walkers")


@pytest.mark.parametrize(
    ("different", "says"),
    [
        ({"on": "morgen"}, "JJJJ-MM-DD"),
        ({"title": 3}, "tekst"),
        ({"walkers": "Annie"}, "lijst"),
        ({"walkers": [{}]}, "invullen"),
        ({"walkers": [{"firstName": ""}]}, "iets in"),
        ({"walkers": [{"firstName": "Annelies"}]}, "5 tekens"),
        ({"walkers": [{"firstName": "Annie", "age": "veel"}]}, "heel getal"),
        ({"walkers": [{"firstName": "Annie", "age": 121}]}, "120"),
        ({"walkers": [{"firstName": "Annie", "age": -1}]}, "0 of meer"),
        ({"walkers": [{"firstName": "Annie", "pace": "snel"}]}, "gentle, brisk"),
        ({"walkers": [{"firstName": "Annie", "phone": "bel mij"}]}, "telefoonnummer"),
        ({"walkers": [{"firstName": "An\x00"}]}, "niet kunnen bewaren"),
        ({"walkers": [3]}, "JSON-object"),
    ],
)
def test_each_fault_says_in_dutch_what_to_do(different: dict[str, object], says: str) -> None:
    (fault,) = faults_in(different)

    assert says in fault.message
    assert fault.message.endswith(".")


def test_a_typing_error_in_a_name_gets_a_hint() -> None:
    with pytest.raises(ValidationError) as refused:
        Walk.model_validate(RIGHT | {"titel": "x", "zzz": 1})

    found = faults_of(refused.value, where="body", names=names_of(Walk))
    said = {fault.name: fault.message for fault in found}
    assert "'title'" in said["/titel"]
    assert "Bedoelt u" not in said["/zzz"]


def test_names_are_those_of_the_outside() -> None:
    assert names_of(Walker) == ("firstName", "age", "pace", "phone")


def test_codes_are_slugs_and_messages_are_dutch_sentences() -> None:
    (fault,) = faults_in({"walkers": [{"firstName": "Annie", "age": -1}]})
    assert fault.code == fault.code.replace("_", "-")

    for message in MESSAGES.values():
        if isinstance(message, str):
            assert message[0].isupper()
            assert message.endswith(".")


def test_what_pydantic_says_in_english_never_gets_out() -> None:
    class Odd(WireModel):
        numbers: frozenset[complex]

    with pytest.raises(ValidationError) as refused:
        Odd.model_validate({"numbers": ["i"]})

    (fault,) = faults_of(refused.value, where="body")
    assert "complex" not in fault.message
    assert fault.message.endswith(".")


# Members that are checked when they are absent.


class Outing(CompleteModel):
    by_bus: bool = False
    leaves_from: Annotated[str | None, Field(validate_default=True)] = None

    @field_validator("leaves_from")
    @classmethod
    def _a_bus_leaves_somewhere(cls, leaves_from: str | None) -> str | None:
        if leaves_from is None:
            raise PydanticCustomError("missing", "Vul in waar de bus vertrekt.")
        return leaves_from


@pytest.mark.parametrize("given", [{}, {"byBus": True}, {"leavesFrom": None}])
def test_an_absent_member_is_at_fault_under_its_outside_name(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        Outing.model_validate(given)

    assert [fault.name for fault in faults_of(refused.value, where="body")] == ["/leavesFrom"]


def test_a_member_may_be_given_by_either_name() -> None:
    assert Outing.model_validate({"leavesFrom": "station"}).leaves_from == "station"
    assert Outing(leaves_from="station").leaves_from == "station"


def test_what_is_no_object_at_all_is_one_fault() -> None:
    with pytest.raises(ValidationError) as refused:
        Outing.model_validate(["bus"])

    assert [fault.name for fault in faults_of(refused.value, where="body")] == [""]
