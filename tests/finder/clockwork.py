"""A neighbourhood of which something changes every few hours, for who walks the clock past it.

Easter 2027 is the weekend in which summer time begins; around it stand the edges of every rule
about days: checks that become due, stale and too old, spots that are not believed any more, series
and pauses that end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.clock import to_instant

EASTER = date(2027, 3, 28)
"""Also the night in which two o'clock becomes three."""
SATURDAY, MONDAY = EASTER - timedelta(days=1), EASTER + timedelta(days=1)
KINGS_DAY = date(2027, 4, 27)
SUNDAY_WALK, PAUSED = "Zondagse wandeling", "Breien na de winter"

Document = Mapping[str, Any]


def local(day: date, clock: str = "12:00:00") -> datetime:
    """A moment on the clock in Enschede, in UTC."""
    return to_instant(datetime.combine(day, time.fromisoformat(clock)))


@dataclass(frozen=True, slots=True)
class Group:
    """An offering: when it takes place, and what was last said of it on which day."""

    title: str
    kind: str = "activiteit"
    place: str | None = None
    schedules: Sequence[Document] = ()
    verified_at: datetime | None = None
    source_checked_on: date | None = None
    created_on: date = date(2026, 12, 24)
    spots: str = "unknown"
    spots_as_of: datetime | None = None
    paused_until: date | None = None
    different: Document = field(default_factory=dict)


def days_before(edge: date, days: int, clock: str = "12:00:00") -> datetime:
    """So that on `edge` it is that many days ago, whatever the time of the day was."""
    return local(edge - timedelta(days=days), clock)


def _weekly(weekdays: str, start_time: str, minutes: int, **different: Any) -> Document:
    return {
        "preset": "weekly",
        # A Monday. Every two weeks from then on meets Easter, too.
        "startDate": "2026-09-07",
        "startTime": start_time,
        "durationMinutes": minutes,
        "weekdays": weekdays.split(),
    } | different


def _once(day: date, start_time: str, minutes: int) -> Document:
    return {
        "preset": "once",
        "startDate": f"{day}",
        "startTime": start_time,
        "durationMinutes": minutes,
    }


PLACES: Mapping[str, Document] = {
    "De Boei": {
        "openingHours": "Mo-Fr 09:00-12:30,13:30-17:00; Sa 20:00-02:00; PH off",
        "openingExceptions": [
            {"from": f"{MONDAY}", "to": f"{MONDAY}", "state": "open", "hours": "10:00-12:00"},
            {"from": "2027-04-05", "to": "2027-04-06", "state": "closed"},
        ],
    },
    "Cafe Het Bolwerk": {"openingHours": "Fr-Sa 20:00-04:00; Su 12:00-18:00"},
    "Nachtopvang": {"openingHours": "24/7"},
    "Wijkkantoor": {"openingHours": 'Mo-Sa 09:00-17:00 "op afspraak"; PH off'},
    "Buurttuin": {},
}
"""De Boei is checked, so its hours hold; those of the café become too old at Easter."""
PLACES_VERIFIED = {"Cafe Het Bolwerk": days_before(EASTER, 240, "23:59:59")}

