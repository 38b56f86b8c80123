"""What an import of addresses asks of the map."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_GEMEENTE_NAME = text("SELECT name FROM area WHERE code = :code AND level = 'gemeente'")


async def gemeente_name(connection: AsyncConnection, *, gemeente_code: str) -> str | None:
    """The name of a gemeente on the map; None when it is not there."""
    name = await connection.scalar(_GEMEENTE_NAME, {"code": gemeente_code})
    return None if name is None else str(name)
