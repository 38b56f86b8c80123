"""What the running application holds, for everything that answers requests."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from starlette.types import Scope

from app.core.clock import utc_now
from app.core.config import Settings
from app.core.database import Databases
from app.core.errors import UnavailableError
from app.core.http.memo import Memo


class Closes(Protocol):
    """What holds something open."""

    async def close(self) -> None:
        """Lets go of it."""


Kept = TypeVar("Kept", bound=Closes)


@dataclass(slots=True)
class House:
    """One per application; lives in `app.state.house`.

    `is_current` tells whether the database has the shape that this version expects; it raises
    UnavailableError or a database error when it cannot be asked.
    """

    settings: Settings
    is_current: Callable[[Databases], Awaitable[bool]]
    clock: Callable[[], datetime] = utc_now
    is_leaving: bool = False
    """The process has been told to stop: it finishes what runs and takes nothing new."""
    opened: Databases | None = None
    memo: Memo | None = None
    """Where the versions of the data can be watched: what has been answered before."""
    interface: Callable[[], Mapping[str, Any]] = dict
    """The description of the interface (OpenAPI)."""
    templates: Mapping[object, str] = field(default_factory=dict)
    """Endpoint → path template, for logs and metrics."""
    _kept: dict[Callable[[Settings], Any], Any] = field(default_factory=dict)

    @property
    def databases(self) -> Databases:
        """Raises UnavailableError before start-up and after shut-down."""
        if self.opened is None:
            raise UnavailableError("De dienst start nog op. Probeer het zo nog eens.")
        return self.opened

    def kept(self, make: Callable[[Settings], Kept]) -> Kept:
        """What `make` makes of the settings: once, and open as long as the application runs."""
        if make not in self._kept:
            self._kept[make] = make(self.settings)
        return cast("Kept", self._kept[make])

    async def let_go(self) -> None:
        """Closes everything that was kept, even when closing one of it fails."""
        async with AsyncExitStack() as closing:
            while self._kept:
                closing.push_async_callback(self._kept.popitem()[1].close)

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Keeps the memo's versions up to date, where there are both a memo and a database."""
        if self.memo is None or self.opened is None:
            return nullcontext()
        return self.memo.watch.looking(self.opened.reads)


def house_of(scope: Scope) -> House:
    """The house of the application that answers this request."""
    return cast("House", scope["app"].state.house)
