"""Outlines where there are no borders: everybody's own label on their own ground."""

import random

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point

from app.ingest.areas.schematic import KnownPoint, outlines
from tests.areas.weverveld import point

spots = st.builds(
    point,
    st.floats(0, 9, allow_nan=False, width=32),
    st.floats(0, 9, allow_nan=False, width=32),
)


def labels(chance: random.Random, count: int) -> dict[str, Point]:
    """Labels all over two gemeenten that lie side by side."""
    return {
        f"BU900{n % 2 + 1}{n:04}": point(chance.uniform(0, 6) + 5 * (n % 2), chance.uniform(0, 6))
        for n in range(count)
    }


def overlap_m2(drawn: dict[str, MultiPolygon]) -> float:
    shapes = list(drawn.values())
    pairs = shapely.STRtree(shapes).query(shapes).T
    return sum(float(shapes[i].intersection(shapes[j]).area) for i, j in pairs if i < j)


@pytest.mark.parametrize("count", [1, 2, 3, 40, 200])
def test_every_label_lies_in_its_own_outline_and_outlines_do_not_overlap(count: int) -> None:
    chance = random.Random(count)
    buurten = labels(chance, count)
    known = [
        KnownPoint(chance.choice(list(buurten)), point(chance.uniform(0, 11), chance.uniform(0, 6)))
        for _ in range(count * 3)
    ]

    drawn = outlines(buurten, area_labels=[], known_points=known)

    assert drawn.keys() == buurten.keys()
    assert all(drawn[code].contains(label) for code, label in buurten.items())
    assert all(outline.is_valid for outline in drawn.values())
    assert overlap_m2(drawn) == 0


def test_the_same_input_gives_the_same_outlines_in_whatever_order() -> None:
    chance = random.Random(5)
    buurten = labels(chance, 30)
    known = [KnownPoint(code, point(chance.uniform(0, 6), 3)) for code in buurten]

    once = outlines(buurten, area_labels=[], known_points=known)
    again = outlines(
        dict(reversed(buurten.items())), area_labels=[], known_points=list(reversed(known))
    )

    assert {code: o.wkb for code, o in once.items()} == {code: o.wkb for code, o in again.items()}


def test_a_place_of_which_the_buurt_is_known_lies_in_that_buurt() -> None:
    buurten = {"BU90010000": point(0, 0), "BU90010001": point(3, 0)}
    across = KnownPoint("BU90010000", point(2.6, 0.5))

    without = outlines(buurten, area_labels=[], known_points=[])
    with_it = outlines(buurten, area_labels=[], known_points=[across])

    assert without["BU90010001"].contains(across.point)
    assert with_it["BU90010000"].contains(across.point)


def test_a_place_on_top_of_a_label_of_another_buurt_does_not_take_it() -> None:
    buurten = {"BU90010000": point(0, 0), "BU90010001": point(3, 0)}

    drawn = outlines(
        buurten, area_labels=[], known_points=[KnownPoint("BU90010000", point(3, 0.0005))]
    )

    assert drawn["BU90010001"].contains(buurten["BU90010001"])


def test_the_label_of_a_wijk_lies_in_one_of_its_own_buurten() -> None:
    buurten = {"BU90010000": point(0, 0), "BU90010001": point(3, 0), "BU90010002": point(1.4, 0)}
    of_the_wijk = point(1.5, 0.1)

    drawn = outlines(
        buurten,
        area_labels=[(of_the_wijk, ["BU90010000", "BU90010001"])],
        known_points=[],
    )

    assert (drawn["BU90010000"].union(drawn["BU90010001"])).contains(of_the_wijk)


@settings(max_examples=40)
@given(st.lists(spots, min_size=1, max_size=12), st.lists(spots, max_size=12))
def test_no_arrangement_of_points_makes_outlines_overlap(
    label_spots: list[Point], place_spots: list[Point]
) -> None:
    distinct = {(round(p.x / 50), round(p.y / 50)): p for p in label_spots}
    buurten = {f"BU9001{n:04}": label for n, label in enumerate(distinct.values())}
    codes = list(buurten)
    known = [KnownPoint(codes[n % len(codes)], p) for n, p in enumerate(place_spots)]

    drawn = outlines(buurten, area_labels=[], known_points=known)

    assert overlap_m2(drawn) == 0
    assert all(drawn[code].covers(label) for code, label in buurten.items())
