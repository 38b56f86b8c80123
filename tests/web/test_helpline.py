"""The Wijkwijzer at the foot of every page: there, right, and never that of somebody else."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.core.config import Settings
from app.finder.area_schemas import DeskOpen
from app.main import create_app
from app.web.addresses import address
from app.web.phrases import Phrases
from app.web.terms import Terms
from app.web.texts import texts_in
from tests.core.http_house import asking
from tests.factories import MONDAY, PATHMOS
from tests.web.conftest import BROWSER
from tests.web.parsed import parsed, text_of

ELSEWHERE = "/bestaat-niet"


def foot(answer: httpx.Response) -> str:
    [aside] = [
        one for one in parsed(answer.text).all("aside") if "helps" in (one.get("class") or "")
    ]
    return text_of(aside)


async def test_without_a_place_every_gemeente_has_its_line(browser: httpx.AsyncClient) -> None:
    told = foot(await browser.get("/"))

    for name in ("Enschede", "Heerlen", "Zwolle"):
        assert f"Wijkwijzer {name} aan de telefoon" in told
    assert told.count("Nu bereikbaar, tot 17.00 uur") == 3


async def test_in_a_buurt_it_is_the_line_of_the_gemeente_and_the_nearest_desk(
    browser: httpx.AsyncClient,
) -> None:
    told = foot(await browser.get(address("mantelzorg", "nl", [("area", PATHMOS)])))

    assert "Wijkwijzer Enschede aan de telefoon" in told
    assert "Heerlen" not in told
    assert "Wijkwijzer De Boei" in told
    assert "Openingstijden niet bekend. Bel even voor u gaat." in told


async def test_what_somebody_saw_near_home_is_not_shown_to_the_next(catalogue_url: str) -> None:
    app = create_app(Settings(database_url=catalogue_url), clock=lambda: MONDAY)
    async with asking(app, opened=True) as client:
        client.headers.update(BROWSER)
        await client.get(address("wijkwijzer", "nl", [("area", PATHMOS)]))
        told = foot(await client.get(ELSEWHERE))

    assert "De Boei" not in told
    assert "Wijkwijzer Zwolle aan de telefoon" in told


async def test_when_the_database_is_away_the_last_known_lines_stay(catalogue_url: str) -> None:
    moments = [MONDAY]
    app = create_app(Settings(database_url=catalogue_url), clock=lambda: moments[0])
    async with asking(app, opened=True) as client:
        client.headers.update(BROWSER)
        assert (await client.get("/")).status_code == 200
        opened, app.state.house.opened = app.state.house.opened, None
        moments[0] += timedelta(hours=9)
        about, refused = await client.get("/over"), await client.get("/zoeken")
        app.state.house.opened = opened

    assert (about.status_code, refused.status_code) == (200, 503)
    for answer in (about, refused):
        assert "Bel 053-000 00 01" in foot(answer)
        # It is evening: what was known of this morning is not told as if it were so now.
        assert "Nu bereikbaar" not in foot(answer)
        assert "Wij weten niet wanneer er iemand opneemt" in foot(answer)


async def test_when_nothing_was_ever_known_it_says_to_call_the_gemeente() -> None:
    async with asking(create_app(Settings(), clock=lambda: MONDAY)) as client:
        answer = await client.get("/zoeken", headers=BROWSER)

    assert answer.status_code == 503
    assert "Bel uw gemeente" in foot(answer)


TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""On a clock in Enschede."""


@pytest.mark.parametrize(
    ("state", "changes_at", "dutch", "english"),
    [
        ("open", TEN + timedelta(hours=2), "Nu open, tot 12.00 uur", "Open now, until 12:00"),
        (
            "open",
            TEN + timedelta(hours=16),
            "Nu open, tot morgen 2.00 uur",
            "Open now, until tomorrow 02:00",
        ),
        (
            "closed",
            TEN + timedelta(hours=3),
            "Vandaag open vanaf 13.00 uur",
            "Open today from 13:00",
        ),
        (
            "closed",
            TEN + timedelta(hours=23),
            "Nu gesloten. Weer open: morgen vanaf 9.00 uur",
            "Closed now. Open again tomorrow from 09:00",
        ),
        (
            "closed",
            TEN + timedelta(days=4),
            "Nu gesloten. Weer open: vrijdag 27 november vanaf 10.00 uur",
            "Closed now. Open again Friday 27 November from 10:00",
        ),
        (
            "unknown",
            None,
            "Openingstijden niet bekend. Bel even voor u gaat.",
            "Opening hours not known. Call before you go.",
        ),
        (
            "open",
            TEN - timedelta(hours=1),
            "Openingstijden niet bekend. Bel even voor u gaat.",
            "Opening hours not known. Call before you go.",
        ),
    ],
)
def test_hours_are_told_in_words_and_never_made_up(
    state: str, changes_at: datetime | None, dutch: str, english: str
) -> None:
    desk = DeskOpen.model_validate(
        {"state": state, "at": TEN, "changesAt": changes_at, "text": "open tot 12.00 uur"}
    )

    assert Phrases(texts_in("nl"), Terms(), TEN).desk_open(desk) == dutch
    assert Phrases(texts_in("en"), Terms(), TEN).desk_open(desk) == english
