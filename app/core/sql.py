"""SQL in files: `<package>/sql/<name>.sql`, with a head comment that says its question.

A `Question` is a statement of which each asker needs other lines: a search without words should
not be planned as if there were some. Its file is whole, readable SQL, with three marks:

- `--? radius_m` at the end of a line: the line counts only when that value is given (or named in
  `also`); `--? !radius_m`: only when it is not; several names: all of them must hold.
- `--> _filters` on a line of its own: the file `_filters.sql` stands here, without its head.
- `:radius_m` is a value, always bound.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import TextClause, text


def sql_file(beside: str, name: str) -> str:
    """The text of a statement of the package whose module (`__file__`) asks."""
    return Path(beside).with_name("sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def statement(beside: str, name: str) -> TextClause:
    """The same, ready for SQLAlchemy with `:name` parameters."""
    return text(sql_file(beside, name))


_HEAD = re.compile(r"\A(?:--(?!> )[^\n]*\n)+")
_INCLUDED = re.compile(r"^[ ]*--> (\w+)$", re.MULTILINE)
_WHEN = re.compile(r"[ ]*--\? ((?:!?\w+[ ]?)+)$")
_COMMENT = re.compile(r"[ ]*--(?![>?] ).*$")
_VALUE = re.compile(r'(?<![:\w"]):([a-z_][a-z0-9_]*)')


MOST_SHAPES = 500
"""Of one statement; as many as a connection keeps prepared of all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement as PostgreSQL gets it (`$1`), and the names of its values in order."""

    text: str
    names: tuple[str, ...]

    def values(self, known: Mapping[str, Any]) -> list[Any]:
        """Raises KeyError when one is missing."""
        return [known[name] for name in self.names]


class Question:
    """A statement in a file with lines that not every asker needs."""

    def __init__(self, beside: str, name: str) -> None:
        self._lines = _whole(beside, name).splitlines()
        self._asked: dict[frozenset[str], Asked] = {}

    def asked(self, known: Mapping[str, Any], *, also: Collection[str] = ()) -> Asked:
        """The statement for these values; None is the same as not given."""
        given = frozenset(also).union(name for name, value in known.items() if value is not None)
        asked = self._asked.get(given)
        if asked is None:
            if len(self._asked) >= MOST_SHAPES:
                self._asked.clear()  # whoever asks for everything once must not fill the memory
            asked = self._asked[given] = self._written(given)
        return asked

    async def row(
        self,
        connection: asyncpg.Connection,
        known: Mapping[str, Any],
        *,
        also: Collection[str] = (),
    ) -> asyncpg.Record:
        """The one row that it answers."""
        asked = self.asked(known, also=also)
        return await connection.fetchrow(asked.text, *asked.values(known))

    def _written(self, given: frozenset[str]) -> Asked:
        kept = []
        for line in self._lines:
            when = _WHEN.search(line)
            if when is None:
                kept.append(line)
            elif all((name.lstrip("!") in given) != (name[0] == "!") for name in when[1].split()):
                kept.append(line[: when.start()])
        names: dict[str, int] = {}

        def numbered(found: re.Match[str]) -> str:
            return f"${names.setdefault(found[1], len(names) + 1)}"

        return Asked(_VALUE.sub(numbered, "\n".join(kept)), tuple(names))


def _whole(beside: str, name: str) -> str:
    """The file with what it includes, without comments."""
    bare = _HEAD.sub("", sql_file(beside, name))
    whole = _INCLUDED.sub(lambda found: _whole(beside, found[1]), bare)
    lines = (_COMMENT.sub("", line) for line in whole.splitlines())
    return "\n".join(line for line in lines if line.strip())
