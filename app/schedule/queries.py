"""Which days are holidays."""

from sqlalchemy import select

from app.core.database import Db
from app.schedule.holidays import Calendar, PublicHoliday, SchoolHoliday
from app.schedule.models import PublicHolidayRow, SchoolHolidayRow

_CALENDAR = "calendar"


async def known_calendar(db: Db) -> Calendar:
    """All holidays that the service knows; read once per unit of work."""
    known: Calendar | None = db.info.get(_CALENDAR)
    if known is None:
        known = db.info[_CALENDAR] = await _calendar(db)
    return known


def forget_calendar(db: Db) -> None:
    """For who changes holidays: the next question reads them anew."""
    db.info.pop(_CALENDAR, None)


async def _calendar(db: Db) -> Calendar:
    public = (await db.execute(select(PublicHolidayRow))).scalars()
    school = (await db.execute(select(SchoolHolidayRow))).scalars()
    return Calendar.of(
        public_holidays=[PublicHoliday(day=row.date, name=row.name) for row in public],
        school_holidays=[
            SchoolHoliday(
                region=row.region,  # type: ignore[arg-type] # a CHECK keeps it to the three
                first=row.first,
                last=row.last,
                name=row.name,
            )
            for row in school
        ],
    )
