"""Whatever is thrown at any operation: an answer in our words, never a 500, and no trace of it."""

import io
import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import pytest
import structlog
from fastapi import APIRouter, FastAPI
from pydantic import Field
from starlette.responses import PlainTextResponse

from app.core.config import Settings
from app.core.errors import ConflictError, Fault, InvalidInputError
from app.core.http import ReadRequest, public_get
from app.core.logging import configure_logging
from app.core.schemas import Text, WireModel
from tests.contract.allowed import Description
from tests.contract.asgi import Request, Response, ask
from tests.contract.conftest import Settled
from tests.contract.hostile import questions
from tests.contract.hostile_targets import Question, Target, written_query
from tests.contract.hostile_values import HOME, MARK
from tests.contract.neighbourhood import Known
from tests.contract.verdict import complaints
from tests.core.http_house import Group, Groups, house

SEED = 20261122
TILE = {"z": "14", "x": "8504", "tile": "5396.mvt"}
UNRELATED = Known(areas=("WB0001",), offerings=(), places=())


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that any logger writes."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(Settings(log_json=True, log_level="debug"), stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


async def targets_of(app: FastAPI, known: Known) -> Sequence[Target]:
    """Every operation, with ids that exist and cursors that were given out."""
    description = Description(app.openapi())
    targets = []
    for method, path, operation in description.operations():
        values = _values(path, operation, known)
        target = Target(description, method, path, operation, values, ())
        targets.append(
            Target(description, method, path, operation, values, await _cursors(app, target))
        )
    return targets


def _values(path: str, operation: Mapping[str, Any], known: Known) -> Mapping[str, str]:
    if path.startswith("/tiles"):
        return TILE
    exists = {"/offerings": known.offerings, "/places": known.places, "": known.areas}
    ids = next(ids for start, ids in exists.items() if path.startswith(start))
    return {
        one["name"]: str(ids[0]) for one in operation.get("parameters", []) if one["in"] == "path"
    }


async def _cursors(app: FastAPI, target: Target) -> Sequence[str]:
    """Of an operation that has pages: the one that follows on its first."""
    if "cursor" in target.parameters("query"):
        answer = await ask(app, Request(target.method, target.path() + b"?limit=1"))
    elif "cursor" in target.members:
        answer = await ask(app, target.question("", body=b'{"limit": 1}').request)
    else:
        return ()
    page = json.loads(answer.body)
    assert page["nextCursor"], f"{target.label} has one page: give the neighbourhood more"
    return (page["nextCursor"],)


async def judged(app: FastAPI, targets: Sequence[Target], *, count: int) -> Sequence[str]:
    """What is wrong with the answers to `count` questions."""
    found = []
    for question in questions(targets, count=count, seed=SEED):
        try:
            answer = await ask(app, question.request)
        except Exception as error:  # noqa: BLE001 -- whatever comes out is a complaint
            found.append(f"{_short(question)} raised {error!r}")
            continue
        found += [
            f"{_short(question)}: {complaint}\n    {answer.status} {answer.body[:300]!r}"
            for complaint in complaints(question, answer, targets[0].description)
        ]
    return found


def listed(found: Sequence[str]) -> str:
    """For a reader, who mends the first few and asks again."""
    return f"{len(found)} in all\n" + "\n".join(found[:40])


def _short(question: Question) -> str:
    request = question.request
    return (
        f"{question.about}: {request.method} {request.target[:300]!r} "
        f"{[(name, value[:60]) for name, value in request.headers]} {request.body[:200]!r}"
    )


@pytest.mark.parametrize("count", [pytest.param(10_000, marks=pytest.mark.slow), 600])
async def test_hostile_questions_get_answers_in_our_words_and_leave_no_trace(
    settled: Settled, lines: io.StringIO, count: int
) -> None:
    app = settled.application()
    async with app.router.lifespan_context(app):
        targets = await targets_of(app, settled.known)
        await _plain_questions_are_answered(app, targets)
        found = await judged(app, targets, count=count)

    assert not found, listed(found)
    _nothing_was_noted(lines.getvalue(), least=count)


async def _plain_questions_are_answered(app: FastAPI, targets: Sequence[Target]) -> None:
    """Otherwise the hostile ones would not get further than the door."""
    for target in targets:
        query = written_query(target.base_query())
        answer = await ask(app, target.question("plain", query=query).request)
        assert answer.status == 200, (target.label, answer)


def _nothing_was_noted(text: str, *, least: int) -> None:
    assert text.count('"route"') >= least
    for secret in (MARK, *HOME.values(), "DROP TABLE", "etc/passwd", "<script"):
        assert secret not in text


async def test_every_operation_meets_every_way_of_being_hostile(settled: Settled) -> None:
    app = settled.application()
    async with app.router.lifespan_context(app):
        targets = await targets_of(app, settled.known)
    asked = list(questions(targets, count=12_000, seed=SEED))
    again = list(questions(targets, count=12_000, seed=SEED))
    ways = {target.label: Counter[str]() for target in targets}
    for question in asked:
        ways[question.operation][question.about] += 1

    assert asked == again
    assert sum(len(question.at_fault) > 1 for question in asked) > 300
    for target in targets:
        about = ways[target.label]
        assert about["a wild name"] >= 10
        assert all(about[f"{name} alone"] >= 10 for name in target.parameters("query"))
        assert all(about[f"member {name}"] >= 10 for name in target.members)
        assert all(about[f"{name} in the path"] >= 20 for name in target.path_values)
        assert not target.cursors or about["a bent cursor"] >= 40


