"""The Wijkwijzer at the foot of every page: whom to call or walk in to, whatever else fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.core.config import Settings
from app.finder.area_schemas import DeskCard, DoorQuestion, HelpNumber, HelpNumbers, Wijkwijzers
from app.finder.asking import Asker
from app.finder.front_doors import help_numbers, wijkwijzers_found

MOST_LINES = 6
"""How many telephone lines the foot of a page names; with more of them one chooses a gemeente."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Who helps somebody who does not get any further alone."""

    lines: Sequence[HelpNumber]
    """Telephone lines: the one of the place that the page is about, or those of all gemeenten."""
    desks: Sequence[DeskCard]
    """The first is the nearest; the second, if any, is another that is open at this moment."""
    numbers: Mapping[UUID, str]
    """The telephone numbers of `desks`, as far as they have one."""
    is_somewhere: bool
    """Whether it is known where the page is about."""


NOBODY_KNOWN = HelpLine((), (), {}, is_somewhere=False)


async def help_line(asker: Asker, near: DoorQuestion) -> HelpLine:
    """Whom to turn to near a point or in an area; the lines of all gemeenten without either."""
    if near.point is None and near.area is None:
        return await _anywhere(asker)
    found = await wijkwijzers_found(asker, near)
    told = Wijkwijzers.model_validate_json(found.content)
    desks = desks_of(told)
    asked = [desk.id for desk in desks] + ([told.phone.id] if told.phone else [])
    known = await numbers_of(asker, asked)
    lines = [known[told.phone.id]] if told.phone and told.phone.id in known else []
    numbers = {desk.id: known[desk.id].phone for desk in desks if desk.id in known}
    return HelpLine(
        lines,
        desks,
        {desk_id: number for desk_id, number in numbers.items() if number},
        is_somewhere=True,
    )


async def numbers_of(asker: Asker, ids: Sequence[UUID]) -> Mapping[UUID, HelpNumber]:
    """What is known of the telephone of these Wijkwijzers, by id."""
    found = await help_numbers(asker, ids=ids)
    items = HelpNumbers.model_validate_json(found.content).items
    return {each.card.id: each for each in items}


async def all_lines(asker: Asker) -> Sequence[HelpNumber]:
    """Every telephone line that has a number, by name."""
    found = await help_numbers(asker, ids=None)
    lines = HelpNumbers.model_validate_json(found.content).items
    return [line for line in lines if line.phone]


def desks_of(told: Wijkwijzers) -> Sequence[DeskCard]:
    """The nearest desk that one can walk into, and the nearest other one that is open now."""
    nearest = next((desk for desk in told.items if desk.place is not None), None)
    if nearest is None or nearest.open.state == "open":
        return [nearest] if nearest else []
    is_open = next((desk for desk in told.open_now if desk.place is not None), None)
    return [nearest, is_open] if is_open else [nearest]


async def _anywhere(asker: Asker) -> HelpLine:
    lines = await all_lines(asker)
    return HelpLine(lines if len(lines) <= MOST_LINES else (), (), {}, is_somewhere=False)


class KeptHelpLine:
    """The lines of all gemeenten as this process last read them: for when the database is away.

    Never what was shown to somebody near a place: the next one may be anywhere.
    """

    def __init__(self, _settings: Settings) -> None:
        self._known: HelpLine | None = None

    async def told(self, asker: Asker, near: DoorQuestion) -> HelpLine:
        """The help line for a page; remembers what holds for everybody."""
        helps = await help_line(asker, near)
        if not helps.is_somewhere:
            self._known = helps
        elif self._known is None:
            self._known = await _anywhere(asker)
        return helps

    @property
    def is_known(self) -> bool:
        """Whether it was ever read."""
        return self._known is not None

    @property
    def last(self) -> HelpLine:
        """For a page that must be drawn without asking anything."""
        return self._known or NOBODY_KNOWN

    async def close(self) -> None:
        """There is nothing to let go of."""
