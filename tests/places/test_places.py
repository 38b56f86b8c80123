"""Places: what may be filled in, what comes back, and in which buurt they lie."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import Db
from app.core.documents import as_json, read_document
from app.core.entries import Source
from app.core.errors import InvalidInputError
from app.core.geo import LonLat
from app.places.commands import derive_areas_again, places
from app.places.schemas import PlaceIn
from tests import factories
from tests.core.lines import lines_of
from tests.factories import DE_BOEI, MONDAY, PATHMOS, act
from tests.places.documents import place_documents

BOEI: dict[str, Any] = {
    "name": "De Boei",
    "kind": "buurthuis",
    "point": {"lon": 6.875718, "lat": 52.211579},
}
# A kilometre east of De Boei, outside Pathmos.
EAST = LonLat(lon=6.890351, lat=52.211579)


def faults_in(**different: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputError) as refused:
        read_document(PlaceIn, BOEI | different)
    return [(fault.name, fault.code) for fault in refused.value.faults]


# What is filled in comes back.


@pytest.fixture
async def host(db: Db) -> UUID:
    await factories.neighbourhood(db)
    return (await factories.organization(db)).id


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_what_is_saved_is_what_is_read(db: Db, host: UUID, data: st.DataObject) -> None:
    document = PlaceIn.model_validate(data.draw(place_documents([host])))
    entry_id = (await places.register(db, document, act(), status="draft")).id
    db.expire_all()

    row = await places.locked(db, entry_id, expected_version=1)
    read = as_json(await places.document(db, row))
    saved_again = await places.change(db, entry_id, read, act(), expected_version=1)

    assert read == as_json(document)
    assert saved_again.version == 1


async def test_a_point_with_too_many_decimals_is_no_edit_to_the_next_import(db: Db) -> None:
    await factories.neighbourhood(db)
    source = Source("kaart", "17")
    for lon, outcome in ((6.87571849217, "new"), (6.87571849217, "same"), (6.87999, "changed")):
        taken = await places.take_over(
            db,
            PlaceIn.model_validate(BOEI | {"point": {"lon": lon, "lat": 52.211579}}),
            source=source,
            status="published",
            now=MONDAY,
        )
        assert taken.outcome == outcome

    read = await places.document(db, taken.row)
    assert read.point == LonLat(lon=6.87999, lat=52.211579)


async def test_moving_only_the_north_of_a_point_leaves_its_east(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)

    await places.change(db, boei.id, {"point": {"lat": 52.2125}}, act(), expected_version=1)

    line = (await lines_of(db, boei.id))[-1]
    assert line.changed == {
        "point": [{"lon": 6.875718, "lat": 52.211579}, {"lon": 6.875718, "lat": 52.2125}]
    }


# What may be filled in.


@pytest.mark.parametrize(
    ("different", "faults"),
    [
        ({"name": "B"}, [("/name", None)]),
        ({"point": None}, [("/point", None)]),
        ({"point": {"lon": 52.2, "lat": 6.8}}, [("/point/lon", None), ("/point/lat", None)]),
        ({"openingHours": "elke dag"}, [("/openingHours", None)]),
        ({"address": {"street": "Spinnerstraat"}}, [("/address/city", "missing")]),
        (
            {"address": {"street": "S", "city": "E", "postcode": "0545 TP"}},
            [("/address/postcode", None)],
        ),
        (
            {"openingExceptions": [{"from": "2026-12-26", "to": "2026-12-24", "state": "closed"}]},
            [("/openingExceptions/0/to", "to-before-from")],
        ),
        (
            {
                "openingExceptions": [
                    {
                        "from": "2026-12-24",
                        "to": "2026-12-24",
                        "state": "closed",
                        "hours": "10:00-12:00",
                    }
                ]
            },
            [("/openingExceptions/0/hours", "closed-with-hours")],
        ),
        (
            {"openingExceptions": [{"from": "24-12-2026", "to": "2026-12-24", "state": "dicht"}]},
            [("/openingExceptions/0/from", "date"), ("/openingExceptions/0/state", None)],
        ),
        (
            {"accessFeatures": {"drempelvrij": {"state": "ja", "asOf": "0001-01-01"}}},
            [
                ("/accessFeatures/drempelvrij/state", None),
                ("/accessFeatures/drempelvrij/asOf", None),
            ],
        ),
        ({"visibility": "geheim", "open": True}, [("/visibility", None), ("/open", None)]),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(
    different: dict[str, Any], faults: list[tuple[str, str | None]]
) -> None:
    found = faults_in(**different)

    assert [name for name, _ in found] == [name for name, _ in faults]
    assert all(code in (None, said) for (_, said), (_, code) in zip(found, faults, strict=True))


async def test_unknown_codes_are_refused_together_with_a_hint(db: Db) -> None:
    await factories.neighbourhood(db)

    with pytest.raises(InvalidInputError) as refused:
        await factories.place(
            db,
            kind="buurthuys",
            accessFeatures={"drempelvry": {"state": "yes"}},
            organizationId=str(uuid4()),
        )

    said = {fault.name: fault.message for fault in refused.value.faults}
    assert "Bedoelt u 'buurthuis'?" in said["/kind"]
    assert "Bedoelt u 'drempelvrij'?" in said["/accessFeatures/drempelvry"]
    assert "/organizationId" in said


# Where it lies.


async def test_a_place_lies_in_the_buurt_that_holds_its_point(db: Db) -> None:
    await factories.neighbourhood(db)

    boei = await factories.place(db)

    assert (boei.buurt_code, boei.gemeente_code) == (PATHMOS, "GM0153")


async def test_a_place_outside_every_buurt_has_none(db: Db) -> None:
    await factories.neighbourhood(db)

    far = await factories.place(db, point=LonLat(lon=5.9, lat=50.9))

    assert (far.buurt_code, far.gemeente_code) == (None, None)


async def test_a_place_that_moves_is_in_its_new_buurt_at_once(db: Db) -> None:
    await factories.neighbourhood(db)
    await factories.square_buurt(db, code="BU01530299", name="Oost", around=EAST, half_m=400)
    boei = await factories.place(db)

    moved = await places.change(
        db, boei.id, {"point": EAST.model_dump()}, act(), expected_version=1
    )

    assert moved.buurt_code == "BU01530299"
    assert await places.locked(db, boei.id, expected_version=2) is moved


async def test_on_a_shared_border_the_lower_code_wins(db: Db) -> None:
    await factories.vocabularies(db)
    for code, side in (("BU01530202", 0.0), ("BU01530201", 500.0), ("BU01530203", -500.0)):
        await factories.square_buurt(db, code=code, half_m=250)
        # One square beside the other: they share whole edges.
        await db.execute(
            text("""
                UPDATE area SET geometry = ST_Multi(ST_Translate(
                    ST_MakeEnvelope(256000, 470000, 256500, 470500, 28992),
                    CAST(:side AS float), 0))
                WHERE code = :code
            """),
            {"side": side, "code": code},
        )
    boei = await factories.place(db)

    found = [
        (
            await db.execute(
                text("""
                    UPDATE place SET point = ST_SetSRID(ST_MakePoint(CAST(:x AS float), 470250),
                        28992)
                    WHERE id = :id RETURNING buurt_code
                """),
                {"x": x_m, "id": boei.id},
            )
        ).scalar()
        for x_m in (256_000, 256_250, 256_500, 256_501)
    ]

    assert found == ["BU01530202", "BU01530202", "BU01530201", "BU01530201"]


async def test_new_borders_put_places_in_their_new_buurt_without_a_line_of_history(
    db: Db,
) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)
    await db.execute(text("UPDATE area SET geometry = NULL WHERE code = :code"), {"code": PATHMOS})
    await factories.square_buurt(db, code="BU01530299", name="Pathmos", half_m=500)

    assert await derive_areas_again(db, gemeente_codes=["GM0193"]) == 0
    assert await derive_areas_again(db, gemeente_codes=["GM0153"]) == 1
    assert await derive_areas_again(db, gemeente_codes=["GM0153"]) == 0

    await db.refresh(boei)
    assert (boei.buurt_code, boei.version) == ("BU01530299", 1)
    assert len(await lines_of(db, boei.id)) == 1


async def test_a_derived_code_cannot_be_typed(db: Db) -> None:
    await factories.neighbourhood(db)
    boei = await factories.place(db)

    await db.execute(text("UPDATE place SET buurt_code = 'BU00000000', gemeente_code = 'GM9999'"))

    await db.refresh(boei)
    assert (boei.buurt_code, boei.gemeente_code) == (PATHMOS, "GM0153")
    assert boei.point is not None
    assert (await places.document(db, boei)).point == DE_BOEI
