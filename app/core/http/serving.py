"""The server around the application: uvicorn, its limits and its leave-taking."""

import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.core.config import Settings
from app.core.http.state import House

LARGEST_HEAD_BYTES = 32_768
KEEP_ALIVE_S = 20


class BoundedHttp(HttpToolsProtocol):
    """uvicorn's fast parser with a bound on address and headers, which it lacks itself."""

    _head_bytes = 0
    _in_body = False
    _has_ended = False

    def on_headers_complete(self) -> None:
        self._head_bytes, self._in_body = 0, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body, self._has_ended = False, True
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        self._has_ended = False
        super().data_received(data)
        # A piece in which a message ended held its body too, which is no head.
        if not self._in_body and not self._has_ended:
            self._head_bytes += len(data)
            if self._head_bytes > LARGEST_HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("Request head too large.")


def serve_options(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the application: our logs, our limits, no word about itself."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        ws="none",
        http=BoundedHttp,
        log_config=None,  # core.logging has done it
        access_log=False,
        server_header=False,
        date_header=True,
        # Only a proxy on this machine is believed about who asks; FORWARDED_ALLOW_IPS widens it.
        proxy_headers=True,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=max(1, round(settings.shutdown_grace_s)),
    )


class HouseServer(uvicorn.Server):
    """Says "not ready" the moment it is told to stop, and then finishes what runs."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._house.is_leaving = True
        super().handle_exit(sig, frame)


class PortTakenError(Exception):
    """Nobody can listen at the address that was asked for; the message says what to do."""


def bound(settings: Settings) -> socket.socket:
    """The address to listen on, ours from now on; nobody is let in before `serve`.

    Raises PortTakenError.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
    except OSError as error:
        taken.close()
        raise PortTakenError(
            f"Port {settings.port} on {settings.host} is not free ({error.strerror}): "
            "stop what uses it, or choose another, such as PORT=8001."
        ) from error
    taken.set_inheritable(True)
    return taken


def serve(app: FastAPI, settings: Settings, *, at: socket.socket) -> None:
    """Serves until a signal comes; returns when the last request has been answered."""
    HouseServer(serve_options(app, settings), app.state.house).run(sockets=[at])
