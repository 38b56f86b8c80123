"""A neighbourhood with a few lists of words, for questions in people's own words."""

from typing import Any

from app.core.database import Db
from app.core.geo import LonLat
from app.offerings.programme import put_schedules
from app.words.commands import replace_entries
from app.words.lexicon import Entry
from tests.factories import (
    DE_BOEI,
    MONDAY,
    act,
    neighbourhood,
    offering,
    organization,
    place,
    square_buurt,
    weekly,
)

BRINK = "BU01530701"
IN_THE_BRINK = LonLat(lon=6.87, lat=52.185)
FURTHER = LonLat(lon=DE_BOEI.lon + 0.005, lat=DE_BOEI.lat)
SECRET = "Huis Roodborst"  # noqa: S105 - a name that only some may know

LISTS = (
    Entry("synonym", "kuieren", "word:wandelen|theme:bewegen"),
    Entry("synonym", "deurwaarder", "theme:geld"),
    Entry("synonym", "schulden", "theme:geld"),
    Entry("synonym", "maatje", "kind:maatje"),
    Entry("synonym", "oudere", "audience:ouderen"),
    Entry("synonym", "gratis", "filter:free"),
    *(Entry("word_part", part, "full") for part in ("wandel", "koffie", "bingo")),
    *(Entry("word_part", part, "light") for part in ("groep", "avond")),
    *(Entry("everyday", word) for word in ("waar", "kan", "ik", "in", "de", "mijn")),
    Entry("synonym", "rolstoel", "filter:wheelchair"),
    Entry("never_proposed", "naakt"),
    Entry("name", "fatma"),
    Entry("identity", "turkse"),
)


async def worded(db: Db) -> None:
    """Two buurten; walking, bingo, money, a choir, a telephone; and a place that is kept secret."""
    await neighbourhood(db)
    await square_buurt(
        db, code=BRINK, name="Wesselerbrink", around=IN_THE_BRINK, parent_code="WK015307"
    )
    await replace_entries(db, LISTS, source="own")
    by = (await organization(db, name="Stichting Samen")).id
    boei = (await place(db)).id
    brink = (await place(db, name="De Magneet", point=IN_THE_BRINK)).id
    far = (await place(db, name="Kerk aan de Singel", kind="gebedshuis", point=FURTHER)).id
    secret = await place(db, name=SECRET, kind="overig", visibility="hidden", point=FURTHER)

    async def put(title: str, **more: Any) -> None:
        days = more.pop("days", ())
        put_ = await offering(db, title=title, organizationId=by, **more)
        times = [weekly(day) for day in days]
        if times:
            await put_schedules(db, put_.id, times, act(MONDAY), expected_version=None)

    await put("Wandelgroep de Zwaluw", placeId=boei, days=["tu"])
    await put("Bingo met koffie", placeId=far, themes=["spel"], summary="Een avond samen.")
    await put(
        "Wandelen langs de es", placeId=brink, days=["su"], cost={"kind": "amount", "amount": 2}
    )
    await put("Spreekuur Rondkomen", kind="spreekuur", themes=["geld"], placeId=far, days=["mo"])
    await put("Iemand die belt", kind="maatje", themes=["praten"], summary="Elke week even.")
    await put("Zingen", themes=["cultuur"], placeId=boei, minAge=55, summary="Voor het plezier.")
    await put("Even schuilen", kind="inloop", themes=["praten"], placeId=secret.id)
