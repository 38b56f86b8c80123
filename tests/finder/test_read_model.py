"""The read model is what its definition says, whatever anybody does."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import Db, engine_url, unit_of_work
from app.core.sql import sql_file
from app.finder import queries
from tests.finder.read_model import versions, what_answers_hold, what_differs
from tests.finder.town import Town

# How often somebody does what, on a busy day of three hundred acts.
ACTS: dict[str, int] = {
    "change_offering": 60,
    "step_offering": 20,
    "publish": 40,
    "change_place": 40,
    "step_place": 10,
    "change_organization": 20,
    "step_organization": 10,
    "change_session": 25,
    "plan": 20,
    "register_offering": 10,
    "register_place": 3,
    "register_organization": 2,
    "take_over": 10,
    "verify": 10,
    "transfer": 5,
    "merge": 5,
    "remove": 5,
    "change_areas": 12,
    "change_words": 5,
    "sleep": 5,
}


@pytest.fixture
async def own_engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    # To compile the large questions of this test takes longer than to ask them.
    engine = create_async_engine(
        engine_url(database_url), pool_size=1, connect_args={"server_settings": {"jit": "off"}}
    )
    yield engine
    await engine.dispose()


@dataclass
class Walk:
    """What went wrong act by act: a row that differs, or a version that stood still."""

    wrong: list[str] = field(default_factory=list)
    on_the_map: Counter[str] = field(default_factory=Counter)
    """How many there were to be wrong about, of each sort, added up over all acts."""


async def walk(town: Town, *, acts: int) -> Walk:
    """Does so many random acts, or until something is wrong."""
    walk = Walk()
    async with unit_of_work(town.engine) as db:
        held, counted = await what_answers_hold(db), await versions(db)
    for number in range(acts):
        [name] = town.rng.choices(list(ACTS), weights=list(ACTS.values()))
        await getattr(town, name)()
        before, since = held, counted
        async with unit_of_work(town.engine) as db:
            wrong = await what_differs(db)
            held, counted = await what_answers_hold(db), await versions(db)
            walk.on_the_map.update(await on_the_map(db))
        wrong += [
            f"the version of {code!r} stands still"
            for code in sorted(before.keys() | held.keys())
            if before.get(code) != held.get(code) and counted.get(code, 0) <= since.get(code, 0)
        ]
        if wrong:
            walk.wrong += [f"{number} {name}: {what}" for what in wrong]
            break
    return walk


async def on_the_map(db: Db) -> Mapping[str, int]:
    row = await db.execute(
        text("""
            SELECT
                (SELECT count(*) FROM finder_entry WHERE is_listed) AS listed,
                (SELECT count(*) FROM session WHERE point IS NOT NULL) AS sessions,
                (SELECT count(*)
                 FROM finder_entry AS e
                 JOIN offering AS o ON o.id = e.offering_id
                 WHERE o.place_id IS NOT NULL AND e.point IS NULL) AS confidential
        """)
    )
    return dict(row.mappings().one())


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 5))]
)
async def test_it_is_right_after_each_of_three_hundred_random_acts(
    own_engine: AsyncEngine, tmp_path: Path, seed: int
) -> None:
    town = Town(own_engine, Random(seed), tmp_path)
    await town.found()

    walked = await walk(town, acts=300)

    assert walked.wrong == []
    assert min(walked.on_the_map.values()) > 300, "there must be something to be wrong about"


# Plant a mistake, and the walk above sees it.
WRITE = sql_file(queries.__file__, "finder_write")
WHERE_IT_IS = ("point", "lon", "lat", "place_id")
MISTAKES: Mapping[str, str] = {
    "a column": WRITE.replace("card_body = excluded.card_body,", ""),
    "the point": re.sub(rf"({'|'.join(WHERE_IT_IS)}) = excluded\.\w+,", "", WRITE),
    "what goes": WRITE.replace(
        "DELETE FROM finder_entry AS e\n        WHERE",
        "DELETE FROM finder_entry AS e\n        WHERE false AND",
    ),
    "the points of sessions": WRITE.replace(
        "IS DISTINCT FROM f.point", "IS NULL AND f.point IS NOT NULL"
    ),
    "the versions": WRITE.replace("PERFORM finder_changed", "PERFORM cardinality"),
    "the versions of before": WRITE.replace("finder_changed(before ||", "finder_changed("),
}
TRIGGERS = (
    "follow_insert ON offering",
    "follow_update ON offering",
    "follow_insert ON session",
    "follow_delete ON session",
    "follow_update ON place",
    "follow_update ON organization",
    "count_delete ON finder_entry",
    "count_update ON place",
    "count_update ON organization",
)
PLANTED = MISTAKES | {name: f"DROP TRIGGER finder_{name}" for name in TRIGGERS}


@pytest.mark.slow
@pytest.mark.parametrize("forgotten", PLANTED)
async def test_the_walk_sees_when_somebody_forgets(
    own_engine: AsyncEngine, tmp_path: Path, forgotten: str
) -> None:
    assert PLANTED[forgotten] != WRITE
    town = Town(own_engine, Random(1), tmp_path)
    await town.found()
    async with own_engine.begin() as connection:
        await connection.exec_driver_sql(PLANTED[forgotten])

    walked = await walk(town, acts=300)

    assert walked.wrong != []
