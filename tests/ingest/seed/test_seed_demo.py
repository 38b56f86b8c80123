"""The demo programme shows every choice and every awkward case, and never looks real."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.ingest.seed.seed_content import (
    DEMO,
    OFFERINGS,
    ORGANIZATIONS,
    SENSITIVITY,
    Row,
    codes,
    documents,
    place_of,
    schedules,
    used,
)

# Days after the last check at which an entry is due, goes amber and leaves the public map; the
# front doors never leave it.
NEVER = 10**6
SHORT, LONG, FRONT_DOOR = (120, 165, 210), (180, 240, 330), (90, 120, NEVER)
FRESHNESS = {
    **dict.fromkeys(
        ("activiteit", "inloop", "lotgenotengroep", "herstelgroep", "vrijwilligerswerk"), SHORT
    ),
    **dict.fromkeys(("wijkwijzer", "mantelzorgsteun", "regeling"), FRONT_DOOR),
}


def freshness(offering: Row) -> str:
    if offering["verified"] is None or offering["kind"] == "cursus":
        return "undecided"
    due, stale, gone = FRESHNESS.get(offering["kind"], LONG)
    days = offering["verified"]["daysAgo"]
    return ("fresh", "due", "stale", "gone")[(days > due) + (days > stale) + (days > gone)]


def ends_after_midnight(schedule: Row) -> bool:
    hours, minutes = map(int, schedule["startTime"].split(":"))
    return bool(hours * 60 + minutes + schedule["durationMinutes"] > 24 * 60)


@pytest.mark.parametrize(
    "vocabulary",
    [
        "kind",
        "theme",
        "audience",
        "access",
        "joining",
        "cost",
        "first_time",
        "led_by",
        "channel",
        "effort",
        "weather",
        "spots",
        "provision",
        "verified_how",
    ],
)
def test_the_demo_shows_every_choice(vocabulary: str) -> None:
    shown = {code for offering in DEMO for name, code in used(offering) if name == vocabulary}
    assert shown == codes(vocabulary)


def test_the_demo_shows_every_audience_in_every_mode() -> None:
    shown = {(a["code"], a["mode"]) for each in DEMO for a in each.get("audiences", [])}
    assert shown == {(a, m) for a in codes("audience") for m in codes("audience_mode")}


def test_the_demo_shows_every_preset() -> None:
    kinds = {
        (s["preset"], s.get("everyWeeks"), s.get("nth")) for each in DEMO for s in schedules(each)
    }
    monthly = {("monthly", None, nth) for nth in (1, 2, 3, 4, -1)}
    assert kinds == {("once", None, None), ("weekly", 1, None), ("weekly", 2, None)} | monthly
    assert any(len(s.get("weekdays", [])) > 1 for each in DEMO for s in schedules(each))


EDGES: dict[str, Callable[[Row], object]] = {
    "a cancelled week": lambda o: [
        c for c in o.get("sessionChanges", []) if c["status"] == "cancelled"
    ],
    "another day": lambda o: [c for c in o.get("sessionChanges", []) if c.get("movedDays")],
    "another hour": lambda o: [c for c in o.get("sessionChanges", []) if "movedStartTime" in c],
    "another place": lambda o: [c for c in o.get("sessionChanges", []) if "place" in c],
    "skips public holidays": lambda o: [s for s in schedules(o) if s["onPublicHolidays"] == "skip"],
    "goes on at holidays": lambda o: [
        s for s in schedules(o) if s["onPublicHolidays"] == "go_on" and s["preset"] != "once"
    ],
    "skips school holidays": lambda o: [s for s in schedules(o) if s["onSchoolHolidays"] == "skip"],
    "a summer stop": lambda o: [
        p for s in schedules(o) for p in s.get("pauses", []) if p["from"].month in {6, 7}
    ],
    "a day left out": lambda o: [s for s in schedules(o) if s.get("except")],
    "a last day": lambda o: [s for s in schedules(o) if s.get("until")],
    "two schedules": lambda o: len(schedules(o)) > 1,
    "a schedule at another place": lambda o: [s for s in schedules(o) if s.get("place")],
    "past midnight": lambda o: [s for s in schedules(o) if ends_after_midnight(s)],
    "full": lambda o: o["spots"]["state"] == "full",
    "waiting list": lambda o: o["spots"]["state"] == "waiting_list",
    "unknown access": lambda o: o["access"] == ["unknown"],
    "only the area shows": lambda o: place_of(o).get("visibility") == "area_only",
    "a hidden address": lambda o: place_of(o).get("visibility") == "hidden",
    "no building": lambda o: (
        place_of(o).get("kind") == "verzamelpunt" and place_of(o)["address"] is None
    ),
    "several gemeenten": lambda o: len({c[:6] for c in o.get("serviceAreas", [])}) > 1,
    "serves a people's area": lambda o: [c for c in o.get("serviceAreas", []) if c[:2] == "PA"],
    "paused with a reason": lambda o: (
        o["status"] == "paused" and o["pauseReason"] and o["pausedUntil"]
    ),
    "draft": lambda o: o["status"] == "draft",
    "pending": lambda o: o["status"] == "pending",
    "due": lambda o: freshness(o) == "due",
    "stale": lambda o: freshness(o) == "stale",
    "off the map": lambda o: freshness(o) == "gone",
    "a stale front door": lambda o: o["kind"] == "wijkwijzer" and freshness(o) == "stale",
    "from an age": lambda o: o.get("minAge") is not None,
    "up to an age": lambda o: o.get("maxAge") is not None,
    "easy language": lambda o: o["easyLanguage"],
    "together with others": lambda o: o.get("organizers"),
    "a price with a note": lambda o: o["cost"].get("note"),
    "in a real building": lambda o: (o.get("place") or "").startswith("plek-"),
}


@pytest.mark.parametrize("edge", EDGES)
def test_the_demo_shows_the_edge(edge: str) -> None:
    assert any(EDGES[edge](offering) for offering in DEMO)


@pytest.mark.parametrize("level", ["discreet", "art9", "safety"])
def test_the_demo_holds_sensitive_entries(level: str) -> None:
    assert any(SENSITIVITY["theme", code] == level for o in DEMO for code in o["themes"])


@pytest.mark.parametrize("language", ["ar", "tr", "pl", "uk", "en", "ti"])
def test_the_demo_speaks(language: str) -> None:
    assert any(language in offering["languages"] for offering in DEMO)


def test_the_demo_is_large_and_does_not_repeat_itself() -> None:
    assert len(DEMO) >= 210
    for member in ("title", "summary", "description"):
        texts = Counter(offering[member] for offering in DEMO)
        assert not [text for text, count in texts.items() if count > 1]
    addresses = Counter(offering.get("place") for offering in DEMO if offering.get("place"))
    assert max(addresses.values()) >= 4
    for offering in OFFERINGS:
        assert 3 <= len(offering["title"]) <= 80
        assert len(offering["summary"]) <= 160, offering["ref"]
        assert 1 <= len(offering["themes"]) <= 5


def test_the_demo_cannot_be_mistaken_for_real() -> None:
    for organization in documents("demo", "organizations.yaml"):
        assert organization["name"].endswith("(demo)")
        assert "-000 " in organization["phone"]
    for offering in DEMO:
        contact = offering["contact"]
        assert contact["website"].startswith("https://example.nl/")
        assert contact["email"].endswith("@example.nl")
        assert "000 " in contact["phone"]
        assert contact.get("whatsapp", "06-0000 ").startswith("06-0000 ")
        assert ORGANIZATIONS[offering["organization"]]["name"].endswith("(demo)")
    for place in documents("demo", "places.yaml"):
        assert not place["address"] or place["address"]["street"] == "Voorbeeldstraat"


def test_one_can_move_on_from_dagbesteding_to_vrijwilligerswerk_to_a_leerwerkplek() -> None:
    kind_of = {offering["ref"]: offering["kind"] for offering in DEMO}
    steps = {
        (offering["kind"], kind_of[ref])
        for offering in DEMO
        for ref in offering.get("nextSteps", [])
    }
    assert steps >= set(pairwise(["dagbesteding", "vrijwilligerswerk", "leerwerkplek"]))
