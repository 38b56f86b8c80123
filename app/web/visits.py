"""What a page may know of who asks for it, and what it gives back."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.areas.rules import canonical_code
from app.core.clock import local_date
from app.core.config import Settings
from app.core.errors import NotFoundError
from app.core.http.state import House
from app.finder.area_schemas import DoorQuestion
from app.finder.asking import Asker
from app.web.addresses import Language, address
from app.web.terms import Terms
from app.web.texts import Texts

Pairs: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page."""

    house: House
    now: datetime
    """The moment of the request, aware, UTC: the only clock of this page."""
    texts: Texts
    terms: Terms
    name: str
    """Of the page, as in `addresses`."""
    values: Mapping[str, str]
    """What stands in the path."""
    query: Pairs
    form: Pairs
    """What was posted; never to be put in an address, a log or a cache."""
    request_id: str
    is_post: bool = False

    @property
    def language(self) -> Language:
        """Of the page."""
        return self.texts.language

    @property
    def settings(self) -> Settings:
        """Of the service."""
        return self.house.settings

    @property
    def today(self) -> date:
        """The date in the Netherlands at `now`."""
        return local_date(self.now)

    @property
    def id(self) -> UUID:
        """The id in the path. Raises NotFoundError for what cannot be one."""
        try:
            return UUID(self.values["id"])
        except ValueError as error:
            raise NotFoundError("Dit adres bestaat niet.") from error

    @property
    def area_code(self) -> str:
        """The code of an area in the path, as it is written."""
        return canonical_code(self.values["code"])

    def url(self, name: str, query: Pairs = (), **values: object) -> str:
        """The path of a page in the language of this one."""
        return address(name, self.language, query, **values)

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[Asker]:
        """For one or more questions to the finder, on one connection."""
        async with self.house.databases.reads.connection() as connection:
            yield Asker(self.house.databases.reads, connection, self.settings, self.now)


NOWHERE = DoorQuestion()


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be drawn: its template and what the template is told."""

    template: str
    told: Mapping[str, object] = field(default_factory=dict)
    near: DoorQuestion = NOWHERE
    """Where the Wijkwijzer at the foot of the page should be."""
    status: int = 200
    keeps: Literal["to compare", "nowhere"] = "to compare"
    """Whether a browser may keep it to ask whether it changed, or must forget it."""
    is_discreet: bool = False
    """Nothing of it on the telephone or in previews; the page can be left at once."""
    is_to_keep: bool = False
    """It is read on other days too: it says dates, not `today` or `open now`."""
    is_for_search_engines: bool = True
    canonical: str | None = None
    """The one address of what is shown, when the address asked for is another."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to be fetched that is no page."""

    content: bytes
    media_type: str
    keeps: str = "no-cache"
    """The value of Cache-Control."""
    filename: str | None = None
    """As it is saved; None: shown."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Others that it needs."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Look there (303); path and query, of our own."""

    path: str


Given: TypeAlias = Page | File | Elsewhere
