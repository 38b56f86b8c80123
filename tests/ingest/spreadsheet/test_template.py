"""One table is parser, documentation and example: none of the three says something else."""

import csv
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from app.core.migrations import ROOT
from app.ingest.spreadsheet.columns import COLUMNS
from app.ingest.spreadsheet.sheets import read_sheet
from app.ingest.spreadsheet.template import (
    column_at_fault,
    columns_markdown,
    example_csv,
    example_rows,
)
from app.ingest.spreadsheet.words import word_lists
from app.offerings.schemas import OfferingIn
from app.organizations.schemas import OrganizationIn
from app.places.schemas import PlaceIn
from app.schedule.schemas import ScheduleIn
from app.vocabularies.commands import read_vocabularies

SCHEMAS: dict[str, type[BaseModel]] = {
    "offering": OfferingIn,
    "organization": OrganizationIn,
    "place": PlaceIn,
    "schedule": ScheduleIn,
}
# Read into something else before they reach the document.
MADE_OVER = {"schedule/repeat", "schedule/days", "schedule/endTime"}
# What a municipality's list does not know, or what other columns make up.
NOT_IN_A_FILE = {
    "offering/organizationId",
    "offering/placeId",
    "offering/organizers",
    "offering/costHelp",
    "offering/nextSteps",
    "organization/description",
    "organization/gemeenten",
    "organization/vouchedBy",
    "organization/personal",
    "place/organizationId",
    "place/openingHours",
    "place/openingExceptions",
    "place/accessFeatures",
    "schedule/preset",
    "schedule/durationMinutes",
    "schedule/everyWeeks",
    "schedule/weekdays",
    "schedule/weekday",
    "schedule/pauses",
    "schedule/schoolRegion",
    "schedule/placeId",
}


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if get_origin(annotation) in {Annotated, Union, UnionType}:
        return [model for part in get_args(annotation) for model in _models_in(part)]
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return [annotation] if is_model else []


def _holds(schema: type[BaseModel], path: list[str]) -> bool:
    fields = {field.alias or name: field for name, field in schema.model_fields.items()}
    if path[0] not in fields:
        return False
    below = _models_in(fields[path[0]].annotation)
    return len(path) == 1 or any(_holds(model, path[1:]) for model in below)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=lambda column: column.name)
def test_a_column_fills_a_member_that_exists(column: Any) -> None:
    part, *path = column.into.split("/")
    if part in SCHEMAS and column.into not in MADE_OVER:
        assert _holds(SCHEMAS[part], path)


def test_every_member_of_the_documents_has_a_column_or_a_reason() -> None:
    filled = {"/".join(column.into.split("/")[:2]) for column in COLUMNS.values()}
    members = {
        f"{part}/{field.alias or name}"
        for part, schema in SCHEMAS.items()
        for name, field in schema.model_fields.items()
    }
    assert members - filled == NOT_IN_A_FILE


def test_what_the_offering_demands_the_template_demands() -> None:
    for name, field in OfferingIn.model_fields.items():
        pointer = f"/{field.alias or name}"
        if field.is_required():
            assert COLUMNS[column_at_fault("offering", pointer)].required, pointer


def test_every_fault_of_a_document_has_a_column() -> None:
    for part, schema in SCHEMAS.items():
        for name, field in schema.model_fields.items():
            member = f"{part}/{field.alias or name}"
            is_silent = member in NOT_IN_A_FILE and not field.is_required()
            assert is_silent or column_at_fault(part, f"/{field.alias or name}"), member  # type: ignore[arg-type]


def test_the_explanation_is_made_of_the_table() -> None:
    lexicon = word_lists(read_vocabularies(ROOT / "seed" / "vocabularies.csv"))
    text = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    assert text.endswith(columns_markdown(lexicon))
    assert "[import-voorbeeld.csv](import-voorbeeld.csv)" in text


def test_the_example_beside_the_explanation_is_made_of_the_table() -> None:
    example = (ROOT / "docs" / "import-voorbeeld.csv").read_bytes()
    assert example.decode("utf-8-sig") == example_csv()


def test_the_example_shows_every_column(tmp_path: Path) -> None:
    path = tmp_path / "voorbeeld.csv"
    path.write_text(example_csv(), encoding="utf-8-sig", newline="")
    sheet = read_sheet(path)
    header, row = example_rows()
    assert sheet.header == tuple(header)
    assert sheet.rows[0].cells == tuple(row)
    assert len(list(csv.reader(example_csv().splitlines(), delimiter=";"))) == 2
