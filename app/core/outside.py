"""The one way to call somebody else's service: it may be slow, broken or away, and we go on.

Short time-outs, one more try with jitter, and a circuit that stops asking a service that keeps
failing. Logged are the service, the path and what went wrong; never the question, which may hold
somebody's address. Callers ask before a transaction opens, and have an answer of their own ready.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

import httpx
import structlog

from app.core.errors import UnavailableError

T = TypeVar("T")

FAILURES_UNTIL_OPEN = 3
"""Calls in a row (second tries included) after which we stop asking."""
OPEN_FOR_S = 30.0
JITTER_S = (0.1, 0.5)
LONGEST_OF_TIMEOUT = 12
"""A whole answer may take this many times the time-out, which is about silence in between."""
BUSY = 429

log = structlog.get_logger()
_chance = random.SystemRandom()


class OutsideError(UnavailableError):
    """The service gave no usable answer; `reason` says why, in English, for logs and reports."""

    def __init__(self, service: str, reason: str, *, detail: str | None = None) -> None:
        super().__init__(
            detail or f"{service} geeft nu geen bruikbaar antwoord. Probeer het later nog eens.",
            retry_after_s=int(OPEN_FOR_S),
        )
        self.service = service
        self.reason = reason


class OutsideRefusedError(OutsideError):
    """The service works, but does not take this question (4xx): asking again will not help."""

    def __init__(self, service: str, status: int) -> None:
        super().__init__(service, f"HTTP {status}")
        self.status = status


@dataclass(slots=True)
class Circuit:
    """Counts failures in a row. Open: nobody is asked; after a while one call tries."""

    failures: int = 0
    shut_from_s: float = 0.0
    failures_until_open: int = FAILURES_UNTIL_OPEN

    @property
    def is_open(self) -> bool:
        """Whether the service keeps failing."""
        return self.failures >= self.failures_until_open

    def lets_through(self, at_s: float) -> bool:
        """Whether a call may go out at this moment of a monotonic clock."""
        if not self.is_open:
            return True
        if at_s < self.shut_from_s:
            return False
        # This caller finds out for everybody; the others wait for its result.
        self.shut_from_s = at_s + OPEN_FOR_S
        return True

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self, at_s: float) -> None:
        self.failures += 1
        self.shut_from_s = at_s + OPEN_FOR_S


class Outside:
    """One service of somebody else. Keep one per process: the circuit lives in it."""

    def __init__(
        self,
        service: str,
        *,
        timeout_s: float,
        failures_until_open: int = FAILURES_UNTIL_OPEN,
        jitter_s: tuple[float, float] = JITTER_S,
        largest_bytes: int | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`service` is its name for people; `timeout_s` the longest silence.

        `largest_bytes`: an answer that is larger is no answer; a redirect is followed only where
        there is no such bound (who asks on behalf of people is not sent elsewhere).
        """
        self.service = service
        self.circuit = Circuit(failures_until_open=failures_until_open)
        self._jitter_s = jitter_s
        self._largest_bytes = largest_bytes
        self._longest_s = LONGEST_OF_TIMEOUT * timeout_s
        self._monotonic_s = monotonic_s
        self._pause = pause
        self._client = httpx.AsyncClient(
            timeout=timeout_s,
            follow_redirects=largest_bytes is None,
            headers={"User-Agent": "buurtkaart"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Lets go of its connections."""
        await self._client.aclose()

    def waited_enough(self) -> None:
        """Whoever asked went on without an answer: for the circuit that is a failure."""
        log.warning("outside_call_failed", service=self.service, reason="took too long")
        self.circuit.failed(self._monotonic_s())

    async def answer(
        self, url: str, *, params: Mapping[str, str] | None = None, read: Callable[[bytes], T]
    ) -> T:
        """What `read` makes of the answer to a GET; it raises ValueError on what it cannot read.

        Raises OutsideError when there is no readable answer after two tries, or at once while the
        circuit is open; OutsideRefusedError when the question is refused.
        """
        if not self.circuit.lets_through(self._monotonic_s()):
            raise OutsideError(self.service, "circuit open")
        for last_try in (False, True):
            try:
                answer = await self._one_try(url, params, read)
            except OutsideRefusedError:
                self.circuit.succeeded()
                raise
            except (httpx.HTTPError, TimeoutError, ValueError, OutsideError) as error:
                reason = error.reason if isinstance(error, OutsideError) else type(error).__name__
                log.warning(
                    "outside_call_failed",
                    service=self.service,
                    path=httpx.URL(url).path,
                    reason=reason,
                    gives_up=last_try,
                )
                if last_try:
                    self.circuit.failed(self._monotonic_s())
                    raise OutsideError(self.service, reason) from error
                await self._pause(_chance.uniform(*self._jitter_s))
            else:
                self.circuit.succeeded()
                return answer
        raise AssertionError("a call either answers or raises")

    async def _one_try(
        self, url: str, params: Mapping[str, str] | None, read: Callable[[bytes], T]
    ) -> T:
        # The client's own time-outs are about silence; a trickle without end needs this one.
        async with asyncio.timeout(self._longest_s):
            status, content = await self._received(url, params)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == BUSY:
            raise OutsideError(self.service, f"HTTP {status}")
        if status != httpx.codes.OK:
            log.warning(
                "outside_call_refused",
                service=self.service,
                path=httpx.URL(url).path,
                status=status,
            )
            raise OutsideRefusedError(self.service, status)
        # Reading may take longer than the event loop may stand still.
        return await asyncio.to_thread(read, content)

    async def _received(self, url: str, params: Mapping[str, str] | None) -> tuple[int, bytes]:
        """Status and content; raises ValueError when there is more than we take."""
        content = bytearray()
        async with self._client.stream("GET", url, params=params) as response:
            async for part in response.aiter_bytes():
                content += part
                if self._largest_bytes is not None and len(content) > self._largest_bytes:
                    raise ValueError("larger than we take")
        return response.status_code, bytes(content)
