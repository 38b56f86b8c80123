"""What may be asked of the agenda and of places: where and what, and how much of it."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.core.schemas import FIRST_YEAR, LAST_YEAR
from app.finder.filters import MOST_CHOICES, EntryQuestion, Paged, PlaceQuestion
from app.vocabularies.schemas import Code


def _near_enough(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        # Near the ends of what a datetime can hold, even a change of time zone overflows.
        raise PydanticCustomError("too-far", "Dit moment ligt te ver weg.")
    return moment.astimezone(UTC)


# A plain datetime: an address spells it with its time zone, or it is refused before this.
Moment = Annotated[datetime, AfterValidator(_near_enough)]


class AgendaFilters(Paged, EntryQuestion):
    """Which sessions: those of the entries that a search would find, on these days."""


class PlaceFilters(Paged, PlaceQuestion):
    """Which places: where, of what kind, and open when."""

    kind: list[Code] = Field(
        default=[], max_length=MOST_CHOICES, description="Soort plek; mag vaker (één ervan)."
    )
    open_now: bool = Field(default=False, description="Alleen wat nu zeker open is.")
    open_at: Moment | None = Field(
        default=None,
        description="Alleen wat dan zeker open is: een moment in de komende 35 dagen, met zijn "
        "tijdzone, zoals 2026-11-24T09:00:00Z.",
    )
