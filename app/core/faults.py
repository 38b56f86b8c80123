"""Pydantic's errors in plain Dutch: one table, for requests, seed files and imports alike."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.core.errors import Fault, Where

Context = Mapping[str, Any]

_NUMBER = "Vul hier een getal in."
_WHOLE = "Vul hier een heel getal in."
_DATE = "Vul hier een datum in als JJJJ-MM-DD, bijvoorbeeld 2026-11-24."
_TIME = "Vul hier een tijd in als UU:MM, bijvoorbeeld 14:30."
_INSTANT = "Vul hier een moment in met tijdzone, bijvoorbeeld 2026-11-24T13:30:00Z."
_YES_NO = "Vul hier 'true' of 'false' in."
_TEXT = "Vul hier tekst in."
_LIST = "Vul hier een lijst in."
_OBJECT = "Vul hier een groep gegevens in (een JSON-object)."
_ID = "Dit is geen geldig nummer (UUID)."
_PLAIN = "Dit klopt niet. Kijk in de uitleg wat hier mag staan."

# Behind a validator of ours pydantic says too_short of a text, and calls it a "Value".
_A_TEXT = "Value"


def _text_too_short(context: Context) -> str:
    if context["min_length"] == 1:
        return "Vul hier iets in."
    return f"Gebruik hier minstens {context['min_length']} tekens."


def _text_too_long(context: Context) -> str:
    return f"Dit is te lang. Er passen {context['max_length']} tekens."


def _too_short(context: Context) -> str:
    if context.get("field_type") == _A_TEXT:
        return _text_too_short(context)
    if context["min_length"] == 1:
        return "Kies er minstens één."
    return f"Geef er minstens {context['min_length']}."


def _too_long(context: Context) -> str:
    if context.get("field_type") == _A_TEXT:
        return _text_too_long(context)
    return f"Geef er niet meer dan {context['max_length']}."


def _nl(number: object) -> str:
    text = f"{number:g}" if isinstance(number, float) else str(number)
    return text.replace(".", ",")


def _choices(expected: str) -> str:
    return expected.replace(" or ", ", ").replace("'", "")


# pydantic's error type → what the reader can do about it; types that are not here say _PLAIN.
MESSAGES: dict[str, str | Callable[[Context], str]] = {
    "missing": "Dit moet u invullen.",
    "extra_forbidden": "Dit gegeven kennen wij niet.",
    "json_invalid": "De inhoud is geen geldige JSON.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": "Dit getal is te groot.",
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_max_places": lambda c: f"Gebruik niet meer dan {c['decimal_places']} decimalen.",
    "decimal_max_digits": "Dit getal is te groot.",
    "decimal_whole_digits": "Dit getal is te groot.",
    "greater_than": lambda c: f"Dit moet meer zijn dan {_nl(c['gt'])}.",
    "greater_than_equal": lambda c: f"Dit moet {_nl(c['ge'])} of meer zijn.",
    "less_than": lambda c: f"Dit moet minder zijn dan {_nl(c['lt'])}.",
    "less_than_equal": lambda c: f"Dit mag niet meer zijn dan {_nl(c['le'])}.",
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "string_type": _TEXT,
    "string_too_short": _text_too_short,
    "string_too_long": _text_too_long,
    "string_pattern_mismatch": "Dit is niet in de goede vorm geschreven.",
    "string_unicode": "Dit bevat tekens die wij niet kunnen lezen.",
    "literal_error": lambda c: f"Kies uit: {_choices(str(c['expected']))}.",
    "enum": lambda c: f"Kies uit: {_choices(str(c['expected']))}.",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": _INSTANT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "too_short": _too_short,
    "too_long": _too_long,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "uuid_type": _ID,
    "uuid_parsing": _ID,
    "url_parsing": "Dit is geen geldig webadres. Begin met https://.",
    "url_scheme": "Een webadres begint met https:// of http://.",
    "url_too_long": "Dit webadres is te lang.",
}


def pointer(location: tuple[int | str, ...], *, under: str = "") -> str:
    """A JSON pointer (RFC 6901) below `under`."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in location)
    return under + "".join(f"/{part}" for part in parts)


def message_of(error: ErrorDetails) -> str:
    """One plain sentence for one of pydantic's errors."""
    context = error.get("ctx", {})
    if error["type"] == "value_error" and "error" in context:
        # Raised by a validator of ours: its words are already for the reader.
        return str(context["error"])
    if "url" not in error:
        # An error type of our own (PydanticCustomError), whatever it is called: it speaks Dutch.
        return error["msg"]
    known = MESSAGES.get(error["type"], _PLAIN)
    return known if isinstance(known, str) else known(context)


def faults_of(
    error: ValidationError,
    *,
    where: Where,
    under: str = "",
    names: tuple[str, ...] = (),
) -> list[Fault]:
    """Every fault that pydantic found.

    In a body a fault is named by its JSON pointer below `under`, elsewhere by the parameter's
    name. `names` are the names that would have been right: the hint for a typo.
    """
    return [
        Fault(
            where,
            _name(item["loc"], where=where, under=under),
            item["type"].replace("_", "-"),
            message_of(item) + _hint(item, names),
        )
        for item in error.errors(include_url=True, include_input=False)
    ]


def _name(location: tuple[int | str, ...], *, where: Where, under: str) -> str:
    if where == "body":
        return pointer(location, under=under)
    return str(location[0]) if location else ""


def _hint(item: ErrorDetails, names: tuple[str, ...]) -> str:
    if item["type"] != "extra_forbidden" or not item["loc"]:
        return ""
    near = get_close_matches(str(item["loc"][-1]), names, n=1)
    return f" Bedoelt u '{near[0]}'?" if near else ""


def names_of(schema: type[BaseModel]) -> tuple[str, ...]:
    """The names by which the outside may fill in a schema."""
    return tuple(field.alias or name for name, field in schema.model_fields.items())
