"""The clock is walked past everything that happens, and at each step every answer is right.

Right means three things: what is told is what plain Python makes of the saved rows; a 304 stands
for an answer that would be the same now; and both hold in the hours after midnight too, in which
the nightly work has not been done yet.
"""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from tests.finder.clockwork import PAUSED, SATURDAY, local
from tests.finder.walking import Walk, walk_on, walking
from tests.finder.winding import wound_up
from tests.thorough import asked

GO_AT_EASTER = {
    "Schaatsen tot het dooit",
    "Nachtwake",
    "Een avond vrij",
    "Nog nooit gecontroleerd",
}


def titles(walk: Walk) -> set[str]:
    """What is on the lists now."""
    return {row["title"] for row in walk.almanac.listed(walk.clock.now)}


async def walked(url: str, *, first: date, days: int, share: float) -> Walk:
    """A walk of so many local days, past this share of the moments around what happens."""
    begin = local(first, "00:00:00")
    await wound_up(url, now=begin)
    async with walking(url, begin=begin) as walk:
        before = titles(walk)
        await walk_on(walk, first=first, days=days, rng=Random(days), share=share)

    assert walk.wrong == []
    # What the clock, a pause or a last day makes come and go at Easter did so.
    assert before - titles(walk) >= GO_AT_EASTER
    assert titles(walk) - before >= {PAUSED}
    # Otherwise nothing was shown: many answers stand still, and not for want of asking.
    assert walk.unchanged > 0.4 * walk.repeated
    assert walk.memo.hits > 0.2 * walk.repeated
    return walk


async def test_easter_with_its_lost_hour_is_right_at_every_step(database_url: str) -> None:
    walk = await walked(database_url, first=SATURDAY, days=3, share=0.2)

    assert walk.steps > 30


@pytest.mark.slow
async def test_sixty_days_are_right_at_every_step(make_database: Callable[[], str]) -> None:
    walk = await walked(
        make_database(), first=date(2027, 2, 27), days=60, share=asked(14, whole=35) / 100
    )

    assert walk.steps > asked(600, whole=1_500)
