"""The folder list is the architecture: imports point down, and each contract can say no."""

from pathlib import Path

import pytest

from app.core.migrations import ROOT
from tests.architecture.import_contracts import Verdict, lint
from tests.architecture.project import copied_house

LAYERS = "Imports point down"
CYCLES = "Nothing goes round in a circle"
FRAMEWORK = "Only routers, core.http, main and web.answering know the web framework"
WEB = "Inside web: a page a file, what they share below"
ROUTERS = "Routers hold no SQL"
PURE = "What is pure knows no database, clock or network"
CORE = "Inside core: HTTP on top, alone"

# contract, who imports, what it imports
PLANTS = [
    (LAYERS, "app.core.geo", "app.areas.models"),
    (LAYERS, "app.areas.queries", "app.places.models"),
    (LAYERS, "app.schedule.commands", "app.areas.queries"),
    (LAYERS, "app.organizations.commands", "app.offerings.commands"),
    (LAYERS, "app.offerings.jobs", "app.tables"),
    (LAYERS, "app.main", "app.worker"),
    (CYCLES, "app.ingest.areas.features", "app.ingest.areas.pdok"),
    ("Inside finder", "app.finder.hints", "app.finder.facets"),
    ("Inside geocoding", "app.geocoding.likeness", "app.geocoding.ranking"),
    ("Inside offerings", "app.offerings.queries", "app.offerings.commands"),
    ("Inside places", "app.places.opening_rules", "app.places.schemas"),
    ("Inside organizations", "app.organizations.models", "app.organizations.commands"),
    ("Inside areas", "app.areas.commands", "app.areas.router"),
    ("Inside schedule", "app.schedule.recurrence", "app.schedule.sentences"),
    ("Inside tiles", "app.tiles.rules", "app.tiles.queries"),
    ("Inside vocabularies", "app.vocabularies.schemas", "app.vocabularies.queries"),
    ("Inside words", "app.words.lexicon", "app.words.understanding"),
    (WEB, "app.web.texts", "app.web.visits"),
    (CORE, "app.core.entries", "app.core.http.state"),
    (FRAMEWORK, "app.core.faults", "fastapi"),
    (FRAMEWORK, "app.places.commands", "starlette"),
    (FRAMEWORK, "app.cli", "fastapi"),
    (FRAMEWORK, "app.web.drawing", "starlette"),
    (ROUTERS, "app.areas.router", "sqlalchemy"),
    (ROUTERS, "app.areas.router", "asyncpg"),
    (PURE, "app.areas.rules", "asyncpg"),
    (PURE, "app.offerings.rules", "app.core.database"),
    (PURE, "app.vocabularies.rules", "httpx"),
    (PURE, "app.schedule.expansion", "app.core.clock"),
    (PURE, "app.schedule.preview", "time"),
    (PURE, "app.places.opening_text", "sqlmodel"),
]
HOMELESS = {
    LAYERS: "app/klachten/__init__.py",
    "Inside finder": "app/finder/extra.py",
    "Inside geocoding": "app/geocoding/extra.py",
    "Inside offerings": "app/offerings/extra.py",
    "Inside places": "app/places/extra.py",
    "Inside organizations": "app/organizations/extra.py",
    "Inside areas": "app/areas/extra.py",
    "Inside schedule": "app/schedule/extra.py",
    "Inside tiles": "app/tiles/extra.py",
    "Inside vocabularies": "app/vocabularies/extra.py",
    "Inside words": "app/words/extra.py",
    WEB: "app/web/extra.py",
    CORE: "app/core/extra.py",
}


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return lint(ROOT)


def test_every_contract_is_kept(verdict: Verdict) -> None:
    assert all(verdict.is_kept.values()), verdict.said


def test_every_contract_has_a_plant_that_breaks_it(verdict: Verdict) -> None:
    assert set(verdict.is_kept) == {contract for contract, _, _ in PLANTS}


def test_every_planted_import_is_seen(tmp_path: Path) -> None:
    root = copied_house(tmp_path / "house")
    for _, importer, imported in PLANTS:
        file = root.joinpath(*importer.split(".")).with_suffix(".py")
        with file.open("a", encoding="utf-8") as source:
            source.write(f"\nimport {imported}\n")
    verdict = lint(root)
    assert not any(verdict.is_kept.values()), verdict.said
    for contract, importer, imported in PLANTS:
        # Of a circle import-linter names the packages, relative to the one that holds them.
        shown = (importer, imported) if contract != CYCLES else (".features", ".pdok")
        told = verdict.said.split(f"\n{contract}\n")[-1]
        assert any(shown[0] in line and shown[1] in line for line in told.splitlines()), (
            f"{contract}: {importer} -> {imported} was not seen\n{verdict.said}"
        )


def test_what_has_no_place_in_the_layers_is_seen(tmp_path: Path) -> None:
    root = copied_house(tmp_path / "house")
    for path in HOMELESS.values():
        root.joinpath(path).parent.mkdir(exist_ok=True)
        root.joinpath(path).write_text('"""Put here by the way."""\n', encoding="utf-8")
    verdict = lint(root)
    assert {name for name, is_kept in verdict.is_kept.items() if not is_kept} == set(HOMELESS)
    for path in HOMELESS.values():
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        assert module in verdict.said, verdict.said
