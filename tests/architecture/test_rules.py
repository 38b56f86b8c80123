"""What the house asks of its source, where a machine can read it."""

import pytest

from app.core.migrations import ROOT
from tests.architecture.project import Project
from tests.architecture.rules import RULES


@pytest.fixture(scope="module")
def house() -> Project:
    return Project(ROOT)


@pytest.mark.parametrize("sentence", RULES)
def test_the_source_keeps_to(house: Project, sentence: str) -> None:
    found = sorted(RULES[sentence](house))
    assert not found, "\n".join(map(str, [sentence, *found]))
