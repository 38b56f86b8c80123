"""Everything about one offering in Pathmos, over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.schedule.schemas import ScheduleIn
from tests.factories import (
    DE_BOEI,
    MONDAY,
    PATHMOS,
    act,
    offering,
    organization,
    place,
    weekly,
)
from tests.finder.offering_asked import in_full, saved
from tests.finder.pathmos import from_boei, goes_on
from tests.finder.pathmos_asked import Town, town_at

CONFIDENTIAL = "Huize Vaartzicht"
TUESDAY_AT_TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with town_at(database_url) as town:
        yield town


async def test_an_offering_is_its_card_and_all_that_a_list_leaves_out(town: Town) -> None:
    async def walking(db: Db) -> UUID:
        alifa = await organization(db, name="Alifa")
        church = await organization(db, name="Kerk in Pathmos")
        blocked = await organization(db, name="Niet meer")
        boei = await place(db, openingHours="Mo-Fr 09:00-17:00")
        choir = await offering(db, title="Zingen in het koor", organizationId=church.id)
        resting = await offering(db, title="Even niet", organizationId=church.id)
        await offerings.step(db, resting.id, "paused", act(reason="Rust."), expected_version=None)
        walk = await goes_on(
            db,
            "tu",
            organizationId=alifa.id,
            organizers=[church.id, blocked.id],
            placeId=boei.id,
            channel="on_the_move",
            serviceAreas=[PATHMOS],
            description="Wij lopen een uur.",
            contact={"askFor": "Hanneke", "phone": "053 123 45 67"},
            professionalContact={"phone": "053 765 43 21"},
            firstTime=["welcomed", "pick_up"],
            ledBy=["volunteer"],
            effort="gentle",
            distanceKm=2.5,
            weather="always",
            nextSteps=[resting.id, choir.id],
        )
        await organizations.step(
            db, blocked.id, "blocked", act(reason="Onderzoek."), expected_version=None
        )
        return walk.id

    walk = await town.saved(walking)

    told = await in_full(town, walk)

    cards = (await town.client.get("/v1/offerings?q=wandelen")).json()["items"]
    (card,) = (card for card in cards if card["id"] == told["id"])
    assert told | {"place": None} == told | card | {"place": None}
    assert {key: told["place"][key] for key in card["place"]} == card["place"]
    assert told["place"]["open"]["text"] == "open tot 17.00 uur"
    assert told["place"]["openingText"] == ["maandag tot en met vrijdag 9.00 tot 17.00 uur"]
    (step,) = told["nextSteps"]
    assert (step["title"], step["url"]) == ("Zingen in het koor", f"/aanbod/{step['id']}")
    (organizer,) = told["organizers"]
    assert organizer["name"] == "Kerk in Pathmos"
    only_here = told.keys() - card.keys() - {"nextSteps", "organizers", "schedules", "sessions"}
    assert {key: told[key] for key in only_here} == {
        "description": "Wij lopen een uur.",
        "contact": {
            "askFor": "Hanneke",
            "phone": "053 123 45 67",
            "email": None,
            "website": None,
            "whatsapp": None,
        },
        "firstTime": ["welcomed", "pick_up"],
        "ledBy": ["volunteer"],
        "effort": "gentle",
        "distanceKm": 2.5,
        "weather": "always",
        "serviceAreas": [{"code": PATHMOS, "name": "Pathmos"}],
        "source": None,
        "status": "published",
        "version": 2,
        "createdAt": "2026-11-23T09:00:00Z",
        "updatedAt": "2026-11-23T09:00:00Z",
    }


async def test_who_only_professionals_may_call_is_not_told(town: Town) -> None:
    number = "053 765 43 21"
    group = await saved(town, professionalContact={"phone": number, "askFor": "Ineke"})

    answer = await town.client.get(f"/v1/offerings/{group}")

    assert number not in answer.text
    assert "Ineke" not in answer.text


async def test_the_next_eight_sessions_are_told_and_a_cancelled_one_with_them(town: Town) -> None:
    async def a_walk(db: Db) -> UUID:
        boei, church = await place(db), await place(db, name="Kerk", point=from_boei(700))
        walk = await goes_on(db, "tu", placeId=boei.id)
        documents = (
            {"status": "cancelled", "note": "De gids is ziek."},
            {"status": "moved", "placeId": church.id},
        )
        for week, document in enumerate(documents):
            await change_session(
                db,
                walk.id,
                SessionChangeIn.model_validate(document),
                act(),
                original_starts_at=TUESDAY_AT_TEN + timedelta(weeks=week),
                expected_version=None,
            )
        return walk.id

    walk = await town.saved(a_walk)

    told = await in_full(town, walk)
    assert [session["startsAt"][:10] for session in told["sessions"]] == [
        (date(2026, 11, 24) + timedelta(weeks=week)).isoformat() for week in range(8)
    ]
    cancelled, moved, usual = told["sessions"][:3]
    assert (cancelled["status"], cancelled["note"]) == ("cancelled", "De gids is ziek.")
    assert (moved["status"], moved["place"]["name"]) == ("moved", "Kerk")
    assert (usual["status"], usual["place"]["name"], usual["distance"]) == (
        "scheduled",
        "De Boei",
        None,
    )
    assert told["next"]["startsAt"] == moved["startsAt"]
    town.clock.now = TUESDAY_AT_TEN + timedelta(minutes=90)
    assert (await in_full(town, walk))["sessions"][0] == moved


async def test_schedules_are_told_as_they_were_chosen_and_in_words(town: Town) -> None:
    async def many_times(db: Db) -> UUID:
        church = await place(db, name="Kerk", point=from_boei(700))
        safe = await place(db, name=CONFIDENTIAL, visibility="hidden")
        group = await offering(db)
        last_friday = ScheduleIn.model_validate(
            {
                "preset": "monthly",
                "startDate": "2026-09-01",
                "startTime": "10:00",
                "durationMinutes": 90,
                "nth": -1,
                "weekday": "fr",
            }
        )
        times = [
            weekly("tu", placeId=church.id),
            weekly(
                "th",
                everyWeeks=2,
                until="2027-06-30",
                placeId=safe.id,
                pauses=[{"from": "2026-12-21", "to": "2027-01-03"}],
                onPublicHolidays="skip",
                **{"except": ["2026-12-10"]},
            ),
            last_friday,
            weekly(preset="once", weekdays=[], startDate="2026-12-05"),
        ]
        await put_schedules(db, group.id, times, act(), expected_version=None)
        return group.id

    told = await in_full(town, await town.saved(many_times))

    ids = [schedule.pop("id") for schedule in told["schedules"]]
    assert len({UUID(one) for one in ids}) == 4
    tuesday, thursday, friday, once = told["schedules"]
    assert thursday == {
        "preset": "weekly",
        "startDate": "2026-09-03",
        "startTime": "10:00",
        "durationMinutes": 90,
        "everyWeeks": 2,
        "weekdays": ["th"],
        "nth": None,
        "weekday": None,
        "until": "2027-06-30",
        "except": ["2026-12-10"],
        "pauses": [{"from": "2026-12-21", "to": "2027-01-03", "reason": None}],
        "onPublicHolidays": "skip",
        "onSchoolHolidays": "go_on",
        "schoolRegion": "noord",
        "placeId": None,
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "sentence": "elke 2 weken op donderdag van 10.00 tot 11.30 uur, tot en met 30 juni 2027, "
        "niet op feestdagen, niet van 21 december tot en met 3 januari",
    }
    assert UUID(tuesday["placeId"])
    assert (friday["preset"], friday["nth"], friday["weekday"], friday["weekdays"]) == (
        "monthly",
        -1,
        "fr",
        [],
    )
    assert friday["sentence"] == "elke laatste vrijdag van de maand van 10.00 tot 11.30 uur"
    assert (once["preset"], once["rrule"], once["everyWeeks"]) == ("once", None, None)
    assert once["sentence"] == "op zaterdag 5 december 2026 van 10.00 tot 11.30 uur"


@pytest.mark.parametrize("visibility", ["hidden", "area_only"])
async def test_a_place_that_may_not_be_known_is_nowhere_in_it(town: Town, visibility: str) -> None:
    async def safe_house(db: Db) -> tuple[UUID, UUID]:
        safe = await place(
            db, name=CONFIDENTIAL, visibility=visibility, openingHours="Mo-Fr 09:00-17:00"
        )
        women = await goes_on(db, weekly("tu", placeId=safe.id), placeId=safe.id)
        return women.id, safe.id

    women, safe = await town.saved(safe_house)

    told = await in_full(town, women)
    raw = (await town.client.get(f"/v1/offerings/{women}")).text
    for secret in (
        CONFIDENTIAL,
        str(safe),
        "Spinnerstraat",
        "7545TP",
        str(DE_BOEI.lat),
        "09:00-17",
    ):
        assert secret not in raw
    assert (told["place"], told["location"], told["distance"]) == (None, None, None)
    assert {session["place"] for session in told["sessions"]} == {None}
    assert {session["location"] for session in told["sessions"]} == {None}
    assert told["schedules"][0]["placeId"] is None


async def test_where_data_came_from_is_named(town: Town) -> None:
    group = await saved(town)
    await town.saved(
        lambda db: db.execute(
            text("""
                UPDATE offering SET source_name = 'Sociale kaart', source_external_id = '7',
                    source_url = 'https://example.nl/7', imported = '{}'
            """)
        )
    )

    told = await in_full(town, group)

    assert told["source"] == {"name": "Sociale kaart", "url": "https://example.nl/7"}


async def test_the_answer_rests_a_minute_with_a_door_and_a_day_without(town: Town) -> None:
    async def two(db: Db) -> tuple[UUID, UUID]:
        boei = await place(db)
        return (await offering(db, placeId=boei.id)).id, (await offering(db)).id

    with_door, without = await town.saved(two)

    async def etag(offering_id: UUID, minutes: float) -> str:
        town.clock.now = MONDAY + timedelta(minutes=minutes)
        answer = await town.client.get(f"/v1/offerings/{offering_id}")
        tag: str = answer.headers["etag"]
        return tag

    assert await etag(with_door, 0) == await etag(with_door, 0.99) != await etag(with_door, 1)
    assert await etag(without, 0) == await etag(without, 600)


async def test_an_id_must_be_one(town: Town) -> None:
    assert set(await town.faults("/v1/offerings/wandelen")) == {"id"}
