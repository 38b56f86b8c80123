"""What we see of a request: its number, one log line, a count and a duration. Never its content.

The path is logged as its template (`/v1/areas/{code}`); query, body, address and browser of the
asker are not looked at.
"""

import re
from collections.abc import Callable, Iterator
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.database import PoolUsage
from app.core.http.negotiation import header_text
from app.core.http.problems import Handler, told_outside
from app.core.http.state import House, house_of
from app.core.ids import new_id
from app.core.logging import told_without_values

log = structlog.get_logger()

UNMATCHED = "other"
"""The template of an address that is none of ours: one label, however many are tried."""
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BUCKETS_S = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class _MemoHits(Collector):
    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[CounterMetricFamily]:
        memo = self._house.memo
        told = "Answers of 304 that the database was not asked for."
        yield CounterMetricFamily("buurtkaart_memo_hits", told, value=memo.hits if memo else 0)


class Metrics:
    """The figures of one application, in a registry of their own."""

    def __init__(self, house: House) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter(
            "buurtkaart_requests", "Answered requests.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "buurtkaart_request_duration_seconds",
            "From the first byte in to the last byte out.",
            ("method", "route"),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self._house = house
        # Looking a label up costs as much as counting; there are as many as routes × statuses.
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        for name, usage in (("read", self._read_usage), ("session", self._session_usage)):
            self._pool_gauge(name, usage)
        self.registry.register(_MemoHits(house))

    def _read_usage(self) -> PoolUsage:
        opened = self._house.opened
        return opened.reads.usage() if opened else PoolUsage(0, 0)

    def _session_usage(self) -> PoolUsage:
        opened = self._house.opened
        return opened.session_usage() if opened else PoolUsage(0, 0)

    def _pool_gauge(self, pool: str, usage: Callable[[], PoolUsage]) -> None:
        gauge = Gauge(
            f"buurtkaart_{pool}_pool_connections",
            f"Connections of the {pool} pool, by what they do.",
            ("state",),
            registry=self.registry,
        )
        gauge.labels("in_use").set_function(lambda: usage().in_use)
        gauge.labels("idle").set_function(lambda: usage().idle)

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """One answered request."""
        key = (method, route, status // 100)
        known = self._known.get(key)
        if known is None:
            known = (
                self._requests.labels(method, route, f"{status // 100}xx"),
                self._seconds.labels(method, route),
            )
            self._known[key] = known
        requests, durations = known
        requests.inc()
        durations.observe(seconds)


class Observed:
    """Numbers, logs and counts each request; answers the ones that failed unexpectedly."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, answer: Handler) -> None:
        self._app = app
        self._metrics = metrics
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        seen = _Seen(send, request_id_of(scope))
        scope["request_id"] = seen.request_id
        try:
            await self._app(scope, receive, seen.send)
        except Exception as error:
            where = told_without_values(error)
            log.error(  # noqa: TRY400 -- `exception` would add the message, and so what was asked
                "unexpected error", request_id=seen.request_id, exception=where
            )
            if seen.status:
                raise  # half an answer is out: let the server cut the connection
            told = await self._failure(Request(scope), error)
            await told(scope, receive, seen.send)
        finally:
            self._note(scope, seen, perf_counter() - began)

    async def _failure(self, request: Request, error: Exception) -> Response:
        try:
            return await self._answer(request, error)
        except Exception:  # noqa: BLE001 -- what failed may be what the answer is made with
            return await told_outside(request, error)

    def _note(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else UNMATCHED
        route = house_of(scope).templates.get(scope.get("endpoint"), UNMATCHED)
        self._metrics.count(method=method, route=route, status=seen.status, seconds=seconds)
        write = log.debug if route in QUIET else log.info
        write(
            "request",
            request_id=seen.request_id,
            method=method,
            route=route,
            status=seen.status,
            ms=round(seconds * 1000, 1),
            bytes=seen.bytes_out,
        )


class _Seen:
    """Watches one answer go by."""

    __slots__ = ("_send", "bytes_out", "request_id", "status")

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = 0
        self.bytes_out = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            header = (b"x-request-id", self.request_id.encode())
            message = {**message, "headers": [*message["headers"], header]}
        elif message["type"] == "http.response.body":
            self.bytes_out += len(message.get("body", b""))
        await self._send(message)


def request_id_of(scope: Scope) -> str:
    """The client's own request id when it is a harmless token; otherwise a new one."""
    theirs = header_text(scope["headers"], b"x-request-id")
    return theirs if _SANE_ID.fullmatch(theirs) else str(new_id())
