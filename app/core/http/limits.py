"""How large a question may be: address and body, counted while it comes in."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import Fault, InvalidInputError
from app.core.http.negotiation import header_text
from app.core.http.problems import Handler

LONGEST_QUERY = 8_000
LONGEST_PATH = 2_000


class Limits:
    """Refuses addresses and bodies that are too large, before anybody reads them."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, answer: Handler) -> None:
        self._app = app
        self._answer = answer
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        fault = _long_address(scope)
        if fault is not None:
            told = await self._answer(Request(scope), InvalidInputError([fault]))
            await told(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            said = header_text(scope["headers"], b"content-length")
            if said.isdecimal() and int(said) > self._max_body_bytes:
                told = await self._answer(Request(scope), HTTPException(413))
                await told(scope, receive, send)
                return
            receive = self._counted(receive)
        await self._app(scope, receive, send)

    def _counted(self, receive: Receive) -> Receive:
        seen_bytes = 0

        async def receive_counted() -> Message:
            nonlocal seen_bytes
            message = await receive()
            seen_bytes += len(message.get("body", b""))
            if seen_bytes > self._max_body_bytes:
                # An HTTPException, because FastAPI takes any other for broken JSON.
                raise HTTPException(413)
            return message

        return receive_counted


def _long_address(scope: Scope) -> Fault | None:
    if len(scope["query_string"]) > LONGEST_QUERY:
        message = "De vraag in dit adres is te lang. Geef minder of kortere gegevens."
        return Fault("query", "", "too-long", message)
    if len(scope["path"]) > LONGEST_PATH:
        return Fault("path", "", "too-long", "Dit adres is te lang. Kijk het na.")
    return None
