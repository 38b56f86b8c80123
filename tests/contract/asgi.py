"""Asking the application byte for byte, as a server hands requests to it.

A client library refuses to send half of what matters here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from fastapi import FastAPI
from starlette.types import Message

CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it stands on the wire."""

    method: str
    target: bytes
    """Path and query, percent-encoded or not."""
    headers: Sequence[tuple[bytes, bytes]] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: `headers` in lower case, each name once."""

    status: int
    headers: dict[str, str]
    body: bytes


async def ask(app: FastAPI, request: Request) -> Response:
    """The answer. Raises whatever the application raises instead of answering."""
    path, _, query = request.target.partition(b"?")
    chunks = [
        request.body[start : start + CHUNK_BYTES]
        for start in range(0, len(request.body), CHUNK_BYTES)
    ] or [b""]
    sent: list[Message] = []

    async def receive() -> Message:
        if not chunks:
            return {"type": "http.disconnect"}
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def send(message: Message) -> None:
        sent.append(message)

    length = [(b"content-length", str(len(request.body)).encode())] if request.body else []
    await app(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": unquote(path.decode("latin-1")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [
                (b"host", b"buurtkaart.test"),
                *((name.lower(), value) for name, value in (*length, *request.headers)),
            ],
            "client": ("127.0.0.1", 50_000),
            "server": ("buurtkaart.test", 80),
            "state": {},
        },
        receive,
        send,
    )
    start, *bodies = sent
    headers: dict[str, str] = {}
    for name, value in start["headers"]:
        assert name == name.lower(), name
        assert name not in {known.encode() for known in headers}, f"{name!r} twice"
        headers[name.decode()] = value.decode("latin-1")
    assert [one["type"] for one in sent].count("http.response.start") == 1
    return Response(start["status"], headers, b"".join(one.get("body", b"") for one in bodies))
