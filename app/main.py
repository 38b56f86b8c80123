"""`create_app()`: the one place where routers, handlers and middleware meet."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from app.areas.router import router as areas
from app.core.clock import utc_now
from app.core.config import Settings
from app.core.database import Databases
from app.core.errors import MovedError, ProblemError
from app.core.http.compression import Compression
from app.core.http.headers import API_PATH, HouseHeaders
from app.core.http.health import health_routes
from app.core.http.limits import Limits
from app.core.http.memo import Memo, Versions, VersionWatch
from app.core.http.observability import Metrics, Observed
from app.core.http.openapi import document, openapi_router
from app.core.http.problems import (
    database_refused,
    input_refused,
    moved,
    problem_raised,
    refused,
    told_outside,
)
from app.core.http.routes import PublicReads, method_refused, templates_of
from app.core.http.state import House
from app.core.migrations import has_needed_migrations
from app.finder.router import router as finder
from app.geocoding.router import router as geocoding
from app.tiles.router import router as tiles
from app.vocabularies.router import router as vocabularies
from app.web.answering import or_page
from app.web.router import page_routes

log = structlog.get_logger()

ROUTERS: Sequence[APIRouter] = (finder, areas, tiles, vocabularies, geocoding)
"""The routers of the domain packages; all stand under `/v1`."""

TAGS = [
    {"name": "offerings", "description": "Wat er te doen is en waar u terecht kunt."},
    {"name": "areas", "description": "Gemeenten, wijken, buurten en hoe bewoners ze noemen."},
    {"name": "tiles", "description": "De kaart om te tekenen, in tegels."},
    {
        "name": "locations",
        "description": "Welke plek iemand bedoelt: adressen, postcodes, gebieden.",
    },
    {"name": "vocabularies", "description": "Waaruit u kunt kiezen: soorten, thema's, groepen."},
    {"name": "about", "description": "Over deze API zelf."},
]


class Application(FastAPI):
    """FastAPI with our own description of the interface."""

    def openapi(self) -> dict[str, Any]:
        return document(self)


def create_app(
    settings: Settings,
    *,
    routers: Sequence[APIRouter] = ROUTERS,
    clock: Callable[[], datetime] = utc_now,
    is_current: Callable[[Databases], Awaitable[bool]] = has_needed_migrations,
    beside: Callable[[], AbstractAsyncContextManager[None]] | None = None,
    writing: Callable[[Databases], AbstractAsyncContextManager[None]] | None = None,
    versions: Versions | None = None,
) -> Application:
    """The application, not yet connected: its lifespan opens and closes the database.

    `settings.database_url` must be known when the lifespan begins; without it every answer that
    needs the database is a 503. `beside` is work that goes on as long as the application does;
    `writing` too, of what this application itself has to write.
    `versions` asks the database of public reads how far its data has come, once a second; without
    it every question is answered anew.
    """
    house = House(settings, is_current, clock)
    house.memo = Memo(VersionWatch(versions)) if versions else None
    metrics = Metrics(house)
    app = Application(
        title="Buurtkaart",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        openapi_tags=TAGS,
        generate_unique_id_function=_operation_id,
        lifespan=_lifespan,
        middleware=[
            # From the outside in. Compression is inside what counts the bytes that go out.
            Middleware(HouseHeaders, settings=settings),
            Middleware(Observed, metrics=metrics, answer=or_page(told_outside)),
            Middleware(Compression),
            Middleware(
                Limits, max_body_bytes=settings.max_body_bytes, answer=or_page(told_outside)
            ),
        ],
        exception_handlers={
            ProblemError: or_page(problem_raised),
            MovedError: moved,
            RequestValidationError: or_page(input_refused),
            HTTPException: or_page(refused),
            405: or_page(method_refused),
            DBAPIError: or_page(database_refused),
            PoolTimeoutError: or_page(database_refused),
        },
    )
    app.state.house = house
    app.state.beside = beside or nullcontext
    app.state.writing = writing or nullcontext
    app.router.routes.extend([*page_routes(), *health_routes(metrics)])
    for router in (*routers, openapi_router(app, public_url=settings.public_url)):
        app.include_router(router, prefix=API_PATH)
    house.interface = cache(lambda: document(app, public_url=settings.public_url))
    house.templates = templates_of(app)
    app.router.routes.insert(0, PublicReads(app))
    return app


def _operation_id(route: APIRoute) -> str:
    return to_camel(route.name)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    url = house.settings.database_url
    if url is None:
        log.warning("no database address: every read will be refused")
    else:
        house.opened = await Databases.open(house.settings, url)
    try:
        writing = nullcontext() if house.opened is None else app.state.writing(house.opened)
        async with app.state.beside(), house.watching(), writing:
            yield
    finally:
        house.is_leaving = True
        await house.let_go()
        opened, house.opened = house.opened, None
        if opened is not None:
            await opened.close(grace_s=house.settings.shutdown_grace_s)
