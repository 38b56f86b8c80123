"""What the description of the interface allows, read straight from the document."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

import jsonschema_rs

Json = dict[str, Any]

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_UUID_DIGITS = 32
_MANY = 200


class Description:
    """An OpenAPI document, asked about its operations and schemas."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        """(method, path below `/v1`, operation)."""
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield method.upper(), path, operation

    @property
    def labels(self) -> Sequence[str]:
        """`GET /areas/{code}` for each operation."""
        return [f"{method} {path}" for method, path, _ in self.operations()]

    def validator(self, schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
        """Of a schema that may refer to the components of the document."""
        key = json.dumps(schema)
        if key not in self._validators:
            whole = {**schema, "components": self.document["components"]}
            made = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
            self._validators[key] = made
        return self._validators[key]

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema itself where `schema` only refers to it."""
        while "$ref" in schema:
            found: Any = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema

    def allows(self, operation: Json, *, query: str, body: str) -> bool:
        """Whether each parameter in a query, or the body, fits its schema."""
        if body:
            content = operation["requestBody"]["content"]["application/json"]
            return self.validator(content["schema"]).is_valid(json.loads(body))
        schemas = {one["name"]: one["schema"] for one in operation.get("parameters", [])}
        values: dict[str, list[str]] = {}
        for name, text in parse_qsl(query, keep_blank_values=True):
            values.setdefault(name, []).append(text)
        return values.keys() <= schemas.keys() and all(
            self.validator(schemas[name]).is_valid(self._read(schemas[name], texts))
            for name, texts in values.items()
        )

    def _read(self, schema: Mapping[str, Any], texts: Sequence[str]) -> object:
        plain = self.resolved(schema)
        if plain.get("type") == "array":
            return [self._one(plain["items"], text) for text in texts]
        return self._one(plain, texts[0]) if len(texts) == 1 else texts

    def _one(self, schema: Mapping[str, Any], text: str) -> object:
        kind = self.resolved(schema).get("type", "string")
        if kind == "string":
            return text
        try:
            return json.loads(text)
        except ValueError:
            return text

    def surely_refuses(self, schema: Mapping[str, Any], raw: bytes) -> bool:
        """Whether a value in an address is certainly none of its parameter.

        A number written oddly, such as `+5` or `1e2`, is neither certain nor sure.
        """
        if b"&" in raw or b"#" in raw:
            return False
        text = unquote_plus(raw.decode("utf-8", "replace"), errors="replace")
        if "\x00" in text or "\ufffd" in text:
            return True
        plain = self.resolved(schema)
        if plain.get("type") == "array":
            plain = self.resolved(plain["items"])
        match plain.get("type"):
            case "boolean":
                return text not in {"true", "false"}
            case "integer" | "number":
                return not _NUMBER.fullmatch(text) or not self._fits(plain, float(text))
            case _:
                return not (self._fits(plain, text) or self._fits(plain, text.strip()))

    def surely_refuses_json(self, schema: Mapping[str, Any], text: str) -> bool:
        """The same for a member of a body, given as JSON."""
        if text.count(",") > _MANY:
            return False  # then it is the body as a whole that is too much
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return False  # or not JSON
        if isinstance(value, float) and not math.isfinite(value):
            return False
        try:
            other = value.strip() if isinstance(value, str) else value
            return not (self._fits(schema, value) or self._fits(schema, other))
        except UnicodeEncodeError:
            return False

    def _fits(self, schema: Mapping[str, Any], value: object) -> bool:
        if self.resolved(schema).get("format") == "uuid" and isinstance(value, str):
            # In braces, as a URN, without hyphens: whether we read those is not told.
            return len(re.findall("[0-9A-Fa-f]", value.removeprefix("urn:uuid:"))) == _UUID_DIGITS
        return self.validator(schema).is_valid(value)
