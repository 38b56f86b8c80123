"""A neighbourhood in which every text means something to somebody else.

Written as entries are really written: by the commands, with all that the schemas let through.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.database import Db, engine_url, unit_of_work
from app.core.geo import LonLat
from app.core.migrations import ROOT
from app.offerings.programme import change_session, put_schedules
from app.offerings.schemas import SessionChangeIn
from app.vocabularies.commands import read_vocabularies, store_vocabularies
from tests.factories import (
    DE_BOEI,
    PATHMOS,
    act,
    offering,
    organization,
    place,
    square_buurt,
    weekly,
)

MARK = "zq7x"
"""Stands in all of it. As a text anywhere; as a name of an element or attribute nowhere."""
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

ATTACKS: Sequence[str] = (
    f"<script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"</title></textarea></style></svg><{MARK}>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()' {MARK}='",
    f"`><svg/onload={MARK}()>",
    f"<!--{MARK}--><b {MARK}>",
    f"]]><{MARK}/>",
    f"&lt;{MARK}&gt; &amp;lt; &#60;{MARK}&#62; &{MARK};",
    f"{{{{7*7}}}}{MARK}{{% raw %}}{{# {MARK} #}}",
    f"%({MARK})s %s %d 100%",
    f"{{0.__class__}} {{{MARK}}} ${{{MARK}}}",
    f"javascript:{MARK}()",
    f"\u202e{MARK} achterstevoren\u202c \u2066los {MARK}",
    f"مركز {MARK} الحي \u200f 12",
    f"\u200b{MARK}\ufeff\u2028{MARK}\u00ad",
    f"{MARK}\r\nBEGIN:VEVENT\r\nSUMMARY:{MARK}\r\nX-{MARK}:1",
    f'{MARK};,:\\n\\," =0D=0A',
    f"{MARK}\x1b[31m\x07\x08\x7f\x85",
    f"👨‍👩‍👧{MARK}🏳️‍🌈🇳🇱",
    f"{MARK} " + "e\u0301\u0323\u0334\u0489" * 30,
    f"{MARK}" + "ﷺ" * 30,
    MARK * 2500,
    f"{MARK} " + "woord " * 2000,
    f"a/../../{MARK}?x=1&y=2#{MARK}",
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """What stands there now."""

    url: str
    offerings: Sequence[UUID]
    places: Sequence[UUID]


async def settle(url: str) -> Hostile:
    """Fills an empty, migrated database with it; committed."""
    engine = create_async_engine(engine_url(url), poolclass=NullPool)
    try:
        async with unit_of_work(engine) as db:
            await _areas_and_words(db)
        made = []
        for number, attack in enumerate(ATTACKS):
            async with unit_of_work(engine) as db:
                made.append(await _entry(db, attack, number=number))
    finally:
        await engine.dispose()
    return Hostile(url, [one for one, _ in made], [one for _, one in made])


async def _areas_and_words(db: Db) -> None:
    terms = read_vocabularies(ROOT / "seed" / "vocabularies.csv")
    for number, term in enumerate(terms):
        attack = ATTACKS[number % len(ATTACKS)]
        term.label_nl = f"{attack} nl {number}"[:10_000]
        term.label_en = f"{attack} en {number}"[:10_000]
        term.definition_nl = f"{attack} {number}"[:10_000]
    await store_vocabularies(db, terms)
    await square_buurt(db, name=f'<b onclick="{MARK}()">\u202e</b></title>')
    await db.execute(
        text(
            "UPDATE area SET name = name || :attack, aliases = ARRAY[:attack] WHERE code <> :mine"
        ),
        {"attack": f' "><script>{MARK}()</script>\u2067', "mine": PATHMOS},
    )


def _cut(attack: str, length: int, *, at_least: int = 3) -> str:
    return (attack.strip() or MARK)[:length].strip().ljust(at_least, "x")


async def _entry(db: Db, attack: str, *, number: int) -> tuple[UUID, UUID]:
    """An organization, a place, an offering and its programme, with the same in every text."""
    host = await organization(
        db,
        name=_cut(attack, 120),
        description=_cut(attack, 2000),
        website=f"https://kaart.example/?{MARK}={number}&'onclick='{MARK}",
    )
    where = await place(
        db,
        name=_cut(attack, 120),
        address={
            "street": _cut(attack, 80),
            "houseNumber": _cut(attack, 12),
            "postcode": "7545 TP",
            "city": _cut(attack, 80),
        },
        point=LonLat(lon=DE_BOEI.lon + number / 10_000, lat=DE_BOEI.lat),
        openingHours="Mo-Fr 09:00-17:00",
        openingExceptions=[
            {
                "from": "2026-11-25",
                "to": "2026-11-26",
                "state": "closed",
                "reason": _cut(attack, 120),
            }
        ],
    )
    row = await offering(
        db, organizationId=host.id, placeId=where.id, **_document(attack, number=number)
    )
    pause = {"from": "2026-12-21", "to": "2026-12-31", "reason": _cut(attack, 80)}
    await put_schedules(db, row.id, [weekly(pauses=[pause])], act(), expected_version=None)
    status = ("cancelled", "scheduled")[number % 2]
    change = SessionChangeIn.model_validate({"status": status, "note": _cut(attack, 300)})
    await change_session(
        db, row.id, change, act(), original_starts_at=TUESDAY, expected_version=None
    )
    return row.id, where.id


def _document(attack: str, *, number: int) -> dict[str, Any]:
    kinds = ("activiteit", "inloop", "wijkwijzer", "mantelzorgsteun", "lotgenotengroep")
    return {
        "kind": kinds[number % len(kinds)],
        "title": _cut(attack, 80),
        "summary": _cut(attack, 160),
        "description": _cut(attack, 5000),
        "cost": {
            "kind": "amount",
            "amount": "2.50",
            "per": _cut(attack, 40),
            "note": _cut(attack, 160),
        },
        "contact": {
            "askFor": _cut(attack, 40),
            "phone": "053 123 45 67",
            "website": f"https://kaart.example/{MARK}'%22?<b>".replace("<b>", "b"),
        },
        "audiences": [{"code": "ouderen", "mode": "especially"}],
        "minAge": 18,
    }
