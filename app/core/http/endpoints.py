"""Public reads and searches as ASGI applications: negotiation, ETag, compression.

`PublicRead` answers GET and HEAD, `PublicSearch` the same question by POST; what they share stands
in `PublicEndpoint`. They are registered through `core.http.public`.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, ClassVar, get_type_hints

from pydantic import BaseModel, create_model
from pydantic.alias_generators import to_camel
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from app.core.errors import Fault, InvalidInputError
from app.core.http.bodies import BodyReader, refuse_other_media, whole_body
from app.core.http.compression import coding_for, compressed, wished_coding
from app.core.http.inputs import Reader, pairs_of
from app.core.http.memo import Memo, Question, Recalled
from app.core.http.negotiation import chosen_media, names_etag
from app.core.http.problems import NotAcceptableError
from app.core.http.reading import JSON, NO_STORE, Answer, Media, NoFilters, Reading, ReadRequest
from app.core.http.state import house_of
from app.core.schemas import WireModel

READABLE = (JSON,)
_VARY = (b"vary", b"Accept, Accept-Encoding")

Headers = list[tuple[bytes, bytes]]


class PublicEndpoint(ABC):
    """What anybody may ask at one path; endpoint of its route."""

    methods: ClassVar[Sequence[str]]

    def __init__(
        self,
        path: str,
        asked: type[BaseModel],
        answer: Reading,
        *,
        media: Media,
        also_answers: Collection[str],
        operation_id: str,
        tags: Sequence[str],
    ) -> None:
        """`asked` are the query parameters. Raises TypeError when path and arguments differ."""
        self.media = media
        self.also_answers = also_answers
        self.operation_id = operation_id
        self.tags = tags
        self.about = inspect.getdoc(answer) or ""
        self.filters = Reader(asked, "query")
        self.path_values = Reader(_path_model(path, answer), "path")
        self._answer = answer
        self._offered = tuple(media)

    @abstractmethod
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises ProblemError and MovedError to the handlers of the application."""

    def _form(self, accept: str) -> str:
        media_type = chosen_media(accept, self._offered)
        if media_type is None:
            raise NotAcceptableError(self._offered)
        return media_type

    def _read(
        self, scope: Scope, faults: list[Fault]
    ) -> tuple[Sequence[tuple[str, str]], BaseModel | None, BaseModel | None]:
        """The query as it came, and read; and the values in the path. Adds to `faults`."""
        pairs = pairs_of(scope["query_string"], faults)
        path_pairs = [(name, str(value)) for name, value in scope["path_params"].items()]
        path_values = self.path_values.read(path_pairs, faults)
        return pairs, self.filters.read(pairs, faults), path_values

    async def _given(self, request: ReadRequest, asked: BaseModel, values: BaseModel) -> Answer:
        given = await self._answer(request, asked, **dict(values))
        return given if isinstance(given, Answer) else Answer(given)


class PublicRead(PublicEndpoint):
    """One public read: GET and HEAD."""

    methods = ("GET", "HEAD")

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
        super().__init__(
            path,
            filters,
            answer,
            media=media,
            also_answers=also_answers,
            operation_id=operation_id,
            tags=tags,
        )
        self._cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive  # a read has no body
        accept, accept_encoding, if_none_match = _asked(scope["headers"])
        media_type = self._form(accept)
        house = house_of(scope)
        now, memo = house.clock(), house.memo
        question = None
        if memo is not None:
            question = _question(memo, scope, media_type, accept_encoding, now)
            recalled = memo.recalled(question) if if_none_match else None
            if recalled is not None and names_etag(if_none_match, recalled.etag):
                memo.hits += 1
                await _send(send, 304, _cached(recalled), b"")
                return
        request, filters, path_values = self._request(scope, media_type, now)
        answer = await self._given(request, filters, path_values)
        content = _content(answer)
        coding = coding_for(accept_encoding, media_type=media_type, size_bytes=len(content))
        made = Recalled(_etag(content, coding), answer.cache or self._cache)
        is_head = scope["method"] == "HEAD"
        if made.cache == NO_STORE:
            # Nobody may keep it, so nobody needs a name for what was kept.
            headers, content = await _whole(content, media_type, coding)
            kept = (b"cache-control", NO_STORE.encode())
            await _send(send, 200, [kept, _VARY, *headers], b"" if is_head else content)
            return
        if memo is not None and question is not None and answer.rests is not None:
            memo.remember(question, made, rests=answer.rests)
        if if_none_match and names_etag(if_none_match, made.etag):
            await _send(send, 304, _cached(made), b"")
            return
        headers, content = await _whole(content, media_type, coding)
        await _send(send, 200, [*_cached(made), *headers], b"" if is_head else content)

    def _request(
        self, scope: Scope, media_type: str, now: datetime
    ) -> tuple[ReadRequest, BaseModel, BaseModel]:
        """Raises InvalidInputError with every fault in path and query."""
        faults: list[Fault] = []
        pairs, filters, path_values = self._read(scope, faults)
        if filters is None or path_values is None or faults:
            raise InvalidInputError(faults)
        return _request_of(scope, pairs, media_type, now), filters, path_values


