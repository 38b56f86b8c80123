"""A small real neighbourhood: only what a test is about needs to be said."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.core.database import Db
from app.core.entries import Act
from app.core.geo import LonLat
from app.core.history import Actor
from app.core.migrations import ROOT
from app.offerings.commands import offerings
from app.offerings.models import Offering
from app.offerings.schemas import OfferingIn
from app.organizations.commands import organizations
from app.organizations.models import Organization
from app.organizations.schemas import OrganizationIn
from app.places.commands import places
from app.places.models import Place
from app.places.schemas import PlaceIn
from app.schedule.schemas import ScheduleIn
from app.vocabularies.commands import read_vocabularies, store_vocabularies

# A Monday morning in winter: 10:00 on the wall in Enschede.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEEPER = Actor("account:test-keeper")
DE_BOEI = LonLat(lon=6.875718, lat=52.211579)
PATHMOS = "BU01530202"


def act(now: datetime = MONDAY, *, reason: str | None = None) -> Act:
    return Act(KEEPER, now, reason)


async def vocabularies(db: Db) -> None:
    """What people choose from, as it is seeded."""
    await store_vocabularies(db, read_vocabularies(ROOT / "seed" / "vocabularies.csv"))


async def square_buurt(
    db: Db,
    *,
    code: str = PATHMOS,
    name: str = "Pathmos",
    around: LonLat = DE_BOEI,
    half_m: int = 500,
    parent_code: str = "WK015302",
    gemeente_code: str = "GM0153",
    school_region: str = "noord",
) -> str:
    """A square buurt around a point, in a gemeente that is twice as large."""
    for level, area, parent, size, region in (
        ("gemeente", gemeente_code, None, 10 * half_m, school_region),
        ("wijk", parent_code, gemeente_code, 2 * half_m, None),
        ("buurt", code, parent_code, half_m, None),
    ):
        await db.execute(
            text("""
                INSERT INTO area (code, level, name, parent_code, gemeente_code, year,
                    inhabitants, school_region, label_point, geometry, boundary,
                    created_at, updated_at)
                SELECT :code, :level, :name, :parent, :gemeente, 2024, 1200, :region, p,
                    ST_Multi(ST_Expand(p, :size)), 'official', :now, :now
                FROM ST_Transform(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), 28992) AS p
                ON CONFLICT (code) DO NOTHING
            """),
            {
                "code": area,
                "level": level,
                "name": name if level == "buurt" else f"{level} {area}",
                "parent": parent,
                "gemeente": gemeente_code,
                "region": region,
                "size": size,
                "lon": around.lon,
                "lat": around.lat,
                "now": MONDAY,
            },
        )
    return code


async def neighbourhood(db: Db) -> None:
    """Pathmos with the vocabularies: the ground that the other factories stand on."""
    await vocabularies(db)
    await square_buurt(db)


async def organization(db: Db, **different: Any) -> Organization:
    document = {"name": "Alifa", "kind": "welzijn", "gemeenten": ["GM0153"]} | different
    return await organizations.register(
        db, OrganizationIn.model_validate(document), act(), status="published"
    )


async def place(db: Db, **different: Any) -> Place:
    document = {
        "name": "De Boei",
        "kind": "buurthuis",
        "address": {
            "street": "Spinnerstraat",
            "houseNumber": "27A",
            "postcode": "7545 TP",
            "city": "Enschede",
        },
        "point": DE_BOEI,
    } | different
    return await places.register(db, PlaceIn.model_validate(document), act(), status="published")


def offering_document(*, organization_id: UUID, **different: Any) -> OfferingIn:
    document = {
        "kind": "activiteit",
        "title": "Samen wandelen in Pathmos",
        "summary": "Een rondje door de buurt, daarna koffie.",
        "organizationId": organization_id,
        "channel": "phone",
        "serviceAreas": ["GM0153"],
        "themes": ["bewegen"],
        "access": ["open"],
        "provision": "general",
        "cost": {"kind": "free"},
        "joining": "walk_in",
    } | different
    return OfferingIn.model_validate(document)


async def offering(db: Db, *, status: str = "published", **different: Any) -> Offering:
    """Phone, for all of Enschede, by an organization of its own, unless said otherwise."""
    if "organizationId" in different:
        organization_id = different.pop("organizationId")
    else:
        organization_id = (await organization(db)).id
    if different.get("placeId"):
        different = {"channel": "place", "serviceAreas": []} | different
    return await offerings.register(
        db,
        offering_document(organization_id=organization_id, **different),
        act(),
        status=status,
    )


def weekly(weekday: str = "tu", **different: Any) -> ScheduleIn:
    """Every week from ten to half past eleven, since September."""
    document = {
        "preset": "weekly",
        "startDate": "2026-09-01",
        "startTime": "10:00",
        "durationMinutes": 90,
        "weekdays": [weekday],
    } | different
    return ScheduleIn.model_validate(document)
