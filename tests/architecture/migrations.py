"""Migrations: numbered sentences without gaps, a way back, and frozen copies that are equal."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project import Found, Module, Project, literals
from tests.architecture.sql import without_comments

CREATES = re.compile(
    r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|(?:MATERIALIZED\s+)?VIEW)\s+(\w+)"
)


def migrations_out_of_line(project: Project) -> Iterator[Found]:
    """Numbers with gaps, names that differ from the file, two heads."""
    before: str | None = None
    for number, module in enumerate(project.migrations, start=1):
        said = _assigned(module)
        if not re.fullmatch(rf"{number:04}_[a-z0-9_]+", module.name):
            yield Found(module.path, 1, module.name, f"should be number {number:04}")
        if said.get("revision") != module.name:
            yield Found(module.path, 1, "revision", "is not the name of the file")
        if said.get("down_revision") != before:
            yield Found(module.path, 1, "down_revision", f"is not {before}: two heads, or a gap")
        if not ast.get_docstring(module.tree):
            yield Found(module.path, 1, module.name, "says no sentence")
        before = module.name


def _assigned(module: Module) -> dict[str, object]:
    return {
        ast.unparse(target): node.value.value
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
    }


def migrations_without_a_way_back(project: Project) -> Iterator[Found]:
    """A downgrade that is absent or does nothing."""
    for module in project.migrations:
        ways = [
            node
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef) and node.name == "downgrade"
        ]
        if not any(isinstance(one, ast.Call) for way in ways for one in ast.walk(way)):
            yield Found(module.path, 1, "downgrade", "there is no way back")


def migrations_that_import_us(project: Project) -> Iterator[Found]:
    """What a migration does may not change when the code does."""
    for module in project.migrations:
        for node in module.nodes:
            names = []
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if name.partition(".")[0] == "app":
                    yield module.found(node, name, "a migration never imports app")


def copies_that_differ(project: Project) -> Iterator[Found]:
    """Functions and views whose file is not what the newest migration made."""
    frozen = _made_by_migrations(project)
    for file in project.sql_files:
        for one in CREATES.finditer(without_comments(file.text)):
            copy = frozen.get(one[2])
            if copy is None:
                yield Found(file.path, 1, one[2], "no migration makes it")
            elif _plain(copy) != _plain(file.text):
                yield Found(file.path, 1, one[2], "is not what the newest migration made")
        if Path(file.path).stem not in file.text and CREATES.search(file.text):
            yield Found(file.path, 1, Path(file.path).stem, "the file is called by what it makes")


def _made_by_migrations(project: Project) -> dict[str, str]:
    made: dict[str, str] = {}
    for module in project.migrations:
        for _, text in literals(module):
            made.update({one[2]: text for one in CREATES.finditer(without_comments(text))})
    return made


def _plain(sql: str) -> str:
    bare = re.sub(r"\s+", " ", without_comments(sql)).strip().rstrip("; ")
    return bare.replace("CREATE OR REPLACE ", "CREATE ")