class PublicSearch(PublicEndpoint):
    """One public search: POST of a question as JSON, for what should not stand in an address."""

    methods = ("POST",)

    def __init__(
        self,
        path: str,
        body: type[BaseModel],
        answer: Reading,
        *,
        media: Media,
        operation_id: str,
        tags: Sequence[str],
    ) -> None:
        super().__init__(
            path,
            NoFilters,
            answer,
            media=media,
            also_answers=(),
            operation_id=operation_id,
            tags=tags,
        )
        self.body = BodyReader(body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        accept, accept_encoding, _ = _asked(scope["headers"])
        media_type = self._form(accept)
        refuse_other_media(scope["headers"], READABLE)
        raw = await whole_body(receive)
        request, body, path_values = self._request(scope, media_type, raw)
        answer = await self._given(request, body, path_values)
        content = _content(answer)
        coding = coding_for(accept_encoding, media_type=media_type, size_bytes=len(content))
        headers, content = await _whole(content, media_type, coding)
        kept = (b"cache-control", NO_STORE.encode())
        await _send(send, 200, [kept, _VARY, *headers], content)

    def _request(
        self, scope: Scope, media_type: str, raw: bytes
    ) -> tuple[ReadRequest, BaseModel, BaseModel]:
        """Raises InvalidInputError with every fault in path, query and body."""
        faults: list[Fault] = []
        pairs, _, path_values = self._read(scope, faults)
        body = self.body.read(raw, faults)
        if body is None or path_values is None or faults:
            raise InvalidInputError(faults)
        now = house_of(scope).clock()
        return _request_of(scope, pairs, media_type, now), body, path_values


def _request_of(
    scope: Scope, pairs: Sequence[tuple[str, str]], media_type: str, now: datetime
) -> ReadRequest:
    return ReadRequest(
        house=house_of(scope),
        now=now,
        media_type=media_type,
        path=scope["path"],
        query=pairs,
        request_id=scope["request_id"],
    )


def _question(
    memo: Memo, scope: Scope, media_type: str, accept_encoding: str, now: datetime
) -> Question:
    # Whether the answer is worth compressing is not known yet; what it would be sent as, is.
    form = f"{media_type} {wished_coding(accept_encoding)}"
    return memo.question(scope["path"], scope["query_string"], form=form, now=now)


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


def _content(answer: Answer) -> bytes:
    content = answer.content
    if isinstance(content, bytes):
        return content
    return content.__pydantic_serializer__.to_json(content, by_alias=True)


def _etag(content: bytes, coding: str | None) -> str:
    """A strong ETag: other bytes on the wire, other ETag."""
    digest = blake2b(content, digest_size=12).hexdigest()
    return f'"{digest}-{coding}"' if coding else f'"{digest}"'


def _cached(made: Recalled) -> Headers:
    return [(b"etag", made.etag.encode()), (b"cache-control", made.cache.encode()), _VARY]


async def _whole(content: bytes, media_type: str, coding: str | None) -> tuple[Headers, bytes]:
    """An answer as it is sent, and what its headers say of it."""
    headers = [(b"content-type", media_type.encode())]
    if coding is not None:
        content = await compressed(content, coding)
        headers.append((b"content-encoding", coding.encode()))
    headers.append((b"content-length", str(len(content)).encode()))
    return headers, content


async def _send(send: Send, status: int, headers: Headers, content: bytes) -> None:
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
