"""What stands on areas follows them when borders change."""

from collections.abc import Sequence
from datetime import datetime

from app.areas.rules import Succession
from app.core.database import Db
from app.core.entries import Act
from app.core.history import Actor
from app.finder.commands import note_areas_changed
from app.ingest.areas.store import AfterStore
from app.offerings.commands import derive_gemeente_again, follow_successors
from app.places.commands import derive_areas_again

BY = Actor("system:areas")


def everything_follows(now: datetime) -> AfterStore:
    """Places come to lie in their new buurt, offerings serve what came in place of old areas.

    What the finder says of them follows after the transaction: `refresh_gemeenten`.
    """

    async def follow(db: Db, gemeente_code: str, successions: Sequence[Succession]) -> None:
        await derive_areas_again(db, gemeente_codes=[gemeente_code])
        successors: dict[str, list[str]] = {}
        for succession in successions:
            successors.setdefault(succession.old_code, []).append(succession.new_code)
        act = Act(BY, now, reason="Het CBS heeft de gebieden opnieuw ingedeeld.")
        await follow_successors(db, successors=successors, act=act)
        await derive_gemeente_again(db, gemeente_codes=[gemeente_code])
        await note_areas_changed(db, gemeente_codes=[gemeente_code])

    return follow
