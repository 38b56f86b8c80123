"""Twelve people who change everything at once, and readers who believe nothing.

Every name, title and point is used once: a token. Who replaces one says so after the answer "saved"
has come; whoever asks after that may never see it again. What is confidential has tokens of its own
that nobody may see at all.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Db, unit_of_work, writing
from app.core.entries import Act, Entries
from app.core.errors import ProblemError, UnavailableError
from app.core.geo import LonLat
from app.offerings.commands import offerings
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.organizations.commands import organizations
from app.places.commands import places
from tests import factories
from tests.areas.weverveld import lonlat, point
from tests.factories import KEEPER, MONDAY, weekly
from tests.finder.read_model import what_differs

TOKEN = re.compile(r"\b(?:Huis|Schuilhuis|Stichting|Samen) [0-9]+\b")
POINT = re.compile(r'"location":\{"type":"Point","coordinates":\[(-?[0-9.]+),(-?[0-9.]+)\]')
COLUMNS, ROWS = 6, 2
NOT_MODIFIED = 304
OLDEST_304_S = 3.0
"""The memo looks once a second and believes what it saw for two."""

Spot = tuple[float, float]


@dataclass
class Saved:
    """What a piece of work leaves: tokens out of use, and the versions that it made."""

    replaced: list[str] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)

    def __add__(self, other: "Saved") -> "Saved":
        return Saved(self.replaced + other.replaced, self.versions | other.versions)


Work = Callable[[Db], Awaitable[Saved]]


@dataclass
class Ledger:
    """What was said when, and what was seen that should not have been."""

    numbers: int = 0
    points: dict[str, Spot] = field(default_factory=dict)
    """Token of a place → where it is then."""
    owners: dict[Spot, str] = field(default_factory=dict)
    retired_s: dict[str, float] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)
    """The last version that somebody was told is saved."""
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def token(self, word: str) -> str:
        self.numbers += 1
        return f"{word} {self.numbers}"

    def spot(self, token: str, rng: Random) -> LonLat:
        """A point for this token alone, in a random buurt."""
        column, row = rng.randrange(COLUMNS) + 0.3, rng.randrange(ROWS) + 0.3
        lon, lat = lonlat(point(column, row))
        across, along = divmod(self.numbers, 400)
        spot = (round(lon + along * 1e-5, 5), round(lat + across * 1e-5, 5))
        self.points[token] = spot
        self.owners[spot] = token
        return LonLat(lon=spot[0], lat=spot[1])

    def read(self, said: str, *, since_s: float, what: str) -> None:
        """Looks for what should not be there in an answer that was asked for at `since_s`."""
        spots = [(round(float(lon), 5), round(float(lat), 5)) for lon, lat in POINT.findall(said)]
        self.wrong += [f"{what}: {spot} is nobody's" for spot in spots if spot not in self.owners]
        tokens = {self.owners[spot] for spot in spots if spot in self.owners}
        tokens.update(TOKEN.findall(said))
        self.seen.update(token.split()[0] for token in tokens)
        self.wrong += [
            f"{what}: {token}"
            for token in tokens
            if token.startswith("Schuilhuis") or self.retired_s.get(token, since_s) < since_s
        ]


@dataclass
class Hammer:
    """One run."""

    engine: AsyncEngine
    rng: Random
    ledger: Ledger = field(default_factory=Ledger)
    organizations: list[UUID] = field(default_factory=list)
    places: list[UUID] = field(default_factory=list)
    offerings: list[UUID] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    """Saved, tried again, refused by the domain, told to come back later; and answers."""

    def act(self) -> Act:
        return Act(KEEPER, MONDAY, "Zomaar.")

    async def found(self, *, sizes: tuple[int, int, int] = (5, 12, 30)) -> None:
        """Organizations, places and offerings in buurten that are there already."""
        async with unit_of_work(self.engine) as db:
            for _ in range(sizes[0]):
                name = self.ledger.token("Stichting")
                made = await factories.organization(db, name=name, gemeenten=["GM9001"])
                self.organizations.append(made.id)
            for _ in range(sizes[1]):
                name = self.ledger.token("Huis")
                spot = self.ledger.spot(name, self.rng)
                self.places.append((await factories.place(db, name=name, point=spot)).id)
            for _ in range(sizes[2]):
                walk = await factories.offering(
                    db,
                    title=self.ledger.token("Samen"),
                    organizationId=self.rng.choice(self.organizations),
                    placeId=self.rng.choice(self.places),
                )
                self.offerings.append(walk.id)
                await put_schedules(db, walk.id, [weekly()], self.act(), expected_version=None)

    # Writing.

    async def write_until(self, end_s: float) -> None:
        while monotonic() < end_s and not self.ledger.wrong:
            [work] = self.rng.choices(
                [self.place, self.offering, self.organization, self.programme, self.both],
                weights=[6, 6, 2, 4, 1],
            )
            await self.save(work())

    async def save(self, work: Work) -> None:
        tries = 0

        async def counted(db: Db) -> Saved:
            nonlocal tries
            tries += 1
            return await work(db)

        try:
            saved = await writing(self.engine, counted)
        except UnavailableError:
            self.done["come back later"] += 1
        except ProblemError:
            self.done["refused"] += 1
        else:
            self.done["saved"] += 1
            now_s = monotonic()
            self.ledger.retired_s.update(dict.fromkeys(saved.replaced, now_s))
            for one, version in saved.versions.items():
                self.ledger.versions[one] = max(version, self.ledger.versions.get(one, 0))
        self.done["tried again"] += tries > 1

    def place(self) -> Work:
        """Shown somewhere else, or hidden somewhere else."""
        one = self.rng.choice(self.places)
        visibility = self.rng.choice(["public", "public", "area_only", "hidden"])
        name = self.ledger.token("Huis" if visibility == "public" else "Schuilhuis")
        spot = self.ledger.spot(name, self.rng).model_dump()
        patch = {"visibility": visibility, "name": name, "point": spot}
        return self._renamed(places, one, "name", patch)

    def offering(self) -> Work:
        """Another title, and now and then another place, keeper or area."""
        one = self.rng.choice(self.offerings)
        patch: dict[str, Any] = {"title": self.ledger.token("Samen")}
        match self.rng.randrange(4):
            case 0:
                place = str(self.rng.choice(self.places))
                patch |= {"channel": "place", "placeId": place, "serviceAreas": []}
            case 1:
                areas = self.rng.sample(["GM9001", "GM9002", "BU90010001", "WK900201"], 2)
                patch |= {"channel": "phone", "placeId": None, "serviceAreas": areas}
            case 2:
                patch |= {"organizationId": str(self.rng.choice(self.organizations))}
        return self._renamed(offerings, one, "title", patch)

    def organization(self) -> Work:
        """Off the map under a name that nobody may see, or on it under a new one."""
        one = self.rng.choice(self.organizations)
        status = self.rng.choice(["published", "published", "blocked"])
        name = self.ledger.token("Stichting")
        rename = self._renamed(organizations, one, "name", {"name": name})

        async def work(db: Db) -> Saved:
            saved = await rename(db)
            row = await organizations.locked(db, one, expected_version=None)
            if row.status != status:
                await organizations.step(db, one, status, self.act(), expected_version=None)
            unseen = [name] if status == "blocked" else []
            return saved + Saved(unseen, {one: row.version})

        return work

    def programme(self) -> Work:
        """Other times, some of them elsewhere; or one session less."""
        one = self.rng.choice(self.offerings)
        elsewhere = self.rng.choice([None, str(self.rng.choice(self.places))])
        schedules = [weekly("tu"), weekly(self.rng.choice(["we", "th"]), placeId=elsewhere)]
        cancels = self.rng.random() < 0.5

        async def work(db: Db) -> Saved:
            if not cancels:
                row = await put_schedules(db, one, schedules, self.act(), expected_version=None)
                return Saved(versions={one: row.version})
            starts_at = await db.scalar(
                text("SELECT min(original_starts_at) FROM session WHERE offering_id = :id"),
                {"id": one},
            )
            row = await change_session(
                db,
                one,
                SessionChangeIn(status="cancelled", note=str(self.ledger.token("Les"))),
                self.act(),
                original_starts_at=starts_at,
                expected_version=None,
            )
            return Saved(versions={one: row.version})

        return work

    def both(self) -> Work:
        """Two things in one transaction, in whatever order."""
        works = [self.place(), self.offering()]
        self.rng.shuffle(works)

        async def work(db: Db) -> Saved:
            return await works[0](db) + await works[1](db)

        return work

    def _renamed(
        self, entries: Entries[Any, Any], one: UUID, member: str, patch: dict[str, Any]
    ) -> Work:
        async def work(db: Db) -> Saved:
            row = await entries.locked(db, one, expected_version=None)
            before = getattr(row, member)
            row = await entries.change(db, one, patch, self.act(), expected_version=None)
            return Saved([before], {one: row.version})

        return work

    # Reading.

    async def read_until(
        self, end_s: float, client: httpx.AsyncClient, questions: Sequence[str]
    ) -> None:
        known: dict[str, httpx.Response] = {}
        while monotonic() < end_s and not self.ledger.wrong:
            path = self.rng.choice(questions).format(id=self.rng.choice(self.offerings))
            headers = {"If-None-Match": known[path].headers["ETag"]} if path in known else {}
            since_s = monotonic()
            answer = await client.get(path, headers=headers)
            self.done[f"answers {answer.status_code}"] += 1
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                self.ledger.wrong.append(f"{path}: {answer.status_code} {answer.text}")
            elif answer.status_code == NOT_MODIFIED:
                self.ledger.read(
                    known[path].text, since_s=since_s - OLDEST_304_S, what=f"old {path}"
                )
            else:
                self.ledger.read(answer.text, since_s=since_s, what=path)
                if answer.status_code == httpx.codes.OK:
                    known[path] = answer
            await asyncio.sleep(0)

    async def compare_until(self, end_s: float, *, every_s: float = 1.0) -> None:
        """Between the blows too the map is what its definition says."""
        while monotonic() < end_s and not self.ledger.wrong:
            async with unit_of_work(self.engine) as db:
                self.ledger.wrong += await what_differs(db)
            await asyncio.sleep(every_s)

    async def lost(self) -> list[str]:
        """What somebody was told is saved, and is not there in the end."""
        lost = []
        async with unit_of_work(self.engine) as db:
            for table in ("organization", "place", "offering"):
                rows = await db.execute(text(f"SELECT id, version FROM {table}"))  # noqa: S608 - ours
                for one, version in rows:
                    told = self.ledger.versions.get(one, version)
                    if told != version:
                        lost.append(f"{table} {one}: told {told}, is {version}")
        return lost
