"""Pure: offerings and places as schema.org describes them (JSON-LD), for who searches elsewhere.

Only of what is open about itself: nothing of a discreet offering is told to machines.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.areas.schemas import GeoPoint
from app.core.clock import to_local
from app.finder.offering_schemas import OfferingInFull, Schedule
from app.finder.place_schemas import Place
from app.finder.schemas import CardPlace
from app.finder.session_schemas import Session
from app.schedule.recurrence import Weekday

Document = dict[str, Any]

_CONTEXT = "https://schema.org"
_STATUS = {
    "scheduled": "EventScheduled",
    "moved": "EventRescheduled",
    "cancelled": "EventCancelled",
}
_DAYS: Mapping[Weekday, str] = {
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}


def structured_offering(offering: OfferingInFull, *, page: str) -> Document:
    """A series of events where it has sessions; else a service that somebody provides."""
    told: Document = {
        "@context": _CONTEXT,
        "@type": "EventSeries" if offering.sessions else "Service",
        "@id": page,
        "url": page,
        "name": offering.title,
        "description": offering.summary,
        "isAccessibleForFree": offering.cost.kind == "free",
    }
    organization = {"@type": "Organization", "name": offering.organization.name}
    prices = _prices(offering, page=page)
    if not offering.sessions:
        areas = [
            {"@type": "AdministrativeArea", "name": one.name} for one in offering.service_areas
        ]
        told |= {"provider": organization, "offers": prices, "areaServed": areas}
        del told["isAccessibleForFree"]  # a service has no such member
        return told
    return told | {
        "inLanguage": offering.languages or ["nl"],
        "organizer": organization,
        "offers": prices,
        "location": _location(offering.place, offering.location, offering, page=page),
        "startDate": _local(offering.sessions[0].starts_at),
        "eventSchedule": [_schedule(one) for one in offering.schedules if one.rrule],
        "subEvent": [_event(one, offering, page=page) for one in offering.sessions],
    }


def structured_place(place: Place, *, page: str) -> Document:
    """A place that everybody may come to."""
    told = _place(place, place.location) | {
        "@context": _CONTEXT,
        "@id": page,
        "url": page,
        "publicAccess": True,
    }
    features = [
        {"@type": "LocationFeatureSpecification", "name": code, "value": fact.state == "yes"}
        for code, fact in place.access_features.items()
        if fact.state in {"yes", "no"}
    ]
    return told | ({"amenityFeature": features} if features else {})


def _event(session: Session, offering: OfferingInFull, *, page: str) -> Document:
    told: Document = {
        "@type": "Event",
        "name": offering.title,
        "startDate": _local(session.starts_at),
        "endDate": _local(session.ends_at),
        "eventStatus": f"{_CONTEXT}/{_STATUS[session.status]}",
        "location": _location(session.place, session.location, offering, page=page),
    }
    if session.starts_at != session.original_starts_at:
        told["previousStartDate"] = _local(session.original_starts_at)
    return told


def _schedule(schedule: Schedule) -> Document:
    weeks = schedule.every_weeks or 1
    start = datetime.combine(schedule.start_date, schedule.start_time)
    told: Document = {
        "@type": "Schedule",
        "repeatFrequency": "P1M" if schedule.preset == "monthly" else f"P{weeks}W",
        "byDay": [f"{_CONTEXT}/{_DAYS[day]}" for day in _days(schedule)],
        "startDate": schedule.start_date.isoformat(),
        "startTime": f"{schedule.start_time:%H:%M}",
        "endTime": f"{start + timedelta(minutes=schedule.duration_minutes):%H:%M}",
        "scheduleTimezone": "Europe/Amsterdam",
    }
    if schedule.until is not None:
        told["endDate"] = schedule.until.isoformat()
    if schedule.except_dates:
        told["exceptDate"] = [day.isoformat() for day in schedule.except_dates]
    return told


def _days(schedule: Schedule) -> Sequence[Weekday]:
    return [schedule.weekday] if schedule.weekday else schedule.weekdays


def _prices(offering: OfferingInFull, *, page: str) -> Sequence[Document]:
    amount = 0.0 if offering.cost.kind == "free" else offering.cost.amount
    if amount is None:
        return []
    return [{"@type": "Offer", "price": f"{amount:.2f}", "priceCurrency": "EUR", "url": page}]


def _location(
    place: CardPlace | None, point: GeoPoint | None, offering: OfferingInFull, *, page: str
) -> Document:
    if place is not None:
        return _place(place, point)
    if offering.channel == "online":
        return {"@type": "VirtualLocation", "url": offering.contact.website or page}
    areas = [offering.buurt] if offering.buurt else offering.service_areas
    return {"@type": "Place", "name": ", ".join(one.name for one in areas) or "Nederland"}


def _place(place: CardPlace, point: GeoPoint | None) -> Document:
    told: Document = {"@type": "Place", "name": place.name}
    if place.address is not None:
        street = " ".join(filter(None, [place.address.street, place.address.house_number]))
        told["address"] = {
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": place.address.postcode,
            "addressLocality": place.address.city,
            "addressCountry": "NL",
        }
    if point is not None:
        lon, lat = point.coordinates
        told["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    return told


def _local(moment: datetime) -> str:
    """On the clock in the Netherlands, with how far that is from UTC."""
    return to_local(moment).isoformat()