async def test_what_only_our_data_can_tell_is_told_all_at_once(settled: Settled) -> None:
    app = settled.application()
    wrong = {
        "kind": "onbekend",
        "theme": "onbekend",
        "audience": "onbekend",
        "area": "BU99999999",
        "from": "2027-06-01",
        "to": "2027-06-02",
        "cursor": "abc",
    }
    query = "&".join(f"{name}={value}" for name, value in wrong.items()).encode()
    listed_too = {"kind", "theme", "audience", "area"}
    body = json.dumps({n: [v] if n in listed_too else v for n, v in wrong.items()}).encode()
    json_body = [(b"content-type", b"application/json")]
    async with app.router.lifespan_context(app):
        by_address = await ask(app, Request("GET", b"/v1/offerings?" + query))
        by_body = await ask(app, Request("POST", b"/v1/offerings/search", json_body, body))

    for answer in (by_address, by_body):
        named = {fault["name"].strip("/").split("/")[0] for fault in faults_of(answer)}
        assert named == set(wrong)


def faults_of(answer: Response) -> Sequence[Mapping[str, str]]:
    found: Sequence[Mapping[str, str]] = json.loads(answer.body)["errors"]
    return found


@pytest.mark.parametrize("count", [pytest.param(3_000, marks=pytest.mark.slow), 600])
async def test_the_little_house_stands_too(count: int) -> None:
    app = house()
    targets = [
        target for target in await targets_of(app, UNRELATED) if target.method in {"GET", "POST"}
    ]

    found = await judged(app, targets, count=count)

    # FastAPI reads a number from a text or from true; nothing writes through it yet.
    found = [one for one in found if "although" not in one and "not named" not in one]
    assert not found, listed(found)


class Words(WireModel):
    """A question in words, and where."""

    q: Annotated[Text, Field(max_length=100)] | None = None
    radius: int | None = None


async def _fails(_request: ReadRequest, words: Words) -> Groups:
    """Valt om als er iets in 'q' staat."""
    if words.q:
        raise ValueError(words.q)
    return Groups(items=[], asked_for=[])


async def _conflicts(_request: ReadRequest, words: Words) -> Groups:
    """Zegt iets dat niet in de beschrijving staat."""
    if words.q:
        raise ConflictError("Dit botst met iets anders.")
    return Groups(items=[], asked_for=[])


async def _speaks_english(_request: ReadRequest, words: Words) -> Groups:
    """Praat Engels."""
    if words.q:
        message = "Input should be a valid string."
        raise InvalidInputError([Fault("query", "q", "string-type", message)])
    return Groups(items=[], asked_for=[])


async def _echoes(_request: ReadRequest, words: Words) -> Groups:
    """Praat na."""
    if words.q:
        message = f"Dit kennen wij niet: {words.q}."
        raise InvalidInputError([Fault("query", "q", "unknown", message)])
    return Groups(items=[], asked_for=[])


async def _plain() -> PlainTextResponse:
    """Weigert in gewone tekst."""
    return PlainTextResponse("<script>Nee</script>", status_code=400)


async def _careless(q: str = "") -> Group:  # noqa: ARG001
    """Kijkt nergens naar."""
    return Group(code="WB0001", title="Koffie", seen_at="")


def _planted(endpoint: Any) -> FastAPI:
    router = APIRouter(tags=["areas"])
    if endpoint in {_plain, _careless}:
        router.add_api_route("/groups", endpoint)
    else:
        public_get(router, "/groups", Words, endpoint, media={"application/json": Groups})
    return house(routers=[router])


@pytest.mark.parametrize(
    ("endpoint", "complaint"),
    [
        (_fails, "status 500"),
        (_conflicts, "status 409"),
        (_speaks_english, "not a plain Dutch sentence"),
        (_echoes, "not a plain Dutch sentence"),
        (_plain, "a problem as 'text/plain; charset=utf-8'"),
        (_careless, "is wrong"),
    ],
)
async def test_a_planted_mistake_is_found(endpoint: Any, complaint: str) -> None:
    app = _planted(endpoint)

    found = await judged(app, await targets_of(app, UNRELATED), count=600)

    assert any(complaint in one for one in found)


async def test_a_fault_that_is_not_named_is_found() -> None:
    app = _planted(_fails)
    (target,) = [one for one in await targets_of(app, UNRELATED) if one.template == "/groups"]
    question = target.question(
        "two", query=b"q=%00&radius=x", at_fault=frozenset({("query", "q"), ("query", "radius")})
    )
    answer = await ask(app, question.request)
    problem = json.loads(answer.body)
    problem["errors"] = problem["errors"][:1]
    body = json.dumps(problem).encode()
    less = Response(400, {**answer.headers, "content-length": str(len(body))}, body)

    assert list(complaints(question, answer, target.description)) == []
    (complaint,) = complaints(question, less, target.description)
    assert "is wrong and not named" in complaint
