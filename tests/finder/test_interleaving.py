"""Two people who write at the same moment, step by step, and what the map says afterwards.

Each story is told twice: as it is, and with what keeps it right taken out, which must go wrong.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import unit_of_work
from app.core.geo import LonLat
from app.offerings.programme import put_schedules
from tests import factories
from tests.areas.weverveld import engine_of
from tests.factories import act, weekly
from tests.finder.read_model import what_differs

IS_WAITING = "SELECT cardinality(pg_blocking_pids($1)) > 0 FROM pg_sleep(0.01)"

Statement = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Street:
    """A walk from De Boei by Alifa, with a second place, organization and organizer beside it."""

    engine: AsyncEngine
    url: str
    walk: UUID
    alifa: UUID
    humanitas: UUID
    organizer: UUID
    boei: UUID
    anker: UUID

    async def together(self, first: Statement, second: Statement) -> None:
        """`first` is written, then `second`, both before either is committed.

        Who loses a deadlock does it again, as the house does.
        """
        one, two = await asyncpg.connect(self.url), await asyncpg.connect(self.url)
        try:
            ours, theirs = one.transaction(), two.transaction()
            await ours.start()
            await one.execute(first[0], *first[1])
            await theirs.start()
            pid = two.get_server_pid()
            other = asyncio.create_task(two.execute(second[0], *second[1]))
            while not other.done() and not await one.fetchval(IS_WAITING, pid):
                pass
            await ours.commit()
            try:
                await other
                await theirs.commit()
            except asyncpg.DeadlockDetectedError:
                await theirs.rollback()
                await two.execute(second[0], *second[1])
        finally:
            await asyncio.gather(one.close(), two.close())

    async def difference(self) -> list[str]:
        async with unit_of_work(self.engine) as db:
            return await what_differs(db)


async def a_street(url: str) -> Street:
    engine = engine_of(url)
    async with unit_of_work(engine) as db:
        await factories.neighbourhood(db)
        boei = await factories.place(db)
        anker = await factories.place(db, name="Het Anker", point=LonLat(lon=6.873, lat=52.21))
        alifa, humanitas, organizer = [
            await factories.organization(db, name=name)
            for name in ("Alifa", "Humanitas", "Zorggroep")
        ]
        walk = await factories.offering(
            db, organizationId=alifa.id, placeId=boei.id, organizers=[organizer.id]
        )
        elsewhere = weekly("th", placeId=str(anker.id))
        await put_schedules(db, walk.id, [weekly(), elsewhere], act(), expected_version=None)
    return Street(engine, url, walk.id, alifa.id, humanitas.id, organizer.id, boei.id, anker.id)


@pytest.fixture(scope="module")
def common_url(make_database: Callable[[], str]) -> str:
    """A database for all stories: each adds a street, and leaves what is right."""
    return make_database()


@pytest.fixture
async def street(common_url: str) -> AsyncIterator[Street]:
    street = await a_street(common_url)
    yield street
    await street.engine.dispose()


@pytest.fixture
async def own_street(database_url: str) -> AsyncIterator[Street]:
    street = await a_street(database_url)
    yield street
    await street.engine.dispose()


def hide(place: UUID) -> Statement:
    return "UPDATE place SET visibility = 'hidden' WHERE id = $1", (place,)


def block(organization: UUID) -> Statement:
    return "UPDATE organization SET status = 'blocked' WHERE id = $1", (organization,)


def rename(organization: UUID) -> Statement:
    return "UPDATE organization SET name = 'Vernoemd' WHERE id = $1", (organization,)


def move(walk: UUID, place: UUID) -> Statement:
    return "UPDATE offering SET place_id = $2 WHERE id = $1", (walk, place)


def hand_over(walk: UUID, organization: UUID) -> Statement:
    return "UPDATE offering SET organization_id = $2 WHERE id = $1", (walk, organization)


def retitle(walk: UUID) -> Statement:
    return "UPDATE offering SET title = 'Samen lopen' WHERE id = $1", (walk,)


def drop_sessions_at(place: UUID) -> Statement:
    return "DELETE FROM session WHERE place_id = $1", (place,)


def remove(walk: UUID) -> Statement:
    return "DELETE FROM offering WHERE id = $1", (walk,)


def rebuild(walk: UUID) -> Statement:
    return "SELECT finder_refresh(ARRAY[$1::uuid])", (walk,)


Story = Callable[[Street], tuple[Statement, Statement]]

STORIES: dict[str, Story] = {
    "a place is hidden while the walk there is edited": (lambda s: (hide(s.boei), retitle(s.walk))),
    "a walk is edited while its place is hidden": lambda s: (retitle(s.walk), hide(s.boei)),
    "a walk leaves a place that is being hidden": lambda s: (move(s.walk, s.anker), hide(s.boei)),
    "a place is hidden while the walk leaves it": lambda s: (hide(s.boei), move(s.walk, s.anker)),
    "a walk comes to a place that is being hidden": (
        lambda s: (hide(s.anker), move(s.walk, s.anker))
    ),
    "a place is hidden while a walk comes to it": lambda s: (move(s.walk, s.anker), hide(s.anker)),
    "an organization is blocked while its walk is edited": (
        lambda s: (block(s.alifa), retitle(s.walk))
    ),
    "a walk leaves an organization that is being blocked": (
        lambda s: (hand_over(s.walk, s.humanitas), block(s.alifa))
    ),
    "an organizer gets another name while the walk is edited": (
        lambda s: (retitle(s.walk), rename(s.organizer))
    ),
    "an organization is blocked while its place is hidden": (
        lambda s: (block(s.alifa), hide(s.boei))
    ),
    "a place is hidden while its organization is blocked": (
        lambda s: (hide(s.boei), block(s.alifa))
    ),
    "both places of a walk are hidden": lambda s: (hide(s.boei), hide(s.anker)),
    "both places of a walk are hidden, the other first": lambda s: (hide(s.anker), hide(s.boei)),
    "sessions go from a place that is being hidden": (
        lambda s: (drop_sessions_at(s.anker), hide(s.anker))
    ),
    "the place of some sessions is hidden while the walk is edited": (
        lambda s: (hide(s.anker), retitle(s.walk))
    ),
    "a walk is removed while its place is hidden": lambda s: (remove(s.walk), hide(s.boei)),
    "a place is hidden while the walk there is removed": lambda s: (hide(s.boei), remove(s.walk)),
    "a walk is edited while everything is rebuilt": lambda s: (retitle(s.walk), rebuild(s.walk)),
    "everything is rebuilt while a walk is edited": lambda s: (rebuild(s.walk), retitle(s.walk)),
    "a place is hidden while everything is rebuilt": lambda s: (hide(s.boei), rebuild(s.walk)),
    "everything is rebuilt while a place is hidden": lambda s: (rebuild(s.walk), hide(s.boei)),
}


# What keeps it right, and how it would be without.
NOTHING_IS_HELD = """
    CREATE OR REPLACE FUNCTION finder_hold(
        ids uuid[], organizations uuid[] DEFAULT '{}', places uuid[] DEFAULT '{}'
    ) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RETURN; END $$;
    CREATE OR REPLACE FUNCTION finder_hold_before(ids uuid[], place_id uuid)
    RETURNS void LANGUAGE plpgsql AS $$ BEGIN RETURN; END $$
