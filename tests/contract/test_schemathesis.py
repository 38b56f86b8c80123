"""The interface does what its description says: schemathesis asks, with all its checks."""

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import APIRouter, FastAPI
from schemathesis import engine
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.engine import events
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.hooks import HookContext
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.python.asgi import shutdown_lifespans
from starlette.responses import PlainTextResponse

from app.core.errors import ConflictError, Fault, InvalidInputError
from app.core.http import NoFilters, ReadRequest, public_get
from tests.contract.allowed import Description
from tests.contract.conftest import Settled
from tests.contract.neighbourhood import NOBODY, Known
from tests.contract.reasons import REASONS, Reason, reasons_for
from tests.core.http_house import Groups, asking, house

CONFIG = Path(__file__).with_name("schemathesis.toml")
FEW = 5
ONLY_WITH_A_LIMIT = {"max_response_time"}  # speed is for the bench


@dataclass
class Findings:
    """What one run of schemathesis saw."""

    failures: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    """The classes of the failures."""
    examples: Counter[str] = field(default_factory=Counter)
    """Operation → how many generated examples it got."""
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    """Operation → with what those were answered."""
    checks: set[str] = field(default_factory=set)
    reasons: set[Reason] = field(default_factory=set)
    """Those that explained a refusal."""


def configured(known: Known, *, mode: GenerationMode, examples: int) -> SchemathesisConfig:
    """The committed configuration, with the ids that were made for this run."""
    written = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    written["generation"] |= {"mode": mode.value, "max-examples": examples}
    # Chains of questions take longest and find least where nothing can be written.
    written["phases"]["stateful"] = {"enabled": examples > FEW}
    ids = {"/offerings/{id}": known.offerings, "/places/{id}": known.places}
    written["dictionaries"] |= {
        path: {"values": [str(one) for one in found]} for path, found in ids.items() if found
    }
    written["operations"] = [
        {
            "include-path": path,
            "parameters": {"path.id": {"dictionary": path, "probability": 0.6}},
        }
        for path, found in ids.items()
        if found
    ]
    return SchemathesisConfig.from_dict(written)


def found(app: FastAPI, known: Known, *, mode: GenerationMode, examples: int) -> Findings:
    """Asks an application every operation of its own description."""
    config = configured(known, mode=mode, examples=examples)
    schema = schemathesis.openapi.from_dict(app.openapi(), config=config)
    schema.app = app
    findings = Findings()

    @schema.hook
    def filter_failure(
        _context: HookContext, failure: Failure, case: Case[Any], response: Response
    ) -> bool:
        if not isinstance(failure, RejectedPositiveData):
            return True
        known = _reasons(case, response)
        findings.reasons.update(known)
        return not known

    if mode is GenerationMode.POSITIVE:

        @schema.hook
        def map_query(_context: HookContext, query: dict[str, Any] | None) -> dict[str, Any]:
            # A made-up cursor is refused, whatever else is asked: one in five says enough.
            asked = query or {}
            return asked if len(asked) % 5 == 0 else _without_cursor(asked)

    try:
        for event in engine.from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                _look(event.recorder, findings)
                if event.phase.value == "fuzzing":
                    _count(event.recorder, findings, label=event.label or "")
            elif isinstance(event, events.NonFatalError):
                findings.failures.append(f"{event.label}: {event.value!r}")
            elif isinstance(event, events.FatalError):
                raise event.exception
    finally:
        shutdown_lifespans()
    return findings


def _without_cursor(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if name != "cursor"}


def _reasons(case: Case[Any], response: Response) -> Sequence[Reason]:
    if response.headers.get("content-type", [""])[0] != "application/problem+json":
        return []
    return reasons_for(case.operation.label, json.loads(response.content))


def _look(recorder: ScenarioRecorder, findings: Findings) -> None:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            findings.checks.add(check.name)
            if check.failure_info is not None:
                failure = check.failure_info.failure
                findings.kinds.add(type(failure).__name__)
                findings.failures.append(
                    f"{check.name}: {failure.message}\n{check.failure_info.code_sample[:600]}\n"
                    f"{_told(recorder, case_id)}"
                )


def _count(recorder: ScenarioRecorder, findings: Findings, *, label: str) -> None:
    findings.examples[label] += len(recorder.cases)
    statuses = findings.statuses.setdefault(label, Counter())
    for interaction in recorder.interactions.values():
        if interaction.response is not None:
            statuses[interaction.response.status_code] += 1


def _told(recorder: ScenarioRecorder, case_id: str) -> str:
    response = recorder.interactions[case_id].response
    return "no answer" if response is None else f"{response.status_code} {response.text[:1500]}"


@pytest.fixture
def app(settled: Settled) -> FastAPI:
    return settled.application()


EXAMPLES = [pytest.param(100, marks=pytest.mark.slow), FEW]


@pytest.mark.parametrize("examples", EXAMPLES)
def test_what_the_description_allows_is_answered_as_it_says(
    app: FastAPI, settled: Settled, examples: int
) -> None:
    findings = found(app, settled.known, mode=GenerationMode.POSITIVE, examples=examples)

    assert not findings.failures, listed(findings.failures)
    _everything_was_asked(app, findings, examples)
    for label, statuses in findings.statuses.items():
        # Otherwise most of what was asked got no further than the door.
        assert statuses[200] * 5 >= findings.examples[label], (label, statuses)


