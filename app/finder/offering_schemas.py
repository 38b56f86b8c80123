"""What is answered about one offering: its card, and all that a list leaves out."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import WireModel
from app.finder.place_schemas import PlaceFacts
from app.finder.schemas import Card, Named, NamedArea
from app.finder.session_schemas import Session
from app.offerings.schemas import Effort, FirstTime, LedBy, Weather
from app.schedule.recurrence import EveryWeeks, Nth, OnHoliday, SchoolRegion, Weekday
from app.schedule.schemas import LocalTime, Preset
from app.vocabularies.schemas import Code


class OfferingContact(WireModel):
    """How to reach them, as far as they gave it."""

    ask_for: str | None = Field(description="Een voornaam: vraag naar deze persoon.")
    phone: str | None
    email: str | None
    website: str | None
    whatsapp: str | None


class CardBrief(WireModel):
    """An offering, named."""

    id: UUID
    kind: Code
    title: str
    url: str


class OfferingSource(WireModel):
    """Whose data this was at first."""

    name: str
    url: str | None


class SchedulePause(WireModel):
    """A stop, both days included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    reason: str | None


class Schedule(WireModel):
    """When it takes place, as the organization chose it. Dates and times are local."""

    id: UUID
    preset: Preset
    start_date: date
    start_time: LocalTime
    duration_minutes: int
    every_weeks: EveryWeeks | None
    weekdays: list[Weekday]
    nth: Nth | None
    weekday: Weekday | None
    until: date | None
    except_dates: list[date] = Field(alias="except")
    pauses: list[SchedulePause]
    on_public_holidays: OnHoliday
    on_school_holidays: OnHoliday
    school_region: SchoolRegion | None
    place_id: UUID | None = Field(
        description="Alleen als het ergens anders is dan het aanbod, en die plek openbaar is."
    )
    rrule: str | None = Field(description="RFC 5545; leeg als het één keer is.")
    sentence: str = Field(description="Zoals 'elke dinsdag van 10.00 tot 11.30 uur'.")


class OfferingInFull(Card):
    """Everything about one offering."""

    place: PlaceFacts | None
    description: str | None
    contact: OfferingContact
    first_time: list[FirstTime]
    led_by: list[LedBy]
    effort: Effort | None
    distance_km: float | None
    weather: Weather | None
    organizers: list[Named] = Field(description="Samen met wie.")
    service_areas: list[NamedArea] = Field(description="Voor welke gebieden het is.")
    next_steps: list[CardBrief] = Field(description="Wat u hierna zou kunnen doen.")
    schedules: list[Schedule]
    sessions: list[Session] = Field(description="De eerstkomende acht keer.")
    source: OfferingSource | None
    status: Literal["published", "paused"]
    version: int
    created_at: datetime
    updated_at: datetime
