"""The filters as chips: what each would find, and where a tap leads.

Of one sort one chip holds at a time, so that the number on it is what a tap gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from babel import Locale

from app.finder.asking import Asker, asking
from app.finder.filters import Facet, FinderFilters
from app.finder.readings import Reading
from app.finder.rules import WEEKDAYS, Part, Weekday, horizon_of
from app.finder.schemas import Facets
from app.finder.search import counted
from app.web.choices import CHOICES
from app.web.looks import look_of
from app.web.questions import (
    RADII_M,
    WIDEST_M,
    Flag,
    Question,
    When,
)
from app.web.social_maps import GROUPS
from app.web.targets import NEARBY_M, Target, filters_of, target_of
from app.web.texts import named
from app.web.visits import Visit
from app.web.whereabouts import Spot

MOST_COUNTED: Final = 2_000
"""Of more than so many it takes too long to count what each chip leaves."""
FACETS: Final[Sequence[Facet]] = ("kind", "audience", "language", "cost", "wheelchair")
AUDIENCES: Final = (
    *("kinderen", "jongeren", "jongvolwassenen", "ouderen", "ouders"),
    *("mantelzorgers", "mannen", "vrouwen", "nieuwkomers"),
)
"""Who people say that they are, as far as anybody may know."""
SIGN_LANGUAGE: Final = "dse"
_WHENS: Final[Mapping[When, str]] = {
    "soon": named("results.when.soon"),
    "weekend": named("results.when.weekend"),
    "week": named("results.when.week"),
}
_PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    named("results.part.daytime"): ("morning", "afternoon"),
    named("results.part.evening"): ("evening",),
}
DAYTIMES: Final = frozenset(_PARTS.values())
"""The parts of a day that have a chip."""
FLAG_TEXTS: Final[Mapping[Flag, str]] = {
    "free": named("results.flag.free"),
    "walkIn": named("results.flag.walk_in"),
    "wheelchair": named("results.flag.wheelchair"),
    "voorliggend": named("results.flag.voorliggend"),
    "openSpots": named("results.flag.open_spots"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter to switch on, or one that is on and can be taken away."""

    label: str
    target: Target
    is_on: bool = False
    count: int | None = None
    """What a tap finds; None: not counted, or it is on."""
    is_dutch: bool = False
    """The label is Dutch on every page."""


@dataclass(frozen=True, slots=True)
class Row:
    """Chips of one sort, under their name."""

    name: str
    chips: Sequence[Chip]