@pytest.mark.parametrize("examples", EXAMPLES)
def test_what_the_description_forbids_is_refused_as_it_says(
    app: FastAPI, settled: Settled, examples: int
) -> None:
    findings = found(app, settled.known, mode=GenerationMode.NEGATIVE, examples=examples)

    assert not findings.failures, listed(findings.failures)
    assert findings.checks == set(CHECKS.get_all_names()) - ONLY_WITH_A_LIMIT


def listed(failures: Sequence[str]) -> str:
    """For a reader, who mends the first few and asks again."""
    return f"{len(failures)} in all\n" + "\n\n".join(failures[:20])


def _everything_was_asked(app: FastAPI, findings: Findings, examples: int) -> None:
    assert findings.checks == set(CHECKS.get_all_names()) - ONLY_WITH_A_LIMIT
    for method, path, operation in Description(app.openapi()).operations():
        # Without parameters there is one question; with them schemathesis may run out of others.
        least = examples if "parameters" in operation or "requestBody" in operation else 1
        assert findings.examples[f"{method} {path}"] >= least, path


@pytest.mark.parametrize("reason", REASONS, ids=str)
async def test_a_reason_is_one_that_the_description_cannot_tell(
    app: FastAPI, settled: Settled, reason: Reason
) -> None:
    description = Description(app.openapi())
    asked = {f"{method} {path}": one for method, path, one in description.operations()}
    first = reason.operations[0]
    example = reason.example.replace("{archived}", str(settled.known.archived))
    address, _, body = example.partition(" ")
    async with asking(app, opened=True) as client:
        answer = await client.request(
            first.partition(" ")[0],
            "/v1" + address,
            content=body or None,
            headers={"Content-Type": "application/json"} if body else {},
        )

    assert set(reason.operations) <= asked.keys()
    assert description.allows(asked[first], query=address.partition("?")[2], body=body)
    assert answer.status_code == reason.status
    assert reasons_for(first, answer.json()) == [reason]
    assert reason.why.endswith(".")


async def test_a_reason_explains_nothing_beside_itself(app: FastAPI) -> None:
    async with asking(app, opened=True) as client:
        half = await client.get("/v1/areas?lat=52.2")
        half_and_more = await client.get("/v1/areas?lat=52.2&limit=1000")

    assert reasons_for("GET /areas", half.json())
    assert not reasons_for("GET /areas", half_and_more.json())
    assert not reasons_for("GET /areas/{code}", half.json())


async def _broken(_request: ReadRequest, _filters: NoFilters) -> Groups:
    """Valt om."""
    raise ValueError("nobody expected this")


async def _elsewhere(_request: ReadRequest, _filters: NoFilters) -> Groups:
    """Zegt iets dat niet in de beschrijving staat."""
    raise ConflictError("Dat botst.")


async def _picky(_request: ReadRequest, _filters: NoFilters) -> Groups:
    """Weigert wat mag."""
    raise InvalidInputError([Fault("query", "lon", "value-error", "Zomaar.")])


async def _other_shape(_request: ReadRequest, _filters: NoFilters) -> bytes:
    """Antwoordt in een andere vorm."""
    return b'{"items": 1}'


async def _plain() -> PlainTextResponse:
    """Weigert in gewone tekst."""
    return PlainTextResponse("Nee.", status_code=400)


async def _careless() -> dict[str, str]:
    """Kijkt niet naar wat er gevraagd wordt."""
    return {}


def _planted(endpoint: Any) -> FastAPI:
    router = APIRouter(tags=["areas"])
    if endpoint is _plain:
        router.add_api_route("/groups", _plain, responses={400: {}}, response_model=None)
    elif endpoint is _careless:
        limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}
        router.add_api_route("/groups", _careless, openapi_extra={"parameters": [limit]})
    else:
        public_get(router, "/groups", NoFilters, endpoint, media={"application/json": Groups})
    return house(routers=[router])


@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [
        (_broken, "ServerError"),
        (_elsewhere, "UndefinedStatusCode"),
        (_picky, "RejectedPositiveData"),
        (_other_shape, "JsonSchemaError"),
        (_plain, "UndefinedContentType"),
        (_careless, "AcceptedNegativeData"),
    ],
)
def test_a_planted_mistake_is_found(endpoint: Any, kind: str) -> None:
    mode = GenerationMode.NEGATIVE if endpoint is _careless else GenerationMode.POSITIVE
    findings = found(_planted(endpoint), NOBODY, mode=mode, examples=FEW)

    assert kind in findings.kinds
    assert findings.failures


def test_a_house_without_mistakes_has_none() -> None:
    async def groups(request: ReadRequest, _filters: NoFilters) -> Groups:
        """Groepen in de buurt."""
        return Groups(items=[], asked_for=[request.media_type])

    assert (
        found(_planted(groups), NOBODY, mode=GenerationMode.POSITIVE, examples=FEW).failures == []
    )
