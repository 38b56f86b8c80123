"""How a schedule crosses the wire: what an editor fills in and what a preview answers.

A check that needs another field stands in the validator of the field at fault and reads the ones
before it: so every fault has its own place, and one fault does not hide the next. The order of
the fields in `ScheduleIn` is therefore part of the rules.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, TypeGuard
from uuid import UUID

from dateutil.relativedelta import relativedelta
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError as InputFault

from app.core.schemas import Instant, Text, WireModel
from app.schedule.recurrence import (
    EveryWeeks,
    Monthly,
    Nth,
    Once,
    OnHoliday,
    Pattern,
    Pause,
    Recurrence,
    SchoolRegion,
    Weekday,
    Weekly,
    first_start,
    rrule_of,
)

Preset = Literal["once", "weekly", "monthly"]

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST_YEARS = 5
_SHORTEST_MINUTES, _LONGEST_MINUTES = 5, 1440
_MOST_EXCEPT_DATES, _MOST_PAUSES = 200, 20
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def _local_date(value: object) -> date:
    # Pydantic alone would also read "1795478400" and a whole date-time as a date.
    try:
        day = date.fromisoformat(value) if _is(value, _DATE) else value
    except ValueError:
        raise InputFault("date", "Deze datum bestaat niet.") from None
    if type(day) is not date:
        raise InputFault("date", "Schrijf een datum als jjjj-mm-dd, bijvoorbeeld 2026-11-24.")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InputFault("date_range", "Kies een datum van 2000 tot en met 2100.")
    return day


def _local_time(value: object) -> time:
    moment = time.fromisoformat(value) if _is(value, _TIME) else value
    if type(moment) is not time:
        raise InputFault("time", "Schrijf een tijd als uu:mm, bijvoorbeeld 09:30.")
    return moment


def _duration(minutes: int) -> int:
    if not _SHORTEST_MINUTES <= minutes <= _LONGEST_MINUTES:
        raise InputFault("duration_range", "Het duurt minstens 5 minuten en hoogstens 24 uur.")
    return minutes


def _is(value: object, shape: re.Pattern[str]) -> TypeGuard[str]:
    return isinstance(value, str) and shape.fullmatch(value) is not None


LocalDate = Annotated[
    date,
    BeforeValidator(_local_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
LocalTime = Annotated[
    time,
    BeforeValidator(_local_time),
    PlainSerializer(lambda moment: f"{moment:%H:%M}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "time-local", "pattern": f"^{_TIME.pattern}$"}),
]
Minutes = Annotated[
    int,
    AfterValidator(_duration),
    WithJsonSchema({"type": "integer", "minimum": _SHORTEST_MINUTES, "maximum": _LONGEST_MINUTES}),
]


class PauseIn(WireModel):
    """A stop, both days included."""

    first: LocalDate = Field(alias="from")
    last: LocalDate = Field(alias="to")
    reason: Annotated[Text, Field(max_length=80)] | None = None

    @field_validator("last")
    @classmethod
    def _ends_after_it_begins(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and last < first:
            raise InputFault("pause_order", "Een pauze kan niet eindigen voordat zij begint.")
        return last

    def to_pause(self) -> Pause:
        return Pause(first=self.first, last=self.last, reason=self.reason or None)


class ScheduleIn(WireModel):
    """When an offering takes place, as an editor chooses it. Dates and times are local."""

    preset: Preset
    start_date: LocalDate
    start_time: LocalTime
    duration_minutes: Minutes
    every_weeks: Annotated[EveryWeeks | None, Field(validate_default=True)] = None
    weekdays: Annotated[tuple[Weekday, ...], Field(validate_default=True)] = ()
    nth: Annotated[Nth | None, Field(validate_default=True)] = None
    weekday: Annotated[Weekday | None, Field(validate_default=True)] = None
    until: LocalDate | None = None
    except_dates: tuple[LocalDate, ...] = Field(
        default=(), alias="except", json_schema_extra={"maxItems": _MOST_EXCEPT_DATES}
    )
    pauses: tuple[PauseIn, ...] = Field(default=(), json_schema_extra={"maxItems": _MOST_PAUSES})
    on_public_holidays: OnHoliday = "go_on"
    on_school_holidays: OnHoliday = "go_on"
    school_region: SchoolRegion | None = None
    place_id: UUID | None = None

    @field_validator("every_weeks")
    @classmethod
    def _every_weeks_is_for_weekly(
        cls, every_weeks: EveryWeeks | None, info: ValidationInfo
    ) -> EveryWeeks | None:
        if every_weeks is not None and info.data.get("preset") in {"once", "monthly"}:
            raise InputFault(
                "every_weeks_unused", "Om de hoeveel weken het is, kiest u alleen bij 'elke week'."
            )
        return every_weeks

    @field_validator("weekdays")
    @classmethod
    def _weekdays_are_for_weekly(
        cls, weekdays: tuple[Weekday, ...], info: ValidationInfo
    ) -> tuple[Weekday, ...]:
        preset = info.data.get("preset")
        if preset == "weekly" and not weekdays:
            raise InputFault("weekdays_missing", "Kies minstens één dag van de week.")
        if preset in {"once", "monthly"} and weekdays:
            raise InputFault("weekdays_unused", "Dagen van de week kiest u alleen bij 'elke week'.")
        if len(set(weekdays)) < len(weekdays):
            raise InputFault("weekdays_twice", "Noem elke dag van de week maar één keer.")
        return weekdays

    @field_validator("nth")
    @classmethod
    def _nth_is_for_monthly(cls, nth: Nth | None, info: ValidationInfo) -> Nth | None:
        preset = info.data.get("preset")
        if preset == "monthly" and nth is None:
            raise InputFault(
                "nth_missing", "Kies de eerste, tweede, derde, vierde of laatste van de maand."
            )
        if preset in {"once", "weekly"} and nth is not None:
            raise InputFault("nth_unused", "De hoeveelste kiest u alleen bij 'elke maand'.")
        return nth

    @field_validator("weekday")
    @classmethod
    def _weekday_is_for_monthly(
        cls, weekday: Weekday | None, info: ValidationInfo
    ) -> Weekday | None:
        preset = info.data.get("preset")
        if preset == "monthly" and weekday is None:
            raise InputFault("weekday_missing", "Kies op welke dag van de week het is.")
        if preset in {"once", "weekly"} and weekday is not None:
            raise InputFault(
                "weekday_unused",
                "Deze dag hoort bij 'elke maand'. Bij 'elke week' kiest u dagen van de week.",
            )
        return weekday

    @field_validator("until")
    @classmethod
    def _until_leaves_room(cls, until: date | None, info: ValidationInfo) -> date | None:
        if until is None:
            return until
        if info.data.get("preset") == "once":
            raise InputFault("until_unused", "Bij één keer hoort geen einddatum.")
        start_date = info.data.get("start_date")
        if start_date is None:
            return until
        if until < start_date:
            raise InputFault("until_before_start", "De einddatum ligt voor de begindatum.")
        if until > start_date + relativedelta(years=_LONGEST_YEARS):
            raise InputFault(
                "until_too_late", "Kies een einddatum binnen 5 jaar, of laat de einddatum leeg."
            )
        pattern = _pattern(info.data)
        if pattern is not None:
            first = first_start(pattern, start_date=start_date, start_time=time.min)
            if first.date() > until:
                raise InputFault(
                    "until_before_first",
                    "Tussen de begindatum en de einddatum valt geen enkele keer.",
                )
        return until

    @field_validator("except_dates")
    @classmethod
    def _except_dates_are_few(
        cls, except_dates: tuple[date, ...], info: ValidationInfo
    ) -> tuple[date, ...]:
        if except_dates and info.data.get("preset") == "once":
            raise InputFault("except_unused", "Bij één keer kunt u geen dagen uitzonderen.")
        if len(except_dates) > _MOST_EXCEPT_DATES:
            raise InputFault(
                "except_too_many", "Zonder hoogstens 200 dagen uit; gebruik een pauze."
            )
        return except_dates

    @field_validator("pauses")
    @classmethod
    def _pauses_are_few(
        cls, pauses: tuple[PauseIn, ...], info: ValidationInfo
    ) -> tuple[PauseIn, ...]:
        if pauses and info.data.get("preset") == "once":
            raise InputFault("pauses_unused", "Bij één keer hoort geen pauze.")
        if len(pauses) > _MOST_PAUSES:
            raise InputFault("pauses_too_many", "Geef hoogstens 20 pauzes op.")
        return pauses

    @field_validator("on_public_holidays", "on_school_holidays")
    @classmethod
    def _once_is_not_skipped(cls, on_holiday: OnHoliday, info: ValidationInfo) -> OnHoliday:
        if on_holiday == "skip" and info.data.get("preset") == "once":
            raise InputFault(
                "skip_unused", "Eén keer kan niet worden overgeslagen: laat het doorgaan."
            )
        return on_holiday

    def to_recurrence(self, *, gemeente_region: SchoolRegion | None) -> Recurrence:
        """The value object behind this schedule, its start moved to the first matching day.

        The school region is the one of the schedule, else `gemeente_region`. Raises
        RecurrenceError when school holidays are skipped and neither is known.
        """
        pattern = _pattern(self.__dict__)
        if pattern is None:
            raise AssertionError("A validated schedule has a pattern.")
        return Recurrence(
            start=first_start(pattern, start_date=self.start_date, start_time=self.start_time),
            duration_minutes=self.duration_minutes,
            rrule=rrule_of(pattern),
            until=self.until,
            except_dates=frozenset(self.except_dates),
            pauses=tuple(pause.to_pause() for pause in self.pauses),
            on_public_holidays=self.on_public_holidays,
            on_school_holidays=self.on_school_holidays,
            school_region=self.school_region or gemeente_region,
        )


def _pattern(fields: Mapping[str, Any]) -> Pattern | None:
    """The pattern that these fields describe; None while a field that it needs is at fault."""
    match fields:
        case {"preset": "once"}:
            return Once()
        case {"preset": "weekly", "every_weeks": every_weeks, "weekdays": weekdays}:
            return Weekly(every_weeks=every_weeks or 1, weekdays=weekdays)
        case {"preset": "monthly", "nth": nth, "weekday": weekday}:
            return Monthly(nth=nth, weekday=weekday)
        case _:
            return None


class PlannedOut(WireModel):
    """One coming session."""

    starts_at: Instant
    ends_at: Instant
    text: str


class SkippedOut(WireModel):
    """A day that falls out, or from which something is not known yet, and why in Dutch."""

    day: date = Field(alias="date")
    reason: str


class SchedulePreviewOut(WireModel):
    """What an editor sees before saving."""

    sentence: str
    next: list[PlannedOut]
    skipped: list[SkippedOut]
