"""What there is, where somebody looks: asked by an address, or by a form where that may not be.

What was posted is answered with an address whenever all of it may stand in one, so that people can
go back to it and pass it on; a position and sensitive words stay in what was posted.
"""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

from app.core.errors import InvalidInputError, UnavailableError
from app.finder.asking import Asker, asking_where
from app.finder.filters import FinderFilters
from app.finder.readings import Reading, reading_of
from app.finder.rules import horizon_of
from app.finder.schemas import OfferingPage
from app.finder.search import offerings_found
from app.web.choices import CHOICES
from app.web.chosen import Chosen, day_text
from app.web.filter_chips import (
    FACETS,
    MOST_COUNTED,
    Chip,
    Chips,
    Row,
)
from app.web.next_steps import Step, steps_from
from app.web.private_words import tells_something_sensitive
from app.web.questions import LENGTHS, Faults, Question, is_sensitive, public_pairs
from app.web.search_forms import Sought, fields_of, posted_again, sought_by
from app.web.targets import Target, filters_of, target_of
from app.web.texts import named
from app.web.visits import NOWHERE, Elsewhere, Given, Page, Visit
from app.web.whereabouts import Spot, spot_of
from app.words.danger import numbers

_HERE = named("results.where.here")
_IN_FIELDS = frozenset(("q", "from", "to", "age", "where", "area", "postcode", "place", "lat"))
"""What is wrong with these is told beside their fields."""
_FOR_ENGINES = frozenset(("area", "choice"))
"""'Samen eten in Pathmos' is worth finding elsewhere; every mixture of filters is not."""


