"""What nobody sees does not stand in a page, and what people write in any language does."""

import pytest

from app.web.visible import visible, visible_value


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Koffie\u202eeiffok", "Koffieeiffok"),
        ("\u2066Koffie\u2069", "Koffie"),
        ("Kof\u200bfie\ufeff", "Koffie"),
        ("Koffie\x1b[31m\x07", "Koffie[31m"),
        ("Koffie\r\nen thee\u2028en melk", "Koffie\nen thee en melk"),
    ],
)
def test_marks_that_nobody_sees_go(written: str, seen: str) -> None:
    assert visible(written) == seen


@pytest.mark.parametrize(
    "written",
    [
        "Koffie & thee, één euro",
        "👨‍👩‍👧 samen eten 🏳️‍🌈",
        "مركز الحي\u200f",
        "می‌خواهم",
        "e\u0301e\u0301n",
        "Een regel\nen nog een\ten meer",
    ],
)
def test_what_people_write_stays(written: str) -> None:
    assert visible(written) is written


def test_what_is_no_text_stays_what_it_is() -> None:
    assert visible_value(12) == 12
    assert visible_value(None) is None
