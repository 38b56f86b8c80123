"""What can be done to a place."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from app.core.database import Db
from app.core.documents import body_fault
from app.core.entries import Entries
from app.core.errors import Fault
from app.core.geo import spoken, stored
from app.core.history import SubjectType
from app.core.sql import statement
from app.organizations.models import Organization
from app.places.models import Place
from app.places.openings import renew_openings
from app.places.schemas import AccessFeature, Address, OpeningExceptionIn, PlaceIn
from app.vocabularies.queries import faulty_choices
from app.vocabularies.rules import Choice
from app.words.queries import note_words

# Document members that are columns of the same name.
_PLAIN = ("name", "kind", "organization_id", "opening_hours", "visibility")


class Places(Entries[Place, PlaceIn]):
    """Registering, changing, importing, checking and archiving places."""

    subject_type: ClassVar[SubjectType] = "place"
    table = Place
    schema = PlaceIn
    conflicts = {
        "place_in_use": (
            "Op deze plek is nog aanbod dat op de kaart staat. Geef dat eerst een andere plek, "
            "of haal het van de kaart."
        ),
    }

    @override
    async def document(self, db: Db, row: Place) -> PlaceIn:
        address = None
        if row.street is not None:
            address = Address.model_construct(
                **{name: getattr(row, name) for name in Address.model_fields}
            )
        return PlaceIn.model_construct(
            **{name: getattr(row, name) for name in _PLAIN},
            address=address,
            point=spoken(row.point),
            opening_exceptions=[
                OpeningExceptionIn.model_validate(item) for item in row.opening_exceptions
            ],
            access_features={
                code: AccessFeature.model_validate(feature)
                for code, feature in sorted(row.access_features.items())
            },
        )

    @override
    async def faults(
        self,
        db: Db,
        document: PlaceIn,
        *,
        itself: UUID | None = None,
    ) -> list[Fault]:
        choices = [Choice("place_kind", document.kind, "/kind")]
        choices += [
            Choice("access_feature", code, f"/accessFeatures/{code}")
            for code in document.access_features
        ]
        faults = await faulty_choices(db, choices)
        host = document.organization_id
        if host is not None and await db.get(Organization, host) is None:
            faults.append(
                body_fault("/organizationId", "not-found", "Deze organisatie kennen wij niet.")
            )
        return faults

    @override
    def fill(self, row: Place, document: PlaceIn, *, now: datetime) -> None:
        for name in _PLAIN:
            setattr(row, name, getattr(document, name))
        for name in Address.model_fields:
            setattr(row, name, getattr(document.address, name) if document.address else None)
        row.point = stored(document.point)
        kept = document.model_dump(mode="json", by_alias=True)
        row.opening_exceptions = kept["openingExceptions"]
        row.access_features = kept["accessFeatures"]

    @override
    async def note_words(self, db: Db, row: Place) -> None:
        await note_words(db, row)

    @override
    async def follow(self, db: Db, row: Place, *, now: datetime) -> None:
        await renew_openings(db, [row], now=now)


places = Places()


_HOLD_PLACES_STILL = statement(__file__, "hold_places_still")
_DERIVE_AREAS_AGAIN = statement(__file__, "derive_areas_again")


async def derive_areas_again(db: Db, *, gemeente_codes: Sequence[str]) -> int:
    """Puts every place that stood or stands in these gemeenten in its buurt again.

    For after an import of borders; answers how many came to lie in another buurt.
    """
    await db.execute(_HOLD_PLACES_STILL)
    moved = await db.execute(_DERIVE_AREAS_AGAIN, {"gemeente_codes": list(gemeente_codes)})
    return len(moved.all())
