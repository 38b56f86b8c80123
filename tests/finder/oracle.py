"""The truth by brute force: the finder's answers out of plain Python and shapely.

Written from what the finder promises, not from how it is made; nothing of it is used here.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from tests.finder.entries import Entry, Meeting, Spot, folded
from tests.finder.geography import TO_RD, Geography
from tests.finder.lists import Listed, is_listed, listed
from tests.finder.questions import FACETS, Question

Check = Callable[[Listed], bool]


@dataclass(frozen=True)
class Found:
    """What answers a question, in order."""

    items: Sequence[Listed]
    distances_m: Mapping[Any, float]
    """By id; only with a point in the question and a place that everybody may see."""


@dataclass(frozen=True)
class Day:
    """Everything that is on the lists at one moment."""

    now: datetime
    geography: Geography
    terms: Mapping[str, Sequence[str]]
    """Vocabulary → codes."""
    listed: Sequence[Listed]

    def found(self, question: Question) -> Found:
        """What matches, in the order that was asked for."""
        distances = self._distances(question)
        checks = self._checks(question, distances).values()
        items = [one for one in self.listed if all(check(one) for check in checks)]
        return Found(sorted(items, key=_order(question.order, distances)), distances)

    def facets(self, question: Question, names: Collection[str]) -> dict[str, Any] | None:
        """For each value how many would be found if it alone were chosen; None where not asked."""
        checks = self._checks(question, self._distances(question))
        counted = {name: self._facet(name, checks) if name in names else None for name in FACETS}
        return counted if names else None

    def _facet(self, name: str, checks: Mapping[str, Check]) -> list[dict[str, Any]]:
        own = {"cost": "free"}.get(name, name)
        others = [check for which, check in checks.items() if which != own]
        rest = [one for one in self.listed if all(check(one) for check in others)]
        counts: dict[str, int] = {}
        for one in rest:
            for code in self._values(name, one):
                counts[code] = counts.get(code, 0) + 1
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if name == "buurt":
            names = {code: area.name for code, area in self.geography.areas.items()}
            return [{"code": code, "name": names[code], "count": count} for code, count in ranked]
        return [{"code": code, "count": count} for code, count in ranked]

    def _values(self, name: str, one: Listed) -> Sequence[str]:
        """The choices of this facet under which an entry is found."""
        entry, row = one.entry, one.entry.row
        area = self.geography.areas.get(entry.shown_area or "")
        values: Mapping[str, Sequence[str]] = {
            "kind": [row["kind"]],
            "theme": row["themes"],
            "audience": list(entry.only_for) or self.terms["audience"],
            "language": row["languages"],
            "cost": [row["cost_kind"]],
            "wheelchair": [entry.wheelchair],
            "buurt": [area.code] if area and area.level == "buurt" else [],
        }
        return values[name]

    def _distances(self, question: Question) -> dict[Any, float]:
        if question.lat is None:
            return {}
        x_m, y_m = TO_RD.transform(question.lon, question.lat)
        return {
            one.id: math.hypot(one.entry.spot.x_m - x_m, one.entry.spot.y_m - y_m)
            for one in self.listed
            if one.entry.spot
        }

    def _checks(self, question: Question, distances: Mapping[Any, float]) -> dict[str, Check]:
        """What each parameter that was given asks, by its name."""
        return {
            **self._where(question, distances),
            **_what(question),
            **_when(question),
        }

    def _where(self, question: Question, distances: Mapping[Any, float]) -> dict[str, Check]:
        checks: dict[str, Check] = {}
        if question.lat is not None:
            around = self.around(question)
            radius_m = question.radius or math.inf
            checks["point"] = lambda one: (
                distances[one.id] <= radius_m
                if one.entry.spot
                else not one.entry.serves.isdisjoint(around)
            )
        if question.area:
            asked = self.geography.buurten_of(question.area)
            checks["area"] = self.in_area(asked)
        if question.bbox:
            box = question.bbox
            checks["bbox"] = lambda one: in_box(one.entry.spot, box)
        return checks

    def around(self, question: Question) -> frozenset[str]:
        """The areas that overlap the buurt that holds the point of this question."""
        if question.lat is None:
            return frozenset()
        at = self.geography.buurt_at(*TO_RD.transform(question.lon, question.lat))
        return self.geography.touching(frozenset({at} if at else ()))

    def in_area(self, buurten: frozenset[str]) -> Check:
        """Whether something happens in one of these buurten or serves one."""
        touching = self.geography.touching(buurten)
        return lambda one: (
            (one.entry.spot is not None and one.entry.spot.buurt in buurten)
            or not one.entry.serves.isdisjoint(touching)
        )


@dataclass(frozen=True)
class Oracle:
    """Knows what is stored, and answers for any moment."""

    geography: Geography
    terms: Mapping[str, Sequence[str]]
    entries: Sequence[Entry]

    @cached_property
    def _days(self) -> dict[datetime, Day]:
        return {}

    def at(self, now: datetime) -> Day:
        """The lists at a moment."""
        if now not in self._days:
            shown = [listed(entry, now) for entry in self.entries if is_listed(entry, now)]
            self._days[now] = Day(now, self.geography, self.terms, shown)
        return self._days[now]


def in_box(spot: Spot | None, box: Sequence[float]) -> bool:
    """Whether its published coordinates lie in this box, edges included."""
    return spot is not None and box[0] <= spot.lon <= box[2] and box[1] <= spot.lat <= box[3]


def _what(question: Question) -> dict[str, Check]:
    asked = question
    checks: dict[str, Check] = {
        "kind": lambda one: one.entry.row["kind"] in asked.kind,
        "theme": lambda one: not set(asked.theme).isdisjoint(one.entry.row["themes"]),
        "audience": lambda one: (
            not one.entry.only_for or not one.entry.only_for.isdisjoint(asked.audience)
        ),
        "language": lambda one: not set(asked.language).isdisjoint(one.entry.row["languages"]),
        "free": lambda one: one.entry.row["cost_kind"] == "free",
        "wheelchair": lambda one: one.entry.wheelchair == "yes",
        "voorliggend": lambda one: one.entry.row["voorliggend"],
        "walkIn": lambda one: one.entry.row["joining"] == "walk_in",
        "openSpots": lambda one: one.spots not in {"full", "waiting_list"},
    }
    given = {name: check for name, check in checks.items() if getattr(asked, name)}
    if asked.age is not None:
        given["age"] = lambda one: _suits(one.entry, asked.age or 0)
    if asked.q is not None:
        *whole, begun = folded(asked.q).split()
        given["q"] = lambda one: (
            one.entry.words.issuperset(whole)
            and any(word.startswith(begun) for word in one.entry.words)
        )
    return given


def _suits(entry: Entry, age: int) -> bool:
    low, high = entry.row["min_age"], entry.row["max_age"]
    return (low is None or low <= age) and (high is None or age <= high)


def takes_place(question: Question, meeting: Meeting) -> bool:
    """Whether all that was asked about time holds for this one session."""
    return (
        (not question.day or meeting.weekday in question.day)
        and (not question.part or meeting.part in question.part)
        and (question.from_ is None or question.from_ <= meeting.day)
        and (question.to is None or meeting.day <= question.to)
    )


def _when(question: Question) -> dict[str, Check]:
    if not (question.day or question.part or question.from_ or question.to):
        return {}
    return {"when": lambda one: any(takes_place(question, meeting) for meeting in one.coming)}


def _order(sort: str, distances: Mapping[Any, float]) -> Callable[[Listed], tuple[Any, ...]]:
    if sort == "distance":
        return lambda one: (0, distances[one.id], one.id) if one.entry.spot else (1, *one.by_name)
    if sort == "next":
        return lambda one: (
            (0, one.next.row["starts_at"], *one.by_name) if one.next else (1, *one.by_name)
        )
    return lambda one: one.by_name
