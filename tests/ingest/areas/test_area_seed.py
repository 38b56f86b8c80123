"""The first start: facts, outlines of our own, and official borders when PDOK is quick."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from shapely import Point
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.commands import store_facts
from app.core.database import unit_of_work
from app.core.errors import InvalidInputError
from app.core.migrations import ROOT
from app.ingest.areas.pdok import Pdok, PdokError
from app.ingest.areas.seed import (
    SeedReport,
    drawn_outlines,
    first_official_borders,
    read_seed,
    seed_areas,
)
from app.ingest.areas.store import ImportReport, nothing_above
from app.ingest.progress import Silent
from tests.areas.weverveld import (
    LATER,
    NAMES,
    NOW,
    all_buurten,
    buurt,
    engine_of,
    imported,
    in_wgs84,
    lonlat,
    point,
    square,
    written,
)
from tests.ingest.areas.pdok_double import PdokDouble, Reply, always, pdok_double

HEADER = (
    "code,level,name,parent_code,gemeente_code,aliases,members,lon,lat,inhabitants,school_region"
)


def seed_file(folder: Path, *, extra: str = "") -> Path:
    """`areas.csv` of Weverveld, with one people's area."""
    lines = [HEADER]

    def line(code: str, level: str, name: str, parent: str, *, rest: str, at: Point) -> None:
        lon, lat = lonlat(at)
        aliases, members, tail = rest.split(";")
        lines.append(
            f"{code},{level},{name},{parent},GM9001,{aliases},{members},{lon:.5f},{lat:.5f},{tail}"
        )

    line("GM9001", "gemeente", "Weverveld", "", rest=";;6006,noord", at=point(1.4, 0.9))
    line("WK900100", "wijk", "Hofwijk", "GM9001", rest=";;3003,", at=point(1.4, 0.4))
    line("WK900101", "wijk", "Hoogwijk", "GM9001", rest=";;3003,", at=point(1.4, 1.6))
    for code, name in NAMES.items():
        middle = point(int(code[-1]) + 0.5, int(code[-3]) + 0.5)
        rest = f"{name}je|Oud-{name};;1001,"
        line(code, "buurt", name, f"WK{code[2:8]}", rest=rest, at=middle)
    rest = "Zuidkant;BU90010000|BU90010001;2001,"
    line("PA9001-zuid", "people", "Zuid", "GM9001", rest=rest, at=point(1.1, 0.5))
    (folder / "areas.csv").write_text("\n".join(lines) + "\n" + extra, encoding="utf-8")
    return folder


