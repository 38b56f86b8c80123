"""What whoever keeps the words types, and what they are told."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from typer.testing import CliRunner, Result

from app.cli import app
from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from tests import factories

Run = Callable[..., Result]


@pytest.fixture
def buurtkaart(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as an operator would, on a neighbourhood with one walk."""
    asyncio.run(neighbourhood(database_url))
    monkeypatch.setattr("app.cli.terminal.settings", lambda: Settings(database_url=database_url))
    # Wide enough for a sentence on one line.
    monkeypatch.setattr("app.cli.terminal.console.width", 200)
    return lambda *words, **more: CliRunner().invoke(
        app, list(words), catch_exceptions=False, **more
    )


async def neighbourhood(url: str) -> None:
    engine = create_async_engine(engine_url(url))
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
        await factories.offering(db, title="Wandelgroep Pathmos")
    await engine.dispose()


def test_words_are_checked_brought_in_and_written_out(buurtkaart: Run, tmp_path: Path) -> None:
    file, again = tmp_path / "woorden.csv", tmp_path / "nu.csv"
    file.write_text("phrase;meanings\nkuieren;theme:bewege\n", encoding="utf-8")
    for command in ("check", "import"):
        refused = buurtkaart("synonyms", command, str(file))
        assert refused.exit_code == 1
        assert "Regel 2, kolom meanings" in refused.stdout
        assert "Er is niets veranderd" in refused.stdout

    file.write_text(
        "list;phrase;meanings\n;kuieren;theme:bewegen\nword_part;wandel;full\n"
        "word_part;groep;light\n",
        encoding="utf-8",
    )
    done = buurtkaart("synonyms", "import", str(file))
    assert done.exit_code == 0
    assert "3 erbij, 0 gewijzigd, 0 weg" in done.stdout
    assert "1 teksten zijn nu op andere woorden te vinden" in done.stdout

    assert buurtkaart("synonyms", "export", str(again)).exit_code == 0
    assert again.read_text(encoding="utf-8-sig").splitlines()[1] == (
        "synonym;kuieren;theme:bewegen;own"
    )
    assert buurtkaart("synonyms", "export", str(again)).exit_code == 2  # it exists
    assert "alles klopt" in buurtkaart("synonyms", "check").stdout
    assert "0 erbij, 0 gewijzigd, 0 weg" in buurtkaart("synonyms", "import", str(again)).stdout


def test_all_own_words_go_after_a_question(buurtkaart: Run, tmp_path: Path) -> None:
    file = tmp_path / "woorden.csv"
    file.write_text("phrase;meanings\nkuieren;theme:bewegen\n", encoding="utf-8")
    assert "1 erbij" in buurtkaart("synonyms", "import", str(file)).stdout

    file.write_text("phrase;meanings\n", encoding="utf-8")
    refused = buurtkaart("synonyms", "import", str(file))
    assert refused.exit_code == 1
    assert "synonyms reset" in refused.stdout

    assert buurtkaart("synonyms", "reset", input="n\n").exit_code == 1
    assert "0 weg" in buurtkaart("synonyms", "reset", "--yes", "--only", "name").stdout
    assert buurtkaart("synonyms", "reset", "--only", "namen").exit_code == 2
    assert "1 weg" in buurtkaart("synonyms", "reset", input="y\n").stdout
    assert "0 weg" in buurtkaart("synonyms", "reset", "--yes").stdout


def test_all_words_can_be_made_anew(buurtkaart: Run) -> None:
    done = buurtkaart("finder", "reindex")
    assert done.exit_code == 0
    assert "0 teksten" in done.stdout
