"""What other search engines are told of an offering and a place, in the words of schema.org."""

from typing import Any
from uuid import UUID

from app.core.database import Db
from tests.factories import PATHMOS, place, weekly
from tests.finder.offering_asked import saved
from tests.finder.pathmos import goes_on
from tests.finder.pathmos_asked import Town
from tests.web.calendars_read import TUESDAY_AT_TEN, changed
from tests.web.parsed import parsed

SCHEMA = "https://schema.org"


async def told(town: Town, path: str) -> Any:
    page = parsed((await town.client.get(path)).text)
    return next(one for one in page.data() if isinstance(one, dict) and "@context" in one)


async def at_de_boei(town: Town, *schedules: Any, **different: Any) -> UUID:
    async def there(db: Db) -> UUID:
        return (await goes_on(db, *schedules, placeId=(await place(db)).id, **different)).id

    found: UUID = await town.saved(there)
    return found


async def test_a_group_is_a_series_of_events_with_its_schedule(town: Town) -> None:
    cost = {"kind": "amount", "amount": 2.5, "per": "keer"}
    walk = await at_de_boei(town, weekly("tu", everyWeeks=2, until="2027-01-31"), cost=cost)

    document = await told(town, f"/aanbod/{walk}")

    assert document["@type"] == "EventSeries"
    assert document["url"].endswith(f"/aanbod/{walk}")
    assert document["organizer"] == {"@type": "Organization", "name": "Alifa"}
    assert document["isAccessibleForFree"] is False
    (offer,) = document["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("2.50", "EUR")
    assert document["eventSchedule"] == [
        {
            "@type": "Schedule",
            "repeatFrequency": "P2W",
            "byDay": [f"{SCHEMA}/Tuesday"],
            "startDate": "2026-09-01",
            "startTime": "10:00",
            "endTime": "11:30",
            "scheduleTimezone": "Europe/Amsterdam",
            "endDate": "2027-01-31",
        }
    ]
    assert document["location"]["address"]["streetAddress"] == "Spinnerstraat 27A"
    assert document["location"]["geo"]["latitude"] == 52.211579
    first = document["subEvent"][0]
    assert first["startDate"] == document["startDate"] == "2026-11-24T10:00:00+01:00"
    assert first["endDate"] == "2026-11-24T11:30:00+01:00"


async def test_what_is_cancelled_or_moved_is_told_so(town: Town) -> None:
    walk = await at_de_boei(town, "tu", "we")
    await changed(town, walk, TUESDAY_AT_TEN, status="cancelled")
    wednesday = TUESDAY_AT_TEN.replace(day=25)
    begin, end = wednesday.replace(hour=12), wednesday.replace(hour=13)
    await changed(town, walk, wednesday, status="moved", startsAt=begin, endsAt=end)

    off, moved, *_ = (await told(town, f"/aanbod/{walk}"))["subEvent"]

    assert off["eventStatus"] == f"{SCHEMA}/EventCancelled"
    assert moved["eventStatus"] == f"{SCHEMA}/EventRescheduled"
    assert moved["startDate"] == "2026-11-25T13:00:00+01:00"
    assert moved["previousStartDate"] == "2026-11-25T10:00:00+01:00"


async def test_what_has_no_times_is_a_service(town: Town) -> None:
    help_by_phone = await saved(town, serviceAreas=[PATHMOS], cost={"kind": "free"})

    document = await told(town, f"/aanbod/{help_by_phone}")

    assert document["@type"] == "Service"
    assert document["areaServed"] == [{"@type": "AdministrativeArea", "name": "Pathmos"}]
    assert document["provider"]["name"] == "Alifa"


async def test_a_place_tells_where_it_is_and_who_can_get_in(town: Town) -> None:
    async def open_house(db: Db) -> UUID:
        features = {"lift": {"state": "yes"}, "ringleiding": {"state": "unknown"}}
        return (await place(db, accessFeatures=features)).id

    document = await told(town, f"/plek/{await town.saved(open_house)}")

    assert document["@type"] == "Place"
    assert document["address"]["postalCode"] == "7545TP"
    assert document["amenityFeature"] == [
        {"@type": "LocationFeatureSpecification", "name": "lift", "value": True}
    ]


async def test_no_title_ends_the_block_that_it_stands_in(town: Town) -> None:
    title = '</script><script>alert("x")</script>'
    walk = await at_de_boei(town, "tu", title=title)

    answer = await town.client.get(f"/aanbod/{walk}")

    assert "<script>alert" not in answer.text
    assert (await told(town, f"/aanbod/{walk}"))["name"] == title


async def test_of_what_is_discreet_nothing_is_told(town: Town) -> None:
    walk = await at_de_boei(town, "tu", themes=["geld"])

    assert "ld+json" not in (await town.client.get(f"/aanbod/{walk}")).text
