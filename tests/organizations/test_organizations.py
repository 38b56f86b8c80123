"""Organizations: what may be filled in, what is kept, and whom the municipality trusts."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.database import Db
from app.core.documents import as_json, read_document
from app.core.errors import InvalidInputError
from app.organizations.commands import organizations
from app.organizations.models import OrganizationTrust
from app.organizations.schemas import OrganizationIn
from tests import factories
from tests.core.lines import lines_of
from tests.factories import act
from tests.organizations.documents import organization_documents

GROUP: dict[str, Any] = {
    "name": "Pathmos Samen", "kind": "bewonersinitiatief", "gemeenten": ["GM0153"],
}  # fmt: skip


def faults_in(**different: Any) -> list[tuple[str, str]]:
    """Where the faults are and what they are, in a document that is otherwise right."""
    with pytest.raises(InvalidInputError) as refused:
        read_document(OrganizationIn, GROUP | {"kvkNumber": "08123456"} | different)
    return [(fault.name, fault.code) for fault in refused.value.faults]


# What is filled in comes back.


@pytest.fixture
async def voucher(db: Db) -> UUID:
    await factories.neighbourhood(db)
    return (await factories.organization(db)).id


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_what_is_saved_is_what_is_read(db: Db, voucher: UUID, data: st.DataObject) -> None:
    given_document = data.draw(organization_documents([voucher]))
    document = OrganizationIn.model_validate(given_document)
    entry_id = (await organizations.register(db, document, act(), status="draft")).id
    db.expire_all()

    row = await organizations.locked(db, entry_id, expected_version=1)
    read = as_json(await organizations.document(db, row))
    saved_again = await organizations.change(db, entry_id, read, act(), expected_version=1)

    assert read == as_json(document)
    assert saved_again.version == 1


# What may be filled in.


def test_a_group_without_a_number_needs_somebody_who_answers_for_it() -> None:
    for kind in ("bewonersinitiatief", "zelforganisatie"):
        assert faults_in(kind=kind, kvkNumber=None) == [("/vouchedBy", "vouched-by")]
    read_document(OrganizationIn, GROUP | {"vouchedBy": str(uuid4())})
    read_document(OrganizationIn, GROUP | {"kvkNumber": "08123456"})
    read_document(OrganizationIn, GROUP | {"kind": "welzijn"})


def test_a_wrong_number_is_one_fault_and_not_two() -> None:
    assert [name for name, _ in faults_in(kvkNumber="123")] == ["/kvkNumber"]


def test_all_faults_come_at_once() -> None:
    found = faults_in(
        name="A", gemeenten=["Enschede"], kvkNumber=None, phone="bel ons", site="alifa.nl"
    )

    assert {name for name, _ in found} == {
        "/name", "/gemeenten/0", "/vouchedBy", "/phone", "/site",
    }  # fmt: skip


async def test_an_unknown_kind_is_refused_with_the_one_that_was_meant(db: Db) -> None:
    await factories.neighbourhood(db)

    with pytest.raises(InvalidInputError, match="Bedoelt u 'welzijn'"):
        await factories.organization(db, kind="welzyn")


async def test_nobody_unknown_answers_for_a_group(db: Db) -> None:
    await factories.neighbourhood(db)

    with pytest.raises(InvalidInputError) as refused:
        await factories.organization(db, kind="bewonersinitiatief", vouchedBy=str(uuid4()))

    assert [(f.name, f.code) for f in refused.value.faults] == [("/vouchedBy", "not-found")]


async def test_nobody_answers_for_himself(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db)

    with pytest.raises(InvalidInputError) as refused:
        await organizations.change(
            db, alifa.id, {"vouchedBy": str(alifa.id)}, act(), expected_version=1
        )

    assert [(f.name, f.code) for f in refused.value.faults] == [("/vouchedBy", "itself")]


# Home.


async def test_its_first_gemeente_is_its_home(db: Db) -> None:
    await factories.neighbourhood(db)

    alifa = await factories.organization(db, gemeenten=["GM0193", "GM0153"])
    assert alifa.gemeente_code == "GM0193"

    moved = await organizations.change(
        db, alifa.id, {"gemeenten": ["GM0153"]}, act(), expected_version=1
    )
    assert moved.gemeente_code == "GM0153"


# Trust.


async def test_trust_holds_in_one_gemeente_until_a_day(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db, gemeenten=["GM0153", "GM0193"])
    for until in (date(2027, 11, 1), date(2028, 11, 1)):
        await organizations.trust(db, alifa.id, act(), gemeente_code="GM0193", until=until)

    trust = await db.get_one(OrganizationTrust, (alifa.id, "GM0193"))
    assert trust.until == date(2028, 11, 1)
    assert await db.get(OrganizationTrust, (alifa.id, "GM0153")) is None
    assert alifa.version == 3


async def test_trust_can_be_taken_back(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db)
    for until in (date(2027, 11, 1), None, None):
        await organizations.trust(db, alifa.id, act(), gemeente_code="GM0153", until=until)

    assert await db.get(OrganizationTrust, (alifa.id, "GM0153")) is None
    assert len(await lines_of(db, alifa.id)) == 3  # registered, trusted, and once no more


async def test_nobody_is_trusted_where_he_does_not_work(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db)

    with pytest.raises(InvalidInputError, match="werkt daar niet"):
        await organizations.trust(
            db, alifa.id, act(), gemeente_code="GM0193", until=date(2027, 11, 1)
        )


async def test_trust_ends_also_where_it_does_not_work_any_more(db: Db) -> None:
    await factories.neighbourhood(db)
    alifa = await factories.organization(db, gemeenten=["GM0153", "GM0193"])
    await organizations.trust(db, alifa.id, act(), gemeente_code="GM0193", until=date(2027, 11, 1))
    await organizations.change(
        db, alifa.id, {"gemeenten": ["GM0153"]}, act(), expected_version=None
    )

    await organizations.trust(db, alifa.id, act(), gemeente_code="GM0193", until=None)

    assert await db.scalar(text("SELECT count(*) FROM organization_trust")) == 0
