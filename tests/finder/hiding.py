"""A world with places that not everybody may know, and its twin in which they stand elsewhere.

All that is said of such a place, its buurt, wijk or gemeente, is the same in both worlds; its point
is not. What an answer tells of the point is therefore what differs between the answers of the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from shapely import union_all
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from tests.finder.geography import geography_of
from tests.finder.grounds import made_up
from tests.finder.hideouts import Builder, Secret, somewhere_in
from tests.finder.settling import in_bulk
from tests.finder.worlds import NOW, Parents

MOMENTS = (NOW, NOW + timedelta(hours=9), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
"""When questions are asked; the last one in the hour that comes twice."""


@dataclass(frozen=True, slots=True)
class World:
    """A database, and what its makers know of it."""

    url: str
    secrets: Sequence[Secret]
    confidential: Mapping[str, Secret]
    """Id of an offering → where it is, and nobody may know."""
    moved_once: frozenset[str]
    """Ids of public offerings that are at a secret place for a session or a schedule."""
    public: Mapping[str, tuple[float, float]]
    """Id of an offering at a public place → its RD coordinates."""
    codes: Sequence[str]
    """Of every area."""
    bounds: tuple[float, float, float, float]
    """Of the ground, in RD."""


async def build(url: str, rng: Random, *, ordinary: int, confidential: int) -> World:
    """Fills an empty, migrated database; committed."""
    engine = create_async_engine(engine_url(url))
    await made_up(engine)
    async with unit_of_work(engine) as db:
        await _people_move_in(db)
        builder = Builder(await geography_of(db), rng)
        await builder.settle(db, open_places=ordinary // 3, secrets=confidential * 2 // 3)
    somewhere_else = Parents(builder.organizations, [one.id for one in builder.secrets])
    now_and_then = confidential // 8
    plans = [
        *(builder.ordinary(number) for number in range(ordinary)),
        *(builder.confidential(number) for number in range(confidential)),
        *(builder.scheduled_elsewhere(number) for number in range(now_and_then)),
        *(builder.moved_once(number) for number in range(now_and_then)),
    ]
    # Who comes first in the tables tells nothing either.
    rng.shuffle(plans)
    await in_bulk(engine, plans, somewhere_else, rng)
    world = await _known_of(engine, url, builder)
    await engine.dispose()
    return world


async def _people_move_in(db: Db) -> None:
    """Gives two wijken only larger buurten, and one a single smaller one among larger ones."""
    await db.execute(
        text("""
            UPDATE area SET inhabitants = CASE code WHEN 'BU90010110' THEN 80 ELSE 1500 END
            WHERE parent_code IN ('WK900100', 'WK900220', 'WK900101')
        """)
    )


async def _known_of(engine: AsyncEngine, url: str, builder: Builder) -> World:
    by_place = {secret.id: secret for secret in builder.secrets}
    async with engine.connect() as connection:
        rows = (await connection.execute(text("SELECT id, place_id FROM offering"))).all()
        moved = await connection.execute(
            text("SELECT DISTINCT offering_id FROM session WHERE place_id = ANY (:secret)"),
            {"secret": list(by_place)},
        )
        moved_once = frozenset(str(row.offering_id) for row in moved)
    whole = union_all(list(builder.geography.borders.values()))
    return World(
        url=url,
        secrets=builder.secrets,
        confidential={str(id_): by_place[place] for id_, place in rows if place in by_place},
        moved_once=moved_once,
        public={
            str(id_): builder.open_places[place]
            for id_, place in rows
            if place in builder.open_places
        },
        codes=sorted(builder.geography.areas),
        bounds=whole.bounds,
    )


async def move_secrets(url: str, world: World, rng: Random) -> Sequence[Secret]:
    """Puts every secret place somewhere else in the area that may be told; committed."""
    moved = []
    for secret in world.secrets:
        x_m, y_m = somewhere_in(secret.within, rng)
        moved.append(replace(secret, x_m=x_m, y_m=y_m))
    engine = create_async_engine(engine_url(url))
    async with unit_of_work(engine) as db:
        await db.execute(
            text("""
                UPDATE place AS p
                SET point = ST_SetSRID(ST_MakePoint(u.x_m, u.y_m), 28992)
                FROM unnest(
                    CAST(:ids AS uuid[]), CAST(:xs AS float8[]), CAST(:ys AS float8[])
                ) AS u (id, x_m, y_m)
                WHERE p.id = u.id
            """),
            {
                "ids": [one.id for one in moved],
                "xs": [one.x_m for one in moved],
                "ys": [one.y_m for one in moved],
            },
        )
    await engine.dispose()
    return moved
