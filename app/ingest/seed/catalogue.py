"""The seed: facts that are real, and a demo programme that says that it is one.

`seed/facts` and `seed/demo` hold the documents of the interface in YAML, with `ref` as the key by
which they know one another. Facts are an import: seeding again renews what nobody edited. Demo
rows are made once, with dates relative to that day.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import yaml
from shapely import Point
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import AMSTERDAM
from app.core.database import Db, writing
from app.core.documents import read_document
from app.core.entries import Act, Entries, Source, Verification
from app.core.faults import names_of
from app.core.geo import LonLat, rd_of
from app.core.history import Actor, was_decided
from app.core.schemas import WireModel
from app.ingest.areas.schematic import KnownPoint
from app.ingest.seed.schemas import (
    SeedMoment,
    SeedOffering,
    SeedPlace,
    SeedSessionChange,
    Verified,
    with_dates,
)
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.queries import coming_starts
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.places.commands import places
from app.schedule.schemas import ScheduleIn

Kind = Literal["facts", "demo"]
BY = Actor("system:seed")
BATCH = 25

Item = dict[str, Any]


@dataclass(slots=True)
class Seeding:
    """One run: what it is for, when, and which id each `ref` got."""

    kind: Kind
    now: datetime
    tell: Callable[[int], None]
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def act(self) -> Act:
        return Act(BY, self.now)

    def source(self, ref: str, moment: SeedMoment) -> Source:
        return Source(
            name="seed" if self.kind == "facts" else "demo",
            external_id=ref,
            checked_on=moment.source_checked_on,
        )


def read_items(folder: Path, name: str) -> list[Item]:
    """The mappings in `<name>*.yaml`, file by file in order of name."""
    return [
        item
        for path in sorted(folder.glob(f"{name}*.yaml"))
        for item in yaml.safe_load(path.read_text(encoding="utf-8")) or []
    ]


def known_points(folder: Path) -> list[KnownPoint]:
    """The seeded places of which the source says in which buurt they stand."""
    points = []
    for item in read_items(folder, "places"):
        if buurt := item.get("buurt"):
            rd = rd_of(LonLat.model_validate(item["point"]))
            points.append(KnownPoint(buurt_code=buurt, point=Point(rd.x_m, rd.y_m)))
    return points


async def seed_catalogue(
    engine: AsyncEngine,
    folders: Sequence[tuple[Kind, Path]],
    *,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
) -> int:
    """Stores the organizations, places and offerings of these folders; answers how many entries.

    Later folders may name what earlier ones hold. `tell` hears about every entry that is done.
    Raises InvalidInputError when a file is wrong: the seed is part of the product.
    """
    ids: dict[str, UUID] = {}
    count = 0
    for kind, folder in folders:
        seeding = Seeding(kind, now, tell, ids)
        for name, store in STORES:
            items = read_items(folder, name)
            for start in range(0, len(items), BATCH):
                batch = items[start : start + BATCH]
                await writing(
                    engine, partial(_store_batch, seeding=seeding, items=batch, store=store)
                )
                tell(len(batch))
            count += len(items)
        linked = read_items(folder, "offerings")
        await writing(engine, partial(_link_next_steps, seeding=seeding, items=linked))
    return count


Store = Callable[[Db, Seeding, Item], Awaitable[None]]


async def _store_batch(db: Db, *, seeding: Seeding, items: Sequence[Item], store: Store) -> None:
    for item in items:
        await store(db, seeding, dict(item))


async def _store_organization(db: Db, seeding: Seeding, item: Item) -> None:
    if voucher := item.pop("vouchedBy", None):
        item["vouchedBy"] = seeding.ids[voucher]
    await _store(db, seeding, organizations, item, status="published")


async def _store_place(db: Db, seeding: Seeding, item: Item) -> None:
    if host := item.pop("organization", None):
        item["organizationId"] = seeding.ids[host]
    _taken_out(item, SeedPlace, now=seeding.now)
    await _store(db, seeding, places, item, status="published")


async def _store(
    db: Db, seeding: Seeding, entries: Entries[Any, Any], item: Item, *, status: str
) -> bool:
    """Stores one document and what is known about it; answers whether the entry is new."""
    ref = item.pop("ref")
    moment = read_document(SeedMoment, _taken_out(item, SeedMoment, now=seeding.now))
    source = seeding.source(ref, moment)
    known = await entries.known_as(db, source_name=source.name, external_id=source.external_id)
    if known is not None and seeding.kind == "demo":
        seeding.ids[ref] = known
        return False
    taken = await entries.take_over(
        db,
        read_document(entries.schema, with_dates(item, now=seeding.now), under=f"/{ref}"),
        source=source,
        status=status,
        now=seeding.now,
        demo=seeding.kind == "demo",
    )
    seeding.ids[ref] = taken.row.id
    if taken.outcome == "new" and moment.verified is not None:
        await entries.verify(db, taken.row.id, _verification(moment.verified, seeding.now), by=BY)
    return taken.outcome == "new"


def _taken_out(item: Item, schema: type[WireModel], *, now: datetime) -> Item:
    """The members of `item` that belong to `schema`, removed from it."""
    names = [name for name in names_of(schema) if name in item]
    return with_dates({name: item.pop(name) for name in names}, now=now)


def _verification(verified: Verified, now: datetime) -> Verification:
    return Verification(at=verified.at(now), how=verified.how)


async def _store_offering(db: Db, seeding: Seeding, item: Item) -> None:
    ids = seeding.ids
    extra = read_document(SeedOffering, _taken_out(item, SeedOffering, now=seeding.now))
    item["organizationId"] = ids[item.pop("organization")]
    item["organizers"] = [ids[ref] for ref in item.pop("organizers", None) or []]
    if place := item.pop("place", None):
        item["placeId"] = ids[place]
    item.pop("nextSteps", None)
    first_status = "published" if extra.status == "paused" else extra.status
    ref = item["ref"]
    if not await _store(db, seeding, offerings, item, status=first_status):
        return
    offering_id = ids[ref]
    schedules = [_schedule(given, ids, seeding.now) for given in extra.schedules]
    if schedules:
        await put_schedules(db, offering_id, schedules, seeding.act, expected_version=None)
    for change in extra.session_changes:
        await _change_session(db, seeding, offering_id, change)
    if extra.status == "paused":
        act = Act(BY, seeding.now, reason=extra.pause_reason)
        await offerings.step(
            db, offering_id, "paused", act, expected_version=None, until=extra.paused_until
        )


def _schedule(given: Item, ids: dict[str, UUID], now: datetime) -> ScheduleIn:
    given = with_dates(given, now=now)
    if place := given.pop("place", None):
        given["placeId"] = ids[place]
    return read_document(ScheduleIn, given)


async def _change_session(
    db: Db, seeding: Seeding, offering_id: UUID, change: SeedSessionChange
) -> None:
    starts = await coming_starts(db, offering_id, after=seeding.now, limit=change.week)
    if len(starts) < change.week:
        return  # The season of this series ends sooner than the change: nothing to cancel.
    original = starts[-1]
    moved_to = change.moved_to(original.starts_at.astimezone(AMSTERDAM))
    await change_session(
        db,
        offering_id,
        SessionChangeIn(
            status=change.status,
            starts_at=moved_to,
            ends_at=moved_to and moved_to + (original.ends_at - original.starts_at),
            place_id=seeding.ids[change.place] if change.place else None,
            note=change.note,
        ),
        seeding.act,
        original_starts_at=original.original_starts_at,
        expected_version=None,
    )


async def _link_next_steps(db: Db, *, seeding: Seeding, items: Sequence[Item]) -> None:
    """Ties offerings to what one can move on to, now that all of them exist.

    Once: from then on an editor may untie them.
    """
    for item in items:
        steps = item.get("nextSteps")
        offering_id = seeding.ids[item["ref"]]
        if steps and not await was_decided(
            db, subject_type="offering", subject_id=offering_id, member="nextSteps"
        ):
            await offerings.change(
                db,
                offering_id,
                {"nextSteps": [str(seeding.ids[ref]) for ref in steps]},
                seeding.act,
                expected_version=None,
            )


STORES: tuple[tuple[str, Store], ...] = (
    ("organizations", _store_organization),
    ("places", _store_place),
    ("offerings", _store_offering),
)
