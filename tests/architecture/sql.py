"""SQL: where it stands, what stands above it, that values are bound and that it asks no clock."""

import ast
import re
from collections.abc import Iterator, Mapping

from tests.architecture.project import (
    Found,
    Module,
    Project,
    but,
    dotted,
    joined,
    literals,
    matches,
)

STATEMENT = re.compile(
    r"^\s*(--[^\n]*\n\s*)*("
    r"SELECT\b|WITH\s+(RECURSIVE\s+)?\w+\s+AS\b|INSERT\s+INTO\b|UPDATE\s+[\w.\"{}]+\s+(AS\s+\w+\s+)?SET\b"
    r"|DELETE\s+FROM\b|TRUNCATE\b|MERGE\s+INTO\b|COPY\s+\w|LOCK\s+TABLE\b|SET\s+(LOCAL\s+|TRANSACTION\b|\w+\s*(=|TO)\s)"
    r"|(CREATE|ALTER|DROP)\s+(OR\s+REPLACE\s+)?(UNIQUE\s+)?"
    r"(TABLE|INDEX|VIEW|MATERIALIZED|FUNCTION|TRIGGER|TYPE|SCHEMA|EXTENSION|ROLE|DATABASE)\b"
    r"|GRANT\s|REVOKE\s|NOTIFY\s|LISTEN\s|COMMENT\s+ON\b)"
)
HOMES = ("app/*/queries.py", "app/ingest/*/queries.py")
# A literal that stands elsewhere, and why.
ELSEWHERE: Mapping[str, str] = {
    "app/core/database.py SET TRANSACTION READ ONLY": "no question: a property of the transaction",
}
RUNS = re.compile(r"execute(many)?|exec_driver_sql|fetch(row|val)?|scalars?|stream|text")
CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\("
    r"|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b(?!\s*\.)"
    r"|'(now|today|tomorrow|yesterday)'",
    re.IGNORECASE,
)
FUNC_CLOCK = re.compile(
    r"\bfunc\.(now|current_(timestamp|date|time)|clock_timestamp|localtime(stamp)?)$"
)


def without_comments(sql: str) -> str:
    """The statement alone, on the same lines."""
    bare = re.sub(r"--[^\n]*", "", sql)
    return re.sub(r"/\*.*?\*/", lambda held: "\n" * held[0].count("\n"), bare, flags=re.DOTALL)


def statements(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Strings that are SQL."""
    return ((node, text) for node, text in literals(module) if STATEMENT.match(text))


def sql_out_of_place(project: Project) -> list[Found]:
    """SQL in Python that is not in a `queries.py`."""
    return but(
        (
            module.found(
                node, " ".join(text.split())[:60], "SQL belongs in queries.py or sql/*.sql"
            )
            for module in project.app
            if not matches(module.path, HOMES)
            for node, text in statements(module)
        ),
        ELSEWHERE,
    )


def sql_without_a_head(project: Project) -> Iterator[Found]:
    """Files whose head comment does not tell question, parameters and what they lean on."""
    for file in project.sql_files:
        head = re.match(r"(--[^\n]*\n)*", file.text)
        said = head[0] if head else ""
        for wanted, what in (
            (r"\?", "question"),
            (r"(?i)parameter", "parameters"),
            (r"(?i)\bleans? on", "index"),
        ):
            if not re.search(wanted, said):
                yield Found(file.path, 1, what, "the head comment does not tell it")


def clocks_in_sql(project: Project) -> Iterator[Found]:
    """`now()` and its brothers, in files, in Python and in migrations."""
    for file in project.sql_files:
        yield from _clocks(file.path, 1, file.text)
    for module in [*project.app, *project.migrations]:
        is_migration = module in project.migrations
        for node, text in literals(module) if is_migration else statements(module):
            yield from _clocks(module.path, getattr(node, "lineno", 1), text)
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and FUNC_CLOCK.search(dotted(node)):
                yield module.found(node, dotted(node), "`:now` is an argument")


def _clocks(path: str, first_line: int, sql: str) -> Iterator[Found]:
    bare = without_comments(sql)
    for one in CLOCK.finditer(bare):
        line = first_line + bare[: one.start()].count("\n")
        yield Found(path, line, one[0].strip("( "), "`:now` is an argument")


def values_not_bound(project: Project) -> Iterator[Found]:
    """SQL that is put together from values: f-strings, %, + and format()."""
    for module in project.app:
        for node in module.nodes:
            made = _put_together(node)
            if made is not None and STATEMENT.match(made):
                yield module.found(
                    node, " ".join(made.split())[:60], "values are bound, never pasted"
                )
            elif isinstance(node, ast.Call) and _runs_put_together(node):
                yield module.found(node, _called(node), "a statement is a literal or a file")


def _runs_put_together(node: ast.Call) -> bool:
    is_run = RUNS.fullmatch(_called(node)) is not None
    return is_run and bool(node.args) and _put_together(node.args[0]) is not None


def _called(node: ast.Call) -> str:
    return dotted(node.func).rpartition(".")[2]


def _put_together(node: ast.AST) -> str | None:
    """The text of an expression that makes a string out of parts; None when it does not."""
    if isinstance(node, ast.JoinedStr):
        return joined(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return _literal(node.left)
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "format_map", "join", "replace"}
    ):
        return _literal(node.func.value)
    return None


def _literal(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    return _put_together(node)


def texts_of_no_home(project: Project) -> Iterator[Found]:
    """`text(…)` of something that is neither a literal in its home nor a file."""
    for module in project.app:
        for node in module.nodes:
            if not (isinstance(node, ast.Call) and _is_text(module, node) and node.args):
                continue
            given = node.args[0]
            is_file = isinstance(given, ast.Call) and _called(given) == "sql_file"
            if not is_file and not isinstance(given, ast.Constant):
                yield module.found(node, "text()", "takes a literal, or sql_file()")


def _is_text(module: Module, call: ast.Call) -> bool:
    imports = (node for node in module.nodes if isinstance(node, ast.ImportFrom))
    names = {
        one.asname or one.name
        for node in imports
        if (node.module or "").startswith("sqlalchemy")
        for one in node.names
        if one.name == "text"
    }
    called = dotted(call.func)
    return called in names or called in {"sqlalchemy.text", "sa.text"}
