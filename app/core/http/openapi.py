"""The description of the interface: what FastAPI knows and what the public reads say themselves.

One document, whoever runs it: `openapi.yaml` in the repository equals it, with the example host; a
service that is reached by https puts its own `public_url` in `servers`.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.core.http.endpoints import PublicEndpoint, PublicRead, PublicSearch
from app.core.http.headers import API_PATH, API_VERSION, is_api
from app.core.http.openapi_parts import (
    CACHE_HEADERS,
    UNKEPT_HEADERS,
    VERSION_HEADER,
    Json,
    common_components,
    plain,
    problem_reference,
)
from app.core.http.public import public_get
from app.core.http.reading import FIVE_MINUTES, GEOJSON, JSON, NoFilters, ReadRequest

OPENAPI_VERSION = "3.1.0"
EXAMPLE_HOST = "https://buurtkaart.example"
MAINTAINERS = "api@buurtkaart.example"
"""Who made the software, as `publiccode.yaml` has it; an installation names its own people."""

_INFO: Json = {
    "title": "Buurtkaart",
    "version": API_VERSION,
    "description": (
        "Wat er in de buurt te doen is en waar u terecht kunt. Lezen kan zonder account. "
        "Fouten komen als application/problem+json, in het Nederlands en allemaal tegelijk."
    ),
    "contact": {"name": "Buurtkaart", "email": MAINTAINERS, "url": EXAMPLE_HOST},
    "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
}
_REF = "#/components/schemas/{model}"
# Every route may answer these; which further ones depends on the route.
_ALWAYS = (406, 429, 500, 503)


def document(app: FastAPI, *, public_url: str = EXAMPLE_HOST) -> Json:
    """The whole OpenAPI document; paths are relative to `/v1`, sorted.

    Raises ValueError when two different schemas have one name.
    """
    contexts = [one for one in iter_route_contexts(app.routes) if is_api(one.path or "")]
    reads = [(one.path_format or "", one.endpoint) for one in contexts]
    public = [(path, read) for path, read in reads if isinstance(read, PublicEndpoint)]
    schemas = _Schemas(read for _, read in public)
    paths: dict[str, Json] = {}
    for path, read in public:
        method = read.methods[0].lower()
        paths.setdefault(_relative(path), {})[method] = _public_operation(read, schemas)
    for path, operations in _fastapi_paths(contexts, schemas):
        paths.setdefault(path, {}).update(operations)
    host = public_url if public_url.startswith("https://") else EXAMPLE_HOST
    components = common_components()
    components["schemas"] = {**components["schemas"], **schemas.components()}
    used = {tag for item in paths.values() for one in item.values() for tag in one.get("tags", ())}
    return {
        "openapi": OPENAPI_VERSION,
        "info": _INFO,
        "servers": [{"url": host.rstrip("/") + API_PATH}],
        "tags": [tag for tag in app.openapi_tags or [] if tag["name"] in used],
        "paths": {path: paths[path] for path in sorted(paths)},
        "components": components,
    }


def dump_yaml(described: Json) -> str:
    """The document as the text of `openapi.yaml`."""
    return yaml.dump(described, Dumper=_NoAliases, sort_keys=False, allow_unicode=True, width=100)


class _NoAliases(yaml.SafeDumper):
    """Writes equal parts out in full: anchors are hard to read and not every tool follows them."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


class _Schemas:
    """The schemas of all public reads under one name each, and those that FastAPI adds."""

    def __init__(self, reads: Iterable[PublicEndpoint]) -> None:
        wanted: list[tuple[type[BaseModel], Any]] = []
        bodies: set[type[BaseModel]] = set()
        for read in reads:
            wanted += [(model, "serialization") for model in read.media.values() if model]
            wanted += [(read.filters.model, "validation"), (read.path_values.model, "validation")]
            if isinstance(read, PublicSearch):
                bodies.add(read.body.model)
                wanted.append((read.body.model, "validation"))
        # A model that stands in several routes is asked for once.
        unique = list(dict.fromkeys(wanted))
        self._of, definitions = models_json_schema(unique, ref_template=_REF)
        self._definitions: dict[str, Json] = definitions.get("$defs", {})
        self._inputs = {
            reference["$ref"].rpartition("/")[2]
            for (model, mode), reference in self._of.items()
            if mode == "validation" and "$ref" in reference and model not in bodies
        }

    def output(self, model: type[BaseModel]) -> Json:
        return self._of[model, "serialization"]

    def body(self, model: type[BaseModel]) -> Json:
        return self._of[model, "validation"]

    def parameters(self, model: type[BaseModel], where: str) -> Iterator[Json]:
        """One parameter per member of an input model."""
        reference = self._of[model, "validation"]
        name = reference.get("$ref", "").rpartition("/")[2]
        schema = self._definitions.get(name, reference)
        required = schema.get("required", [])
        for member, described in schema.get("properties", {}).items():
            shape = dict(described)
            about = shape.pop("description", "")
            yield {
                "name": member,
                "in": where,
                "required": where == "path" or member in required,
                **({"description": about} if about else {}),
                "schema": _without_null(plain(shape)),
            }

    def add(self, found: dict[str, Json]) -> None:
        for name, schema in found.items():
            if self._definitions.setdefault(name, schema) != schema:
                raise ValueError(f"two schemas are called {name}")

    def components(self) -> dict[str, Json]:
        kept = sorted(self._definitions.keys() - self._inputs)
        return {name: plain(self._definitions[name]) for name in kept}


