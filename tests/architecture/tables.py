"""SQL names the tables of its own package and of packages below, never above or beside."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

from tests.architecture.project import Found, Project
from tests.architecture.sql import statements, without_comments

# Tables without a model of ours: who may name them.
WITHOUT_MODEL: Mapping[str, str] = {
    "alembic_version": "core",
    "finder_session_source": "finder",
    "finder_source": "finder",
    "organization_trust": "organizations",
    "spatial_ref_sys": "core",
}
TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]+\"|\$\d+|[A-Za-z_][\w.]*|::|\S")
INCLUDED = re.compile(r"^[ ]*--> (\w+)$", re.MULTILINE)
ENDS_FROM = re.compile(
    r"WHERE|GROUP|ORDER|HAVING|LIMIT|OFFSET|UNION|INTERSECT|EXCEPT|RETURNING|SET|WINDOW|VALUES"
    r"|SELECT|FOR|WHEN|THEN"
)


def tables_above(project: Project) -> Iterator[Found]:
    """Tables that a statement may not name, or that nobody owns."""
    owners, ranks = owner_of_tables(project), rank_of_packages(project)
    for package, path, line, sql in _all_sql(project):
        for table, at in named_tables(sql):
            owner = owners.get(table)
            if owner is None:
                yield Found(path, line + at, table, "is a table that no package owns")
            elif owner != package and ranks[owner] <= ranks.get(package, -1):
                yield Found(
                    path, line + at, table, f"belongs to {owner}, which is not below {package}"
                )


def _all_sql(project: Project) -> Iterator[tuple[str, str, int, str]]:
    texts = {file.path: file.text for file in project.sql_files}
    for file in project.sql_files:
        if "CREATE ROLE" in file.text:  # what psql runs for the private cluster
            continue
        if not file.path.rpartition("/")[2].startswith("_"):  # a part means nothing by itself
            yield file.package, file.path, 1, _with_its_parts(file.path, texts)
    for module in project.app:
        for node, text in statements(module):
            yield module.package, module.path, getattr(node, "lineno", 1), text


def _with_its_parts(path: str, texts: Mapping[str, str]) -> str:
    """A statement with the files that it includes (`--> _part`), as `core.sql` puts them."""
    folder = path.rpartition("/")[0]
    return INCLUDED.sub(
        lambda found: _with_its_parts(f"{folder}/{found[1]}.sql", texts), texts[path]
    )


def owner_of_tables(project: Project) -> Mapping[str, str]:
    """Table → package, as the models say."""
    owners = dict(WITHOUT_MODEL)
    for module in project.app:
        for node in module.nodes:
            if (
                isinstance(node, ast.AnnAssign)
                and ast.unparse(node.target) == "__tablename__"
                and isinstance(node.value, ast.Constant)
            ):
                owners[str(node.value.value)] = module.package
    return owners


def rank_of_packages(project: Project) -> Mapping[str, int]:
    """Package → its layer in the import contract, 0 on top."""
    config = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    layers: Sequence[str] = next(one["layers"] for one in contracts if one["id"] == "layers")
    return {
        package.strip(" ()"): rank
        for rank, layer in enumerate(layers)
        for package in re.split("[|:]", layer)
    }


def named_tables(sql: str) -> Iterator[tuple[str, int]]:
    """The tables after FROM, JOIN, UPDATE, INTO and USING, with the lines below the first."""
    bare = without_comments(sql)
    found = [(one[0], bare[: one.start()].count("\n")) for one in TOKEN.finditer(bare)]
    tokens = [token for token, _ in found]
    defined = _defined_here(tokens)
    for place in sorted(_table_places(tokens)):
        name = tokens[place].strip('"').lower()
        if name not in defined:
            yield name, found[place][1]


def _defined_here(tokens: Sequence[str]) -> set[str]:
    """Names of WITH: `name AS (`, also with MATERIALIZED or a list of columns."""
    defined: set[str] = set()
    for place, token in enumerate(tokens):
        if token.upper() != "AS":
            continue
        after = [one.upper() for one in tokens[place + 1 : place + 4]]
        opens = after[:1] == ["("] or after[:2] == ["MATERIALIZED", "("] or after[:1] == ["NOT"]
        before = place - 1
        if opens and tokens[before] == ")":
            while before > 0 and tokens[before] != "(":
                before -= 1
            before -= 1
        if opens:
            defined.add(tokens[before].lower())
    return defined


def _table_places(tokens: Sequence[str]) -> set[int]:
    places: set[int] = set()
    lists: list[int] = []  # depths at which a FROM list is being read
    depth = 0
    for place, word in enumerate(map(str.upper, tokens)):
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
            lists = [one for one in lists if one <= depth]
        elif ENDS_FROM.fullmatch(word):
            lists = [one for one in lists if one != depth]
        if _begins_table(tokens, place, word) or (word == "," and depth in lists):
            places |= _place_after(tokens, place)
        if word in {"FROM", "USING"} and depth not in lists:
            lists.append(depth)
    return places


def _begins_table(tokens: Sequence[str], place: int, word: str) -> bool:
    before = tokens[place - 1].upper() if place else ""
    if word in {"JOIN", "INTO", "USING"}:
        return True
    if word == "FROM":  # IS DISTINCT FROM compares; EXTRACT (… FROM …) takes apart
        return before != "DISTINCT" and not _is_taken_apart(tokens, place)
    return word == "UPDATE" and before not in {"FOR", "KEY", "DO", "ON"}


def _is_taken_apart(tokens: Sequence[str], place: int) -> bool:
    depth = 0
    for earlier in range(place - 1, 0, -1):
        depth += (tokens[earlier] == ")") - (tokens[earlier] == "(")
        if depth < 0:
            return tokens[earlier - 1].upper() in {"EXTRACT", "SUBSTRING", "TRIM", "OVERLAY"}
    return False


def _place_after(tokens: Sequence[str], place: int) -> set[int]:
    """Where the table stands: nowhere when a function, a subquery or nothing follows."""
    at = place + 1
    while at < len(tokens) and tokens[at].upper() in {"ONLY", "LATERAL"}:
        at += 1
    if at >= len(tokens) or not re.match(r'["A-Za-z_]', tokens[at]):
        return set()
    word = tokens[at].upper()
    if word in {"SELECT", "WHERE", "ORDER", "SET", "VALUES"}:  # EXISTS (SELECT FROM …) has a table
        return set()
    return set() if tokens[at + 1 : at + 2] == ["("] and tokens[place].upper() != "INTO" else {at}
