"""Pure: what was typed or stands in an address, as a value; None for what is none."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from app.areas.rules import canonical_code

LONGEST_WORDS: Final = 200
_AREA = re.compile(r"[A-Za-z]{2}[0-9]{4,8}(-[A-Za-z0-9-]{1,60})?")
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Za-z]{2})?")

T = TypeVar("T")


def as_postcode(typed: str) -> str | None:
    """`7511GM` of `7511 gm`; None of what is no postcode."""
    found = _POSTCODE.fullmatch(typed.strip())
    return None if found is None else found[1] + (found[2] or "").upper()


def as_words(typed: str) -> str | None:
    """The same words, when there is a letter or figure in them and not too many."""
    is_short_enough = len(typed) <= LONGEST_WORDS
    return typed if is_short_enough and any(letter.isalnum() for letter in typed) else None


def matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    """Takes what is wholly of this form."""
    return lambda typed: typed if pattern.fullmatch(typed) else None


def one_of(codes: Sequence[T]) -> Callable[[str], T | None]:
    """Takes these alone."""
    known = {str(code): code for code in codes}
    return known.get


def as_area(typed: str) -> str | None:
    """The code of an area as we write it; whether it exists is not looked at."""
    return canonical_code(typed) if _AREA.fullmatch(typed) else None


def as_yes(typed: str) -> bool | None:
    return True if typed in {"1", "true", "on"} else None


def as_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def as_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def as_number(typed: str, *, most: int) -> int | None:
    """A whole number from 0 to `most`."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))
    return int(typed) if is_number and int(typed) <= most else None


def as_degrees(typed: str) -> float | None:
    """Degrees north or east, as a browser writes them."""
    return float(typed) if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,17})?", typed) else None
