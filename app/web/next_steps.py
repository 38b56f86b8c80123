"""What to try when nothing was found: each step with what it gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.finder.filters import FinderFilters
from app.finder.hints import MANY
from app.finder.schemas import Suggestion
from app.web.choices import CHOICES
from app.web.filter_chips import FLAG_TEXTS
from app.web.questions import FLAGS, Question
from app.web.targets import Target, target_of
from app.web.texts import named
from app.web.visits import Visit

METRES_IN_KM: Final = 1_000
_WITHOUT: Final[Mapping[str, str]] = {
    "kind": named("results.step.without.kind"),
    "theme": named("results.step.without.theme"),
    "audience": named("results.step.without.audience"),
    "language": named("results.step.without.language"),
    "age": named("results.step.without.age"),
    **dict.fromkeys(("day", "part", "from", "to"), named("results.step.without.time")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something else to ask, and how much that gives."""

    text: str
    count: str
    """In words: it may be more than was counted."""
    target: Target


def steps_from(
    visit: Visit, question: Question, *, filters: FinderFilters, hints: Sequence[Suggestion]
) -> list[Step]:
    """The hints of the finder as questions of ours, in its order; the Wijkwijzer has its own."""
    return [
        Step(text, _many(visit, hint.count), target_of(visit, asked.from_the_top()))
        for hint in hints
        if hint.type != "wijkwijzer"
        for text, asked in _asked_instead(visit, question, filters, hint)
    ]


def _many(visit: Visit, count: int) -> str:
    if count >= MANY:
        return visit.texts.text("results.step.many", num=count)
    return visit.texts.counted("results.step.count", count)


def _asked_instead(
    visit: Visit, question: Question, filters: FinderFilters, hint: Suggestion
) -> Iterator[tuple[str, Question]]:
    texts = visit.texts
    if hint.type == "wider_radius":
        radius = int(hint.query["radius"])
        if radius < METRES_IN_KM:
            text = texts.text("results.step.metres", metres=radius)
        else:
            text = texts.text("results.step.kilometres", km=radius // METRES_IN_KM)
        yield text, replace(question, radius=radius)
    elif hint.type == "area":
        wide = replace(question.somewhere_else(), areas=tuple(hint.query["area"]))
        yield texts.text("results.step.area"), wide
    elif hint.query.get("q") != filters.q:
        words = hint.query.get("q")
        if words is None:
            yield texts.text("results.step.no_words"), replace(question, q=None)
        else:
            is_slip = hint.type == "synonym"
            name = named("results.step.meant") if is_slip else named("results.step.only")
            yield texts.text(name, words=words), replace(question, q=words)
    else:
        yield from _with_less(visit, question, filters, hint.query)


def _with_less(
    visit: Visit, question: Question, filters: FinderFilters, query: Mapping[str, Any]
) -> Iterator[tuple[str, Question]]:
    asked = filters.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    left_out = [name for name in asked if name not in query]
    for name in left_out[:1]:
        flag = next((flag for flag in FLAGS if flag == name), None)
        if flag is not None:
            label = visit.texts.text(FLAG_TEXTS[flag])
            text = visit.texts.text("results.step.without.flag", flag=label.lower())
            yield text, replace(question, flags=question.flags - {flag})
        elif name in _WITHOUT:
            yield visit.texts.text(_WITHOUT[name]), _without(question, name)


def _without(question: Question, name: str) -> Question:
    """The question without this choice, and without the big one if that asks the same."""
    choice = CHOICES.get(question.choice or "")
    if name == "kind":
        kept = None if choice and choice.kinds else question.choice
        return replace(question, kinds=(), choice=kept)
    if name == "theme":
        kept = None if choice and choice.themes else question.choice
        return replace(question, themes=(), choice=kept)
    if name == "audience":
        return replace(question, audiences=())
    if name == "language":
        return replace(question, languages=())
    if name == "age":
        return replace(question, age=None)
    return replace(question, when=None, first=None, last=None, days=(), parts=())
