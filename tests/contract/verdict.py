"""What is wrong with an answer to a hostile question: nothing, or sentences that say it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.core.errors import PROBLEMS
from app.core.http.problems import PROBLEM_JSON
from tests.contract.allowed import Description
from tests.contract.asgi import Response
from tests.contract.hostile_targets import Question
from tests.contract.hostile_values import MARK

REFUSALS = frozenset({400, 404, 405, 406, 410, 413, 415})
LONGEST_PROBLEM_BYTES = 64_000
MVT = "application/vnd.mapbox-vector-tile"
# What a sentence of somebody else looks like: of Pydantic, Python, PostgreSQL or a stack.
FOREIGN = re.compile(
    r"Input should|Value error|Field required|String should|Extra inputs|valid (string|integer)"
    r"|Traceback|Exception|Error\b|line \d|column \d|char \d|<class|object at 0x|NoneType"
    r"|psycopg|asyncpg|sqlalchemy|pydantic|\bSELECT\b|syntax|\$\d|0x[0-9a-f]{4}|[{}<>]|\bthe\b",
)
DUTCH = re.compile(
    r"\b(de|het|een|dit|deze|dat|u|uw|niet|geen|hier|wij|is|in|van|of|kies|geef|vul|gebruik)\b",
    re.IGNORECASE,
)
CUT = "…"


def complaints(question: Question, answer: Response, description: Description) -> Iterator[str]:
    """Everything that is wrong with this answer."""
    yield from _of_headers(answer)
    if answer.status < 400:
        if question.at_fault:
            yield f"{answer.status} although {sorted(question.at_fault)} is wrong"
        yield from _of_success(question, answer)
        return
    if answer.status not in REFUSALS:
        yield f"status {answer.status}"
    if question.is_of_operation:
        yield from _of_documented(question, answer, description)
    if answer.status == 405 and not answer.headers.get("allow"):
        yield "405 without Allow"
    yield from _of_problem(question, answer, description)


def _of_headers(answer: Response) -> Iterator[str]:
    for name, value in answer.headers.items():
        if re.search(r"[\r\n\x00]", value):
            yield f"a broken line in header {name}"
    if "set-cookie" in answer.headers:
        yield "a cookie"
    if answer.headers.get("x-content-type-options") != "nosniff":
        yield "may be sniffed"
    if answer.headers.get("api-version") is None:
        yield "no API-Version"
    length = answer.headers.get("content-length")
    if length is not None and answer.body and int(length) != len(answer.body):
        yield f"Content-Length {length} with {len(answer.body)} bytes"


def _of_success(question: Question, answer: Response) -> Iterator[str]:
    if answer.status == 308:
        location = answer.headers.get("location", "")
        if not re.match(r"/v1/[!-~]*$", location):
            yield f"a redirect to {location!r}"
    elif answer.status not in {200, 201, 204, 304}:
        yield f"status {answer.status}"
    elif answer.status == 200 and question.request.method != "HEAD":
        media = answer.headers.get("content-type", "")
        if media == MVT and question.operation.startswith("GET /tiles/"):
            return
        if "content-encoding" not in answer.headers and not _is_json(answer.body):
            yield "not JSON"
        if not re.fullmatch(r"application/(geo\+)?json", media):
            yield f"answered as {media!r}"


def _of_documented(question: Question, answer: Response, description: Description) -> Iterator[str]:
    method, _, path = question.operation.partition(" ")
    responses = description.document["paths"][path][method.lower()]["responses"]
    if str(answer.status) not in responses:
        yield f"status {answer.status} is not in the description"


def _of_problem(question: Question, answer: Response, description: Description) -> Iterator[str]:
    media = answer.headers.get("content-type")
    if media != PROBLEM_JSON:
        yield f"a problem as {media!r}"
    if question.request.method == "HEAD":
        return
    if not _is_json(answer.body):
        yield f"not JSON: {answer.body[:80]!r}"
        return
    if len(answer.body) > LONGEST_PROBLEM_BYTES:
        yield f"a problem of {len(answer.body)} bytes"
    problem = json.loads(answer.body)
    name = "GoneProblem" if answer.status == 410 else "Problem"
    schema = description.validator({"$ref": f"#/components/schemas/{name}"})
    shape = [error.message for error in schema.iter_errors(problem)]
    if shape:
        yield f"not a problem: {shape}"
        return
    yield from _of_kind(answer, problem)
    yield from _of_words(problem)
    yield from _of_faults(question, answer, problem)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _of_kind(answer: Response, problem: Mapping[str, Any]) -> Iterator[str]:
    kind = PROBLEMS.get(problem["type"].removeprefix("/problems/"))
    if kind is None or (kind.status, kind.title) != (answer.status, problem["title"]):
        yield f"a problem of another kind: {problem['type']} {problem['title']}"
    if problem["status"] != answer.status:
        yield f"says {problem['status']} in a {answer.status}"
    if problem["requestId"] != answer.headers.get("x-request-id"):
        yield "another request id in the header"


def _of_words(problem: Mapping[str, Any]) -> Iterator[str]:
    """Names come from the client and may be anything; the words around them are ours."""
    faults = problem["errors"]
    detail: str = problem["detail"]
    if len(faults) == 1:
        detail = detail.removeprefix(f"{faults[0]['name']}: ")
    for told in (detail, *(fault["message"] for fault in faults)):
        # What the client wrote may be said after it between quotes, and may hold quotes itself.
        if not any(_is_plain(re.sub(quoted, "''", told)) for quoted in (r"(?s)'.*?'", r"(?s)'.*'")):
            yield f"not a plain Dutch sentence: {told[:200]!r}"
    for fault in faults:
        if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", fault["code"]):
            yield f"a code that is none: {fault['code']!r}"


def _is_plain(words: str) -> bool:
    return (
        words.endswith((".", "?"))
        and DUTCH.search(words) is not None
        and FOREIGN.search(words) is None
        and MARK not in words
    )


def _of_faults(question: Question, answer: Response, problem: Mapping[str, Any]) -> Iterator[str]:
    named = [(fault["in"], fault["name"]) for fault in problem["errors"]]
    if answer.status == 400 and not named:
        yield "400 without any fault"
    if answer.status != 400 and question.at_fault:
        yield f"{answer.status} although {sorted(question.at_fault)} is wrong"
    for where, name in question.at_fault:
        if not any(is_named(where, name, one) for one in named):
            yield f"{where} {name!r} is wrong and not named in {named}"
    told = [tuple(fault.values()) for fault in problem["errors"]]
    if len(set(told)) < len(told):
        yield f"the same told twice: {told[:3]}"


def is_named(where: str, name: str, named: tuple[str, str]) -> bool:
    """Whether a fault is that of `name`, of something inside it, or of its cut-off name."""
    if named[0] != where:
        return False
    if named[1].endswith(CUT):
        return name.startswith(named[1].removesuffix(CUT))
    return named[1] == name or (where == "body" and named[1].startswith(f"{name}/"))
