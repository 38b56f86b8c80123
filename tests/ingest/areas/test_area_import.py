"""Importing borders: all or nothing, twice is once, and renumbering breaks no link."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.areas.queries import current_codes
from app.areas.rules import Succession
from app.core.database import Db, unit_of_work
from app.core.errors import InvalidInputError
from app.core.outside import OutsideError
from app.ingest.areas.imports import import_from_files, import_from_pdok
from app.ingest.areas.pdok import Pdok
from app.ingest.areas.store import ImportReport, nothing_above
from app.ingest.progress import Silent
from tests.areas.weverveld import (
    LATER,
    NOW,
    all_buurten,
    buurt,
    engine_of,
    imported,
    in_wgs84,
    square,
    written,
)
from tests.ingest.areas.pdok_double import PdokDouble, Reply, always, from_request, pdok_double

Row = tuple[Any, ...]


@pytest.fixture
async def weverveld(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An empty database of this test's own."""
    engine = engine_of(database_url)
    yield engine
    await engine.dispose()


async def everything(engine: AsyncEngine) -> list[Row]:
    """Every row of every table about areas, borders and times included."""
    async with unit_of_work(engine) as db:
        rows: list[Row] = []
        for table in ("area", "area_member", "area_successor"):
            found = await db.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608
            rows += [tuple(row) for row in found]
        return rows


async def codes(engine: AsyncEngine) -> list[str]:
    async with unit_of_work(engine) as db:
        return list((await db.execute(text("SELECT code FROM area ORDER BY code"))).scalars())


async def people_call_it(engine: AsyncEngine, name: str, *buurt_codes: str) -> str:
    """Adds a people's area."""
    code = f"PA9001-{name.lower()}"
    async with unit_of_work(engine) as db:
        await db.execute(
            text("""
                INSERT INTO area (code, level, name, parent_code, gemeente_code, year, label_point,
                                  boundary, created_at, updated_at)
                SELECT :code, 'people', :name, 'GM9001', 'GM9001', 2024, label_point, 'schematic',
                       created_at, created_at
                FROM area WHERE code = 'GM9001'
            """),
            {"code": code, "name": name},
        )
        for buurt_code in buurt_codes:
            await db.execute(
                text("INSERT INTO area_member VALUES (:area, :buurt)"),
                {"area": code, "buurt": buurt_code},
            )
    return code


async def members(engine: AsyncEngine, code: str) -> list[str]:
    async with unit_of_work(engine) as db:
        found = await db.execute(
            text("SELECT buurt_code FROM area_member WHERE area_code = :code ORDER BY 1"),
            {"code": code},
        )
        return list(found.scalars())


async def became(engine: AsyncEngine, code: str) -> list[str]:
    async with unit_of_work(engine) as db:
        return (await current_codes(db, codes=[code]))[code]


async def surface_m2(engine: AsyncEngine, code: str) -> float:
    async with unit_of_work(engine) as db:
        found = await db.execute(
            text("SELECT ST_Area(geometry) FROM area WHERE code = :code"), {"code": code}
        )
        return float(found.scalar_one())


def renumbered() -> list[dict[str, Any]]:
    """Weefhof has another code, Spinhof is split, Spoelhof and Twijnhof are one; two stay."""
    return [
        buurt("BU90010010", square(0, 0), buurtnaam="Weefhof"),
        buurt("BU90010011", square(1, 0, width=0.5), buurtnaam="Spinhof-West"),
        buurt("BU90010012", square(1.5, 0, width=0.5), buurtnaam="Spinhof-Oost"),
        buurt("BU90010002", square(2, 0)),
        buurt("BU90010110", square(0, 1, width=2), buurtnaam="Spoel- en Twijnhof"),
        buurt("BU90010102", square(2, 1)),
    ]


async def test_the_first_import_stores_every_level(weverveld: AsyncEngine, tmp_path: Path) -> None:
    report = await imported(weverveld, written(tmp_path / "b.geojson", all_buurten()))

    (gemeente,) = report.gemeenten
    assert (gemeente.buurten, gemeente.wijken, gemeente.added) == (6, 2, 9)
    assert len(await codes(weverveld)) == 9


