"""Which colour and drawing a kind of offering has; the drawing also works in black and white."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Look:
    """`group` names a colour in the style sheet (`group--samen`), `icon` a drawing."""

    group: str
    icon: str


_OTHER: Final = Look("samen", "map-pin")
LOOKS: Final[Mapping[str, Look]] = {
    "activiteit": Look("samen", "users"),
    "inloop": Look("samen", "coffee"),
    "cursus": Look("samen", "book-open"),
    "lotgenotengroep": Look("steun", "messages-square"),
    "herstelgroep": Look("steun", "sun"),
    "maatje": Look("steun", "user"),
    "mantelzorgsteun": Look("mantelzorg", "heart-handshake"),
    "respijtzorg": Look("mantelzorg", "house"),
    "time-out": Look("mantelzorg", "moon"),
    "dagbesteding": Look("overdag", "clock"),
    "vrijwilligerswerk": Look("overdag", "hand-helping"),
    "leerwerkplek": Look("overdag", "briefcase"),
    "spreekuur": Look("hulp", "circle-help"),
    "praktische-hulp": Look("hulp", "hand-helping"),
    "uitgifte": Look("hulp", "soup"),
    "regeling": Look("hulp", "wallet"),
    "wijkwijzer": Look("hulp", "map-pin"),
}


def look_of(kind: str) -> Look:
    """The look of a kind; a plain one for a kind that is new."""
    return LOOKS.get(kind, _OTHER)