def _without_null(schema: Json) -> Json:
    """The schema of a parameter: leaving it out is how one says nothing."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        left = [kind for kind in kinds if kind != "null"]
        schema = {**schema, "type": left[0] if len(left) == 1 else left}
    choices = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(choices) == 1:
        schema = {**{k: v for k, v in schema.items() if k != "anyOf"}, **choices[0]}
    if schema.get("default", "") is None:
        schema = {key: value for key, value in schema.items() if key != "default"}
    return schema


def _relative(path: str) -> str:
    return path.removeprefix(API_PATH) or "/"


def _public_operation(read: PublicEndpoint, schemas: _Schemas) -> Json:
    parameters = [
        *schemas.parameters(read.path_values.model, "path"),
        *schemas.parameters(read.filters.model, "query"),
    ]
    summary, _, description = read.about.partition("\n")
    responses = _public_answers(read, schemas)
    statuses = {400, *_ALWAYS}
    if isinstance(read, PublicSearch):
        statuses |= {413, 415}
    if any(one["in"] == "path" for one in parameters):
        statuses.add(404)
    if "gone" in read.also_answers:
        statuses.add(410)
    responses.update({str(status): problem_reference(status) for status in sorted(statuses)})
    return {
        "tags": list(read.tags),
        "summary": summary.strip().rstrip("."),
        **({"description": description.strip()} if description.strip() else {}),
        "operationId": read.operation_id,
        **({"parameters": parameters} if parameters else {}),
        **(_request_body(read, schemas) if isinstance(read, PublicSearch) else {}),
        "responses": responses,
    }


def _public_answers(read: PublicEndpoint, schemas: _Schemas) -> Json:
    """The answers that are no problems."""
    content = {
        media: {"schema": _schema_of(media, model, schemas)} for media, model in read.media.items()
    }
    headers = CACHE_HEADERS if isinstance(read, PublicRead) else UNKEPT_HEADERS
    answers: Json = {
        "200": {
            "description": "Het antwoord.",
            "headers": {**VERSION_HEADER, **headers},
            "content": content,
        }
    }
    if isinstance(read, PublicRead):
        answers["304"] = {
            "description": "Er is niets veranderd sinds de versie in If-None-Match.",
            "headers": {**VERSION_HEADER, **headers},
        }
    if "moved" in read.also_answers:
        answers["308"] = {"$ref": "#/components/responses/Moved"}
    return answers


def _request_body(search: PublicSearch, schemas: _Schemas) -> Json:
    schema = schemas.body(search.body.model)
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def _schema_of(media: str, model: type[BaseModel] | None, schemas: _Schemas) -> Json:
    if model is not None:
        return schemas.output(model)
    return (
        {"type": "object"} if media in {JSON, GEOJSON} else {"type": "string", "format": "binary"}
    )


def _fastapi_paths(contexts: list[RouteContext], schemas: _Schemas) -> Iterator[tuple[str, Json]]:
    """The operations that FastAPI describes, with our errors instead of its 422."""
    described = get_openapi(title="", version="", openapi_version=OPENAPI_VERSION, routes=contexts)
    found: dict[str, Json] = described.get("components", {}).get("schemas", {})
    ours = {k: v for k, v in found.items() if k not in {"HTTPValidationError", "ValidationError"}}
    schemas.add(ours)
    for path, operations in described["paths"].items():
        for operation in operations.values():
            _house_words(operation)
            _house_responses(operation, has_path_values="{" in path)
        yield _relative(path), plain(operations)


def _house_words(operation: Json) -> None:
    """The first line of the docstring as summary, instead of the English function name."""
    summary, _, description = operation.pop("description", "").partition("\n")
    if summary:
        operation["summary"] = summary.strip().rstrip(".")
    if description.strip():
        operation["description"] = description.strip()


def _house_responses(operation: Json, *, has_path_values: bool) -> None:
    responses: Json = operation["responses"]
    had_input = responses.pop("422", None) is not None
    statuses = {int(code) for code in responses if code[0] in "45"} | set(_ALWAYS)
    if had_input or "requestBody" in operation:
        statuses.add(400)
    if "requestBody" in operation:
        statuses |= {409, 413, 415}
    if has_path_values:
        statuses.add(404)
    for response in responses.values():
        response["headers"] = {**VERSION_HEADER, **response.get("headers", {})}
    responses.update({str(status): problem_reference(status) for status in sorted(statuses)})


def openapi_router(app: FastAPI, *, public_url: str) -> APIRouter:
    """`GET /openapi.json`: the document itself, made when it is first asked for."""
    router = APIRouter(tags=["about"])
    made: list[bytes] = []

    async def openapi(_request: ReadRequest, _filters: NoFilters) -> bytes:
        """De beschrijving van deze API in OpenAPI."""
        if not made:
            text = json.dumps(document(app, public_url=public_url), ensure_ascii=False)
            made.append(text.encode())
        return made[0]

    public_get(router, "/openapi.json", NoFilters, openapi, cache=FIVE_MINUTES, media={JSON: None})
    return router
