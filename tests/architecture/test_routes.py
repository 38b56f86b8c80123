"""What holds for every route; each rule is shown to bite on a route that breaks it."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends
from starlette.requests import Request

from app.core.config import Settings
from app.core.errors import PROBLEMS, Problem
from app.core.http import HouseRoute
from app.main import create_app
from tests.architecture import routes
from tests.core.http_house import house


def test_every_writing_route_demands_a_role() -> None:
    assert routes.writes_without_a_role(create_app(Settings())) == []


def test_every_public_read_goes_through_public_get() -> None:
    assert routes.reads_beside_the_helper(create_app(Settings())) == []


def test_no_route_is_described_as_answering_422() -> None:
    assert routes.answers_of_422(create_app(Settings())) == []


async def test_every_problem_type_is_explained() -> None:
    assert await routes.problems_without_a_page(create_app(Settings()), PROBLEMS.values()) == []


async def editor(request: Request) -> str:
    """Stands for what the package of accounts will ask."""
    return request.headers["authorization"]


editor.__module__ = "app.accounts.permissions"


def planted_router() -> APIRouter:
    router = APIRouter(tags=["areas"], route_class=HouseRoute)

    @router.delete("/buurthuizen/{code}")
    async def remove_buurthuis(code: str) -> str:
        return code

    @router.get("/buurthuizen")
    async def buurthuizen(near: int) -> int:
        return near

    @router.put("/buurthuizen/{code}")
    async def rename_buurthuis(code: str, by: Annotated[str, Depends(editor)]) -> str:
        return f"{code} {by}"

    @router.get("/mijn/buurthuizen")
    async def my_buurthuizen(by: Annotated[str, Depends(editor)]) -> str:
        return by

    return router


def test_a_write_that_anybody_may_do_is_seen_and_one_with_a_role_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The small house has the pages of the large one, and none of its interface.
    pages = {name: why for name, why in routes.OPEN_TO_ALL.items() if " /v1/" not in name}
    monkeypatch.setattr(routes, "OPEN_TO_ALL", pages)
    found = routes.writes_without_a_role(house(routers=[planted_router()]))
    assert found == ["DELETE /v1/buurthuizen/{code}"]


def test_a_name_on_the_open_list_that_nothing_needs_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = {**routes.OPEN_TO_ALL, "POST /v1/klachten": "no longer there"}
    monkeypatch.setattr(routes, "OPEN_TO_ALL", named)
    found = routes.writes_without_a_role(create_app(Settings()))
    assert found == ["POST /v1/klachten is named as open to all, and is not"]


def test_a_public_read_beside_the_helper_is_seen() -> None:
    found = routes.reads_beside_the_helper(house(routers=[planted_router()]))
    assert found == ["GET /v1/buurthuizen"]


def test_a_422_that_comes_through_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    app = house(routers=[planted_router()])
    assert routes.answers_of_422(app) == []
    # What FastAPI itself would say of this application.
    plain = super(type(app), app).openapi
    monkeypatch.setattr(routes, "document", lambda _app: plain())
    assert "GET /v1/buurthuizen" in routes.answers_of_422(app)


async def test_a_problem_type_without_a_page_is_seen() -> None:
    unknown = Problem("te-laat", 418, "Te laat", "Dit kwam te laat.")
    silent = Problem("not-found", 404, "Niet gevonden", "")
    found = await routes.problems_without_a_page(house(), [unknown, silent, PROBLEMS["gone"]])
    assert found == ["te-laat", "not-found"]
