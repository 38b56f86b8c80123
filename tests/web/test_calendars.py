"""What stands in somebody's own calendar is what the agenda says."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from app.core.database import Db
from app.offerings.models import Offering
from app.offerings.programme import put_schedules
from app.offerings.sessions import renew_sessions
from app.schedule.schemas import ScheduleIn
from tests.factories import MONDAY, act, weekly
from tests.finder.offering_asked import saved
from tests.finder.pathmos_asked import Town
from tests.web.calendars_read import (
    TUESDAY_AT_TEN,
    Time,
    changed,
    events_of,
    lines_of,
    series,
    times_of,
    times_told,
)


async def agenda(town: Town, offering_id: UUID) -> list[Any]:
    """All its sessions, as the interface tells them."""
    last = (town.clock.now + timedelta(weeks=13)).date()
    url, items = f"/v1/sessions?to={last}&limit=100", []
    while url:
        page = (await town.client.get(url)).json()
        items += page["items"]
        url = page["next"]
    return [item for item in items if item["offering"]["id"] == str(offering_id)]


async def same_as_agenda(town: Town, offering_id: UUID) -> int:
    """How many sessions there are, which must be the same in the calendar and the agenda."""
    told = times_told(await agenda(town, offering_id))
    assert times_of(await series(town, offering_id), after=town.clock.now) == told
    return len(told)


@pytest.mark.slow
async def test_every_calendar_of_the_catalogue_shows_what_the_agenda_says(
    browser: httpx.AsyncClient,
) -> None:
    told: dict[str, list[Any]] = {}
    url: str | None = "/v1/sessions?limit=100&to=2027-02-20"
    while url:
        page = (await browser.get(url)).json()
        for item in page["items"]:
            told.setdefault(item["offering"]["id"], []).append(item)
        url = page["next"]

    different = []
    for offering_id, sessions in told.items():
        content = (await browser.get(f"/aanbod/{offering_id}/agenda.ics")).content
        lines_of(content)
        if times_of(content, after=MONDAY) != times_told(sessions):
            different.append(offering_id)

    assert len(told) > 150
    assert not different


async def test_a_weekly_group_is_a_series_that_ends_where_we_do_not_know_any_more(
    town: Town,
) -> None:
    walk = await saved(town, "tu")

    content = await series(town, walk)

    (event,) = events_of(content)
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270216T090000Z;BYDAY=TU"
    assert "Wij weten de tijden tot en met 22 februari 2027." in event["DESCRIPTION"]
    assert await same_as_agenda(town, walk) == 13


@pytest.mark.parametrize(
    "schedules",
    [
        [weekly("tu", everyWeeks=2)],
        [weekly("tu", weekdays=["mo", "tu", "we", "th", "fr", "sa", "su"])],
        [weekly("we"), weekly("fr", startTime="19:30")],
        [weekly("we"), weekly("we")],
        [weekly("th", until="2026-12-31", **{"except": ["2026-12-03", "2026-12-17"]})],
        [weekly("fr", onPublicHolidays="skip", onSchoolHolidays="skip", schoolRegion="noord")],
        [weekly("mo", pauses=[{"from": "2026-12-14", "to": "2027-01-10"}])],
        [weekly("sa", startTime="22:30", durationMinutes=300)],
        [
            ScheduleIn.model_validate(
                {
                    "preset": "monthly",
                    "nth": -1,
                    "weekday": "tu",
                    "startDate": "2026-09-01",
                    "startTime": "14:00",
                    "durationMinutes": 60,
                }
            )
        ],
        [
            ScheduleIn.model_validate(
                {
                    "preset": "once",
                    "startDate": "2026-12-12",
                    "startTime": "14:00",
                    "durationMinutes": 60,
                }
            )
        ],
    ],
)
async def test_every_way_to_come_together_is_in_the_calendar(
    town: Town, schedules: list[ScheduleIn]
) -> None:
    assert await same_as_agenda(town, await saved(town, *schedules)) > 0


async def test_what_is_cancelled_is_in_it_as_cancelled(town: Town) -> None:
    walk = await saved(town, "tu")
    await changed(town, walk, TUESDAY_AT_TEN, status="cancelled", note="De begeleider is ziek.")

    content = await series(town, walk)

    (off,) = (event for event in events_of(content) if event["STATUS"] == "CANCELLED")
    assert off["SUMMARY"] == "Gaat niet door: Samen wandelen in Pathmos"
    assert "De begeleider is ziek." in off["DESCRIPTION"]
    assert await same_as_agenda(town, walk) == 13


async def test_what_moves_is_where_it_has_moved_to(town: Town) -> None:
    walk = await saved(town, "tu")
    end = TUESDAY_AT_TEN + timedelta(days=1, hours=3)
    begin = end - timedelta(hours=1)
    await changed(town, walk, TUESDAY_AT_TEN, status="moved", startsAt=begin, endsAt=end)

    assert times_of(await series(town, walk), after=MONDAY)[0].starts_at == begin
    assert await same_as_agenda(town, walk) == 13


async def test_what_moves_here_from_where_we_know_nothing_stands_beside_the_series(
    town: Town,
) -> None:
    walk = await saved(town, "tu")
    far = TUESDAY_AT_TEN + timedelta(weeks=20, hours=-1)  # summer time by then
    begin = TUESDAY_AT_TEN + timedelta(days=2)
    end = begin + timedelta(hours=1)
    await changed(town, walk, far, status="moved", startsAt=begin, endsAt=end)
    gone = TUESDAY_AT_TEN + timedelta(weeks=1)
    later = TUESDAY_AT_TEN + timedelta(weeks=18)
    last = later + timedelta(hours=1)
    await changed(town, walk, gone, status="moved", startsAt=later, endsAt=last)

    content = await series(town, walk)

    regular, beside = events_of(content)
    assert "RRULE" not in beside
    assert beside["DTSTART"].dt == begin
    assert [day.dt.astimezone(UTC) for day in regular["EXDATE"].dts] == [gone]
    assert await same_as_agenda(town, walk) == 13


@pytest.mark.parametrize(("begin", "minutes"), [("10:00", 90), ("01:30", 180), ("02:30", 60)])
async def test_summer_time_comes_and_goes_in_the_calendar_as_in_the_agenda(
    town: Town, begin: str, minutes: int
) -> None:
    """In the night of 28 March 2027 two o'clock becomes three."""
    every_day = ["mo", "tu", "we", "th", "fr", "sa", "su"]
    walk = await saved(town, weekly(weekdays=every_day, startTime=begin, durationMinutes=minutes))

    async def some_months_later(db: Db) -> list[Time]:
        row = await db.get(Offering, walk)
        assert row is not None
        await renew_sessions(db, [row], now=town.clock.now)
        # Not of the agenda: what nobody checked for so long is not in it any more.
        sessions = await db.execute(
            text(
                "SELECT starts_at, ends_at FROM session WHERE offering_id = :id AND ends_at > :now"
            ),
            {"id": walk, "now": town.clock.now},
        )
        return sorted(Time(*session, is_cancelled=False) for session in sessions)

    for month in (datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 10, 4, 8, tzinfo=UTC)):
        town.clock.now = month
        times = await town.saved(some_months_later)
        assert len(times) > 85
        assert times_of(await series(town, walk), after=month) == times


async def test_after_the_group_meets_at_another_time_its_calendar_does_so_too(town: Town) -> None:
    """Also on the day itself, when there was a session at the old time this morning."""
    walk = await saved(town, "mo")
    town.clock.now = MONDAY + timedelta(hours=2)
    await town.saved(
        lambda db: put_schedules(
            db,
            walk,
            [weekly("mo", startTime="15:00")],
            act(town.clock.now),
            expected_version=None,
        )
    )

    assert await same_as_agenda(town, walk) == 14


async def test_of_a_calendar_about_debts_no_browser_keeps_a_copy(town: Town) -> None:
    walk, debts = await saved(town, "tu"), await saved(town, "tu", themes=["geld"])

    kept, forgotten = [
        (await town.client.get(f"/aanbod/{one}/agenda.ics")).headers for one in (walk, debts)
    ]
    assert (kept["cache-control"], forgotten["cache-control"]) == ("no-cache", "no-store")
    assert kept["x-robots-tag"] == forgotten["x-robots-tag"] == "noindex"
