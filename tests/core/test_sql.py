"""A statement of which each asker needs other lines."""

from pathlib import Path

import pytest

from app.core.sql import Question


@pytest.fixture
def beside(tmp_path: Path) -> str:
    """A package with two statements, one inside the other."""
    sql = tmp_path / "sql"
    sql.mkdir()
    sql.joinpath("near.sql").write_text(
        "-- What is near?\n-- Parameters: :radius_m. Leans on nothing.\n"
        "SELECT '\"text\":null', x::text -- said aside\n"
        "FROM entry\n"
        "WHERE TRUE\n"
        "  AND distance < :radius_m::float8  --? radius_m\n"
        "  AND FALSE  --? !radius_m\n"
        "  AND size = :size AND distance > :radius_m  --? radius_m size\n"
        "--> _shown\n"
    )
    sql.joinpath("_shown.sql").write_text(
        "-- Which are shown?\n-- No parameters. Leans on nothing.\n"
        "  AND shown_on <= :today\n"
        "  -- not yet\n"
        "  AND NOT hidden  --? careful\n"
    )
    return str(tmp_path / "queries.py")


def test_only_the_lines_that_a_question_needs_are_asked(beside: str) -> None:
    near = Question(beside, "near")

    assert near.asked({"today": 1}).text.splitlines() == [
        "SELECT '\"text\":null', x::text",
        "FROM entry",
        "WHERE TRUE",
        "  AND FALSE",
        "  AND shown_on <= $1",
    ]


def test_a_line_with_several_names_needs_all_of_them(beside: str) -> None:
    near = Question(beside, "near")

    assert "size" not in near.asked({"radius_m": 5, "today": 1}).text
    assert "size = $2 AND distance > $1" in near.asked({"radius_m": 5, "size": 2, "today": 1}).text


def test_what_is_none_was_not_given_and_a_word_alone_counts_as_given(beside: str) -> None:
    near = Question(beside, "near")

    assert "FALSE" in near.asked({"radius_m": None, "today": 1}).text
    assert "NOT hidden" in near.asked({"today": 1}, also={"careful"}).text


def test_values_are_bound_in_the_order_of_their_first_place(beside: str) -> None:
    asked = Question(beside, "near").asked({"today": "t", "size": "s", "radius_m": "r"})

    assert asked.names == ("radius_m", "size", "today")
    assert asked.values({"today": "t", "size": "s", "radius_m": "r"}) == ["r", "s", "t"]


def test_the_same_lines_are_written_once(beside: str) -> None:
    near = Question(beside, "near")

    assert near.asked({"today": 1, "size": None}) is near.asked({"today": 2})
