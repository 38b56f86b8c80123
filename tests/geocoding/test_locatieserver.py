"""Asking PDOK for addresses: in its shapes, briefly, and as if it were about to fail."""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from app.geocoding import locatieserver
from app.geocoding.locatieserver import Answers, Locatieserver, PdokPlace, read_ids, read_places
from tests.factories import MONDAY
from tests.geocoding.locatieserver_double import (
    LocatieserverDouble,
    Reply,
    address,
    locatieserver_double,
)

ENSCHEDE = ["GM0153"]
PIJPENSTRAAT = address("Pijpenstraat", 15, lon=6.89338546, lat=52.21910175)
SPINNERSTRAAT = address(
    "Spinnerstraat", 27, letter="A", lon=6.87571778, lat=52.2115792, postcode="7545TP"
)
ZWOLS = address(
    "Pijpenstraat", 15, lon=6.09, lat=52.51, postcode="8011AB", city="Zwolle", gemeente="0193"
)


@pytest.fixture
def double() -> Iterator[LocatieserverDouble]:
    with locatieserver_double() as double:
        double.hold([PIJPENSTRAAT, SPINNERSTRAAT, ZWOLS])
        yield double


async def found(
    pdok: Locatieserver, question: str, *, gemeenten: list[str] = ENSCHEDE, later: int = 0
) -> list[str] | None:
    places = await pdok.places(
        question, gemeente_codes=gemeenten, now=MONDAY + timedelta(hours=later)
    )
    if places is None:
        return None
    return [f"{one.street} {one.number or ''}{one.suffix} {one.city}".strip() for one in places]


SILENCE_S = 8.0


def silent(reply: Reply) -> Reply:
    return Reply(reply.status, reply.body, silence_s=SILENCE_S)


def broken(_reply: Reply) -> Reply:
    return Reply(503, b"<html>Even geduld</html>")


async def test_an_address_is_found_with_its_letter(double: LocatieserverDouble) -> None:
    async with Locatieserver(double.settings()) as pdok:
        places = await pdok.places(
            "spinnerstraat 27a enschede", gemeente_codes=ENSCHEDE, now=MONDAY
        )

    assert places is not None
    assert places[0] == PdokPlace(
        type="adres",
        id=SPINNERSTRAAT["id"],
        lon=6.87571778,
        lat=52.2115792,
        street="Spinnerstraat",
        city="Enschede",
        postcode="7545TP",
        number=27,
        suffix="A",
    )


async def test_only_the_gemeenten_of_the_map_are_asked_about(double: LocatieserverDouble) -> None:
    async with Locatieserver(double.settings()) as pdok:
        assert await found(pdok, "Pijpenstraat 15") == ["Pijpenstraat 15 Enschede"]
        both = await found(pdok, "Pijpenstraat 15", gemeenten=[])

    assert sorted(both or []) == ["Pijpenstraat 15 Enschede", "Pijpenstraat 15 Zwolle"]


async def test_a_filter_that_pdok_no_longer_takes_is_left_out_from_then_on(
    double: LocatieserverDouble,
) -> None:
    double.knows_gemeenten = False
    async with Locatieserver(double.settings()) as pdok:
        assert len(await found(pdok, "Pijpenstraat 15") or []) == 2
        assert len(await found(pdok, "Spinnerstraat 27A") or []) == 1

    refused = [query for _, query in double.asked if "gemeentecode" in query.get("fq", "")]
    assert len(refused) == 1


async def test_who_is_still_typing_gets_what_is_suggested_and_looked_up(
    double: LocatieserverDouble,
) -> None:
    async with Locatieserver(double.settings()) as pdok:
        places = await found(pdok, "pijpenst")

    assert places
    assert all(place.startswith("Pijpenstraat") for place in places)
    assert [service for service, _ in double.asked] == ["free", "suggest", *["lookup"] * 3]


async def test_a_misspelt_street_is_asked_again_by_its_real_name(
    double: LocatieserverDouble,
) -> None:
    async with Locatieserver(double.settings()) as pdok:
        assert (await found(pdok, "spinerstraat 27a") or [])[0] == "Spinnerstraat 27A Enschede"
        assert await found(pdok, "brinkstraat 3") == []

    assert "Spinnerstraat 27a Enschede" in double.questions()


async def test_the_same_question_is_asked_once_a_day(double: LocatieserverDouble) -> None:
    async with Locatieserver(double.settings()) as pdok:
        first = await found(pdok, "Pijpenstraat 15")
        assert await found(pdok, "Pijpenstraat 15", later=23) == first
        assert len(double.asked) == 1
        assert await found(pdok, "Pijpenstraat 15", later=24) == first
        assert len(double.asked) == 2


async def test_a_dead_pdok_costs_its_time_once_and_then_nothing(
    double: LocatieserverDouble,
) -> None:
    double.always = silent
    async with Locatieserver(double.settings(geocode_timeout_s=0.3)) as pdok:
        began = time.monotonic()
        assert await found(pdok, "Pijpenstraat 15") is None
        assert 0.2 < time.monotonic() - began < SILENCE_S / 2
        asked = len(double.asked)

        for number in range(20):
            assert await found(pdok, f"Pijpenstraat {number}") is None
        assert len(double.asked) == asked


async def test_whether_it_works_again_is_found_out_beside_the_questions_with_one_of_our_own(
    double: LocatieserverDouble,
) -> None:
    double.always = broken
    async with Locatieserver(double.settings()) as pdok:
        assert await found(pdok, "Pijpenstraat 15") is None
        double.always, double.asked = None, []
        pdok.outside.circuit.shut_from_s = 0.0  # half a minute later

        assert await found(pdok, "Pijpenstraat 15") is None, "nobody waits for it"
        assert pdok._looking is not None
        await asyncio.wait_for(pdok._looking, 2)
        assert double.questions() == [locatieserver.OF_OUR_OWN]
        assert await found(pdok, "Pijpenstraat 15") == ["Pijpenstraat 15 Enschede"]


