"""Borders out of files: every spelling that publishers use, repairs, and nonsense refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from shapely import Polygon

from app.core.errors import InvalidInputError
from app.ingest.areas.boundaries import Borders, file_source, read_borders
from app.ingest.areas.features import Source
from tests.areas.weverveld import (
    NAMES,
    all_buurten,
    buurt,
    collection,
    feature,
    in_wgs84,
    square,
    squares,
    written,
)

BOW_TIE = Polygon([(255000, 470000), (256000, 471000), (256000, 470000), (255000, 471000)])


def read(features: list[dict[str, Any]], *, epsg: int = 28992) -> Borders:
    page = json.dumps(collection(features, epsg=epsg)).encode()
    return read_borders([Source("buurten.geojson", page)], gemeente_codes=[])


def faults(features: list[dict[str, Any]], *, epsg: int = 28992) -> list[tuple[str, str]]:
    """(code, place) of every fault."""
    with pytest.raises(InvalidInputError) as refused:
        read(features, epsg=epsg)
    return [(fault.code, fault.name) for fault in refused.value.faults]


def counts(borders: Borders) -> dict[str, int]:
    levels = [area.level for area in borders.areas]
    return {level: levels.count(level) for level in ("buurt", "wijk", "gemeente")}


def test_buurten_alone_make_their_wijken_and_gemeente() -> None:
    borders = read(all_buurten())

    assert counts(borders) == {"buurt": 6, "wijk": 2, "gemeente": 1}
    by_code = {area.code: area for area in borders.areas}
    assert by_code["GM9001"].name == "Weverveld"
    assert by_code["GM9001"].geometry.equals(square(0, 0, width=3, height=2))
    assert by_code["GM9001"].inhabitants == 2 * (1000 + 1001 + 1002)
    assert by_code["WK900101"].parent_code == "GM9001"
    assert by_code["BU90010101"].parent_code == "WK900101"
    assert borders.repairs == ()


def test_degrees_and_metres_give_the_same_ground() -> None:
    metres = {area.code: area for area in read(all_buurten()).areas}

    for area in read(in_wgs84(all_buurten()), epsg=4326).areas:
        assert area.geometry.symmetric_difference(metres[area.code].geometry).area < 5
        assert area.name == metres[area.code].name


def test_a_geopackage_is_read_layer_by_layer(tmp_path: Path) -> None:
    path = tmp_path / "weverveld.gpkg"
    shapes = squares()
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(list(shapes.values())),
        field_data=[np.array(list(shapes), dtype=object), np.array([7] * 6)],
        fields=["BU_CODE", "AANT_INW"],
        layer="buurten",
        crs="EPSG:28992",
        geometry_type="Polygon",
    )
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb([square(0, 0, width=3, height=2)]),
        field_data=[np.array(["GM9001"], dtype=object), np.array(["Weverveld"], dtype=object)],
        fields=["GM_CODE", "GM_NAAM"],
        layer="gemeenten",
        crs="EPSG:28992",
        geometry_type="Polygon",
        append=True,
    )

    borders = read_borders([file_source(path)], gemeente_codes=["GM9001"])

    assert counts(borders) == {"buurt": 6, "wijk": 2, "gemeente": 1}
    assert borders.areas[0].inhabitants == 7


@pytest.mark.parametrize(
    "spelling",
    [
        {"buurtcode": "BU90010000", "buurtnaam": "Weefhof", "aantalInwoners": 12},
        {"buurtcode": "BU90010000", "buurtnaam": "Weefhof", "aantal_inwoners": 12},
        {"buurtcode": "bu90010000", "buurtnaam": " Weefhof ", "inwoners_2024": 12},
        {"BU_CODE": "BU90010000", "BU_NAAM": "Weefhof", "AANT_INW": 12},
        {
            "buurtcode": "BU90010000",
            "buurtnaam": "Weefhof",
            "gemeentecode": "9001",
            "inwoners_2023": 11,
            "inwoners_2024": 12,
        },
    ],
)
def test_publishers_call_the_same_thing_by_many_names(spelling: dict[str, object]) -> None:
    area = read([feature(square(0, 0), spelling)]).areas[0]

    assert (area.code, area.name, area.inhabitants) == ("BU90010000", "Weefhof", 12)


@pytest.mark.parametrize("no_data", [-99997, -99995, None])
def test_no_data_is_not_a_number_of_inhabitants(no_data: int | None) -> None:
    weefhof = read([buurt("BU90010000", square(0, 0), aantalInwoners=no_data)]).areas[0]

    assert weefhof.inhabitants is None
    assert weefhof.says_inhabitants


def test_a_source_that_says_nothing_of_inhabitants_is_not_a_source_without_data() -> None:
    weefhof = read([feature(square(0, 0), {"buurtcode": "BU90010000"})]).areas[0]

    assert not weefhof.says_inhabitants


def test_water_is_dropped() -> None:
    water = buurt("BU90010098", square(3, 0), water="JA")

    assert {area.code for area in read([*all_buurten(), water]).areas} >= set(NAMES)
    assert "BU90010098" not in {area.code for area in read([*all_buurten(), water]).areas}


def test_an_invalid_border_is_repaired_and_reported_in_dutch() -> None:
    borders = read([buurt("BU90010000", BOW_TIE)])

    assert [(r.code, r.reason) for r in borders.repairs] == [
        ("BU90010000", "de rand kruist zichzelf")
    ]
    repaired = borders.areas[0].geometry
    assert repaired.is_valid
    assert repaired.area == pytest.approx(500_000)


def test_wijken_that_are_given_are_taken_and_the_others_made() -> None:
    wijk = feature(
        square(0, 0, width=3),
        {"wijkcode": "WK900100", "wijknaam": "Hofwijk", "gemeentecode": "GM9001"},
    )

    borders = read([*all_buurten(), wijk])

    assert counts(borders) == {"buurt": 6, "wijk": 2, "gemeente": 1}
    names = {area.code: area.name for area in borders.areas}
    assert (names["WK900100"], names["WK900101"]) == ("Hofwijk", None)


def test_only_the_gemeenten_that_were_asked_for_are_read(tmp_path: Path) -> None:
    file = written(tmp_path / "b.geojson", [*all_buurten(), buurt("BU90020000", square(5, 0))])

    borders = read_borders([file_source(file)], gemeente_codes=["GM9002"])

    assert {area.code for area in borders.areas} == {"BU90020000", "WK900200", "GM9002"}


def test_nonsense_is_refused_with_every_fault_at_once() -> None:
    assert faults(
        [
            feature(square(0, 0), {"naam": "zonder code"}),
            feature(square(0, 0), {"buurtcode": "Weefhof"}),
            buurt("BU90010001", square(0, 0), gemeentecode="GM0153"),
            buurt("BU90010002", square(1000, 0)),
            buurt("BU90010003", square(0, 0)),
            buurt("BU90010003", square(1, 0)),
            feature(None, {"buurtcode": "BU90010004"}),
            feature(shapely.Point(255500, 470500), {"buurtcode": "BU90010005"}),
            buurt("BU90010006", square(0, 0, width=1e-7, height=1e-7)),
        ]
    ) == [
        ("no-code", "buurten.geojson, 1"),
        ("wrong-code", "buurten.geojson, 2"),
        ("contradiction", "buurten.geojson, 3"),
        ("duplicate", "buurten.geojson, 6"),
        ("outside", "buurten.geojson, 4"),
        ("no-surface", "buurten.geojson, 7"),
        ("no-surface", "buurten.geojson, 8"),
        ("no-surface", "buurten.geojson, 9"),
    ]


def test_latitude_before_longitude_is_noticed() -> None:
    swapped = [
        {
            **one,
            "geometry": {
                **one["geometry"],
                "coordinates": [
                    [[lat, lon] for lon, lat in ring] for ring in one["geometry"]["coordinates"]
                ],
            },
        }
        for one in in_wgs84([buurt("BU90010000", square(0, 0))])
    ]

    assert faults(swapped, epsg=4326) == [("outside", "buurten.geojson, 1")]


def test_metres_said_to_be_degrees_are_noticed() -> None:
    assert faults([buurt("BU90010000", square(0, 0))], epsg=4326) == [
        ("outside", "buurten.geojson, 1")
    ]


def test_another_reference_system_is_refused_by_name() -> None:
    assert faults(all_buurten(), epsg=3857) == [("reference-system", "buurten.geojson")]


def test_a_file_without_buurten_is_refused() -> None:
    wijk = feature(square(0, 0), {"wijkcode": "WK900100"})

    assert faults([wijk]) == [("no-buurten", "GM9001")]
    assert faults([]) == [("empty", "")]


def test_what_is_no_geography_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html>Even geduld</html>", encoding="utf-8")
    half = tmp_path / "half.geojson"
    half.write_text(json.dumps(collection(all_buurten()))[:400], encoding="utf-8")

    with pytest.raises(InvalidInputError) as refused:
        read_borders([file_source(page), file_source(half)], gemeente_codes=[])

    assert [(f.code, f.name) for f in refused.value.faults] == [
        ("unreadable", "page.html"),
        ("unreadable", "half.geojson"),
    ]


def test_the_real_borders_of_three_gemeenten_are_counted_exactly(shared: Path) -> None:
    files = sorted((shared / "data" / "areas").glob("*.geojson"))

    areas = read_borders([file_source(path) for path in files], gemeente_codes=[]).areas

    found = [
        sum(area.level == level and area.gemeente_code == gemeente for area in areas)
        for gemeente in ("GM0153", "GM0193", "GM0917")
        for level in ("buurt", "wijk", "gemeente")
    ]
    assert found == [70, 10, 1, 78, 16, 1, 57, 23, 1]
    assert len(areas) == sum(found)
