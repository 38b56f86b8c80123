"""A town, and everything that somebody may do to it by a command."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.core.database import Db
from app.core.entries import Entries, Source, Verification
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.places.commands import places
from app.schedule.schemas import ScheduleIn
from tests.factories import KEEPER, offering_document
from tests.finder.two_gemeenten import PEOPLES_AREA, Ground

STATUSES = ("published", "paused", "blocked", "archived", "ended", "draft")


@dataclass
class Town(Ground):
    """With what people can join; every act is a transaction of its own, retried by the house."""

    async def found(self) -> None:
        """The same, with a few of everything."""
        await self.lay_out()
        for _ in range(3):
            await self.register_organization()
        for _ in range(5):
            await self.register_place()
        for _ in range(6):
            await self.register_offering()

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
