"""Offerings and schedules: what is filled in comes back, and what is wrong is named at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import Db
from app.core.documents import Document, as_json, read_document
from app.core.errors import InvalidInputError
from app.offerings.commands import offerings
from app.offerings.programme import put_schedules
from app.offerings.queries import schedules_of
from app.offerings.schemas import OfferingIn, SessionChangeIn
from app.offerings.sessions import schedule_document
from app.schedule.schemas import ScheduleIn
from tests import factories
from tests.factories import act
from tests.offerings.documents import Neighbours, offering_documents, schedule_documents

ONE = "01a20045-8eb8-7687-b7ae-6bcb7f377477"
WALK: dict[str, Any] = {
    "kind": "activiteit",
    "title": "Samen wandelen",
    "summary": "Een rondje door de buurt.",
    "organizationId": ONE,
    "channel": "phone",
    "serviceAreas": ["GM0153"],
    "themes": ["bewegen"],
    "access": ["open"],
    "provision": "general",
    "cost": {"kind": "free"},
    "joining": "walk_in",
}
quick = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


# What is filled in comes back.


@pytest.fixture
async def known(db: Db) -> Neighbours:
    await factories.neighbourhood(db)
    for code, name in (("PA0153-zuid-oost", "Zuidoost"), ("PA0153-zuid", "Zuid")):
        await db.execute(
            text("""
                INSERT INTO area (code, level, name, parent_code, gemeente_code, year,
                    label_point, boundary, created_at, updated_at)
                SELECT :code, 'people', :name, code, code, year, label_point, boundary,
                    created_at, updated_at
                FROM area WHERE code = 'GM0153'
            """),
            {"code": code, "name": name},
        )
    walks = [await factories.offering(db) for _ in range(3)]
    boei = await factories.place(db)
    return Neighbours(
        organizations=[walk.organization_id for walk in walks],
        places=[boei.id, (await factories.place(db, name="Het Anker")).id],
        offerings=[walk.id for walk in walks],
    )


@quick
@given(data=st.data())
async def test_what_is_saved_is_what_is_read(
    db: Db, known: Neighbours, data: st.DataObject
) -> None:
    document = OfferingIn.model_validate(data.draw(offering_documents(known)))
    entry_id = (await offerings.register(db, document, act(), status="draft")).id
    db.expire_all()

    row = await offerings.locked(db, entry_id, expected_version=1)
    read = as_json(await offerings.document(db, row))
    saved_again = await offerings.change(db, entry_id, read, act(), expected_version=1)

    assert read == as_json(document)
    assert saved_again.version == 1


@pytest.fixture
def walk_id(known: Neighbours) -> UUID:
    return known.offerings[0]


async def saved(db: Db, offering_id: UUID) -> list[Document]:
    db.expire_all()
    rows = (await schedules_of(db, [offering_id])).get(offering_id, [])
    return [schedule_document(row) for row in rows]


def as_shown(schedule: ScheduleIn) -> Mapping[str, Any]:
    """What an editor means by it: a start on a day of the series, days once and in order."""
    meant = schedule.to_recurrence(gemeente_region="noord")
    document = as_json(schedule) | {
        "startDate": meant.start.date().isoformat(),
        "except": sorted({day.isoformat() for day in schedule.except_dates}),
        "schoolRegion": meant.school_region,
    }
    if schedule.preset == "weekly":
        document |= {
            "everyWeeks": schedule.every_weeks or 1,
            "weekdays": [day for day in ("mo", "tu", "we", "th", "fr", "sa", "su")
                         if day in schedule.weekdays],
        }  # fmt: skip
    return document


@quick
@given(data=st.data())
async def test_a_schedule_that_is_saved_is_what_is_read(
    db: Db, known: Neighbours, walk_id: UUID, data: st.DataObject
) -> None:
    given_schedules = data.draw(st.lists(schedule_documents(known.places), max_size=2))
    schedules = [ScheduleIn.model_validate(given) for given in given_schedules]
    row = await put_schedules(db, walk_id, schedules, act(), expected_version=None)
    version = row.version

    read = await saved(db, walk_id)
    again = [read_document(ScheduleIn, document) for document in read]
    row = await put_schedules(db, walk_id, again, act(), expected_version=version)

    members = set(ScheduleIn.model_json_schema()["properties"])
    assert [
        {name: shown.get(name, default) for name, default in as_json(schedule).items()}
        for shown, schedule in zip(read, again, strict=True)
    ] == [as_json(schedule) for schedule in again]
    assert [as_json(schedule) for schedule in again] == [as_shown(one) for one in schedules]
    assert all(set(document) <= members for document in read)
    assert row.version == version


async def test_the_very_same_choice_again_changes_nothing(db: Db, walk_id: UUID) -> None:
    chosen = [
        factories.weekly(
            startDate="2026-09-03", onSchoolHolidays="skip", weekdays=["fr", "tu"], everyWeeks=2
        )
    ]
    first = await put_schedules(db, walk_id, chosen, act(), expected_version=1)
    assert first.version == 2

    again = await put_schedules(db, walk_id, chosen, act(), expected_version=2)

    assert again.version == 2


# What is wrong is named where it stands, and all at once.


def faults_in(**different: Any) -> list[tuple[str, str]]:
    document = {name: value for name, value in (WALK | different).items() if value != "absent"}
    with pytest.raises(InvalidInputError) as refused:
        read_document(OfferingIn, document)
    return [(fault.name, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("different", "fault"),
    [
        ({"channel": "place"}, ("/placeId", "missing")),
        ({"channel": "absent"}, ("/placeId", "missing")),
        ({"channel": "phone", "placeId": ONE}, ("/placeId", "unused")),
        ({"channel": "online", "placeId": ONE}, ("/placeId", "unused")),
        ({"channel": "at_home", "placeId": ONE}, ("/placeId", "unused")),
        ({"serviceAreas": []}, ("/serviceAreas", "missing")),
        ({"serviceAreas": "absent"}, ("/serviceAreas", "missing")),
        ({"channel": "on_the_move", "serviceAreas": []}, ("/serviceAreas", "missing")),
        ({"effort": "brisk"}, ("/effort", "unused")),
        ({"distanceKm": 3.5}, ("/distanceKm", "unused")),
        ({"minAge": 19, "maxAge": 18}, ("/maxAge", "ages-crossed")),
        (
            {
                "audiences": [
                    {"code": "mantelzorgers", "mode": "open"},
                    {"code": "mantelzorgers", "mode": "only"},
                ]
            },
            ("/audiences", "twice"),
        ),
        ({"themes": ["bewegen", "bewegen"]}, ("/themes", "twice")),
        ({"organizers": [ONE, ONE]}, ("/organizers", "twice")),
        ({"nextSteps": [ONE, ONE]}, ("/nextSteps", "twice")),
        ({"cost": {"kind": "amount"}}, ("/cost/amount", "amount-missing")),
        ({"cost": {"kind": "free", "amount": 2}}, ("/cost/amount", "amount-unused")),
    ],
)
def test_what_contradicts_something_else_is_named_where_it_stands(
    different: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert faults_in(**different) == [fault]


def test_everything_that_is_wrong_comes_at_once() -> None:
    found = faults_in(
        title="S",
        channel="phone",
        placeId=ONE,
        serviceAreas=["GM0153", "GM0153"],
        themes=[],
        audiences=[{"code": "jongeren", "mode": "open"}] * 2,
        minAge=70,
        maxAge=7,
        languages=["Nederlands"],
        access=["iedereen"],
        cost={"kind": "unknown", "amount": 5},
        effort="brisk",
        distanceKm=3,
        contact={"phone": "bel Annie", "email": "annie"},
        naam="Samen wandelen",
    )

    assert {name for name, _ in found} == {
        "/title",
        "/placeId",
        "/serviceAreas",
        "/themes",
        "/audiences",
        "/maxAge",
        "/languages/0",
        "/access/0",
        "/cost/amount",
        "/effort",
        "/distanceKm",
        "/contact/phone",
        "/contact/email",
        "/naam",
    }


@pytest.mark.parametrize(
    "amount",
    [0, -1, 0.001, 1_234_567, 1_234_567.8, 12_345_678, "veel", "NaN", "Infinity", 1e300],
)
def test_an_amount_that_nobody_pays_is_refused(amount: object) -> None:
    (fault,) = faults_in(cost={"kind": "amount", "amount": amount})

    assert fault[0] == "/cost/amount"


async def test_an_amount_is_kept_to_the_cent(db: Db) -> None:
    await factories.neighbourhood(db)
    for amount in (0.01, 2.5, 999999.99):
        walk = await factories.offering(db, cost={"kind": "amount", "amount": amount})
        await db.refresh(walk)
        assert as_json(await offerings.document(db, walk))["cost"] == {
            "kind": "amount", "amount": amount, "per": None, "note": None,
        }  # fmt: skip


async def test_unknown_codes_and_ids_are_all_named_with_a_hint(db: Db) -> None:
    await factories.neighbourhood(db)

    with pytest.raises(InvalidInputError) as refused:
        await factories.offering(
            db,
            kind="activitijt",
            themes=["bewegen", "wandeln"],
            audiences=[{"code": "mantelzorger", "mode": "open"}],
            serviceAreas=["GM0153", "GM9999"],
            organizers=[str(uuid4())],
            nextSteps=[str(uuid4())],
        )

    said = {fault.name: fault.message for fault in refused.value.faults}
    assert set(said) == {
        "/kind", "/themes/1", "/audiences/0/code", "/serviceAreas/1", "/organizers", "/nextSteps",
    }  # fmt: skip
    assert "Bedoelt u 'activiteit'?" in said["/kind"]
    assert "Bedoelt u 'mantelzorgers'?" in said["/audiences/0/code"]
    assert "GM9999" in said["/serviceAreas/1"]


async def test_an_offering_does_not_lead_to_itself(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)

    with pytest.raises(InvalidInputError) as refused:
        await offerings.change(
            db, walk.id, {"nextSteps": [str(walk.id)]}, act(), expected_version=1
        )

    assert [(f.name, f.code) for f in refused.value.faults] == [("/nextSteps", "itself")]


# Single sessions.

TEN, HALF_PAST_ELEVEN = "2026-11-25T09:00:00Z", "2026-11-25T10:30:00Z"


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"status": "cancelled", "startsAt": TEN, "endsAt": HALF_PAST_ELEVEN, "placeId": ONE},
         ["/startsAt", "/endsAt", "/placeId"]),
        ({"status": "moved"}, ["/placeId"]),
        ({"status": "moved", "startsAt": TEN}, ["/endsAt"]),
        ({"status": "moved", "endsAt": TEN}, ["/endsAt"]),
        ({"status": "moved", "startsAt": HALF_PAST_ELEVEN, "endsAt": TEN}, ["/endsAt"]),
        ({"status": "moved", "startsAt": TEN, "endsAt": TEN}, ["/endsAt"]),
        ({"status": "moved", "startsAt": "2026-11-25T10:00:00", "endsAt": TEN}, ["/startsAt"]),
        ({"status": "weg", "reden": "ziek"}, ["/status", "/reden"]),
    ],
)  # fmt: skip
def test_a_change_of_one_session_makes_sense(change: dict[str, Any], faults: list[str]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_document(SessionChangeIn, change)

    assert [fault.name for fault in refused.value.faults] == faults
