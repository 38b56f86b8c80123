"""The agenda and the clock: what is over, today, summer time, and page after page."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.core.database import Db
from app.finder.session_schemas import SessionPage
from app.offerings.programme import change_session
from app.offerings.schemas import SessionChangeIn
from tests.factories import (
    act,
    weekly,
)
from tests.finder.pathmos_asked import Town, town_at
from tests.finder.sessions_asked import (
    TUESDAY_AT_TEN,
    agenda,
    group,
    walk_at_boei,
)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def test_a_session_under_way_is_listed_until_the_moment_it_ends(town: Town) -> None:
    await town.saved(walk_at_boei)

    async def how_many(moment: datetime) -> int:
        town.clock.now = moment
        page = await town.told("/v1/sessions", SessionPage, to="2026-11-29", count=True)
        assert page["total"] == len(page["items"])
        return len(page["items"])

    ends_at = TUESDAY_AT_TEN + timedelta(minutes=90)
    assert await how_many(TUESDAY_AT_TEN - timedelta(seconds=1)) == 1
    assert await how_many(TUESDAY_AT_TEN) == 1
    assert await how_many(ends_at - timedelta(seconds=1)) == 1
    assert await how_many(ends_at) == 0


async def test_today_begins_and_ends_at_midnight_in_the_netherlands(town: Town) -> None:
    late, early = (
        weekly("mo", startTime="23:45", durationMinutes=90),
        weekly("tu", startTime="00:00", durationMinutes=60),
    )
    await town.saved(lambda db: group(db, "Nachtbrakers", late, early))
    monday_late, tuesday_early = "2026-11-23T22:45:00Z", "2026-11-23T23:00:00Z"

    async def starts(**asked: Any) -> list[str]:
        return [item["startsAt"] for item in await agenda(town, **asked)]

    town.clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)  # 23:59 on Monday
    assert await starts() == [
        monday_late,
        tuesday_early,
        "2026-11-30T22:45:00Z",  # a week from today is in it, to its last minute
    ]
    assert await starts(to="2026-11-23") == [monday_late]
    assert await starts(**{"from": "2026-11-24", "to": "2026-11-24"}) == [tuesday_early]
    town.clock.now = datetime(2026, 11, 23, 23, 1, tzinfo=UTC)  # 0:01 on Tuesday
    assert await starts(to="2026-11-24") == [tuesday_early]
    # What began yesterday is under way, and is yesterday's.
    assert await starts(**{"from": "2026-11-23", "to": "2026-11-24"}) == [
        monday_late,
        tuesday_early,
    ]


async def test_summer_time_moves_neither_the_day_nor_the_part_of_the_day(town: Town) -> None:
    in_march = datetime(2027, 3, 22, 9, tzinfo=UTC)
    times = [
        weekly("su", startTime="00:30", durationMinutes=30),
        weekly("su", startTime="17:30", durationMinutes=30),
        weekly("su", startTime="18:00", durationMinutes=30),
        weekly("su", startTime="23:30", durationMinutes=30),
    ]
    await town.saved(lambda db: group(db, "Zondagskind", *times, now=in_march))
    town.clock.now = in_march

    async def starts(**asked: Any) -> list[str]:
        day = {"from": "2027-03-28", "to": "2027-03-28"} | asked
        return [item["startsAt"] for item in await agenda(town, **day)]

    assert await starts() == [
        "2027-03-27T23:30:00Z",
        "2027-03-28T15:30:00Z",
        "2027-03-28T16:00:00Z",
        "2027-03-28T21:30:00Z",
    ]
    assert await starts(part="evening") == ["2027-03-28T16:00:00Z", "2027-03-28T21:30:00Z"]
    assert await starts(day="mo") == []
    assert len(await starts(**{"from": "2027-04-04", "to": "2027-04-04"}, part="evening")) == 2


async def test_day_and_part_are_asked_of_the_very_session(town: Town) -> None:
    times = [weekly("tu"), weekly("th", startTime="19:00")]
    await town.saved(lambda db: group(db, "Samen eten", *times))

    async def starts(**asked: Any) -> list[str]:
        return [item["startsAt"] for item in await agenda(town, to="2026-11-29", **asked)]

    assert await starts(day="tu") == ["2026-11-24T09:00:00Z"]
    assert await starts(part="evening") == ["2026-11-26T18:00:00Z"]
    assert await starts(day="tu", part="evening") == []
    assert len(await starts(day=["tu", "th"])) == 2


async def test_pages_follow_each_other_also_where_all_begin_at_once(town: Town) -> None:
    async def five_groups(db: Db) -> None:
        for number in range(5):
            await group(db, f"Groep {number}", weekly("tu"), weekly("we"))

    await town.saved(five_groups)

    whole = await agenda(town, to="2026-11-29")
    pages, url = [], "/v1/sessions?to=2026-11-29&limit=3"
    while url:
        page = await town.told(url, SessionPage)
        pages += page["items"]
        url = page["next"]
    assert pages == whole
    assert len(pages) == 10
    keys = [(item["startsAt"], item["offering"]["id"]) for item in pages]
    assert all(one < other for one, other in pairwise(keys))
    first = await town.told("/v1/sessions", SessionPage, limit=3)
    foreign = await town.faults("/v1/sessions", limit=3, day="tu", cursor=first["nextCursor"])
    assert set(foreign) == {"cursor"}


async def test_two_sessions_of_one_group_at_one_moment_are_two(town: Town) -> None:
    """Wednesday's walk is moved to Tuesday's: they differ in when they were planned alone."""

    async def twice_at_once(db: Db) -> None:
        walk = await group(db, "Samen wandelen", weekly("tu"), weekly("we"))
        moved = SessionChangeIn.model_validate(
            {
                "status": "moved",
                "startsAt": TUESDAY_AT_TEN,
                "endsAt": TUESDAY_AT_TEN + timedelta(minutes=90),
            }
        )
        await change_session(
            db,
            walk.id,
            moved,
            act(),
            original_starts_at=TUESDAY_AT_TEN + timedelta(days=1),
            expected_version=None,
        )

    await town.saved(twice_at_once)

    first = await town.told("/v1/sessions", SessionPage, to="2026-11-29", limit=1)
    second = await town.told(first["next"], SessionPage)
    assert [item["originalStartsAt"] for item in (*first["items"], *second["items"])] == [
        "2026-11-24T09:00:00Z",
        "2026-11-25T09:00:00Z",
    ]
    assert second["next"] is None


async def test_days_that_cannot_be_are_told(town: Town) -> None:
    assert await town.faults("/v1/sessions", to="2026-11-22") == {
        "to": "'to' ligt vóór vandaag. Geef ook 'from', of een latere dag."
    }
    assert await town.faults("/v1/sessions", to="2027-02-23") == {
        "to": "Wij kennen het programma tot en met 22 februari 2027. "
        "Kies een dag die niet later is."
    }
    assert set(await town.faults("/v1/sessions", **{"from": "9999-12-31"})) == {"from"}
    # A week that would go beyond what is known ends there; days long past are empty.
    assert await agenda(town, **{"from": "2027-02-20"}) == []
    assert await agenda(town, **{"from": "0001-01-01", "to": "0001-01-02"}) == []


async def test_the_answer_rests_until_the_next_session_ends_or_the_day_does(town: Town) -> None:
    await town.saved(walk_at_boei)

    async def etag(moment: datetime) -> str:
        town.clock.now = moment
        answer = await town.client.get("/v1/sessions", params={"limit": 1})
        return answer.headers["etag"]

    before = await etag(TUESDAY_AT_TEN - timedelta(hours=1))
    assert await etag(TUESDAY_AT_TEN + timedelta(minutes=89)) == before
    assert await etag(TUESDAY_AT_TEN + timedelta(minutes=90)) != before
