"""What the client asks for in its headers: a form, a coding, news since last time.

The answers to header texts are remembered, because browsers send the same few all day.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

REMEMBERED = 512


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    """`a;q=0.5, b` as (name, weight); an unreadable weight counts as not wanted."""
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not name:
            continue
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                weight = _weight(parameter[2:])
        yield name, weight


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def _specificity(media_range: str) -> int:
    if media_range == "*/*":
        return 0
    return 1 if media_range.endswith("/*") else 2


@lru_cache(maxsize=REMEMBERED)
def chosen_media(accept: str, offered: tuple[str, ...]) -> str | None:
    """The offered media type that the client likes best; None when it likes none of them.

    Between equals, our own order decides. Without an `Accept` everything is fine.
    """
    if not accept.strip():
        return offered[0]
    ranges = sorted(_weighed(accept), key=lambda entry: _specificity(entry[0]), reverse=True)
    best, best_weight = None, 0.0
    for media in offered:
        family = media.partition("/")[0] + "/*"
        weight = next((w for name, w in ranges if name in {media, family, "*/*"}), 0.0)
        if weight > best_weight:
            best, best_weight = media, weight
    return best


@lru_cache(maxsize=REMEMBERED)
def chosen_coding(accept_encoding: str, offered: tuple[str, ...]) -> str | None:
    """The offered content coding that the client likes best; None: send it as it is.

    Between equals, our own order decides. Plain wins only where it is preferred by name.
    """
    weights = dict(_weighed(accept_encoding))
    rest = weights.get("*", 0.0)
    best, best_weight = None, 0.0
    for coding in offered:
        weight = weights.get(coding, rest)
        if weight > best_weight:
            best, best_weight = coding, weight
    return best if best_weight >= weights.get("identity", 0.0) else None


def names_etag(if_none_match: str, etag: str) -> bool:
    """Whether `If-None-Match` names this ETag (weak comparison, RFC 9110 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == etag for tag in if_none_match.split(","))


def header_text(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """All lines of one header as one text; empty when it is not there."""
    lines = [value for key, value in headers if key == name]
    return b",".join(lines).decode("latin-1")
