"""What the finished application must keep to, whatever routers it has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from app.core.errors import Problem
from app.core.http.headers import is_api
from app.core.http.openapi import document
from app.core.http.public import PublicRead
from tests.core.http_house import asking

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Where it is decided who somebody is and what they may.
PERMISSIONS = "app.accounts."
OPEN_TO_ALL: Mapping[str, str] = {
    "POST /v1/geocode": "an address that somebody asks for should stand in no other address",
    "POST /v1/offerings/search": "a question whose exact position should stand in no address",
    **{
        f"POST {prefix}{path}": "an address that somebody types should stand in no other address"
        for prefix in ("", "/en")
        for path in ("/zoeken", "/mantelzorg", "/mantelzorg/jong", "/wijkwijzer")
    },
}
"""`POST /v1/…` → why nobody needs to say who they are."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path, and what FastAPI calls before the handler."""

    name: str
    path: str
    endpoint: object
    called: frozenset[str]

    @property
    def demands_a_role(self) -> bool:
        return any(one.startswith(PERMISSIONS) for one in self.called)


def operations(app: FastAPI) -> Iterator[Operation]:
    """Every operation, those of included routers too."""
    for route in iter_route_contexts(app.routes):
        for method in sorted(route.methods or ()):
            if route.path is not None:
                yield Operation(
                    f"{method} {route.path}", route.path, route.endpoint, frozenset(_called(route))
                )


def _called(route: RouteContext) -> Iterator[str]:
    dependant = getattr(route, "dependant", None)
    if dependant is not None:
        yield from (
            f"{one.call.__module__}.{getattr(one.call, '__name__', type(one.call).__name__)}"
            for one in _tree(dependant)
            if one.call is not None
        )


def _tree(dependant: Dependant) -> Iterator[Dependant]:
    for one in dependant.dependencies:
        yield one
        yield from _tree(one)


def writes_without_a_role(app: FastAPI) -> list[str]:
    """Writing operations that anybody may call, bar those that are named with a reason."""
    open_writes = {
        one.name
        for one in operations(app)
        if one.name.partition(" ")[0] in WRITING and not one.demands_a_role
    }
    no_more = [
        f"{name} is named as open to all, and is not" for name in OPEN_TO_ALL.keys() - open_writes
    ]
    return sorted([*(open_writes - OPEN_TO_ALL.keys()), *no_more])


def reads_beside_the_helper(app: FastAPI) -> list[str]:
    """Reads of the interface without credentials that `public_get` did not register."""
    return sorted(
        one.name
        for one in operations(app)
        if one.name.startswith("GET ")
        and is_api(one.path)
        and not isinstance(one.endpoint, PublicRead)
        and not one.demands_a_role
    )


def answers_of_422(app: FastAPI) -> list[str]:
    """Operations that are described as answering FastAPI's 422, where ours is 400."""
    paths = document(app)["paths"]
    return sorted(
        f"{method.upper()} {path}"
        for path, described in paths.items()
        for method, operation in described.items()
        if "422" in operation.get("responses", {})
    )


async def problems_without_a_page(app: FastAPI, problems: Iterable[Problem]) -> list[str]:
    """Problem types whose page is absent or does not tell when it is answered."""
    missing = []
    async with asking(app) as client:
        listed = (await client.get("/problems")).text
        for problem in problems:
            page = await client.get(f"/problems/{problem.slug}")
            told = page.status_code == 200 and problem.meaning and problem.slug in page.text
            if not told or f"/problems/{problem.slug}" not in listed:
                missing.append(problem.slug)
    return missing
