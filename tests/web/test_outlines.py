"""The drawing of an area: a square on the ground is a square on paper, and numbers can be read."""

from itertools import pairwise
from math import hypot
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.schemas import GeoMultiPolygon
from app.core.geo import LonLat, RdPoint, lonlat_of, rd_of
from app.web.outline_names import names_beside
from app.web.outlines import MOST_PINS, PAPER, SCREEN, Outline, Pin, outline
from tests.factories import DE_BOEI


def from_boei(east_m: float, north_m: float) -> tuple[float, float]:
    boei = rd_of(DE_BOEI)
    point: LonLat = lonlat_of(RdPoint(boei.x_m + east_m, boei.y_m + north_m))
    return point.lon, point.lat


def square(half_m: float = 500) -> GeoMultiPolygon:
    """Around De Boei."""
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [list(from_boei(x * half_m, y * half_m)) for x, y in corners]
    return GeoMultiPolygon(type="MultiPolygon", coordinates=[[ring]])


def drawn(spots: dict[str, tuple[float, float]]) -> Outline:
    found = outline(square(), spots)
    assert found is not None
    return found


def corners_of(path: str) -> list[tuple[float, float]]:
    pairs = path.removeprefix("M").removesuffix("Z").split("L")
    return [(float(pair.split()[0]), float(pair.split()[1])) for pair in pairs]


def test_a_square_on_the_ground_is_a_square_on_paper_with_the_north_on_top() -> None:
    sheet = drawn({"north": from_boei(0, 400), "east": from_boei(400, 0)})
    corners = corners_of(sheet.path)
    wide = max(x for x, _ in corners) - min(x for x, _ in corners)
    high = max(y for _, y in corners) - min(y for _, y in corners)
    # RD New is turned a little against the north, here by 1.2 degrees.
    assert wide == pytest.approx(high, rel=0.01)
    north, east = sheet.pins
    assert north.y < east.y
    assert east.x > north.x
    assert wide * sheet.metres_per_unit == pytest.approx(1000, rel=0.05)


def test_the_border_is_drawn_without_corners_that_nobody_sees() -> None:
    [[ring]] = square().coordinates
    along = [
        [(a[0] * (9 - i) + b[0] * i) / 9, (a[1] * (9 - i) + b[1] * i) / 9]
        for a, b in pairwise(ring)
        for i in range(9)
    ]
    many = GeoMultiPolygon(type="MultiPolygon", coordinates=[[[*along, along[0]]]])
    sheet = outline(many, {})
    assert sheet is not None
    assert len(corners_of(sheet.path)) == 4


def test_a_place_far_away_has_a_number_and_no_pin() -> None:
    sheet = drawn({"far": from_boei(9000, 0), "near": from_boei(0, 0), "beside": from_boei(900, 0)})
    assert [(pin.key, pin.number) for pin in sheet.pins] == [("near", 2), ("beside", 3)]


def test_places_at_one_address_stand_beside_it_with_a_line_to_it() -> None:
    sheet = drawn({str(number): from_boei(0, 0) for number in range(5)})
    assert _apart(sheet.pins) > 2 * SCREEN.radius - 1
    assert len({(pin.dot_x, pin.dot_y) for pin in sheet.pins}) == 1
    assert any(pin.is_beside for pin in sheet.pins)


def test_too_many_places_are_dots() -> None:
    sheet = drawn({str(n): from_boei(n * 10 - 300, n * 7 - 200) for n in range(MOST_PINS + 1)})
    assert not sheet.is_numbered


def test_one_place_without_a_border_is_still_a_map() -> None:
    sheet = outline(None, {"boei": from_boei(0, 0)})
    assert sheet is not None
    assert (sheet.path, len(sheet.pins)) == ("", 1)
    assert outline(None, {}) is None


def test_the_bar_says_minutes_in_a_buurt_and_kilometres_in_a_gemeente() -> None:
    assert drawn({}).bar.minutes == 5
    large = outline(square(6000), {})
    assert large is not None
    assert (large.bar.minutes, large.bar.kilometres) == (None, 5)


def test_a_name_stands_where_it_touches_nothing() -> None:
    at = {"1": from_boei(0, 0), "2": from_boei(60, 0), "3": from_boei(0, 300)}
    sheet = drawn(at)
    labels = names_beside(sheet, {"1": "De Boei", "2": "Kerkzaal", "3": "Een heel lange naam " * 9})
    assert {label.text for label in labels} >= {"De Boei", "Kerkzaal"}
    assert all(len(label.text) <= 20 for label in labels)


spots = st.lists(
    st.tuples(st.floats(-700, 700), st.floats(-700, 700)), min_size=1, max_size=MOST_PINS
)


@settings(max_examples=40)
@given(spots)
def test_wherever_places_are_all_numbers_are_inside_the_drawing(
    where: list[tuple[float, float]],
) -> None:
    at = {str(number): from_boei(*spot) for number, spot in enumerate(where)}
    for frame in (SCREEN, PAPER):
        sheet = outline(square(), at, frame=frame)
        assert sheet is not None
        assert frame.lowest <= sheet.height <= frame.highest
        for pin in sheet.pins:
            assert 0 <= pin.x <= sheet.width
            assert 0 <= pin.y <= sheet.height
        ET.fromstring(f'<path d="{sheet.path}"/>')  # noqa: S314 -- our own


def _apart(pins: object) -> float:
    assert isinstance(pins, list)
    known: list[Pin] = pins
    return min(
        hypot(one.x - other.x, one.y - other.y)
        for index, one in enumerate(known)
        for other in known[index + 1 :]
    )
