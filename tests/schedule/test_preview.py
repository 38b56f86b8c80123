"""What an editor sees before saving."""

from datetime import UTC, datetime

from app.schedule.preview import preview
from tests.schedule.neighbourhood import CALENDAR, every_week, pause, series

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_preview_shows_the_sentence_five_dates_and_what_falls_out_between() -> None:
    walking = series(every_week("tu"), "2026-11-21 10:00", public="skip", school="skip")
    seen = preview(walking, calendar=CALENDAR, now=NOW)
    assert seen.model_dump(mode="json", by_alias=True) == {
        "sentence": "elke dinsdag van 10.00 tot 11.30 uur, "
        "niet op feestdagen en in de schoolvakanties",
        "next": [
            {
                "startsAt": f"{day}T09:00:00Z",
                "endsAt": f"{day}T10:30:00Z",
                "text": f"dinsdag {text}, 10.00 tot 11.30 uur",
            }
            for day, text in [
                ("2026-11-24", "24 november"),
                ("2026-12-01", "1 december"),
                ("2026-12-08", "8 december"),
                ("2026-12-15", "15 december"),
                ("2027-01-05", "5 januari"),
            ]
        ],
        "skipped": [
            {"date": "2026-12-22", "reason": "kerstvakantie (regio noord)"},
            {"date": "2026-12-29", "reason": "kerstvakantie (regio noord)"},
        ],
    }


def test_a_preview_says_from_which_day_school_holidays_are_not_known() -> None:
    walking = series(every_week("tu"), "2027-08-10 10:00", school="skip")
    seen = preview(walking, calendar=CALENDAR, now=NOW)
    assert [(f"{row.day}", row.reason) for row in seen.skipped] == [
        ("2027-08-10", "zomervakantie (regio noord)"),
        ("2027-08-17", "zomervakantie (regio noord)"),
        ("2027-08-23", "vanaf deze dag zijn de schoolvakanties nog niet bekend"),
    ]
    assert len(seen.next) == 5


def test_a_preview_of_a_series_that_is_nearly_over_shows_fewer_dates() -> None:
    course = series(
        every_week("tu"),
        "2026-10-06 10:00",
        until="2026-12-08",
        pauses=[pause("2026-12-02", "2026-12-31", "sinterklaas")],
    )
    seen = preview(course, calendar=CALENDAR, now=NOW)
    assert [planned.text for planned in seen.next] == [
        "dinsdag 24 november, 10.00 tot 11.30 uur",
        "dinsdag 1 december, 10.00 tot 11.30 uur",
    ]
    assert [(f"{row.day}", row.reason) for row in seen.skipped] == [
        ("2026-12-08", "pauze: sinterklaas")
    ]


def test_a_preview_of_a_series_that_is_over_is_empty() -> None:
    course = series(every_week("tu"), "2026-01-06 10:00", until="2026-03-31", school="skip")
    seen = preview(course, calendar=CALENDAR, now=NOW)
    assert seen.next == []
    assert seen.skipped == []
