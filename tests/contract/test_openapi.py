"""The description of the interface: whole, equal to the committed file, and clean."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.core.config import Settings
from app.core.errors import PROBLEMS
from app.core.http.openapi import document, dump_yaml
from app.main import create_app
from tests.core.http_house import asking, house

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("BUURTKAART_SHARED", ROOT.parent / "shared"))
RULESET = SHARED / "standards" / "nl-api-design-rules.yaml"

Json = dict[str, Any]


@pytest.fixture(scope="module")
def described() -> Json:
    return create_app(Settings()).openapi()


def operations(described: Json) -> list[tuple[str, Json]]:
    return [
        (f"{method} {path}", operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    ]


def response_of(described: Json, response: Json) -> Json:
    name: str = response.get("$ref", "").rpartition("/")[2]
    found: Json = described["components"]["responses"][name] if name else response
    return found


def test_the_committed_file_is_the_document(described: Json) -> None:
    committed = (ROOT / "openapi.yaml").read_text(encoding="utf-8")

    assert committed == dump_yaml(described), "run: buurtkaart openapi"
    assert yaml.safe_load(committed) == described


async def test_the_running_service_answers_the_document(described: Json) -> None:
    async with asking(create_app(Settings())) as client:
        answer = await client.get("/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json() == described
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["API-Version"] == described["info"]["version"]


def test_a_service_reached_by_https_names_its_own_address() -> None:
    app = create_app(Settings())

    assert document(app, public_url="https://kaart.example/")["servers"] == [
        {"url": "https://kaart.example/v1"}
    ]
    assert document(app, public_url="http://localhost:8000")["servers"] == [
        {"url": "https://buurtkaart.example/v1"}
    ]


@pytest.mark.parametrize("which", ["real", "small"])
def test_every_error_is_a_problem_and_none_is_422(which: str) -> None:
    described = create_app(Settings()).openapi() if which == "real" else house().openapi()

    assert "422" not in json.dumps(list(described["paths"].values()))
    assert "HTTPValidationError" not in described["components"]["schemas"]
    for name, operation in operations(described):
        errors = {code for code in operation["responses"] if code[0] in "45"}
        assert {"406", "429", "500", "503"} <= errors, name
        for code in errors:
            response = response_of(described, operation["responses"][code])
            assert list(response["content"]) == ["application/problem+json"], name


@pytest.mark.parametrize("which", ["real", "small"])
def test_every_answer_tells_the_version(which: str) -> None:
    described = create_app(Settings()).openapi() if which == "real" else house().openapi()

    for name, operation in operations(described):
        for response in operation["responses"].values():
            assert "API-Version" in response_of(described, response)["headers"], name


def test_every_operation_has_its_own_name_and_dutch_words(described: Json) -> None:
    names = [operation["operationId"] for _, operation in operations(described)]

    assert len(set(names)) == len(names)
    for name, operation in operations(described):
        assert operation["summary"], name
        assert operation["tags"], name


def test_every_problem_type_is_documented(described: Json) -> None:
    assert len(described["components"]["responses"]) == len(PROBLEMS) + 1  # and Moved


def test_every_reference_leads_somewhere(described: Json) -> None:
    text = json.dumps(described)
    for part in text.split('"$ref": "#/')[1:]:
        found: Any = described
        for step in part.partition('"')[0].split("/"):
            found = found[step]
        assert found


def test_a_nullable_date_has_its_format_beside_its_name() -> None:
    parameters = house().openapi()["paths"]["/groups"]["get"]["parameters"]
    shapes = {parameter["name"]: parameter["schema"] for parameter in parameters}

    assert shapes["dateFrom"] == {"type": "string", "format": "date"}
    assert shapes["kind"]["items"]["enum"] == ["inloop", "cursus"]
    assert "walkIn" in shapes


@pytest.mark.parametrize("which", ["real", "small"])
def test_the_dutch_api_design_rules_find_nothing(which: str, tmp_path: Path) -> None:
    spectral = os.environ.get("SPECTRAL") or shutil.which("spectral")
    if not RULESET.is_file():
        pytest.skip(f"the ruleset is not here: {RULESET}")
    if spectral is None:
        pytest.skip("the linter is not here: npm install -g @stoplight/spectral-cli, or SPECTRAL")
    app = create_app(Settings()) if which == "real" else house()
    file = tmp_path / "openapi.yaml"
    file.write_text(dump_yaml(app.openapi()), encoding="utf-8")

    run = subprocess.run(  # noqa: S603
        [spectral, "lint", "--ruleset", RULESET, "--format", "json", "--quiet", file],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert json.loads(run.stdout) == [], run.stdout
    assert run.returncode == 0, run.stderr
