"""What somebody typed and posted: where it leads, and how it stands in the fields again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.geocoding.rules import typed_of
from app.web.private_words import are_private
from app.web.questions import Faults, Question, private_pairs, public_pairs, question_in
from app.web.visits import Pairs, Visit
from app.web.whereabouts import CLEAR, Meant, Spot, meant_by

LONGEST_ECHO: Final = 500
"""More than this of what somebody typed wrongly does not come back in a field."""
DATES: Final = ("from", "to", "age")


@dataclass(frozen=True, slots=True)
class Sought:
    """A question, and what became of the place that was typed with it."""

    question: Question
    wrong: Faults = frozenset()
    typed: str = ""
    """As it stands in the field for where; empty when nothing was typed."""
    meant: Meant = CLEAR

    def may_stand_in_an_address(self, visit: Visit) -> bool:
        """Whether the whole question is of the sort that one can go back to and pass on."""
        is_clear = self.meant.trouble is None and not self.wrong
        return is_clear and not private_pairs(self.question, visit.terms)


async def sought_by(visit: Visit) -> Sought:
    """What is asked by the address and what was posted to it."""
    posted = dict(visit.form)
    is_typed = "where" in posted
    read = question_in(visit.query, _with_known_point(visit.form), terms=visit.terms)
    question = read.question
    if not visit.is_post:
        return Sought(question, read.wrong)
    words = question.q
    if words is not None:
        async with visit.asking() as asker:
            private = await are_private(asker, words, terms=visit.terms)
        # Words that somebody typed say it more precisely than one of eight.
        choice = None if is_typed and posted.get("choice") else question.choice
        question = replace(question, keeps_words=private, choice=choice)
    if not is_typed:
        return Sought(question, read.wrong)
    sought = await _sought_place(visit, question.from_the_top(), posted)
    return replace(sought, wrong=read.wrong)


def _with_known_point(form: Pairs) -> Pairs:
    """With the point of the page before, when the field for where was left as it stood."""
    posted = dict(form)
    if not posted.get("where") or posted["where"] != posted.get("kept_where"):
        return form
    kept = {"kept_lat": "lat", "kept_lon": "lon"}
    return [*form, *((kept[name], value) for name, value in form if name in kept)]


async def _sought_place(visit: Visit, question: Question, posted: Mapping[str, str]) -> Sought:
    """With the place that was typed, unless that is the one that was known already."""
    typed, known = posted["where"].strip(), posted.get("kept_where", "").strip()
    if typed == known and question.has_place:
        return Sought(question, typed=typed)
    if not typed:
        # Emptied: anywhere, unless the telephone said where it is.
        is_here = question.point is not None or not known
        return Sought(question if is_here else question.somewhere_else())
    if question.point is not None and typed_of(typed).is_here:
        return Sought(question, typed=typed)
    meant = await meant_by(visit, typed)
    if meant.winner is not None:
        return Sought(meant.winner.in_question(question), typed=typed, meant=meant)
    return Sought(question.somewhere_else(), typed=typed, meant=meant)


@dataclass(frozen=True, slots=True)
class Fields:
    """The form that changes where and what, and the one for days and age, as they stand."""

    where: str
    words: str
    choice: str
    search: Pairs
    """What is posted with these three, hidden."""
    dates: Pairs
    """What is posted with days and age, hidden."""
    typed: Mapping[str, str]
    """Days and age, as they were typed when they are wrong."""


def fields_of(visit: Visit, sought: Sought, *, spot: Spot | None, here: str) -> Fields:
    """How the forms are filled; `here` is how somebody says where they are."""
    question = sought.question
    where = sought.typed
    if spot is not None and (not where or spot.label):
        where = spot.label or here
    asked = dict([*visit.query, *visit.form])
    first, last = question.first, question.last
    age = "" if question.age is None else str(question.age)
    right = {"from": str(first or ""), "to": str(last or ""), "age": age}
    undated = replace(question.from_the_top(), when=None, first=None, last=None, age=None)
    return Fields(
        where=where[:LONGEST_ECHO],
        words=(asked.get("q", "") if "q" in sought.wrong else question.q or "")[:LONGEST_ECHO],
        choice=question.choice or "",
        search=_beside_typed(visit, question, where if spot else ""),
        dates=[*public_pairs(undated, visit.terms), *private_pairs(undated, visit.terms)],
        typed={
            name: asked.get(name, "")[:LONGEST_ECHO] if name in sought.wrong else right[name]
            for name in DATES
        },
    )


def _beside_typed(visit: Visit, question: Question, where: str) -> Pairs:
    """The rest of the question; its place counts as long as the field is left as it stands."""
    rest = replace(question.from_the_top(), choice=None, q=None)
    public, private = public_pairs(rest, visit.terms), private_pairs(rest, visit.terms)
    kept = {"lat": "kept_lat", "lon": "kept_lon"}
    hidden = [(kept.get(name, name), value) for name, value in [*public, *private]]
    return [("kept_where", where), *hidden]


def posted_again(visit: Visit, question: Question) -> Pairs:
    """All that was posted, for who comes back to an answer that has no address."""
    point = question.point
    rounded = {} if point is None else {"lat": str(point.lat), "lon": str(point.lon)}
    return [
        (name, rounded.get(name, value)[:LONGEST_ECHO])
        for name, value in visit.form
        if value and (name not in {"lat", "lon"} or rounded)
    ]
