"""What is looked for in vain: counted as term, wijk and week, never who, when or in what words.

In memory, and added to the database once a minute and at the end: a process that falls over loses
a minute. It counts searches, not people: somebody who types on in the same search counts again,
and an answer that the memo knows already does not count at all.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple
from weakref import WeakKeyDictionary

import asyncpg
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.rules import canonical_code
from app.core.database import Databases, Db, ReadPool, writing
from app.core.geo import LonLat, rd_of
from app.core.sql import sql_file, statement
from app.finder.asking import Asker
from app.finder.filters import FinderFilters
from app.finder.readings import Reading
from app.finder.unfound_words import UnknownWords, countable_words
from app.words.asked import Asked
from app.words.lexicon import Lexicon
from app.words.queries import known_lexicon

log = structlog.get_logger()

EVERY_S = 60.0
MOST_KEYS = 5_000
OTHER = "other"
"""The term for what was counted when there were too many different things to count."""

_TERM = re.compile(r"(kind|theme|audience):[a-z0-9_+-]{1,60}")

_WIJK = sql_file(__file__, "unfound_wijk")
_ADD_TERMS = statement(__file__, "add_unfound_terms")
_ADD_WORDS = statement(__file__, "add_unfound_words")
_TERMS_SINCE = statement(__file__, "unfound_terms_since")
_WORDS_SINCE = statement(__file__, "unfound_words_since")


class TermKey(NamedTuple):
    """What is counted."""

    week: date
    """Its Monday."""
    wijk_code: str
    """Empty: unknown."""
    term: str
    """`theme:geld`, or `OTHER`."""


@dataclass(slots=True)
class UnfoundCounts:
    """What was counted since the last time it was written."""

    terms: Counter[TermKey] = field(default_factory=Counter)
    words: UnknownWords = field(default_factory=UnknownWords)

    def count(self, key: TermKey, times: int = 1) -> None:
        """So many times more; under `OTHER` when there are too many different ones."""
        if key not in self.terms and len(self.terms) >= MOST_KEYS:
            key = TermKey(key.week, "", OTHER)
        self.terms[key] += times


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


_counts: WeakKeyDictionary[ReadPool, UnfoundCounts] = WeakKeyDictionary()


def counts_of(reads: ReadPool) -> UnfoundCounts:
    """The counts of what is asked through this pool."""
    return _counts.setdefault(reads, UnfoundCounts())


async def note_unfound(
    asker: Asker, reading: Reading[FinderFilters], *, in_the_end: Reading[FinderFilters]
) -> None:
    """Counts a search whose first page, read exactly as it was typed, holds nothing.

    Not when there are signs of danger in it, nor when spelled otherwise it found something
    (`in_the_end`: the reading that is answered).
    """
    if reading.help or in_the_end.is_respelled:
        return
    question = reading.question
    wijk_code = await wijk_asked(
        asker.connection, areas=map(canonical_code, question.area), point=question.point
    )
    chosen = [
        *(f"kind:{code}" for code in question.kind),
        *(f"theme:{code}" for code in question.theme),
        *(f"audience:{code}" for code in question.audience),
    ]
    lexicon = await known_lexicon(asker.reads, asker.connection, now=asker.now)
    note(
        counts_of(asker.reads),
        _without_areas(reading),
        lexicon=lexicon,
        chosen=chosen,
        wijk_code=wijk_code,
        today=asker.today,
    )


def _without_areas(reading: Reading[FinderFilters]) -> Asked:
    """What was asked besides where: the name of an area is no word that we do not know."""
    if reading.asked is None:
        return Asked("")
    areas = [one for one in reading.understood if one.need.name == "area"]
    needs = (
        need
        for need in reading.asked.needs
        if not any(one.start <= need.start and need.end <= one.end for one in areas)
    )
    return replace(reading.asked, needs=tuple(needs))


async def wijk_asked(
    connection: asyncpg.Connection, *, areas: Iterable[str], point: LonLat | None
) -> str | None:
    """Code of the one wijk that a question is about; None when there is not just one.

    Nor when it has fewer than 1,000 inhabitants. `areas`: codes as we write them.
    """
    codes = list(areas)
    if not codes and point is None:
        return None
    spot = None if point is None else rd_of(point)
    x_m, y_m = (None, None) if spot is None else (spot.x_m, spot.y_m)
    wijk: str = await connection.fetchval(_WIJK, codes, x_m, y_m)
    return wijk or None


def note(
    counts: UnfoundCounts,
    asked: Asked,
    *,
    lexicon: Lexicon,
    chosen: Iterable[str] = (),
    wijk_code: str | None,
    today: date,
) -> None:
    """Counts one search: each term that it stood for, and the words that nobody here knows.

    `chosen`: terms that were asked besides the words.
    """
    week = week_of(today)
    terms = {
        alternative.term
        for need in asked.needs
        if not need.is_excluded
        for alternative in need.alternatives
        if alternative.term is not None
    }
    for term in filter(_TERM.fullmatch, terms.union(chosen)):
        counts.count(TermKey(week, wijk_code or "", term))
    for word in countable_words(asked, lexicon):
        counts.words.hear(word, wijk_code=wijk_code or "", week=week)


async def write_down(engine: AsyncEngine, counts: UnfoundCounts) -> None:
    """Adds what was counted to the database, and begins again at nothing.

    When that fails, the counts stay and it raises what `writing` raises. A connection that is lost
    in the very commit may make them count twice.
    """
    terms, counts.terms = counts.terms, Counter()
    words, counts.words.ready = counts.words.ready, Counter()
    if not terms and not words:
        return

    async def add(db: Db) -> None:
        if terms:
            rows = [key._asdict() | {"count": times} for key, times in terms.items()]
            await db.execute(_ADD_TERMS, {"rows": json.dumps(rows, default=str)})
        if words:
            rows = [
                {"week": week, "word": word, "count": times}
                for (week, word), times in words.items()
            ]
            await db.execute(_ADD_WORDS, {"rows": json.dumps(rows, default=str)})

    try:
        await writing(engine, add)
    except BaseException:
        for key, times in terms.items():
            counts.count(key, times)
        counts.words.ready.update(words)
        raise


@asynccontextmanager
async def written_down(databases: Databases, *, every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Writes the counts once a minute for as long as this lasts, and at its end."""
    counts, leaving = counts_of(databases.reads), asyncio.Event()
    task = asyncio.create_task(
        _write_until(leaving, databases.engine, counts, every_s=every_s), name="unfound-counts"
    )
    try:
        yield
    finally:
        leaving.set()
        await task


async def _write_until(
    leaving: asyncio.Event, engine: AsyncEngine, counts: UnfoundCounts, *, every_s: float
) -> None:
    while not leaving.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(leaving.wait(), every_s)
        try:
            await write_down(engine, counts)
        except Exception as error:  # noqa: BLE001 - whatever it was, counting must go on
            log.warning("counts are kept for the next time", error=type(error).__name__)


@dataclass(frozen=True, slots=True)
class Unfound:
    """What was looked for in vain, most often first."""

    terms: list[tuple[str, str, int]]
    """Term, name of the wijk (empty: unknown), times."""
    words: Mapping[str, int]


async def unfound_since(db: Db, *, first_week: date, most: int) -> Unfound:
    """What was looked for in vain from the week of this Monday on; at most `most` of each."""
    bounds = {"first_week": first_week, "most": most}
    terms = await db.execute(_TERMS_SINCE, bounds)
    words = await db.execute(_WORDS_SINCE, bounds)
    return Unfound(
        [(row.term, row.wijk or row.wijk_code, row.times) for row in terms],
        {row.word: row.times for row in words},
    )
