"""Public reads: plain routes without FastAPI's dependency machinery.

`public_get` registers one; `ReadRequest` is what its function gets, bytes or a schema is what it
gives. Validation, negotiation, ETag, compression and the words for OpenAPI happen here.
"""

import inspect
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Literal, TypeAlias, get_type_hints
from urllib.parse import urlencode

from fastapi import APIRouter
from pydantic import BaseModel, create_model
from pydantic.alias_generators import to_camel
from starlette.routing import Route, compile_path
from starlette.types import Receive, Scope, Send

from app.core.clock import local_date
from app.core.database import ReadPool
from app.core.errors import Fault, InvalidInputError
from app.core.http.compression import coding_for, compressed
from app.core.http.inputs import Reader, pairs_of
from app.core.http.negotiation import chosen_media, names_etag
from app.core.http.problems import NotAcceptableError
from app.core.http.state import House, house_of
from app.core.schemas import WireModel

JSON = "application/json"
GEOJSON = "application/geo+json"

ALWAYS_ASK = "public, no-cache"
"""May be kept, but is asked again each time; the answer is then often a 304."""
FIVE_MINUTES = "public, max-age=300"
NO_STORE = "no-store"

Media: TypeAlias = Mapping[str, type[BaseModel] | None]
"""What a route can answer, preferred first, with the schema of each (None: not JSON)."""


