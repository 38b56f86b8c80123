"""Pure: telephone numbers, to be called and to be read."""

import re

_TWO_DIGIT_LENGTH, _NATIONAL_LENGTH = 2, 10
# The area codes of three digits (Wikipedia, "Lijst van Nederlandse netnummers"); others have four.
_SHORT_CODES = re.compile(
    r"0(?:10|13|15|20|23|24|26|30|33|35|36|38|40|43|45|46|50|53|55|58|70|71|72|73|74|75|76|77|78"
    r"|79|8[4578]|91)"
)
_TOLL = re.compile(r"0(?:800|90[069])|14")


def to_call(phone: str) -> str:
    """As a telephone wants it, also abroad: `+31531234567`; short numbers as they are."""
    digits = _digits(phone)
    if digits.startswith("+") or not digits.startswith("0") or _TOLL.match(digits):
        return digits
    return f"+31{digits[1:]}"


def to_chat(phone: str) -> str:
    """As WhatsApp wants it in an address: `31612345678`."""
    return to_call(phone).removeprefix("+")


def to_read(phone: str) -> str:
    """In groups, as people say it; as it was written where somebody grouped it already."""
    if not re.fullmatch(r"\d{9,}", phone):
        return phone
    if len(phone) != _NATIONAL_LENGTH or _TOLL.match(phone):
        return f"{phone[:4]} {phone[4:]}"
    if phone.startswith("06"):
        return f"06 {_in_twos(phone[2:])}"
    if _SHORT_CODES.match(phone):
        return f"{phone[:3]} {phone[3:6]} {_in_twos(phone[6:])}"
    return f"{phone[:4]} {_in_twos(phone[4:])}"


def _in_twos(digits: str) -> str:
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), _TWO_DIGIT_LENGTH))


def _digits(phone: str) -> str:
    digits = re.sub(r"[^\d+]", "", phone)
    return "+" + digits[2:] if digits.startswith("0031") else digits
