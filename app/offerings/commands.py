"""What can be done to an offering; when it takes place is in `programme`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import delete, insert, select
from typing_extensions import override

from app.core.database import Db
from app.core.documents import Document, body_fault
from app.core.entries import Act, Entries
from app.core.errors import Fault
from app.core.history import SubjectType
from app.core.schemas import instant_text
from app.core.sql import statement
from app.offerings.models import (
    Offering,
    OfferingNextStep,
    OfferingOrganizer,
    OfferingServiceArea,
    SessionChange,
)
from app.offerings.queries import (
    next_steps_of,
    organizers_of,
    schedules_of,
    service_areas_of,
    serving,
    session_changes_of,
    unknown_areas,
    unknown_ids,
)
from app.offerings.rules import STEPS
from app.offerings.schemas import AudienceIn, Contact, Cost, OfferingIn, Spots
from app.offerings.sessions import renew_sessions, schedule_document
from app.vocabularies.queries import faulty_choices
from app.vocabularies.rules import Choice
from app.words.queries import note_words

# Document members that are columns of the same name.
_PLAIN = (
    "kind",
    "title",
    "summary",
    "description",
    "organization_id",
    "place_id",
    "channel",
    "themes",
    "min_age",
    "max_age",
    "languages",
    "easy_language",
    "access",
    "provision",
    "cost_help",
    "joining",
    "first_time",
    "led_by",
    "effort",
    "distance_km",
    "weather",
)


class Offerings(Entries[Offering, OfferingIn]):
    """Registering, changing, importing, publishing, pausing, checking and archiving offerings."""

    subject_type: ClassVar[SubjectType] = "offering"
    table = Offering
    schema = OfferingIn
    steps = STEPS
    conflicts = {
        "offering_on_archived_organization": (
            "De organisatie is gearchiveerd. Kies eerst een andere organisatie."
        ),
        "offering_on_archived_place": "De plek is gearchiveerd. Kies eerst een andere plek.",
    }

    @override
    async def locked(self, db: Db, entry_id: UUID, *, expected_version: int | None) -> Offering:
        held = await hold_what_they_stand_on(db, [entry_id])
        row = await super().locked(db, entry_id, expected_version=expected_version)
        # While that waited it may have come to stand on something else.
        if {row.organization_id, row.place_id} - held - {None}:
            await hold_what_they_stand_on(db, [entry_id])
        return row

    @override
    async def document(self, db: Db, row: Offering) -> OfferingIn:
        professional = row.professional_contact
        return OfferingIn.model_construct(
            **{name: getattr(row, name) for name in _PLAIN},
            organizers=await organizers_of(db, row.id),
            service_areas=await service_areas_of(db, row.id),
            next_steps=await next_steps_of(db, row.id),
            audiences=[
                AudienceIn.model_validate({"code": code, "mode": mode})
                for code, mode in sorted(row.audiences.items())
            ],
            cost=Cost.model_construct(
                **{name: getattr(row, f"cost_{name}") for name in Cost.model_fields}
            ),
            contact=Contact.model_construct(**_members(row.contact)),
            professional_contact=(
                None if professional is None else Contact.model_construct(**_members(professional))
            ),
            spots=Spots.model_validate({"state": row.spots, "reportedAt": row.spots_as_of}),
        )

    @override
    async def faults(
        self, db: Db, document: OfferingIn, *, itself: UUID | None = None
    ) -> list[Fault]:
        faults = await faulty_choices(db, _choices(document))
        references = (
            ("organization", "organizationId", [document.organization_id]),
            ("organization", "organizers", document.organizers),
            ("place", "placeId", [document.place_id] if document.place_id else []),
            ("offering", "nextSteps", document.next_steps),
        )
        for table, member, ids in references:
            if await unknown_ids(db, table, ids):
                faults.append(body_fault(f"/{member}", "not-found", "Dit kennen wij niet."))
        if itself in document.next_steps:
            faults.append(body_fault("/nextSteps", "itself", "Dit is het aanbod zelf."))
        unknown = await unknown_areas(db, document.service_areas)
        faults += [
            body_fault(f"/serviceAreas/{index}", "not-found", f"Gebied {code} kennen wij niet.")
            for index, code in enumerate(document.service_areas)
            if code in unknown
        ]
        return faults

    @override
    def fill(self, row: Offering, document: OfferingIn, *, now: datetime) -> None:
        for name in _PLAIN:
            setattr(row, name, getattr(document, name))
        row.audiences = {audience.code: audience.mode for audience in document.audiences}
        row.cost_kind, row.cost_amount = document.cost.kind, document.cost.amount
        row.cost_per, row.cost_note = document.cost.per, document.cost.note
        row.contact = document.contact.model_dump(mode="json", exclude_none=True)
        professional = document.professional_contact
        row.professional_contact = (
            professional.model_dump(mode="json", exclude_none=True) if professional else None
        )
        row.spots = document.spots.state
        row.spots_as_of = document.spots.reported_at

    @override
    async def note_words(self, db: Db, row: Offering) -> None:
        await note_words(db, row)

    @override
    async def relate(self, db: Db, row: Offering, document: OfferingIn) -> None:
        await _hang(db, OfferingServiceArea, row, "area_code", document.service_areas)
        await _hang(db, OfferingOrganizer, row, "organization_id", document.organizers)
        await _hang(db, OfferingNextStep, row, "next_id", document.next_steps)

    @override
    async def extras(self, db: Db, row: Offering) -> Document:
        schedules = (await schedules_of(db, [row.id])).get(row.id, [])
        changes = (await session_changes_of(db, [row.id])).get(row.id, [])
        return {
            "statusReason": row.status_reason,
            "pausedUntil": row.paused_until.isoformat() if row.paused_until else None,
            "schedules": [schedule_document(schedule) for schedule in schedules],
            "sessionChanges": [_session_change_document(change) for change in changes],
        }

    @override
    async def follow(self, db: Db, row: Offering, *, now: datetime) -> None:
        if row.version > 1:  # a new offering has no schedule yet
            await renew_sessions(db, [row], now=now)

    @override
    def personal(self, document: Document) -> frozenset[str]:
        # A first name and often a volunteer's own number: the history says only that it changed.
        return frozenset({"contact", "professionalContact"})

    @override
    def stepped(self, row: Offering, *, reason: str | None, until: date | None) -> None:
        row.status_reason, row.paused_until = reason, until


offerings = Offerings()

_HOLD_WHAT_THEY_STAND_ON = statement(__file__, "hold_what_they_stand_on")


async def hold_what_they_stand_on(db: Db, offering_ids: Sequence[UUID]) -> set[UUID]:
    """Keeps the organizations and places of these offerings as they are until the end.

    For before their rows are locked: so it is the order of the house everywhere, and nobody waits
    in a circle. Answers the ids of what is held.
    """
    return set(await db.scalars(_HOLD_WHAT_THEY_STAND_ON, {"ids": list(offering_ids)}))


def _session_change_document(change: SessionChange) -> Document:
    return {
        "originalStartsLocal": change.original_starts_local.isoformat(timespec="minutes"),
        "status": change.status,
        "startsAt": instant_text(change.starts_at) if change.starts_at else None,
        "endsAt": instant_text(change.ends_at) if change.ends_at else None,
        "placeId": str(change.place_id) if change.place_id else None,
        "note": change.note,
    }


def _members(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stored.get(name) for name in Contact.model_fields}


def _choices(document: OfferingIn) -> list[Choice]:
    return [
        Choice("kind", document.kind, "/kind"),
        *(Choice("theme", code, f"/themes/{index}") for index, code in enumerate(document.themes)),
        *(
            Choice("audience", audience.code, f"/audiences/{index}/code")
            for index, audience in enumerate(document.audiences)
        ),
    ]


async def _hang(db: Db, table: Any, row: Offering, column: str, values: Sequence[Any]) -> None:
    """Makes the rows of a relation of this offering exactly these; after its version went up."""
    columns = table.__table__.c
    mine = columns.offering_id == row.id
    known: set[Any] = set()
    if row.version > 1:  # a new offering has nothing that could have to go
        await db.execute(delete(table).where(mine, columns[column].not_in(values)))
        known = set((await db.execute(select(columns[column]).where(mine))).scalars())
    new = [value for value in values if value not in known]
    if new:
        # One statement: what follows a change then follows once.
        rows = [{"offering_id": row.id, column: value} for value in new]
        await db.execute(insert(table).values(rows))


_DERIVE_GEMEENTE_AGAIN = statement(__file__, "derive_gemeente_again")


async def derive_gemeente_again(db: Db, *, gemeente_codes: Sequence[str]) -> int:
    """Puts offerings without a place in the gemeente of the areas that they serve again.

    For after an import of borders; answers how many came to belong to another gemeente.
    """
    moved = await db.execute(_DERIVE_GEMEENTE_AGAIN, {"gemeente_codes": list(gemeente_codes)})
    return len(moved.all())


async def follow_successors(db: Db, *, successors: Mapping[str, Sequence[str]], act: Act) -> int:
    """Lets offerings serve the areas that came in place of old ones.

    `successors`: old code → new codes. Answers how many offerings changed.
    """
    changed = 0
    for offering_id in await serving(db, area_codes=list(successors)):
        row = await offerings.locked(db, offering_id, expected_version=None)
        before = await offerings.snapshot(db, row)
        served = await service_areas_of(db, offering_id)
        renewed = sorted({new for old in served for new in successors.get(old, [old])})
        after = before | {"serviceAreas": list(renewed)}
        changed += await offerings.amend(db, row, before=before, after=after, act=act)
        await _hang(db, OfferingServiceArea, row, "area_code", renewed)
    return changed
