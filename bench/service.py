"""The service as production runs it: a process of its own, with its logs, metrics and headers."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from bench.load import Target, asked_headers

START_SECONDS: Final = 60
STOP_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back for one question; `body` as it came over the wire, compressed."""

    status: int
    etag: str | None
    body: bytes


def answer(target: Target, path: str, *, etag: str | None = None) -> Answered:
    """Asks once, with the headers of the measurement. Raises OSError when nobody answers."""
    with closing(HTTPConnection(target.host, target.port, timeout=START_SECONDS)) as connection:
        connection.request("GET", path, headers=asked_headers(target, etag=etag))
        came = connection.getresponse()
        return Answered(came.status, came.getheader("etag"), came.read())


@contextmanager
def running(url: str) -> Iterator[Target]:
    """`buurtkaart serve` on a free port of the loopback interface, on the database at `url`.

    The work of the night is left to another process, as where there is much to do: it would change
    the map while we measure. Everything else is as it comes. Raises RuntimeError with the last
    words of the service.
    """
    target = Target("127.0.0.1", _free_port())
    told = {"DATABASE_URL": url, "HOST": target.host, "PORT": str(target.port)}
    told |= {"LOG_JSON": "true", "WORKERS_INSIDE": "false"}
    with tempfile.TemporaryDirectory(prefix="buurtkaart-bench-") as folder:
        log = Path(folder, "log")
        with log.open("wb") as lines:
            process = subprocess.Popen(  # noqa: S603 - our own words
                [Path(sys.executable).with_name("buurtkaart"), "serve"],
                stdout=lines,
                stderr=subprocess.STDOUT,
                env=os.environ | told,
            )
        try:
            _wait_until_ready(target, process, log)
            yield target
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_until_ready(target: Target, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            if answer(target, "/readyz").status == HTTPStatus.OK:
                return
        sleep(0.2)
    words = log.read_text(errors="replace")[-2_000:]
    raise RuntimeError(f"The service did not become ready: {words}")
