"""Answers made smaller as the client asks: br 4, zstd 3 or gzip 6, whichever it likes best.

The levels are those that cost less than they save on a live answer; only texts of 500 bytes and
more are worth it.
"""

import gzip
from collections.abc import Callable, Mapping

import anyio.to_thread
import brotli  # type: ignore[import-untyped]
import zstandard
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.http.negotiation import chosen_coding, header_text

WORTH_IT_BYTES = 500
# Above this size compressing takes longer than the event loop may stand still.
IN_THREAD_BYTES = 256_000


def _br(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=4))


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(content)


def _gzip(content: bytes) -> bytes:
    # mtime=0: the same answer is the same bytes.
    return gzip.compress(content, compresslevel=6, mtime=0)


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"br": _br, "zstd": _zstd, "gzip": _gzip}
OFFERED = tuple(CODINGS)


def is_compressible(media_type: str) -> bool:
    """Whether a media type is text under the hood."""
    bare = media_type.partition(";")[0].strip().lower()
    return (
        bare.startswith("text/")
        or bare.endswith(("json", "xml", "+yaml", "javascript"))
        or bare in {"image/svg+xml", "application/vnd.mapbox-vector-tile"}
    )


def wished_coding(accept_encoding: str) -> str | None:
    """The coding that a client likes best for an answer that is worth it."""
    return chosen_coding(accept_encoding, OFFERED) if accept_encoding else None


def coding_for(accept_encoding: str, *, media_type: str, size_bytes: int) -> str | None:
    """The coding in which an answer goes out; None: as it is."""
    if size_bytes < WORTH_IT_BYTES or not is_compressible(media_type):
        return None
    return wished_coding(accept_encoding)


async def compressed(content: bytes, coding: str) -> bytes:
    """`content` in a coding of `CODINGS`."""
    if len(content) > IN_THREAD_BYTES:
        return await anyio.to_thread.run_sync(CODINGS[coding], content)
    return CODINGS[coding](content)


class Compression:
    """Compresses whole answers that are not compressed yet; leaves streams alone.

    Public reads compress themselves, because their ETag names the coding.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        accept = (
            "" if scope["type"] != "http" else header_text(scope["headers"], b"accept-encoding")
        )
        if not accept:
            await self._app(scope, receive, send)
            return
        start: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                held, start = start, None
                message = await _smaller(held, message, accept)
                await send(held)
            await send(message)

        await self._app(scope, receive, send_compressed)


async def _smaller(start: Message, message: Message, accept_encoding: str) -> Message:
    """The first body message, compressed where that helps; adjusts the headers of `start`."""
    headers = start["headers"]
    if message.get("more_body") or message["type"] != "http.response.body":
        return message
    if any(name == b"content-encoding" for name, _ in headers):
        return message
    body = message.get("body", b"")
    media_type = header_text(headers, b"content-type")
    coding = coding_for(accept_encoding, media_type=media_type, size_bytes=len(body))
    if coding is None:
        return message
    small = await compressed(body, coding)
    kept = [(name, value) for name, value in headers if name not in {b"content-length", b"vary"}]
    vary = header_text(headers, b"vary")
    start["headers"] = [
        *kept,
        (b"content-encoding", coding.encode()),
        (b"content-length", str(len(small)).encode()),
        (b"vary", (f"{vary}, Accept-Encoding" if vary else "Accept-Encoding").encode()),
    ]
    return {**message, "body": small}