async def test_one_failure_is_tried_once_more(double: LocatieserverDouble) -> None:
    double.habits = [broken]
    async with Locatieserver(double.settings()) as pdok:
        assert await found(pdok, "Pijpenstraat 15") == ["Pijpenstraat 15 Enschede"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"response": null}',
        b'{"response": {"docs": {}}}',
        b'{"response": {"docs": 3}}',
        b"[" * 100_000,
        b"\xff\xfe",
        b" " * (locatieserver.LARGEST_BYTES + 1),
    ],
    ids=[
        "nothing",
        "a page",
        "a list",
        "null",
        "no response",
        "no list",
        "a number",
        "deep",
        "not utf-8",
        "too large",
    ],
)
async def test_an_answer_of_another_shape_is_no_answer(
    double: LocatieserverDouble, body: bytes
) -> None:
    double.always = lambda _: Reply(200, body)
    async with Locatieserver(double.settings()) as pdok:
        assert await found(pdok, "Pijpenstraat 15") is None


@pytest.mark.parametrize("status", [204, 206, 301, 302, 400, 404, 429, 500])
async def test_another_status_is_no_answer(double: LocatieserverDouble, status: int) -> None:
    double.always = lambda _: Reply(status, b"")
    async with Locatieserver(double.settings()) as pdok:
        assert await found(pdok, "Pijpenstraat 15") is None


@pytest.mark.parametrize(
    "different",
    [
        {"centroide_ll": "POINT(6.9)"},
        {"centroide_ll": "POINT(0 0)"},
        {"centroide_ll": "POINT(1e999 52)"},
        {"centroide_ll": None},
        {"straatnaam": None},
        {"straatnaam": ["Pijpenstraat"]},
        {"straatnaam": "x" * 10_000},
        {"woonplaatsnaam": 7},
        {"huisnummer": "vijftien"},
        {"huisnummer": -1},
        {"type": "perceel"},
        {"id": None},
    ],
    ids=str,
)
def test_a_document_of_another_shape_is_left_out(different: dict[str, Any]) -> None:
    docs = [PIJPENSTRAAT | different, SPINNERSTRAAT, "niets", None, 3]
    answer = json.dumps({"response": {"docs": docs}}).encode()

    assert [one.street for one in read_places(answer)] == ["Spinnerstraat"]


def test_what_pdok_really_answered_can_be_read(shared: Path) -> None:
    folder = shared / "data" / "pdok"
    (nijmegen,) = read_places((folder / "RECORDED_free_adres_nijmegen.json").read_bytes())
    (schiphol,) = read_places((folder / "RECORDED_free_postcode_schiphol_v3.json").read_bytes())

    assert (nijmegen.street, nijmegen.number, nijmegen.city) == (
        "Arend Noorduijnstraat",
        1,
        "Nijmegen",
    )
    assert (schiphol.type, schiphol.postcode, schiphol.number) == ("postcode", "1118CP", None)
    assert read_places((folder / "RECORDED_free_gemeente_utrecht.json").read_bytes()) == ()
    assert read_places((folder / "COMPOSED_free_empty.json").read_bytes()) == ()
    (spinner,) = read_places((folder / "COMPOSED_lookup_adres_enschede.json").read_bytes())
    assert (spinner.number, spinner.suffix) == (27, "A")
    ids = read_ids((folder / "COMPOSED_suggest_enschede.json").read_bytes())
    assert ids[0] == "adr-0000000000000000000000000e5c0001"


async def test_no_line_of_log_holds_the_question(double: LocatieserverDouble) -> None:
    double.always = broken
    with structlog.testing.capture_logs() as lines:
        async with Locatieserver(double.settings()) as pdok:
            await found(pdok, "Pijpenstraat 15")
            double.always = silent
            pdok.outside.circuit.succeeded()
            pdok._budget_s = 0.05
            await found(pdok, "Spinnerstraat 27A")

    assert len(lines) == 3
    assert "straat" not in str(lines)
    assert {line["event"] for line in lines} == {"outside_call_failed"}


def _places(count: int) -> tuple[PdokPlace, ...]:
    one = PdokPlace(type="weg", id="weg-1", lon=6.9, lat=52.2, street="x" * 200, city="Enschede")
    return (one,) * count


def test_what_is_remembered_holds_no_question_and_has_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locatieserver, "MOST_REMEMBERED", 50)
    monkeypatch.setattr(locatieserver, "MOST_REMEMBERED_BYTES", 20_000)
    answers = Answers()
    for number in range(200):
        answers.remember(f"Pijpenstraat {number}", _places(1), now=MONDAY)
        assert len(answers) <= 50
    assert "Pijpenstraat" not in repr(answers._kept)
    assert answers.recalled("Pijpenstraat 199", now=MONDAY) == _places(1)
    assert answers.recalled("Pijpenstraat 1", now=MONDAY) is None

    for number in range(50):
        answers.remember(f"Spinnerstraat {number}", _places(10), now=MONDAY)
        assert answers.size_bytes <= 20_000
    assert answers.size_bytes == sum(len(kept.content) for kept in answers._kept.values())


def test_two_processes_file_the_same_question_differently() -> None:
    assert Answers()._filed("Pijpenstraat 15") != Answers()._filed("Pijpenstraat 15")


async def test_an_empty_address_is_switched_off(double: LocatieserverDouble) -> None:
    async with Locatieserver(double.settings(pdok_locatieserver_url="")) as pdok:
        assert not pdok.is_on
