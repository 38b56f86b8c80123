"""What has been answered before and has not changed since: 304 without asking the database.

A `VersionWatch` looks once a second how far the data has come; a `Memo` keeps, per question, the
ETag of its answer and what that leans on. A 304 may be one second old, a 200 never: the memo holds
no answers. Why this is safe: docs/decisions/0015-a-memo-of-unchanged-answers.md.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from secrets import token_bytes
from typing import TypeAlias

import asyncpg
import structlog

from app.core.database import ReadPool
from app.core.logging import told_without_values

log = structlog.get_logger()

LOOK_EVERY_S = 1.0
TOO_OLD_S = 2.0
"""What was seen longer ago decides nothing."""
REMEMBERED = 10_000
"""Questions per process, some 700 bytes each."""

Versions: TypeAlias = Callable[[asyncpg.Connection], Awaitable[Mapping[str, int]]]
"""Asks how far each part of the data has come: scope → a number that changes with its data."""


@dataclass(frozen=True, slots=True)
class Rests:
    """How long an answer stays the same."""

    scopes: frozenset[str] | None
    """The parts of the data that it leans on; None: all of them, those to come too."""
    until: datetime
    """The next moment at which the clock alone may change it, aware."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a 304 says of an answer."""

    etag: str
    cache: str


class VersionWatch:
    """When each part of the data was last seen to change, counted in looks at the database."""

    def __init__(self, versions: Versions, *, elapsed_s: Callable[[], float] | None = None) -> None:
        """`elapsed_s` is a stopwatch; the event loop's own unless given."""
        self._versions = versions
        self._elapsed_s = elapsed_s or (lambda: asyncio.get_running_loop().time())
        self._seen: Mapping[str, int] = {}
        self._began_s: float | None = None
        self._changed: dict[str, int] = {}
        self._last_change = 0
        self._fails = False
        self.looks = 0
        """Looks that succeeded; an answer made now has all that these saw."""

    async def look(self, reads: ReadPool) -> None:
        """Asks the database once. Raises nothing: without an answer, what was seen grows old."""
        # The moment of asking: whatever happens after it may be missing from what comes back.
        began_s = self._elapsed_s()
        try:
            async with asyncio.timeout(TOO_OLD_S), reads.connection() as connection:
                seen = await self._versions(connection)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the next look may succeed
            if not self._fails:
                log.warning("cannot see versions", exception=told_without_values(error))
            self._fails = True
            return
        self._fails = False
        self._note(dict(seen), began_s)

    def _note(self, seen: Mapping[str, int], began_s: float) -> None:
        self.looks += 1
        self._began_s = began_s
        if seen == self._seen:
            return
        self._last_change = self.looks
        for scope in self._seen.keys() | seen.keys():
            if self._seen.get(scope) != seen.get(scope):
                self._changed[scope] = self.looks
        self._seen = seen

    def has_rested(self, scopes: frozenset[str] | None, *, since: int) -> bool:
        """Whether nothing changed in `scopes` between look number `since` and a moment ago.

        False when that cannot be known.
        """
        if self._began_s is None or self._elapsed_s() - self._began_s >= TOO_OLD_S:
            return False
        if scopes is None:
            return self._last_change <= since
        return all(self._changed.get(scope, 0) <= since for scope in scopes)

    @asynccontextmanager
    async def looking(self, reads: ReadPool) -> AsyncIterator[None]:
        """Looks once a second as long as the context lasts."""
        task = asyncio.create_task(self._look_on(reads))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _look_on(self, reads: ReadPool) -> None:
        loop = asyncio.get_running_loop()
        while True:
            next_s = loop.time() + LOOK_EVERY_S
            await self.look(reads)
            await asyncio.sleep(max(0.0, next_s - loop.time()))


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and how much had been seen when it came in.

    Its answer is made later and may hold more than that, never less: it is then forgotten too
    early rather than too late.
    """

    key: bytes
    now: datetime
    looks: int


@dataclass(frozen=True, slots=True)
class _Remembered:
    recalled: Recalled
    rests: Rests
    since: datetime
    looks: int


class Memo:
    """The ETags of earlier answers, most recently used last; one per process."""

    def __init__(self, watch: VersionWatch, *, size: int = REMEMBERED) -> None:
        self.watch = watch
        self.hits = 0
        """Answers of 304 that the database was not asked for."""
        self._size = size
        self._known: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._secret = token_bytes(32)

    def __len__(self) -> int:
        return len(self._known)

    def question(self, path: str, query: bytes, *, form: str, now: datetime) -> Question:
        """To be called before the answer is made; `form` is all that it was negotiated to be."""
        # Hashed with a secret of this process: no address, and so no position, stays in memory.
        told = f"{len(path)} {path} {form} ".encode("utf-8", "surrogatepass") + query
        key = blake2b(told, key=self._secret, digest_size=16).digest()
        return Question(key, now, self.watch.looks)

    def recalled(self, question: Question) -> Recalled | None:
        """What a 304 would say; None when the answer may have changed or is not known."""
        known = self._known.get(question.key)
        if (
            known is None
            or not known.since <= question.now < known.rests.until
            or not self.watch.has_rested(known.rests.scopes, since=known.looks)
        ):
            return None
        self._known.move_to_end(question.key)
        return known.recalled

    def remember(self, question: Question, recalled: Recalled, *, rests: Rests) -> None:
        """The answer that was made for this question."""
        if question.looks == 0:
            return  # nothing has been seen yet, so no change could be
        self._known[question.key] = _Remembered(recalled, rests, question.now, question.looks)
        self._known.move_to_end(question.key)
        if len(self._known) > self._size:
            self._known.popitem(last=False)
