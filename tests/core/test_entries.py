"""What organizations, places and offerings share: their versions, edits and checks."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.documents import Document, as_json, patched
from app.core.entries import Verification
from app.core.errors import (
    ChangedMeanwhileError,
    InvalidInputError,
    NotFoundError,
)
from app.places.commands import places
from tests import factories
from tests.core.lines import last_line, lines_of
from tests.core.sorts import Sort, every_sort
from tests.factories import KEEPER, MONDAY, act

# Edits and versions.


@every_sort
async def test_an_edit_makes_the_next_version(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    row = await sort.one(db)
    later = MONDAY + timedelta(hours=1)

    changed = await sort.entries.change(
        db, row.id, {sort.title: "Iets anders"}, act(later), expected_version=1
    )

    assert (changed.version, changed.updated_at, changed.created_at) == (2, later, MONDAY)
    assert [line.version for line in await lines_of(db, row.id)] == [1, 2]


@every_sort
async def test_an_edit_that_changes_nothing_does_not_touch_the_row(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    row = await sort.one(db)
    same = as_json(await sort.entries.document(db, row))
    where = f"FROM {sort.entries.subject_type} WHERE id = '{row.id}'"
    before = await db.scalar(text(f"SELECT ctid::text {where}"))

    for patch in ({}, same):
        await sort.entries.change(
            db, row.id, patch, act(MONDAY + timedelta(hours=1)), expected_version=1
        )

    assert await db.scalar(text(f"SELECT ctid::text {where}")) == before
    assert len(await lines_of(db, row.id)) == 1


@every_sort
async def test_an_edit_of_an_older_version_is_refused(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    row = await sort.one(db)
    await sort.entries.change(db, row.id, {sort.title: "Eerst dit"}, act(), expected_version=1)

    with pytest.raises(ChangedMeanwhileError):
        await sort.entries.change(db, row.id, {sort.title: "Te laat"}, act(), expected_version=1)
    with pytest.raises(ChangedMeanwhileError):
        await sort.entries.step(db, row.id, "archived", act(), expected_version=1)


@every_sort
async def test_what_is_not_there_cannot_be_changed(db: Db, sort: Sort) -> None:
    with pytest.raises(NotFoundError):
        await sort.entries.change(db, uuid4(), {}, act(), expected_version=None)
    with pytest.raises(NotFoundError):
        await sort.entries.step(db, uuid4(), "archived", act(), expected_version=None)
    with pytest.raises(NotFoundError):
        await sort.entries.verify(db, uuid4(), Verification(MONDAY, "visit"), by=KEEPER)


@every_sort
async def test_a_patch_with_a_typo_is_refused_by_name(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    row = await sort.one(db)

    with pytest.raises(InvalidInputError) as refused:
        await sort.entries.change(
            db, row.id, {"naam": "x", sort.title: None}, act(), expected_version=1
        )

    assert {fault.name for fault in refused.value.faults} == {"/naam", f"/{sort.title}"}


def test_a_merge_patch_reaches_into_objects_and_empties_with_null() -> None:
    stored: Document = {"name": "De Boei", "address": {"street": "Spinnerstraat", "city": "E"}}

    assert patched(stored, {"address": {"city": None, "houseNumber": "27A"}, "name": None}) == {
        "address": {"street": "Spinnerstraat", "houseNumber": "27A"}
    }
    assert patched({"address": None}, {"address": {"city": "Enschede", "street": None}}) == {
        "address": {"city": "Enschede"}
    }
    assert patched({"themes": ["eten"]}, {"themes": ["bewegen"]}) == {"themes": ["bewegen"]}


# Checking.


@every_sort
async def test_a_check_is_no_edit(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    row = await sort.one(db)
    await sort.entries.change(db, row.id, {sort.title: "Iets anders"}, act(), expected_version=1)
    seen = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    checked = await sort.entries.verify(db, row.id, Verification(seen, "visit"), by=KEEPER)

    line = await last_line(db, row.id)
    assert (checked.verified_at, checked.verified_how, checked.verified_by) == (
        seen, "visit", KEEPER,
    )  # fmt: skip
    assert (checked.version, line.version) == (2, 2)
    assert set(line.changed) == {"verifiedAt", "verifiedHow"}
    assert line.snapshot[sort.title] == "Iets anders"


async def test_an_older_check_changes_nothing(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    await places.verify(db, boei.id, Verification(MONDAY, "visit"), by=KEEPER)

    earlier = Verification(MONDAY - timedelta(days=3), "phone")
    row = await places.verify(db, boei.id, earlier, by=KEEPER)

    assert (row.verified_at, row.verified_how) == (MONDAY, "visit")
    assert len(await lines_of(db, boei.id)) == 2


async def test_two_checks_of_one_version_both_stand_in_the_history(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    for days in (1, 2):
        looked = Verification(MONDAY + timedelta(days=days), "visit")
        await places.verify(db, boei.id, looked, by=KEEPER)

    assert [line.version for line in await lines_of(db, boei.id)] == [1, 1, 1]
