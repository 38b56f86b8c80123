"""Stops of public transport: what they are, and putting others in their place."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.database import Db
from app.core.errors import ConflictError
from app.core.geo import RD
from app.core.sql import statement

_TURN = statement(__file__, "stops_turn")
_REMOVE = statement(__file__, "remove_stops")
COLUMNS = ("id", "name", "point", "source")


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop; its platforms are one."""

    id: str
    name: str
    x_m: float
    y_m: float


async def replace_stops(db: Db, stops: Sequence[Stop], *, source: str) -> None:
    """Puts these stops in the place of all that there are; `source` says where they are from.

    Readers see the old ones until the transaction commits, and then the new ones. Ids differ.
    Raises ConflictError while another is at it.
    """
    if not (await db.execute(_TURN)).one().is_ours:
        raise ConflictError("Er worden al haltes ingelezen. Wacht tot dat klaar is.")
    await db.execute(_REMOVE)
    connection = await (await db.connection()).get_raw_connection()
    driver = connection.driver_connection
    assert driver is not None  # noqa: S101 -- the transaction has begun
    await driver.copy_to_table(
        "transport_stop", source=_lines(stops, source), columns=COLUMNS, format="csv"
    )


def _lines(stops: Iterable[Stop], source: str) -> io.BytesIO:
    """As COPY reads them."""
    text = io.StringIO()
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    for stop in stops:
        point = f"SRID={RD};POINT({stop.x_m:.1f} {stop.y_m:.1f})"
        lines.writerow((stop.id, stop.name, point, source))
    return io.BytesIO(text.getvalue().encode())
