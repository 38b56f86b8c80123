"""What the agenda lists, by brute force: sessions of what a search would find, in time order."""

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from app.core.clock import local_date
from app.core.schemas import instant_text
from tests.finder.cards import half_up, location
from tests.finder.entries import Meeting, Spot
from tests.finder.geography import TO_RD
from tests.finder.lists import Listed
from tests.finder.oracle import Day, in_box, takes_place
from tests.finder.questions import HORIZON_DAYS, Question

DAYS_AHEAD = 7
NO_TIME: dict[str, Any] = {"day": (), "part": (), "from_": None, "to": None}
NO_WHERE: dict[str, Any] = {"lat": None, "lon": None, "radius": None, "area": (), "bbox": ()}


@dataclass(frozen=True, slots=True)
class Line:
    """One session in the agenda."""

    one: Listed
    meeting: Meeting
    distance_m: float | None

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by."""
        original = self.meeting.row["original_starts_at"]
        return str(self.one.id), instant_text(original)


def agenda(day: Day, question: Question) -> list[Line]:
    """The sessions that answer this question, in order of time.

    What is asked about the entry holds for the entry, what is asked about time for the session
    itself. So does what is asked about place, when everybody may know where the session is; else
    the entry must be where it was asked.
    """
    today = local_date(day.now)
    first = question.from_ or today
    last = question.to or min(
        first + timedelta(days=DAYS_AHEAD), today + timedelta(days=HORIZON_DAYS)
    )
    asked = replace(question, sort="name", from_=first, to=last)
    somewhere = replace(asked, **NO_TIME)
    there = {one.id for one in day.found(somewhere).items}
    lines = [
        Line(one, meeting, _distance_m(asked, meeting))
        for one in day.found(replace(somewhere, **NO_WHERE)).items
        for meeting in one.entry.meetings
        if meeting.row["ends_at"] > day.now
        and takes_place(asked, meeting)
        and (_is_there(day, asked, one, meeting.spot) if meeting.spot else one.id in there)
    ]
    return sorted(lines, key=lambda line: line.meeting.row["starts_at"])


def _is_there(day: Day, question: Question, one: Listed, spot: Spot) -> bool:
    """Whether a session at this spot is where it was asked."""
    if question.bbox and not in_box(spot, question.bbox):
        return False
    distance_m = _metres_to(spot, question)
    if distance_m is not None and question.radius and distance_m > question.radius:
        return False
    if not question.area:
        return True
    buurten = day.geography.buurten_of(question.area)
    serves = not one.entry.serves.isdisjoint(day.geography.touching(buurten))
    return serves or spot.buurt in buurten


def _distance_m(question: Question, meeting: Meeting) -> float | None:
    return _metres_to(meeting.spot, question) if meeting.spot else None


def _metres_to(spot: Spot, question: Question) -> float | None:
    if question.lat is None:
        return None
    x_m, y_m = TO_RD.transform(question.lon, question.lat)
    return math.hypot(spot.x_m - x_m, spot.y_m - y_m)


def document(line: Line) -> dict[str, Any]:
    """The line as it is answered; of the place only which one."""
    row, spot = line.meeting.row, line.meeting.spot
    offering = line.one.entry.row
    return {
        "offering": {
            "id": str(offering["id"]),
            "title": offering["title"],
            "kind": offering["kind"],
        },
        "originalStartsAt": instant_text(row["original_starts_at"]),
        "startsAt": instant_text(row["starts_at"]),
        "endsAt": instant_text(row["ends_at"]),
        "text": line.meeting.text,
        "status": row["status"],
        "note": row["note"],
        "place": spot and str(spot.row["id"]),
        "location": location(spot),
        "distance": None if line.distance_m is None else half_up(line.distance_m),
    }


def comparable(item: dict[str, Any]) -> dict[str, Any]:
    """An answered line, as `document`."""
    return {**item, "place": item["place"] and item["place"]["id"]}
