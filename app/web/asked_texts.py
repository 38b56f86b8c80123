"""Which texts code and templates ask for by name, and which values they put in."""

import ast
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

WEB = Path(__file__).parent
PLAIN = frozenset({"_", "gettext", "text"})
COUNTED = frozenset({"ngettext", "counted"})
MARKED = "named"
_NOT_FOR_THE_TEXT = {"counted": frozenset({"count"})}
"""What is given by name and stands in the text under another one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One place where a text is asked for."""

    name: str | None
    """None: it cannot be read off the source."""
    path: str
    line: int
    is_counted: bool = False
    values: AbstractSet[str] | None = frozenset()
    """What is put in, by name; None: not known here."""


def asked_texts(root: Path = WEB) -> list[Asked]:
    """Every place in the code and the templates of the pages, in the order of files and lines."""
    found: list[Asked] = []
    for path in sorted(root.rglob("*.py")):
        found += _in_code(path.read_text("utf-8"), path.relative_to(root).as_posix())
    for path in sorted((root / "templates").rglob("*.html")):
        found += _in_template(path.read_text("utf-8"), path.relative_to(root).as_posix())
    return found


def _in_code(source: str, path: str) -> Iterator[Asked]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called, first = _called(node.func), node.args[0]
        if called not in PLAIN | COUNTED | {MARKED}:
            continue
        for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                values = None if called == MARKED else _values(called, node)
                yield Asked(each.value, path, node.lineno, called in COUNTED, values)
            elif called == MARKED or isinstance(each, ast.JoinedStr | ast.BinOp):
                yield Asked(None, path, node.lineno)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _values(called: str, node: ast.Call) -> AbstractSet[str] | None:
    names = [keyword.arg for keyword in node.keywords]
    if None in names:
        return None
    given = {name for name in names if name} - _NOT_FOR_THE_TEXT.get(called, frozenset())
    return given | {"num"} if called in COUNTED else given


def _in_template(source: str, path: str) -> Iterator[Asked]:
    # Parsed without the extension for texts, which would make its own calls of these.
    tree = Environment(autoescape=True).parse(source)
    for node in tree.find_all(nodes.Call):
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called not in {"_", "gettext", "ngettext"} or not node.args:
            continue
        for name in _names(node.args[0]):
            values = {keyword.key for keyword in node.kwargs} | (
                {"num"} if called in COUNTED else set()
            )
            known = None if node.dyn_kwargs else values
            yield Asked(name, path, node.lineno, called in COUNTED, known)


def _names(first: nodes.Expr) -> Iterable[str | None]:
    if isinstance(first, nodes.Const):
        return [str(first.value)]
    if isinstance(first, nodes.CondExpr):
        return [*_names(first.expr1), *(_names(first.expr2) if first.expr2 else ())]
    if isinstance(first, nodes.Add | nodes.Concat | nodes.Mod):
        return [None]
    return []  # a name that code has marked
