"""A number is read as people say it, and dialled from anywhere."""

import pytest

from app.web.phones import to_call, to_chat, to_read


@pytest.mark.parametrize(
    ("written", "called", "read"),
    [
        ("0531234567", "+31531234567", "053 123 45 67"),
        ("053-123 45 67", "+31531234567", "053-123 45 67"),
        ("0612345678", "+31612345678", "06 12 34 56 78"),
        ("0546123456", "+31546123456", "0546 12 34 56"),
        ("+31 53 123 45 67", "+31531234567", "+31 53 123 45 67"),
        ("0031531234567", "+31531234567", "0031 531234567"),
        ("08001234567", "08001234567", "0800 1234567"),
        ("14053", "14053", "14053"),
        ("112", "112", "112"),
        ("0900 123 45 67", "09001234567", "0900 123 45 67"),
        ("(053) 123.45.67", "+31531234567", "(053) 123.45.67"),
    ],
)
def test_a_number_can_be_called_and_read(written: str, called: str, read: str) -> None:
    assert to_call(written) == called
    assert to_read(written) == read


def test_a_chat_has_the_number_without_plus() -> None:
    assert to_chat("06-12345678") == "31612345678"
