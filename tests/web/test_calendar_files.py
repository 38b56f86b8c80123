"""What a calendar file says, and what it keeps to itself."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from app.core.database import Db
from app.offerings.commands import offerings
from tests.factories import MONDAY, act, place
from tests.finder.offering_asked import saved
from tests.finder.pathmos import goes_on
from tests.finder.pathmos_asked import Town
from tests.web.calendars_read import TUESDAY_AT_TEN, changed, events_of, series, times_of


async def test_one_time_can_be_kept_by_itself(town: Town) -> None:
    walk = await saved(town, "tu")

    answer = await town.client.get(f"/aanbod/{walk}/keer/20261124T090000Z.ics")

    (event,) = events_of(answer.content)
    assert "RRULE" not in event
    assert event["DTSTART"].dt == TUESDAY_AT_TEN
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "buurtkaart.ics" in answer.headers["content-disposition"]


async def test_a_time_that_is_not_there_is_not_found(town: Town) -> None:
    walk = await saved(town, "tu")
    for begin in ("20261124T100000Z", "20261324T100000Z", "20261124T090000", "x", "٢٠٢٦"):
        answer = await town.client.get(f"/aanbod/{walk}/keer/{begin}.ics")
        assert answer.status_code == 404, begin
    for nobody in (uuid4(), "x"):
        assert (await town.client.get(f"/aanbod/{nobody}/agenda.ics")).status_code == 404


async def test_the_calendar_of_what_was_merged_is_that_of_the_other(town: Town) -> None:
    kept, old = await saved(town, "tu"), await saved(town, "tu")
    await town.saved(
        lambda db: db.execute(
            text("UPDATE offering SET status = 'archived', merged_into = :into WHERE id = :id"),
            {"into": kept, "id": old},
        )
    )

    moved = await town.moved_to(f"/en/aanbod/{old}/agenda.ics")

    assert moved == f"/en/aanbod/{kept}/agenda.ics"


async def test_what_nobody_may_know_of_a_place_is_not_in_the_calendar(town: Town) -> None:
    async def at_a_hidden_place(db: Db) -> UUID:
        house = await place(db, name="Huize Vaartzicht", visibility="area_only")
        return (await goes_on(db, "tu", placeId=house.id)).id

    content = (await series(town, await town.saved(at_a_hidden_place))).decode()

    for word in ("Vaartzicht", "Spinnerstraat", "GEO", "LOCATION"):
        assert word not in content


async def test_where_it_is_stands_in_the_calendar(town: Town) -> None:
    async def in_de_boei(db: Db) -> UUID:
        return (await goes_on(db, "tu", placeId=(await place(db)).id)).id

    (event,) = events_of(await series(town, await town.saved(in_de_boei)))

    assert event["LOCATION"] == "De Boei, Spinnerstraat 27A, 7545TP Enschede"
    assert event["GEO"].to_ical() == "52.211579;6.875718"


async def test_who_looks_over_a_shoulder_reads_no_more_than_that_there_is_an_appointment(
    town: Town,
) -> None:
    async def about_debts(db: Db) -> UUID:
        house = await place(db, name="Schuldhulp Pathmos")
        return (
            await goes_on(
                db,
                "tu",
                title="Schulden, en dan?",
                summary="Praten over schulden.",
                themes=["geld"],
                placeId=house.id,
                contact={"askFor": "Hanneke"},
            )
        ).id

    content = await series(town, await town.saved(about_debts))

    (event,) = events_of(content)
    assert event["SUMMARY"] == "Afspraak"
    for word in ("chuld", "Hanneke"):
        assert word not in content.decode()
    assert event["LOCATION"] == "Spinnerstraat 27A, 7545TP Enschede"


async def test_the_same_data_give_the_same_bytes_all_day(town: Town) -> None:
    walk = await saved(town, "mo", "tu")
    before = await town.client.get(f"/aanbod/{walk}/agenda.ics")
    town.clock.now = MONDAY + timedelta(hours=10)

    after = await town.client.get(f"/aanbod/{walk}/agenda.ics")
    known = await town.client.get(
        f"/aanbod/{walk}/agenda.ics", headers={"If-None-Match": before.headers["etag"]}
    )

    assert before.content == after.content
    assert known.status_code == 304


async def test_a_change_makes_a_newer_event_with_the_same_identity(town: Town) -> None:
    walk = await saved(town, "tu")
    (before,) = events_of(await series(town, walk))
    await changed(town, walk, TUESDAY_AT_TEN, status="cancelled")

    after, off = events_of(await series(town, walk))

    assert before["UID"] == after["UID"] == off["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]


async def test_an_english_calendar_speaks_english(town: Town) -> None:
    walk = await saved(town, "tu")
    await changed(town, walk, TUESDAY_AT_TEN, status="cancelled")

    answer = await town.client.get(f"/en/aanbod/{walk}/agenda.ics")

    titles = {str(event["SUMMARY"]) for event in events_of(answer.content)}
    assert "Cancelled: Samen wandelen in Pathmos" in titles


async def test_what_is_paused_begins_again_when_it_says(town: Town) -> None:
    walk = await saved(town, "tu")
    await town.saved(
        lambda db: offerings.step(
            db,
            walk,
            "paused",
            act(reason="Verbouwing."),
            expected_version=None,
            until=date(2027, 1, 4),
        )
    )

    times = times_of(await series(town, walk), after=MONDAY)

    assert times[0].starts_at == datetime(2027, 1, 5, 9, tzinfo=UTC)
