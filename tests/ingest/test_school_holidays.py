"""School holidays from Rijksoverheid, told by a local server in the shape that it uses."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, read_only, unit_of_work
from app.core.outside import OutsideError
from app.ingest.school_holidays import (
    read_school_holidays,
    refresh_school_holidays,
    school_years,
)
from app.schedule.commands import store_school_holidays
from app.schedule.holidays import SchoolHoliday
from app.schedule.queries import known_calendar

CHRISTMAS = {
    "type": "Kerstvakantie",
    "compulsorydates": "true",
    "regions": [
        {
            "region": " heel Nederland ",
            "startdate": "2026-12-18T23:00:00.000Z",
            "enddate": "2027-01-02T23:00:00.000Z",
        }
    ],
}
SUMMER = {
    "type": "Zomervakantie",
    "compulsorydates": "true",
    "regions": [
        {
            "region": "Noord",
            "startdate": "2027-07-09T22:00:00.000Z",
            "enddate": "2027-08-21T22:00:00.000Z",
        },
        {"region": "Zuid", "startdate": "2027-07-24", "enddate": "2027-09-05"},
    ],
}


def answer(*vacations: dict[str, Any]) -> bytes:
    return json.dumps(
        {"content": [{"schoolyear": " 2026-2027 ", "vacations": list(vacations)}]}
    ).encode()


@contextmanager
def rijksoverheid(per_year: dict[str, bytes]) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            year = self.path.partition("?")[0].rsplit("/", 1)[-1]
            body = per_year.get(year)
            self.send_response(200 if body is not None else 500)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/infotypes/schoolholidays"
    finally:
        server.shutdown()
        server.server_close()


def test_the_instant_at_which_a_day_begins_here_is_that_day() -> None:
    assert read_school_holidays(answer(SUMMER)) == [
        SchoolHoliday("noord", "zomervakantie", date(2027, 7, 10), date(2027, 8, 22)),
        SchoolHoliday("zuid", "zomervakantie", date(2027, 7, 24), date(2027, 9, 5)),
    ]


def test_a_holiday_of_the_whole_country_holds_in_every_region() -> None:
    found = read_school_holidays(answer(CHRISTMAS))
    assert [holiday.region for holiday in found] == ["noord", "midden", "zuid"]
    assert {(holiday.first, holiday.last) for holiday in found} == {
        (date(2026, 12, 19), date(2027, 1, 3))
    }


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"content": [{}]}',
        b'{"content": null}',
        answer({"type": "Mei", "regions": [{"region": "Oost", "startdate": "2027-04-24"}]}),
        answer({"type": "Mei", "regions": [{"region": "Noord", "startdate": "x", "enddate": "y"}]}),
    ],
)
def test_an_answer_in_another_shape_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_school_holidays(wrong)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 21), "2026-2027"),
        (date(2027, 7, 31), "2026-2027"),
        (date(2027, 8, 1), "2027-2028"),
    ],
)
def test_the_school_year_turns_in_august(today: date, first: str) -> None:
    years = school_years(today)
    assert years[0] == first
    assert len(years) == 3


async def test_refreshing_replaces_what_overlaps_and_says_which_year_is_not_known_yet(
    database_url: str,
) -> None:
    engine = create_async_engine(engine_url(database_url))
    old = SchoolHoliday("noord", "zomervakantie", date(2027, 7, 3), date(2027, 8, 15))
    async with unit_of_work(engine) as db:
        await store_school_holidays(db, [old])
    published = {
        "2026-2027": answer(CHRISTMAS, SUMMER),
        "2027-2028": b'{"content": []}',
        "2028-2029": b'{"content": []}',
    }
    with rijksoverheid(published) as url:
        found = await refresh_school_holidays(
            engine, Settings(school_holidays_url=url), today=date(2026, 11, 21)
        )
    assert found == {"2026-2027": 5, "2027-2028": 0, "2028-2029": 0}
    async with read_only(engine) as db:
        calendar = await known_calendar(db)
    await engine.dispose()
    assert len(calendar.school_holidays) == 5
    assert calendar.school_holiday(date(2027, 7, 5), "noord") is None
    assert calendar.school_holiday(date(2027, 8, 22), "noord") == "zomervakantie"
    assert calendar.school_holiday(date(2026, 12, 25), "midden") == "kerstvakantie"


async def test_when_rijksoverheid_fails_halfway_what_we_had_stays(database_url: str) -> None:
    engine = create_async_engine(engine_url(database_url))
    known = SchoolHoliday("noord", "kerstvakantie", date(2026, 12, 19), date(2027, 1, 3))
    async with unit_of_work(engine) as db:
        await store_school_holidays(db, [known])
    with rijksoverheid({"2026-2027": answer(SUMMER)}) as url, pytest.raises(OutsideError):
        await refresh_school_holidays(
            engine, Settings(school_holidays_url=url), today=date(2026, 11, 21)
        )
    async with read_only(engine) as db:
        calendar = await known_calendar(db)
    await engine.dispose()
    assert calendar.school_holidays == (known,)
