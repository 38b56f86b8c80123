"""Renewing what the service knows of holidays."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.core.database import Db
from app.schedule.holidays import PublicHoliday, SchoolHoliday
from app.schedule.models import PublicHolidayRow, SchoolHolidayRow
from app.schedule.queries import forget_calendar


async def store_public_holidays(db: Db, holidays: Iterable[PublicHoliday]) -> None:
    """Adds public holidays, or gives them their new name."""
    forget_calendar(db)
    names: dict[object, list[str]] = {}
    for holiday in holidays:
        names.setdefault(holiday.day, []).append(holiday.name)
    rows = [{"date": day, "name": " en ".join(both)} for day, both in names.items()]
    statement = insert(PublicHolidayRow).values(rows)
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["date"], set_={"name": statement.excluded.name}
        )
    )


async def store_school_holidays(db: Db, holidays: Iterable[SchoolHoliday]) -> None:
    """Adds school holidays; what we had that overlaps with them makes room."""
    forget_calendar(db)
    for holiday in holidays:
        await db.execute(
            delete(SchoolHolidayRow).where(
                SchoolHolidayRow.region == holiday.region,  # type: ignore[arg-type]
                SchoolHolidayRow.first <= holiday.last,  # type: ignore[arg-type]
                SchoolHolidayRow.last >= holiday.first,  # type: ignore[arg-type]
            )
        )
        await db.execute(
            insert(SchoolHolidayRow).values(
                region=holiday.region, name=holiday.name, first=holiday.first, last=holiday.last
            )
        )
