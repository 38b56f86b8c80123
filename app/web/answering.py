"""Pages over HTTP: one endpoint a page and language, and the pages behind errors."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from app.core.config import Settings
from app.core.errors import UnavailableError
from app.core.http.headers import is_api
from app.core.http.negotiation import chosen_media, header_text, names_etag
from app.core.http.problems import Handler
from app.core.http.state import House, house_of
from app.web.addresses import FILES, Language, address, without_language
from app.web.drawing import drawn
from app.web.helpline import HelpLine, KeptHelpLine
from app.web.terms import KeptTerms, Terms
from app.web.texts import named, texts_in
from app.web.visits import NOWHERE, Elsewhere, File, Given, Page, Visit

HTML = "text/html"
MOST_FIELDS = 60
_POSITION = frozenset({"lat", "lon"})
"""A page never reads these from an address; so it does not pass them on in its links either."""
Reading = Callable[[Visit], Awaitable[Given]]
_WORDS: Mapping[int, tuple[str, str]] = {
    400: (named("refused.400.heading"), named("refused.400.what")),
    404: (named("refused.404.heading"), named("refused.404.what")),
    405: (named("refused.405.heading"), named("refused.405.what")),
    410: (named("refused.410.heading"), named("refused.410.what")),
    413: (named("refused.413.heading"), named("refused.413.what")),
    429: (named("refused.429.heading"), named("refused.429.what")),
    500: (named("refused.500.heading"), named("refused.500.what")),
    503: (named("refused.503.heading"), named("refused.503.what")),
}


class PageEndpoint:
    """Answers with what `reading` gives; endpoint of its route."""

    def __init__(self, name: str, reading: Reading, language: Language) -> None:
        self.name = name
        self._reading = reading
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises ProblemError and MovedError to the handlers of the application."""
        request = Request(scope, receive)
        house = house_of(scope)
        now = house.clock()
        visit = Visit(
            house=house,
            now=now,
            texts=texts_in(self._language),
            terms=await self._terms(house, now),
            name=self.name,
            values=request.path_params,
            query=_pairs(
                (name, value)
                for name, value in request.query_params.multi_items()
                if name not in _POSITION
            ),
            form=await _posted(request) if request.method == "POST" else (),
            request_id=scope["request_id"],
            is_post=request.method == "POST",
        )
        response = await _answered(visit, await self._reading(visit), request)
        await response(scope, receive, send)

    async def _terms(self, house: House, now: datetime) -> Terms:
        kept = house.kept(KeptTerms)
        try:
            return await kept.terms(house.databases.reads, now=now)
        except UnavailableError:
            # A page that needs the database will find out; one that does not can be read.
            return kept.last


class FileEndpoint(PageEndpoint):
    """Answers with a file that is in no language, and asks the database for no words."""

    def __init__(self, name: str, reading: Reading) -> None:
        super().__init__(name, reading, "nl")

    async def _terms(self, house: House, now: datetime) -> Terms:
        del house, now
        return Terms()


async def _posted(request: Request) -> list[tuple[str, str]]:
    form: FormData = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return _pairs((name, value) for name, value in form.multi_items() if isinstance(value, str))


