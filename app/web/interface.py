"""The open interface as pages for people: every question, and what each problem type means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import PROBLEMS, NotFoundError
from app.core.http.headers import API_PATH
from app.core.http.openapi_parts import Json
from app.web.visits import Given, Page, Visit

_ASKED: Mapping[str, str] = {
    "areas": "?q=pathmos",
    "area": "",
    "areaMap": "",
    "geocode": "?q=wesselerbrink&limit=1",
    "offerings": "?lat=52.2116&lon=6.8757&q=koffie&limit=1",
    "openapi": "",
    "places": "?lat=52.2116&lon=6.8757&limit=3",
    "sessions": "?area=BU01530202&limit=5",
    "supportMantelzorg": "?area=BU01530202",
    "tile": "",
    "vocabularies": "",
    "wijkwijzers": "?area=GM0153",
}
"""What stands behind the path in the example of an operation; others have no example."""
_IN_PATHS: Mapping[str, str] = {
    "{code}": "BU01530202",
    "{z}/{x}/{tile}": "16/34019/21584.mvt",
}
_POSTED: Mapping[str, str] = {
    "geocodeInBody": '{"q": "pijpenstraat 15 enschede"}',
    "searchOfferings": '{"lat": 52.21162, "lon": 6.87573, "q": "koffie"}',
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that can be added to a question."""

    name: str
    is_required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One question that can be asked."""

    name: str
    method: str
    path: str
    summary: str
    about: Sequence[str]
    """Paragraphs."""
    parameters: Sequence[Parameter]
    media: Sequence[str]
    is_posted: bool
    example: str | None
    """A command for a terminal."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The questions about one subject."""

    name: str
    about: str
    operations: Sequence[Operation]


async def api(visit: Visit) -> Given:
    """Every question of the interface, by subject, with an example."""
    document = visit.house.interface()
    home = visit.settings.public_url.rstrip("/")
    asked = list(_operations(document, home=home + API_PATH))
    subjects = [
        Subject(
            tag["name"], tag["description"], [one for name, one in asked if name == tag["name"]]
        )
        for tag in document.get("tags", [])
    ]
    return Page(
        "api.html",
        {
            "subjects": [subject for subject in subjects if subject.operations],
            "document": f"{API_PATH}/openapi.json",
        },
    )


async def problems(visit: Visit) -> Given:
    """Every problem type, with a link."""
    del visit
    return Page("problems.html", {"problems": PROBLEMS.values()})


async def problem(visit: Visit) -> Given:
    """The page behind the `type` of a problem."""
    known = PROBLEMS.get(visit.values["slug"])
    if known is None:
        raise NotFoundError("Deze foutmelding kennen wij niet.")
    return Page("problem.html", {"problem": known})


def _operations(document: Mapping[str, Any], *, home: str) -> Iterator[tuple[str, Operation]]:
    """Each operation with the name of its subject."""
    for path, operations in document.get("paths", {}).items():
        for method, told in operations.items():
            content = told["responses"].get("200", {}).get("content", {})
            about = told.get("description", "")
            name = told["operationId"]
            yield (
                told["tags"][0],
                Operation(
                    name=name,
                    method=method.upper(),
                    path=API_PATH + path,
                    summary=told.get("summary", name),
                    about=[part for part in about.split("\n\n") if part],
                    parameters=[_parameter(each) for each in told.get("parameters", ())],
                    media=list(content),
                    is_posted="requestBody" in told,
                    example=_example(name, home + path),
                ),
            )


def _parameter(told: Json) -> Parameter:
    about = told.get("description") or told.get("schema", {}).get("description", "")
    return Parameter(told["name"], told.get("required", False), about)


def _example(name: str, address: str) -> str | None:
    if name in _POSTED:
        return f"curl -H 'Content-Type: application/json' -d '{_POSTED[name]}' '{address}'"
    if name not in _ASKED:
        return None
    for value, known in _IN_PATHS.items():
        address = address.replace(value, known)
    command = "curl -o pathmos.mvt" if name == "tile" else "curl"
    return f"{command} '{address}{_ASKED[name]}'"
