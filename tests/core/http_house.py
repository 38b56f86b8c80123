"""A small house on the corner: an application with a few routes, and a way to ask it things."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

import httpx
from fastapi import APIRouter, FastAPI
from pydantic import Field

from app.core.config import Settings
from app.core.database import Databases
from app.core.errors import GoneError, MovedError, NotFoundError
from app.core.http import (
    GEOJSON,
    JSON,
    NO_STORE,
    Answer,
    HouseRoute,
    NoFilters,
    ReadRequest,
    public_get,
    public_post,
)
from app.core.schemas import Text, WireModel
from app.main import create_app

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

Code = Annotated[Text, Field(pattern=r"^[A-Z]{2}[0-9]{4}$")]


class GroupFilters(WireModel):
    """One of every sort of parameter."""

    lat: Annotated[float, Field(ge=50.7, le=53.7)] | None = None
    lon: Annotated[float, Field(ge=3.2, le=7.3)] | None = None
    radius: Annotated[int, Field(ge=1, le=50_000)] | None = None
    kind: Annotated[tuple[Literal["inloop", "cursus"], ...], Field(max_length=5)] = ()
    q: Annotated[Text, Field(max_length=100)] | None = None
    walk_in: bool | None = None
    date_from: date | None = None
    open_at: datetime | None = None
    organization: UUID | None = None


class Spot(WireModel):
    """Where somebody stands, and what is there."""

    lat: Annotated[float, Field(ge=50.7, le=53.7)]
    lon: Annotated[float, Field(ge=3.2, le=7.3)]
    names: tuple[str, ...] = ()


class GroupQuestion(WireModel):
    """One of every sort of member."""

    spot: Spot | None = None
    radius: Annotated[int, Field(ge=1, le=50_000)] | None = None
    kind: Annotated[tuple[Literal["inloop", "cursus"], ...], Field(max_length=5)] = ()
    q: Annotated[Text, Field(max_length=100)] | None = None
    walk_in: bool | None = None
    date_from: date | None = None
    dates: tuple[date, ...] = ()
    open_at: datetime | None = None
    organization: UUID | None = None


class Group(WireModel):
    """Something to join."""

    code: str
    title: str
    seen_at: str


class Groups(WireModel):
    """A page of them."""

    items: list[Group]
    asked_for: list[str]


class GroupIn(WireModel):
    """A new one."""

    title: Annotated[Text, Field(min_length=3, max_length=40)]
    lat: float
    weekdays: list[Literal["mo", "tu"]] = []


def _group(code: str, *, now: datetime, title: str = "Koffie in de Wesselerbrink") -> Group:
    return Group(code=code, title=title, seen_at=now.isoformat())


def public_router() -> APIRouter:
    router = APIRouter(tags=["areas"])

    async def groups(request: ReadRequest, filters: GroupFilters) -> Groups:
        """Groepen in de buurt."""
        found = [_group(f"WB{number:04}", now=request.now) for number in range(20)]
        return Groups(items=found, asked_for=[str(value) for _, value in filters])

    async def group(request: ReadRequest, _filters: NoFilters, *, code: Code) -> Group | Answer:
        """Eén groep."""
        if code == "XX0000":
            raise NotFoundError("Deze groep kennen wij niet.")
        if code == "XX0001":
            raise MovedError("/v1/groups/WB0001")
        if code == "XX0002":
            raise GoneError("Deze groep is gestopt.", successors=["WB0001", "WB0002"])
        if code == "XX0003":
            raise ValueError(f"nobody expected {request.query}")
        answer = _group(code, now=request.now)
        return Answer(answer, NO_STORE) if code == "HH0112" else answer

    async def search_groups(request: ReadRequest, question: GroupQuestion) -> Groups:
        """Groepen zoeken zonder dat uw plek in een adres staat."""
        found = [_group(f"WB{number:04}", now=request.now) for number in range(20)]
        return Groups(items=found, asked_for=[str(value) for _, value in question])

    media = {JSON: Groups, GEOJSON: Groups}
    public_post(router, "/groups/search", GroupQuestion, search_groups, media=media)
    public_get(router, "/groups", GroupFilters, groups, media={JSON: Groups, GEOJSON: Groups})
    public_get(router, "/groups/{code}", NoFilters, group, also_answers=("moved", "gone"))
    return router


def signed_in_router() -> APIRouter:
    """FastAPI routes: what editors use."""
    router = APIRouter(tags=["areas"], route_class=HouseRoute)

    @router.post("/groups", status_code=201)
    async def post_group(group: GroupIn, notify: bool | None = None) -> Group:  # noqa: FBT001
        """Zet een groep op de kaart."""
        del notify
        if group.title == "kapot":
            raise ValueError(f"cannot place {group.lat}")
        return _group("WB0099", now=NOW, title=group.title)

    @router.put("/groups/{code}")
    async def put_group(code: UUID, group: GroupIn) -> Group:
        """Verander een groep."""
        return _group(str(code), now=NOW, title=group.title)

    return router


def house(
    *,
    routers: Sequence[APIRouter] = (),
    **settings: object,
) -> FastAPI:
    return create_app(
        Settings.model_validate(settings),
        routers=routers or (public_router(), signed_in_router()),
        clock=lambda: NOW,
        is_current=always_current,
    )


async def always_current(_databases: Databases) -> bool:
    return True


@asynccontextmanager
async def asking(app: FastAPI, *, opened: bool = False) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application; `opened` runs its lifespan, and with it the database."""
    transport = httpx.ASGITransport(app)
    headers = {"Accept-Encoding": "identity"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://buurtkaart.test", headers=headers
    ) as client:
        if not opened:
            yield client
            return
        async with app.router.lifespan_context(app):
            yield client
