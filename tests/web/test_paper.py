"""The paper map: one A4 to hang on a wall, on the screen and as PDF."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.config import Settings
from app.core.database import Db
from app.core.errors import UnavailableError
from app.web import printing
from app.web.papers import cut
from app.web.printing import OWN, Papers, one_page
from tests.databases import Databases
from tests.factories import PATHMOS, place
from tests.finder.pathmos import from_boei, goes_on
from tests.finder.pathmos_asked import Town
from tests.web.parsed import Document, parsed
from tests.web.pathmos_to_show import RENUMBERED, SPLIT, pathmos_to_show

HERE = f"/buurt/{PATHMOS}/afdrukken"


@pytest.fixture(scope="module")
async def town(make_database: Databases) -> AsyncIterator[Town]:
    async with pathmos_to_show(make_database()) as town:
        yield town


async def page(town: Town, path: str = HERE) -> Document:
    answer = await town.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-robots-tag"] == "noindex"
    return parsed(answer.text)


def sheet_of(document: Document) -> str:
    """What is read on the sheet, on one line."""
    [sheet] = [one for one in document.all("article") if one.get("class") == "sheet"]
    return " ".join(" ".join(sheet.itertext()).split())


async def pdf_of(town: Town, path: str = f"{HERE}.pdf") -> PdfReader:
    answer = await town.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


async def test_it_says_when_what_where_at_what_cost_and_whom_to_call(town: Town) -> None:
    told = sheet_of(await page(town))
    assert "Wat is er te doen in Pathmos 23 november tot en met 29 november" in told
    assert (
        "dinsdag 24 november 10.00 Koffie met buren 1 De Boei · gratis · zo binnenlopen · "
        "bel Hanneke, 053 123 45 67"
    ) in told
    assert "maandag 23 november 15.30 Huiswerkplek" in told
    assert "ook op di, wo, do en vr" in told


async def test_what_always_stands_is_the_wijkwijzer_and_the_support_point(town: Town) -> None:
    told = sheet_of(await page(town))
    assert "Wijkwijzer De Boei Spinnerstraat 27A elke maandag van 9.00 tot 12.00 uur" in told
    assert "053 765 43 21" in told
    assert "Zorgt u voor iemand? 053 111 22 33 Steunpunt Mantelzorg" in told


async def test_a_time_that_is_cancelled_is_told_and_not_left_to_hope(town: Town) -> None:
    assert "10.00 Klaverjassen gaat niet door" in sheet_of(await page(town))


async def test_what_is_discreet_hangs_on_no_wall(town: Town) -> None:
    answer = await town.client.get(HERE)
    assert "Van de drank af" not in answer.text
    told = sheet_of(parsed(answer.text))
    assert "Niet alles staat op papier. De Wijkwijzer weet meer." in told
    # That people with little money are welcome too makes a meal no secret.
    assert "Soep in De Boei" in told


async def test_it_says_when_it_was_printed_and_where_there_is_news(town: Town) -> None:
    document = await page(town)
    told = sheet_of(document)
    assert "Gedrukt op maandag 23 november. Kijk voor het laatste nieuws op" in told
    assert f"localhost:8000/buurt/{PATHMOS}" in told
    assert [one for one in document.all("path") if one.get("class") == "qrline"]
    assert not [one for one in document.root.iter() if one.get("style")]


async def test_a_sheet_for_older_people_begins_with_what_names_them(town: Town) -> None:
    document = await page(town, f"{HERE}?voor=ouderen")
    told = sheet_of(document)
    assert "Voor ouderen in Pathmos" in told
    assert "Koffie met buren" in told
    assert "Huiswerkplek" not in told
    assert f"{HERE}?voor=jongeren" in document.links()


@pytest.mark.parametrize("audience", ["laag-inkomen", "niemand", "", "<b>"])
async def test_for_who_does_not_want_to_be_known_there_is_no_sheet(
    town: Town, audience: str
) -> None:
    answer = await town.client.get(HERE, params={"voor": audience})
    told = sheet_of(parsed(answer.text))
    assert told.startswith("Wat is er te doen in Pathmos")
    chips = [
        one.get("href") or "" for one in parsed(answer.text).all("a") if one.get("class") == "chip"
    ]
    assert chips
    assert not [href for href in chips if "laag-inkomen" in href]


async def test_the_pdf_is_the_same_sheet_on_one_page_that_can_be_read_aloud(town: Town) -> None:
    pdf = await pdf_of(town)
    assert len(pdf.pages) == 1
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    text = " ".join(pdf.pages[0].extract_text().split())
    for part in ("Wat is er te doen in Pathmos", "Koffie met buren", "Hanneke", "gaat niet door"):
        assert part in text
    assert "Van de drank af" not in text
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Wat is er te doen in Pathmos"
    fonts = pdf.pages[0]["/Resources"]["/Font"].values()
    assert all("Paper" in font.get_object()["/BaseFont"] for font in fonts)


async def test_the_same_sheet_again_is_known_by_its_tag(town: Town) -> None:
    first = await town.client.get(f"{HERE}.pdf")
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await town.client.get(f"{HERE}.pdf", headers=tag)).status_code == 304


async def test_old_codes_lead_to_the_sheet_of_the_successor(town: Town) -> None:
    assert await town.moved_to(f"/buurt/{RENUMBERED}/afdrukken") == HERE
    assert await town.moved_to(f"/buurt/{RENUMBERED}/afdrukken.pdf") == f"{HERE}.pdf"
    assert (await town.client.get(f"/buurt/{SPLIT}/afdrukken")).status_code == 410
    assert (await town.client.get(f"/buurt/{SPLIT}/afdrukken.pdf")).status_code == 410


async def a_full_week(db: Db) -> None:
    for number in range(10):
        hall = await place(
            db,
            name=f"Zaal {number} " + "van de vereniging " * 5,
            point=from_boei(number * 40 - 180),
        )
        for day in ("mo", "we", "fr"):
            await goes_on(
                db,
                day,
                title=f"{day} {number} " + "met elkaar iets moois maken " * 2,
                placeId=hall.id,
                contact={"askFor": "Wilhelmina-Johanna van der", "phone": "053 123 45 67"},
            )


@pytest.mark.slow
async def test_a_very_full_buurt_is_still_one_page_and_says_what_it_leaves_out(
    make_database: Databases,
) -> None:
    async with pathmos_to_show(make_database()) as town:
        await town.saved(a_full_week)
        pdf = await pdf_of(town)
        assert len(pdf.pages) == 1
        text = " ".join(pdf.pages[0].extract_text().split())
        assert "op de kaart van de buurt: scan de code." in text
        for day in ("Maandag", "Dinsdag", "Woensdag", "Vrijdag"):
            assert day.lower() in text.lower()


def html(body: str) -> str:
    return f"<!doctype html><html lang=nl><title>Blad</title><body class=is-paper>{body}"


def test_what_does_not_fit_is_drawn_shorter_and_at_last_cut_off() -> None:
    long, short = html("<p>woord</p>" * 120), html("<p>kort</p>")
    assert (
        "kort"
        in PdfReader(BytesIO(one_page([lambda: long, lambda: short]))).pages[0].extract_text()
    )
    assert len(PdfReader(BytesIO(one_page([lambda: long]))).pages) == 1


def test_a_sheet_fetches_nothing_from_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    known = printing.assets()
    monkeypatch.setattr(type(known), "content", lambda _self, name: asked.append(name))
    body = "".join(
        f'<img src="{address}" alt="x"><link rel="stylesheet" href="{address}">'
        for address in (
            "file:///etc/passwd",
            "http://localhost:1/x.png",
            "https://own.invalid/css/app.css",
            f"{OWN}../../app/core/config.py",
            "data:text/plain,x",
        )
    )
    assert one_page([lambda: html(body)])
    assert set(asked) <= {"parts/noto-sans.woff2", "parts/noto-sans-ext.woff2"}


async def test_thirty_people_who_ask_at_once_cost_one_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []

    def making(drafts: printing.Drafts) -> bytes:
        made.append(drafts[0]())
        return b"%PDF"

    monkeypatch.setattr(printing, "one_page", making)
    papers = Papers(Settings())
    answers = await asyncio.gather(*(papers.sheet([lambda: "Pathmos"]) for _ in range(30)))
    assert set(answers) == {b"%PDF"}
    assert made == ["Pathmos"]
    await papers.close()


async def test_when_too_many_sheets_wait_one_is_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printing, "MOST_WAITING", 0)
    papers = Papers(Settings())
    with pytest.raises(UnavailableError):
        await papers.sheet([lambda: "Pathmos"])
    await papers.close()


def test_a_long_title_ends_at_a_word() -> None:
    assert cut("Samen koken en eten", 40) == "Samen koken en eten"
    assert cut("Samen koken en eten in De Boei", 22) == "Samen koken en eten…"
    assert len(cut("x" * 200, 64)) == 64
