"""Pure: when one offering is, as iCalendar (RFC 5545): a series with its exceptions, or one time.

What a calendar shows must be what the agenda says, so the sessions that we know are the truth and
the rule only says them shortly: it runs from the first of them to the last, and every day on which
it would plan something that is not among them (holidays, pauses, single days) is an EXDATE. A
series without an end stops at the last session that we know: which days fall out after that nobody
can tell yet, and a calendar that somebody saved cannot be taken back. Who subscribes gets the
next weeks by themselves.

The only clock in it is the date from which on it tells: the same data give the same bytes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, Timezone, vRecur

from app.core.clock import AMSTERDAM, to_local
from app.finder.offering_schemas import OfferingInFull, Schedule
from app.finder.programme import PlannedSession
from app.finder.schemas import CardPlace
from app.finder.session_schemas import Session
from app.web.phrases import Phrases

MEDIA_TYPE = "text/calendar; charset=utf-8"
_BEGIN = "%Y%m%dT%H%M%SZ"
# The rule of the European Union since 1996; a table of all years would be longer than the rest.
_TIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
# What ends a line somewhere, and what turns the order of the words after it around.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Announced:
    """An offering, as a calendar tells of it."""

    offering: OfferingInFull
    is_discreet: bool
    """Who looks over somebody's shoulder reads no more than that there is an appointment."""
    page: str
    """The address of its page, whole."""
    host: str
    """Who vouches for the identity of the events."""
    say: Phrases
    known_until: date | None = None
    """The last day of which the sessions are known, when the series goes on after it."""


def begin_text(session: Session) -> str:
    """What a session is known by in an address: `20261124T090000Z`, its start by the schedule."""
    return session.original_starts_at.astimezone(UTC).strftime(_BEGIN)


def begin_of(text: str) -> datetime | None:
    """The start that such a text says; None when it says none."""
    if not re.fullmatch(r"\d{8}T\d{6}Z", text, re.ASCII):
        return None
    try:
        return datetime.strptime(text, _BEGIN).replace(tzinfo=UTC)
    except ValueError:
        return None


def calendar_of_series(told: Announced, sessions: Sequence[PlannedSession]) -> bytes:
    """All sessions; of each schedule a rule where there is one."""
    by_schedule: dict[UUID | None, list[PlannedSession]] = {}
    for session in sessions:
        by_schedule.setdefault(session.schedule_id, []).append(session)
    events: list[Event] = []
    for schedule in told.offering.schedules:
        events += _series(told, schedule, by_schedule.pop(schedule.id, []))
    # What a schedule planned that is not there any more.
    events += [_loose(told, one) for rest in by_schedule.values() for one in rest]
    return _calendar(told, events)


def calendar_of_session(told: Announced, session: PlannedSession) -> bytes:
    """One session."""
    return _calendar(told, [_loose(told, session)])


def _series(
    told: Announced, schedule: Schedule, sessions: Sequence[PlannedSession]
) -> Iterable[Event]:
    """A rule with its exceptions; sessions that it does not say stand beside it."""
    by_rule, left_out = _by_rule(schedule, sessions)
    if by_rule:
        duration = timedelta(minutes=schedule.duration_minutes)
        first = by_rule[0]
        wheres = Counter(_where(told, one) for one in by_rule)
        usual = next(one for one in by_rule if _where(told, one) == wheres.most_common(1)[0][0])
        as_planned = usual.model_copy(update={"status": "scheduled", "note": None})
        event = _event(told, uid=f"{schedule.id}@{told.host}", session=as_planned)
        begin = to_local(first.original_starts_at)
        event.add("dtstart", begin)
        event.add("dtend", begin + duration)  # on the wall clock, as a rule repeats it
        event.add("rrule", _rule(schedule, until=by_rule[-1].original_starts_at))
        if left_out:
            event.add("exdate", [day.replace(tzinfo=AMSTERDAM) for day in left_out])
        yield event
        for session in by_rule:
            if not _is_as_planned(session, duration) or _where(told, session) != _where(
                told, usual
            ):
                yield _exception(told, schedule, session)
    known = {begin_text(session) for session in by_rule}
    yield from (_loose(told, one) for one in sessions if begin_text(one) not in known)


def _by_rule(
    schedule: Schedule, sessions: Sequence[PlannedSession]
) -> tuple[Sequence[PlannedSession], Sequence[datetime]]:
    """The sessions that the rule says from the first to the last, and what it says too much.

    A session that moved here from before the first or after the last is not among them: the rule
    would have to be stretched over days of which nobody knows.
    """
    unmoved = [one for one in sessions if one.starts_at == one.original_starts_at]
    if schedule.rrule is None or not unmoved:
        return [], []
    last = _wall(unmoved[-1])
    for first in map(_wall, unmoved):
        if first.time() != schedule.start_time:
            continue  # the clock jumped over it, or the schedule was another this morning
        planned = rrulestr(schedule.rrule, dtstart=first).between(first, last, inc=True)
        if first in planned:
            by_rule = {_wall(one): one for one in sessions if _wall(one) in set(planned)}
            # DTSTART and UNTIL are sessions; a day between them that is none is left out.
            return (
                [by_rule[day] for day in sorted(by_rule)],
                [day for day in planned if day not in by_rule],
            )
    return [], []


