"""Random worlds: who offers what, where and when, with everything near the edges of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import AMSTERDAM, local_date
from app.core.database import Db, unit_of_work
from app.core.entries import Act
from app.core.geo import LonLat, RdPoint, lonlat_of
from app.offerings.schemas import OfferingIn
from app.organizations.commands import organizations
from app.organizations.schemas import OrganizationIn
from app.places.commands import places
from app.places.schemas import PlaceIn
from app.schedule.schemas import ScheduleIn
from tests.factories import KEEPER
from tests.finder.choices import (
    AUDIENCES,
    COSTS,
    HOWS,
    KINDS,
    LANGUAGES,
    RARE,
    STATUSES,
    THEMES,
    TITLES,
    WEEKDAYS,
)
from tests.finder.geography import Geography

NOW = datetime.fromisoformat("2026-10-20T10:07:00+02:00")
"""When the world is filled: the Tuesday before the clocks go back."""
MOMENTS = tuple(
    map(
        datetime.fromisoformat,
        (
            "2026-10-20T10:07:00+02:00",
            "2026-10-25T02:30:00+02:00",
            "2026-10-25T02:30:00+01:00",
            "2026-11-04T23:59:59+01:00",
            "2026-11-05T00:00:00+01:00",
            "2026-12-31T23:30:00+01:00",
        ),
    )
)
"""When people ask: in both half past twos of that Sunday, around a midnight, on New Year's Eve."""

# Around every term that there is, in days.
TERMS = (14, 30, 90, 120, 165, 180, 210, 240, 330)


@dataclass(frozen=True, slots=True)
class Plan:
    """One offering to come."""

    document: OfferingIn
    status: str
    created_at: datetime
    verified_at: datetime | None
    verified_how: Any
    source_checked_on: date | None
    schedules: list[ScheduleIn]
    change: str | None
    """What happens to one of its sessions."""


@dataclass(frozen=True, slots=True)
class Parents:
    """What offerings can lean on."""

    organizations: Sequence[UUID]
    places: Sequence[UUID]


