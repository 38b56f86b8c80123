"""Signatures are contracts: `db` first, the rest by name, nothing that says nothing."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.architecture.project import Found, Module, Project, but

MOST_POSITIONAL = 2
Function = ast.FunctionDef | ast.AsyncFunctionDef

IS_CALLED_SO = "called so by the library"
CALLBACK = "handed over as a callback of positional arguments"
ACT = "core.entries: db, the entry, what becomes of it, and who does it, read as one sentence"
READS_ALOUD = "few words that always come in this order"
MANY_POSITIONAL: Mapping[str, str] = {
    "app/core/batches.py in_batches": "engine, fetch, work: the order in which they are used",
    "app/core/documents.py body_fault": READS_ALOUD,
    "app/core/entries.py Entries.relate": ACT,
    "app/core/entries.py Entries.register": ACT,
    "app/core/entries.py Entries.change": ACT,
    "app/core/entries.py Entries.step": ACT,
    "app/core/entries.py Entries.verify": ACT,
    "app/core/http/faults.py fault": READS_ALOUD,
    "app/core/http/public.py public_post": "router, path, body, answer: as public_get",
    "app/finder/asking.py Asker.fault": READS_ALOUD,
    "app/core/http/faults.py misspelled": READS_ALOUD,
    "app/core/http/public.py public_get": "as a route is registered everywhere: path, then answer",
    "app/core/http/routes.py PublicReads.handle": IS_CALLED_SO,
    "app/core/logging.py first_line": IS_CALLED_SO,
    "app/core/logging.py exceptions_without_values": IS_CALLED_SO,
    "app/ingest/areas/store.py nothing_above": CALLBACK,
    "app/offerings/commands.py Offerings.relate": ACT,
    "app/offerings/programme.py put_schedules": ACT,
    "app/offerings/programme.py change_session": ACT,
    "app/offerings/queries.py unknown_ids": READS_ALOUD,
    "app/organizations/commands.py Organizations.trust": ACT,
    "app/web/addresses.py address": "a page, in a language, with a question: as an address is read",
    "app/web/terms.py Terms.label": READS_ALOUD,
    "app/start.py fill": "the three things that everything at the start needs",
}
VALUES = "values by name, for a template that names them; `make texts` and KeyError hold them to it"
ANY_KEYWORDS: Mapping[str, str] = {
    "app/core/http/openapi_parts.py _text": "the members of a JSON schema are JSON's, not ours",
    "app/core/http/openapi_parts.py _header": "the members of a JSON schema are JSON's, not ours",
    "app/ingest/spreadsheet/words.py _words": "a table written as a call: code = words",
    "app/web/addresses.py address": VALUES,
    "app/web/texts.py Texts.text": VALUES,
    "app/web/texts.py Texts.counted": VALUES,
    "app/web/visits.py Visit.url": VALUES,
}
BARE = re.compile(r"\b(dict|Dict)\b(?!\[)|\bdict\[str, (Any|object)\]|\b(list|set|tuple)\b(?!\[)")
BARE_DICTS: Mapping[str, str] = {
    "app/ingest/seed/schemas.py with_dates": "JSON in, JSON out: a schema reads it next",
    "app/main.py Application.openapi": IS_CALLED_SO,
    "app/offerings/sessions.py coming_sessions": "rows for one INSERT",
}
DB_TYPES = frozenset({"Db", "WriteDb", "ReadDb"})


@dataclass(frozen=True, slots=True)
class Signature:
    """A function with its parameters, without `self` and `cls`."""

    module: Module
    node: Function
    name: str
    is_public: bool
    positional: list[ast.arg]
    by_name: list[ast.arg]

    def found(self, what: str) -> Found:
        return self.module.found(self.node, self.name, what)


def signatures(project: Project) -> Iterator[Signature]:
    """Functions of modules and classes; those inside other functions are nobody's contract."""
    for module in project.app:
        yield from _below(module, module.tree, "", is_public=True)


def _below(module: Module, parent: ast.AST, prefix: str, *, is_public: bool) -> Iterator[Signature]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.ClassDef):
            is_open = is_public and not node.name.startswith("_")
            yield from _below(module, node, f"{prefix}{node.name}.", is_public=is_open)
        elif isinstance(node, Function):
            positional = [*node.args.posonlyargs, *node.args.args]
            if prefix and positional and positional[0].arg in {"self", "cls"}:
                positional = positional[1:]
            yield Signature(
                module,
                node,
                prefix + node.name,
                is_public and not node.name.startswith("_"),
                positional,
                node.args.kwonlyargs,
            )
        elif isinstance(node, ast.If | ast.Try | ast.With):
            yield from _below(module, node, prefix, is_public=is_public)


def _annotated(parameter: ast.arg) -> str:
    return "" if parameter.annotation is None else ast.unparse(parameter.annotation)


def db_not_first(project: Project) -> Iterator[Found]:
    """Functions in which the database is not the first parameter, or is not called `db`."""
    for one in signatures(project):
        for place, parameter in enumerate([*one.positional, *one.by_name]):
            is_db = _annotated(parameter) in DB_TYPES
            if is_db and parameter.arg.lstrip("_") != "db":
                yield one.found(f"the database is called db, not {parameter.arg}")
            if (is_db or parameter.arg == "db") and (place or parameter in one.by_name):
                yield one.found("db comes first")


def many_positional(project: Project) -> list[Found]:
    """Public functions that take more than `db` and one thing by position."""
    return but(
        (
            one.found(f"takes {len(one.positional)} by position; put * after the second")
            for one in signatures(project)
            if one.is_public and len(one.positional) > MOST_POSITIONAL
        ),
        MANY_POSITIONAL,
    )


def any_keywords(project: Project) -> list[Found]:
    """Functions that swallow whatever they are given by name."""
    return but(
        (
            one.found(f"**{one.node.args.kwarg.arg}")
            for one in signatures(project)
            if one.node.args.kwarg is not None
        ),
        ANY_KEYWORDS,
    )


def bare_containers(project: Project) -> list[Found]:
    """Public functions that take or give a dict, list, set or tuple of who knows what."""

    def found() -> Iterator[Found]:
        for one in signatures(project):
            said = [_annotated(parameter) for parameter in [*one.positional, *one.by_name]]
            if one.node.returns is not None:
                said.append(ast.unparse(one.node.returns))
            for annotation in said:
                if one.is_public and BARE.search(annotation):
                    yield one.found(f"{annotation} says nothing")

    return but(found(), BARE_DICTS)


def positional_flags(project: Project) -> Iterator[Found]:
    """Public functions with a yes or no that the caller does not name."""
    for one in signatures(project):
        for parameter in one.positional:
            if one.is_public and re.search(r"\bbool\b", _annotated(parameter)):
                yield one.found(f"{parameter.arg} is a flag: name it")