def _rule(schedule: Schedule, *, until: datetime) -> vRecur:
    rule: vRecur = vRecur.from_ical(schedule.rrule or "")
    rule["UNTIL"] = [until.astimezone(UTC)]
    return rule


def _is_as_planned(session: PlannedSession, duration: timedelta) -> bool:
    # In the two nights in which the clock changes, a duration is not what the wall clock says.
    wall = to_local(session.ends_at).replace(tzinfo=None) - _wall(session)
    return (
        session.status == "scheduled"
        and session.note is None
        and session.starts_at == session.original_starts_at
        and wall == duration
    )


def _exception(told: Announced, schedule: Schedule, session: PlannedSession) -> Event:
    event = _event(told, uid=f"{schedule.id}@{told.host}", session=session)
    event.add("recurrence-id", to_local(session.original_starts_at))
    _take_place(event, session)
    return event


def _loose(told: Announced, session: PlannedSession) -> Event:
    uid = f"{told.offering.id}-{begin_text(session)}@{told.host}"
    event = _event(told, uid=uid, session=session)
    _take_place(event, session)
    return event


def _take_place(event: Event, session: PlannedSession) -> None:
    times = {"dtstart": session.starts_at, "dtend": session.ends_at}
    # In one night in October an hour comes twice; on the wall clock it is the first of them.
    comes_twice = any(to_local(moment).fold for moment in times.values())
    for name, moment in times.items():
        event.add(name, moment.astimezone(UTC) if comes_twice else to_local(moment))


def _event(told: Announced, *, uid: str, session: PlannedSession) -> Event:
    """All of an event but its time."""
    offering, say = told.offering, told.say
    event = Event()
    event.add("uid", uid)
    for name in ("dtstamp", "created", "last-modified"):
        event.add(name, offering.created_at if name == "created" else offering.updated_at)
    event.add("sequence", offering.version)
    title = say.texts.text("calendar.neutral") if told.is_discreet else offering.title
    if session.status == "cancelled":
        # Not every calendar shows that an event is cancelled.
        title = say.texts.text("calendar.cancelled", title=title)
    event.add("status", "CANCELLED" if session.status == "cancelled" else "CONFIRMED")
    event.add("summary", _clean(title).replace("\n", " "))
    if where := _where(told, session):
        event.add("location", where)
    if session.location is not None:
        lon, lat = session.location.coordinates
        event.add("geo", (lat, lon))
    event.add("description", _clean(_description(told, session)))
    event.add("url", told.page)
    return event


def _description(told: Announced, session: PlannedSession) -> str:
    texts, contact = told.say.texts, told.offering.contact
    lines = [texts.text("calendar.moved")] if session.status == "moved" else []
    if not told.is_discreet:
        lines += [session.note] if session.note else []
        lines.append(told.offering.summary)
        if contact.ask_for:
            lines.append(texts.text("calendar.ask_for", who=contact.ask_for))
        if contact.phone:
            lines.append(texts.text("calendar.phone", phone=contact.phone))
    if told.known_until is not None and session.status == "scheduled":
        last = datetime.combine(told.known_until, datetime.min.time(), AMSTERDAM)
        lines.append(texts.text("calendar.known_until", date=told.say.date(last)))
    return "\n".join([*lines, texts.text("calendar.more", page=told.page)])


def _where(told: Announced, session: PlannedSession) -> str:
    """Where it is, as far as everybody may know; of what is discreet the address without a name."""
    place = session.place
    if place is not None:
        return _clean(place_text(place, is_named=not told.is_discreet)).replace("\n", " ")
    return ""


def place_text(place: CardPlace, *, is_named: bool = True) -> str:
    """`De Boei, Spinnerstraat 27A, 7545 TP Enschede`."""
    parts = [place.name] if is_named else []
    if place.address is not None:
        street = " ".join(filter(None, [place.address.street, place.address.house_number]))
        parts += [street, " ".join(filter(None, [place.address.postcode, place.address.city]))]
    return ", ".join(parts)


def _calendar(told: Announced, events: Sequence[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Buurtkaart//Buurtkaart//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    texts = told.say.texts
    name = texts.text("site.name") if told.is_discreet else told.offering.title
    calendar.add("x-wr-calname", _clean(name).replace("\n", " "))
    calendar.add("x-wr-timezone", "Europe/Amsterdam")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    calendar.add_component(Timezone.from_ical(_TIMEZONE))
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text))


def _wall(session: PlannedSession) -> datetime:
    """Its start by the schedule as the clock on the wall shows it, naive."""
    return to_local(session.original_starts_at).replace(tzinfo=None)
