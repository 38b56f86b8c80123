"""The page of one offering: who reads it knows when, where, for how much, and whom to call."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.offerings.commands import offerings
from tests.factories import MONDAY, PATHMOS, act, organization, place
from tests.finder.offering_asked import saved
from tests.finder.pathmos import goes_on
from tests.finder.pathmos_asked import Town
from tests.web.calendars_read import TUESDAY_AT_TEN, changed
from tests.web.parsed import Document, parsed, text_of, wrong_with


async def page_of(town: Town, path: str, *, status: int = 200) -> Document:
    answer = await town.client.get(path)
    assert answer.status_code == status, answer.text
    page = parsed(answer.text)
    assert not wrong_with(page)
    return page


async def entry(town: Town, offering_id: UUID, *, english: bool = False) -> Document:
    return await page_of(town, f"{'/en' if english else ''}/aanbod/{offering_id}")


def section(page: Document, name: str) -> str:
    """What stands under a heading, by its id."""
    (found,) = [
        one for one in page.all("section", "ul", "ol") if one.get("aria-labelledby") == name
    ]
    return text_of(found)


def facts(page: Document) -> dict[str, str]:
    """What is told beside each of the questions that everybody has."""
    rows = [row for facts in page.all("dl") for row in facts if row.tag == "div"]
    return {text_of(next(row.iter("dt"))): " ".join(map(text_of, row.iter("dd"))) for row in rows}


def links(page: Document) -> dict[str, str]:
    return {text_of(one): one.get("href") or "" for one in page.all("a")}


async def walking(db: Db) -> UUID:
    boei = await place(db, openingHours="Mo-Fr 09:00-17:00")
    walk = await goes_on(
        db,
        "tu",
        placeId=boei.id,
        description="Wij lopen een uur.\n\nDaarna is er koffie.",
        cost={"kind": "amount", "amount": 2.5, "per": "keer", "note": "koffie zit erbij"},
        contact={
            "askFor": "Hanneke",
            "phone": "0531234567",
            "email": "hanneke@alifa.example",
            "website": "https://alifa.example/wandelen",
            "whatsapp": "06-12345678",
        },
        firstTime=["welcomed", "pick_up"],
        ledBy=["volunteer"],
        audiences=[{"code": "ouderen", "mode": "especially"}],
        languages=["nl", "ar"],
        minAge=55,
    )
    return walk.id


async def test_who_reads_it_knows_when_where_for_how_much_and_whom_to_call(town: Town) -> None:
    page = await entry(town, await town.saved(walking))

    assert page.title.startswith("Samen wandelen in Pathmos")
    assert "Morgen dinsdag 24 november 10.00 tot 11.30 uur" in section(page, "wanneer").replace(
        "Dinsdag", "dinsdag"
    )
    assert facts(page) == {
        "Waar?": "De Boei Spinnerstraat 27A, 7545TP Enschede Open tot 17.00 uur",
        "Wat kost het?": "€ 2,50 per keer koffie zit erbij",
        "Hoe doet u mee?": "U kunt zo binnenlopen",
        "Vraag naar": "Hanneke",
    }
    told = links(page)
    assert told["Bel 053 123 45 67"] == "tel:+31531234567"
    assert told["App naar 06-12345678"] == "https://wa.me/31612345678"
    assert told["Mail hanneke@alifa.example"] == "mailto:hanneke%40alifa.example"
    assert told["Naar hun website"] == "https://alifa.example/wandelen"
    assert "to=52.211579%2C6.875718" in told["Hoe komt u er?"]


async def test_it_tells_what_somebody_wants_to_know_who_thinks_of_going(town: Town) -> None:
    page = await entry(town, await town.saved(walking))

    assert "Wij lopen een uur. Daarna is er koffie." in section(page, "over")
    assert section(page, "voor-wie") == (
        "Voor wie? Vooral voor (anderen zijn ook welkom): Ouderen Voor mensen vanaf 55 jaar "
        "Talen: Nederlands, Arabisch"
    )
    assert section(page, "eerste-keer") == "De eerste keer Iemand vangt u op Iemand kan u ophalen"
    assert "U heeft geen indicatie nodig" in section(page, "nodig")
    assert "Bel 053 123 45 67" in section(page, "zeker")


async def test_the_coming_times_say_plainly_what_is_cancelled_and_what_moved(town: Town) -> None:
    walk = await saved(town, "tu")
    await changed(town, walk, TUESDAY_AT_TEN, status="cancelled", note="De begeleider is ziek.")
    week = timedelta(weeks=1)
    begin = TUESDAY_AT_TEN + week + timedelta(days=1)
    end = begin + timedelta(minutes=90)
    await changed(town, walk, TUESDAY_AT_TEN + week, status="moved", startsAt=begin, endsAt=end)

    page = await entry(town, walk)

    assert "Dinsdag 24 november om 10.00 gaat het niet door" in page.text
    assert "Woensdag 2 december 10.00 tot 11.30 uur Let op" in section(page, "wanneer")
    times = section(page, "keren")
    assert "Gaat niet door Dinsdag 24 november, 10.00 tot 11.30 uur De begeleider is ziek." in times
    assert "Eerst was het dinsdag 1 december 10.00." in times
    # What is off is not for in a calendar.
    assert "Dinsdag 24 november in uw agenda zetten" not in times
    assert f"/aanbod/{walk}/keer/20261201T090000Z.ics" in page.links()


async def test_what_is_going_on_is_told_to_go_on(town: Town) -> None:
    walk = await saved(town, "mo")
    town.clock.now = MONDAY + timedelta(minutes=30)

    assert section(await entry(town, walk), "wanneer").startswith("Wanneer? Nu bezig tot 11.30 uur")


async def test_what_is_paused_says_why_and_until_when_before_anything_else(town: Town) -> None:
    walk = await saved(town, "tu")
    await town.saved(
        lambda db: offerings.step(
            db,
            walk,
            "paused",
            act(reason="De zaal wordt geverfd."),
            expected_version=None,
            until=date(2027, 3, 1),
        )
    )

    page = await entry(town, walk)

    (notice,) = [one for one in page.all("div") if one.get("role") == "note"]
    assert "1 maart 2027" in text_of(notice)
    assert "De zaal wordt geverfd." in text_of(notice)
    assert "Nu even niet" in section(page, "wanneer")


async def test_without_a_schedule_one_calls_for_the_time(town: Town) -> None:
    page = await entry(town, await saved(town, serviceAreas=[PATHMOS]))

    assert "Bel voor de tijd" in section(page, "wanneer")
    assert facts(page)["Waar?"] == "Per telefoon Voor mensen in Pathmos"
    assert facts(page)["Hoe doet u mee?"] == "U hoeft zich niet aan te melden"
    assert not [link for link in page.links() if link.endswith(".ics")]


async def test_a_place_that_not_everybody_may_know_is_told_by_its_area(town: Town) -> None:
    async def hidden(db: Db) -> UUID:
        house = await place(db, name="Huize Vaartzicht", visibility="area_only")
        return (await goes_on(db, "tu", placeId=house.id)).id

    page = await entry(town, await town.saved(hidden))

    assert "De precieze plek hoort u als u contact opneemt." in facts(page)["Waar?"]
    assert "Vaartzicht" not in page.text
    assert "Hoe komt u er?" not in page.text


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (MONDAY - timedelta(days=10), "Dit is kort geleden nagekeken."),
        (MONDAY - timedelta(days=130), "Dit is al een tijd niet nagekeken."),
        (MONDAY - timedelta(days=200), "Dit is heel lang niet nagekeken."),
    ],
)
async def test_it_says_how_sure_it_is(town: Town, checked: datetime, said: str) -> None:
    walk = await saved(town, "tu")
    await town.saved(
        lambda db: db.execute(
            text("UPDATE offering SET verified_at = :at, verified_how = 'phone' WHERE id = :id"),
            {"at": checked, "id": walk},
        )
    )

    assert said in section(await entry(town, walk), "zeker")


async def about_debts(db: Db) -> UUID:
    house = await place(db, name="De Boei")
    return (
        await goes_on(
            db,
            "tu",
            title="Schulden, en dan?",
            summary="Praten over schulden.",
            themes=["geld"],
            placeId=house.id,
            nextSteps=[],
        )
    ).id


async def test_what_is_discreet_leaves_no_trace_and_can_be_left_at_once(town: Town) -> None:
    answer = await town.client.get(f"/aanbod/{await town.saved(about_debts)}")
    page = parsed(answer.text)

    assert page.title.startswith("Aanbod in Pathmos")
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "etag" not in answer.headers
    assert not wrong_with(page)
    assert [
        one.get("data-act") for one in page.all("button") if one.get("data-act") == "save"
    ] == []
    assert [one for one in page.all("a") if one.get("data-act") == "leave"]
    head = " ".join(
        f"{one.attrib} {one.text}" for one in page.all("meta", "title", "link", "script")
    )
    assert "chuld" not in head
    assert "og:" not in head


async def test_where_it_is_unsafe_nothing_is_put_in_a_calendar(town: Town) -> None:
    page = await entry(town, await saved(town, "tu", themes=["veilig-thuis"]))

    assert not [link for link in page.links() if link.endswith(".ics")]


async def test_what_is_open_can_be_kept_shared_and_previewed(town: Town) -> None:
    page = await entry(town, await town.saved(walking))

    acts = {one.get("data-act"): one for one in page.all("button") if one.get("data-act")}
    assert {"save", "share", "read-aloud", "print"} <= acts.keys()
    assert all(one.get("hidden") is not None for one in acts.values())
    previews = {one.get("property"): one.get("content") for one in page.all("meta")}
    assert previews["og:description"] == "Een rondje door de buurt, daarna koffie."
    assert previews["og:title"]
    description = page.one("meta", name="description")
    assert description is not None
    assert (description.get("content") or "").startswith("Morgen 10.00 · €\xa02,50 per keer")


async def test_next_steps_and_who_does_it_with_them_are_told(town: Town) -> None:
    async def with_others(db: Db) -> UUID:
        church = await organization(db, name="Kerk in Pathmos")
        choir = await goes_on(db, "we", title="Zingen in het koor")
        walk = await goes_on(db, "tu", organizers=[church.id], nextSteps=[choir.id])
        return walk.id

    page = await entry(town, await town.saved(with_others))

    assert "Zingen in het koor" in section(page, "hierna")
    assert "Van: Alifa, samen met Kerk in Pathmos" in section(page, "zeker")


async def test_in_english_everything_of_ours_is_english(town: Town) -> None:
    page = await entry(town, await town.saved(walking), english=True)

    assert "Tomorrow Tuesday 24 November 10:00 to 11:30" in section(page, "wanneer")
    assert facts(page)["How do you join?"] == "Walk in"
    assert "Open until 17:00" in facts(page)["Where?"]
    heading = page.one("h1")
    assert heading is not None
    assert heading.get("lang") == "nl"


async def test_what_was_merged_leads_to_the_page_of_the_other(town: Town) -> None:
    old, kept = await saved(town), await saved(town)
    await town.saved(
        lambda db: db.execute(
            text("UPDATE offering SET status = 'archived', merged_into = :into WHERE id = :id"),
            {"into": kept, "id": old},
        )
    )

    assert await town.moved_to(f"/aanbod/{old}") == f"/aanbod/{kept}"
    assert await town.moved_to(f"/en/aanbod/{old}") == f"/en/aanbod/{kept}"


async def test_what_is_over_says_so_and_where_to_go_on(town: Town) -> None:
    walk = await saved(town)
    await town.saved(
        lambda db: offerings.step(
            db, walk, "archived", act(reason="Gestopt."), expected_version=None
        )
    )

    page = await page_of(town, f"/aanbod/{walk}", status=410)

    assert page.text.count("Dit is er niet meer")
    assert "/" in page.links()


async def test_what_nobody_knows_is_not_found(town: Town) -> None:
    for nobody in ("01a200e4-3224-7666-b44e-7a1cbee4c538", "x", "%00", "1" * 300):
        await page_of(town, f"/aanbod/{nobody}", status=404)
