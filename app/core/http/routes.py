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

from app.core.http.endpoints import PublicEndpoint
from app.core.http.problems import refused

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
    """Finds a public read or search by its path without asking every other route first.

    FastAPI tries each route of each router in turn, twice; with sixty routes that takes longer
    than the rest of a request.
    """

    def __init__(self, app: FastAPI) -> None:
        """Raises ValueError when a public read would hide another route."""
        self._exact: dict[str, dict[str, Entry]] = {}
        self._patterns: dict[str, list[Entry]] = {}
        self._elsewhere: dict[str, set[str]] = {}
        others: list[Entry] = []
        for entry in entries(app):
            if not isinstance(entry.endpoint, PublicEndpoint):
                others.append(entry)
                self._elsewhere.setdefault(entry.template, set()).update(entry.methods)
            elif "{" in entry.template:
                self._patterns.setdefault(_bucket(entry.template), []).append(entry)
            else:
                known = self._exact.setdefault(entry.template, {})
                known.update(dict.fromkeys(entry.methods, entry))
        self._refuse_hiding(others)

    def _refuse_hiding(self, others: Sequence[Entry]) -> None:
        for other in others:
            if any(self._find(other.template, method) for method in other.methods):
                raise ValueError(f"a public read hides {other.template}")

    def _find(self, path: str, method: str) -> tuple[Entry, dict[str, str]] | None:
        known = self._exact.get(path)
        if known is not None:
            return (known[method], {}) if method in known else None
        for entry in self._patterns.get(_bucket(path), ()):
            match = entry.pattern.fullmatch(path) if method in entry.methods else None
            if match is not None:
                return entry, match.groupdict()
        return None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        path, method = scope["path"], scope["method"]
        found = self._find(path, method)
        if found is None and path in self._exact and method not in self._elsewhere.get(path, ()):
            # To be refused here: a pattern further on would take `search` for somebody's id.
            found = next(iter(self._exact[path].values())), {}
        if found is None:
            return Match.NONE, {}
        entry, values = found
        return Match.FULL, {"endpoint": entry.endpoint, "path_params": values}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = scope["endpoint"]
        if scope["method"] not in endpoint.methods:
            raise HTTPException(405)
        await endpoint(scope, receive, send)


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
    for entry in _entries_at(request):
        methods |= entry.methods
        if isinstance(entry.endpoint, PublicEndpoint):
            public |= entry.methods
    allow = {"Allow": ", ".join(sorted(methods))}
    if request.method != "OPTIONS":
        return await refused(request, HTTPException(405, headers=allow))
    if "access-control-request-method" in request.headers and public:
        allow["Access-Control-Allow-Methods"] = ", ".join(sorted(public))
        allow["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, X-Request-Id"
        allow["Access-Control-Max-Age"] = "86400"
    return Response(status_code=204, headers=allow)


def _entries_at(request: Request) -> Sequence[Entry]:
    """What stands at the address of a request; a public one that is written out stands alone."""
    path = request.scope["path"]
    found = [entry for entry in entries(request.app) if entry.pattern.fullmatch(path)]
    exact = [entry for entry in found if entry.template == path]
    is_public = any(isinstance(entry.endpoint, PublicEndpoint) for entry in exact)
    return exact if is_public else found
