"""Who offers what, where and when, in a made-up country: rows of the base tables. Pure and seeded.

The columns that the database derives when somebody saves a row are worked out here, because its
triggers are off while a million rows come in; a test holds them against what the triggers say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, TypeAlias
from uuid import UUID

from psycopg.types.json import Jsonb

from app.core.geo import RdPoint
from app.vocabularies.models import VocabularyTerm
from bench import words
from bench.country import Country, Home, Town
from bench.details import cost, spots, verification, who_may_come
from bench.kinds import AWAY_KINDS, KINDS, PLACED_KINDS, THEMES_OF
from bench.rhythms import Rhythm, Rhythms

Row: TypeAlias = dict[str, object]
"""Column → value; every row of a table has the same columns in the same order."""
Rows: TypeAlias = dict[str, list[Row]]
"""Table → its rows."""

OFFERINGS_PER_PLACE: Final = 5
PLACES_PER_ORGANIZATION: Final = 4
AWAY_SHARE: Final = 0.10
"""Offerings that come to people (at home, by phone, online) and serve areas."""
SECRET_SHARE: Final = 0.02
"""Places whose address is nobody's business."""
OPEN_HOURS_SHARE: Final = 0.4
CANCELLED_SHARE: Final = 0.01
ELSEWHERE_SHARE: Final = 0.02
CREATED_OVER_DAYS: Final = 600
SENSITIVITIES: Final = ("open", "discreet", "art9", "safety")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as its offerings see it."""

    id: UUID
    organization_id: UUID
    point: RdPoint
    home: Home
    is_public: bool


def uuid7_at(moment: datetime, rng: Random) -> UUID:
    """A UUIDv7 of that moment, in milliseconds, the rest drawn."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(
        int=milliseconds << 80 | 7 << 76 | rng.getrandbits(12) << 64 | 2 << 62 | rng.getrandbits(62)
    )