async def test_importing_the_same_again_changes_nothing(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    file = written(tmp_path / "b.geojson", all_buurten())
    await imported(weverveld, file)
    await people_call_it(weverveld, "Zuid", "BU90010000", "BU90010001")
    await imported(weverveld, file)
    before = await everything(weverveld)

    report = await imported(weverveld, file, now=LATER)

    assert report.changed == 0
    assert report.gemeenten[0].unchanged == 9
    assert await everything(weverveld) == before


async def test_a_moved_border_changes_only_what_it_touches(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "b.geojson", all_buurten()))
    moved = [
        buurt("BU90010000", square(0, 0, width=1.1)),
        buurt("BU90010001", square(1.1, 0, width=0.9)),
        *all_buurten()[2:],
    ]

    report = await imported(weverveld, written(tmp_path / "b.geojson", moved), now=LATER)

    assert report.gemeenten[0].vanished == ()
    async with unit_of_work(weverveld) as db:
        touched = await db.execute(
            text("SELECT code FROM area WHERE updated_at = :later AND level = 'buurt' ORDER BY 1"),
            {"later": LATER},
        )
        assert list(touched.scalars()) == ["BU90010000", "BU90010001"]


async def test_what_a_source_does_not_say_stays(weverveld: AsyncEngine, tmp_path: Path) -> None:
    await imported(weverveld, written(tmp_path / "b.geojson", all_buurten()))
    bare = all_buurten()
    for one in bare:
        one["properties"] = {"buurtcode": one["properties"]["buurtcode"]}

    report = await imported(weverveld, written(tmp_path / "bare.geojson", bare))

    assert report.changed == 0


async def test_after_a_renumbering_old_codes_lead_on_and_peoples_areas_follow(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "old.geojson", all_buurten()))
    hoven = await people_call_it(weverveld, "Hoven", "BU90010000", "BU90010001", "BU90010101")
    untouched = await people_call_it(weverveld, "Oost", "BU90010002", "BU90010102")

    report = await imported(
        weverveld, written(tmp_path / "new.geojson", renumbered()), year=2025, now=LATER
    )

    assert report.gemeenten[0].vanished == (
        "BU90010000",
        "BU90010001",
        "BU90010100",
        "BU90010101",
    )
    assert await became(weverveld, "BU90010000") == ["BU90010010"]
    assert await became(weverveld, "BU90010001") == ["BU90010011", "BU90010012"]
    assert await became(weverveld, "BU90010100") == ["BU90010110"]
    assert await became(weverveld, "BU90010101") == ["BU90010110"]
    assert await members(weverveld, hoven) == [
        "BU90010010",
        "BU90010011",
        "BU90010012",
        "BU90010110",
    ]
    assert await surface_m2(weverveld, hoven) == pytest.approx(4_000_000)
    assert await members(weverveld, untouched) == ["BU90010002", "BU90010102"]
    assert "BU90010000" not in await codes(weverveld)


async def test_a_code_that_was_renumbered_twice_leads_to_what_it_is_today(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "1.geojson", all_buurten()), year=2023)
    zuid = await people_call_it(weverveld, "Zuid", "BU90010000")
    await imported(weverveld, written(tmp_path / "2.geojson", renumbered()), year=2024)
    third = renumbered()
    third[0] = buurt("BU90010030", square(0, 0))
    await imported(weverveld, written(tmp_path / "3.geojson", third), year=2025)

    assert await became(weverveld, "BU90010000") == ["BU90010030"]
    assert await members(weverveld, zuid) == ["BU90010030"]


