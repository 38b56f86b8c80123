"""What the database works out about an offering: its gemeente, how sensitive it is, voorliggend."""

from itertools import combinations, product

import pytest
from sqlalchemy import text

from app.core.database import Db
from app.core.geo import LonLat
from app.offerings.commands import derive_gemeente_again, follow_successors, offerings
from app.offerings.models import Offering
from app.offerings.rules import is_voorliggend
from app.offerings.schemas import Access, CostKind, Provision
from app.organizations.commands import organizations
from app.places.commands import places
from tests import factories
from tests.core.lines import lines_of
from tests.factories import PATHMOS, act

ZWOLLE = LonLat(lon=6.0919, lat=52.5126)
ASSENDORP = "BU01930101"
STRENGTH = ("open", "discreet", "art9", "safety")


async def neighbourhoods(db: Db) -> None:
    """Pathmos in Enschede and Assendorp in Zwolle."""
    await factories.neighbourhood(db)
    await factories.square_buurt(
        db,
        code=ASSENDORP,
        name="Assendorp",
        around=ZWOLLE,
        parent_code="WK019301",
        gemeente_code="GM0193",
    )


# The gemeente.


async def test_an_offering_in_a_place_is_of_the_gemeente_of_the_place(db: Db) -> None:
    await neighbourhoods(db)
    boei = await factories.place(db, point=ZWOLLE)

    walk = await factories.offering(db, placeId=boei.id)

    assert walk.gemeente_code == "GM0193"


async def test_an_offering_without_a_place_is_of_the_gemeente_that_it_serves(db: Db) -> None:
    await neighbourhoods(db)

    line = await factories.offering(db, serviceAreas=[ASSENDORP])
    assert line.gemeente_code == "GM0193"

    wider = await offerings.change(
        db, line.id, {"serviceAreas": [ASSENDORP, PATHMOS]}, act(), expected_version=1
    )
    assert wider.gemeente_code == "GM0153"  # of several the lowest code


async def test_an_offering_without_place_or_area_is_of_the_gemeente_of_its_organization(
    db: Db,
) -> None:
    await neighbourhoods(db)
    walk = await factories.offering(db)
    await db.execute(text("DELETE FROM offering_service_area"))
    await organizations.change(
        db, walk.organization_id, {"gemeenten": ["GM0193"]}, act(), expected_version=1
    )

    await db.refresh(walk)
    assert walk.gemeente_code == "GM0193"


async def test_an_offering_in_a_place_nowhere_is_where_it_serves(db: Db) -> None:
    await neighbourhoods(db)
    bench = await factories.place(db, point=LonLat(lon=5.9, lat=50.9))

    walk = await factories.offering(db, placeId=bench.id, serviceAreas=[ASSENDORP])

    assert walk.gemeente_code == "GM0193"


async def test_when_a_place_moves_its_offerings_go_along(db: Db) -> None:
    await neighbourhoods(db)
    boei, anker = await factories.place(db), await factories.place(db, name="Het Anker")
    walk = await factories.offering(db, placeId=boei.id)
    other = await factories.offering(db, placeId=anker.id)

    await places.change(db, boei.id, {"point": ZWOLLE.model_dump()}, act(), expected_version=1)

    for row in (walk, other):
        await db.refresh(row)
    assert (walk.gemeente_code, walk.version) == ("GM0193", 1)
    assert other.gemeente_code == "GM0153"


async def test_an_offering_that_moves_to_another_place_goes_along(db: Db) -> None:
    await neighbourhoods(db)
    boei, anker = await factories.place(db), await factories.place(db, point=ZWOLLE)
    walk = await factories.offering(db, placeId=boei.id)

    moved = await offerings.change(
        db, walk.id, {"placeId": str(anker.id)}, act(), expected_version=1
    )

    assert moved.gemeente_code == "GM0193"


async def test_a_renumbered_area_is_served_under_its_new_codes(db: Db) -> None:
    await neighbourhoods(db)
    walk = await factories.offering(db, serviceAreas=[PATHMOS])
    other = await factories.offering(db, serviceAreas=["GM0153"])
    for code in ("BU01530298", "BU01530299"):
        await factories.square_buurt(db, code=code, name="Pathmos")

    changed = await follow_successors(
        db, successors={PATHMOS: ["BU01530299", "BU01530298"]}, act=act()
    )

    assert changed == 1
    assert len(await lines_of(db, other.id)) == 1
    assert (await lines_of(db, walk.id))[-1].changed == {
        "serviceAreas": [[PATHMOS], ["BU01530298", "BU01530299"]]
    }


# How sensitive it is.


async def sensitivities(db: Db, vocabulary: str) -> dict[str, str]:
    rows = await db.execute(
        text("SELECT code, sensitivity FROM vocabulary_term WHERE vocabulary = :vocabulary"),
        {"vocabulary": vocabulary},
    )
    return {code: sensitivity or "open" for code, sensitivity in rows}


