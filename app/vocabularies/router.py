"""Vocabularies over HTTP."""

from fastapi import APIRouter

from app.core.http import FIVE_MINUTES, JSON, NoFilters, ReadRequest, public_get
from app.vocabularies.queries import all_vocabularies
from app.vocabularies.schemas import Vocabularies

router = APIRouter(tags=["vocabularies"])


async def vocabularies(request: ReadRequest, _filters: NoFilters) -> bytes:
    """Alle lijsten waaruit u kunt kiezen, met hun woorden.

    Codes verdwijnen niet; er kunnen er wel bij komen.
    """
    async with request.reads.connection() as connection:
        return await all_vocabularies(connection)


public_get(
    router,
    "/vocabularies",
    NoFilters,
    vocabularies,
    cache=FIVE_MINUTES,
    media={JSON: Vocabularies},
)
