"""Whether a door is open, and as of when, over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.entries import Verification
from app.finder.place_schemas import Place, PlacePage
from app.places.commands import places
from tests.factories import (
    KEEPER,
    MONDAY,
)
from tests.finder.pathmos_asked import Town, town_at
from tests.finder.places_asked import door, found, names, saved_place

WEEKDAYS = "Mo-Fr 09:00-17:00; PH closed"
FIVE_O_CLOCK = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def test_a_door_closes_on_the_minute(town: Town) -> None:
    boei = await saved_place(town, openingHours=WEEKDAYS)

    before = await door(town, boei, FIVE_O_CLOCK - timedelta(seconds=1))
    assert (before["state"], before["at"]) == ("open", "2026-11-23T15:59:00Z")
    after = await door(town, boei, FIVE_O_CLOCK)
    assert after == {
        "state": "closed",
        "at": "2026-11-23T16:00:00Z",
        "changesAt": "2026-11-24T08:00:00Z",
        "text": "gesloten, weer open op dinsdag 24 november om 9.00 uur",
    }


async def test_an_answer_rests_within_its_minute_and_not_beyond(town: Town) -> None:
    boei = await saved_place(town, openingHours="24/7")

    async def etags(second: float) -> list[str]:
        town.clock.now = MONDAY + timedelta(seconds=second)
        urls = (f"/v1/places/{boei}", "/v1/places")
        return [(await town.client.get(url)).headers["etag"] for url in urls]

    first = await etags(0)
    assert await etags(59.9) == first
    assert not set(await etags(60)) & set(first)


async def test_what_never_changes_has_no_moment_of_change(town: Town) -> None:
    bench = await saved_place(town, openingHours="24/7")

    assert await door(town, bench) == {
        "state": "open",
        "at": "2026-11-23T09:00:00Z",
        "changesAt": None,
        "text": "altijd open",
    }


async def test_the_last_stretch_that_is_known_has_no_end(town: Town) -> None:
    """The table ends somewhere; that is not when the door does something."""
    boei = await saved_place(town, openingHours="Mo 09:00-10:00")

    last_known = await door(town, boei, MONDAY + timedelta(days=35))

    assert (last_known["state"], last_known["changesAt"]) == ("closed", None)


async def test_without_hours_nothing_is_said_and_that_is_not_closed(town: Town) -> None:
    boei = await saved_place(town)

    assert await door(town, boei) == {
        "state": "unknown",
        "at": "2026-11-23T09:00:00Z",
        "changesAt": None,
        "text": "openingstijden niet bekend",
    }
    assert await found(town, openNow=True) == []


async def test_hours_that_nobody_checked_for_240_days_are_not_believed(town: Town) -> None:
    boei = await saved_place(town, openingHours=WEEKDAYS)
    late_at_night = datetime(2026, 3, 30, 21, 59, tzinfo=UTC)  # 23:59 on the wall
    check = Verification(late_at_night, "visit")
    await town.saved(lambda db: places.verify(db, boei, check, by=KEEPER))

    async def on_day(days: int) -> tuple[str, str, str, int]:
        # The whole day counts, from its first minute to its last.
        town.clock.now = datetime(2026, 3, 30, 10, tzinfo=UTC) + timedelta(days=days)
        told = await town.told(f"/v1/places/{boei}", Place)
        listed = await found(town, openNow=True)
        return (
            told["verification"]["state"],
            told["open"]["state"],
            told["open"]["text"],
            len(listed),
        )

    assert (await on_day(179))[0] == "fresh"
    assert (await on_day(180))[0] == "due"
    assert await on_day(239) == ("due", "open", "open tot 17.00 uur", 1)
    assert await on_day(240) == (
        "stale",
        "unknown",
        "openingstijden al lang niet gecontroleerd",
        0,
    )


async def test_open_now_and_open_then_are_two_questions(town: Town) -> None:
    await saved_place(town, name="De Boei", openingHours=WEEKDAYS)
    await saved_place(town, name="Het Café", openingHours="Mo-Su 16:00-24:00")
    await saved_place(town, name="De Dokter", openingHours='Mo-Fr "op afspraak"')
    await saved_place(town, name="Het Raadsel")

    assert names(await found(town)) == ["De Boei", "De Dokter", "Het Café", "Het Raadsel"]
    assert names(await found(town, openNow=True)) == ["De Boei"]
    assert names(await found(town, openAt="2026-11-23T17:30:00+01:00")) == ["Het Café"]
    assert names(await found(town, openAt="2026-11-23T15:30:00Z")) == ["De Boei", "Het Café"]
    assert await found(town, openNow=True, openAt="2026-11-23T19:00:00Z") == []
    page = await town.told("/v1/places", PlacePage, openNow=True, count=True)
    assert page["total"] == 1
    # What was asked about another moment still tells whether it is open now.
    (cafe,) = await found(town, openAt="2026-11-23T19:00:00Z")
    assert (cafe["open"]["state"], cafe["open"]["at"]) == ("closed", "2026-11-23T09:00:00Z")


async def test_a_moment_must_be_one_that_is_known(town: Town) -> None:
    town.clock.now = MONDAY + timedelta(seconds=30)
    boei = await saved_place(town, openingHours="24/7")

    async def asked_at(moment: datetime) -> list[dict[str, Any]]:
        return await found(town, openAt=moment.isoformat())

    assert [item["id"] for item in await asked_at(MONDAY)] == [str(boei)]
    assert len(await asked_at(MONDAY + timedelta(days=35))) == 1
    assert await town.faults("/v1/places", openAt="2026-11-23T08:59:59Z") == {
        "openAt": "Dit moment is al voorbij. Kies een later moment."
    }
    assert await town.faults("/v1/places", openAt="2026-12-28T09:00:31Z", kind="buurthui") == {
        "openAt": "Wij weten de openingstijden tot en met 28 december 2026. "
        "Kies een eerder moment.",
        "kind": "'buurthui' staat niet in de lijst. Bedoelt u 'buurthuis'?",
    }
    for wrong in ("1795478400", "2026-11-24", "2026-11-24T10:00:00", "9999-12-31T23:59:59-09:00"):
        assert set(await town.faults("/v1/places", openAt=wrong)) == {"openAt"}
