"""Ways to reach somebody, as people write them and as we keep them."""

import re
from typing import Annotated

from pydantic import AfterValidator, HttpUrl, StringConstraints, TypeAdapter
from pydantic_core import PydanticCustomError

from app.core.schemas import Text

_PHONE = re.compile(
    r"\+[1-9]\d{7,14}|0[1-9]\d{8}|0(?:800|90[069])\d{4,7}|14\d{2,4}|1\d{2}", re.ASCII
)
_HOST = re.compile(r"(?:[^.\s]+\.)+[^.\s]{2,}")
_LONGEST_ADDRESS = 300
_url = TypeAdapter(HttpUrl)


def _phone(text: str) -> str:
    digits = re.sub(r"[\s().-]", "", text)
    if digits.startswith("0031"):
        digits = "+31" + digits[4:]
    if digits.startswith("+31"):
        digits = "0" + digits[3:].removeprefix("0")
    if not _PHONE.fullmatch(digits):
        raise PydanticCustomError(
            "phone", "Dit is geen telefoonnummer. Schrijf het zo: 053-1234567 of 06-12345678."
        )
    # As it was written, but with one kind of space: people read and say numbers in groups.
    return re.sub(r"\s+", " ", text)


def _website(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    if not address.lower().startswith(("http://", "https://")):
        raise PydanticCustomError("website", "Een webadres begint met https:// of http://.")
    # Python's and browsers' readers of addresses drop spaces; a card would show another address.
    if re.search(r"[\s<>\"\\]", address) or len(address) > _LONGEST_ADDRESS:
        raise PydanticCustomError("website", "Dit is geen geldig webadres.")
    url = _url.validate_python(address)
    if not _HOST.fullmatch(url.host or "") or url.username or url.password:
        raise PydanticCustomError("website", "Dit is geen geldig webadres.")
    return address


def _email(text: str) -> str:
    # One @, a dot behind it, nothing that a mail program would choke on. Whether it arrives is
    # found out by writing to it, not by a longer expression.
    address = text.lower()
    if not re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\s@<>,;.]+\.)+[^\s@<>,;.]{2,}", address):
        raise PydanticCustomError("email", "Dit is geen e-mailadres, zoals naam@voorbeeld.nl.")
    return address


Phone = Annotated[Text, StringConstraints(min_length=3, max_length=24), AfterValidator(_phone)]
Website = Annotated[Text, StringConstraints(max_length=_LONGEST_ADDRESS), AfterValidator(_website)]
Email = Annotated[Text, StringConstraints(max_length=254), AfterValidator(_email)]