@dataclass(frozen=True, slots=True)
class Chips:
    """Makes the chips beside one answer."""

    visit: Visit
    asker: Asker
    question: Question
    spot: Spot | None
    reading: Reading[FinderFilters]
    facets: Facets | None
    """None: nothing is counted."""
    where: Mapping[str, object]
    """What the areas of the question stand for: asked once for all chips."""

    async def first(self) -> list[Chip]:
        """What most people filter by: when, and how easily one joins."""
        question = self.question
        chips = [
            await self._counted(
                self._text(name),
                is_on=question.when == when,
                on=replace(question, when=when, first=None, last=None),
                off=replace(question, when=None),
            )
            for when, name in _WHENS.items()
        ]
        for name, parts in _PARTS.items():
            is_on = question.parts == parts
            on, off = replace(question, parts=parts), replace(question, parts=())
            chips.append(await self._counted(self._text(name), is_on=is_on, on=on, off=off))
        return [*chips, *[await self._flag(flag) for flag in ("free", "walkIn", "wheelchair")]]

    def around(self) -> list[Chip]:
        """How far away it may be; none without a point. Not counted: it lies behind a fold."""
        if self.spot is None or self.spot.point is None:
            return []
        texts, top = self.visit.texts, self.question.from_the_top()
        within = named("results.radius.within")
        labels: Mapping[int | None, str] = {
            **{radius: texts.text(within, km=radius // 1000) for radius in RADII_M},
            None: texts.text(within, km=NEARBY_M // 1000),
            WIDEST_M: texts.text("results.radius.any"),
        }
        return [
            Chip(
                label,
                target_of(self.visit, replace(top, radius=radius)),
                is_on=self.question.radius == radius,
            )
            for radius, label in labels.items()
        ]

    def more(self) -> list[Row]:
        """What is asked less often: counted where the facets say it, for it lies behind a fold."""
        rows = [
            Row(self._text(named("results.more.kind")), self._kinds()),
            Row(self._text(named("results.more.audience")), self._audiences()),
            Row(self._text(named("results.more.day")), [self._day(day) for day in WEEKDAYS]),
            Row(self._text(named("results.more.language")), self._languages()),
            Row(
                self._text(named("results.more.joining")),
                [self._uncounted(flag) for flag in ("voorliggend", "openSpots")],
            ),
        ]
        return [row for row in rows if row.chips]

    def _kinds(self) -> list[Chip]:
        found = {one.code: one.count for one in (self.facets and self.facets.kind) or ()}
        choice = CHOICES.get(self.question.choice or "")
        if choice is not None and choice.kinds:
            groups: list[tuple[str, ...]] = [(code,) for code in choice.kinds]
        else:
            groups = list(kinds_by_group(self.visit).values())
        return [
            self._chip(
                group_name(self.visit, codes),
                is_on=set(self.question.kinds) == set(codes),
                on=replace(self.question, kinds=codes),
                off=replace(self.question, kinds=()),
                count=sum(found.get(code, 0) for code in codes),
            )
            for codes in groups
        ]

    def _audiences(self) -> list[Chip]:
        found = {one.code: one.count for one in (self.facets and self.facets.audience) or ()}
        return [
            self._chip(
                self._term("audience", code),
                is_on=self.question.audiences == (code,),
                on=replace(self.question, audiences=(code,)),
                off=replace(self.question, audiences=()),
                count=found.get(code, 0),
            )
            for code in AUDIENCES
            if code in self.visit.terms.by_vocabulary.get("audience", {})
        ]

    def _languages(self) -> list[Chip]:
        spoken = (self.facets and self.facets.language) or ()
        found = {one.code: one.count for one in spoken if one.code != "nl"}
        found |= {code: 0 for code in self.question.languages if code not in found}
        return [
            self._chip(
                language_name(self.visit, code),
                is_on=self.question.languages == (code,),
                on=replace(self.question, languages=(code,)),
                off=replace(self.question, languages=()),
                count=count,
            )
            for code, count in found.items()
        ]

    def _day(self, day: Weekday) -> Chip:
        """Not counted: there are seven of them, and each would be a question by itself."""
        is_on = self.question.days == (day,)
        target = replace(self.question, days=() if is_on else (day,)).from_the_top()
        label = weekday_name(self.visit.texts.locale, day)
        return Chip(label, target_of(self.visit, target), is_on=is_on)

    def _uncounted(self, flag: Flag) -> Chip:
        target = replace(self.question, flags=self.question.flags ^ {flag}).from_the_top()
        is_on = flag in self.question.flags
        return Chip(self._text(FLAG_TEXTS[flag]), target_of(self.visit, target), is_on=is_on)

    async def _flag(self, flag: Flag) -> Chip:
        question, label = self.question, self._text(FLAG_TEXTS[flag])
        is_on = flag in question.flags
        on = replace(question, flags=question.flags | {flag})
        off = replace(question, flags=question.flags - {flag})
        known = self._known_already(flag)
        if known is not None:
            return self._chip(label, is_on=is_on, on=on, off=off, count=known)
        return await self._counted(label, is_on=is_on, on=on, off=off)

    def _known_already(self, flag: Flag) -> int | None:
        """What the facets say of it."""
        if self.facets is None:
            return None
        facet, code = {
            "free": (self.facets.cost, "free"),
            "wheelchair": (self.facets.wheelchair, "yes"),
        }.get(flag, (None, ""))
        if facet is None:
            return None
        return next((one.count for one in facet if one.code == code), 0)

    async def _counted(self, label: str, *, is_on: bool, on: Question, off: Question) -> Chip:
        count = None if is_on or self.facets is None else await self._count(on)
        return self._chip(label, is_on=is_on, on=on, off=off, count=count)

    async def _count(self, question: Question) -> int:
        """How many the question would find with its words read as they are now."""
        now = filters_of(self.question, self.spot, today=self.visit.today)
        then = filters_of(question, self.spot, today=self.visit.today)
        horizon = horizon_of(self.visit.today, weeks=self.visit.settings.session_horizon_weeks)
        if then.to is not None and then.to > horizon:
            return 0
        changed = {
            name: getattr(then, name)
            for name in FinderFilters.model_fields
            if getattr(then, name) != getattr(now, name)
        }
        read = self.reading.question.model_copy(update={**changed, "area": []})
        asked = await asking(self.asker, read, needs=self.reading.needs)
        return await counted(self.asker.connection, {**asked.values, **self.where})

    def _chip(
        self, label: str, *, is_on: bool, on: Question, off: Question, count: int | None
    ) -> Chip:
        target = target_of(self.visit, (off if is_on else on).from_the_top())
        is_counted = not is_on and self.facets is not None
        return Chip(label, target, is_on=is_on, count=count if is_counted else None)

    def _text(self, name: str) -> str:
        return self.visit.texts.text(name)

    def _term(self, vocabulary: str, code: str) -> str:
        return self.visit.terms.label(vocabulary, code, self.visit.language)


def kinds_by_group(visit: Visit) -> Mapping[str, tuple[str, ...]]:
    """The kinds that share a colour, in the order of the vocabulary."""
    groups: dict[str, tuple[str, ...]] = {}
    for code in visit.terms.by_vocabulary.get("kind", {}):
        group = look_of(code).group
        groups[group] = (*groups.get(group, ()), code)
    return groups


def group_name(visit: Visit, kinds: Sequence[str]) -> str:
    """What these kinds are called together; each by itself when they are no group."""
    for group, codes in kinds_by_group(visit).items():
        if set(codes) == set(kinds) and group in GROUPS:
            return visit.texts.text(GROUPS[group])
    return ", ".join(visit.terms.label("kind", code, visit.language) for code in kinds)


def weekday_name(locale: Locale, day: Weekday) -> str:
    """`maandag`."""
    names: Mapping[int, str] = locale.days["format"]["wide"]
    return names[WEEKDAYS.index(day)]


def language_name(visit: Visit, code: str) -> str:
    """`Pools`; the code itself when nobody knows it."""
    if code == SIGN_LANGUAGE:
        return visit.texts.text("results.language.sign")
    name: str = visit.texts.locale.languages.get(code, code)
    return name[:1].upper() + name[1:]