async def results(visit: Visit) -> Given:
    """A list and a map of what was asked; or first which place was meant."""
    sought = await sought_by(visit)
    if visit.is_post and sought.may_stand_in_an_address(visit):
        return Elsewhere(visit.url("results", public_pairs(sought.question, visit.terms)))
    if sought.meant.trouble == "several":
        return _which_place(visit, sought)
    spot = await spot_of(visit, sought.question)
    if spot is None and sought.question.has_place:
        question = sought.question.somewhere_else()
        sought = replace(sought, question=question, wrong=sought.wrong | {"where"})
    return _page(visit, sought, spot, await _found(visit, sought.question, spot))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the finder says, and everything to ask next."""

    question: Question
    """As far as it could be asked."""
    found: OfferingPage
    is_sensitive: bool
    first: Sequence[Chip]
    around: Sequence[Chip]
    more: Sequence[Row]
    order: Sequence[Chip]
    chosen: Sequence[Chip]
    steps: Sequence[Step]
    wrong: Faults = field(default_factory=frozenset)


async def _found(visit: Visit, question: Question, spot: Spot | None) -> Answer:
    """The answer with everything counted; while too many count, the list alone."""
    reads = visit.house.databases.reads
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(reads.connection_for(much=True))
            counts = True
        except UnavailableError:
            connection = await stack.enter_async_context(reads.connection())
            counts = False
        asker = Asker(reads, connection, visit.settings, visit.now)
        return await _answer(visit, asker, question, spot=spot, counts=counts)


async def _answer(
    visit: Visit, asker: Asker, question: Question, *, spot: Spot | None, counts: bool
) -> Answer:
    question, filters, found, wrong = await _asked(visit, asker, question, spot=spot, counts=counts)
    reading = await reading_of(asker, filters)
    is_private = (
        bool(found.help)
        or is_sensitive(question, visit.terms)
        or tells_something_sensitive(reading, visit.terms)
        or tells_something_sensitive(_as_told(reading, found), visit.terms)
    )
    question = replace(question, keeps_words=question.keeps_words or is_private)
    may_count = not found.fuzzy and (found.total or 0) <= MOST_COUNTED
    facets = found.facets if may_count else None
    where = await _areas_meant(asker, reading) if facets else {}
    chips = Chips(visit, asker, question, spot, reading, facets, where)
    chosen = Chosen(visit, question, tuple(found.understood))
    return Answer(
        question,
        found,
        is_private,
        first=await chips.first(),
        around=chips.around(),
        more=chips.more(),
        order=_orders(visit, question, spot),
        chosen=chosen.chips(),
        steps=steps_from(visit, question, filters=filters, hints=found.suggestions),
        wrong=wrong,
    )


async def _areas_meant(asker: Asker, reading: Reading[FinderFilters]) -> Mapping[str, object]:
    """What the areas of a question stand for, by the names that a count asks for."""
    if not reading.question.area:
        return {}
    values = (await asking_where(asker, reading.question)).values
    return {name: values[name] for name in ("buurten", "touching")}


def _as_told(reading: Reading[FinderFilters], found: OfferingPage) -> Reading[FinderFilters]:
    """The words as the answer took them: nearly right ones may mean something else."""
    return replace(reading, understood=tuple(found.understood), asked=None)


async def _asked(
    visit: Visit, asker: Asker, question: Question, *, spot: Spot | None, counts: bool
) -> tuple[Question, FinderFilters, OfferingPage, Faults]:
    """The answer to as much of the question as can be asked, and the names of the rest."""
    wrong: Faults = frozenset()
    while True:
        filters = filters_of(question, spot, today=visit.today)
        facets = list(FACETS) if counts else []
        asked = filters.model_copy(update={"count": counts, "facets": facets})
        try:
            found = await offerings_found(asker, asked, as_geojson=False, next_url=lambda _: None)
        except InvalidInputError as error:
            names = frozenset(fault.name for fault in error.faults)
            if names <= wrong:
                raise
            wrong |= names
            question = _without(question, names)
        else:
            return question, filters, OfferingPage.model_validate_json(found.content), wrong


def _without(question: Question, names: Faults) -> Question:
    """The question without what the finder does not take: too late, or gone meanwhile."""
    question = question.from_the_top()
    if names & {"from", "to"}:
        question = replace(question, when=None, first=None, last=None)
    return replace(
        question,
        kinds=() if "kind" in names else question.kinds,
        themes=() if "theme" in names else question.themes,
        audiences=() if "audience" in names else question.audiences,
    )


def _orders(visit: Visit, question: Question, spot: Spot | None) -> list[Chip]:
    """Nearest or soonest first; none where there is only one order."""
    if spot is not None and spot.point is not None:
        own = named("results.order.distance")
    elif question.q is not None:
        own = named("results.order.relevance")
    else:
        return []
    is_by_time = question.order == "next"
    top = question.from_the_top()
    usual, by_time = replace(top, order=None), replace(top, order="next")
    text = visit.texts.text
    return [
        Chip(text(own), target_of(visit, usual), is_on=not is_by_time),
        Chip(text("results.order.next"), target_of(visit, by_time), is_on=is_by_time),
    ]


def _page(visit: Visit, sought: Sought, spot: Spot | None, answer: Answer) -> Page:
    question, found = answer.question, answer.found
    here = visit.texts.text(_HERE)
    wrong = sought.wrong | (answer.wrong - {"cursor"})
    sought = replace(sought, question=question, wrong=wrong)
    horizon = horizon_of(visit.today, weeks=visit.settings.session_horizon_weeks)
    is_unfiltered = question.unfiltered() == question.from_the_top()
    asked = public_pairs(question, visit.terms)
    return Page(
        "results.html",
        {
            "answer": answer,
            "found": found,
            "help_texts": _help_texts(visit),
            "question": question,
            "spot": spot,
            "fields": fields_of(visit, sought, spot=spot, here=here),
            "wrong": wrong,
            "is_something_else_wrong": bool(wrong - _IN_FIELDS),
            "trouble": sought.meant.trouble,
            "heading": _heading(visit, question, spot),
            "is_neutral": question.keeps_words or answer.is_sensitive,
            "horizon": day_text(visit, horizon),
            "clear": None if is_unfiltered else target_of(visit, question.unfiltered()),
            "following": _following(visit, question, found),
            "begins_at": LENGTHS[max(LENGTHS.index(question.length) - 1, 0)] + 1,
            "is_more_open": bool(wrong & {"from", "to", "age"}),
            "posted": ()
            if answer.is_sensitive or not visit.is_post
            else posted_again(visit, question),
        },
        near=spot.door if spot else NOWHERE,
        keeps="nowhere" if answer.is_sensitive or visit.is_post else "to compare",
        is_discreet=answer.is_sensitive,
        is_for_search_engines=not visit.is_post
        and not wrong
        and {name for name, _ in asked} <= _FOR_ENGINES,
        canonical=visit.url("results", asked),
    )


def _help_texts(visit: Visit) -> Mapping[str, str]:
    """What to say with each number for somebody in danger, in the language of the page."""
    in_dutch = visit.language == "nl"
    return {known.kind: known.text if in_dutch else known.text_en for known in numbers()}


def _following(visit: Visit, question: Question, found: OfferingPage) -> Target | None:
    """A longer list; when that is as long as it gets, what comes after it."""
    if found.next_cursor is None:
        return None
    place = LENGTHS.index(question.length)
    if place + 1 < len(LENGTHS) and question.cursor is None:
        longer = replace(question, length=LENGTHS[place + 1])
    else:
        longer = replace(question, length=LENGTHS[-1], cursor=found.next_cursor)
    return target_of(visit, longer)


def _heading(visit: Visit, question: Question, spot: Spot | None) -> str:
    """What was asked, as a line above the answer; nothing of it when that is nobody's business."""
    texts = visit.texts
    choice = CHOICES.get(question.choice or "")
    if question.keeps_words:
        what = texts.text("results.heading.neutral")
    elif question.q is not None:
        what = texts.text("results.heading.words", words=question.q)
    elif choice is not None:
        what = texts.text(choice.label)
    else:
        what = texts.text("results.heading.everything")
    if spot is None:
        return what
    if not spot.label:
        return texts.text("results.heading.here", what=what)
    name = named("results.heading.near") if spot.point else named("results.heading.in")
    return texts.text(name, what=what, where=spot.label)


def _which_place(visit: Visit, sought: Sought) -> Page:
    """The places that may be meant by what was typed, to choose from."""
    question = sought.question
    return Page(
        "which_place.html",
        {
            "choices": [
                (candidate.label, target_of(visit, candidate.in_question(question)))
                for candidate in sought.meant.candidates
            ],
            "fields": fields_of(visit, sought, spot=None, here=""),
            "anywhere": target_of(visit, question),
        },
        keeps="nowhere",
        is_discreet=question.keeps_words,
        is_for_search_engines=False,
    )
