"""What people read of opening hours follows every edit, and a night is no edit."""

from datetime import date, datetime, timedelta

from sqlalchemy import text

from app.core.clock import AMSTERDAM
from app.core.database import Db
from app.core.entries import Source
from app.places.commands import places
from app.places.models import Place
from app.places.openings import renew_openings
from app.schedule.commands import store_public_holidays
from app.schedule.holidays import PublicHoliday
from tests import factories
from tests.core.lines import count_lines
from tests.factories import MONDAY, act

CHRISTMAS = [
    {"from": "2026-12-21", "to": "2027-01-01", "state": "closed", "reason": "Kerstvakantie"}
]


async def badge_at(db: Db, place: Place, at: datetime) -> str | None:
    said: str | None = await db.scalar(
        text("""
            SELECT text FROM place_opening
            WHERE place_id = :id AND during @> CAST(:at AS timestamptz)
        """),
        {"id": place.id, "at": at},
    )
    return said


async def stored(db: Db, place: Place) -> tuple[list[str], int, str]:
    """Its sentences, its version, and which physical row it is."""
    found = await db.execute(
        text("SELECT opening_text, version, ctid::text FROM place WHERE id = :id"),
        {"id": place.id},
    )
    lines, version, mark = found.one()
    return lines, version, mark


async def test_every_span_holds_the_text_of_its_badge(db: Db) -> None:
    await factories.neighbourhood(db)
    await store_public_holidays(db, [PublicHoliday(day=date(2026, 12, 25), name="Kerst")])
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00; PH off")

    assert await badge_at(db, boei, MONDAY) == "open tot 17.00 uur"
    christmas_eve = datetime(2026, 12, 24, 18, 0, tzinfo=AMSTERDAM)
    said = "gesloten, weer open op maandag 28 december om 9.00 uur"
    assert await badge_at(db, boei, christmas_eve) == said


async def test_the_sentences_follow_every_edit(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00")
    found = [(await stored(db, boei))[0]]
    for edit in (
        {"openingHours": "Mo 10:00-12:00"},
        {"openingExceptions": CHRISTMAS},
        {"openingHours": None},
        {"openingExceptions": []},
    ):
        await places.change(db, boei.id, edit, act(), expected_version=None)
        found.append((await stored(db, boei))[0])

    closed = "gesloten van 21 december 2026 tot en met 1 januari 2027: Kerstvakantie"
    assert found == [
        ["maandag tot en met vrijdag 9.00 tot 17.00 uur"],
        ["maandag 10.00 tot 12.00 uur"],
        ["maandag 10.00 tot 12.00 uur", closed],
        [closed],
        [],
    ]


async def test_what_is_imported_has_its_sentences_too(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    document = (await places.document(db, boei)).model_copy(update={"opening_hours": "24/7"})

    taken = await places.take_over(
        db, document, source=Source("kaart", "17"), status="draft", now=MONDAY
    )

    assert (await stored(db, taken.row))[0] == ["altijd open"]
    assert await badge_at(db, taken.row, MONDAY) is None  # a draft is not on the map


async def test_a_night_changes_only_what_reads_differently_and_is_no_edit(db: Db) -> None:
    await factories.neighbourhood(db)
    far = [{"from": "2027-01-04", "to": "2027-01-04", "state": "closed"}]
    boei = await factories.place(db, openingHours="24/7")
    anker = await factories.place(db, openingHours="24/7", openingExceptions=far)
    before, lines = [await stored(db, place) for place in (boei, anker)], await count_lines(db)

    await renew_openings(db, [boei, anker], now=MONDAY + timedelta(days=14))

    assert await stored(db, boei) == before[0]
    after = await stored(db, anker)
    assert after[0] == [*before[1][0], "gesloten op maandag 4 januari 2027"]
    assert (after[1], await count_lines(db)) == (before[1][1], lines)
