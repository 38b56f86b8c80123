"""Taking the demo programme away, once a municipality has its own."""

from app.core.database import Db
from app.core.errors import ConflictError
from app.core.sql import statement

_REAL_ON_DEMO = statement(__file__, "real_on_demo")
_REMOVE_DEMO = statement(__file__, "remove_demo")


async def remove_demo(db: Db) -> int:
    """Removes every demo entry and its history; answers how many entries.

    Raises ConflictError, naming them, when real entries lean on demo ones.
    """
    leaning = list((await db.execute(_REAL_ON_DEMO)).scalars())
    if leaning:
        raise ConflictError(
            "Dit is echt, maar verwijst nog naar iets uit de demo: "
            f"{', '.join(leaning)}. Geef het eerst een andere organisatie, plek of vervolgstap."
        )
    return int((await db.execute(_REMOVE_DEMO)).scalar_one())