async def test_going_back_to_the_older_edition_leaves_no_circle(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    old = written(tmp_path / "old.geojson", all_buurten())
    await imported(weverveld, old)
    await imported(weverveld, written(tmp_path / "new.geojson", renumbered()), year=2025)

    await imported(weverveld, old, year=2024)

    assert await became(weverveld, "BU90010000") == ["BU90010000"]
    assert await became(weverveld, "BU90010010") == ["BU90010000"]
    assert await became(weverveld, "BU90010110") == ["BU90010100", "BU90010101"]


async def test_a_code_that_came_back_and_vanished_again_leads_only_to_its_last_successor(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    old = written(tmp_path / "old.geojson", all_buurten())
    await imported(weverveld, old)
    await imported(weverveld, written(tmp_path / "new.geojson", renumbered()), year=2025)
    await imported(weverveld, old, year=2024)
    other_way = [buurt("BU90010040", square(0, 0)), *all_buurten()[1:]]

    await imported(weverveld, written(tmp_path / "other.geojson", other_way), year=2026)

    assert await became(weverveld, "BU90010000") == ["BU90010040"]
    async with unit_of_work(weverveld) as db:
        kept = await db.execute(
            text("SELECT new_code FROM area_successor WHERE old_code = 'BU90010000'")
        )
        assert list(kept.scalars()) == ["BU90010040"]


async def test_what_stands_on_areas_moves_in_the_same_transaction(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "old.geojson", all_buurten()))
    seen: list[tuple[str, list[Succession], Any, Any]] = []

    async def look(db: Db, gemeente_code: str, successions: Sequence[Succession]) -> None:
        at = await db.execute(
            text("SELECT buurt_at(ST_SetSRID(ST_MakePoint(255500, 470500), 28992))")
        )
        old = await db.execute(text("SELECT count(*) FROM area WHERE code = 'BU90010000'"))
        seen.append((gemeente_code, list(successions), at.scalar_one(), old.scalar_one()))

    await imported(
        weverveld, written(tmp_path / "new.geojson", renumbered()), year=2025, after_store=look
    )

    ((gemeente_code, successions, buurt_code, old_rows),) = seen
    assert gemeente_code == "GM9001"
    assert Succession("BU90010000", "BU90010010") in successions
    assert buurt_code == "BU90010010", "the old border does not count any more"
    assert old_rows == 1, "but the old row still holds what points to it"


async def test_when_what_stands_on_areas_cannot_move_nothing_changes(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "old.geojson", all_buurten()))
    before = await everything(weverveld)

    async def stumble(_db: Db, _code: str, _successions: Sequence[Succession]) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await imported(
            weverveld,
            written(tmp_path / "new.geojson", renumbered()),
            year=2025,
            after_store=stumble,
        )

    assert await everything(weverveld) == before


async def test_half_a_file_does_not_wipe_out_the_other_half(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "b.geojson", all_buurten()))
    before = await everything(weverveld)

    with pytest.raises(InvalidInputError) as refused:
        await imported(weverveld, written(tmp_path / "half.geojson", all_buurten()[:3]))

    assert {fault.code for fault in refused.value.faults} == {"no-successor"}
    assert [fault.name for fault in refused.value.faults] == [
        "BU90010100",
        "BU90010101",
        "BU90010102",
        "WK900101",
    ]
    assert await everything(weverveld) == before


