"""Weverveld and Spinveld side by side, and everything that somebody may do to them by a command."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, writing
from app.core.entries import Act, Entries, Source, Verification
from app.core.errors import ProblemError
from app.core.geo import LonLat
from app.core.migrations import ROOT
from app.ingest.areas.follow import everything_follows
from app.ingest.seed.foundation import seed_foundation
from app.offerings.commands import offerings
from app.offerings.jobs import roll_sessions
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.organizations.schemas import OrganizationIn
from app.places.commands import places
from app.places.jobs import roll_openings
from app.places.schemas import PlaceIn
from app.schedule.schemas import ScheduleIn
from app.vocabularies.commands import read_vocabularies, store_vocabularies
from tests.areas.weverveld import buurt, imported, lonlat, point, square, written
from tests.factories import KEEPER, MONDAY, offering_document

VOCABULARIES = ROOT / "seed" / "vocabularies.csv"
COLUMNS, ROWS = 6, 2
PEOPLES_AREA = "PA9001-tussen"
STATUSES = ("published", "paused", "blocked", "archived", "ended", "draft")


@dataclass
class Town:
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

    async def found(self) -> None:
        """The same, with a few of everything."""
        await self.lay_out()
        for _ in range(3):
            await self.register_organization()
        for _ in range(5):
            await self.register_place()
        for _ in range(6):
            await self.register_offering()

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

    # Offerings.

    def whereabouts(self) -> dict[str, Any]:
        areas = [one["code"] for one in self.buurten.values()]
        areas += ["GM9001", "GM9002", "WK900100", "WK900201", PEOPLES_AREA]
        served = self.rng.sample(areas, self.rng.randrange(1, 3))
        if self.rng.random() < 0.3:
            return {"channel": "phone", "placeId": None, "serviceAreas": served}
        served = served if self.rng.random() < 0.3 else []
        place = str(self.rng.choice(self.places))
        return {"channel": "place", "placeId": place, "serviceAreas": served}

    async def register_offering(self) -> None:
        document = offering_document(
            organization_id=self.rng.choice(self.organizations), **self.whereabouts()
        )
        status = self.rng.choice(["published", "published", "published", "draft"])
        made = await self.do(lambda db: offerings.register(db, document, self.act, status=status))
        if made is not None:
            self.offerings.append(made.id)
            await self.plan(made.id)

    async def take_over(self) -> None:
        number = self.rng.randrange(4)
        document = offering_document(
            organization_id=self.organizations[0],
            title=f"Uit de gids {self.rng.randrange(9)}",
            **self.whereabouts(),
        )
        source = Source("gids", str(number), checked_on=self.now.date())
        taken = await self.do(
            lambda db: offerings.take_over(
                db, document, source=source, status="published", now=self.now
            )
        )
        if taken is not None and taken.outcome == "new":
            self.offerings.append(taken.row.id)

    def others(self, ids: list[UUID], most: int) -> list[str]:
        return [str(one) for one in self.rng.sample(ids, min(len(ids), self.rng.randrange(most)))]

    async def change_offering(self) -> None:
        spots = {"state": self.rng.choice(["open", "full"]), "reportedAt": self.now.isoformat()}
        patch: dict[str, Any] = self.rng.choice(
            [
                {"title": f"Samen {self.rng.randrange(1000)}"},
                {"description": f"Meer over {self.rng.randrange(1000)}"},
                self.whereabouts(),
                {"kind": self.rng.choice(["inloop", "cursus", "maatje", "wijkwijzer"])},
                {"themes": self.rng.sample(["bewegen", "rouw", "geld", "eten"], 2)},
                {"audiences": [{"code": "vrouwen", "mode": self.rng.choice(["open", "only"])}]},
                {"spots": spots},
                {"cost": {"kind": "amount", "amount": self.rng.randrange(1, 9)}},
                {"languages": ["nl", "ar"]},
                {"organizers": self.others(self.organizations, 3)},
                {"nextSteps": self.others(self.offerings, 3)},
                {"organizationId": str(self.rng.choice(self.organizations))},
            ]
        )
        one = self.rng.choice(self.offerings)
        await self.do(lambda db: offerings.change(db, one, patch, self.act, expected_version=None))

    async def transfer(self) -> None:
        """A contract ends: all that one organization has goes to another."""
        before, after = self.rng.choices(self.organizations, k=2)

        async def work(db: Db) -> None:
            mine = text("SELECT id FROM offering WHERE organization_id = :before ORDER BY id")
            for one in (await db.execute(mine, {"before": before})).scalars().all():
                await offerings.change(
                    db, one, {"organizationId": str(after)}, self.act, expected_version=None
                )

        await self.do(work)

    async def step_offering(self) -> None:
        one, status = self.rng.choice(self.offerings), self.rng.choice(STATUSES)
        until = (self.now + timedelta(days=9)).date() if status == "paused" else None
        await self.do(
            lambda db: offerings.step(db, one, status, self.act, expected_version=None, until=until)
        )

    async def publish(self) -> None:
        """Puts something on the map again, from wherever it is; the archive takes two steps."""
        for entries, ids in (
            (organizations, self.organizations),
            (places, self.places),
            (offerings, self.offerings),
        ):
            one = self.rng.choice(ids)
            for status in ("draft", "published"):
                await self.do(partial(self._step, entries, one, status))

    async def _step(self, entries: Entries[Any, Any], one: UUID, status: str, db: Db) -> None:
        await entries.step(db, one, status, self.act, expected_version=None)

    async def verify(self) -> None:
        one, check = self.rng.choice(self.offerings), Verification(self.now, "phone")
        await self.do(lambda db: offerings.verify(db, one, check, by=KEEPER))

    async def merge(self) -> None:
        """Two turn out to be one; as rows, for there is no command yet."""
        one, other = self.rng.sample(self.offerings, 2)
        merged = text("UPDATE offering SET status = 'archived', merged_into = :o WHERE id = :i")
        await self.do(lambda db: db.execute(merged, {"i": one, "o": other}))

    async def remove(self) -> None:
        """As taking away the demo does."""
        if len(self.offerings) < 6:
            return
        one = self.rng.choice(self.offerings)

        async def work(db: Db) -> None:
            loose = "UPDATE offering SET merged_into = NULL WHERE merged_into = :id"
            for statement in (loose, "DELETE FROM offering WHERE id = :id"):
                await db.execute(text(statement), {"id": one})

        await self.do(work)
        self.offerings.remove(one)

    async def plan(self, one: UUID | None = None) -> None:
        one = one or self.rng.choice(self.offerings)
        schedules = [
            ScheduleIn.model_validate(self.schedule()) for _ in range(self.rng.randrange(3))
        ]
        await self.do(lambda db: put_schedules(db, one, schedules, self.act, expected_version=None))

    def schedule(self) -> dict[str, Any]:
        start = self.now.date() + timedelta(days=self.rng.randrange(-20, 20))
        common = {
            "startDate": start.isoformat(),
            "startTime": self.rng.choice(["10:00", "19:30"]),
            "durationMinutes": 90,
            "placeId": self.rng.choice([None, None, str(self.rng.choice(self.places))]),
        }
        if self.rng.random() < 0.3:
            return {"preset": "once", **common}
        weekday = self.rng.choice(["mo", "tu", "we", "th", "fr", "sa", "su"])
        return {"preset": "weekly", "weekdays": [weekday], **common}

    async def change_session(self) -> None:
        async with self.engine.connect() as connection:
            found = await connection.execute(
                text(
                    "SELECT offering_id, original_starts_at, starts_at, ends_at FROM session "
                    "WHERE ends_at > :now ORDER BY starts_at, offering_id LIMIT 30"
                ),
                {"now": self.now},
            )
            rows = found.all()
        if not rows:
            return
        one = self.rng.choice(rows)
        later = timedelta(hours=self.rng.choice([1, 26]))
        change = self.rng.choice(
            [
                {"status": "cancelled"},
                {"status": "scheduled", "note": "Neem een jas mee."},
                {"status": "scheduled"},
                {"status": "moved", "placeId": self.rng.choice(self.places)},
                {
                    "status": "moved",
                    "startsAt": one.starts_at + later,
                    "endsAt": one.ends_at + later,
                },
            ]
        )
        await self.do(
            lambda db: change_session(
                db,
                one.offering_id,
                SessionChangeIn.model_validate(change),
                self.act,
                original_starts_at=one.original_starts_at,
                expected_version=None,
            )
        )


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
