"""From a question to where it is answered, and to what the finder is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.finder.filters import FinderFilters
from app.web.choices import CHOICES
from app.web.questions import Question, When, private_pairs, public_pairs
from app.web.visits import Pairs, Visit
from app.web.whereabouts import Spot

_SATURDAY: Final = 5
NEARBY_M: Final = 15_000
"""How far around a point one looks who does not say how far: another town is not nearby."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a tap leads: an address, or one without a question and all of that posted to it."""

    path: str
    posted: Pairs


def target_of(visit: Visit, question: Question) -> Target:
    """Where a question is answered."""
    private = private_pairs(question, visit.terms)
    public = public_pairs(question, visit.terms)
    if private:
        return Target(visit.url("results"), [*public, *private])
    return Target(visit.url("results", public), ())


def days_of(when: When, today: date) -> tuple[date, date]:
    """The first and last day that are meant."""
    if when == "soon":
        return today, today + timedelta(days=1)
    if when == "week":
        return today, today + timedelta(days=6)
    saturday = today + timedelta(days=_SATURDAY - today.weekday())
    return max(saturday, today), saturday + timedelta(days=1)


def filters_of(question: Question, spot: Spot | None, *, today: date) -> FinderFilters:
    """What the finder is asked."""
    choice = CHOICES.get(question.choice or "")
    first, last = question.first, question.last
    if question.when is not None:
        first, last = days_of(question.when, today)
    point = None if spot is None else spot.point
    return FinderFilters.model_validate(
        {
            "lat": None if point is None else point.lat,
            "lon": None if point is None else point.lon,
            "radius": None if point is None else question.radius or NEARBY_M,
            "area": [] if spot is None else list(spot.areas),
            "q": question.q,
            "kind": _both(question.kinds, choice.kinds if choice else ()),
            "theme": _both(question.themes, choice.themes if choice else ()),
            "audience": list(question.audiences),
            "language": list(question.languages),
            "day": list(question.days),
            "part": list(question.parts),
            "from": first,
            "to": last,
            "age": question.age,
            "sort": _order(question, has_point=point is not None),
            "limit": question.length,
            "cursor": question.cursor,
            **dict.fromkeys(question.flags, True),
        }
    )


def _both(chosen: Sequence[str], wide: Sequence[str]) -> list[str]:
    """What was chosen more precisely goes before the big choice."""
    return list(chosen or wide)


def _order(question: Question, *, has_point: bool) -> str | None:
    return None if question.order == "distance" and not has_point else question.order
