"""Headers that stand on every answer, whoever made it: safety, version, other people's pages."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.config import Settings

API_VERSION = "1.0.0"
API_PATH = "/v1"

Header = tuple[bytes, bytes]

_SAFETY: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    # Nothing of an answer may do anything in a browser; a page of ours sets its own.
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    # Rather nothing kept than something personal; public reads say otherwise.
    (b"cache-control", b"no-store"),
)
_API: tuple[Header, ...] = (
    (b"api-version", API_VERSION.encode()),
    # Public data, and nothing here listens to cookies.
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"API-Version, ETag, Link, Retry-After, X-Request-Id"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_PAGES: tuple[Header, ...] = ((b"cross-origin-resource-policy", b"same-origin"),)


def is_api(path: str) -> bool:
    """Whether an address belongs to version 1 of the interface."""
    return path.startswith(API_PATH + "/") or path == API_PATH


class HouseHeaders:
    """Adds what is missing; a header that the answer already has stays as it is."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        safety = _SAFETY
        if settings.public_url.startswith("https://"):
            safety += ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)
        self._api = safety + _API
        self._pages = safety + _PAGES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ours = self._api if is_api(scope["path"]) else self._pages

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                present = {name for name, _ in headers}
                missing = (header for header in ours if header[0] not in present)
                message["headers"] = [*headers, *missing]
            await send(message)

        await self._app(scope, receive, send_with_headers)