async def test_nonsense_in_one_gemeente_leaves_the_other_alone_too(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    nonsense = [*all_buurten(), buurt("BU90020000", square(1000, 0))]

    with pytest.raises(InvalidInputError, match="buiten Nederland"):
        await imported(weverveld, written(tmp_path / "b.geojson", nonsense))

    assert await codes(weverveld) == []


async def test_a_successors_file_goes_before_surfaces(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    await imported(weverveld, written(tmp_path / "old.geojson", all_buurten()))
    told = tmp_path / "opvolgers.csv"
    told.write_text(
        "old_code,new_code\nBU90010001,BU90010012\nBU90010888,BU90010999\nBU90010999,BU90010010\n",
        encoding="utf-8",
    )

    await imported(
        weverveld, written(tmp_path / "new.geojson", renumbered()), year=2025, successors=told
    )

    assert await became(weverveld, "BU90010001") == ["BU90010012"]
    assert await became(weverveld, "BU90010888") == ["BU90010010"], "from before our time"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("oud,nieuw\nBU90010000,BU90010010\n", "columns"),
        ("old_code,new_code\nBU90010000,Weefhof\n", "codes"),
        ("old_code,new_code\nBU90010000,WK900100\n", "codes"),
        ("old_code,new_code\nBU90010000\n", "codes"),
        ("old_code,new_code\nBU90010000,BU90010077\n", "unknown-successor"),
        ("old_code,new_code\nBU90010002,BU90010010\n", "still-there"),
        ("old_code,new_code\nBU90010055,BU90010056\nBU90010056,BU90010055\n", "circle"),
    ],
)
async def test_a_successors_file_that_makes_no_sense_is_refused(
    weverveld: AsyncEngine, tmp_path: Path, content: str, fault: str
) -> None:
    await imported(weverveld, written(tmp_path / "old.geojson", all_buurten()))
    before = await everything(weverveld)
    told = tmp_path / "opvolgers.csv"
    told.write_text(content, encoding="utf-8")

    with pytest.raises(InvalidInputError) as refused:
        await imported(
            weverveld, written(tmp_path / "new.geojson", renumbered()), year=2025, successors=told
        )

    assert fault in {one.code for one in refused.value.faults}
    assert await everything(weverveld) == before