def _pairs(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # A NUL is no text for PostgreSQL, and half a character none for anybody.
    return [
        (name, value.replace("\x00", "").encode("utf-8", "replace").decode())
        for name, value in items
    ]


async def _answered(visit: Visit, given: Given, request: Request) -> Response:
    if isinstance(given, Elsewhere):
        return RedirectResponse(given.path, status_code=303)
    if isinstance(given, File):
        return _file(given, request)
    helps = await _helps(visit, given)
    return _page(given, drawn(visit, given, helps=helps), visit, request)


async def _helps(visit: Visit, page: Page) -> HelpLine:
    kept = visit.house.kept(KeptHelpLine)
    try:
        async with visit.asking() as asker:
            return await kept.told(asker, page.near)
    except UnavailableError:
        # Whom to call is what somebody needs most when the rest does not work.
        return kept.last


def _file(given: File, request: Request) -> Response:
    headers = {"Cache-Control": given.keeps, "ETag": _etag(given.content), **given.headers}
    if given.filename is not None:
        headers["Content-Disposition"] = f'attachment; filename="{given.filename}"'
    return _unless_known(
        Response(given.content, media_type=given.media_type, headers=headers), request
    )


def _page(page: Page, html: str, visit: Visit, request: Request) -> Response:
    content = html.encode()
    headers = page_headers(visit.settings) | {"Content-Language": visit.language}
    may_keep = page.keeps == "to compare" and not page.is_discreet and not visit.is_post
    if may_keep:
        headers |= {"Cache-Control": "public, no-cache", "ETag": _etag(content)}
    if not page.is_for_search_engines or page.is_discreet:
        headers["X-Robots-Tag"] = "noindex"
    answer = Response(content, page.status, headers, media_type=f"{HTML}; charset=utf-8")
    return _unless_known(answer, request) if may_keep and page.status == HTTPStatus.OK else answer


def page_headers(settings: Settings) -> dict[str, str]:
    """What a browser may do on our pages: fetch from us alone, and ask where somebody is."""
    pictures = "'self' data:"
    if settings.base_map_url:
        base = urlsplit(settings.base_map_url)
        pictures += f" {base.scheme}://{base.netloc}"
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            f"img-src {pictures}; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), interest-cohort=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def _etag(content: bytes) -> str:
    # Weak: what compresses the answer afterwards does not change what it says.
    return f'W/"{blake2b(content, digest_size=12).hexdigest()}"'


def _unless_known(answer: Response, request: Request) -> Response:
    asked = header_text(request.scope["headers"], b"if-none-match")
    if asked and names_etag(asked, answer.headers["etag"].removeprefix("W/")):
        # A browser puts these in the place of what it kept: without its own policy the kept page
        # would get the one of an answer that is no page.
        described = {"content-length", "content-type"}
        headers = {name: value for name, value in answer.headers.items() if name not in described}
        return Response(status_code=304, headers=headers)
    return answer


def or_page(handler: Handler) -> Handler:
    """For who looks at pages, a page that says what to do; for others what `handler` says."""

    async def refuse(request: Request, error: Exception) -> Response:
        told = await handler(request, error)
        if told.status_code < HTTPStatus.BAD_REQUEST or not _wants_page(request.scope):
            return told
        path = request.scope["path"]
        if told.status_code == HTTPStatus.NOT_FOUND and path.endswith("/"):
            # Typed with a slash too many: `/en/`.
            return RedirectResponse(_asked(request, path.rstrip("/")), status_code=308)
        return await _refusal(request, told)

    return refuse


def _wants_page(scope: Scope) -> bool:
    path = scope["path"]
    if is_api(path) or path.startswith("/static/") or path in FILES.values():
        return False
    accept = header_text(scope["headers"], b"accept")
    return bool(accept) and chosen_media(accept, ("application/problem+json", HTML)) == HTML


async def _refusal(request: Request, told: Response) -> Response:
    """A page in the place of a problem: with the same status, and with whom to call.

    It asks nobody anything, but for whom to call when this process does not know that yet.
    """
    house = house_of(request.scope)
    path = request.scope["path"]
    language: Language = "en" if path != without_language(path) else "nl"
    visit = Visit(
        house=house,
        now=house.clock(),
        texts=texts_in(language),
        terms=house.kept(KeptTerms).last,
        name="refused",
        values={},
        query=(),
        form=(),
        request_id=request.scope["request_id"],
    )
    page = Page(
        "refused.html",
        {
            "status": told.status_code,
            "heading": _words(told.status_code)[0],
            "explanation": _words(told.status_code)[1],
            "again": _asked(request, path) if request.method == "GET" else None,
            "wait_s": int(told.headers.get("retry-after", "0")),
        },
        status=told.status_code,
        keeps="nowhere",
        is_for_search_engines=False,
        canonical=address("start", language),
    )
    html = drawn(visit, page, helps=await _known_helps(visit, told))
    answer = _page(page, html, visit, request)
    for name in ("allow", "retry-after"):
        if name in told.headers:
            answer.headers[name] = told.headers[name]
    return answer


async def _known_helps(visit: Visit, told: Response) -> HelpLine:
    kept = visit.house.kept(KeptHelpLine)
    if kept.is_known or told.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return kept.last
    try:
        async with visit.asking() as asker:
            return await kept.told(asker, NOWHERE)
    except Exception:  # noqa: BLE001 -- what tells of one mistake must not make another
        return kept.last


def _words(status: int) -> tuple[str, str]:
    """The names of a heading and a sentence that say what happened and what to do."""
    if status in _WORDS:
        return _WORDS[status]
    return _WORDS[500] if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _WORDS[400]


def _asked(request: Request, path: str) -> str:
    """A path of ours with what was asked behind it."""
    # Two slashes in front would be the name of somebody else's server.
    address_of = "/" + quote(path.lstrip("/"))
    query = request.scope["query_string"].decode("latin-1")
    return f"{address_of}?{query}" if query else address_of
