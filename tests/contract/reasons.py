"""Why a question that the description allows may still be refused; the table is `reasons.toml`.

A refusal counts as explained only when every fault in it stands there, for that operation.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANY = "*"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fault that a schema cannot express; the members are explained in the table."""

    operations: tuple[str, ...]
    status: int
    name: str
    code: str
    why: str
    example: str

    def __str__(self) -> str:
        return f"{self.operations[0]} {self.name} {self.code}"

    def explains(self, operation: str, *, status: int, name: str, code: str) -> bool:
        """Whether this is what an operation says."""
        return (
            operation in self.operations
            and (self.status, self.code) == (status, code)
            and self.name in {name, ANY}
        )


def _read() -> Sequence[Reason]:
    rows = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
    return [Reason(**row | {"operations": tuple(row["operations"])}) for row in rows["reason"]]


REASONS = _read()


def reasons_for(operation: str, problem: Mapping[str, Any]) -> Sequence[Reason]:
    """The reasons that together explain a refusal; none when anything in it stays unexplained."""
    said = [(_bare(fault["name"]), fault["code"]) for fault in problem["errors"]]
    found = []
    for name, code in said or [("", problem["type"].rpartition("/")[2])]:
        known = [
            reason
            for reason in REASONS
            if reason.explains(operation, status=problem["status"], name=name, code=code)
        ]
        if not known:
            return []
        found += known[:1]
    return found


def _bare(name: str) -> str:
    """Of what is at fault, wherever it was said: `kind` for `/kind/0` in a body too."""
    return name.removeprefix("/").partition("/")[0]
