"""Pathmos as its page and its paper show it: De Boei, a hall across the border, and old codes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import text

from app.core.database import Db
from app.offerings.programme import change_session
from app.offerings.schemas import SessionChangeIn
from tests.factories import PATHMOS, act, offering, place, weekly
from tests.finder.pathmos import STEVENFENNE, from_boei, goes_on, hours
from tests.finder.pathmos_asked import Town, town_at

RENUMBERED, SPLIT, VANISHED = "BU01530299", "BU01530298", "BU01530297"
WEDNESDAY_AT_TEN = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


async def life_to_show(db: Db) -> None:
    """A week: coffee, cards that are cancelled, a group that nobody needs to know of, a desk."""
    boei = await place(db)
    await goes_on(
        db,
        "tu",
        kind="inloop",
        title="Koffie met buren",
        placeId=boei.id,
        contact={"askFor": "Hanneke", "phone": "053 123 45 67"},
        audiences=[{"code": "ouderen", "mode": "open"}],
    )
    await goes_on(
        db,
        hours("th", "12:00", 60),
        title="Soep in De Boei",
        themes=["eten"],
        placeId=boei.id,
        audiences=[{"code": "laag-inkomen", "mode": "open"}],
    )
    cards = await goes_on(db, "we", title="Klaverjassen", themes=["spel"], placeId=boei.id)
    await change_session(
        db,
        cards.id,
        SessionChangeIn.model_validate({"status": "cancelled", "note": "Sinterklaas"}),
        act(),
        original_starts_at=WEDNESDAY_AT_TEN,
        expected_version=None,
    )
    await goes_on(db, "th", title="Van de drank af", themes=["verslaving"], placeId=boei.id)
    await goes_on(
        db,
        weekly(weekdays=["mo", "tu", "we", "th", "fr"], startTime="15:30"),
        title="Huiswerkplek",
        themes=["leren"],
        audiences=[{"code": "jongeren", "mode": "only"}],
    )
    await goes_on(
        db,
        hours("mo", "09:00", 180),
        kind="wijkwijzer",
        title="Wijkwijzer De Boei",
        themes=["papieren"],
        placeId=boei.id,
        contact={"phone": "053 765 43 21"},
    )
    await offering(db, kind="maatje", title="Maatje aan huis", channel="at_home")
    await goes_on(
        db,
        "fr",
        kind="mantelzorgsteun",
        title="Steunpunt Mantelzorg",
        themes=["mantelzorg"],
        contact={"phone": "053 111 22 33"},
    )
    hall = await place(db, name="De Hal", point=from_boei(650))
    await goes_on(db, "sa", title="Dansen in De Hal", themes=["bewegen"], placeId=hall.id)
    for old, new in ((RENUMBERED, PATHMOS), (SPLIT, PATHMOS), (SPLIT, STEVENFENNE)):
        await db.execute(
            text("INSERT INTO area_successor (old_code, new_code, year) VALUES (:o, :n, 2024)"),
            {"o": old, "n": new},
        )
    await db.execute(
        text("INSERT INTO area_successor (old_code, new_code, year) VALUES (:o, 'BU0', 2024)"),
        {"o": VANISHED},
    )


@asynccontextmanager
async def pathmos_to_show(url: str) -> AsyncIterator[Town]:
    """The town on a Monday morning, with all of it."""
    async with town_at(url) as town:
        await town.saved(life_to_show)
        yield town
