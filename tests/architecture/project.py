"""The source of the project as data: what the rules of this folder look at."""

import ast
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from app.core.migrations import ROOT

LOOKED_AT = ("app", "migrations", "docs/operations.md", "pyproject.toml")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One place where a rule is broken. `about` is what an exception list names."""

    path: str
    line: int
    about: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.about}: {self.what}"


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file; `path` is relative to the root, as `app/areas/rules.py`."""

    path: str
    tree: ast.Module

    @property
    def nodes(self) -> Sequence[ast.AST]:
        """Every part of the source."""
        return _nodes(self.tree)

    @property
    def name(self) -> str:
        return Path(self.path).stem

    @property
    def package(self) -> str:
        """`areas` of `app/areas/rules.py`; `cli` of `app/cli.py`."""
        return Path(self.path).parts[1].removesuffix(".py")

    def found(self, node: ast.AST, about: str, what: str) -> Found:
        return Found(self.path, getattr(node, "lineno", 1), about, what)


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A statement in a file of its own."""

    path: str
    text: str

    @property
    def package(self) -> str:
        return Path(self.path).parts[1]


@cache
def _nodes(tree: ast.Module) -> Sequence[ast.AST]:
    return tuple(ast.walk(tree))


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


class Project:
    """The tree below one root; each part is read once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _modules(self, folder: str) -> list[Module]:
        return [
            Module(path.relative_to(self.root).as_posix(), _parsed(path.read_text("utf-8")))
            for path in sorted((self.root / folder).rglob("*.py"))
        ]

    @cached_property
    def app(self) -> list[Module]:
        return self._modules("app")

    @cached_property
    def migrations(self) -> list[Module]:
        return self._modules("migrations/versions")

    @cached_property
    def sql_files(self) -> list[SqlFile]:
        return [
            SqlFile(path.relative_to(self.root).as_posix(), path.read_text("utf-8"))
            for path in sorted((self.root / "app").rglob("*.sql"))
        ]


def copied_house(root: Path) -> Path:
    """A copy of what the rules look at, in which a test may break something."""
    for name in LOOKED_AT:
        source, target = ROOT / name, root / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return root


def matches(path: str, homes: Iterable[str]) -> bool:
    """Whether a path is one of these; a home may hold `*` for one name, or end in `/` for all."""
    return any(
        re.fullmatch(
            re.escape(home).replace(r"\*", "[^/]*") + (".*" if home[-1] == "/" else ""), path
        )
        for home in homes
    )


def but(found: Iterable[Found], exceptions: Mapping[str, str]) -> list[Found]:
    """What is found, without the named exceptions; an exception that nothing needs is found too.

    `exceptions`: "path about" → the reason.
    """
    seen: set[str] = set()
    left: list[Found] = []
    for one in found:
        key = f"{one.path} {one.about}"
        if key in exceptions:
            seen.add(key)
        else:
            left.append(one)
    for key in sorted(exceptions.keys() - seen):
        path, _, about = key.partition(" ")
        left.append(Found(path, 0, about, "is an exception that nothing needs any more"))
    return left


def literals(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every string that is no docstring, an f-string as the text around its holes."""
    inside: set[int] = set()
    for node in module.nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))  # docstrings, also those beneath a constant
        if isinstance(node, ast.JoinedStr):
            inside.update(id(part) for part in node.values)
            yield node, joined(node)
    for node in module.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            yield node, node.value


def joined(node: ast.JoinedStr) -> str:
    """The text of an f-string with `{}` where a value goes in."""
    return "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "{}"
        for part in node.values
    )


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an expression that is a name in a name; `` for what is no name."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
