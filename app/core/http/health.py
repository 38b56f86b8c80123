"""Does the process live, can it answer, what has it done: for machines, outside `/v1`."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.core.errors import UnavailableError
from app.core.http.observability import Metrics
from app.core.http.state import house_of


async def lives(_request: Request) -> Response:
    """200 as long as the process can answer at all; asks nothing else."""
    return PlainTextResponse("ok")


async def is_ready(request: Request) -> Response:
    """200 when the database answers and has our shape; raises UnavailableError otherwise."""
    house = house_of(request.scope)
    if house.is_leaving:
        raise UnavailableError("De dienst stopt. Probeer het zo nog eens.")
    if not await house.is_current(house.databases):
        raise UnavailableError("De database is nog niet bijgewerkt. Probeer het zo nog eens.")
    return PlainTextResponse("ok")


def health_routes(metrics: Metrics) -> list[Route]:
    """`/healthz`, `/readyz` and `/metrics`."""

    async def figures(_request: Request) -> Response:
        text = await run_in_threadpool(generate_latest, metrics.registry)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [
        Route("/healthz", lives),
        Route("/readyz", is_ready),
        Route("/metrics", figures),
    ]