"""
PLACES_DO_NOT_WAIT = NOTHING_IS_HELD.rpartition(";\n")[2]
WHAT_WAS_IS_NOT_HELD = """
    CREATE OR REPLACE FUNCTION finder_follow_offering_update() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN PERFORM finder_refresh(ARRAY(SELECT id FROM new_rows)); RETURN NULL; END $$;
    CREATE OR REPLACE FUNCTION finder_follow_session_delete() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN PERFORM finder_refresh(ARRAY(SELECT offering_id FROM old_rows)); RETURN NULL; END $$
"""
OFFERINGS_ARE_NOT_HELD = """
    CREATE OR REPLACE FUNCTION finder_refresh(
        ids uuid[], organizations uuid[] DEFAULT '{}', places uuid[] DEFAULT '{}'
    ) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN PERFORM finder_hold(ids, organizations, places); PERFORM finder_write(ids); END $$
"""
ORGANIZERS_ARE_REFRESHED = """
    CREATE OR REPLACE FUNCTION finder_follow_organization_update() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM finder_write(ARRAY(
            SELECT o.offering_id FROM offering_organizer AS o
            JOIN new_rows AS n ON n.id = o.organization_id
        ));
        RETURN NULL;
    END $$
"""
WITHOUT: dict[str, tuple[str, str]] = {
    "a place is hidden while the walk there is edited": ("holding", NOTHING_IS_HELD),
    "a walk is edited while its place is hidden": ("holding", NOTHING_IS_HELD),
    "an organization is blocked while its place is hidden": ("waiting", PLACES_DO_NOT_WAIT),
    "both places of a walk are hidden": ("waiting", PLACES_DO_NOT_WAIT),
    "a walk leaves a place that is being hidden": ("what was", WHAT_WAS_IS_NOT_HELD),
    "a walk leaves an organization that is being blocked": ("what was", WHAT_WAS_IS_NOT_HELD),
    "sessions go from a place that is being hidden": ("what was", WHAT_WAS_IS_NOT_HELD),
    "a walk is edited while everything is rebuilt": ("offerings", OFFERINGS_ARE_NOT_HELD),
    "an organizer gets another name while the walk is edited": (
        "leaving organizers alone",
        ORGANIZERS_ARE_REFRESHED,
    ),
}


@pytest.mark.parametrize("story", STORIES)
async def test_the_map_is_right_when(street: Street, story: str) -> None:
    await street.together(*STORIES[story](street))

    assert await street.difference() == []


@pytest.mark.parametrize("story", WITHOUT)
async def test_the_same_goes_wrong_without_what_keeps_it_right_when(
    own_street: Street, story: str
) -> None:
    connection = await asyncpg.connect(own_street.url)
    await connection.execute(WITHOUT[story][1])
    await connection.close()

    await own_street.together(*STORIES[story](own_street))

    assert await own_street.difference() != [], f"{WITHOUT[story][0]} is not needed here"
