"""Codes, the grid, and what becomes of a buurt when CBS renumbers."""

import pytest
from shapely import Polygon

from app.areas.rules import (
    GRID_M,
    KnownBorder,
    Succession,
    canonical_code,
    changes,
    linked_gemeenten,
    on_grid,
    united,
)
from tests.areas.weverveld import border, square


def known(
    code: str, geometry: Polygon | None, *, boundary: str = "official", label: Polygon | None = None
) -> KnownBorder:
    shown = label or geometry
    assert shown is not None
    return KnownBorder(
        code=code,
        level="buurt",
        gemeente_code=f"GM{code[2:6]}",
        boundary="official" if boundary == "official" else "schematic",
        label_point=shown.centroid,
        geometry=None if geometry is None else on_grid(geometry),
    )


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("bu01530100", "BU01530100"),
        ("BU01530100", "BU01530100"),
        ("pa0153-Wesselerbrink", "PA0153-wesselerbrink"),
        ("gm0153", "GM0153"),
    ],
)
def test_a_code_is_recognised_however_it_is_typed(typed: str, canonical: str) -> None:
    assert canonical_code(typed) == canonical


def test_a_border_lies_on_the_grid_and_putting_it_there_again_changes_nothing() -> None:
    crooked = Polygon([(255000.12345, 470000.9), (255800.7, 470010.33333), (255400.1, 470777.7)])

    gridded = on_grid(crooked)

    assert all(
        (x / GRID_M).is_integer() and (y / GRID_M).is_integer()
        for x, y in gridded.geoms[0].exterior.coords
    )
    assert gridded.hausdorff_distance(crooked) < 2 * GRID_M
    assert on_grid(gridded).wkb == gridded.wkb


def test_neighbours_united_leave_no_seam() -> None:
    together = united([on_grid(square(0, 0)), on_grid(square(1, 0))])

    assert together.equals(square(0, 0, width=2))


def test_a_renumbered_buurt_is_succeeded_by_the_one_that_lies_there() -> None:
    found = changes(
        [known("BU90010000", square(0, 0))], [border("BU90010005", square(0, 0))], told=()
    )

    assert found.vanished == ("BU90010000",)
    assert found.successions == (Succession("BU90010000", "BU90010005"),)
    assert found.orphaned == ()


def test_a_split_buurt_has_two_successors_and_a_sliver_does_not_count() -> None:
    found = changes(
        [known("BU90010000", square(0, 0))],
        [
            border("BU90010005", square(0, 0, width=0.5)),
            border("BU90010006", square(0.5, 0, width=0.42)),
            border("BU90010007", square(0.92, 0, width=0.08)),
        ],
        told=(),
    )

    assert [s.new_code for s in found.successions] == ["BU90010005", "BU90010006"]


def test_merged_buurten_share_their_successor_even_when_that_one_existed_already() -> None:
    found = changes(
        [known("BU90010000", square(0, 0)), known("BU90010001", square(1, 0))],
        [border("BU90010001", square(0, 0, width=2))],
        told=(),
    )

    assert found.vanished == ("BU90010000",)
    assert found.successions == (Succession("BU90010000", "BU90010001"),)


def test_what_is_told_goes_before_what_is_measured() -> None:
    found = changes(
        [known("BU90010000", square(0, 0))],
        [border("BU90010005", square(0, 0)), border("BU90010006", square(1, 0))],
        told=[Succession("BU90010000", "BU90010006")],
    )

    assert found.successions == (Succession("BU90010000", "BU90010006"),)


def test_a_schematic_buurt_is_succeeded_by_the_one_at_its_label() -> None:
    drawn_too_far = known(
        "BU90010000", square(0, 0, width=3), boundary="schematic", label=square(0, 0)
    )

    found = changes(
        [drawn_too_far],
        [border("BU90010005", square(0, 0)), border("BU90010006", square(1, 0, width=2))],
        told=(),
    )

    assert found.successions == (Succession("BU90010000", "BU90010005"),)


def test_a_buurt_that_vanishes_into_nothing_is_orphaned() -> None:
    found = changes(
        [known("BU90010000", square(0, 0)), known("BU90010001", square(1, 0))],
        [border("BU90010001", square(1, 0))],
        told=(),
    )

    assert found.orphaned == ("BU90010000",)


def test_a_gemeente_that_merged_into_another_goes_with_it_and_a_neighbour_stays() -> None:
    found = changes(
        [known("BU90020000", square(3, 0)), known("BU90030000", square(5, 0))],
        [border("BU90010000", square(0, 0)), border("BU90010009", square(3, 0, width=2.1))],
        told=(),
    )

    assert found.vanished == ("BU90020000",)
    assert found.successions == (Succession("BU90020000", "BU90010009"),)


def test_gemeenten_that_exchange_areas_change_together() -> None:
    groups = linked_gemeenten(
        ["GM0001", "GM0002", "GM0003", "GM0004"],
        [("GM0003", "GM0001"), ("GM0001", "GM0009"), ("GM0002", "GM0002")],
    )

    assert groups == [
        frozenset({"GM0001", "GM0003", "GM0009"}),
        frozenset({"GM0002"}),
        frozenset({"GM0004"}),
    ]
