"""Weverveld and Spinveld side by side: areas, words, who offers something and where."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, writing
from app.core.entries import Act
from app.core.errors import ProblemError
from app.core.geo import LonLat
from app.core.migrations import ROOT
from app.ingest.areas.follow import everything_follows
from app.ingest.seed.foundation import seed_foundation
from app.offerings.jobs import roll_sessions
from app.organizations.commands import organizations
from app.organizations.schemas import OrganizationIn
from app.places.commands import places
from app.places.jobs import roll_openings
from app.places.schemas import PlaceIn
from app.vocabularies.commands import read_vocabularies, store_vocabularies
from tests.areas.weverveld import buurt, imported, lonlat, point, square, written
from tests.factories import KEEPER, MONDAY

VOCABULARIES = ROOT / "seed" / "vocabularies.csv"
COLUMNS, ROWS = 6, 2
PEOPLES_AREA = "PA9001-tussen"


@dataclass
class Ground:
    """What there is, and the clock; every act is a transaction of its own, retried by the house."""

    engine: AsyncEngine
    rng: Random
    folder: Path
    now: datetime = MONDAY
    year: int = 2024
    organizations: list[UUID] = field(default_factory=list)
    places: list[UUID] = field(default_factory=list)
    offerings: list[UUID] = field(default_factory=list)
    buurten: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    edge: float = 1.0
    """Where the first column of buurten ends, in kilometres."""

    @property
    def act(self) -> Act:
        return Act(KEEPER, self.now, reason="Zomaar.")

    async def lay_out(self) -> None:
        """Two gemeenten of six buurten, and a people's area across them."""
        await seed_foundation(self.engine, ROOT / "seed")
        for column in range(COLUMNS):
            for row in range(ROWS):
                code = f"BU{9001 + column // 3}{row:02}{column % 3:02}"
                self.buurten[column, row] = {
                    "code": code,
                    "buurtnaam": f"Buurt {code[-3:]}",
                    "aantalInwoners": 1200,
                }
        await self.import_areas()
        await writing(self.engine, _peoples_area)

    async def do(self, work: Callable[[Db], Awaitable[Any]]) -> Any:
        """None when the domain refuses it, which is as good."""
        try:
            return await writing(self.engine, work)
        except ProblemError:
            return None

    def spot(self) -> LonLat:
        """Somewhere in town, now and then outside it."""
        column = self.rng.uniform(-0.2, COLUMNS)
        lon, lat = lonlat(point(column, self.rng.uniform(0, ROWS)))
        return LonLat(lon=lon, lat=lat)

    # Areas, words and the night.

    async def import_areas(self) -> None:
        """As CBS says it now; the walls of the first column may have moved."""
        features = []
        for (column, row), known in sorted(self.buurten.items()):
            left, right = (self.edge if at == 1 else at for at in (column, column + 1))
            shape = square(left, row, width=right - left)
            facts = {name: value for name, value in known.items() if name != "code"}
            features.append(buurt(known["code"], shape, gemeentenaam=known["code"][:6], **facts))
        file = written(self.folder / "areas.geojson", features)
        follow = everything_follows(self.now)
        await imported(self.engine, file, year=self.year, now=self.now, after_store=follow)

    async def change_areas(self) -> None:
        known = self.buurten[self.rng.randrange(COLUMNS), self.rng.randrange(ROWS)]
        match self.rng.randrange(4):
            case 0:
                known["buurtnaam"] = f"Buurt {self.rng.randrange(1000)}"
            case 1:
                known["aantalInwoners"] = self.rng.choice([999, 1000, 40, 1200])
            case 2:
                self.year += 1
                known["code"] = f"{known['code'][:8]}{self.rng.randrange(10, 99)}"
            case _:
                self.edge = self.rng.choice([0.8, 1.0, 1.2])
        codes = [one["code"] for one in self.buurten.values()]
        if len(set(codes)) == len(codes):
            await self.import_areas()

    async def change_words(self) -> None:
        terms = read_vocabularies(VOCABULARIES)
        term = self.rng.choice([one for one in terms if one.code in {"inloop", "bewegen", "rouw"}])
        term.label_nl = f"Woord {self.rng.randrange(1000)}"
        term.sensitivity = self.rng.choice(["open", "discreet"]) if term.sensitivity else None
        await self.do(lambda db: store_vocabularies(db, terms))

    async def sleep(self) -> None:
        self.now += timedelta(days=1)
        await roll_openings(self.engine, now=self.now)
        await roll_sessions(self.engine, now=self.now)

    # Organizations and places.

    async def register_organization(self) -> None:
        document = OrganizationIn.model_validate(
            {
                "name": f"Stichting {len(self.organizations)}",
                "kind": "welzijn",
                "gemeenten": [self.rng.choice(["GM9001", "GM9002"])],
            }
        )
        made = await self.do(
            lambda db: organizations.register(db, document, self.act, status="published")
        )
        self.organizations.append(made.id)

    async def change_organization(self) -> None:
        patch = self.rng.choice(
            [
                {"name": f"Stichting {self.rng.randrange(1000)}"},
                {"gemeenten": [self.rng.choice(["GM9001", "GM9002"])]},
                {"description": f"Sinds {self.rng.randrange(1900, 2026)}"},
            ]
        )
        one = self.rng.choice(self.organizations)
        await self.do(
            lambda db: organizations.change(db, one, patch, self.act, expected_version=None)
        )

    async def step_organization(self) -> None:
        one, status = (
            self.rng.choice(self.organizations),
            self.rng.choice(["published", "published", "blocked", "archived", "draft"]),
        )
        await self.do(
            lambda db: organizations.step(db, one, status, self.act, expected_version=None)
        )

    async def register_place(self) -> None:
        document = PlaceIn.model_validate(
            {
                "name": f"Huis {len(self.places)}",
                "kind": "buurthuis",
                "point": self.spot(),
                "organizationId": self.rng.choice([None, *self.organizations]),
                "visibility": self.rng.choice(["public", "public", "area_only", "hidden"]),
            }
        )
        made = await self.do(lambda db: places.register(db, document, self.act, status="published"))
        self.places.append(made.id)

    async def change_place(self) -> None:
        features = {"drempelvrij": {"state": "yes"}, "rolstoel-binnen": {"state": "limited"}}
        patch = self.rng.choice(
            [
                {"visibility": self.rng.choice(["public", "area_only", "hidden"])},
                {"point": self.spot().model_dump()},
                {"name": f"Huis {self.rng.randrange(1000)}"},
                {"openingHours": self.rng.choice(["Mo-Fr 09:00-17:00", "Sa 10:00-12:00", None])},
                {"accessFeatures": self.rng.choice([features, {}])},
                {"organizationId": str(self.rng.choice(self.organizations))},
            ]
        )
        one = self.rng.choice(self.places)
        await self.do(lambda db: places.change(db, one, patch, self.act, expected_version=None))

    async def step_place(self) -> None:
        one, status = (
            self.rng.choice(self.places),
            self.rng.choice(["published", "published", "blocked", "archived", "draft"]),
        )
        await self.do(lambda db: places.step(db, one, status, self.act, expected_version=None))


async def _peoples_area(db: Db) -> None:
    await db.execute(
        text("""
            INSERT INTO area (code, level, name, parent_code, gemeente_code, year, label_point,
                              geometry, boundary, created_at, updated_at)
            SELECT :code, 'people', 'Tussen de velden', 'GM9001', 'GM9001', 2024,
                   ST_PointOnSurface(g), g, 'official', :now, :now
            FROM ST_SetSRID(ST_GeomFromText(:border), 28992) AS g
        """),
        {
            "code": PEOPLES_AREA,
            "border": shapely.MultiPolygon([square(2, 0, width=2)]).wkt,
            "now": MONDAY,
        },
    )
    await db.execute(
        text("""
            INSERT INTO area_member (area_code, buurt_code)
            VALUES (:code, 'BU90010002'), (:code, 'BU90020000')
        """),
        {"code": PEOPLES_AREA},
    )
