"""The ground under random worlds: two made-up gemeenten, or the real three."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, unit_of_work
from app.core.migrations import ROOT
from app.ingest.areas.imports import import_from_files
from app.ingest.areas.seed import seed_areas
from app.ingest.areas.store import nothing_above
from app.ingest.progress import Silent
from app.ingest.seed.foundation import seed_foundation
from tests.areas.weverveld import NOW, ORIGIN_X_M, ORIGIN_Y_M

SEED = ROOT / "seed"
CELL_M = 700.0
# Around the thousand under which a buurt is too small to be named, and not known.
INHABITANTS = (1200, 999, 1000, None, 310, 5400, 80)
ALL_LARGE = (1200, 1000, 5400)
"""In every second wijk, so that there are buurten that an area_only place may tell."""
OLD_CODE, SPLIT_CODE, OLDER_CODE = "BU90010909", "BU90010908", "BU90010907"
NO_CODE = "BU90019999"

# West: GM9001, four columns in four wijken of two by two; east: GM9002, two columns, two wijken.
_CELLS = [(column, row) for column in range(6) for row in range(4)]


def _codes(column: int, row: int) -> tuple[str, str, str]:
    """Gemeente, wijk and buurt of a square."""
    gemeente = "9001" if column < 4 else "9002"
    wijk = f"{gemeente}{column // 2}{row // 2}"
    return f"GM{gemeente}", f"WK{wijk}", f"BU{wijk}{column % 2}{row % 2}"


Box = tuple[float, float, float, float]


def _square(column: int, row: int, *, width: int = 1, height: int = 1) -> Box:
    x_m, y_m = ORIGIN_X_M + column * CELL_M, ORIGIN_Y_M + row * CELL_M
    return x_m, y_m, x_m + width * CELL_M, y_m + height * CELL_M


def _inhabitants(buurt_code: str) -> int | None:
    number, wijk = sum(map(ord, buurt_code)), int(buurt_code[6:8])
    return ALL_LARGE[number % 3] if wijk % 2 == 0 else INHABITANTS[number % 7]


async def _area(db: Db, code: str, *, level: str, parent: str | None, box: Box) -> None:
    await db.execute(
        text("""
            INSERT INTO area (code, level, name, parent_code, gemeente_code, year, inhabitants,
                              school_region, label_point, geometry, boundary, created_at,
                              updated_at)
            SELECT :code, :level, :name, :parent, :gemeente, 2024, :inhabitants, :region,
                   ST_Centroid(g), ST_Multi(g), 'official', :now, :now
            FROM ST_MakeEnvelope(:min_x, :min_y, :max_x, :max_y, 28992) AS g
        """),
        {
            **dict(zip(("min_x", "min_y", "max_x", "max_y"), box, strict=True)),
            "code": code,
            "level": level,
            "name": f"{level.capitalize()} {code[2:]}",
            "parent": parent,
            "gemeente": f"GM{code[2:6]}",
            "inhabitants": _inhabitants(code) if level == "buurt" else 4000,
            "region": "noord" if level == "gemeente" else None,
            "now": NOW,
        },
    )


async def made_up(engine: AsyncEngine) -> None:
    """Twenty-four square buurten, a stadsdeel, three people's areas, and old codes."""
    await seed_foundation(engine, SEED)
    async with unit_of_work(engine) as db:
        for code, column, width in (("GM9001", 0, 4), ("GM9002", 4, 2)):
            box = _square(column, 0, width=width, height=4)
            await _area(db, code, level="gemeente", parent=None, box=box)
        box = _square(0, 0, width=2, height=4)
        await _area(db, "SD9001-west", level="stadsdeel", parent="GM9001", box=box)
        for column, row in _CELLS:
            gemeente, wijk, buurt = _codes(column, row)
            if column % 2 == row % 2 == 0:
                above = "SD9001-west" if column == 0 else gemeente
                box = _square(column, row, width=2, height=2)
                await _area(db, wijk, level="wijk", parent=above, box=box)
            await _area(db, buurt, level="buurt", parent=wijk, box=_square(column, row))
        for code, cells in (
            ("PA9001-zuid", _CELLS[:16:4]),
            ("PA9001-kern", [(1, 1), (2, 2)]),
            ("PA9002-dorp", [(5, 3)]),
        ):
            box = _square(*cells[0])
            await _area(db, code, level="people", parent=f"GM{code[2:6]}", box=box)
            for cell in cells:
                await _member(db, code, _codes(*cell)[2])
        for old, new in (
            (OLD_CODE, _codes(0, 0)[2]),
            (SPLIT_CODE, _codes(1, 1)[2]),
            (SPLIT_CODE, _codes(4, 2)[2]),
            (OLDER_CODE, OLD_CODE),
        ):
            await _successor(db, old, new)


async def three_municipalities(engine: AsyncEngine, *, shared: Path) -> None:
    """Enschede, Zwolle and Heerlen with their real borders and what residents call their parts."""
    await seed_foundation(engine, SEED)
    await seed_areas(engine, SEED, known_points=[], now=NOW, after_store=nothing_above)
    await import_from_files(
        engine,
        sorted((shared / "data" / "areas").glob("*.geojson")),
        gemeente_codes=[],
        year=2024,
        successors_file=None,
        now=NOW,
        steps=Silent(),
        after_store=nothing_above,
    )
    async with unit_of_work(engine) as db:
        for old, new in (
            (OLD_CODE, "BU01530202"),
            (SPLIT_CODE, "BU01530600"),
            (SPLIT_CODE, "BU01931000"),
            (OLDER_CODE, OLD_CODE),
        ):
            await _successor(db, old, new)


async def _member(db: Db, area: str, buurt: str) -> None:
    await db.execute(
        text("INSERT INTO area_member (area_code, buurt_code) VALUES (:area, :buurt)"),
        {"area": area, "buurt": buurt},
    )


async def _successor(db: Db, old: str, new: str) -> None:
    await db.execute(
        text("INSERT INTO area_successor (old_code, new_code, year) VALUES (:old, :new, 2024)"),
        {"old": old, "new": new},
    )
