"""Parts of the OpenAPI document that every operation refers to, and schemas made plain."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import PROBLEMS, Problem
from app.core.http.headers import API_VERSION
from app.core.http.problems import PROBLEM_JSON

Json = dict[str, Any]
"""A piece of an OpenAPI document: JSON by nature."""

VERSION_HEADER: Json = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}
CACHE_HEADERS: Json = {
    "ETag": {"$ref": "#/components/headers/ETag"},
    "Cache-Control": {"$ref": "#/components/headers/CacheControl"},
    "Vary": {"$ref": "#/components/headers/Vary"},
}
UNKEPT_HEADERS: Json = {name: CACHE_HEADERS[name] for name in ("Cache-Control", "Vary")}
"""Of an answer that nobody keeps, and that therefore has no ETag."""

_BY_STATUS: Mapping[int, Problem] = {problem.status: problem for problem in PROBLEMS.values()}
_WAITS = frozenset({429, 503})
# Under these keys stands data, not schema.
_DATA = frozenset({"example", "examples", "default", "const", "enum"})


def _text(about: str, **more: object) -> Json:
    return {"type": "string", "description": about, **more}


_FAULT: Json = {
    "type": "object",
    "required": ["in", "name", "code", "message"],
    "properties": {
        "in": _text("Waar de fout zit.", enum=["query", "path", "header", "body"]),
        "name": _text("Naam van het gegeven, of een JSON-pointer in de inhoud."),
        "code": _text("Vaste naam van de soort fout."),
        "message": _text("Wat u kunt doen, in één zin."),
    },
}
_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "requestId", "errors"],
    "properties": {
        "type": _text("Adres van de uitleg bij deze soort fout.", format="uri-reference"),
        "title": _text("De soort fout in een paar woorden."),
        "status": {"type": "integer", "description": "De HTTP-status."},
        "detail": _text("Wat u kunt doen, in één zin."),
        "requestId": _text("Nummer van de vraag; noem het als u contact opneemt."),
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}
_GONE: Json = {
    "type": "object",
    "required": [*_PROBLEM["required"], "successors"],
    "properties": {
        **_PROBLEM["properties"],
        "successors": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Codes of nummers van wat ervoor in de plaats kwam.",
        },
    },
}


def _header(about: str, **schema: object) -> Json:
    return {"description": about, "schema": {"type": "string", **schema}}


_HEADERS: Json = {
    "ApiVersion": _header("De volledige versie van deze API.", examples=[API_VERSION]),
    "ETag": _header("Kenmerk van dit antwoord; stuur het terug in If-None-Match."),
    "CacheControl": _header("Hoe lang het antwoord bewaard mag worden."),
    "Vary": _header("Van welke koppen van de vraag het antwoord afhangt."),
    "Location": _header("Het nieuwe adres.", format="uri-reference"),
    "RetryAfter": {
        "description": "Na hoeveel seconden u het weer kunt proberen.",
        "schema": {"type": "integer"},
    },
}


def _name(problem: Problem) -> str:
    return problem.slug.title().replace("-", "")


def _response(problem: Problem) -> Json:
    headers = dict(VERSION_HEADER)
    if problem.status in _WAITS:
        headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    schema = "GoneProblem" if problem.slug == "gone" else "Problem"
    return {
        "description": problem.meaning,
        "headers": headers,
        "content": {PROBLEM_JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def common_components() -> Json:
    """What operations refer to: headers, the problems, and the schema of a problem."""
    responses = {_name(problem): _response(problem) for problem in PROBLEMS.values()}
    responses["Moved"] = {
        "description": "Dit staat nu op een ander adres.",
        "headers": {**VERSION_HEADER, "Location": {"$ref": "#/components/headers/Location"}},
    }
    return {
        "headers": _HEADERS,
        "responses": responses,
        "schemas": {"Fault": _FAULT, "Problem": _PROBLEM, "GoneProblem": _GONE},
    }


def problem_reference(status: int) -> Json:
    """The response of a status that is a problem. Raises KeyError for any other status."""
    return {"$ref": f"#/components/responses/{_name(_BY_STATUS[status])}"}


def plain(schema: Any) -> Any:
    """A schema without generated titles, and "or null" written in `type`.

    The linter looks for `format` beside the member, not inside an `anyOf`.
    """
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {
        key: value if key in _DATA else plain(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
    choices = made.get("anyOf")
    if isinstance(choices, list) and len(choices) == 2 and {"type": "null"} in choices:  # noqa: PLR2004
        other = next(one for one in choices if one != {"type": "null"})
        if isinstance(other.get("type"), str):
            del made["anyOf"]
            made = {**other, **made, "type": [other["type"], "null"]}
            if "enum" in made:
                made["enum"] = [*made["enum"], None]
    return made
