"""A new version brings its words along, also where nobody seeds: at every start."""

import asyncio
from functools import partial

from procrastinate import Blueprint, JobContext
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.background import engine_of
from app.core.database import writing
from app.core.migrations import ROOT
from app.finder.jobs import reindex_when_due
from app.words.commands import replace_entries
from app.words.files import read_lists

tasks = Blueprint()


async def renew_words(engine: AsyncEngine) -> None:
    """Makes the lists those of this version, and then the words beside every text."""
    entries = await asyncio.to_thread(read_lists, ROOT / "seed")
    await writing(engine, partial(replace_entries, entries=entries, source="seed"))
    await reindex_when_due(engine)


@tasks.task(name="renew_words", pass_context=True, lock="reindex", queueing_lock="renew_words")
async def renew_words_at_the_start(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as the other jobs
    await renew_words(engine_of(context))
