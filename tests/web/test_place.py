"""The page of a place: is the door open, can I get in, where is it, and what goes on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.places.commands import places
from tests.factories import MONDAY, PATHMOS, act, place
from tests.finder.pathmos import goes_on
from tests.finder.pathmos_asked import Town
from tests.web.parsed import Document, parsed, text_of, wrong_with


async def boei(town: Town, *titles: str, **different: Any) -> UUID:
    """De Boei, with things that go on there every Tuesday."""

    async def opened(db: Db) -> UUID:
        there = await place(db, **different)
        for title in titles:
            await goes_on(db, "tu", title=title, placeId=there.id)
        return there.id

    found: UUID = await town.saved(opened)
    return found


async def page_of(town: Town, path: str, *, status: int = 200) -> Document:
    answer = await town.client.get(path)
    assert answer.status_code == status, answer.text
    page = parsed(answer.text)
    assert not wrong_with(page)
    return page


def first_words(page: Document) -> str:
    (panel,) = [one for one in page.all("section") if one.get("aria-labelledby") == "open"]
    return text_of(panel)


@pytest.mark.parametrize(
    ("hours", "dutch", "english"),
    [
        ("Mo-Fr 09:00-17:00", "Open tot 17.00 uur", "Open until 17:00"),
        (
            "Tu-Fr 09:00-17:00",
            "Gesloten, weer open op dinsdag 24 november om 9.00 uur",
            "Closed until tomorrow 09:00",
        ),
        ('Mo-Fr "op afspraak"', "Alleen op afspraak", "By appointment only"),
        (None, "Openingstijden niet bekend", "Opening hours not known"),
    ],
)
async def test_the_first_thing_it_says_is_whether_the_door_is_open(
    town: Town, hours: str | None, dutch: str, english: str
) -> None:
    there = await boei(town, openingHours=hours)

    assert dutch in first_words(await page_of(town, f"/plek/{there}"))
    assert english in first_words(await page_of(town, f"/en/plek/{there}"))


async def test_it_tells_where_it_is_and_what_goes_on_there(town: Town) -> None:
    there = await boei(
        town, "Breien in De Boei", "Koffie in De Boei", openingHours="Mo-Fr 09:00-17:00"
    )

    page = await page_of(town, f"/plek/{there}")

    assert page.title.startswith("De Boei")
    assert "Spinnerstraat 27A 7545TP Enschede" in page.text
    assert "maandag tot en met vrijdag 9.00 tot 17.00 uur" in page.text
    cards = [text_of(one) for one in page.all("article") if one.get("data-id")]
    assert [card for card in cards if "Breien in De Boei" in card]
    assert [card for card in cards if "Koffie in De Boei" in card]
    assert f"/buurt/{PATHMOS}" in page.links()
    routes = [one.get("href") or "" for one in page.all("a")]
    assert [route for route in routes if "to=52.211579%2C6.875718" in route]


async def test_it_tells_what_is_known_of_getting_in_and_what_is_not(town: Town) -> None:
    there = await boei(
        town,
        accessFeatures={
            "drempelvrij": {"state": "yes", "asOf": "2026-09-12"},
            "rolstoeltoilet": {"state": "no"},
            "lift": {"state": "unknown"},
        },
    )

    page = await page_of(town, f"/plek/{there}")

    (known,) = [one for one in page.all("section") if one.get("aria-labelledby") == "toegang"]
    told = text_of(known)
    assert "U kunt zonder drempel naar binnen: ja (12 september 2026)" in told
    assert "Toilet voor rolstoel: nee" in told
    assert "Lift" in told.partition("Niet bekend:")[2]


async def test_where_nothing_is_known_it_says_so_in_one_sentence(town: Town) -> None:
    page = await page_of(town, f"/plek/{await boei(town)}")

    assert "Dat weten wij nog niet. Bel even" in page.text
    assert "Wij weten nog niet wat hier te doen is." in page.text


async def test_hours_that_nobody_checked_for_long_are_not_told_as_true(town: Town) -> None:
    there = await boei(town, openingHours="Mo-Fr 09:00-17:00")
    await town.saved(
        lambda db: db.execute(
            text("UPDATE place SET verified_at = :at, verified_how = 'phone' WHERE id = :id"),
            {"at": MONDAY - timedelta(days=300), "id": there},
        )
    )

    assert "Bel even voordat u gaat." in first_words(await page_of(town, f"/plek/{there}"))


async def test_a_place_that_not_everybody_may_know_is_not_found(town: Town) -> None:
    for visibility in ("area_only", "hidden"):
        there = await boei(town, name="Huize Vaartzicht", visibility=visibility)
        page = await page_of(town, f"/plek/{there}", status=404)
        assert "Vaartzicht" not in page.text


async def test_a_place_that_was_merged_leads_to_the_other(town: Town) -> None:
    old, kept = await boei(town), await boei(town)
    await town.saved(
        lambda db: db.execute(
            text("UPDATE place SET status = 'archived', merged_into = :into WHERE id = :id"),
            {"into": kept, "id": old},
        )
    )

    assert await town.moved_to(f"/en/plek/{old}") == f"/en/plek/{kept}"


async def test_a_place_that_is_gone_says_so_and_where_to_go_on(town: Town) -> None:
    there = await boei(town)
    await town.saved(
        lambda db: places.step(
            db, there, "archived", act(reason="Gesloopt."), expected_version=None
        )
    )

    page = await page_of(town, f"/plek/{there}", status=410)

    assert "Deze plek staat niet meer op de kaart" in page.text