async def test_a_gemeente_that_merges_takes_its_neighbour_and_its_peoples_areas_along(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    two = [*all_buurten(), buurt("BU90020000", square(3, 0))]
    await imported(weverveld, written(tmp_path / "old.geojson", two))
    oost = await people_call_it(weverveld, "Oost", "BU90020000")
    async with unit_of_work(weverveld) as db:
        await db.execute(
            text("UPDATE area SET gemeente_code='GM9002', parent_code='GM9002' WHERE code=:code"),
            {"code": oost},
        )
    merged = [*all_buurten(), buurt("BU90010200", square(3, 0))]

    report = await imported(weverveld, written(tmp_path / "new.geojson", merged), year=2025)

    assert report.gemeenten[0].gemeente_codes == ("GM9001", "GM9002")
    assert await became(weverveld, "BU90020000") == ["BU90010200"]
    assert await became(weverveld, "GM9002") == ["GM9001"]
    assert await members(weverveld, oost) == ["BU90010200"]
    async with unit_of_work(weverveld) as db:
        found = await db.execute(
            text("SELECT gemeente_code, parent_code FROM area WHERE code = :code"), {"code": oost}
        )
        assert tuple(found.one()) == ("GM9001", "GM9001")


async def test_a_buurt_that_moves_to_another_gemeente_moves_in_one_transaction(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    two = [*all_buurten(), buurt("BU90020000", square(3, 0)), buurt("BU90020001", square(4, 0))]
    await imported(weverveld, written(tmp_path / "old.geojson", two))
    moved = [
        *all_buurten(),
        buurt("BU90010003", square(3, 0)),
        buurt("BU90020001", square(4, 0)),
    ]

    report = await imported(weverveld, written(tmp_path / "new.geojson", moved), year=2025)

    assert [g.gemeente_codes for g in report.gemeenten] == [("GM9001", "GM9002")]
    assert await became(weverveld, "BU90020000") == ["BU90010003"]


async def test_two_imports_of_a_gemeente_at_once_wait_for_each_other(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    old = written(tmp_path / "old.geojson", all_buurten())
    new = written(tmp_path / "new.geojson", renumbered())
    await imported(weverveld, old)
    first_is_inside, go_on = asyncio.Event(), asyncio.Event()
    order: list[str] = []

    async def linger(_db: Db, _code: str, _successions: Sequence[Succession]) -> None:
        first_is_inside.set()
        await go_on.wait()
        order.append("first")

    async def second_one(_db: Db, _code: str, _successions: Sequence[Succession]) -> None:
        order.append("second")

    first = asyncio.create_task(imported(weverveld, new, year=2025, after_store=linger))
    await first_is_inside.wait()
    second = asyncio.create_task(imported(weverveld, old, year=2024, after_store=second_one))
    await asyncio.sleep(0.3)
    assert "BU90010010" not in await codes(weverveld), "readers see the edition before"
    assert order == []
    go_on.set()
    await asyncio.gather(first, second)

    assert order == ["first", "second"]
    assert await became(weverveld, "BU90010010") == ["BU90010000"]


async def from_pdok(engine: AsyncEngine, double: PdokDouble, folder: Path) -> ImportReport:
    async with Pdok(double.settings(), downloads=folder) as pdok:
        return await import_from_pdok(
            engine,
            pdok,
            gemeente_codes=["GM9001"],
            year=2024,
            successors_file=None,
            now=NOW,
            steps=Silent(),
            after_store=nothing_above,
        )


def kept_pages(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.json"))


async def test_what_pdok_gives_is_stored_and_the_pages_are_thrown_away(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    with pdok_double(buurten=in_wgs84(all_buurten())) as double:
        report = await from_pdok(weverveld, double, tmp_path)
        again = await from_pdok(weverveld, double, tmp_path)

    assert (report.source, report.changed, again.changed) == ("PDOK WFS", 9, 0)
    assert kept_pages(tmp_path) == []


async def test_when_pdok_is_away_nothing_changes(weverveld: AsyncEngine, tmp_path: Path) -> None:
    await imported(weverveld, written(tmp_path / "b.geojson", all_buurten()))
    before = await everything(weverveld)

    with pdok_double(buurten=in_wgs84(renumbered())) as double:
        double.habits += [always("wfs", Reply(500, b"")), always("ogc", Reply(500, b""))]
        with pytest.raises(OutsideError):
            await from_pdok(weverveld, double, tmp_path)

    assert await everything(weverveld) == before


async def test_an_import_that_is_killed_between_pages_goes_on_where_it_was(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    with pdok_double(buurten=in_wgs84(all_buurten())) as double:
        double.page_size = 2
        third_page = threading.Event()

        def hang(honest: Reply) -> Reply:
            third_page.set()
            return Reply(200, honest.body, 10, silence_s=5)

        double.habits.append(from_request(3, "wfs", hang))
        killed = asyncio.create_task(from_pdok(weverveld, double, tmp_path))
        await asyncio.to_thread(third_page.wait)
        killed.cancel()
        with pytest.raises(asyncio.CancelledError):
            await killed
        assert kept_pages(tmp_path) == ["buurten-0000.json", "buurten-0001.json"]
        assert await codes(weverveld) == []
        double.habits.clear()
        double.asked.clear()

        report = await from_pdok(weverveld, double, tmp_path)

        assert double.of("wfs")[0]["startIndex"] == "4"
    assert report.changed == 9


async def test_nonsense_from_pdok_is_not_kept_for_the_next_try(
    weverveld: AsyncEngine, tmp_path: Path
) -> None:
    with pdok_double(buurten=in_wgs84([buurt("BU90010000", square(100, 0))])) as double:
        with pytest.raises(InvalidInputError, match="buiten Nederland"):
            await from_pdok(weverveld, double, tmp_path)
        double.features["buurten"] = in_wgs84(all_buurten())

        assert (await from_pdok(weverveld, double, tmp_path)).changed == 9


async def test_three_real_gemeenten_are_imported_exactly_and_only_once(
    weverveld: AsyncEngine, shared: Path
) -> None:
    files = sorted((shared / "data" / "areas").glob("*.geojson"))

    async def real_import() -> ImportReport:
        return await import_from_files(
            weverveld,
            files,
            gemeente_codes=[],
            year=2024,
            successors_file=None,
            now=NOW,
            steps=Silent(),
            after_store=nothing_above,
        )

    report = await real_import()
    before = await everything(weverveld)
    again = await real_import()

    assert [(g.gemeente_codes, g.buurten, g.wijken) for g in report.gemeenten] == [
        (("GM0153",), 70, 10),
        (("GM0193",), 78, 16),
        (("GM0917",), 57, 23),
    ]
    assert (report.changed, again.changed) == (257, 0)
    assert await everything(weverveld) == before
