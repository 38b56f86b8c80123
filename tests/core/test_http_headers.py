"""Headers that stand on every answer."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from tests.core.http_house import asking, house

GROUP = {"title": "Wandelen in Roombeek", "lat": 52.23}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with asking(house()) as client:
        yield client


async def every_kind(client: httpx.AsyncClient) -> list[httpx.Response]:
    """200, 201, 204, 304, 308, 400, 404, 405, 406, 410, 413, 415 and 500 under /v1."""
    etag = (await client.get("/v1/groups")).headers["ETag"]
    return [
        await client.get("/v1/groups"),
        await client.post("/v1/groups", json=GROUP),
        await client.options("/v1/groups"),
        await client.get("/v1/groups", headers={"If-None-Match": etag}),
        await client.get("/v1/groups/XX0001"),
        await client.get("/v1/groups?x=1"),
        await client.get("/v1/nothing"),
        await client.delete("/v1/groups"),
        await client.get("/v1/groups", headers={"Accept": "text/html"}),
        await client.get("/v1/groups/XX0002"),
        await client.post("/v1/groups", json={"title": "a" * 1_000_001}),
        await client.post("/v1/groups", content=b"a"),
        await client.get("/v1/groups/XX0003"),
    ]


async def test_every_answer_of_the_interface_tells_its_version(client: httpx.AsyncClient) -> None:
    answers = await every_kind(client)

    assert [answer.status_code for answer in answers] == [
        *(200, 201, 204, 304, 308, 400, 404, 405, 406, 410, 413, 415, 500)
    ]
    assert [answer.headers.get_list("API-Version") for answer in answers] == [["1.0.0"]] * 13


async def test_every_answer_is_safe_in_a_browser(client: httpx.AsyncClient) -> None:
    for answer in [*await every_kind(client), await client.get("/"), await client.get("/healthz")]:
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] in {"cross-origin", "same-origin"}
        assert len(headers.get_list("Cache-Control")) == 1
        assert "Strict-Transport-Security" not in headers


async def test_only_public_answers_may_be_kept(client: httpx.AsyncClient) -> None:
    kept = [
        answer.status_code
        for answer in await every_kind(client)
        if answer.headers["Cache-Control"] != "no-store"
    ]

    assert kept == [200, 304]


async def test_outside_the_interface_there_is_no_version(client: httpx.AsyncClient) -> None:
    for path in ("/", "/healthz", "/metrics", "/problems", "/v10", "/nothing"):
        answer = await client.get(path)
        assert "API-Version" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_browsers_insist_on_https_once_we_are_reached_by_it() -> None:
    async with asking(house(public_url="https://buurtkaart.example")) as client:
        answer = await client.get("/v1/groups")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


async def test_other_peoples_pages_may_read_us(client: httpx.AsyncClient) -> None:
    for answer in await every_kind(client):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        exposed = answer.headers["Access-Control-Expose-Headers"]
        assert exposed == "API-Version, ETag, Link, Retry-After, X-Request-Id"


async def test_other_peoples_pages_may_not_write(client: httpx.AsyncClient) -> None:
    answer = await client.options(
        "/v1/groups/WB0001",
        headers={"Origin": "https://elders.example", "Access-Control-Request-Method": "PUT"},
    )

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]


async def test_a_preflight_of_nothing_allows_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.options(
        "/v1/nothing",
        headers={"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"},
    )

    assert answer.status_code == 404
    assert "Access-Control-Allow-Methods" not in answer.headers


async def test_a_harmless_request_id_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/nothing", headers={"X-Request-Id": "desk-7_a.1"})

    assert answer.headers["X-Request-Id"] == answer.json()["requestId"] == "desk-7_a.1"


@pytest.mark.parametrize("theirs", ["", "a b", "a" * 65, "<script>", "a\tb", "é", "1;2", "52,1"])
async def test_any_other_request_id_is_replaced(client: httpx.AsyncClient, theirs: str) -> None:
    answer = await client.get("/v1/groups", headers={"X-Request-Id": theirs.encode()})

    assert UUID(answer.headers["X-Request-Id"]).version == 7


async def test_a_long_problem_is_compressed_too(client: httpx.AsyncClient) -> None:
    query = "&".join(f"a{n}=1" for n in range(50))

    answer = await client.get(f"/v1/groups?{query}", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(answer.json()["errors"]) == 50
