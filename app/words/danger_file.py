"""The file of signs of danger and of the numbers that help, `seed/danger.toml`: read, checked."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.words.danger_matching import LONGEST_BEGINNING, Element, Sign, Signs
from app.words.danger_spelling import words_of
from app.words.schemas import Help

EMERGENCY = "emergency"
"""The number that goes first where life is at risk."""
WIDTH_BESIDE = 5
"""How many other words may stand among those of a sign without order."""
_PATTERN = re.compile(r"=?[^\W_]+\*?")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class DangerFileError(ValueError):
    """The file cannot be used; the text names all faults, one a line."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(_Table):
    """Somebody who can be called."""

    kind: Text
    text: Text
    text_en: Text
    phone: Annotated[str, StringConstraints(pattern=r"^(\d{3}|0[89]00-\d{4})$")]
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    checked_on: date


class Danger(_Table):
    """A kind of danger, and whom to call: in this order."""

    name: Text
    numbers: tuple[Text, ...] = Field(min_length=1)


class SignTable(_Table):
    """Ways of telling of one danger in one language."""

    danger: Text
    language: Literal["nl", "en", "tr", "pl", "de", "ar", "fr"]
    acute: bool = False
    """The emergency number goes first."""
    also: tuple[Text, ...] = ()
    """Numbers beside those of the danger."""
    phrases: tuple[Text, ...] = ()
    """Words in this order; `^` and `$` are the beginning and the end of what was typed."""
    gap: int = Field(2, ge=0, le=6)
    """How many other words may stand between two of a phrase."""
    together: tuple[Text, ...] = ()
    """Words close together, in any order."""
    unless: str = ""
    """Words that make it no sign."""


class DangerFile(_Table):
    """The whole file."""

    numbers: tuple[Number, ...]
    dangers: tuple[Danger, ...]
    groups: dict[str, str]
    """Words that stand for each other, by name: `@name` in a sign."""
    real_words: str
    """Ordinary words that are no misspelling of a sign."""
    signs: tuple[SignTable, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Call:
    """Whom a sign asks to call."""

    rank: int
    """The place of its danger in the file."""
    kinds: tuple[str, ...]
    is_acute: bool


@dataclass(frozen=True, slots=True)
class Dangers:
    """What the file says, ready to be asked."""

    numbers: Mapping[str, Number]
    called: tuple[Call, ...]
    """Of each sign what it asks for."""
    signs: Signs

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises DangerFileError with all faults at once."""
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            file = DangerFile.model_validate(content)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise DangerFileError(f"{path}: {error}") from error
        except ValidationError as error:
            faults = (
                f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}"
                for fault in error.errors()
            )
            raise DangerFileError("\n".join((f"{path}:", *faults))) from error
        return cls._of(file, path)

    @classmethod
    def _of(cls, file: DangerFile, path: Path) -> Self:
        reading = _Reading(file)
        signs = tuple(reading.signs())
        if reading.faults:
            raise DangerFileError("\n".join((f"{path}:", *dict.fromkeys(reading.faults))))
        ranks = {danger.name: rank for rank, danger in enumerate(file.dangers)}
        return cls(
            numbers={number.kind: number for number in file.numbers},
            called=tuple(
                Call(
                    rank=ranks[sign.danger],
                    kinds=(*file.dangers[ranks[sign.danger]].numbers, *sign.also),
                    is_acute=sign.acute,
                )
                for sign in file.signs
            ),
            signs=Signs.of(signs, real_words=file.real_words.split()),
        )

    def helps_for(self, typed: str) -> tuple[Help, ...]:
        """Whom to call, in order; empty when there is no sign."""
        standing = self.signs.standing_in(words_of(typed))
        found = sorted((self.called[number] for number in standing), key=attrgetter("rank"))
        kinds = dict.fromkeys(kind for call in found for kind in call.kinds)
        if any(call.is_acute or call.kinds[0] == EMERGENCY for call in found):
            kinds = dict.fromkeys((EMERGENCY, *kinds))
        return tuple(_help(self.numbers[kind]) for kind in kinds)


def _help(number: Number) -> Help:
    return Help(kind=number.kind, text=number.text, phone=number.phone, url=number.url)


class _Reading:
    """From the tables of the file to signs; faults are gathered."""

    def __init__(self, file: DangerFile) -> None:
        self._file = file
        self._groups: dict[str, Element] = {}
        self.faults: list[str] = []

    def signs(self) -> Iterator[Sign]:
        """The signs, by the place of their table in the file."""
        self._check_names()
        for name, words in self._file.groups.items():
            # A group may use those above it.
            self._groups[name] = self._element("|".join(words.split()), f"groups.{name}")
        for number, table in enumerate(self._file.signs):
            yield from self._of_table(number, table)

    def _check_names(self) -> None:
        file = self._file
        kinds = {number.kind for number in file.numbers}
        names = {danger.name for danger in file.dangers}
        asked = [kind for danger in file.dangers for kind in danger.numbers]
        asked += [kind for sign in file.signs for kind in sign.also] + [EMERGENCY]
        self.faults += [f"numbers: there is no '{kind}'" for kind in asked if kind not in kinds]
        self.faults += [
            f"dangers: there is no '{sign.danger}'"
            for sign in file.signs
            if sign.danger not in names
        ]
        self.faults += _twice((number.kind for number in file.numbers), "numbers")
        self.faults += _twice((danger.name for danger in file.dangers), "dangers")

    def _of_table(self, number: int, table: SignTable) -> Iterator[Sign]:
        where = f"signs.{number} ({table.danger}, {table.language})"
        unless = self._element("|".join(table.unless.split()), where) if table.unless else None
        if not table.phrases and not table.together:
            self.faults.append(f"{where}: has neither phrases nor together")
        self.faults += _twice((*table.phrases, *table.together), where)
        for line in table.phrases:
            words = line.removeprefix("^ ").removesuffix(" $").split()
            yield Sign(
                number=number,
                elements=tuple(self._element(word, f"{where} '{line}'") for word in words),
                is_in_order=True,
                within=table.gap,
                unless=unless or frozenset(),
                at_start=line.startswith("^ "),
                at_end=line.endswith(" $"),
            )
        for line in table.together:
            elements = tuple(self._element(word, f"{where} '{line}'") for word in line.split())
            if len(elements) < 2:  # noqa: PLR2004 - one word is a phrase
                self.faults.append(f"{where} '{line}': stands alone, make it a phrase")
            yield Sign(
                number=number,
                elements=elements,
                is_in_order=False,
                within=len(elements) + WIDTH_BESIDE,
                unless=unless or frozenset(),
            )

    def _element(self, written: str, where: str) -> Element:
        patterns: set[str] = set()
        parts = written.split("|")
        # Mostly an alternative of two words: "a|b c|c d" is no "a", "b c" or "c d".
        self.faults += _twice(parts, where)
        for part in parts:
            if part.startswith("@") and part[1:] in self._groups:
                patterns |= self._groups[part[1:]]
            elif part.startswith("@"):
                self.faults.append(f"{where}: there is no group '{part}' above it")
            elif not _PATTERN.fullmatch(part) or words_of(part) != (part.strip("=*"),):
                self.faults.append(f"{where}: '{part}' is not a folded word")
            elif part.endswith("*") and len(part) > LONGEST_BEGINNING:
                self.faults.append(f"{where}: '{part}' is longer than a beginning may be")
            else:
                patterns.add(part)
        return frozenset(patterns)


def _twice(names: Iterable[str], where: str) -> list[str]:
    times = Counter(names)
    return [f"{where}: '{name}' stands twice" for name, count in times.items() if count > 1]
