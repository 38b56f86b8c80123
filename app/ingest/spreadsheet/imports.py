"""`buurtkaart import offerings`: a municipality's spreadsheet into the catalogue.

First the whole file is checked, down to what the database says; every batch of that is undone. Only
a file without faults is stored, in batches that appear whole or not at all. Running it again
finishes what a crash left, since every entry is known by the key of its source.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import local_date
from app.core.database import Db, read_only, writing
from app.core.entries import Act
from app.core.history import Actor
from app.ingest.progress import Silent, Steps
from app.ingest.spreadsheet.plan import Plan, PlannedRow, plan_of
from app.ingest.spreadsheet.queries import KnownOffering, known_for, take_turn
from app.ingest.spreadsheet.report import ImportReport, Missing
from app.ingest.spreadsheet.sheets import read_sheet
from app.ingest.spreadsheet.store import Ids, RefusedError, Stored, Storing
from app.offerings.commands import offerings
from app.offerings.rules import STEPS

# Rows stay locked while a batch is stored: small enough for an editor not to notice.
BATCH_ROWS = 100
_OVER = frozenset({"archived", "rejected"})


class _UndoneError(Exception):
    """Carries the outcome of a check out of its transaction, which is thereby rolled back."""

    def __init__(self, stored: Stored) -> None:
        super().__init__()
        self.stored = stored


async def import_offerings(
    engine: AsyncEngine,
    *,
    file: Path,
    source: str,
    gemeente_code: str,
    dry_run: bool,
    now: datetime,
    skip_bad: bool = False,
    archive_missing: bool = False,
    progress: Steps | None = None,
) -> ImportReport:
    """Checks a file and, unless `dry_run`, stores it.

    `source` is the name by which this source's keys (`bron_id`) are kept apart from others'. A file
    with a fault is not stored at all; with `skip_bad` its good lines are, and with
    `archive_missing` offerings that left the file leave the map. Raises NotFoundError for an
    unknown gemeente, ConflictError while another import of this source is storing. A batch that
    is refused after all ends the import: what stood before it stays, a new run finishes the rest.
    """
    run = _Run(engine, source, gemeente_code, now, progress or Silent())
    plan, gone = await run.planned(file)
    checked = await run.checked(plan)
    faults = {*plan.faults, *checked.faults}
    bad_lines = {fault.line for fault in checked.faults}
    good = [row for row in plan.rows if row.line.line not in bad_lines]
    is_storing = not dry_run and plan.has_right_header and (skip_bad or not faults)
    outcome = await run.stored(good) if is_storing else checked
    faults |= set(outcome.faults)
    archived: frozenset[UUID] = frozenset()
    if is_storing and archive_missing and not outcome.faults:
        archived = await run.archived(gone)
    return ImportReport(
        file_name=file.name,
        line_count=plan.line_count,
        is_stored=is_storing,
        new=outcome.new,
        changed=outcome.changed,
        same=outcome.same,
        bad=plan.line_count - len(good),
        kept=tuple(outcome.kept),
        faults=tuple(sorted(faults)),
        notes=plan.notes,
        missing=tuple(
            Missing(entry.external_id, entry.title, is_archived=entry.id in archived)
            for entry in gone
        ),
        new_organizations=len(outcome.new_organizations),
        new_places=len(outcome.new_places),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """One import: for whom, where and when."""

    engine: AsyncEngine
    source: str
    gemeente_code: str
    now: datetime
    steps: Steps

    async def planned(self, file: Path) -> tuple[Plan, list[KnownOffering]]:
        """What the file asks for, and which offerings are not in it any more."""
        self.steps.at("Bestand lezen", done=0, of=1)
        sheet = await asyncio.to_thread(read_sheet, file)
        async with read_only(self.engine) as db:
            known = await known_for(db, source=self.source, gemeente_code=self.gemeente_code)
        today = local_date(self.now)
        plan = await asyncio.to_thread(plan_of, sheet, known, source=self.source, today=today)
        self.steps.at("Bestand lezen", done=1, of=1)
        return plan, [entry for entry in known.offerings if _is_missing(entry, plan)]

    async def checked(self, plan: Plan) -> Stored:
        """What storing would do; every batch is undone."""
        total = Stored()
        for done, rows in self._batches("Controleren", plan.rows):
            try:
                await writing(self.engine, partial(self._check, rows=rows))
            except _UndoneError as undone:
                total.add(undone.stored)
            self.steps.at("Controleren", done=done, of=len(plan.rows))
        return total

    async def stored(self, rows: Sequence[PlannedRow]) -> Stored:
        """Stores these lines; ends at a batch that is refused, with its faults."""
        total, ids = Stored(), Ids()
        for done, batch in self._batches("Opslaan", rows):
            try:
                storing = await writing(self.engine, partial(self._store, rows=batch, ids=ids))
                total.add(storing.stored)
                ids = storing.ids
            except RefusedError as refused:
                total.faults += refused.faults
                break
            self.steps.at("Opslaan", done=done, of=len(rows))
        return total

    async def archived(self, gone: Sequence[KnownOffering]) -> frozenset[UUID]:
        """Takes offerings off the map that their source does not know any more."""
        ids: set[UUID] = set()
        for start in range(0, len(gone), BATCH_ROWS):
            batch = gone[start : start + BATCH_ROWS]
            ids |= await writing(self.engine, partial(self._archive, gone=batch))
        return frozenset(ids)

    def _batches(
        self, what: str, rows: Sequence[PlannedRow]
    ) -> Iterator[tuple[int, Sequence[PlannedRow]]]:
        self.steps.at(what, done=0, of=len(rows))
        for start in range(0, len(rows), BATCH_ROWS):
            batch = rows[start : start + BATCH_ROWS]
            yield start + len(batch), batch

    async def _check(self, db: Db, *, rows: Sequence[PlannedRow]) -> None:
        await take_turn(db, source=self.source)
        raise _UndoneError(await Storing(db, self.source, self.now).checked(rows))

    async def _store(self, db: Db, *, rows: Sequence[PlannedRow], ids: Ids) -> Storing:
        await take_turn(db, source=self.source)
        storing = Storing(db, self.source, self.now, ids=dict(ids))
        await storing.all_of(rows)
        return storing

    async def _archive(self, db: Db, *, gone: Sequence[KnownOffering]) -> set[UUID]:
        await take_turn(db, source=self.source)
        act = Act(
            Actor(f"import:{self.source}"),
            self.now,
            reason=f"Staat niet meer in het bestand van {self.source}.",
        )
        ids = set()
        for entry in gone:
            row = await offerings.locked(db, entry.id, expected_version=None)
            if "archived" in STEPS[row.status]:
                await offerings.step(db, row.id, "archived", act, expected_version=None)
                ids.add(row.id)
        return ids


def _is_missing(entry: KnownOffering, plan: Plan) -> bool:
    return (
        plan.is_whole
        and entry.works_here
        and not entry.is_merged
        and entry.status not in _OVER
        and entry.external_id not in plan.external_ids
    )
