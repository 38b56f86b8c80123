"""The routes of the finished application: public reads found fast, and what else a path allows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from app.core.http.problems import refused
from app.core.http.public import PublicRead

PUBLIC_METHODS = ("GET", "HEAD")
_BUCKET_PARTS = 3  # "", "v1", "areas"


@dataclass(frozen=True, slots=True)
class Entry:
    """One method-bearing route as the outside sees it."""

    template: str
    methods: frozenset[str]
    endpoint: object
    pattern: re.Pattern[str]


def entries(app: FastAPI) -> Iterator[Entry]:
    """Every route of the application, those of included routers too."""
    for context in iter_route_contexts(app.routes):
        if context.path is None or context.endpoint is None:
            continue
        pattern, template, _ = compile_path(context.path)
        yield Entry(template, frozenset(context.methods or ()), context.endpoint, pattern)


def templates_of(app: FastAPI) -> Mapping[object, str]:
    """Endpoint → path template."""
    return {entry.endpoint: entry.template for entry in entries(app)}


class PublicReads(BaseRoute):
    """Finds a public read by its path without asking every other route first.

    FastAPI tries each route of each router in turn, twice; with sixty routes that takes longer
    than the rest of a request.
    """

    def __init__(self, app: FastAPI) -> None:
        """Raises ValueError when a public read would hide another route."""
        self._exact: dict[str, Entry] = {}
        self._patterns: dict[str, list[Entry]] = {}
        others: list[Entry] = []
        for entry in entries(app):
            if not isinstance(entry.endpoint, PublicRead):
                others.append(entry)
            elif "{" in entry.template:
                self._patterns.setdefault(_bucket(entry.template), []).append(entry)
            else:
                self._exact[entry.template] = entry
        self._refuse_hiding(others)

    def _refuse_hiding(self, others: Sequence[Entry]) -> None:
        for other in others:
            if "GET" in other.methods and self._find(other.template) is not None:
                raise ValueError(f"a public read hides {other.template}")

    def _find(self, path: str) -> tuple[Entry, dict[str, str]] | None:
        entry = self._exact.get(path)
        if entry is not None:
            return entry, {}
        for entry in self._patterns.get(_bucket(path), ()):
            match = entry.pattern.fullmatch(path)
            if match is not None:
                return entry, match.groupdict()
        return None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["method"] not in PUBLIC_METHODS:
            return Match.NONE, {}
        found = self._find(scope["path"])
        if found is None:
            return Match.NONE, {}
        entry, values = found
        return Match.FULL, {"endpoint": entry.endpoint, "path_params": values}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["endpoint"](scope, receive, send)


def _bucket(path: str) -> str:
    return "/".join(path.split("/", _BUCKET_PARTS)[:_BUCKET_PARTS])


async def method_refused(request: Request, error: Exception) -> Response:
    """Handler of 405, also of `OPTIONS`: names every method that the path knows.

    Starlette names those of the first route alone. A preflight of another site hears which of
    them are public.
    """
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this status alone
    methods: set[str] = {"OPTIONS"}
    public: set[str] = set()
    for entry in entries(request.app):
        if entry.pattern.fullmatch(request.scope["path"]):
            methods |= entry.methods
            if isinstance(entry.endpoint, PublicRead):
                public |= entry.methods
    allow = {"Allow": ", ".join(sorted(methods))}
    if request.method != "OPTIONS":
        return await refused(request, HTTPException(405, headers=allow))
    if "access-control-request-method" in request.headers and public:
        allow["Access-Control-Allow-Methods"] = ", ".join(sorted(public))
        allow["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, X-Request-Id"
        allow["Access-Control-Max-Age"] = "86400"
    return Response(status_code=204, headers=allow)
