"""Who may ask the clock, and who may commit."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.project import Found, Module, Project, dotted, matches

# `writing`, `unit_of_work` and `begin` commit at their end.
COMMITTING = frozenset({"writing", "unit_of_work"})
COMMITS = (
    "app/core/database.py",  # where it happens
    "app/core/http/",  # a request, before its answer leaves
    "app/core/batches.py",  # what jobs do batch by batch
    "app/*/jobs.py",
    "app/finder/unfound.py",  # a job of each process: what it counted, once a minute
    "app/cli/",
    "app/ingest/",  # what the command line starts: imports and the seed, a transaction per batch
)

WALL_CLOCK = re.compile(
    r"^(datetime\.)?(datetime\.(now|utcnow|today)|date\.today)$"
    r"|^time\.(time|time_ns|localtime|gmtime|ctime|strftime)$"
)
STOPWATCH = re.compile(r"^time\.(monotonic|perf_counter|process_time)(_ns)?$")
ASKS_THE_TIME = ("app/core/clock.py",)
MEASURES_TIME = (
    "app/core/embedded.py",  # how long PostgreSQL takes to start
    "app/core/outside.py",  # how long a circuit stays open
    "app/core/http/observability.py",  # how long a request took
)
EDGES = (
    "app/core/clock.py",
    "app/core/http/",  # the moment of a request
    "app/main.py",
    "app/cli/",
    "app/*/jobs.py",
)


def commits_out_of_place(project: Project) -> Iterator[Found]:
    """Calls that commit, outside their homes."""
    for module in project.app:
        if matches(module.path, COMMITS):
            continue
        for node in module.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in {"commit", "begin"}:
                    yield module.found(
                        node, f"{node.func.attr}()", "the request, cli or job commits"
                    )
            elif isinstance(node, ast.ImportFrom):
                for name in sorted({one.name for one in node.names} & COMMITTING):
                    yield module.found(node, name, "the request, cli or job commits")


def clocks_out_of_place(project: Project) -> Iterator[Found]:
    """Questions to a clock, outside `core.clock`, the stopwatches and the edges."""
    for module in project.app:
        for node, name in _names(module):
            if WALL_CLOCK.match(name) and not matches(module.path, ASKS_THE_TIME):
                yield module.found(node, name, "`now` and `today` are arguments")
            elif STOPWATCH.match(name) and not matches(module.path, MEASURES_TIME):
                yield module.found(node, name, "no stopwatch here; name it with its reason")
            elif name == "app.core.clock.utc_now" and not matches(module.path, EDGES):
                yield module.found(node, "utc_now", "the clock is asked once, at the edge")


def _names(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Dotted names as they are called where they come from: `dt.now` as `datetime.now`."""
    called: dict[str, str] = {}
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            prefix = "" if node.module == "datetime" else f"{node.module}."
            for one in node.names:
                called[one.asname or one.name] = prefix + one.name
                yield node, prefix + one.name
        elif isinstance(node, ast.Import):
            called.update({one.asname or one.name: one.name for one in node.names})
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            head, _, rest = dotted(node).partition(".")
            yield node, f"{called.get(head, head)}.{rest}"
