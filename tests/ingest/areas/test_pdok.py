"""Fetching borders from PDOK, with all its habits, from a stand-in on this machine."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import InvalidInputError
from app.ingest.areas.boundaries import read_borders
from app.ingest.areas.pdok import Download, Pdok, PdokError
from app.ingest.progress import Silent
from tests.areas.weverveld import all_buurten, buurt, feature, in_wgs84, square
from tests.ingest.areas.pdok_double import (
    PdokDouble,
    Reply,
    always,
    first,
    from_request,
    pdok_double,
)

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BROKEN = Reply(503, b"<html>Even geduld</html>")
SILENT = Reply(200, b"{}", cut_after=0, silence_s=5)


@pytest.fixture
def double() -> Iterator[PdokDouble]:
    """PDOK with Weverveld and a buurt of another gemeente, three buurten a page."""
    wijken = [
        feature(
            square(0, row, width=3),
            {"wijkcode": f"WK90010{row}", "wijknaam": name, "gemeentecode": "GM9001"},
        )
        for row, name in enumerate(("Hofwijk", "Hoogwijk"))
    ]
    gemeente = feature(
        square(0, 0, width=3, height=2), {"gemeentecode": "GM9001", "gemeentenaam": "Weverveld"}
    )
    buurten = [*all_buurten(), buurt("BU90020000", square(5, 0))]
    with pdok_double(
        buurten=in_wgs84(buurten), wijken=in_wgs84(wijken), gemeenten=in_wgs84([gemeente])
    ) as double:
        double.page_size = 4
        yield double


async def download(
    double: PdokDouble,
    folder: Path,
    *,
    gemeente: str = "GM9001",
    now: datetime = NOW,
    timeout_s: float = 0.3,
) -> Download:
    async with Pdok(double.settings(timeout_s=timeout_s), downloads=folder) as pdok:
        return await pdok.borders(gemeente, year=2024, now=now, steps=Silent())


def codes(found: Download) -> set[str]:
    return {area.code for area in read_borders(found.pages, gemeente_codes=["GM9001"]).areas}


def kept_pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


WHOLE = {area["properties"]["buurtcode"] for area in all_buurten()} | {
    "WK900100",
    "WK900101",
    "GM9001",
}


async def test_wfs_is_asked_page_after_page_until_an_empty_one(
    double: PdokDouble, tmp_path: Path
) -> None:
    found = await download(double, tmp_path)

    assert found.service == "PDOK WFS"
    assert codes(found) == WHOLE
    # Four, two and none: a short page is not the last one.
    starts = [q["startIndex"] for q in double.of("wfs") if q["typeNames"].endswith(":buurten")]
    assert starts == ["0", "4", "6"]
    assert double.of("ogc") == []


async def test_pages_of_995_are_no_reason_to_stop(tmp_path: Path) -> None:
    many = [
        buurt(f"BU9001{n:04}", square(n % 40, n // 40, width=0.9, height=0.9)) for n in range(1000)
    ]
    with pdok_double(buurten=in_wgs84(many)) as double:
        found = await download(double, tmp_path, timeout_s=5)

        starts = [q["startIndex"] for q in double.of("wfs") if ":buurten" in q["typeNames"]]
        assert starts == ["0", "995", "1000"]
        areas = read_borders(found.pages, gemeente_codes=["GM9001"]).areas
        assert sum(area.level == "buurt" for area in areas) == 1000


async def test_one_gemeente_is_asked_for_in_the_way_that_works(
    double: PdokDouble, tmp_path: Path
) -> None:
    await download(double, tmp_path)

    assert all("CQL_FILTER" not in query for query in double.of("wfs"))
    assert all("<Literal>GM9001</Literal>" in query["FILTER"] for query in double.of("wfs"))
    assert double.asked[0][0] == "/cbs/wijkenbuurten/2024/wfs/v1_0"


@pytest.mark.parametrize(
    "trouble",
    [
        BROKEN,
        Reply(429, b"{}"),
        Reply(200, b"<ows:ExceptionReport>mislukt</ows:ExceptionReport>"),
        Reply(200, json.dumps({"type": "FeatureCollection"}).encode()),
    ],
)
async def test_trouble_that_passes_is_tried_once_more(
    double: PdokDouble, tmp_path: Path, trouble: Reply
) -> None:
    double.habits.append(first(1, "wfs", lambda _: trouble))

    found = await download(double, tmp_path)

    assert (found.service, codes(found)) == ("PDOK WFS", WHOLE)


async def test_half_a_page_and_then_silence_is_not_a_page(
    double: PdokDouble, tmp_path: Path
) -> None:
    double.habits.append(
        first(1, "wfs", lambda honest: Reply(200, honest.body, len(honest.body) // 2, silence_s=5))
    )

    found = await download(double, tmp_path)

    assert (found.service, codes(found)) == ("PDOK WFS", WHOLE)


async def test_half_a_page_and_a_closed_door_is_not_a_page(
    double: PdokDouble, tmp_path: Path
) -> None:
    double.habits.append(first(1, "wfs", lambda h: Reply(200, h.body, len(h.body) // 2)))

    assert codes(await download(double, tmp_path)) == WHOLE


@pytest.mark.parametrize("trouble", [BROKEN, SILENT, Reply(404, b"")])
async def test_when_wfs_stays_broken_the_ogc_api_answers(
    double: PdokDouble, tmp_path: Path, trouble: Reply
) -> None:
    double.habits.append(always("wfs", trouble))

    found = await download(double, tmp_path)

    assert (found.service, codes(found)) == ("PDOK OGC API", WHOLE)


async def test_the_ogc_api_gets_no_parameter_that_it_does_not_know_and_its_links_are_followed(
    double: PdokDouble, tmp_path: Path
) -> None:
    double.habits.append(always("wfs", BROKEN))

    await download(double, tmp_path)

    of_buurten = [q for path, q in double.asked if path.endswith("/collections/buurten/items")]
    assert of_buurten == [
        {"gemeentecode": "GM9001", "limit": "1000", "f": "json"},
        {"gemeentecode": "GM9001", "limit": "1000", "f": "json", "cursor": "Dv4|4"},
    ]


async def test_when_nobody_answers_it_says_so_in_plain_words(
    double: PdokDouble, tmp_path: Path
) -> None:
    double.habits += [always("wfs", BROKEN), always("ogc", SILENT)]

    with pytest.raises(PdokError, match="Er is niets veranderd") as failed:
        await download(double, tmp_path)

    assert "PDOK WFS: HTTP 503" in failed.value.detail
    assert "PDOK OGC API: ReadTimeout" in failed.value.detail
    assert failed.value.problem.status == 503


async def test_nobody_at_the_address_is_the_same_as_no_answer(tmp_path: Path) -> None:
    with pdok_double() as gone:
        pass

    with pytest.raises(PdokError, match="ConnectError"):
        await download(gone, tmp_path)


async def test_a_gemeente_that_pdok_does_not_have_is_a_fault_of_the_question(
    double: PdokDouble, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInputError, match="PDOK kent GM9009 niet in 2024"):
        await download(double, tmp_path, gemeente="GM9009")

    assert double.of("ogc"), "the second service was asked too"
    assert kept_pages(tmp_path) == []


async def test_a_second_try_asks_only_for_what_is_not_there_yet(
    double: PdokDouble, tmp_path: Path
) -> None:
    double.habits += [from_request(3, "wfs", lambda _: BROKEN), always("ogc", BROKEN)]
    with pytest.raises(PdokError):
        await download(double, tmp_path)
    double.habits.clear()
    double.asked.clear()

    found = await download(double, tmp_path, now=NOW + timedelta(hours=1))

    assert codes(found) == WHOLE
    buurten = [q["startIndex"] for q in double.of("wfs") if ":buurten" in q["typeNames"]]
    assert buurten == ["6"]


async def test_pages_of_yesterday_are_fetched_again(double: PdokDouble, tmp_path: Path) -> None:
    await download(double, tmp_path)
    double.asked.clear()

    await download(double, tmp_path, now=NOW + timedelta(hours=25))

    assert double.of("wfs")[0]["startIndex"] == "0"


async def test_a_page_that_was_damaged_on_disk_is_fetched_again(
    double: PdokDouble, tmp_path: Path
) -> None:
    found = await download(double, tmp_path)
    page = kept_pages(tmp_path)[0]
    page.write_bytes(page.read_bytes()[:50])

    again = await download(double, tmp_path)

    assert codes(again) == codes(found) == WHOLE


async def test_a_service_that_repeats_itself_is_left_for_the_other(
    double: PdokDouble, tmp_path: Path
) -> None:
    page = json.dumps(
        {"type": "FeatureCollection", "features": in_wgs84(all_buurten()[:1])}
    ).encode()
    double.habits.append(always("wfs", Reply(200, page)))

    assert (await download(double, tmp_path)).service == "PDOK OGC API"


async def test_the_shapes_that_were_composed_from_the_real_services_are_read(
    shared: Path, tmp_path: Path
) -> None:
    folder = shared / "data" / "pdok"
    wfs = (folder / "COMPOSED_wfs_buurten.json").read_bytes()
    pages = [(folder / f"COMPOSED_ogc_buurten_page{n}.json").read_bytes() for n in (1, 2)]

    def composed(path: str, query: object, honest: Reply) -> Reply:
        assert isinstance(query, dict)
        if "/wfs/" in path and ":buurten" in query["typeNames"] and query["startIndex"] == "0":
            return Reply(200, wfs)
        if path.endswith("/buurten/items"):
            return Reply(200, pages[query.get("cursor") == "Dv4|Nwyr1Q"])
        return honest

    with pdok_double() as double:
        double.habits.append(composed)
        of_wfs = await download(double, tmp_path, gemeente="GM0153")
        double.habits.append(always("wfs", BROKEN))
        of_ogc = await download(double, tmp_path / "ogc", gemeente="GM0153")

    first_three = read_borders(of_wfs.pages, gemeente_codes=["GM0153"]).areas
    first_four = read_borders(of_ogc.pages, gemeente_codes=["GM0153"]).areas
    buurten = {area.code: area for area in first_four if area.level == "buurt"}
    assert [(b.name, b.inhabitants) for b in buurten.values()] == [
        ("City", 3840),
        ("Lasonder, Zeggelt", 2040),
        ("De Laares", 2430),
        ("De Bothoven", 5755),
    ]
    for area in first_three:
        if area.level == "buurt":
            assert area.geometry.equals(buurten[area.code].geometry)