class NoFilters(WireModel):
    """A read without query parameters: any parameter is a fault."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a public read may know of its request."""

    house: House
    now: datetime
    """The moment of the request, aware, UTC: the only clock of this read."""
    media_type: str
    """The form that the client wants most, one of the route's `media`."""
    path: str
    query: Sequence[tuple[str, str]]
    request_id: str

    @property
    def reads(self) -> ReadPool:
        """The pool for public reads. Raises UnavailableError while there is none."""
        return self.house.databases.reads

    @property
    def today(self) -> date:
        """The date in the Netherlands at `now`."""
        return local_date(self.now)

    def next_url(self, cursor: str) -> str:
        """This request again, from `cursor` on: path and query, relative to our root."""
        kept = [(name, value) for name, value in self.query if name != "cursor"]
        return f"{self.path}?{urlencode([*kept, ('cursor', cursor)])}"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is cached otherwise than its route: signs of danger are `NO_STORE`."""

    content: bytes | BaseModel
    cache: str


Reading: TypeAlias = Callable[..., Awaitable[bytes | BaseModel | Answer]]
"""`async def reading(request: ReadRequest, filters: AreaFilters, *, code: Code) -> …`: the
keyword-only arguments are the values in the path, read as their annotation says."""


def public_get(
    router: APIRouter,
    path: str,
    filters: type[BaseModel],
    answer: Reading,
    *,
    cache: str = ALWAYS_ASK,
    media: Media | None = None,
    also_answers: Collection[Literal["moved", "gone"]] = (),
    operation_id: str | None = None,
) -> None:
    """Registers a public read: `GET` and `HEAD` of `path` answer what `answer` returns.

    - `filters`: a frozen WireModel; its aliases are the query parameters. Lists are repeated keys.
      `NoFilters` where there are none.
    - `answer`: see `Reading`. Its docstring is the Dutch summary (first line) and description in
      OpenAPI; its name in camelCase the operationId. It raises `ProblemError`s, or MovedError.
    - `media`: see `Media`; JSON in the annotated return type unless said otherwise. Bytes are sent
      as they are.
    - `also_answers`: documents 308 and 410. 404 is documented where the path has values.

    Raises TypeError when path and arguments do not fit, or a JSON answer has no schema.
    """
    read = PublicRead(
        path,
        filters,
        answer,
        cache=cache,
        media=media or {JSON: _returned(answer)},
        also_answers=frozenset(also_answers),
        operation_id=operation_id or to_camel(answer.__name__),
        tags=tuple(str(tag) for tag in router.tags),
    )
    router.routes.append(Route(router.prefix + path, read, methods=["GET"], name=read.operation_id))


class PublicRead:
    """One public read, as an ASGI application."""

    def __init__(
        self,
        path: str,
        filters: type[BaseModel],
        answer: Reading,
        *,
        cache: str,
        media: Media,
        also_answers: Collection[str],
        operation_id: str,
        tags: Sequence[str],
    ) -> None:
        self.media = media
        self.also_answers = also_answers
        self.operation_id = operation_id
        self.tags = tags
        self.about = inspect.getdoc(answer) or ""
        self.filters = Reader(filters, "query")
        self.path_values = Reader(_path_model(path, answer), "path")
        self._answer = answer
        self._cache = cache
        self._offered = tuple(media)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises ProblemError and MovedError to the handlers of the application."""
        del receive  # a read has no body
        accept, accept_encoding, if_none_match = _asked(scope["headers"])
        media_type = chosen_media(accept, self._offered)
        if media_type is None:
            raise NotAcceptableError(self._offered)
        request, filters, path_values = self._read(scope, media_type)
        given = await self._answer(request, filters, **path_values)
        answer = given if isinstance(given, Answer) else Answer(given, self._cache)
        content = answer.content if isinstance(answer.content, bytes) else _json(answer.content)
        coding = coding_for(accept_encoding, media_type=media_type, size_bytes=len(content))
        etag = _etag(content, coding)
        headers = [
            (b"etag", etag.encode()),
            (b"cache-control", answer.cache.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
        ]
        if if_none_match and names_etag(if_none_match, etag):
            await _send(send, 304, headers, b"")
            return
        headers.append((b"content-type", media_type.encode()))
        if coding is not None:
            content = await compressed(content, coding)
            headers.append((b"content-encoding", coding.encode()))
        headers.append((b"content-length", str(len(content)).encode()))
        await _send(send, 200, headers, b"" if scope["method"] == "HEAD" else content)

    def _read(self, scope: Scope, media_type: str) -> tuple[ReadRequest, BaseModel, dict[str, Any]]:
        """Raises InvalidInputError with every fault in path and query."""
        faults: list[Fault] = []
        pairs = pairs_of(scope["query_string"], faults)
        path_pairs = [(name, str(value)) for name, value in scope["path_params"].items()]
        path_model = self.path_values.read(path_pairs, faults)
        filters = self.filters.read(pairs, faults)
        if path_model is None or filters is None or faults:
            raise InvalidInputError(faults)
        house = house_of(scope)
        request = ReadRequest(
            house=house,
            now=house.clock(),
            media_type=media_type,
            path=scope["path"],
            query=pairs,
            request_id=scope["request_id"],
        )
        return request, filters, dict(path_model)


def _asked(headers: Sequence[tuple[bytes, bytes]]) -> tuple[str, str, str]:
    """`Accept`, `Accept-Encoding` and `If-None-Match`, in one walk past the headers."""
    accept = accept_encoding = if_none_match = b""
    for name, value in headers:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            accept_encoding = accept_encoding + b"," + value if accept_encoding else value
        elif name == b"if-none-match":
            if_none_match = if_none_match + b"," + value if if_none_match else value
    return (
        accept.decode("latin-1"),
        accept_encoding.decode("latin-1"),
        if_none_match.decode("latin-1"),
    )


def _json(answer: BaseModel) -> bytes:
    return answer.__pydantic_serializer__.to_json(answer, by_alias=True)


def _etag(content: bytes, coding: str | None) -> str:
    """A strong ETag: other bytes on the wire, other ETag."""
    digest = blake2b(content, digest_size=12).hexdigest()
    return f'"{digest}-{coding}"' if coding else f'"{digest}"'


async def _send(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], content: bytes
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _path_model(path: str, answer: Reading) -> type[BaseModel]:
    """The keyword-only arguments of `answer` as a model of the values in the path."""
    hints = get_type_hints(answer, include_extras=True)
    wanted = [
        name
        for name, parameter in inspect.signature(answer).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    _, _, names = compile_path(path)
    if {to_camel(name) for name in wanted} != set(names):
        raise TypeError(
            f"{path} holds {sorted(names)}, but {answer.__name__} takes {sorted(wanted)}"
        )
    fields: dict[str, Any] = {name: (hints[name], ...) for name in wanted}
    return create_model(f"{answer.__name__}_path", __base__=WireModel, **fields)


def _returned(answer: Reading) -> type[BaseModel]:
    """The schema in the return annotation: the first model, whatever else it may be."""
    annotation = get_type_hints(answer).get("return")
    for candidate in getattr(annotation, "__args__", (annotation,)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    raise TypeError(f"{answer.__name__} does not annotate a schema; give `media`")
