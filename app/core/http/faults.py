"""Faults that only HTTP knows, and FastAPI's findings in the words of `core.faults`."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast, get_args

from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from app.core.errors import Fault, Where
from app.core.faults import MESSAGES, message_of, pointer

MOST_FAULTS = 100
"""More than this helps nobody, and makes the answer as long as the attack."""
LONGEST_NAME = 80

UNKNOWN = "Dit gegeven kennen wij niet."
REPEATED = "Geef dit maar één keer."
UNREADABLE = "Dit bevat tekens die wij niet kunnen lezen. Gebruik UTF-8."
TOO_MANY = "Dit zijn te veel gegevens in één vraag."
TOO_DEEP = "De inhoud heeft te veel lagen in elkaar. Houd het bij de vorm uit de uitleg."

_PLACES: Mapping[object, Where] = {
    "query": "query",
    "path": "path",
    "header": "header",
    "cookie": "header",
    "body": "body",
}
_PYDANTIC = frozenset(get_args(ErrorType))


def fault(where: Where, name: str, code: str, message: str) -> Fault:
    """A fault whose name, which the client made up, is kept short."""
    return Fault(
        where, name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…", code, message
    )


def misspelled(where: Where, name: str, kind: str) -> Fault:
    """A value that pydantic would have read, but that is not written as it should be."""
    message = MESSAGES[kind]
    return fault(where, name, kind.replace("_", "-"), message if isinstance(message, str) else "")


def unknown_name(where: Where, name: str, *, known: Iterable[str]) -> Fault:
    """A parameter or member that does not exist, with the one that was probably meant."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    near = get_close_matches(name[:LONGEST_NAME].lower(), by_lower, 1)
    hint = f" Bedoelt u '{by_lower[near[0]]}'?" if near else ""
    told = pointer((name,)) if where == "body" else name
    return fault(where, told, "extra-forbidden", UNKNOWN + hint)


def faults_of_fastapi(errors: Sequence[Any]) -> list[Fault]:
    """The errors of a RequestValidationError, whose locations begin with where it was."""
    found = []
    for error in errors[:MOST_FAULTS]:
        kind, location = str(error["type"]), tuple(error["loc"])
        where = _PLACES.get(location[0], "body")
        if kind == "json_invalid":
            name = ""  # FastAPI gives a position here, not a member
        elif where == "body":
            name = pointer(location[1:])
        else:
            name = str(location[1]) if len(location) > 1 else ""
        found.append(fault(where, name, kind.replace("_", "-"), _message(error, kind)))
    return found


def _message(error: Mapping[str, Any], kind: str) -> str:
    context = error.get("ctx") or {}
    told = {"type": kind, "ctx": context, "msg": error["msg"]}
    if kind == "value_error" and "error" not in context:
        told["type"] = "is_instance_of"  # a library's own English; our validators raise ValueError
    if told["type"] in _PYDANTIC:
        # FastAPI leaves out `url`, by which pydantic's own English is told from our Dutch.
        told["url"] = ""
    return message_of(cast("ErrorDetails", told))
