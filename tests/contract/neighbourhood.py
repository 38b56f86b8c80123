"""Two buurten, committed, with at least one of everything that the interface can answer about.

Contract tests ask it thousands of questions; nothing here depends on what they ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.database import Db, engine_url, unit_of_work
from app.core.geo import LonLat
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from tests import factories
from tests.factories import MONDAY, PATHMOS, act, weekly

NEXT_DOOR = LonLat(lon=6.8904, lat=52.2115)
"""A kilometre east of De Boei, in the buurt beside Pathmos."""
BESIDE = "BU01530203"
OLD_CODE, SPLIT_CODE = "BU01530209", "BU01530208"
PEOPLES_AREA = "PA0153-zuid"
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """What exists, for questions that should be answered."""

    areas: Sequence[str]
    offerings: Sequence[UUID]
    places: Sequence[UUID]
    archived: UUID | None = None


NOBODY = Known(areas=(), offerings=(), places=())


async def settle(url: str) -> Known:
    """Fills an empty, migrated database; committed."""
    engine = create_async_engine(engine_url(url), poolclass=NullPool)
    try:
        async with unit_of_work(engine) as db:
            return await _settle(db)
    finally:
        await engine.dispose()


async def _settle(db: Db) -> Known:
    await factories.neighbourhood(db)
    await factories.square_buurt(db, code=BESIDE, name="Stevenfenne", around=NEXT_DOOR)
    await _other_codes(db)
    places = [
        (await factories.place(db, name=name, **different)).id
        for name, different in (
            ("De Boei", {"openingHours": "Mo-Fr 09:00-17:00; PH off"}),
            ("Het Stroinkshuis", {"point": NEXT_DOOR}),
            ("Opvang", {"visibility": "hidden"}),
            ("Meidengroep", {"visibility": "area_only"}),
        )
    ]
    offerings_made = await _offerings(db, places)
    return Known(
        areas=(PATHMOS, BESIDE, "WK015302", "GM0153", PEOPLES_AREA, OLD_CODE, SPLIT_CODE),
        offerings=offerings_made,
        places=places,
        archived=offerings_made[9],
    )


async def _other_codes(db: Db) -> None:
    """What residents call it, a code that moved and one that was split."""
    await db.execute(
        text("""
            INSERT INTO area (code, level, name, aliases, parent_code, gemeente_code, year,
                              label_point, boundary, created_at, updated_at)
            SELECT :code, 'people', 'Zuid', ARRAY['Enschede-Zuid'], 'GM0153', 'GM0153', 2024,
                   label_point, 'schematic', created_at, created_at
            FROM area
            WHERE code = :pathmos
        """),
        {"code": PEOPLES_AREA, "pathmos": PATHMOS},
    )
    await db.execute(
        text("""
            INSERT INTO area_member (area_code, buurt_code)
            VALUES (:people, :pathmos), (:people, :beside)
        """),
        {"people": PEOPLES_AREA, "pathmos": PATHMOS, "beside": BESIDE},
    )
    await db.execute(
        text("""
            INSERT INTO area_successor (old_code, new_code, year)
            VALUES (:old, :pathmos, 2024), (:split, :pathmos, 2024), (:split, :beside, 2024)
        """),
        {"old": OLD_CODE, "split": SPLIT_CODE, "pathmos": PATHMOS, "beside": BESIDE},
    )


async def _offerings(db: Db, places: Sequence[UUID]) -> Sequence[UUID]:
    """One of each front door, what is hidden, what is far in its life, and a walk that moved."""
    boei, next_door, hidden, area_only = places
    alifa = (await factories.organization(db)).id
    wanted: Sequence[dict[str, Any]] = (
        {"title": "Samen wandelen in Pathmos", "placeId": boei},
        {"title": "Wijkwijzer De Boei", "kind": "wijkwijzer", "placeId": boei},
        {"title": "Wijkwijzer aan de telefoon", "kind": "wijkwijzer", "channel": "phone"},
        {"title": "Steunpunt mantelzorg", "kind": "mantelzorgsteun", "placeId": boei},
        {"title": "Een middag vrij", "kind": "respijtzorg", "channel": "at_home"},
        {
            "title": "Mantelzorgcafé",
            "kind": "lotgenotengroep",
            "placeId": next_door,
            "audiences": [{"code": "mantelzorgers", "mode": "only"}],
        },
        {"title": "Koffie in het Stroinkshuis", "kind": "inloop", "placeId": next_door},
        {"title": "Even weg", "kind": "time-out", "placeId": hidden},
        {"title": "Alleen voor meiden", "placeId": area_only, "minAge": 12, "maxAge": 18},
        {"title": "Gestopt", "placeId": boei},
        {"title": "Zomerstop", "placeId": boei},
        {"title": "Nog niet klaar", "placeId": boei, "status": "draft"},
    )
    made = []
    for different in wanted:
        row = await factories.offering(db, organizationId=alifa, **different)
        await put_schedules(db, row.id, [weekly()], act(), expected_version=None)
        made.append(row.id)
    ill = SessionChangeIn(status="cancelled", note="De begeleider is ziek.")
    await change_session(db, made[0], ill, act(), original_starts_at=TUESDAY, expected_version=None)
    await offerings.step(
        db, made[9], "archived", act(MONDAY, reason="Te weinig mensen."), expected_version=None
    )
    await offerings.step(
        db, made[10], "paused", act(MONDAY, reason="Vakantie."), expected_version=None
    )
    return made
