"""Where to turn first: for who cares for somebody, for who is young and does, for all others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.areas.schemas import AreaItem
from app.finder.area_schemas import DoorQuestion, MantelzorgSupport, Wijkwijzers
from app.finder.asking import Asker
from app.finder.front_doors import support_for_mantelzorgers, wijkwijzers_found
from app.finder.offering_in_full import offering_in_full
from app.finder.offering_schemas import OfferingContact, OfferingInFull
from app.finder.schemas import Card
from app.web.gemeenten import gemeenten_named
from app.web.helpline import all_lines, numbers_of
from app.web.questions import public_pairs, question_in
from app.web.visits import NOWHERE, Elsewhere, Given, Page, Visit
from app.web.whereabouts import Meant, Spot, meant_by, spot_of
from app.words.danger import numbers

CHILD_LINE = "child_line"
OPEN_NOW_SHOWN = 3
"""Above the others: who is tired goes where somebody sits now."""
_NOT_ASKED = Meant()


@dataclass(frozen=True, slots=True)
class Where:
    """What somebody said of where they are, and what we made of it."""

    typed: str
    meant: Meant
    spot: Spot | None

    @property
    def door(self) -> DoorQuestion:
        """Whose door is meant; nobody's yet when it is not known where."""
        return self.spot.door if self.spot else NOWHERE


@dataclass(frozen=True, slots=True)
class SupportPoint:
    """The one support point of a gemeente, and how to reach it."""

    card: Card
    contact: OfferingContact


async def mantelzorg(visit: Visit) -> Given:
    """The one front door for who cares for somebody: whom to call, who takes over, who knows."""
    where = await _where(visit)
    if isinstance(where, Elsewhere):
        return where
    async with visit.asking() as asker:
        support, point = await _support(asker, where.door)
        gemeenten = await _gemeenten(asker, where)
    told = {"support": support, "point": point}
    return _page(visit, "mantelzorg.html", where, gemeenten, told)


async def young_carers(visit: Visit) -> Given:
    """The door of who is young and cares for somebody at home."""
    where = await _where(visit)
    if isinstance(where, Elsewhere):
        return where
    async with visit.asking() as asker:
        support, point = await _support(asker, where.door)
        gemeenten = await _gemeenten(asker, where)
    told = {"support": support, "point": point, "child_line": _child_line()}
    return _page(visit, "mantelzorg_jong.html", where, gemeenten, told)


async def wijkwijzer(visit: Visit) -> Given:
    """What the Wijkwijzer is, who is open now, and the desks near by with their hours."""
    where = await _where(visit)
    if isinstance(where, Elsewhere):
        return where
    async with visit.asking() as asker:
        found = await wijkwijzers_found(asker, where.door)
        desks = Wijkwijzers.model_validate_json(found.content)
        shown = {desk.id for desk in (*desks.open_now, *desks.items)}
        phone = [desks.phone.id] if desks.phone and where.spot else []
        known = await numbers_of(asker, [*phone, *shown])
        lines = [known[one] for one in phone if one in known] or await all_lines(asker)
        gemeenten = await _gemeenten(asker, where)
    open_now = [desk for desk in desks.open_now if desk.channel != "phone"][:OPEN_NOW_SHOWN]
    told = {
        "open_now": open_now,
        "desks": [desk for desk in desks.items if desk.channel != "phone" and desk not in open_now],
        "lines": lines,
        "numbers": {one: number.phone for one, number in known.items() if number.phone},
    }
    return _page(visit, "wijkwijzer.html", where, gemeenten, told)


def _page(
    visit: Visit,
    template: str,
    where: Where,
    gemeenten: Sequence[AreaItem],
    told: Mapping[str, object],
) -> Page:
    return Page(
        template,
        {"where": where, "gemeenten": gemeenten, **told},
        near=where.door,
        keeps="nowhere" if visit.is_post else "to compare",
        canonical=visit.url(visit.name),
    )


async def _where(visit: Visit) -> Where | Elsewhere:
    """Where somebody is. What can stand in an address is led to one; an own address never can."""
    typed = dict(visit.form).get("where", "").strip()
    if typed:
        meant = await meant_by(visit, typed)
        if meant.winner is None:
            return Where(typed, meant, None)
        pairs = public_pairs(meant.winner.where, visit.terms)
        if pairs:
            return Elsewhere(visit.url(visit.name, pairs))
        return Where("", _NOT_ASKED, await spot_of(visit, meant.winner.where))
    question = question_in(visit.query, visit.form, terms=visit.terms).question
    spot = await spot_of(visit, question)
    is_lost = question.has_place and spot is None
    return Where("", Meant(trouble="none") if is_lost else _NOT_ASKED, spot)


async def _gemeenten(asker: Asker, where: Where) -> Sequence[AreaItem]:
    return [] if where.spot else await gemeenten_named(asker)


async def _support(
    asker: Asker, door: DoorQuestion
) -> tuple[MantelzorgSupport | None, SupportPoint | None]:
    """What there is for who cares for somebody near a door; nothing when no door is known."""
    if door.point is None and door.area is None:
        return None, None
    found = await support_for_mantelzorgers(asker, door)
    support = MantelzorgSupport.model_validate_json(found.content)
    if support.support_point is None:
        return support, None
    more = await offering_in_full(asker, offering_id=support.support_point.id)
    contact = OfferingInFull.model_validate_json(more.content).contact
    return support, SupportPoint(support.support_point, contact)


def _child_line() -> str | None:
    """The number for children, from the list that is rung; None when it is not on it."""
    return next((number.phone for number in numbers() if number.kind == CHILD_LINE), None)
