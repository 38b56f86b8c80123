"""The service itself, as `buurtkaart serve` runs it, on a port and a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.core.migrations import ROOT

COMMAND = (str(Path(sys.executable).with_name("buurtkaart")), "serve")
STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 15


@contextmanager
def serving(
    database_url: str, log: Path, *, command: Sequence[str] = COMMAND, **settings: str
) -> Iterator[str]:
    """The address of a service that answers; gone afterwards. Settings as in the environment."""
    port = _free_port()
    url = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "PUBLIC_URL": url,
        "WORKERS_INSIDE": "false",
        "PDOK_LOCATIESERVER_URL": "",
        **settings,
    }
    with log.open("wb") as told:
        process = subprocess.Popen(  # noqa: S603  our own command
            command, env=environment, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_ready(process, url, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"the service did not start:\n{said}")