GROUPS: Sequence[Group] = (
    Group(
        "Wandelen op dinsdag",
        place="De Boei",
        schedules=[_weekly("tu", "10:00", 90, onSchoolHolidays="skip", onPublicHolidays="skip")],
        verified_at=days_before(EASTER, 120, "23:59:59"),
    ),
    Group(
        SUNDAY_WALK,
        place="Buurttuin",
        schedules=[_weekly("su", "14:00", 120)],
        verified_at=days_before(MONDAY, 165, "00:00:00"),
    ),
    Group(
        "Koffie op maandag",
        kind="inloop",
        place="De Boei",
        schedules=[_weekly("mo", "09:30", 120)],
        verified_at=days_before(KINGS_DAY, 120),
    ),
    Group(
        "Nachtwake",
        kind="lotgenotengroep",
        place="Nachtopvang",
        schedules=[_weekly("su", "02:30", 90, everyWeeks=2, startDate="2026-09-13")],
        verified_at=days_before(EASTER, 210),
    ),
    Group(
        "Dansen tot laat",
        place="Cafe Het Bolwerk",
        schedules=[_weekly("fr sa", "22:30", 240)],
        source_checked_on=EASTER - timedelta(days=120),
        different={"cost": {"kind": "amount", "amount": 5}},
    ),
    Group(
        "Zingen aan het eind van de maand",
        place="De Boei",
        schedules=[
            {
                "preset": "monthly",
                "startDate": "2026-09-26",
                "startTime": "20:00",
                "durationMinutes": 120,
                "nth": -1,
                "weekday": "sa",
            }
        ],
        verified_at=days_before(date(2027, 4, 10), 165),
    ),
    Group("Paasbrunch", place="De Boei", schedules=[_once(MONDAY, "11:00", 120)]),
    Group("Lentefeest", place="Buurttuin", schedules=[_once(date(2027, 4, 3), "19:00", 300)]),
    Group(
        "Leren naaien",
        kind="cursus",
        place="De Boei",
        schedules=[_weekly("mo", "19:00", 120, until="2027-04-12", onPublicHolidays="skip")],
        verified_at=days_before(EASTER, 400),
    ),
    Group(
        "Schaatsen tot het dooit",
        schedules=[_weekly("sa", "08:00", 120, until=f"{SATURDAY}")],
        verified_at=local(date(2027, 1, 4)),
    ),
    Group(
        PAUSED,
        place="Wijkkantoor",
        schedules=[_weekly("su mo", "16:00", 60)],
        paused_until=EASTER,
    ),
    Group(
        "Schilderen na de kou",
        schedules=[_weekly("we", "13:00", 60)],
        paused_until=date(2027, 4, 14),
    ),
    Group(
        "Een maatje om mee te praten",
        kind="maatje",
        verified_at=days_before(EASTER, 180, "00:00:00"),
        spots="full",
        spots_as_of=days_before(EASTER, 14, "23:59:59"),
    ),
    Group(
        "Schaken",
        verified_at=local(date(2027, 2, 1)),
        spots="waiting_list",
        spots_as_of=days_before(MONDAY, 30, "00:00:00"),
    ),
    Group(
        "Een avond vrij",
        kind="respijtzorg",
        verified_at=days_before(MONDAY, 330, "23:59:59"),
        spots="few",
        spots_as_of=days_before(date(2027, 4, 8), 14),
    ),
    Group(
        "Houtwerkplaats",
        kind="dagbesteding",
        place="De Boei",
        schedules=[_weekly("mo tu we th", "09:00", 420)],
        verified_at=days_before(MONDAY, 240),
        spots="full",
        spots_as_of=days_before(EASTER, 30),
    ),
    Group("Nog nooit gecontroleerd", created_on=MONDAY - timedelta(days=210)),
    Group("Lang geleden gemaakt", created_on=date(2027, 4, 20) - timedelta(days=165)),
    Group(
        "Wijkwijzer Pathmos",
        kind="wijkwijzer",
        place="De Boei",
        schedules=[
            _weekly("mo th sa", "09:00", 180),
            _weekly("mo", "12:00", 60),
            _weekly("tu", "18:00", 360),
        ],
        verified_at=days_before(EASTER, 90),
    ),
    Group(
        "Wijkwijzer aan de telefoon",
        kind="wijkwijzer",
        schedules=[_weekly("mo tu we th fr sa", "08:30", 510, onPublicHolidays="skip")],
        verified_at=days_before(KINGS_DAY, 90),
        different={"channel": "phone"},
    ),
    Group(
        "Steunpunt mantelzorg",
        kind="mantelzorgsteun",
        verified_at=days_before(MONDAY, 120, "23:59:59"),
    ),
)
