"""Every setting is explained to who runs the service, every problem type to who meets it."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.project import Found, Project

OPERATIONS = "docs/operations.md"


def settings_unexplained(project: Project) -> Iterator[Found]:
    """Settings whose environment variable is not in docs/operations.md."""
    path = project.root / OPERATIONS
    explained = path.read_text("utf-8") if path.is_file() else ""
    if not explained:
        yield Found(OPERATIONS, 1, "", "is not there")
        return
    for module in project.app:
        if module.path != "app/core/config.py":
            continue
        for node in _fields(module.tree, "Settings"):
            name = ast.unparse(node.target).upper()
            if not re.search(rf"\b{name}\b", explained):
                yield module.found(node, name, f"is not explained in {OPERATIONS}")


def _fields(tree: ast.Module, class_name: str) -> Iterator[ast.AnnAssign]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            yield from (one for one in node.body if isinstance(one, ast.AnnAssign))
