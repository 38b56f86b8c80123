"""The way up, the way back, and that the tables are what the code thinks they are."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from geoalchemy2 import Geometry
from sqlalchemy import ARRAY, Column, Connection, String, Text, create_engine, inspect
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

import app.tables
from app.core.migrations import ROOT, head, migrate, step_back

# Debian keeps them out of the way; elsewhere they are on the path.
PG_DUMP = shutil.which("pg_dump", path="/usr/lib/postgresql/15/bin") or shutil.which("pg_dump")

# Tables that no model describes, because no Python object ever holds one of their rows.
WITHOUT_MODEL = {
    "alembic_version": "alembic's own",
    "spatial_ref_sys": "PostGIS's own",
}
# Differences that say nothing about a column, or that are meant.
NOT_ABOUT_COLUMNS = {
    "add_constraint": "constraints stand in the migrations only",
    "remove_constraint": "constraints stand in the migrations only",
    "add_fk": "foreign keys stand in the migrations only",
    "remove_fk": "foreign keys stand in the migrations only",
    "add_index": "indexes stand in the migrations only",
    "remove_index": "indexes stand in the migrations only",
    "modify_comment": "comments of columns are for whoever reads the database",
    "remove_table_comment": "comments of tables are for whoever reads the database",
}


def schema_of(url: str) -> str:
    assert PG_DUMP is not None
    dump = subprocess.run(  # noqa: S603 - our own database
        [PG_DUMP, "--schema-only", "--no-owner", "--dbname", url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # Newer versions put a new random key around every dump.
    lines = [line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestr"))]
    return "\n".join(lines)


@pytest.mark.skipif(PG_DUMP is None, reason="pg_dump is not installed here")
def test_up_and_down_and_up_again_gives_the_same_schema(database_url: str) -> None:
    first = schema_of(database_url)

    step_back(database_url, "base")
    empty = schema_of(database_url)
    migrate(database_url)

    assert schema_of(database_url) == first
    assert "CREATE TABLE public.offering (" in first
    assert "CREATE FUNCTION" not in empty
    assert [line for line in empty.splitlines() if line.startswith("CREATE TABLE")] == [
        "CREATE TABLE public.alembic_version ("
    ]


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]


@pytest.mark.skipif(PG_DUMP is None, reason="pg_dump is not installed here")
def test_every_single_step_can_be_undone(database_url: str) -> None:
    for revision in [*revisions()[1:], "base"]:
        after = schema_of(database_url)
        step_back(database_url, revision)
        before = schema_of(database_url)
        migrate(database_url, "+1")
        assert schema_of(database_url) == after, f"the step after {revision}"
        step_back(database_url, revision)
        assert schema_of(database_url) == before, f"the way back to {revision}"


def test_there_is_one_newest_migration_and_it_is_what_a_database_gets(database_url: str) -> None:
    with connected(database_url) as connection:
        current = MigrationContext.configure(connection).get_current_heads()

    assert current == (head(),)
    assert revisions()[0] == head()


def test_migrating_again_does_nothing(database_url: str) -> None:
    migrate(database_url)
    migrate(database_url)


def test_migrations_are_numbered_sentences_that_do_not_lean_on_the_code() -> None:
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    numbers = [int(path.name[:4]) for path in files]

    assert numbers == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert f'revision = "{path.stem}"' in text
        assert "from app" not in text
        assert "import app" not in text


# What the code thinks the tables are.


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(
        "postgresql+psycopg://" + url.removeprefix("postgresql://"), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def is_another_type(
    _context: MigrationContext,
    _inspected: Column[Any],
    _column: Column[Any],
    stored: TypeEngine[Any],
    declared: TypeEngine[Any],
) -> bool | None:
    """Whether the types differ; None: alembic may judge."""
    if isinstance(declared, TypeDecorator):
        declared = declared.impl_instance
    if isinstance(stored, ARRAY) and isinstance(declared, ARRAY):
        stored, declared = stored.item_type, declared.item_type
    if isinstance(stored, Geometry) and isinstance(declared, Geometry):
        return (stored.geometry_type, stored.srid) != (declared.geometry_type, declared.srid)
    # SQLModel's str is VARCHAR without a length: to PostgreSQL the same as TEXT.
    if isinstance(stored, Text) and isinstance(declared, String):
        return declared.length is not None
    return None


def about_our_columns(difference: object) -> bool:
    if isinstance(difference, list):
        return any(map(about_our_columns, difference))
    assert isinstance(difference, tuple)
    kind, *subjects = difference
    if kind == "remove_table":
        return subjects[0].name not in WITHOUT_MODEL
    return kind not in NOT_ABOUT_COLUMNS


def test_every_column_is_what_its_model_says(database_url: str) -> None:
    with connected(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": is_another_type})
        differences = compare_metadata(context, SQLModel.metadata)

    assert [difference for difference in differences if about_our_columns(difference)] == []


def test_every_table_has_a_model_with_the_same_columns_and_key(database_url: str) -> None:
    with connected(database_url) as connection:
        inspector = inspect(connection)
        stored = {
            table: (
                {column["name"]: column["nullable"] for column in inspector.get_columns(table)},
                set(inspector.get_pk_constraint(table)["constrained_columns"]),
            )
            for table in inspector.get_table_names()
            if table not in WITHOUT_MODEL
        }
    declared = {
        name: (
            {column.name: column.nullable for column in table.columns},
            {column.name for column in table.primary_key},
        )
        for name, table in SQLModel.metadata.tables.items()
    }

    # An exclusion constraint is its key: no two spans of one place overlap.
    assert declared["place_opening"][1] == {"place_id", "during"}
    stored["place_opening"] = (stored["place_opening"][0], {"place_id", "during"})
    assert declared == stored


def test_every_module_with_tables_is_named_in_app_tables() -> None:
    packages = {path.parent.name for path in Path(app.tables.__file__).parent.glob("*/models.py")}

    assert packages <= set(app.tables.__all__)
