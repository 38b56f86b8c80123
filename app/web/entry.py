"""One offering: what, when, where, what it costs, whom to call, and how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from app.core.clock import AMSTERDAM
from app.core.errors import GoneError, MovedError
from app.finder.area_schemas import DoorQuestion
from app.finder.offering_in_full import offering_in_full
from app.finder.offering_schemas import OfferingInFull
from app.finder.programme import programme_of
from app.finder.session_schemas import Session
from app.web import phones
from app.web.access import access_known, way_to
from app.web.calendar_files import begin_text
from app.web.phrases import Phrases
from app.web.structured import structured_offering
from app.web.visits import Given, Page, Visit

_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Line:
    """One time, as it stands in the list."""

    session: Session
    begin: str
    """What the address of its calendar says."""
    is_elsewhere: bool
    """Whether it is not where the offering is."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Why it does not take place for a while, and on which day it does again."""

    reason: str | None
    until: datetime | None


async def entry(visit: Visit) -> Given:
    """The page of an offering; for one that is over, where to go on.

    Raises NotFoundError; MovedError to the page of what it was merged into.
    """
    async with visit.asking() as asker:
        try:
            found = await offering_in_full(asker, offering_id=visit.id)
        except MovedError as moved:
            raise MovedError(visit.url("entry", id=UUID(moved.path.rsplit("/", 1)[1]))) from moved
        except GoneError:
            return Page("entry_gone.html", status=_GONE, is_for_search_engines=False)
        offering = OfferingInFull.model_validate_json(found.content)
        pause = None
        if offering.status == "paused":
            programme = await programme_of(asker, offering_id=offering.id)
            pause = Pause(programme.pause_reason, _morning(programme.paused_until))
    told = _told(visit, offering) | {"pause": pause}
    return Page(
        "entry.html",
        told,
        near=near_offering(offering),
        is_discreet=visit.terms.is_discreet(offering),
        canonical=visit.url("entry", id=offering.id),
    )


def near_offering(offering: OfferingInFull) -> DoorQuestion:
    """Where the Wijkwijzer should be of who reads this."""
    areas = [offering.buurt] if offering.buurt else offering.service_areas
    area = areas[0].code if areas else None
    if offering.location is None:
        return DoorQuestion(area=area)
    lon, lat = offering.location.coordinates
    return DoorQuestion(lat=lat, lon=lon, area=area)


def _told(visit: Visit, offering: OfferingInFull) -> dict[str, object]:
    say = Phrases(visit.texts, visit.terms, visit.now)
    is_discreet = visit.terms.is_discreet(offering)
    lines = [_line(one, offering) for one in offering.sessions]
    coming = next((line for line in lines if line.session.status != "cancelled"), None)
    following = coming.session if coming else None
    page = visit.settings.public_url.rstrip("/") + visit.url("entry", id=offering.id)
    return {
        "offering": offering,
        "following": following,
        "fallen": _fallen(offering.sessions),
        "begin_of_next": coming.begin if coming else None,
        "is_elsewhere": coming is not None and coming.is_elsewhere,
        "is_going_on": following is not None and following.starts_at <= visit.now,
        "lines": lines,
        # Who may see the calendar of this telephone may be who one hides it from.
        "has_calendar": coming is not None and visit.terms.sensitivity_of(offering) != "safety",
        "audiences": {
            mode: [one.code for one in offering.audiences if one.mode == mode]
            for mode in ("only", "especially", "open")
        },
        "languages": [say.language_name(code) for code in offering.languages],
        "access_known": access_known(visit.terms, offering.place) if offering.place else None,
        "phones": phones,
        "route": way_to(offering.location) if offering.place else None,
        "contact_email": visit.settings.contact_email,
        "page_address": page,
        "structured": None if is_discreet else structured_offering(offering, page=page),
    }


def _fallen(sessions: Sequence[Session]) -> Sequence[Session]:
    """What is cancelled before the first time that takes place: who expects it must know."""
    fallen = []
    for session in sessions:
        if session.status != "cancelled":
            break
        fallen.append(session)
    return fallen


def _line(session: Session, offering: OfferingInFull) -> Line:
    own = offering.place.id if offering.place else None
    there = session.place.id if session.place else None
    return Line(session, begin_text(session), is_elsewhere=there is not None and there != own)


def _morning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, datetime.min.time(), AMSTERDAM)
