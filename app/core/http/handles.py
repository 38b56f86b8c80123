"""Database handles for FastAPI routes: the request owns the transaction, this file commits.

The route, not a dependency, runs the unit of work: handler, making of the answer and COMMIT are
one function, so that a failed commit is never answered 2xx and a lost deadlock can run all of it
once more. (A dependency can commit in time with `scope="function"`, but cannot call the handler
again.) The connection is taken at the first statement, so a handler may ask PDOK first.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.core.database import Db, in_our_words, read_only, writing
from app.core.errors import Fault, InvalidInputError
from app.core.http.bodies import refuse_other_media
from app.core.http.faults import unknown_name
from app.core.http.inputs import pairs_of
from app.core.http.state import house_of

READABLE = ("application/json", "application/merge-patch+json")


async def _write_db(request: Request) -> Db:
    db: Db | None = request.scope.get("unit_of_work")
    if db is None:
        raise RuntimeError("WriteDb needs a router with route_class=HouseRoute")
    return db


async def _read_db(request: Request) -> AsyncIterator[Db]:
    with in_our_words():
        async with read_only(house_of(request.scope).databases.engine) as db:
            yield db


WriteDb = Annotated[Db, Depends(_write_db)]
"""The transaction of a writing route; committed before the answer leaves."""

ReadDb = Annotated[Db, Depends(_read_db, scope="function")]
"""A transaction in which PostgreSQL itself refuses to write; over before the answer leaves."""


class HouseRoute(APIRoute):
    """A FastAPI route of this house; every `/v1` router that is not a public read names it.

    Refuses bodies that are not JSON (415) and query parameters that it does not know, and runs
    what asks for a `WriteDb` in one retried transaction.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        known = sorted(_query_names(self.dependant))
        takes_body = self.body_field is not None
        writes = any(one.call is _write_db for one in _tree(self.dependant))

        async def answered(request: Request) -> Response:
            if takes_body:
                refuse_other_media(request.scope["headers"], READABLE)
            _refuse_unknown(request, known)
            if not writes:
                return await handle(request)

            async def unit(db: Db) -> Response:
                request.scope["unit_of_work"] = db
                return await handle(request)

            return await writing(house_of(request.scope).databases.engine, unit)

        return answered


def _tree(dependant: Dependant) -> Sequence[Dependant]:
    return [dependant, *(one for child in dependant.dependencies for one in _tree(child))]


def _query_names(dependant: Dependant) -> set[str]:
    names: set[str] = set()
    for one in _tree(dependant):
        for parameter in one.query_params:
            fields = getattr(parameter.field_info.annotation, "model_fields", None)
            if fields is None:
                names.add(parameter.alias)
            else:  # one model that holds all parameters
                names |= {info.alias or name for name, info in fields.items()}
    return names


def _refuse_unknown(request: Request, known: Sequence[str]) -> None:
    faults: list[Fault] = []
    pairs = pairs_of(request.scope["query_string"], faults)
    unknown = {name for name, _ in pairs if name not in known}
    faults += [unknown_name("query", name, known=known) for name in sorted(unknown)]
    if faults:
        raise InvalidInputError(faults)
