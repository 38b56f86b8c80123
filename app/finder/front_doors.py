"""Where to turn first: the support point for mantelzorgers, and the Wijkwijzer."""

from collections.abc import Sequence
from uuid import UUID

from app.core.errors import InvalidInputError
from app.core.geo import rd_of
from app.core.sql import Question
from app.finder.area_schemas import DoorQuestion
from app.finder.asking import Asker, Found, Values, asking_where, rests_until
from app.finder.filters import PlaceQuestion
from app.finder.minutes import minute_of, rests_a_minute

_HELP_NUMBERS = Question(__file__, "help_numbers")
_FRONT_WHERE = Question(__file__, "front_where")
_SUPPORT = Question(__file__, "support")
_WIJKWIJZERS = Question(__file__, "wijkwijzers")

LIST_LENGTH = 10
REACH_M = 25_000
"""A group or a bed further away is no help to somebody who can hardly get away."""
DESKS = 20
SEATS = 5
"""How many places of a list are kept for what comes to you: it has no distance to win them by."""


async def support_for_mantelzorgers(asker: Asker, question: DoorQuestion) -> Found:
    """The front door and what helps near by (MantelzorgSupport). Two statements, three by area.

    Raises InvalidInputError when nobody knows the area, and without a point and an area.
    """
    if question.point is None and question.area is None:
        told = "Zeg waar u bent: geef 'lat' en 'lon', of 'area' met de code van uw buurt."
        raise InvalidInputError([asker.fault("lat", "needs-a-place", told)])
    where = await _where(asker, question)
    bounds = {"most": LIST_LENGTH, "seats": SEATS, "reach_m": REACH_M}
    also = {"by_point"} if question.point else set()
    row = await _SUPPORT.row(asker.connection, asker.clock_values() | bounds | where, also=also)
    content = (
        f'{{"supportPoint":{row["support_point"] or "null"}'
        f',"respite":[{row["respite"]}]'
        f',"peerGroups":[{row["peer_groups"]}]'
        f',"youngCarers":[{row["young_carers"]}]}}'
    )
    return Found(content.encode(), None, rests_until(asker.now, row["ticks_at"]))


async def wijkwijzers_found(asker: Asker, question: DoorQuestion) -> Found:
    """Wijkwijzers, open now or next (Wijkwijzers). One statement; two by point, three by area.

    Raises InvalidInputError when nobody knows the area.
    """
    where = await _where(asker, question)
    also = {"by_point"} if question.point else set()
    if question.area is not None:
        also.add("by_area")
    bounds = {"most": DESKS, "seats": SEATS, "minute": minute_of(asker.now)}
    row = await _WIJKWIJZERS.row(asker.connection, asker.clock_values() | bounds | where, also=also)
    content = (
        f'{{"openNow":[{row["open_now"]}],"items":[{row["items"]}]'
        f',"phone":{row["phone"] or "null"}}}'
    )
    return Found(content.encode(), None, rests_a_minute(asker.now, row["ticks_at"]))


async def help_numbers(asker: Asker, *, ids: Sequence[UUID] | None) -> Found:
    """Whom to call: these Wijkwijzers; None: every telephone line (HelpNumbers). One statement."""
    bounds = {"most": DESKS if ids is None else len(ids), "ids": ids}
    row = await _HELP_NUMBERS.row(asker.connection, asker.clock_values() | bounds)
    content = f'{{"items":[{row["items"]}]}}'
    return Found(content.encode(), None, asker.now)


async def _where(asker: Asker, question: DoorQuestion) -> Values:
    """Where to measure from, the gemeenten, and the areas that count; nothing when nothing is."""
    if question.point is None and question.area is None:
        return {}
    values: Values = {"x_m": None, "y_m": None, "its_buurten": None, "its_touching": None}
    if question.point is not None:
        here = rd_of(question.point)
        values |= {"x_m": here.x_m, "y_m": here.y_m}
    if question.area is not None:
        asked = await asking_where(asker, PlaceQuestion(area=[question.area]))
        values["its_buurten"] = asked.values["buurten"]
        values["its_touching"] = asked.values["touching"]
    row = await _FRONT_WHERE.row(asker.connection, values)
    return dict(row)
