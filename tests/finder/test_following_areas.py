"""What is found follows the areas: names, inhabitants, codes and borders, after a real import."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import unit_of_work
from app.core.geo import LonLat
from app.finder.commands import rebuild, refresh_gemeenten
from app.finder.queries import drift
from app.ingest.areas.follow import everything_follows
from tests import factories
from tests.areas.weverveld import (
    LATER,
    all_buurten,
    buurt,
    engine_of,
    imported,
    lonlat,
    point,
    squares,
    written,
)
from tests.finder.read_model import versions, what_differs

OLD, NEW = "BU90010000", "BU90010099"
Features = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Weverveld:
    """A walk from a place that everybody may know, one from a place that nobody may, a line."""

    engine: AsyncEngine
    folder: Path
    walk: UUID
    discreet: UUID
    line: UUID

    async def import_areas(self, features: Features) -> None:
        await imported(
            self.engine,
            written(self.folder / "new.geojson", features),
            year=2025,
            now=LATER,
            after_store=everything_follows(LATER),
        )

    async def stored(self, column: str, offering_id: UUID) -> Any:
        async with unit_of_work(self.engine) as db:
            assert await what_differs(db) == []
            return await db.scalar(
                text(f"SELECT {column} FROM finder_entry WHERE offering_id = :id"),  # noqa: S608 - ours
                {"id": offering_id},
            )

    async def version(self) -> int:
        async with unit_of_work(self.engine) as db:
            return (await versions(db)).get("GM9001", 0)


@pytest.fixture
async def weverveld(database_url: str, tmp_path: Path) -> AsyncIterator[Weverveld]:
    engine = engine_of(database_url)
    await imported(engine, written(tmp_path / "old.geojson", all_buurten()))
    lon, lat = lonlat(point(0.4, 0.4))
    async with unit_of_work(engine) as db:
        await factories.vocabularies(db)
        open_to_all = await factories.place(db, point=LonLat(lon=lon, lat=lat))
        shelter = await factories.place(
            db, name="Schuil", point=LonLat(lon=lon, lat=lat), visibility="area_only"
        )
        walk = await factories.offering(db, placeId=open_to_all.id)
        discreet = await factories.offering(db, placeId=shelter.id)
        line = await factories.offering(db, serviceAreas=[OLD])
    yield Weverveld(engine, tmp_path, walk.id, discreet.id, line.id)
    await engine.dispose()


def with_other(code: str, **properties: object) -> Features:
    return [
        buurt(each, geometry, **(properties if each == code else {}))
        for each, geometry in squares().items()
    ]


async def test_another_name_stands_on_the_card(weverveld: Weverveld) -> None:
    since = await weverveld.version()

    await weverveld.import_areas(with_other(OLD, buurtnaam="Oude Weefhof"))

    assert "Oude Weefhof" in await weverveld.stored("card_body", weverveld.walk)
    assert await weverveld.version() > since


async def test_a_buurt_that_became_too_small_is_not_named_any_more(weverveld: Weverveld) -> None:
    assert await weverveld.stored("buurt_code", weverveld.discreet) == OLD

    await weverveld.import_areas(with_other(OLD, aantalInwoners=999))

    assert await weverveld.stored("buurt_code", weverveld.discreet) is None
    assert await weverveld.stored("serves", weverveld.discreet) == ["WK900100"]
    assert OLD not in await weverveld.stored("card_body", weverveld.discreet)


async def test_a_renumbered_buurt_is_the_one_that_is_served(weverveld: Weverveld) -> None:
    await weverveld.import_areas(
        [buurt(NEW if code == OLD else code, shape) for code, shape in squares().items()]
    )

    assert await weverveld.stored("serves", weverveld.line) == [NEW]
    assert await weverveld.stored("buurt_code", weverveld.walk) == NEW


async def test_a_gemeente_with_another_code_has_a_version_of_its_own(weverveld: Weverveld) -> None:
    await weverveld.import_areas(
        [buurt(code.replace("9001", "9009", 1), shape) for code, shape in squares().items()]
    )

    assert await weverveld.stored("gemeente_codes", weverveld.line) == ["GM9009"]
    assert await weverveld.stored("gemeente_codes", weverveld.walk) == ["GM9009"]


async def test_an_import_that_changes_nothing_mends_what_a_broken_one_left(
    weverveld: Weverveld,
) -> None:
    async with unit_of_work(weverveld.engine) as db:
        await db.execute(text("UPDATE area SET name = 'Half' WHERE code = :code"), {"code": OLD})
        assert await what_differs(db) != []
        await db.execute(text("UPDATE area SET name = 'Weefhof' WHERE code = :code"), {"code": OLD})
        await db.execute(text("UPDATE finder_entry SET card_body = 'oud'"))

    await weverveld.import_areas(all_buurten())

    assert "Weefhof" in await weverveld.stored("card_body", weverveld.walk)


Mend = Callable[[AsyncEngine], Any]


async def _only_here(engine: AsyncEngine) -> int:
    return await refresh_gemeenten(engine, gemeente_codes=["GM9001"])


@pytest.mark.parametrize("mend", [rebuild, _only_here])
async def test_whatever_is_wrong_is_seen_and_mended(weverveld: Weverveld, mend: Mend) -> None:
    async with unit_of_work(weverveld.engine) as db:
        await db.execute(
            text("DELETE FROM finder_entry WHERE offering_id = :id"), {"id": weverveld.walk}
        )
        await db.execute(text("UPDATE finder_entry SET name_key = 'x'"))
        seen = await drift(db)

    looked_at = await mend(weverveld.engine)

    assert set(seen.entries) == {weverveld.walk, weverveld.discreet, weverveld.line}
    assert looked_at == seen.looked_at == 3
    async with unit_of_work(weverveld.engine) as db:
        assert await what_differs(db) == []
        assert not await drift(db)


async def test_more_than_one_batch_is_walked_to_its_end(
    weverveld: Weverveld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.finder.commands.BATCH", 2)
    monkeypatch.setattr("app.finder.queries.LOOKED_AT_ONCE", 2)
    async with unit_of_work(weverveld.engine) as db:
        await db.execute(text("UPDATE finder_entry SET name_key = 'x'"))
        seen = await drift(db)
    told: list[int] = []

    await rebuild(weverveld.engine, tell=told.append)

    assert len(seen.entries) == 3
    assert told == [2, 3]
    async with unit_of_work(weverveld.engine) as db:
        assert await what_differs(db) == []


async def test_somebody_elses_gemeente_is_left_alone(weverveld: Weverveld) -> None:
    assert await refresh_gemeenten(weverveld.engine, gemeente_codes=["GM0153"]) == 0
