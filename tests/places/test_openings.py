"""The table of opening spans says at every moment what the function of opening hours says."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from app.core.clock import AMSTERDAM
from app.core.database import Db
from app.places.commands import places
from app.places.models import Place, PlaceOpening
from app.places.opening import HORIZON, opening_at
from app.places.openings import exceptions_of, places_after, renew_openings
from app.schedule.commands import store_public_holidays
from app.schedule.holidays import PublicHoliday
from tests import factories
from tests.factories import MONDAY, act
from tests.places.documents import HOURS

CHRISTMAS = date(2026, 12, 25)
MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
"""The beginning of MONDAY in the Netherlands."""
EXCEPTIONS: list[list[dict[str, Any]]] = [
    [],
    [{"from": "2026-12-21", "to": "2027-01-01", "state": "closed", "reason": "Kerstvakantie"}],
    [
        {"from": "2026-12-01", "to": "2026-12-03", "state": "open", "hours": "22:00-03:00"},
        {"from": "2026-12-02", "to": "2026-12-02", "state": "open"},
    ],
]


async def spans_of(db: Db, place: Place) -> list[tuple[datetime, datetime, str]]:
    rows = await db.execute(
        text("""
            SELECT lower(during), upper(during), state FROM place_opening
            WHERE place_id = :id ORDER BY during
        """),
        {"id": place.id},
    )
    return [(starts_at, ends_at, state) for starts_at, ends_at, state in rows]


async def state_at(db: Db, place: Place, at: datetime) -> str | None:
    state: str | None = await db.scalar(
        text("""
            SELECT state FROM place_opening
            WHERE place_id = :id AND during @> CAST(:at AS timestamptz)
        """),
        {"id": place.id, "at": at},
    )
    return state


async def neighbourhood_at_christmas(db: Db) -> None:
    await factories.neighbourhood(db)
    await store_public_holidays(db, [PublicHoliday(day=CHRISTMAS, name="Eerste kerstdag")])


@pytest.mark.parametrize(
    "now",
    [
        MONDAY,
        datetime(2026, 3, 25, 12, 0, tzinfo=UTC),  # the clock goes forward
        datetime(2026, 10, 20, 22, 30, tzinfo=UTC),  # the clock goes back; already tomorrow here
    ],
)
async def test_the_table_answers_as_the_function_at_a_thousand_moments(
    db: Db, now: datetime
) -> None:
    await neighbourhood_at_christmas(db)
    random = Random(27)
    rows = [
        await factories.place(db, openingHours=hours, openingExceptions=exceptions)
        for hours in (None, *HOURS)
        for exceptions in EXCEPTIONS
    ]
    await renew_openings(db, rows, now=now)
    minutes = int(HORIZON.total_seconds()) // 60
    moments = [now + timedelta(minutes=random.randrange(minutes)) for _ in range(1_000)]
    asked = [(random.choice(rows), moment) for moment in moments]

    answers = await db.execute(
        text("""
            SELECT asked.nr, o.state
            FROM unnest(CAST(:ids AS uuid[]), CAST(:moments AS timestamptz[]))
                WITH ORDINALITY AS asked (id, at, nr)
            LEFT JOIN place_opening AS o ON o.place_id = asked.id AND o.during @> asked.at
            ORDER BY asked.nr
        """),
        {"ids": [place.id for place, _ in asked], "moments": [moment for _, moment in asked]},
    )

    found = [state for _, state in answers]
    assert len(found) == 1_000  # one answer to each: no gaps and no two at once
    assert found == [
        opening_at(
            place.opening_hours,
            exceptions=exceptions_of(place),
            holidays=frozenset({CHRISTMAS}),
            at=moment,
        ).state
        for place, moment in asked
    ]
    assert set(found) == {"open", "closed", "unknown", "by_appointment"}


async def test_the_spans_run_without_a_gap_for_a_day_more_than_is_promised(db: Db) -> None:
    await neighbourhood_at_christmas(db)
    for hours in (None, *HOURS):
        place = await factories.place(db, openingHours=hours)
        spans = await spans_of(db, place)
        assert spans[0][0] == MIDNIGHT
        assert spans[-1][1] == MIDNIGHT + HORIZON + timedelta(days=1)
        for earlier, later in pairwise(spans):
            assert earlier[1] == later[0]
            assert earlier[2] != later[2]


async def test_new_hours_are_there_at_once(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00")
    seven = datetime(2026, 11, 23, 19, 0, tzinfo=AMSTERDAM)
    assert await state_at(db, boei, seven) == "closed"

    await places.change(
        db, boei.id, {"openingHours": "Mo-Fr 09:00-22:00"}, act(), expected_version=1
    )

    assert await state_at(db, boei, seven) == "open"


async def test_an_exceptional_day_is_there_at_once_and_its_end_too(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00")
    tuesday = datetime(2026, 11, 24, 10, 0, tzinfo=AMSTERDAM)
    closed = [{"from": "2026-11-24", "to": "2026-11-24", "state": "closed"}]
    found = []
    for exceptions in (closed, []):
        await places.change(
            db, boei.id, {"openingExceptions": exceptions}, act(), expected_version=None
        )
        found.append(await state_at(db, boei, tuesday))

    assert found == ["closed", "open"]


async def test_a_public_holiday_counts(db: Db) -> None:
    await neighbourhood_at_christmas(db)
    boei = await factories.place(db, openingHours="Mo-Fr 09:00-17:00; PH off")

    christmas_morning = datetime(2026, 12, 25, 10, 0, tzinfo=AMSTERDAM)
    assert await state_at(db, boei, christmas_morning) == "closed"
    assert await state_at(db, boei, christmas_morning - timedelta(days=1)) == "open"


async def test_a_night_that_began_yesterday_is_in_the_table(db: Db) -> None:
    await factories.neighbourhood(db)
    bar = await factories.place(db, openingHours="Su 20:00-02:00")

    assert await state_at(db, bar, datetime(2026, 11, 23, 1, 0, tzinfo=AMSTERDAM)) == "open"


@pytest.mark.parametrize("status", ["archived", "blocked"])
async def test_a_place_off_the_map_has_no_spans_and_gets_them_back(db: Db, status: str) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db, openingHours="24/7")
    why = act(reason="Verbouwing.")

    await places.step(db, boei.id, status, why, expected_version=None)
    assert await spans_of(db, boei) == []

    if status == "archived":
        await places.step(db, boei.id, "draft", why, expected_version=None)
        assert await spans_of(db, boei) == []
    await places.step(db, boei.id, "published", why, expected_version=None)
    assert len(await spans_of(db, boei)) == 1


async def test_only_the_places_that_are_renewed_are_touched(db: Db) -> None:
    await factories.neighbourhood(db)
    boei, anker = await factories.place(db), await factories.place(db, name="Het Anker")

    await renew_openings(db, [boei], now=MONDAY + timedelta(days=7))

    assert (await spans_of(db, boei))[0][0] == MIDNIGHT + timedelta(days=7)
    assert (await spans_of(db, anker))[0][0] == MIDNIGHT


async def test_two_states_at_one_moment_cannot_be_stored(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    overlap = Range(MONDAY, MONDAY + timedelta(hours=1), bounds="[)")

    with pytest.raises(IntegrityError, match="place_opening_place_id_during_excl"):
        await db.execute(
            insert(PlaceOpening),
            [{"place_id": boei.id, "during": overlap, "state": "open", "text": "altijd open"}],
        )


async def test_published_places_come_in_steps_in_order(db: Db) -> None:
    await factories.neighbourhood(db)
    rows = [await factories.place(db, name=f"Plek {number}") for number in range(5)]
    await places.step(db, rows[2].id, "archived", act(), expected_version=None)
    seen: list[str] = []
    after = None
    while found := await places_after(db, after=after, limit=2):
        seen += [place.name for place in found]
        after = found[-1].id

    assert seen == ["Plek 0", "Plek 1", "Plek 3", "Plek 4"]