class Catalogue:
    """The made-up content of a country; the same seed and day give the same rows."""

    def __init__(
        self,
        country: Country,
        towns: list[Town],
        *,
        offerings: int,
        now: datetime,
        rhythms: Rhythms,
        vocabulary: Sequence[VocabularyTerm],
        rng: Random,
    ) -> None:
        self._country, self._towns, self._count = country, towns, offerings
        self._now, self._rhythms, self._rng = now, rhythms, rng
        self._codes = {
            name: [term.code for term in vocabulary if term.vocabulary == name]
            for name in ("theme", "audience", "place_kind", "organization_kind")
        }
        self._sensitivity = {
            (term.vocabulary, term.code): SENSITIVITIES.index(term.sensitivity)
            for term in vocabulary
            if term.sensitivity
        }
        self._spots: list[Spot] = []

    def grounds(self) -> Iterator[Rows]:
        """Organizations with their places, some hundreds at a time; exhaust it before the rest."""
        points = self._country.points(self._towns, self._rng)
        places = max(1, self._count // OFFERINGS_PER_PLACE)
        rows: Rows = {"organization": [], "place": []}
        while len(self._spots) < places:
            host = self._organization()
            rows["organization"].append(host)
            homes = set()
            for _ in range(min(PLACES_PER_ORGANIZATION, places - len(self._spots))):
                spot, place = self._place(next(points), UUID(str(host["id"])))
                rows["place"].append(place)
                homes.add(spot.home.gemeente_code)
            host["gemeenten"] = sorted(homes)
            host["gemeente_code"] = min(homes)
            if len(rows["place"]) >= 1_000:
                yield rows
                rows = {"organization": [], "place": []}
        yield rows

    def offerings(self, *, at_a_time: int) -> Iterator[Rows]:
        """Offerings with their areas, schedules, changes and sessions, in bites."""
        for start in range(0, self._count, at_a_time):
            rows: Rows = {
                table: []
                for table in (
                    *("offering", "offering_service_area"),
                    *("schedule", "session_change", "session"),
                )
            }
            for number in range(start, min(start + at_a_time, self._count)):
                self._offering(number, rows)
            yield rows

    def _organization(self) -> Row:
        rng = self._rng
        created = self._now - timedelta(days=rng.randint(1, CREATED_OVER_DAYS))
        return {
            "id": uuid7_at(created, rng),
            "status": "published",
            "gemeente_code": None,
            "created_at": created,
            "updated_at": created,
            "name": words.organization_name(rng),
            "kind": rng.choice(self._codes["organization_kind"]),
            "gemeenten": [],
            "kvk_number": f"{rng.randrange(10**8):08}",
            "website": "https://example.nl/",
            "phone": "053-0000000",
        }

    def _place(self, point: RdPoint, organization_id: UUID) -> tuple[Spot, Row]:
        rng = self._rng
        created = self._now - timedelta(days=rng.randint(1, CREATED_OVER_DAYS))
        visibility = "public"
        if rng.random() < SECRET_SHARE:
            visibility = rng.choice(("area_only", "hidden"))
        home = self._country.home_of(point)
        spot = Spot(
            uuid7_at(created, rng), organization_id, point, home, is_public=visibility == "public"
        )
        self._spots.append(spot)
        features = {
            code: {"state": rng.choice(("yes", "yes", "yes", "limited", "no")), "asOf": None}
            for code in ("drempelvrij", "rolstoel-binnen", "rolstoeltoilet")
            if rng.random() < 0.6
        }
        has_hours = rng.random() < OPEN_HOURS_SHARE
        return spot, {
            "id": spot.id,
            "status": "published",
            "gemeente_code": home.gemeente_code,
            **verification(self._now, rng),
            "created_at": created,
            "updated_at": created,
            "name": words.house_name(rng),
            "kind": rng.choice(self._codes["place_kind"]),
            "street": words.street(rng),
            "house_number": str(rng.randint(1, 240)),
            "postcode": f"{rng.randint(1000, 9999)}{rng.choice('ABCDEGHJKL')}{rng.choice('ABCDE')}",
            "city": words.area_name(rng),
            "point": f"SRID=28992;POINT({point.x_m} {point.y_m})",
            "buurt_code": home.buurt_code,
            "organization_id": organization_id,
            "opening_hours": "Mo-Fr 09:00-17:00" if has_hours else None,
            "opening_text": ["maandag tot en met vrijdag 9.00 tot 17.00 uur"] if has_hours else [],
            "access_features": Jsonb(features),
            "visibility": visibility,
        }

    def _offering(self, number: int, rows: Rows) -> None:
        rng = self._rng
        is_away = rng.random() < AWAY_SHARE
        kinds = AWAY_KINDS if is_away else PLACED_KINDS
        kind = rng.choices(list(kinds), [share for share, _ in kinds.values()])[0]
        created = self._now - timedelta(
            seconds=CREATED_OVER_DAYS * 86_400 * (self._count - number) / self._count
        )
        spot = rng.choice(self._spots)
        id_ = uuid7_at(created, rng)
        areas = self._service_areas(spot.home) if is_away else []
        status = rng.choices(("published", "paused", "archived"), (95, 3, 2))[0]
        rhythm = self._rhythm(kind)
        rows["offering_service_area"] += [{"offering_id": id_, "area_code": area} for area in areas]
        rows["offering"].append(
            {"id": id_, "status": status}
            | {"status_reason": "Even rust." if status == "paused" else None}
            | {"gemeente_code": spot.home.gemeente_code, "created_at": created}
            | {"updated_at": created, "kind": kind, "organization_id": spot.organization_id}
            | self._where(spot, is_away=is_away)
            | self._content(kind)
            | {"schedule_text": rhythm.text if rhythm else None}
            | {"last_ends_at": rhythm.last_ends_at if rhythm else None}
        )
        if rhythm is not None:
            place = None if is_away else spot
            self._programme(id_, rhythm, place, rows, goes_on=status == "published")

    def _rhythm(self, kind: str) -> Rhythm | None:
        if not KINDS[kind][1]:
            return None
        sort = self._rhythms.courses if kind == "cursus" else self._rhythms.regular
        return self._rng.choice(sort)

    def _where(self, spot: Spot, *, is_away: bool) -> Row:
        if is_away:
            channel = self._rng.choice(("at_home", "phone", "online"))
            return {"place_id": None, "channel": channel}
        on_the_move = self._rng.random() < 0.06
        return {"place_id": spot.id, "channel": "on_the_move" if on_the_move else "place"}

    def _service_areas(self, home: Home) -> list[str]:
        sort = self._rng.random()
        if sort < 0.6:
            return [home.gemeente_code]
        if sort < 0.75:
            return [home.wijk_code, f"PA{home.gemeente_code[2:]}-centrum"]
        return [home.buurt_code]

    def _content(self, kind: str) -> Row:
        rng = self._rng
        of_kind = THEMES_OF.get(kind, self._codes["theme"])
        themes = rng.sample(of_kind, min(len(of_kind), rng.choice((1, 1, 2, 2, 3))))
        audiences: dict[str, str] = {}
        if rng.random() < 0.6:
            for code in rng.sample(self._codes["audience"], rng.randint(1, 3)):
                audiences[code] = rng.choices(("open", "especially", "only"), (50, 35, 15))[0]
        marks = [("theme", theme) for theme in themes] + [("audience", one) for one in audiences]
        strongest = max(self._sensitivity.get(mark, 0) for mark in marks)
        return {
            "title": words.title(themes[0], rng),
            "summary": words.summary(rng),
            "description": words.description(rng),
            "themes": themes,
            "audiences": Jsonb(audiences),
            "sensitivity": SENSITIVITIES[strongest],
            **verification(self._now, rng),
            **who_may_come(rng),
            **cost(rng),
            **spots(self._now, rng),
        }

    def _programme(
        self, offering_id: UUID, rhythm: Rhythm, spot: Spot | None, rows: Rows, *, goes_on: bool
    ) -> None:
        """Its schedule, the sessions that follow from it and the ones that fall out."""
        rng, recurrence = self._rng, rhythm.recurrence
        schedule_id = uuid7_at(self._now, rng)
        elsewhere = rng.choice(self._spots) if spot and rng.random() < ELSEWHERE_SHARE else None
        held_at = elsewhere or spot
        rows["schedule"].append(
            {
                "id": schedule_id,
                "offering_id": offering_id,
                "position": 0,
                "starts_local": recurrence.start,
                "duration_minutes": recurrence.duration_minutes,
                "rrule": recurrence.rrule,
                "until": recurrence.until,
                "on_public_holidays": recurrence.on_public_holidays,
                "on_school_holidays": recurrence.on_school_holidays,
                "place_id": elsewhere.id if elsewhere else None,
            }
        )
        for coming in rhythm.coming if goes_on else ():
            is_cancelled = rng.random() < CANCELLED_SHARE
            status = "cancelled" if is_cancelled else "scheduled"
            if is_cancelled:
                local_start = coming.occurrence.local_start
                rows["session_change"].append(
                    {"offering_id": offering_id, "original_starts_local": local_start}
                    | {"status": status, "note": None}
                )
            rows["session"].append(
                {
                    "offering_id": offering_id,
                    "original_starts_at": coming.occurrence.starts_at,
                    "schedule_id": schedule_id,
                    "starts_at": coming.occurrence.starts_at,
                    "ends_at": coming.occurrence.ends_at,
                    "status": status,
                    "place_id": elsewhere.id if elsewhere else None,
                    "text": coming.text,
                    "point": _known_point(held_at),
                }
            )


def _known_point(spot: Spot | None) -> str | None:
    """Where a session is, as far as everybody may know."""
    if spot is None or not spot.is_public:
        return None
    return f"SRID=28992;POINT({spot.point.x_m} {spot.point.y_m})"