async def test_an_offering_is_as_sensitive_as_the_strongest_of_its_themes_and_audiences(
    db: Db,
) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    themes, audiences = await sensitivities(db, "theme"), await sensitivities(db, "audience")

    rows = await db.execute(
        text("""
            INSERT INTO offering (id, status, created_at, updated_at, kind, title, summary,
                organization_id, channel, themes, audiences, access, provision, cost_kind,
                joining, spots, sensitivity)
            SELECT gen_random_uuid(), 'draft', created_at, updated_at, kind, title, summary,
                organization_id, channel, ARRAY['bewegen', t.code],
                jsonb_build_object(a.code, 'only'), access, provision, cost_kind,
                joining, spots, 'open'
            FROM offering, vocabulary_term AS t, vocabulary_term AS a
            WHERE offering.id = :id AND t.vocabulary = 'theme' AND a.vocabulary = 'audience'
            RETURNING themes[2] AS theme, (SELECT jsonb_object_keys(audiences)) AS audience,
                sensitivity
        """),
        {"id": walk.id},
    )

    found = {(row.theme, row.audience): row.sensitivity for row in rows}
    assert set(found) == set(product(themes, audiences))
    for (theme, audience), sensitivity in found.items():
        both = (themes[theme], audiences[audience])
        assert sensitivity == max(both, key=STRENGTH.index)


async def test_an_offering_cannot_say_itself_how_sensitive_it_is(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db, themes=["veilig-thuis"])

    await db.execute(text("UPDATE offering SET sensitivity = 'open'"))

    await db.refresh(walk)
    assert walk.sensitivity == "safety"


@pytest.mark.parametrize("vocabulary", ["theme", "audience"])
async def test_a_theme_that_becomes_sensitive_makes_its_offerings_so(
    db: Db, vocabulary: str
) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(
        db, themes=["bewegen"], audiences=[{"code": "mantelzorgers", "mode": "open"}]
    )
    code = {"theme": "bewegen", "audience": "mantelzorgers"}[vocabulary]
    meal = await factories.offering(db, themes=["eten"])

    await db.execute(
        text("""
            UPDATE vocabulary_term SET sensitivity = 'art9'
            WHERE vocabulary = :vocabulary AND code = :code
        """),
        {"vocabulary": vocabulary, "code": code},
    )

    for row in (walk, meal):
        await db.refresh(row)
    assert (walk.sensitivity, meal.sensitivity) == ("art9", "open")


# Voorliggend.


async def test_voorliggend_is_the_same_in_python_and_in_the_database(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    accesses = [list(some) for count in (1, 2, 3) for some in combinations(Access.__args__, count)]
    found = {}
    for provision, kind in product(Provision.__args__, CostKind.__args__):
        rows = await db.execute(
            text("""
                INSERT INTO offering (id, status, created_at, updated_at, kind, title, summary,
                    organization_id, channel, themes, access, provision, cost_kind, cost_amount,
                    joining, spots, sensitivity)
                SELECT gen_random_uuid(), 'draft', created_at, updated_at, kind, title, summary,
                    organization_id, channel, themes, string_to_array(given, ','), :provision,
                    :kind, CASE WHEN :kind = 'amount' THEN 2.5 END, joining, spots, 'open'
                FROM offering, unnest(CAST(:accesses AS text[])) AS given
                WHERE offering.id = :id
                RETURNING access, voorliggend
            """),
            {
                "id": walk.id,
                "provision": provision,
                "kind": kind,
                "accesses": [",".join(access) for access in accesses],
            },
        )
        found |= {(tuple(row.access), provision, kind): row.voorliggend for row in rows}

    assert len(found) == len(accesses) * 4 * 5
    assert set(found.values()) == {True, False}
    for (access, provision, kind), voorliggend in found.items():
        assert voorliggend == is_voorliggend(access=access, provision=provision, cost_kind=kind)


async def test_voorliggend_follows_an_edit(db: Db) -> None:
    await factories.neighbourhood(db)
    walk = await factories.offering(db)
    assert walk.voorliggend

    changed: Offering = await offerings.change(
        db, walk.id, {"access": ["wmo"]}, act(), expected_version=1
    )

    assert not changed.voorliggend


async def test_a_phone_line_follows_its_area_to_another_gemeente(db: Db) -> None:
    await factories.neighbourhood(db)
    line = await factories.offering(db, serviceAreas=[factories.PATHMOS])
    await db.execute(
        text("UPDATE area SET gemeente_code = 'GM0999' WHERE code = :code"),
        {"code": factories.PATHMOS},
    )

    assert await derive_gemeente_again(db, gemeente_codes=["GM0999"]) == 1
    assert await derive_gemeente_again(db, gemeente_codes=["GM0999"]) == 0

    await db.refresh(line)
    assert line.gemeente_code == "GM0999"
