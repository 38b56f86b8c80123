"""What holds now, each to be taken away by itself: what was understood of the words, and every
filter that has no chip in plain sight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from app.finder.readings import words_without
from app.web.choices import CHOICES
from app.web.filter_chips import (
    DAYTIMES,
    FLAG_TEXTS,
    Chip,
    group_name,
    language_name,
    weekday_name,
)
from app.web.questions import RADII_M, WIDEST_M, Flag, Question, is_open
from app.web.targets import target_of
from app.web.texts import named
from app.web.visits import Visit
from app.words.schemas import Understood

_TERMS = frozenset({"theme", "kind", "audience"})
_FREE = frozenset({"words", "not"})
_IN_MORE: tuple[Flag, ...] = ("voorliggend", "openSpots")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Makes the chips of what holds now."""

    visit: Visit
    question: Question
    understood: tuple[Understood, ...]

    def chips(self) -> list[Chip]:
        """Those of the words first."""
        return [*self._words(), *self._subjects(), *self._times(), *self._others()]

    def _words(self) -> Iterator[Chip]:
        question = self.question
        choice = CHOICES.get(question.choice or "")
        if choice is not None:
            yield self._chip(self._text(choice.label), replace(question, choice=None))
        if question.q is None:
            return
        if not self.understood:
            label = (
                self._text(named("results.chosen.private"))
                if question.keeps_words
                else self.visit.texts.text("results.chosen.words", words=question.q)
            )
            yield self._chip(label, replace(question, q=None))
        for told in self.understood:
            fewer = replace(question, q=words_without(question.q, [told]))
            if question.keeps_words and self._is_nobodys_business(told):
                yield self._chip(self._text(named("results.chosen.private")), fewer)
            elif self.visit.language == "nl" or told.need.name not in _TERMS:
                yield self._chip(told.text, fewer, is_dutch=True)
            else:
                yield self._chip(self._term(told.need.name, str(told.need.value)), fewer)

    def _is_nobodys_business(self, told: Understood) -> bool:
        """Whether it would tell who looks on what this is about: a free word may do so too."""
        if told.need.name in _TERMS:
            return not is_open(told.need.name, str(told.need.value), terms=self.visit.terms)
        return told.need.name in _FREE

    def _subjects(self) -> Iterator[Chip]:
        question = self.question
        if question.kinds:
            label = group_name(self.visit, question.kinds)
            yield self._chip(label, replace(question, kinds=()))
        for code in question.themes:
            kept = tuple(one for one in question.themes if one != code)
            yield self._chip(self._term("theme", code), replace(question, themes=kept))
        for code in question.audiences:
            kept = tuple(one for one in question.audiences if one != code)
            yield self._chip(self._term("audience", code), replace(question, audiences=kept))

    def _times(self) -> Iterator[Chip]:
        question = self.question
        if question.first is not None or question.last is not None:
            yield self._chip(self._period(), replace(question, first=None, last=None))
        for day in question.days:
            kept = tuple(one for one in question.days if one != day)
            label = weekday_name(self.visit.texts.locale, day)
            yield self._chip(label, replace(question, days=kept))
        if question.parts and question.parts not in DAYTIMES:
            label = self._text(named("results.chosen.parts"))
            yield self._chip(label, replace(question, parts=()))

    def _others(self) -> Iterator[Chip]:
        question, texts = self.question, self.visit.texts
        for code in question.languages:
            kept = tuple(one for one in question.languages if one != code)
            yield self._chip(language_name(self.visit, code), replace(question, languages=kept))
        for flag in _IN_MORE:
            if flag in question.flags:
                fewer = replace(question, flags=question.flags - {flag})
                yield self._chip(self._text(FLAG_TEXTS[flag]), fewer)
        if question.age is not None:
            label = texts.text("results.chosen.age", age=question.age)
            yield self._chip(label, replace(question, age=None))
        if question.radius is not None and question.radius not in {*RADII_M, WIDEST_M}:
            label = texts.text("results.chosen.radius", metres=question.radius)
            yield self._chip(label, replace(question, radius=None))

    def _period(self) -> str:
        first, last = self.question.first, self.question.last
        texts = self.visit.texts
        if first is None:
            return texts.text("results.chosen.until", last=day_text(self.visit, last))
        if last is None:
            return texts.text("results.chosen.from", first=day_text(self.visit, first))
        if first == last:
            return day_text(self.visit, first)
        return texts.text(
            "results.chosen.period",
            first=day_text(self.visit, first),
            last=day_text(self.visit, last),
        )

    def _chip(self, label: str, without: Question, *, is_dutch: bool = False) -> Chip:
        target = target_of(self.visit, without.from_the_top())
        return Chip(label, target, is_on=True, is_dutch=is_dutch)

    def _text(self, name: str) -> str:
        return self.visit.texts.text(name)

    def _term(self, vocabulary: str, code: str) -> str:
        return self.visit.terms.label(vocabulary, code, self.visit.language)


def day_text(visit: Visit, day: date | None) -> str:
    """`24 november`; with the year when it is another than this one."""
    if day is None:
        return ""
    pattern = "d MMMM" if day.year == visit.today.year else "d MMMM y"
    said: str = format_date(day, pattern, locale=visit.texts.locale)
    return said
