"""What a card and a line of the agenda say, out of plain Python."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.clock import AMSTERDAM
from app.core.schemas import instant_text
from tests.finder.entries import Meeting, Row, Spot
from tests.finder.geography import Geography
from tests.finder.lists import Listed

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
HOW = {
    "keeper": "door de organisatie",
    "link": "via de link in de mail",
    "phone": "per telefoon",
    "visit": "door langs te gaan",
    "referrer": "door een verwijzer",
    "report": "na een melding",
}
METRES_A_MINUTE = 4000 / 60
DETOUR = 1.3

Document = Mapping[str, Any]


def comparable(card: Document) -> dict[str, Any]:
    """The same card, with what has no order of its own in one order."""
    return {
        **card,
        "themes": sorted(card["themes"]),
        "audiences": sorted(card["audiences"], key=lambda one: one["code"]),
        "languages": sorted(card["languages"]),
        "access": sorted(card["access"]),
    }


def card(one: Listed, geography: Geography, *, distance_m: float | None) -> dict[str, Any]:
    """The card of an entry, as `comparable`."""
    row, spot = one.entry.row, one.entry.spot
    area = geography.areas.get(one.entry.shown_area or "")
    amount = row["cost_amount"]
    return comparable(
        {
            "id": str(row["id"]),
            "kind": row["kind"],
            "title": row["title"],
            "summary": row["summary"],
            "next": _next(one.next),
            "distance": None if distance_m is None else half_up(distance_m),
            "walkMinutes": None
            if distance_m is None
            else math.ceil(distance_m * DETOUR / METRES_A_MINUTE),
            "cost": {
                "kind": row["cost_kind"],
                "amount": None if amount is None else float(amount),
                "per": row["cost_per"],
                "note": row["cost_note"],
            },
            "joining": row["joining"],
            "askFor": row["contact"].get("ask_for"),
            "organization": {
                "id": str(one.entry.organization["id"]),
                "name": one.entry.organization["name"],
            },
            "place": _place(spot),
            "buurt": area and {"code": area.code, "name": area.name},
            "location": location(spot),
            "channel": row["channel"],
            "schedule": row["schedule_text"],
            "themes": row["themes"],
            "audiences": [{"code": code, "mode": mode} for code, mode in row["audiences"].items()],
            "languages": row["languages"],
            "minAge": row["min_age"],
            "maxAge": row["max_age"],
            "access": row["access"],
            "voorliggend": row["voorliggend"],
            "spots": {"state": one.spots, "reportedAt": _instant(row["spots_as_of"])},
            "wheelchair": one.entry.wheelchair,
            "verification": {
                "verifiedAt": _instant(row["verified_at"]),
                "state": one.freshness,
                "text": _checked_text(row),
            },
            "demo": row["demo"],
            "url": f"/aanbod/{row['id']}",
        }
    )


def half_up(metres: float) -> int:
    """Whole metres."""
    return math.floor(metres + 0.5)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else instant_text(moment)


def _next(meeting: Meeting | None) -> Document | None:
    if meeting is None:
        return None
    return {
        "startsAt": _instant(meeting.row["starts_at"]),
        "endsAt": _instant(meeting.row["ends_at"]),
        "text": meeting.text,
        "place": brief_place(meeting.own_spot),
    }


def brief_place(spot: Spot | None) -> Document | None:
    """Its id and name."""
    return spot and {"id": str(spot.row["id"]), "name": spot.row["name"]}


def _place(spot: Spot | None) -> Document | None:
    if spot is None:
        return None
    row = spot.row
    address = {
        "street": row["street"],
        "houseNumber": row["house_number"],
        "postcode": row["postcode"],
        "city": row["city"],
    }
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "kind": row["kind"],
        "address": address if row["street"] else None,
    }


def location(spot: Spot | None) -> Document | None:
    """A GeoJSON Point."""
    return spot and {"type": "Point", "coordinates": [spot.lon, spot.lat]}


def _checked_text(row: Row) -> str:
    if row["verified_at"] is not None:
        day, how = row["verified_at"].astimezone(AMSTERDAM).date(), HOW[row["verified_how"]]
        return f"Gecontroleerd op {day.day} {MONTHS[day.month - 1]} {day.year} {how}"
    if row["source_checked_on"] is not None:
        day = row["source_checked_on"]
        return f"Volgens de bron gecontroleerd op {day.day} {MONTHS[day.month - 1]} {day.year}"
    return "Nog niet gecontroleerd"
