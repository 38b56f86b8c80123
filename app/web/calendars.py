"""Calendars to add to one's own: everything that an offering does, or one time of it."""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from app.core.errors import MovedError, NotFoundError
from app.finder.offering_in_full import offering_in_full
from app.finder.offering_schemas import OfferingInFull
from app.finder.programme import Programme, programme_of
from app.finder.rules import horizon_of
from app.web.calendar_files import (
    MEDIA_TYPE,
    Announced,
    begin_of,
    calendar_of_series,
    calendar_of_session,
)
from app.web.phrases import Phrases
from app.web.visits import File, Given, Visit

# Neutral: downloads are seen by who borrows the telephone.
_FILENAME = "buurtkaart.ics"


async def entry_calendar(visit: Visit) -> Given:
    """Every session that we know, as a series: to save, or to subscribe to.

    Raises NotFoundError, GoneError; MovedError to the calendar of what it was merged into.
    """
    told, programme = await _announced(visit)
    content = calendar_of_series(told, programme.sessions)
    return _file(told, content)


async def session_calendar(visit: Visit) -> Given:
    """One session, by its start as the schedule has it. Raises the same."""
    begin = begin_of(visit.values["begin"])
    if begin is None:
        raise NotFoundError("Op dat moment is er geen keer van dit aanbod.")
    told, programme = await _announced(visit)
    for session in programme.sessions:
        if session.original_starts_at == begin:
            return _file(told, calendar_of_session(told, session))
    raise NotFoundError("Op dat moment is er geen keer van dit aanbod.")


def _file(told: Announced, content: bytes) -> File:
    return File(
        content,
        MEDIA_TYPE,
        # Of what is discreet no browser keeps a copy beside the one that somebody asked for.
        keeps="no-store" if told.is_discreet else "no-cache",
        filename=_FILENAME,
        headers={"X-Robots-Tag": "noindex"},
    )


async def _announced(visit: Visit) -> tuple[Announced, Programme]:
    async with visit.asking() as asker:
        try:
            found = await offering_in_full(asker, offering_id=visit.id)
        except MovedError as moved:
            id_now = UUID(moved.path.rsplit("/", 1)[1])
            values = {**visit.values, "id": str(id_now)}
            raise MovedError(visit.url(visit.name, (), **values)) from moved
        programme = await programme_of(asker, offering_id=visit.id)
    offering = OfferingInFull.model_validate_json(found.content)
    home = visit.settings.public_url.rstrip("/")
    told = Announced(
        offering,
        is_discreet=visit.terms.is_discreet(offering),
        page=home + visit.url("entry", id=offering.id),
        host=urlsplit(home).hostname or "buurtkaart",
        say=Phrases(visit.texts, visit.terms, visit.now),
        known_until=_known_until(visit, offering),
    )
    return told, programme


def _known_until(visit: Visit, offering: OfferingInFull) -> date | None:
    horizon = horizon_of(visit.today, weeks=visit.settings.session_horizon_weeks)
    goes_on = any(
        schedule.rrule is not None and (schedule.until is None or schedule.until > horizon)
        for schedule in offering.schedules
    )
    return horizon if goes_on else None
