"""Which days are public holidays and school holidays.

Facts come in as rows: public holidays are those of the Algemene termijnenwet plus the Sundays of
Easter and Pentecost; school holidays are the dates that Rijksoverheid sets or advises per region,
known a few school years ahead at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.schedule.recurrence import SchoolRegion


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A public holiday with its Dutch name, as it stands in a sentence: "Tweede kerstdag"."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """A school holiday of one region, both days included; `name` such as "kerstvakantie"."""

    region: SchoolRegion
    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(
                f"De {self.name} van regio {self.region} eindigt ({self.last}) "
                f"voordat zij begint ({self.first})."
            )


@dataclass(frozen=True)
class Calendar:
    """The holidays that the service knows."""

    public_holidays: tuple[PublicHoliday, ...]
    school_holidays: tuple[SchoolHoliday, ...]

    @classmethod
    def of(
        cls, *, public_holidays: Iterable[PublicHoliday], school_holidays: Iterable[SchoolHoliday]
    ) -> "Calendar":
        """A calendar of these rows, in any order; the same rows make an equal calendar."""
        return cls(
            public_holidays=tuple(sorted(public_holidays, key=lambda row: (row.day, row.name))),
            school_holidays=tuple(
                sorted(school_holidays, key=lambda row: (row.first, row.last, row.region))
            ),
        )

    def public_holiday(self, day: date) -> str | None:
        """The name of the public holiday on this day."""
        return self._public_names.get(day)

    def school_holiday(self, day: date, region: SchoolRegion) -> str | None:
        """The name of the school holiday on this day in this region.

        None also beyond `known_until`: ask that to tell "no holiday" from "not known yet".
        """
        return next(
            (row.name for row in self._in_region(region) if row.first <= day <= row.last), None
        )

    def known_until(self, region: SchoolRegion) -> date | None:
        """The last day of the last known school holiday; None when none is known at all."""
        return max((row.last for row in self._in_region(region)), default=None)

    @cached_property
    def _public_names(self) -> dict[date, str]:
        names: dict[date, str] = {}
        for row in self.public_holidays:
            # Ascension Day can fall on 5 May, as in 2016: one day, two names.
            names[row.day] = f"{names[row.day]} en {row.name}" if row.day in names else row.name
        return names

    def _in_region(self, region: SchoolRegion) -> tuple[SchoolHoliday, ...]:
        return self._per_region.get(region, ())

    @cached_property
    def _per_region(self) -> dict[SchoolRegion, tuple[SchoolHoliday, ...]]:
        regions = {row.region for row in self.school_holidays}
        return {
            region: tuple(row for row in self.school_holidays if row.region == region)
            for region in regions
        }
