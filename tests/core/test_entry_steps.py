"""The life of an entry: which steps it may take, and what has to hold for them."""

from contextlib import suppress
from datetime import date
from itertools import product

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.database import Db
from app.core.entries import (
    NEEDS_REASON,
)
from app.core.errors import (
    ConflictError,
    InvalidInputError,
)
from app.offerings.commands import offerings
from app.organizations.commands import organizations
from app.places.commands import places
from tests import factories
from tests.core.lines import last_line
from tests.core.sorts import SORTS, STATUSES, WHY, Sort, every_sort, stands_at, tried
from tests.factories import act

# The steps.


@every_sort
async def test_every_step_of_a_life_is_possible_and_no_other(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    entry_id = (await sort.one(db)).id
    possible: dict[str, set[str]] = {}
    for now, then in product(sort.life, STATUSES):
        async with tried(db):
            await stands_at(db, sort, entry_id, now)
            try:
                taken = await sort.entries.step(db, entry_id, then, WHY, expected_version=None)
            except ConflictError:
                continue
            assert taken.status == then
            assert (await last_line(db, entry_id)).changed["status"] == [now, then]
            possible.setdefault(now, set()).add(then)

    assert possible == sort.life


@every_sort
async def test_the_database_knows_the_same_statuses(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    entry_id = (await sort.one(db)).id
    known = set()
    for status in STATUSES:
        async with tried(db):
            with suppress(IntegrityError):
                await stands_at(db, sort, entry_id, status)
                known.add(status)

    assert known == set(sort.life)


@every_sort
@pytest.mark.parametrize("reason", [None, "", "  "])
async def test_a_no_needs_a_reason(db: Db, sort: Sort, reason: str | None) -> None:
    await factories.neighbourhood(db)
    entry_id = (await sort.one(db)).id
    for now, after in sort.life.items():
        for then in after & NEEDS_REASON:
            await stands_at(db, sort, entry_id, now)
            with pytest.raises(InvalidInputError) as refused:
                await sort.entries.step(
                    db, entry_id, then, act(reason=reason), expected_version=None
                )
            assert [fault.name for fault in refused.value.faults] == ["/reason"]


async def test_a_pause_keeps_its_reason_and_end_until_it_is_over(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    until = date(2026, 12, 14)

    paused = await offerings.step(db, walk.id, "paused", WHY, expected_version=1, until=until)
    assert (paused.status_reason, paused.paused_until) == (WHY.reason, until)

    resumed = await offerings.step(db, walk.id, "published", act(), expected_version=2)
    assert (resumed.status_reason, resumed.paused_until) == (None, None)


@pytest.mark.parametrize(
    ("status", "until", "code"),
    [
        ("paused", date(2026, 11, 23), "past"),
        ("paused", date(2025, 12, 1), "past"),
        ("archived", date(2026, 12, 1), "unused"),
    ],
)
async def test_an_end_that_makes_no_sense_is_refused(
    db: Db, status: str, until: date, code: str
) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)

    with pytest.raises(InvalidInputError) as refused:
        await offerings.step(db, walk.id, status, WHY, expected_version=1, until=until)

    assert [(fault.name, fault.code) for fault in refused.value.faults] == [("/until", code)]


# Nothing stands on what is not there.


@pytest.mark.parametrize("status", ["published", "paused"])
async def test_a_place_under_the_map_cannot_be_archived(db: Db, status: str) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    walk = await factories.offering(db, placeId=boei.id)
    if status == "paused":
        await offerings.step(db, walk.id, "paused", WHY, expected_version=None)

    with pytest.raises(ConflictError, match="Op deze plek is nog aanbod dat op de kaart staat"):
        await places.step(db, boei.id, "archived", act(), expected_version=None)


async def test_an_organization_under_the_map_cannot_be_archived(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)

    with pytest.raises(ConflictError, match="Deze organisatie heeft nog aanbod op de kaart"):
        await organizations.step(db, walk.organization_id, "archived", act(), expected_version=None)


@pytest.mark.parametrize("status", ["draft", "archived"])
async def test_a_place_with_only_hidden_offerings_can_be_archived(db: Db, status: str) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    walk = await factories.offering(db, placeId=boei.id, status="draft")
    await stands_at(db, SORTS["offering"], walk.id, status)

    archived = await places.step(db, boei.id, "archived", act(), expected_version=None)

    assert archived.status == "archived"


async def test_nothing_is_published_in_an_archived_place(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    walk = await factories.offering(db, placeId=boei.id, status="draft")
    await places.step(db, boei.id, "archived", act(), expected_version=None)

    with pytest.raises(ConflictError, match="De plek is gearchiveerd"):
        await offerings.step(db, walk.id, "published", act(), expected_version=None)


async def test_nothing_on_the_map_moves_to_an_archived_place(db: Db) -> None:
    await factories.neighbourhood(db)
    boei, anker = await factories.place(db), await factories.place(db, name="Het Anker")
    walk = await factories.offering(db, placeId=boei.id)
    await places.step(db, anker.id, "archived", act(), expected_version=None)

    with pytest.raises(ConflictError, match="De plek is gearchiveerd"):
        await offerings.change(
            db, walk.id, {"placeId": str(anker.id)}, act(), expected_version=None
        )


async def test_nothing_is_published_by_an_archived_organization(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db, status="draft")
    await organizations.step(db, walk.organization_id, "archived", act(), expected_version=None)

    with pytest.raises(ConflictError, match="De organisatie is gearchiveerd"):
        await offerings.step(db, walk.id, "published", act(), expected_version=None)