@pytest.fixture
async def weverveld(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An empty database of this test's own."""
    engine = engine_of(database_url)
    yield engine
    await engine.dispose()


async def seeded(engine: AsyncEngine, folder: Path, **times: Any) -> SeedReport:
    return await seed_areas(
        engine, folder, known_points=[], now=times.get("now", NOW), after_store=nothing_above
    )


async def areas(engine: AsyncEngine) -> list[tuple[Any, ...]]:
    async with unit_of_work(engine) as db:
        found = await db.execute(text("SELECT * FROM area ORDER BY code"))
        members = await db.execute(text("SELECT * FROM area_member ORDER BY 1, 2"))
        return [tuple(row) for row in [*found, *members]]


async def one(engine: AsyncEngine, code: str) -> Any:
    async with unit_of_work(engine) as db:
        found = await db.execute(
            text("""
                SELECT *, ST_Covers(geometry, label_point) AS holds_label, ST_Area(geometry) AS m2
                FROM area WHERE code = :code
            """),
            {"code": code},
        )
        return found.one()


async def test_the_first_start_has_names_aliases_and_outlines_that_say_they_are_schematic(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    report = await seeded(weverveld, seed_file(tmp_path))

    assert (report.areas, report.schematic) == (10, ("GM9001",))
    weefhof = await one(weverveld, "BU90010000")
    assert (weefhof.name, weefhof.aliases) == ("Weefhof", ["Weefhofje", "Oud-Weefhof"])
    assert (weefhof.boundary, weefhof.holds_label) == ("schematic", True)
    gemeente = await one(weverveld, "GM9001")
    assert (gemeente.school_region, gemeente.holds_label) == ("noord", True)
    zuid = await one(weverveld, "PA9001-zuid")
    parts = [await one(weverveld, code) for code in ("BU90010000", "BU90010001")]
    assert zuid.m2 == pytest.approx(sum(part.m2 for part in parts))
    assert (zuid.boundary, zuid.inhabitants) == ("schematic", 2001)


async def test_seeding_twice_changes_nothing(weverveld: AsyncEngine, tmp_path: Path) -> None:
    await seeded(weverveld, seed_file(tmp_path))
    before = await areas(weverveld)

    report = await seeded(weverveld, tmp_path, now=LATER)

    assert report.changed == 0
    assert await areas(weverveld) == before


async def test_official_borders_stay_when_it_is_seeded_again(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await seeded(weverveld, seed_file(tmp_path))
    official = all_buurten()
    official[0]["properties"]["buurtnaam"] = "De Weefhof"
    await imported(weverveld, written(tmp_path / "b.geojson", official))
    before = await areas(weverveld)

    report = await seeded(weverveld, tmp_path, now=LATER)

    assert (report.changed, report.schematic) == (0, ())
    assert await areas(weverveld) == before
    weefhof = await one(weverveld, "BU90010000")
    assert (weefhof.name, weefhof.boundary) == ("De Weefhof", "official")
    assert weefhof.aliases == ["Weefhofje", "Oud-Weefhof"]
    assert (await one(weverveld, "PA9001-zuid")).m2 == pytest.approx(2_000_000, abs=10)


async def test_an_outline_never_takes_the_place_of_an_official_border(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    facts = await asyncio.to_thread(read_seed, seed_file(tmp_path) / "areas.csv")
    await imported(weverveld, written(tmp_path / "b.geojson", all_buurten()))

    async with unit_of_work(weverveld) as db:
        await store_facts(db, facts, outlines=drawn_outlines(facts, []), year=2024, now=LATER)

    weefhof = await one(weverveld, "BU90010000")
    assert (weefhof.boundary, weefhof.m2) == ("official", 1_000_000)


async def test_a_code_that_cbs_gave_up_does_not_come_back_with_the_seed(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await seeded(weverveld, seed_file(tmp_path))
    newer = [buurt("BU90010009", square(0, 0)), *all_buurten()[1:]]
    await imported(weverveld, written(tmp_path / "b.geojson", newer), year=2025)
    before = await areas(weverveld)

    await seeded(weverveld, tmp_path, now=LATER)

    assert await areas(weverveld) == before
    async with unit_of_work(weverveld) as db:
        members = await db.execute(text("SELECT buurt_code FROM area_member ORDER BY 1"))
        assert list(members.scalars()) == ["BU90010001", "BU90010009"]


async def test_a_corrected_seed_corrects_what_was_not_measured(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await seeded(weverveld, seed_file(tmp_path))
    path = tmp_path / "areas.csv"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace(",Weefhof,", ",De Weefhof,")
        .replace("BU90010000|BU90010001", "BU90010001"),
        encoding="utf-8",
    )

    report = await seeded(weverveld, tmp_path, now=LATER)

    assert report.changed == 2
    assert (await one(weverveld, "BU90010000")).name == "De Weefhof"
    assert (await one(weverveld, "PA9001-zuid")).m2 == (await one(weverveld, "BU90010001")).m2


async def test_every_fault_in_a_seed_is_told_at_once(tmp_path: Path) -> None:
    seed_file(
        tmp_path,
        extra="BU90010000,buurt,Dubbel,WK900100,GM9001,,,6.9,52.2,1,\n"
        "BU90010003,straat,Straat,WK900109,GM9001,,,6.9,52.2,veel,\n"
        "PA9001-noord,people,Noord,GM9001,GM9001,,BU99999999,6.9,52.2,,\n",
    )

    with pytest.raises(InvalidInputError) as refused:
        read_seed(tmp_path / "areas.csv")

    assert [fault.name for fault in refused.value.faults] == [
        "/12/code",
        "/13/level",
        "/13/inhabitants",
        "PA9001-noord",
    ]


async def first_start(
    engine: AsyncEngine, double: PdokDouble, folder: Path, *, within_s: float
) -> ImportReport:
    async with Pdok(double.settings(timeout_s=5), downloads=folder) as pdok:
        return await first_official_borders(
            engine,
            pdok,
            gemeente_codes=["GM9001"],
            within_s=within_s,
            now=NOW,
            steps=Silent(),
            after_store=nothing_above,
        )


async def test_the_first_start_takes_official_borders_when_pdok_is_quick(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await seeded(weverveld, seed_file(tmp_path))

    with pdok_double(buurten=in_wgs84(all_buurten())) as double:
        report = await first_start(weverveld, double, tmp_path, within_s=5)

    assert report.gemeenten[0].buurten == 6
    assert (await one(weverveld, "BU90010000")).boundary == "official"
    assert (await one(weverveld, "PA9001-zuid")).boundary == "official"
    assert (await one(weverveld, "WK900100")).name == "Hofwijk", "PDOK's buurten do not name it"


async def test_the_first_start_does_not_wait_for_pdok(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await seeded(weverveld, seed_file(tmp_path))

    with pdok_double() as double:
        double.habits.append(always("wfs", Reply(200, b"{}", cut_after=0, silence_s=5)))
        with pytest.raises(PdokError, match=r"no borders within 0\.2 s"):
            await first_start(weverveld, double, tmp_path, within_s=0.2)

    assert (await one(weverveld, "BU90010000")).boundary == "schematic"


async def test_the_seed_of_this_project_draws_every_label_on_its_own_ground(
    weverveld: AsyncEngine,
) -> None:
    report = await seeded(weverveld, ROOT / "seed")
    again = await seeded(weverveld, ROOT / "seed", now=LATER)

    assert report.schematic == ("GM0153", "GM0193", "GM0917")
    assert (report.changed, again.changed) == (report.areas, 0)
    async with unit_of_work(weverveld) as db:
        counted = await db.execute(
            text(
                "SELECT gemeente_code, count(*) FROM area WHERE level='buurt' GROUP BY 1 ORDER BY 1"
            )
        )
        assert [tuple(row) for row in counted] == [("GM0153", 70), ("GM0193", 78), ("GM0917", 57)]
        lost = await db.execute(
            text(
                "SELECT code FROM area WHERE NOT coalesce(ST_Covers(geometry, label_point), false)"
            )
        )
        assert list(lost.scalars()) == []
        overlapping = await db.execute(
            text("""
                SELECT a.code, b.code
                FROM area AS a
                JOIN area AS b ON a.code < b.code AND ST_Relate(a.geometry, b.geometry, '2********')
                WHERE a.level = 'buurt' AND b.level = 'buurt'
            """)
        )
        assert [tuple(row) for row in overlapping] == []
