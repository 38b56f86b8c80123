"""Every write leaves one line of history, and only that; what is somebody's own stays out of it."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from types import ModuleType
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import history
from app.core.database import Db
from app.core.entries import Act, Entries, Source, Verification
from app.core.history import CHANGED, Actor, Subject, differences, record
from app.offerings import commands as offering_commands
from app.offerings import programme
from app.offerings.commands import follow_successors, offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations import commands as organization_commands
from app.organizations.commands import organizations
from app.organizations.schemas import OrganizationIn
from app.places import commands as place_commands
from app.places.commands import places
from app.places.schemas import PlaceIn
from tests import factories
from tests.core.lines import count_lines, last_line, lines_of
from tests.factories import DE_BOEI, KEEPER, MONDAY, act, weekly

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TUESDAY_AT_TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LIST = Source(name="sociale-kaart", external_id="17")
CHECKED = Verification(at=NOON, how="phone")

ALIFA = OrganizationIn(name="Alifa", kind="welzijn", gemeenten=["GM0153"])
DE_BOEI_IN = PlaceIn(name="De Boei", kind="buurthuis", point=DE_BOEI)

Deed = Callable[[], Awaitable[object]]
Case = Callable[[Db], Awaitable[Deed]]
"""Prepares a neighbourhood and answers the deed; done twice, the second time changes nothing."""

# A command is a write unless it stands here: questions, the parts that commands are made of, and
# what only derives again.
NO_COMMANDS = frozenset(
    {
        "amend",
        "derive_areas_again",
        "derive_gemeente_again",
        "document",
        "extras",
        "hold_what_they_stand_on",
        "note_words",
        "faults",
        "follow",
        "known_as",
        "locked",
        "relate",
        "snapshot",
    }
)


# Organizations.


async def _organization_registered(db: Db) -> Deed:
    return lambda: organizations.register(db, ALIFA, act(), status="draft")


async def _organization_changed(db: Db) -> Deed:
    alifa = await factories.organization(db)
    return lambda: organizations.change(
        db, alifa.id, {"name": "Alifa Welzijn"}, act(), expected_version=None
    )


async def _organization_taken_over(db: Db) -> Deed:
    return lambda: organizations.take_over(db, ALIFA, source=LIST, status="draft", now=MONDAY)


async def _organization_archived(db: Db) -> Deed:
    alifa = await factories.organization(db)
    return lambda: organizations.step(db, alifa.id, "archived", act(), expected_version=None)


async def _organization_checked(db: Db) -> Deed:
    alifa = await factories.organization(db)
    return lambda: organizations.verify(db, alifa.id, CHECKED, by=KEEPER)


async def _organization_trusted(db: Db) -> Deed:
    alifa = await factories.organization(db)
    until = date(2027, 11, 1)
    return lambda: organizations.trust(db, alifa.id, act(), gemeente_code="GM0153", until=until)


# Places.


async def _place_registered(db: Db) -> Deed:
    return lambda: places.register(db, DE_BOEI_IN, act(), status="draft")


async def _place_changed(db: Db) -> Deed:
    boei = await factories.place(db)
    patch = {"name": "Buurthuis De Boei", "openingHours": "Mo-Fr 09:00-17:00"}
    return lambda: places.change(db, boei.id, patch, act(), expected_version=None)


async def _place_taken_over(db: Db) -> Deed:
    return lambda: places.take_over(db, DE_BOEI_IN, source=LIST, status="draft", now=MONDAY)


async def _place_archived(db: Db) -> Deed:
    boei = await factories.place(db)
    return lambda: places.step(db, boei.id, "archived", act(), expected_version=None)


async def _place_checked(db: Db) -> Deed:
    boei = await factories.place(db)
    return lambda: places.verify(db, boei.id, CHECKED, by=KEEPER)


# Offerings, and when they are.


async def _offering_registered(db: Db) -> Deed:
    alifa = await factories.organization(db)
    walk = factories.offering_document(organization_id=alifa.id)
    return lambda: offerings.register(db, walk, act(), status="draft")


async def _offering_changed(db: Db) -> Deed:
    walk = await factories.offering(db)
    patch = {"title": "Rondje Pathmos", "serviceAreas": [factories.PATHMOS]}
    return lambda: offerings.change(db, walk.id, patch, act(), expected_version=None)


async def _offering_taken_over(db: Db) -> Deed:
    alifa = await factories.organization(db)
    walk = factories.offering_document(organization_id=alifa.id)
    return lambda: offerings.take_over(db, walk, source=LIST, status="draft", now=MONDAY)


async def _offering_paused(db: Db) -> Deed:
    walk = await factories.offering(db)
    ill = act(reason="De begeleider is ziek.")
    return lambda: offerings.step(db, walk.id, "paused", ill, expected_version=None)


async def _offering_checked(db: Db) -> Deed:
    walk = await factories.offering(db)
    return lambda: offerings.verify(db, walk.id, CHECKED, by=KEEPER)


async def _areas_followed(db: Db) -> Deed:
    await factories.offering(db, serviceAreas=[factories.PATHMOS])
    await factories.square_buurt(db, code="BU01530299", name="Pathmos-Zuid")
    return lambda: follow_successors(db, successors={factories.PATHMOS: ["BU01530299"]}, act=act())


async def _schedules_put(db: Db) -> Deed:
    walk = await factories.offering(db)
    return lambda: put_schedules(db, walk.id, [weekly()], act(), expected_version=None)


async def _session_cancelled(db: Db) -> Deed:
    walk = await factories.offering(db)
    await put_schedules(db, walk.id, [weekly()], act(), expected_version=None)
    return lambda: change_session(
        db,
        walk.id,
        SessionChangeIn(status="cancelled", note="De begeleider is ziek."),
        act(),
        original_starts_at=TUESDAY_AT_TEN,
        expected_version=None,
    )


CASES: dict[str, Case] = {
    "Organizations.register": _organization_registered,
    "Organizations.change": _organization_changed,
    "Organizations.take_over": _organization_taken_over,
    "Organizations.step": _organization_archived,
    "Organizations.verify": _organization_checked,
    "Organizations.trust": _organization_trusted,
    "Places.register": _place_registered,
    "Places.change": _place_changed,
    "Places.take_over": _place_taken_over,
    "Places.step": _place_archived,
    "Places.verify": _place_checked,
    "Offerings.register": _offering_registered,
    "Offerings.change": _offering_changed,
    "Offerings.take_over": _offering_taken_over,
    "Offerings.step": _offering_paused,
    "Offerings.verify": _offering_checked,
    "commands.follow_successors": _areas_followed,
    "programme.put_schedules": _schedules_put,
    "programme.change_session": _session_cancelled,
}
# What cannot be done twice, or makes something new each time.
ONCE_ONLY = {name for name in CASES if name.endswith((".register", ".step"))}


def public_coroutines(owner: type | ModuleType) -> set[str]:
    """`Owner.name` of every public coroutine function that it has itself or inherits."""
    own_name = owner.__name__.rpartition(".")[2]
    return {
        f"{own_name}.{name}"
        for name, member in inspect.getmembers(owner, inspect.iscoroutinefunction)
        if not name.startswith("_")
        and (isinstance(owner, type) or member.__module__ == owner.__name__)
    }


def subclasses_of_entries() -> list[type]:
    return list(Entries.__subclasses__())


def test_every_command_of_the_catalogue_has_a_case_here() -> None:
    owners: list[type | ModuleType] = [
        *subclasses_of_entries(),
        organization_commands,
        place_commands,
        offering_commands,
        programme,
    ]
    found = set().union(*(public_coroutines(owner) for owner in owners))
    commands = {name for name in found if name.rpartition(".")[2] not in NO_COMMANDS}

    assert commands == set(CASES)


@pytest.mark.parametrize("name", CASES)
async def test_every_command_leaves_exactly_one_line_with_who_and_when(db: Db, name: str) -> None:
    await factories.neighbourhood(db)
    deed = await CASES[name](db)
    before = await count_lines(db)

    await deed()

    line = (await db.execute(text("SELECT * FROM change ORDER BY id DESC LIMIT 1"))).one()
    version = await db.scalar(
        text(f"SELECT version FROM {line.subject_type} WHERE id::text = :id"),  # noqa: S608
        {"id": line.subject_id},
    )
    assert await count_lines(db) == before + 1
    assert line.actor in {KEEPER, "import:sociale-kaart"}
    assert line.at in {MONDAY, NOON}
    assert line.version == version


@pytest.mark.parametrize("name", sorted(set(CASES) - ONCE_ONLY))
async def test_doing_the_same_again_leaves_no_line(db: Db, name: str) -> None:
    await factories.neighbourhood(db)
    deed = await CASES[name](db)
    await deed()
    before = await count_lines(db)

    await deed()

    assert await count_lines(db) == before


async def test_a_line_tells_old_and_new_and_why(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db)
    await organizations.change(
        db, alifa.id, {"name": "Alifa Welzijn"}, act(reason="Nieuwe naam."), expected_version=1
    )

    line = await last_line(db, alifa.id)

    assert line.changed == {"name": ["Alifa", "Alifa Welzijn"]}
    assert line.reason == "Nieuwe naam."
    assert line.snapshot["name"] == "Alifa Welzijn"
    assert line.snapshot["gemeenten"] == ["GM0153"]


async def test_a_pause_and_its_end_stand_in_the_history(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    ill = act(reason="De begeleider is ziek.")
    await offerings.step(db, walk.id, "paused", ill, expected_version=1, until=date(2026, 12, 14))
    await offerings.step(db, walk.id, "published", act(), expected_version=2)

    _, paused, resumed = await lines_of(db, walk.id)

    assert paused.changed == {
        "status": ["published", "paused"],
        "statusReason": [None, "De begeleider is ziek."],
        "pausedUntil": [None, "2026-12-14"],
    }
    assert resumed.changed == {name: [new, old] for name, (old, new) in paused.changed.items()}


async def test_trust_says_in_which_gemeente(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db, gemeenten=["GM0153", "GM0193"])
    until = date(2027, 11, 1)
    await organizations.trust(db, alifa.id, act(), gemeente_code="GM0193", until=until)
    await organizations.trust(db, alifa.id, act(), gemeente_code="GM0193", until=None)

    _, given, taken = await lines_of(db, alifa.id)

    assert given.changed == {"trustedUntil": [{}, {"GM0193": "2027-11-01"}]}
    assert taken.changed == {"trustedUntil": [{"GM0193": "2027-11-01"}, {}]}


async def test_an_offering_s_line_holds_its_whole_programme(db: Db) -> None:
    await factories.neighbourhood(db)
    deed = await _session_cancelled(db)
    await deed()
    offering_id = await db.scalar(text("SELECT id FROM offering"))

    line = await last_line(db, offering_id)

    assert list(line.changed) == ["sessionChanges"]
    assert line.snapshot["schedules"][0]["weekdays"] == ["tu"]
    assert line.snapshot["sessionChanges"] == [
        {
            "originalStartsLocal": "2026-11-24T10:00",
            "status": "cancelled",
            "startsAt": None,
            "endsAt": None,
            "placeId": None,
            "note": "De begeleider is ziek.",
        }
    ]


# What is somebody's own.


async def all_history(db: Db) -> str:
    """Everything that the history holds, as text to search in."""
    return str(await db.scalar(text("SELECT string_agg(change::text, ' ') FROM change")))


async def test_a_volunteers_own_number_never_stands_in_the_history(db: Db) -> None:
    await factories.neighbourhood(db)
    group = await factories.organization(
        db, phone="06-12345678", email="info@pathmos.nl", personal=["phone"]
    )
    await organizations.change(db, group.id, {"phone": "06-87654321"}, act(), expected_version=1)
    await organizations.verify(db, group.id, CHECKED, by=KEEPER)
    await organizations.step(db, group.id, "archived", act(), expected_version=2)

    registered, changed, *_ = await lines_of(db, group.id)
    written = await all_history(db)

    assert "12345678" not in written
    assert "87654321" not in written
    assert "info@pathmos.nl" in written
    assert registered.changed["phone"] == [None, CHANGED]
    assert changed.changed == {"phone": [CHANGED, CHANGED]}


async def test_a_number_stays_ones_own_in_the_very_edit_that_takes_the_mark_off(db: Db) -> None:
    await factories.neighbourhood(db)
    group = await factories.organization(db, phone="06-12345678", personal=["phone"])

    await organizations.change(
        db, group.id, {"phone": "053-4321000", "personal": []}, act(), expected_version=1
    )

    assert "12345678" not in await all_history(db)


async def test_a_number_that_becomes_ones_own_is_kept_out_from_then_on(db: Db) -> None:
    await factories.neighbourhood(db)
    group = await factories.organization(db, phone="053-4321000")

    await organizations.change(
        db, group.id, {"phone": "06-12345678", "personal": ["phone"]}, act(), expected_version=1
    )

    assert "12345678" not in await all_history(db)


async def test_the_contacts_of_an_offering_never_stand_in_the_history(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(
        db,
        contact={"askFor": "Fatima", "phone": "06-12345678"},
        professionalContact={"email": "fatima@alifa.nl"},
    )
    await offerings.change(db, walk.id, {"contact": {"askFor": "Annie"}}, act(), expected_version=1)
    await offerings.verify(db, walk.id, CHECKED, by=KEEPER)
    await put_schedules(db, walk.id, [weekly()], act(), expected_version=2)

    changed = (await lines_of(db, walk.id))[1]
    written = await all_history(db)

    assert changed.changed == {"contact": [CHANGED, CHANGED]}
    for own in ("Fatima", "Annie", "12345678", "fatima@alifa.nl"):
        assert own not in written


async def test_what_an_import_brought_stands_in_the_history_without_the_contacts(db: Db) -> None:
    await factories.neighbourhood(db)
    group = ALIFA.model_copy(update={"phone": "06-12345678", "personal": ["phone"]})
    taken = await organizations.take_over(db, group, source=LIST, status="published", now=MONDAY)

    assert "12345678" not in await all_history(db)
    # The import itself has to remember it, on the row where the number stands anyway.
    assert taken.row.imported is not None
    assert taken.row.imported["phone"] == "06-12345678"


# The one function, and what the database keeps of it.


def test_equal_sides_are_no_difference() -> None:
    assert differences({"name": "De Boei", "tags": [1]}, {"tags": [1], "name": "De Boei"}) == {}


def test_a_member_that_appears_and_one_that_goes_are_differences() -> None:
    assert differences({"old": 1}, {"new": 2}) == {"new": [None, 2], "old": [1, None]}


async def test_recording_equal_sides_writes_nothing(db: Db) -> None:
    subject = Subject("place", uuid4(), 1)

    told = record(
        db, subject, before={"name": "De Boei"}, after={"name": "De Boei"}, by=KEEPER, at=MONDAY
    )
    await db.flush()

    assert told is None
    assert await count_lines(db) == 0


@pytest.mark.parametrize(
    "actor", ["account:7", "import:sociale-kaart", "link:abc", "system:sessions"]
)
async def test_an_actor_says_what_sort_it_is(db: Db, actor: str) -> None:
    await factories.neighbourhood(db)

    alifa = await organizations.register(db, ALIFA, Act(Actor(actor), MONDAY), status="draft")

    assert (await last_line(db, alifa.id)).actor == actor


@pytest.mark.parametrize("actor", ["Annie", "", "account:", "person:7", " account:7"])
async def test_the_database_refuses_another_sort_of_actor(db: Db, actor: str) -> None:
    await factories.neighbourhood(db)

    with pytest.raises(IntegrityError, match="change_actor_check"):
        await organizations.register(db, ALIFA, Act(Actor(actor), MONDAY), status="draft")


async def test_the_database_refuses_a_second_line_for_one_version(db: Db) -> None:
    subject = Subject("place", uuid4(), 1)
    for name in ("De Boei", "Het Anker"):
        record(db, subject, before=None, after={"name": name}, by=KEEPER, at=MONDAY)

    with pytest.raises(IntegrityError, match=r"change.*version|change_one_edit"):
        await db.flush()


def test_history_is_written_by_one_function_only() -> None:
    writers = {
        name
        for name, member in inspect.getmembers(history, inspect.isfunction)
        if "db.add" in inspect.getsource(member)
    }

    assert writers == {"record"}
