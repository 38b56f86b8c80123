"""Each rule is shown to bite: one violation is planted in a copy of the house, and is found.

The contracts on imports have theirs in test_imports, the rules on routes in test_routes and
test_statement_counts.
"""

from functools import cache
from pathlib import Path

import pytest

from app.core.migrations import ROOT
from tests.architecture.documents import OPERATIONS
from tests.architecture.plants import PLANTS, SETTINGS, Plant
from tests.architecture.project import Found, Project, copied_house
from tests.architecture.rules import RULES


@cache
def found_at_home(rule: str) -> frozenset[Found]:
    """What the house itself breaks proves nothing."""
    return frozenset(RULES[rule](Project(ROOT)))


@pytest.fixture(scope="module")
def house_to_break(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_house(tmp_path_factory.mktemp("broken") / "house")


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.rule}: {plant.about}")
def test_a_planted_violation_is_found(plant: Plant, house_to_break: Path) -> None:
    with plant.put(house_to_break):
        found = set(RULES[plant.rule](Project(house_to_break))) - found_at_home(plant.rule)
    assert plant.about in {one.about for one in found}, sorted(map(str, found))


def test_every_rule_has_a_plant_that_breaks_it() -> None:
    assert {plant.rule for plant in PLANTS} == set(RULES)


def test_a_house_without_its_manual_is_found(tmp_path: Path) -> None:
    root = copied_house(tmp_path / "house")
    (root / OPERATIONS).unlink()
    assert [one.path for one in RULES[SETTINGS](Project(root))] == [OPERATIONS]
