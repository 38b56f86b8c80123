"""What a public read is asked and what it gives: the words between a router and this package."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from urllib.parse import urlencode

from pydantic import BaseModel

from app.core.clock import local_date
from app.core.database import ReadPool
from app.core.http.memo import Rests
from app.core.http.state import House
from app.core.schemas import WireModel

JSON = "application/json"
GEOJSON = "application/geo+json"

ALWAYS_ASK = "public, no-cache"
"""May be kept, but is asked again each time; the answer is then often a 304."""
FIVE_MINUTES = "public, max-age=300"
NO_STORE = "no-store"

Media: TypeAlias = Mapping[str, type[BaseModel] | None]
"""What a route can answer, preferred first, with the schema of each (None: not JSON)."""


class NoFilters(WireModel):
    """A read without query parameters: any parameter is a fault."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a public read may know of its request."""

    house: House
    now: datetime
    """The moment of the request, aware, UTC: the only clock of this read."""
    media_type: str
    """The form that the client wants most, one of the route's `media`."""
    path: str
    query: Sequence[tuple[str, str]]
    request_id: str

    @property
    def reads(self) -> ReadPool:
        """The pool for public reads. Raises UnavailableError while there is none."""
        return self.house.databases.reads

    @property
    def today(self) -> date:
        """The date in the Netherlands at `now`."""
        return local_date(self.now)

    def next_url(self, cursor: str) -> str:
        """This request again, from `cursor` on: path and query, relative to our root."""
        kept = [(name, value) for name, value in self.query if name != "cursor"]
        return f"{self.path}?{urlencode([*kept, ('cursor', cursor)])}"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of which there is more to say than its content."""

    content: bytes | BaseModel
    cache: str | None = None
    """Cached otherwise than its route; `NO_STORE` (signs of danger) has no ETag and is no 304."""
    rests: Rests | None = None
    """How long a GET may be answered 304 without making the answer again; None: not at all."""


Given: TypeAlias = bytes | BaseModel | Answer

Reading: TypeAlias = Callable[..., Awaitable[Given]]
"""`async def reading(request: ReadRequest, filters: AreaFilters, *, code: Code) -> …`: the
keyword-only arguments are the values in the path, read as their annotation says."""
