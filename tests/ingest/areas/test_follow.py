"""What stands on areas follows them through a real import: rows, not only history."""

from pathlib import Path

from sqlalchemy import text

from app.core.database import unit_of_work
from app.ingest.areas.follow import everything_follows
from tests import factories
from tests.areas.weverveld import LATER, all_buurten, buurt, engine_of, imported, squares, written

OLD, NEW, STAYS = "BU90010000", "BU90010099", "BU90010001"


async def test_an_offering_serves_what_came_in_place_of_a_renumbered_buurt(
    database_url: str, tmp_path: Path
) -> None:
    engine = engine_of(database_url)
    await imported(engine, written(tmp_path / "old.geojson", all_buurten()))
    async with unit_of_work(engine) as db:
        await factories.vocabularies(db)
        await factories.offering(db, serviceAreas=[OLD, STAYS])
    renumbered = [
        buurt(NEW if code == OLD else code, geometry) for code, geometry in squares().items()
    ]

    await imported(
        engine,
        written(tmp_path / "new.geojson", renumbered),
        year=2025,
        now=LATER,
        after_store=everything_follows(LATER),
    )

    async with unit_of_work(engine) as db:
        served = set(
            (await db.execute(text("SELECT area_code FROM offering_service_area"))).scalars()
        )
        gemeente = await db.scalar(text("SELECT gemeente_code FROM offering"))
    await engine.dispose()
    assert served == {NEW, STAYS}
    assert gemeente == "GM9001"


async def test_an_offering_goes_along_when_its_whole_gemeente_gets_another_code(
    database_url: str, tmp_path: Path
) -> None:
    engine = engine_of(database_url)
    await imported(engine, written(tmp_path / "old.geojson", all_buurten()))
    async with unit_of_work(engine) as db:
        await factories.vocabularies(db)
        await factories.offering(db, serviceAreas=[STAYS])
    merged = [
        buurt(code.replace("BU9001", "BU9009"), geometry) for code, geometry in squares().items()
    ]

    await imported(
        engine,
        written(tmp_path / "new.geojson", merged),
        year=2025,
        now=LATER,
        after_store=everything_follows(LATER),
    )

    async with unit_of_work(engine) as db:
        served = await db.scalar(text("SELECT area_code FROM offering_service_area"))
        gemeente = await db.scalar(text("SELECT gemeente_code FROM offering"))
    await engine.dispose()
    assert served == STAYS.replace("BU9001", "BU9009")
    assert gemeente == "GM9009"


async def test_what_residents_call_a_buurt_and_its_school_holidays_outlive_its_code(
    database_url: str, tmp_path: Path
) -> None:
    engine = engine_of(database_url)
    await imported(engine, written(tmp_path / "old.geojson", all_buurten()))
    async with unit_of_work(engine) as db:
        await db.execute(
            text("UPDATE area SET aliases = '{De Weef,Weverij}' WHERE code = :code"), {"code": OLD}
        )
        await db.execute(text("UPDATE area SET school_region = 'noord' WHERE code = 'GM9001'"))
    merged = [
        buurt(code.replace("BU9001", "BU9009"), geometry) for code, geometry in squares().items()
    ]

    await imported(engine, written(tmp_path / "new.geojson", merged), year=2025, now=LATER)

    async with unit_of_work(engine) as db:
        called = await db.scalar(
            text("SELECT aliases FROM area WHERE code = :code"),
            {"code": OLD.replace("BU9001", "BU9009")},
        )
        region = await db.scalar(text("SELECT school_region FROM area WHERE code = 'GM9009'"))
    await engine.dispose()
    assert called == ["De Weef", "Weverij"]
    assert region == "noord"