async def settle(
    engine: AsyncEngine, geography: Geography, rng: Random, *, offerings: int
) -> tuple[Parents, list[Plan]]:
    """Registers organizations and places, committed, and plans offerings that lean on them."""
    async with unit_of_work(engine) as db:
        parents = Parents(
            [await _organization(db, rng, geography, number) for number in range(24)],
            [await _place(db, rng, geography, number) for number in range(offerings // 5)],
        )
    areas = _by_level(geography)
    return parents, [_plan(rng, parents, areas) for _ in range(offerings)]


def _by_level(geography: Geography) -> dict[str, list[str]]:
    levels: dict[str, list[str]] = {}
    for code in sorted(geography.areas):
        levels.setdefault(geography.areas[code].level, []).append(code)
    return levels


async def _organization(db: Db, rng: Random, geography: Geography, number: int) -> UUID:
    document = {
        "name": f"Stichting {number}",
        "kind": "welzijn",
        "gemeenten": [rng.choice(_by_level(geography)["gemeente"])],
    }
    status = rng.choices(["published", "blocked", "draft"], [85, 10, 5])[0]
    made = await organizations.register(
        db, OrganizationIn.model_validate(document), Act(KEEPER, NOW), status=status
    )
    return made.id


async def _place(db: Db, rng: Random, geography: Geography, number: int) -> UUID:
    visibility = rng.choices(["public", "area_only", "hidden"], [76, 13, 11])[0]
    outside = visibility == "public" and rng.random() < 0.03
    features = {
        code: {"state": rng.choices(["yes", "limited", "no", "unknown"], [6, 2, 1, 1])[0]}
        for code in ("drempelvrij", "rolstoel-binnen", "rolstoeltoilet")
        if rng.random() < 0.85
    }
    document = {
        "name": " ".join(["Huis", str(number), *rng.sample(RARE, rng.random() < 0.2)]),
        "kind": rng.choice(["buurthuis", "bibliotheek", "buiten"]),
        "point": _somewhere(rng, geography, outside=outside),
        "accessFeatures": features,
        "visibility": visibility,
    }
    if rng.random() < 0.7:
        address: dict[str, str] = {"street": "Dorpsstraat", "city": "Enschede"}
        address |= {"houseNumber": str(number + 1)} if rng.random() < 0.8 else {}
        address |= {"postcode": "7545TP"} if rng.random() < 0.8 else {}
        document["address"] = address
    made = await places.register(
        db,
        PlaceIn.model_validate(document),
        Act(KEEPER, NOW),
        status=rng.choices(["published", "draft", "blocked"], [90, 5, 5])[0],
    )
    return made.id


def _somewhere(rng: Random, geography: Geography, *, outside: bool) -> LonLat:
    border = geography.borders[rng.choice(sorted(geography.borders))]
    min_x, min_y, max_x, max_y = border.bounds
    while True:
        x_m, y_m = rng.uniform(min_x, max_x), rng.uniform(min_y, max_y)
        if outside:
            x_m, y_m = x_m + rng.choice([-9_000, 9_000]), y_m + rng.uniform(-9_000, 9_000)
        if (geography.buurt_at(x_m, y_m) is None) is outside:
            return lonlat_of(RdPoint(x_m, y_m))


def _plan(rng: Random, parents: Parents, areas: dict[str, list[str]]) -> Plan:
    kind = rng.choice(KINDS)
    is_verified, has_source = rng.random() < 0.8, rng.random() < 0.3
    return Plan(
        document=OfferingIn.model_validate(_document(rng, kind, parents, areas)),
        status="published" if rng.random() < 0.85 else rng.choice(STATUSES),
        created_at=_checked(rng),
        verified_at=_checked(rng) if is_verified else None,
        verified_how=rng.choice(HOWS) if is_verified else None,
        source_checked_on=local_date(_checked(rng)) if has_source else None,
        schedules=[
            _schedule(rng, parents) for _ in range(rng.choices([0, 1, 2, 3], [2, 6, 2, 1])[0])
        ],
        change=rng.choice(["cancel", "move", "elsewhere", "note"]) if rng.random() < 0.4 else None,
    )


def _checked(rng: Random) -> datetime:
    """A moment of checking: mostly this season, else near a term at one of the moments."""
    if rng.random() < 0.6:
        return NOW - timedelta(days=rng.uniform(0, 80))
    day = local_date(rng.choice(MOMENTS)) - timedelta(
        days=rng.choice(TERMS) + rng.choice([-1, 0, 0, 1])
    )
    clock = rng.choice([time(0, 0), time(0, 10), time(12, 0), time(23, 59, 59)])
    return min(datetime.combine(day, clock, AMSTERDAM), NOW)


def _document(
    rng: Random, kind: str, parents: Parents, areas: dict[str, list[str]]
) -> dict[str, Any]:
    channel = rng.choices(["place", "on_the_move", "at_home", "phone", "online"], [14, 4, 2, 2, 1])
    has_place = channel == ["place"] or (channel == ["on_the_move"] and rng.random() < 0.5)
    low, high = sorted(rng.sample([0, 12, 18, 55, 65, 120], 2))
    words = [rng.choice(TITLES), *rng.sample(RARE, rng.choices([0, 1, 2], [6, 3, 1])[0])]
    some_summary = rng.sample(RARE, rng.random() < 0.2)
    return {
        "kind": kind,
        "title": " ".join(words),
        "summary": " ".join(["Een gezellige middag.", *some_summary]),
        "organizationId": rng.choice(parents.organizations),
        "channel": channel[0],
        "placeId": rng.choice(parents.places) if has_place else None,
        "serviceAreas": _serves(rng, areas) if not has_place or rng.random() < 0.15 else [],
        "themes": rng.sample(THEMES, rng.randint(1, 4)),
        "audiences": [
            {"code": code, "mode": rng.choices(["open", "especially", "only"], [4, 3, 2])[0]}
            for code in rng.sample(AUDIENCES, rng.choices([0, 1, 2, 3], [4, 3, 2, 1])[0])
        ],
        "minAge": low if rng.random() < 0.3 else None,
        "maxAge": high if rng.random() < 0.3 else None,
        "languages": rng.sample(LANGUAGES, rng.choices([0, 1, 2], [3, 4, 2])[0]),
        "access": rng.choice([["open"], ["open", "wmo"], ["intake"], ["wmo"], ["unknown"]]),
        "provision": rng.choice(["general", "general", "initiative", "commercial", "individual"]),
        "cost": rng.choice(COSTS),
        "joining": rng.choice(["walk_in", "walk_in", "call_first", "sign_up", "by_referral"]),
        "contact": {"askFor": "Fatma"} if rng.random() < 0.3 else {},
        "spots": {
            "state": rng.choice(["open", "few", "full", "waiting_list", "unknown"]),
            "reportedAt": _checked(rng) if rng.random() < 0.85 else None,
        },
    }


def _serves(rng: Random, areas: dict[str, list[str]]) -> list[str]:
    """One area of any level, two gemeenten, or a few of one level."""
    if rng.random() < 0.15:
        return areas["gemeente"][:2]
    level = rng.choice(sorted(areas))
    return rng.sample(areas[level], min(rng.choices([1, 2, 3], [6, 2, 1])[0], len(areas[level])))


def _schedule(rng: Random, parents: Parents) -> ScheduleIn:
    preset = rng.choices(["weekly", "monthly", "once"], [6, 2, 3])[0]
    today = local_date(NOW)
    begins = -rng.randint(0, 200) if preset != "once" else rng.randint(-12, 85)
    start = today + timedelta(days=begins)
    document: dict[str, Any] = {
        "preset": preset,
        "startDate": start.isoformat(),
        "startTime": rng.choice(
            ["00:00", "02:30", "09:00", "11:59", "12:00", "14:15", "17:59", "18:00", "20:00"]
        ),
        "durationMinutes": rng.choice([30, 60, 90, 240, 600, 1440]),
        "placeId": rng.choice(parents.places) if rng.random() < 0.12 else None,
    }
    if preset == "weekly":
        days = rng.sample(WEEKDAYS, rng.choices([1, 2, 5], [7, 2, 1])[0])
        document |= {"weekdays": days, "everyWeeks": rng.choices([1, 2], [3, 1])[0]}
    if preset == "monthly":
        document |= {"nth": rng.choice([1, 2, 3, 4, -1]), "weekday": rng.choice(WEEKDAYS)}
    if preset != "once":
        if rng.random() < 0.2:
            document |= {"onSchoolHolidays": "skip", "schoolRegion": "noord"}
        if rng.random() < 0.3:
            last = local_date(rng.choice(MOMENTS)) + timedelta(days=rng.choice([-1, 0, 1, 9, 30]))
            # Early enough for one session at least.
            begin = min(start, last - timedelta(days=40))
            document |= {"startDate": begin.isoformat(), "until": last.isoformat()}
    return ScheduleIn.model_validate(document)
