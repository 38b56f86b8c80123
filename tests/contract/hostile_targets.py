"""What can be asked, and a request that is otherwise than it should be."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.contract.allowed import Description, Json
from tests.contract.asgi import Request
from tests.contract.hostile_values import HOME

LONGEST_QUERY, LONGEST_PATH, MOST_PARAMETERS = 8_000, 2_000, 100
"""Beyond these an address is refused as a whole, without naming what else is wrong."""

At = tuple[str, str]
"""Where something is wrong, and the name of it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request, and what of it is certainly wrong."""

    operation: str
    about: str
    request: Request
    at_fault: frozenset[At] = frozenset()
    is_of_operation: bool = True
    """Whether the operation answers it, and not another path or method."""


@dataclass(frozen=True, slots=True)
class Target:
    """One operation, with what a plain question to it consists of."""

    description: Description
    method: str
    template: str
    operation: Json
    path_values: Mapping[str, str]
    cursors: Sequence[str]

    @property
    def label(self) -> str:
        return f"{self.method} {self.template}"

    def parameters(self, where: str) -> Mapping[str, Mapping[str, Any]]:
        """Name → schema."""
        return {
            one["name"]: one["schema"]
            for one in self.operation.get("parameters", [])
            if one["in"] == where
        }

    @property
    def body_schema(self) -> Mapping[str, Any] | None:
        content = self.operation.get("requestBody", {}).get("content", {})
        schema: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
        return schema

    @property
    def members(self) -> Mapping[str, Mapping[str, Any]]:
        """Of the body: name → schema."""
        schema = self.body_schema
        return {} if schema is None else self.description.resolved(schema).get("properties", {})

    def path(self, **instead: bytes) -> bytes:
        """Below `/v1`, with what is known to exist filled in."""
        path = f"/v1{self.template}".encode()
        for name, value in self.path_values.items():
            path = path.replace(f"{{{name}}}".encode(), instead.get(name, value.encode()))
        return path

    def base_query(self) -> dict[str, bytes]:
        """A position, where the operation takes one, and what is required."""
        known = self.parameters("query")
        required = [
            one["name"]
            for one in self.operation.get("parameters", [])
            if one["in"] == "query" and one["required"]
        ]
        sample = dict.fromkeys(required, b"abc")
        return sample | {name: text.encode() for name, text in HOME.items() if name in known}

    def base_body(self) -> dict[str, str]:
        """Member → JSON text: a position, and what is required."""
        schema = self.description.resolved(self.body_schema or {})
        found = {name: self._sample(self.members[name]) for name in schema.get("required", [])}
        return found | {name: text for name, text in HOME.items() if name in self.members}

    def _sample(self, schema: Mapping[str, Any]) -> str:
        kinds = self.description.resolved(schema).get("type", "string")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        return {"number": "1", "integer": "1", "boolean": "true", "array": "[]"}.get(kind, '"abc"')

    def question(
        self,
        about: str,
        *,
        query: bytes = b"",
        path: bytes | None = None,
        headers: Sequence[tuple[bytes, bytes]] = (),
        body: bytes | None = None,
        method: str = "",
        at_fault: frozenset[At] = frozenset(),
    ) -> Question:
        """This operation asked otherwise than it should be."""
        target = (path if path is not None else self.path()) + (b"?" + query if query else b"")
        if body is None and self.body_schema is not None:
            body = written_body(self.base_body())
        typed = any(name.lower() == b"content-type" for name, _ in headers)
        if body is not None and not typed:
            headers = [*headers, (b"Content-Type", b"application/json")]
        if any(where == "body" for where, _ in at_fault) and not _is_readable(body or b""):
            # Of a body that is no JSON nothing can be said but that.
            at_fault = frozenset({("body", "")})
        is_read = (
            len(query) <= LONGEST_QUERY
            and len(path or b"") <= LONGEST_PATH
            and len([part for part in query.split(b"&") if part]) <= MOST_PARAMETERS
        )
        return Question(
            self.label,
            about,
            Request(method or self.method, target, headers, body or b""),
            at_fault if is_read else frozenset(),
            is_of_operation=not method and path is None,
        )


def _is_readable(body: bytes) -> bool:
    """Whether a body is JSON for everybody: UTF-8, no NaN, no half characters."""
    try:
        parsed = json.loads(body.decode(), parse_constant=_refuse)
        json.dumps(parsed, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def written_body(members: Mapping[str, str]) -> bytes:
    """An object of JSON texts; surrogates that UTF-8 does not have go in as they are."""
    pairs = ",".join(f"{json.dumps(name)}:{text}" for name, text in members.items())
    return f"{{{pairs}}}".encode("utf-8", "surrogatepass")


def written_query(pairs: Mapping[str, bytes]) -> bytes:
    return b"&".join(name.encode() + b"=" + value for name, value in pairs.items())
