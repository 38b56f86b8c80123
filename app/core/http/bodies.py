"""The body of a question: in which form it may come, and JSON into a frozen model.

As strict as `core.http.inputs` is with an address, and with the same words.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Receive

from app.core.errors import Fault
from app.core.faults import message_of, names_of, pointer
from app.core.http.faults import (
    MOST_FAULTS,
    REPEATED,
    TOO_DEEP,
    TOO_MANY,
    UNREADABLE,
    fault,
    misspelled,
    unknown_name,
)
from app.core.http.inputs import TEXT_SPELLINGS, Parameter
from app.core.http.negotiation import header_text
from app.core.http.problems import UnsupportedMediaTypeError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]

MOST_ITEMS = 1_000
"""Members and items in one body; a finder question has fewer than a hundred."""


def refuse_other_media(headers: Iterable[tuple[bytes, bytes]], readable: Sequence[str]) -> None:
    """Raises UnsupportedMediaTypeError when there is a body, in a form that we do not read."""
    headers = list(headers)
    said = header_text(headers, b"content-type").partition(";")[0].strip().lower()
    if said in readable:
        return
    length = header_text(headers, b"content-length") or "0"
    if length != "0" or any(name == b"transfer-encoding" for name, _ in headers):
        raise UnsupportedMediaTypeError(readable)


async def whole_body(receive: Receive) -> bytes:
    """Everything that the client sends. Raises HTTPException: 400 when it left halfway."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise HTTPException(400)
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


class BodyReader(Generic[Model]):
    """Reads JSON into one model; made once per route.

    A number is not read from a text, nor a date from a number, and a member has its outside name
    only. (Pydantic hands a model with a `before` validator over all of it Python values, in which
    it would see no dates: a body model has none.)
    """

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self._names = names_of(model)
        self._texts = _texts_of(model)

    def read(self, content: bytes, faults: list[Fault]) -> Model | None:
        """The model; or None, and then what is wrong has been added to `faults`."""
        if not content:
            faults.append(_of_all("missing"))
            return None
        parsed = _parsed(content)
        if isinstance(parsed, Fault):
            faults.append(parsed)
            return None
        model, found = None, []
        try:
            model = self.model.model_validate_json(
                content, strict=True, by_alias=True, by_name=False
            )
        except ValidationError as error:
            found = self._faults(error)
        if not any(one.code in _BROKEN for one in found):
            said = {one.name for one in found}
            beside = (*self._misspelled(parsed.whole), *parsed.faults())
            found += [one for one in beside if one.name not in said]
        faults += found[:MOST_FAULTS]
        return None if found else model

    def _faults(self, error: ValidationError) -> list[Fault]:
        found = []
        for item in error.errors(include_url=True, include_input=False):
            location = item["loc"]
            if item["type"] == "json_invalid":
                is_deep = "recursion limit" in item["ctx"]["error"]
                found.append(_TOO_DEEP if is_deep else _of_all("json_invalid"))
            elif item["type"] == "extra_forbidden" and len(location) == 1:
                found.append(unknown_name("body", str(location[0]), known=self._names))
            else:
                code = item["type"].replace("_", "-")
                found.append(fault("body", pointer(location), code, message_of(item)))
        return found

    def _misspelled(self, whole: object) -> Iterator[Fault]:
        """Texts that Pydantic reads as a moment, and that are not written as one: "86400"."""
        if not isinstance(whole, dict):
            return
        for name, parameter in self._texts.items():
            value = whole.get(name)
            listed = value if isinstance(value, list) else [value]
            for place, text in enumerate(listed):
                if isinstance(text, str) and not parameter.is_well_spelled(text):
                    where: Location = (name, place) if listed is value else (name,)
                    yield misspelled("body", pointer(where), parameter.misspelled)


def _texts_of(model: type[BaseModel]) -> Mapping[str, Parameter]:
    """The members of a model that JSON writes as text of a fixed spelling."""
    parameters = (
        (info.alias or name, Parameter.of(info.annotation))
        for name, info in model.model_fields.items()
    )
    return {name: one for name, one in parameters if one.misspelled in TEXT_SPELLINGS}


def _of_all(kind: str) -> Fault:
    return misspelled("body", "", kind)


_TOO_DEEP = Fault("body", "", "too-deep", TOO_DEEP)
# After these nothing can be said of the parts.
_BROKEN = frozenset({"json-invalid", _TOO_DEEP.code})


class _TooManyError(Exception):
    """The body holds more than any question can need."""


class _Repeating(dict[str, Any]):
    """An object in which names came more than once."""

    names: frozenset[str] = frozenset()


class _Parsed:
    """A body as Python values, with what Pydantic is silent about."""

    def __init__(self, text: str) -> None:
        """Raises ValueError, RecursionError and _TooManyError."""
        self._items = 0
        self._may_hold_nul = "\\u0000" in text
        self._repeats = False
        hook: Callable[[list[tuple[str, Any]]], dict[str, Any]] = self._object
        self.whole: object = json.loads(text, object_pairs_hook=hook)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._items += len(pairs)
        self._items += sum(len(value) for _, value in pairs if isinstance(value, list))
        if self._items > MOST_ITEMS:
            raise _TooManyError
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        self._repeats = True
        repeating = _Repeating(made)
        names = [name for name, _ in pairs]
        repeating.names = frozenset(name for name in names if names.count(name) > 1)
        return repeating

    def faults(self) -> Iterator[Fault]:
        """Names that came twice, and texts with NUL, which PostgreSQL cannot take."""
        if self._repeats or self._may_hold_nul:
            yield from _silent_faults(self.whole, ())


def _silent_faults(value: object, location: Location) -> Iterator[Fault]:
    if isinstance(value, str) and "\x00" in value:
        yield fault("body", pointer(location), "unreadable", UNREADABLE)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _silent_faults(item, (*location, place))
    elif isinstance(value, dict):
        for name in sorted(value.names if isinstance(value, _Repeating) else ()):
            yield fault("body", pointer((*location, name)), "repeated", REPEATED)
        for name, member in value.items():
            yield from _silent_faults(member, (*location, name))


def _parsed(content: bytes) -> _Parsed | Fault:
    try:
        return _Parsed(content.decode())
    except UnicodeDecodeError:
        return Fault("body", "", "unreadable", UNREADABLE)
    except RecursionError:
        return _TOO_DEEP
    except _TooManyError:
        return Fault("body", "", "too-many", TOO_MANY)
    except ValueError:  # also what json says of a number of five thousand digits
        return _of_all("json_invalid")
