"""Public reads: plain routes without FastAPI's dependency machinery.

`public_get` and `public_post` register one; `ReadRequest` is what its function gets, bytes or a
schema is what it gives. The rest happens in `core.http.endpoints`.
"""

from collections.abc import Collection
from typing import Literal, get_type_hints

from fastapi import APIRouter
from pydantic import BaseModel
from pydantic.alias_generators import to_camel
from starlette.routing import Route

from app.core.http.endpoints import PublicRead, PublicSearch
from app.core.http.reading import ALWAYS_ASK, JSON, Media, Reading


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
        tags=_tags(router),
    )
    _register(router, path, read)


def public_post(
    router: APIRouter,
    path: str,
    body: type[BaseModel],
    answer: Reading,
    *,
    media: Media | None = None,
    operation_id: str | None = None,
) -> None:
    """Registers a public search: `POST` of a question in JSON to `path`; nothing of it is kept.

    - `body`: a frozen WireModel without `before` validators over the whole; its aliases are the
      members. Numbers, booleans and dates are written as JSON and we write them.
    - the rest: see `public_get`. The answer is always `no-store` and has no ETag.

    Raises TypeError as `public_get` does.
    """
    search = PublicSearch(
        path,
        body,
        answer,
        media=media or {JSON: _returned(answer)},
        operation_id=operation_id or to_camel(answer.__name__),
        tags=_tags(router),
    )
    _register(router, path, search)


def _register(router: APIRouter, path: str, endpoint: PublicRead | PublicSearch) -> None:
    methods = list(endpoint.methods)
    name = endpoint.operation_id
    router.routes.append(Route(router.prefix + path, endpoint, methods=methods, name=name))


def _tags(router: APIRouter) -> tuple[str, ...]:
    return tuple(str(tag) for tag in router.tags)


def _returned(answer: Reading) -> type[BaseModel]:
    """The schema in the return annotation: the first model, whatever else it may be."""
    annotation = get_type_hints(answer).get("return")
    for candidate in getattr(annotation, "__args__", (annotation,)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    raise TypeError(f"{answer.__name__} does not annotate a schema; give `media`")
