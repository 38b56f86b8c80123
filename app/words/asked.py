"""What somebody asks by typing words: needs that must be met, wishes that are filters."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.words.schemas import Understood

WeekdayCode = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
PartOfDay = Literal["morning", "afternoon", "evening"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a need: all of these words in one entry, or one term of a vocabulary."""

    words: tuple[str, ...] = ()
    """Folded, without spaces; matched as they are and by their Dutch stem."""
    term: str | None = None
    """`theme:bewegen`, `kind:spreekuur` or `audience:ouderen`."""
    is_beginning: bool = False
    """Of the last word the beginning is enough: somebody may still be typing."""


@dataclass(frozen=True, slots=True)
class Need:
    """A piece of what was typed, and what meets it: any of the alternatives."""

    phrase: str
    """As it was typed."""
    start: int
    """Where it stands in what was typed, in characters; `end` is just after it."""
    end: int
    alternatives: tuple[Alternative, ...]
    is_excluded: bool = False
    """Taken out by a negation: an entry that meets it is not wanted."""
    is_known: bool = True
    """Whether any of our lists knows these words; if not, they stand for themselves alone."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Filters that were said in words; each means what the parameter of that name means."""

    free: bool = False
    wheelchair: bool = False
    voorliggend: bool = False
    walk_in: bool = False
    open_spots: bool = False
    age: int | None = None
    languages: tuple[str, ...] = ()
    days: tuple[WeekdayCode, ...] = ()
    parts: tuple[PartOfDay, ...] = ()
    first: date | None = None
    """From this day on, and up to and including `last` (local dates)."""
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What typed words ask for."""

    typed: str
    needs: tuple[Need, ...] = ()
    """All of them must be met; the excluded ones must not."""
    wishes: Wishes = field(default_factory=Wishes)
    understood: tuple[Understood, ...] = ()
    """To be said back, in the order in which it was typed."""
