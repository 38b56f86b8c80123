"""Every error as `application/problem+json` (RFC 9457); what each means stands in `core.errors`."""

import json
from collections.abc import Callable, Coroutine, Mapping, Sequence

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.core.database import as_unavailable, sqlstate
from app.core.errors import (
    PROBLEMS,
    ConflictError,
    Fault,
    GoneError,
    InvalidInputError,
    MovedError,
    Problem,
    ProblemError,
    UnavailableError,
)
from app.core.faults import MESSAGES
from app.core.http.faults import faults_of_fastapi

PROBLEM_JSON = "application/problem+json"
Handler = Callable[[Request, Exception], Coroutine[None, None, Response]]
"""From an error to an answer."""

# A promise of the database that two writers broke together: a duplicate, a reference to what
# was removed meanwhile, an overlap.
CLASHES = frozenset({"23505", "23503", "23P01"})

_BY_STATUS: Mapping[int, Problem] = {problem.status: problem for problem in PROBLEMS.values()}


class NotAcceptableError(ProblemError):
    """The route cannot answer in a form that the client wants."""

    slug = "not-acceptable"

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__(f"Dit adres antwoordt met: {', '.join(offered)}. Vraag daarom in Accept.")


class UnsupportedMediaTypeError(ProblemError):
    """The body is in a form that the route does not read."""

    slug = "unsupported-media-type"

    def __init__(self, readable: Sequence[str]) -> None:
        super().__init__(f"Stuur de inhoud als {' of '.join(readable)}.")


def problem_response(
    problem: Problem,
    detail: str,
    *,
    request_id: str,
    faults: Sequence[Fault] = (),
    members: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer with all members; `members` are those of one problem type alone."""
    document = {
        "type": f"/problems/{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "requestId": request_id,
        "errors": [
            {"in": found.where, "name": found.name, "code": found.code, "message": found.message}
            for found in faults
        ],
        **(members or {}),
    }
    return Response(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers={"Cache-Control": "no-store", "Content-Language": "nl", **(headers or {})},
    )


def _told(request: Request, error: ProblemError) -> Response:
    headers, members = {}, {}
    if isinstance(error, UnavailableError):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, GoneError):
        members["successors"] = list(error.successors)
    return problem_response(
        error.problem,
        error.detail,
        request_id=request.scope["request_id"],
        faults=error.faults,
        members=members,
        headers=headers,
    )


async def problem_raised(request: Request, error: Exception) -> Response:
    """Handler of ProblemError."""
    assert isinstance(error, ProblemError)  # noqa: S101 -- registered for this class alone
    return _told(request, error)


async def moved(request: Request, error: Exception) -> Response:
    """Handler of MovedError: 308, with the question kept."""
    assert isinstance(error, MovedError)  # noqa: S101 -- registered for this class alone
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{error.path}?{query}" if query else error.path, status_code=308)


async def input_refused(request: Request, error: Exception) -> Response:
    """Handler of FastAPI's RequestValidationError: 400, never 422."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for this class alone
    return _told(request, InvalidInputError(faults_of_fastapi(error.errors())))


async def refused(request: Request, error: Exception) -> Response:
    """Handler of Starlette's HTTPException: unknown paths, broken bodies, too large ones."""
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this class alone
    problem = _BY_STATUS.get(error.status_code, PROBLEMS["internal"])
    faults: Sequence[Fault] = ()
    detail = problem.meaning
    if problem.slug == "invalid-input":
        detail = str(MESSAGES["json_invalid"])
        faults = (Fault("body", "", "json-invalid", detail),)
    return problem_response(
        problem,
        detail,
        request_id=request.scope["request_id"],
        faults=faults,
        headers=error.headers,
    )


async def database_refused(request: Request, error: Exception) -> Response:
    """Handler of what the database says that no command has put in words.

    Raises the error again when it is a mistake of ours.
    """
    if isinstance(error, PoolTimeoutError | DBAPIError):
        known = as_unavailable(error)
        if isinstance(known, ProblemError):
            return _told(request, known)
        if sqlstate(error) in CLASHES:
            return _told(
                request,
                ConflictError("Iemand anders veranderde dit tegelijk. Lees het opnieuw."),
            )
    raise error


async def told_outside(request: Request, error: Exception) -> Response:
    """What is told where no route is reached, or where one failed: then nothing about how."""
    if isinstance(error, ProblemError):
        return _told(request, error)
    if isinstance(error, HTTPException):
        return await refused(request, error)
    problem = PROBLEMS["internal"]
    return problem_response(problem, problem.meaning, request_id=request.scope["request_id"])
