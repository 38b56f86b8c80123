"""Public searches by POST: as strict as an address, and nothing of them is kept."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import brotli
import httpx
import pytest
from fastapi import APIRouter

from app.core.http import HouseRoute, NoFilters, ReadRequest, public_get, public_post
from tests.core.http_house import Group, GroupQuestion, asking, house

PATH = "/v1/groups/search"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with asking(house()) as client:
        yield client


def faults_in(answer: httpx.Response) -> dict[str, str]:
    """Pointer → sentence, of a 400 about the body alone."""
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {fault["in"] for fault in answer.json()["errors"]} == {"body"}
    return {fault["name"]: fault["message"] for fault in answer.json()["errors"]}


async def faults(client: httpx.AsyncClient, body: bytes | Mapping[str, Any]) -> dict[str, str]:
    content = body if isinstance(body, bytes) else json.dumps(body)
    return faults_in(await client.post(PATH, content=content, headers=JSON))


async def test_a_question_with_every_member_is_understood(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        PATH,
        json={
            "spot": {"lat": 52.221537, "lon": 7},
            "radius": 500,
            "kind": ["inloop", "cursus"],
            "q": " koffie & thee ",
            "walkIn": True,
            "dateFrom": "2026-11-24",
            "dates": ["2026-11-24", "2026-11-25"],
            "openAt": "2026-11-24T09:00:00Z",
            "organization": "01a20038-42fa-7375-9750-3dc97e74ecae",
        },
    )

    assert answer.status_code == 200
    assert answer.json()["askedFor"] == [
        "lat=52.221537 lon=7.0 names=()",
        "500",
        "('inloop', 'cursus')",
        "koffie & thee",
        "True",
        "2026-11-24",
        "(datetime.date(2026, 11, 24), datetime.date(2026, 11, 25))",
        "2026-11-24 09:00:00+00:00",
        "01a20038-42fa-7375-9750-3dc97e74ecae",
    ]


async def test_an_empty_object_asks_for_everything(client: httpx.AsyncClient) -> None:
    assert (await client.post(PATH, json={})).status_code == 200


async def test_nothing_of_a_search_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={}, headers={"If-None-Match": "*"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


async def test_everything_that_is_wrong_is_said_at_once(client: httpx.AsyncClient) -> None:
    found = await faults(
        client,
        {
            "spot": {"lat": 12, "names": ["De Boei", 1, "a\0b"], "x": 1},
            "radius": "veel",
            "kind": ["inloop", "feest"],
            "dateFrom": "morgen",
            "knd": "inloop",
            "q": "a\0b",
        },
    )

    assert set(found) == {
        *("/spot/lat", "/spot/lon", "/spot/names/1", "/spot/names/2", "/spot/x"),
        *("/radius", "/kind/1", "/dateFrom", "/knd", "/q"),
    }
    assert found["/kind/1"] == "Kies uit: inloop, cursus."
    assert found["/spot/lon"] == "Dit moet u invullen."


async def test_faults_of_path_query_and_body_come_together() -> None:
    router = APIRouter(tags=["areas"])

    async def search(_request: ReadRequest, _body: GroupQuestion, *, number: int) -> Group:
        raise NotImplementedError(number)

    public_post(router, "/squares/{number}/search", GroupQuestion, search)
    async with asking(house(routers=[router])) as client:
        answer = await client.post("/v1/squares/een/search?x=1", json={"radius": 0})

    assert [(fault["in"], fault["name"]) for fault in answer.json()["errors"]] == [
        ("path", "number"),
        ("query", "x"),
        ("body", "/radius"),
    ]


async def test_a_question_in_the_address_of_a_search_is_not_passed_over(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post(PATH + "?radius=300", json={})

    assert answer.status_code == 400
    assert [fault["in"] for fault in answer.json()["errors"]] == ["query"]


async def test_a_value_in_the_path_reaches_the_search() -> None:
    router = APIRouter(tags=["areas"])

    async def search(request: ReadRequest, body: GroupQuestion, *, number: int) -> Group:
        return Group(code=str(number), title=str(body.radius), seen_at=request.now.isoformat())

    public_post(router, "/squares/{number}/search", GroupQuestion, search)
    async with asking(house(routers=[router])) as client:
        answer = await client.post("/v1/squares/7/search", json={"radius": 300})

    assert answer.json()["code"] == "7"
    assert answer.json()["title"] == "300"


async def test_a_typing_error_in_a_name_does_not_widen_the_search(
    client: httpx.AsyncClient,
) -> None:
    assert await faults(client, {"knd": ["inloop"]}) == {
        "/knd": "Dit gegeven kennen wij niet. Bedoelt u 'kind'?"
    }
    assert await faults(client, {"walk_in": True}) == {
        "/walk_in": "Dit gegeven kennen wij niet. Bedoelt u 'walkIn'?"
    }


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("radius", '"500"'),
        ("radius", "true"),
        ("radius", "500.0"),
        ("radius", "[500]"),
        ("walkIn", '"true"'),
        ("walkIn", "1"),
        ("dateFrom", "86400"),
        ("dateFrom", '"86400"'),
        ("dateFrom", '"2026-11-31"'),
        ("dateFrom", '"2026-11-24T00:00:00Z"'),
        ("openAt", '"1795510800"'),
        ("openAt", "1795510800"),
        ("organization", "1"),
        ("kind", '"inloop"'),
        ("kind", '{"0": "inloop"}'),
        ("q", "1"),
        ("q", '"a\\u0000b"'),
        ("spot", "[52.2, 6.9]"),
    ],
)
async def test_a_value_that_is_almost_right_is_refused(
    client: httpx.AsyncClient, member: str, value: str
) -> None:
    found = await faults(client, f'{{"{member}": {value}}}'.encode())

    assert set(found) == {f"/{member}"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"spot": {"lat": "52.2", "lon": 6.9}}', "/spot/lat"),
        (b'{"spot": {"lat": NaN, "lon": 6.9}}', "/spot/lat"),
        (b'{"spot": {"lat": 1e999, "lon": 6.9}}', "/spot/lat"),
        (b'{"dates": ["2026-11-24", "86400"]}', "/dates/1"),
        (b'{"kind": ["inloop", 1]}', "/kind/1"),
        (b'{"radius": 5, "radius": 50000}', "/radius"),
        (b'{"spot": {"lat": 52.2, "lon": 6.9, "lat": 52.3}}', "/spot/lat"),
        (b'{"a/b~c": 1}', "/a~1b~0c"),
    ],
)
async def test_a_fault_is_pointed_at(client: httpx.AsyncClient, body: bytes, pointer: str) -> None:
    assert set(await faults(client, body)) == {pointer}


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (b"", "missing", "Dit moet u invullen."),
        (b"{", "json-invalid", "De inhoud is geen geldige JSON."),
        (b'{"radius": 01}', "json-invalid", "De inhoud is geen geldige JSON."),
        (b"{'radius': 1}", "json-invalid", "De inhoud is geen geldige JSON."),
        (b'{"radius": ' + b"9" * 5000 + b"}", "json-invalid", "De inhoud is geen geldige JSON."),
        (b'{"q": "\\ud800"}', "json-invalid", "De inhoud is geen geldige JSON."),
        (b'{"q": "a\x00b"}', "json-invalid", "De inhoud is geen geldige JSON."),
        (b"\xef\xbb\xbf{}", "json-invalid", "De inhoud is geen geldige JSON."),
        (b'{"q": "caf\xe9"}', "unreadable", "Dit bevat tekens die wij niet kunnen lezen."),
        ('{"q": 1}'.encode("utf-16"), "unreadable", "Dit bevat tekens die wij niet kunnen lezen."),
        (b"[" * 100_000, "too-deep", "De inhoud heeft te veel lagen in elkaar."),
        (b"[" * 400 + b"]" * 400, "too-deep", "De inhoud heeft te veel lagen in elkaar."),
        (b'{"q":' * 500 + b"1" + b"}" * 500, "too-deep", "De inhoud heeft te veel lagen"),
        (b"null", "model-type", "Vul hier een groep gegevens in (een JSON-object)."),
        (b"[]", "model-type", "Vul hier een groep gegevens in (een JSON-object)."),
        (b'"a"', "model-type", "Vul hier een groep gegevens in (een JSON-object)."),
    ],
)
async def test_a_body_that_cannot_be_read_is_told_so(
    client: httpx.AsyncClient, body: bytes, code: str, message: str
) -> None:
    answer = await client.post(PATH, content=body, headers=JSON)

    assert set(faults_in(answer)) == {""}
    assert answer.json()["errors"][0]["code"] == code
    assert answer.json()["detail"].startswith(message)


@pytest.mark.parametrize(
    "body",
    [
        b"{" + b",".join(b'"a%d": 1' % number for number in range(5000)) + b"}",
        b'{"kind": [' + b"1," * 400_000 + b"1]}",
        b'{"spot": {"names": [' + b"1," * 5000 + b"1]}}",
    ],
)
async def test_a_mountain_of_mistakes_is_one_mistake(
    client: httpx.AsyncClient, body: bytes
) -> None:
    answer = await client.post(PATH, content=body, headers=JSON)

    assert [fault["code"] for fault in answer.json()["errors"]] == ["too-many"]


async def test_an_endless_name_is_not_repeated_in_full(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={"k" * 400_000: 1, "spot": {"n" * 400_000: 1}})

    assert answer.status_code == 400
    assert len(answer.content) < 2000


@pytest.mark.parametrize(
    "form",
    ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", ""],
)
async def test_a_body_that_is_not_json_is_415(client: httpx.AsyncClient, form: str) -> None:
    answer = await client.post(PATH, content=b"{}", headers={"Content-Type": form})

    assert answer.status_code == 415
    assert answer.json()["detail"] == "Stuur de inhoud als application/json."


async def test_json_with_a_charset_is_json(client: httpx.AsyncClient) -> None:
    form = {"Content-Type": "Application/JSON; charset=utf-8"}

    assert (await client.post(PATH, content=b"{}", headers=form)).status_code == 200


async def test_a_body_in_pieces_is_one_body(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"rad', b"", b'ius": ', b"300}"):
            yield piece

    answer = await client.post(PATH, content=pieces(), headers=JSON)

    assert answer.json()["askedFor"][1] == "300"


@pytest.mark.parametrize("in_pieces", [False, True])
async def test_a_body_that_is_too_large_is_413(*, in_pieces: bool) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1000

    content = endless() if in_pieces else b" " * 20_000
    async with asking(house(max_body_bytes=10_000)) as client:
        answer = await client.post(PATH, content=content, headers=JSON)

    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"


@pytest.mark.parametrize(
    ("accept", "form"),
    [("*/*", "application/json"), ("application/geo+json", "application/geo+json")],
)
async def test_the_answer_comes_in_the_form_that_is_liked_best(
    client: httpx.AsyncClient, accept: str, form: str
) -> None:
    answer = await client.post(PATH, json={}, headers={"Accept": accept})

    assert answer.headers["Content-Type"] == form
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"


async def test_a_form_that_is_not_there_is_406(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={}, headers={"Accept": "text/html"})

    assert answer.status_code == 406


async def test_the_answer_is_made_smaller_once(client: httpx.AsyncClient) -> None:
    plain = await client.post(PATH, json={})
    request = client.build_request("POST", PATH, json={}, headers={"Accept-Encoding": "br"})
    answer = await client.send(request, stream=True)
    raw = b"".join([part async for part in answer.aiter_raw()])

    assert answer.headers["Content-Encoding"] == "br"
    assert int(answer.headers["Content-Length"]) == len(raw) < len(plain.content)
    assert brotli.decompress(raw) == plain.content


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "BREW"])
async def test_an_address_for_searching_is_no_code_of_a_group(
    client: httpx.AsyncClient, method: str
) -> None:
    answer = await client.request(method, PATH)  # and not /groups/{code}, with the code "search"

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "OPTIONS, POST"


async def test_options_says_what_can_be_done(client: httpx.AsyncClient) -> None:
    answer = await client.options(PATH)

    assert answer.status_code == 204
    assert answer.headers["Allow"] == "OPTIONS, POST"


async def test_other_peoples_pages_may_search(client: httpx.AsyncClient) -> None:
    answer = await client.options(
        PATH,
        headers={"Origin": "https://elders.example", "Access-Control-Request-Method": "POST"},
    )

    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


async def test_a_search_and_a_read_and_a_write_share_an_address() -> None:
    router = APIRouter(tags=["areas"], route_class=HouseRoute)

    async def benches(request: ReadRequest, _filters: NoFilters) -> Group:
        return Group(code="WB0001", title="gelezen", seen_at=request.now.isoformat())

    async def search(request: ReadRequest, _question: GroupQuestion) -> Group:
        return Group(code="WB0001", title="gezocht", seen_at=request.now.isoformat())

    @router.put("/benches")
    async def put_benches() -> str:
        return "geschreven"

    public_get(router, "/benches", NoFilters, benches)
    public_post(router, "/benches", GroupQuestion, search)
    async with asking(house(routers=[router])) as client:
        assert (await client.get("/v1/benches")).json()["title"] == "gelezen"
        assert (await client.post("/v1/benches", json={})).json()["title"] == "gezocht"
        assert (await client.put("/v1/benches")).json() == "geschreven"
        refused = await client.delete("/v1/benches")
        preflight = await client.options(
            "/v1/benches",
            headers={"Origin": "https://elders.example", "Access-Control-Request-Method": "PUT"},
        )

    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS, POST, PUT"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST"


def test_a_public_search_may_not_hide_a_write() -> None:
    router = APIRouter()

    async def search(_request: ReadRequest, _body: GroupQuestion, *, code: str) -> Group:
        raise NotImplementedError(code)

    public_post(router, "/groups/{code}", GroupQuestion, search)
    router.add_api_route("/groups/new", lambda: None, methods=["POST"])

    with pytest.raises(ValueError, match="hides /v1/groups/new"):
        house(routers=(router,))


async def test_a_search_is_counted_by_its_template(client: httpx.AsyncClient) -> None:
    await client.post(PATH, json={"radius": 300})
    await client.get(PATH)
    figures = (await client.get("/metrics")).text

    assert 'method="POST",route="/v1/groups/search",status="2xx"} 1.0' in figures
    assert 'method="GET",route="/v1/groups/search",status="4xx"} 1.0' in figures


def test_a_search_is_described_with_its_body_and_every_answer() -> None:
    described = house().openapi()
    operation = described["paths"]["/groups/search"]["post"]
    content = operation["requestBody"]["content"]
    question = described["components"]["schemas"]["GroupQuestion"]

    assert operation["requestBody"]["required"] is True
    assert content == {
        "application/json": {"schema": {"$ref": "#/components/schemas/GroupQuestion"}}
    }
    assert question["additionalProperties"] is False
    assert question["properties"]["dateFrom"]["type"] == ["string", "null"]
    assert set(operation["responses"]) == {"200", "400", "406", "413", "415", "429", "500", "503"}
    assert "ETag" not in operation["responses"]["200"]["headers"]
    assert set(operation["responses"]["200"]["content"]) == {
        "application/json",
        "application/geo+json",
    }
    assert operation["operationId"] == "searchGroups"
    assert operation["summary"] == "Groepen zoeken zonder dat uw plek in een adres staat"
    assert "parameters" not in operation
