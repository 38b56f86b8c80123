"""Asks a service for some seconds over a number of connections, and tells how fast it answered.

By `wrk` where it is installed, because a client that costs little leaves the two cores to the
service; else by a small client of our own, which costs about as much as the service and halves the
figures. Each connection sends its next question when it has its answer (closed loop).
"""

import asyncio
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Final, Literal

Client = Literal["wrk", "own"]

CONNECTIONS: Final = 16
WRK_SCRIPT: Final = Path(__file__).with_name("wrk.lua")
FIRST_ERROR: Final = 400
LONGEST_WAIT_S: Final = 30
_LENGTH: Final = b"\r\ncontent-length:"
_NO_BODY: Final = (b"204", b"304")


@dataclass(frozen=True, slots=True)
class Load:
    """What one run told. `errors`: answers of 400 and higher, and broken connections."""

    per_second: float
    p50_ms: float
    p95_ms: float
    errors: int
    client: Client


@dataclass(frozen=True, slots=True)
class Target:
    """Where the service listens."""

    host: str
    port: int


def asked_headers(target: Target, *, etag: str | None = None) -> dict[str, str]:
    """What a phone says with its question; with the ETag of the answer that it kept, if any."""
    headers = {
        "Host": f"{target.host}:{target.port}",
        "Accept": "application/json",
        "Accept-Encoding": "zstd, gzip",
    }
    return headers if etag is None else headers | {"If-None-Match": etag}


def request_head(target: Target, path: str, *, etag: str | None = None) -> bytes:
    """The same as it goes over the wire."""
    lines = [f"{name}: {said}" for name, said in asked_headers(target, etag=etag).items()]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


def best_client() -> Client:
    """`wrk` if it is here."""
    return "wrk" if shutil.which("wrk") else "own"


def ask(target: Target, requests: Path, *, seconds: int, client: Client) -> Load:
    """Asks the requests in a file (heads, as `request_head` makes them) round and round.

    Raises RuntimeError when nothing was answered.
    """
    if client == "wrk":
        return _by_wrk(target, requests, seconds=seconds)
    heads = [head + b"\r\n\r\n" for head in requests.read_bytes().split(b"\r\n\r\n")[:-1]]
    return asyncio.run(_by_our_own(target, heads, seconds=seconds))


def _by_wrk(target: Target, requests: Path, *, seconds: int) -> Load:
    done = subprocess.run(  # noqa: S603 - our own words
        [
            *(shutil.which("wrk") or "wrk", "--threads=1", f"--connections={CONNECTIONS}"),
            *(f"--duration={seconds}s", f"--timeout={LONGEST_WAIT_S}s", f"--script={WRK_SCRIPT}"),
            *(f"http://{target.host}:{target.port}/", "--", str(requests)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not told:
        raise RuntimeError(f"wrk told nothing: {done.stdout}{done.stderr}")
    answered, took_us, p50_us, p95_us, errors = map(float, told[0].split()[1:])
    if not answered:
        raise RuntimeError("nothing was answered")
    per_second = answered / took_us * 1e6
    return Load(per_second, p50_us / 1000, p95_us / 1000, int(errors), "wrk")


class _Asker(asyncio.Protocol):
    """One connection: sends a head, waits for the whole answer, sends the next."""

    def __init__(self, heads: Sequence[bytes], *, first: int, until: float) -> None:
        self._heads, self._next, self._until = heads, first, until
        self._waiting_for = b""
        self._sent_at = 0.0
        self.took_s: list[float] = []
        self.errors = 0
        self.left: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a connection for bytes")
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._next = (self._next + 1) % len(self._heads)
        self._sent_at = perf_counter()
        self._transport.write(self._heads[self._next])

    def data_received(self, data: bytes) -> None:
        self._waiting_for += data
        head, _, body = self._waiting_for.partition(b"\r\n\r\n")
        if len(head) == len(self._waiting_for) or len(body) < _body_bytes(head):
            return
        now = perf_counter()
        self.took_s.append(now - self._sent_at)
        self.errors += int(head[9:12]) >= FIRST_ERROR
        self._waiting_for = b""
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.errors += error is not None or bool(self._waiting_for)
        if not self.left.done():
            self.left.set_result(None)


def _body_bytes(head: bytes) -> int:
    """How long the body is; our answers always say so, but those without one."""
    if head[9:12] in _NO_BODY:
        return 0
    lowered = head.lower()
    start = lowered.index(_LENGTH) + len(_LENGTH)
    return int(lowered[start:].partition(b"\r\n")[0])


async def _by_our_own(target: Target, heads: Sequence[bytes], *, seconds: float) -> Load:
    began = perf_counter()
    until = began + seconds
    loop = asyncio.get_running_loop()
    askers = []
    for number in range(CONNECTIONS):
        first = number * len(heads) // CONNECTIONS
        made = partial(_Asker, heads, first=first, until=until)
        _, asker = await loop.create_connection(made, target.host, target.port)
        askers.append(asker)
    async with asyncio.timeout(seconds + LONGEST_WAIT_S):
        await asyncio.gather(*(asker.left for asker in askers))
    took_s = perf_counter() - began
    all_s = [one for asker in askers for one in asker.took_s]
    if len(all_s) < 2:
        raise RuntimeError("nothing was answered")
    cuts = quantiles(all_s, n=100)
    errors = sum(asker.errors for asker in askers)
    return Load(len(all_s) / took_s, cuts[49] * 1000, cuts[94] * 1000, errors, "own")
