"""What can be done to an organization."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from typing_extensions import override

from app.core.database import Db
from app.core.documents import Document, body_fault
from app.core.entries import Act, Entries
from app.core.errors import Fault, InvalidInputError
from app.core.history import SubjectType
from app.organizations.models import Organization, OrganizationTrust
from app.organizations.schemas import OrganizationIn
from app.vocabularies.queries import faulty_choices
from app.vocabularies.rules import Choice
from app.words.queries import note_words


class Organizations(Entries[Organization, OrganizationIn]):
    """Registering, changing, importing, checking and archiving organizations."""

    subject_type: ClassVar[SubjectType] = "organization"
    table = Organization
    schema = OrganizationIn
    conflicts = {
        "organization_in_use": (
            "Deze organisatie heeft nog aanbod op de kaart. Geef dat eerst aan een andere "
            "organisatie, of haal het van de kaart."
        ),
    }

    @override
    async def document(self, db: Db, row: Organization) -> OrganizationIn:
        return OrganizationIn.model_construct(
            **{name: getattr(row, name) for name in OrganizationIn.model_fields}
        )

    @override
    async def faults(
        self, db: Db, document: OrganizationIn, *, itself: UUID | None = None
    ) -> list[Fault]:
        faults = await faulty_choices(db, [Choice("organization_kind", document.kind, "/kind")])
        voucher = document.vouched_by
        if voucher is not None and await db.get(Organization, voucher) is None:
            faults.append(
                body_fault("/vouchedBy", "not-found", "Deze organisatie kennen wij niet.")
            )
        if voucher is not None and voucher == itself:
            faults.append(body_fault("/vouchedBy", "itself", "Kies een andere organisatie."))
        return faults

    @override
    def fill(self, row: Organization, document: OrganizationIn, *, now: datetime) -> None:
        for name, value in document:
            setattr(row, name, value)

    @override
    async def note_words(self, db: Db, row: Organization) -> None:
        await note_words(db, row)

    @override
    async def extras(self, db: Db, row: Organization) -> Document:
        return {"trustedUntil": await _trust_of(db, row.id)}

    @override
    def personal(self, document: Document) -> frozenset[str]:
        marked = document.get("personal")
        return frozenset(map(str, marked)) if isinstance(marked, list) else frozenset()

    async def trust(
        self,
        db: Db,
        organization_id: UUID,
        act: Act,
        *,
        gemeente_code: str,
        until: date | None,
    ) -> None:
        """Lets its entries publish without review in a gemeente until a date; None ends that.

        Raises NotFoundError; InvalidInputError when it does not work in that gemeente (ending
        trust is possible then too).
        """
        row = await self.locked(db, organization_id, expected_version=None)
        if until is not None and gemeente_code not in row.gemeenten:
            fault = body_fault("/gemeenteCode", "not-here", "Deze organisatie werkt daar niet.")
            raise InvalidInputError([fault])
        before = await self.snapshot(db, row)
        known = await db.get(OrganizationTrust, (organization_id, gemeente_code))
        if until is not None:
            trust = known or OrganizationTrust(
                organization_id=organization_id, gemeente_code=gemeente_code, until=until
            )
            trust.until = until
            db.add(trust)
        elif known is not None:
            await db.delete(known)
        await db.flush()
        await self.amend(db, row, before=before, after=await self.snapshot(db, row), act=act)


organizations = Organizations()


async def _trust_of(db: Db, organization_id: UUID) -> Document:
    """Gemeente → the last day of its trust there."""
    rows = await db.execute(
        select(OrganizationTrust).where(OrganizationTrust.organization_id == organization_id)  # type: ignore[arg-type]
    )
    return {trust.gemeente_code: trust.until.isoformat() for trust in rows.scalars()}
