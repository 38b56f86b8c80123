"""Places that not everybody may know, among ordinary ones, and what goes on at all of them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from shapely import Point, union_all
from shapely.geometry.base import BaseGeometry

from app.core.database import Db
from app.core.entries import Act
from app.core.geo import RdPoint, lonlat_of
from app.offerings.schemas import OfferingIn
from app.organizations.commands import organizations
from app.organizations.schemas import OrganizationIn
from app.places.commands import places
from app.places.schemas import PlaceIn
from app.schedule.schemas import ScheduleIn
from tests.factories import KEEPER
from tests.finder.choices import AUDIENCES, COSTS, KINDS, LANGUAGES, THEMES, WEEKDAYS
from tests.finder.entries import tells_its_buurten
from tests.finder.geography import Geography
from tests.finder.worlds import NOW, Plan

# In every name, street and postcode of a place that is not for everybody, and nowhere else.
NAME, STREET, LETTERS = "zwijgoord", "verzwegenpad", "QX"


@dataclass(frozen=True, slots=True)
class Secret:
    """A place that not everybody may know."""

    id: UUID
    name: str
    street: str
    postcode: str
    x_m: float
    y_m: float
    shown_area: str | None
    """The buurt or wijk that may be told."""
    within: BaseGeometry
    """All that may be told of where it stands."""


class Builder:
    """Fills made-up gemeenten with places and offerings, secret and not."""

    def __init__(self, geography: Geography, rng: Random) -> None:
        self.geography = geography
        self.rng = rng
        self.organizations: list[UUID] = []
        self.open_places: dict[UUID, tuple[float, float]] = {}
        self.secrets: list[Secret] = []

    async def settle(self, db: Db, *, open_places: int, secrets: int) -> None:
        """Registers organizations and places."""
        self.organizations = [await self._organization(db, number) for number in range(8)]
        for number in range(open_places):
            buurt = self.rng.choice(sorted(self.geography.borders))
            spot = somewhere_in(self.geography.borders[buurt], self.rng)
            document = _place(f"Huis {number}", "Dorpsstraat", f"{7500 + number} AB", spot)
            made = await places.register(db, document, Act(KEEPER, NOW), status="published")
            self.open_places[made.id] = spot
        for number in range(secrets):
            self.secrets.append(await self._secret(db, number))

    async def _organization(self, db: Db, number: int) -> UUID:
        document = {"name": f"Stichting {number}", "kind": "welzijn", "gemeenten": ["GM9001"]}
        made = await organizations.register(
            db, OrganizationIn.model_validate(document), Act(KEEPER, NOW), status="published"
        )
        return made.id

    async def _secret(self, db: Db, number: int) -> Secret:
        """In turn: hidden, area_only where the buurt or only the wijk is told, draft, blocked."""
        visibility, status, tells_buurt = (
            ("hidden", "published", None),
            ("area_only", "published", True),
            ("area_only", "published", False),
            ("hidden", "published", None),
            ("area_only", "published", False),
            ("public", "draft", None),
            ("area_only", "blocked", None),
        )[number % 7]
        buurten = [
            code
            for code in sorted(self.geography.borders)
            if tells_buurt in {None, tells_its_buurten(self.geography, code)}
        ]
        buurt = self.rng.choice(buurten)
        x_m, y_m = somewhere_in(self.geography.borders[buurt], self.rng)
        name, street = f"{NAME.capitalize()} {number}", f"{STREET.capitalize()} {number}"
        postcode = f"{8000 + number} {LETTERS}"
        made = await places.register(
            db,
            _place(name, street, postcode, (x_m, y_m), visibility=visibility),
            Act(KEEPER, NOW),
            status=status,
        )
        told = visibility == "area_only" and status == "published"
        shown = buurt if tells_buurt else self.geography.areas[buurt].wijk_code
        within = self._within(buurt, told=told)
        return Secret(made.id, name, street, postcode, x_m, y_m, shown if told else None, within)

    def _within(self, buurt: str, *, told: bool) -> BaseGeometry:
        """Where the twin may stand: of an area_only place the area is told, else the gemeente."""
        own = self.geography.areas[buurt]
        if told and tells_its_buurten(self.geography, buurt):
            return self.geography.borders[buurt]
        return union_all(
            [
                border
                for code, border in sorted(self.geography.borders.items())
                if self.geography.areas[code].gemeente_code == own.gemeente_code
                and (not told or self.geography.areas[code].wijk_code == own.wijk_code)
            ]
        )

    def ordinary(self, number: int) -> Plan:
        """At a public place, or for an area."""
        place_id = self.rng.choice(sorted(self.open_places)) if self.rng.random() < 0.85 else None
        return self._plan(number, place_id=place_id, served=place_id is None)

    def confidential(self, number: int) -> Plan:
        """At a secret place, every third one with areas that it serves."""
        secret = self.secrets[number % len(self.secrets)]
        return self._plan(number, place_id=secret.id, served=number % 3 == 0)

    def scheduled_elsewhere(self, number: int) -> Plan:
        """At a public place, but some of its sessions always at a secret one."""
        plan = self._plan(number, place_id=self.rng.choice(sorted(self.open_places)), served=False)
        secret = self.rng.choice(self.secrets)
        return replace(plan, schedules=[*plan.schedules, self._schedule(place_id=secret.id)])

    def moved_once(self, number: int) -> Plan:
        """At a public place or none, but one of its sessions moves to a secret one."""
        place_id = self.rng.choice([*sorted(self.open_places), None])
        plan = self._plan(number, place_id=place_id, served=place_id is None)
        return replace(plan, change="elsewhere", schedules=[self._schedule()])

    def _plan(self, number: int, *, place_id: UUID | None, served: bool) -> Plan:
        return Plan(
            document=self._document(number, place_id=place_id, served=served),
            status="published" if self.rng.random() < 0.95 else "paused",
            created_at=NOW - timedelta(days=30),
            verified_at=NOW - timedelta(days=self.rng.randint(1, 170)),
            verified_how="keeper",
            source_checked_on=None,
            schedules=[self._schedule() for _ in range(self.rng.choice([0, 1, 1, 2]))],
            change=self.rng.choice(["cancel", "note", None, None]),
        )

    def _document(self, number: int, *, place_id: UUID | None, served: bool) -> OfferingIn:
        rng = self.rng
        areas = sorted(self.geography.areas)
        document: dict[str, Any] = {
            "kind": rng.choice(KINDS),
            "title": f"{rng.choice(['Samen eten', 'Koffie', 'Wandelen', 'Lezen'])} {number % 40}",
            "summary": "Een gezellige middag.",
            "organizationId": rng.choice(self.organizations),
            "channel": "place" if place_id else rng.choice(["phone", "at_home"]),
            "placeId": place_id,
            "serviceAreas": rng.sample(areas, rng.choice([1, 1, 2])) if served else [],
            "themes": rng.sample(THEMES, rng.randint(1, 3)),
            "audiences": [{"code": rng.choice(AUDIENCES), "mode": rng.choice(["open", "only"])}],
            "minAge": rng.choice([None, None, 18]),
            "languages": rng.sample(LANGUAGES, rng.choice([0, 1, 2])),
            "access": ["open"],
            "provision": "general",
            "cost": rng.choice(COSTS),
            "joining": rng.choice(["walk_in", "call_first", "sign_up"]),
            "spots": {"state": rng.choice(["open", "full"]), "reportedAt": NOW},
        }
        return OfferingIn.model_validate(document)

    def _schedule(self, *, place_id: UUID | None = None) -> ScheduleIn:
        document = {
            "preset": "weekly",
            "startDate": "2026-09-01",
            "startTime": self.rng.choice(["09:00", "11:15", "14:00", "19:30"]),
            "durationMinutes": self.rng.choice([45, 90, 180]),
            "weekdays": self.rng.sample(WEEKDAYS, self.rng.choice([1, 2])),
            "placeId": place_id,
        }
        return ScheduleIn.model_validate(document)


def _place(
    name: str, street: str, postcode: str, spot: tuple[float, float], *, visibility: str = "public"
) -> PlaceIn:
    at = lonlat_of(RdPoint(*spot))
    return PlaceIn.model_validate(
        {
            "name": name,
            "kind": "buurthuis",
            "point": at,
            "visibility": visibility,
            "address": {
                "street": street,
                "houseNumber": "1",
                "postcode": postcode,
                "city": "Weverveld",
            },
            "openingHours": "Mo-Fr 09:00-17:00",
            "accessFeatures": {
                "drempelvrij": {"state": "yes"},
                "rolstoel-binnen": {"state": "yes"},
            },
        }
    )


def somewhere_in(ground: BaseGeometry, rng: Random) -> tuple[float, float]:
    """A random point, a few metres from the edge at least."""
    inside = ground.buffer(-5)
    min_x, min_y, max_x, max_y = inside.bounds
    while True:
        x_m, y_m = rng.uniform(min_x, max_x), rng.uniform(min_y, max_y)
        if inside.contains(Point(x_m, y_m)):
            return x_m, y_m
