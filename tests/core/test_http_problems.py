"""Whatever goes wrong: one shape, all members, plain Dutch, and never how it happened."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.core.errors import PROBLEMS
from tests.core.http_house import asking, house

GROUP = {"title": "Wandelen in Roombeek", "lat": 52.23}
MEMBERS = {"type", "title", "status", "detail", "requestId", "errors"}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with asking(house()) as client:
        yield client


def told(answer: httpx.Response, slug: str) -> list[tuple[str, str, str]]:
    """The faults of a problem, after looking whether it is a whole one."""
    document = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert document.keys() >= MEMBERS
    assert document["type"] == f"/problems/{slug}"
    assert document["status"] == answer.status_code == PROBLEMS[slug].status
    assert document["requestId"] == answer.headers["X-Request-Id"]
    return [(fault["in"], fault["name"], fault["code"]) for fault in document["errors"]]


@pytest.mark.parametrize(
    "path", ["/v1/nothing", "/v1", "/v1/groups/", "/nothing", "/v1/groups/XX0000", "//v1/groups"]
)
async def test_what_is_not_there_is_404(client: httpx.AsyncClient, path: str) -> None:
    told(await client.get(path), "not-found")


@pytest.mark.parametrize("path", ["/v1/groups", "/v1/areas", "/healthz", "/"])
async def test_a_wrong_method_hears_all_the_right_ones(path: str) -> None:
    async with asking(house()) as client:
        answer = await client.delete(path)

    if path == "/v1/areas":
        told(answer, "not-found")  # this small house has no areas
        return
    told(answer, "method-not-allowed")
    expected = "GET, HEAD, OPTIONS, POST" if path == "/v1/groups" else "GET, HEAD, OPTIONS"
    assert answer.headers["Allow"] == expected


async def test_a_method_on_a_path_with_values_hears_all_the_right_ones(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.delete("/v1/groups/WB0001")

    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, PUT"


async def test_options_says_what_can_be_done(client: httpx.AsyncClient) -> None:
    answer = await client.options("/v1/groups")

    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.headers["API-Version"] == "1.0.0"


async def test_a_body_with_many_mistakes_hears_all_of_them(client: httpx.AsyncClient) -> None:
    body = {"title": "x", "lat": "veel", "weekdays": ["mo", "fr"], "colour": "red"}

    answer = await client.post("/v1/groups", json=body)

    assert [name for _, name, _ in told(answer, "invalid-input")] == [
        "/title",
        "/lat",
        "/weekdays/1",
        "/colour",
    ]


async def test_a_write_refuses_unknown_parameters_too(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/groups?notfy=true", json=GROUP)

    assert told(answer, "invalid-input") == [("query", "notfy", "extra-forbidden")]
    assert "'notify'" in answer.json()["detail"]


async def test_a_value_in_the_path_of_a_write_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.put("/v1/groups/1", json=GROUP)

    assert told(answer, "invalid-input") == [("path", "code", "uuid-parsing")]


@pytest.mark.parametrize(
    "content",
    [b"{", b'{"title": "\xff"}', b"", b"null", b"[]", b'"a"', b"[" * 100_000, b'{"lat": NaN}'],
)
async def test_a_broken_body_is_400(client: httpx.AsyncClient, content: bytes) -> None:
    answer = await client.post(
        "/v1/groups", content=content, headers={"Content-Type": "application/json"}
    )

    assert all(where == "body" for where, _, _ in told(answer, "invalid-input"))


@pytest.mark.parametrize(
    "form", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""]
)
async def test_a_body_that_is_not_json_is_415(client: httpx.AsyncClient, form: str) -> None:
    answer = await client.post(
        "/v1/groups", content=b'{"title": "a"}', headers={"Content-Type": form}
    )

    told(answer, "unsupported-media-type")


async def test_json_with_a_charset_is_json(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/groups",
        content=b'{"title": "Koffie", "lat": 52.2}',
        headers={"Content-Type": "Application/JSON; charset=utf-8"},
    )

    assert answer.status_code == 201


async def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    async with asking(house(max_body_bytes=100)) as client:
        answer = await client.post("/v1/groups", json={"title": "a" * 100})

    told(answer, "too-large")


async def test_a_body_that_turns_out_too_large_is_left_halfway() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b"a" * 1000

    async with asking(house(max_body_bytes=10_000)) as client:
        answer = await client.post(
            "/v1/groups", content=endless(), headers={"Content-Type": "application/json"}
        )

    told(answer, "too-large")
    assert sent == 11


async def test_an_endless_address_is_400(client: httpx.AsyncClient) -> None:
    told(await client.get("/v1/groups?q=" + "a" * 10_000), "invalid-input")
    told(await client.get("/v1/" + "a" * 10_000), "invalid-input")


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/groups/XX0003"), ("POST", "/v1/groups")])
async def test_our_own_mistake_is_a_problem_that_tells_nothing(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(
        method, path, json={**GROUP, "title": "kapot"} if method == "POST" else None
    )

    assert told(answer, "internal") == []
    assert "nobody expected" not in answer.text
    assert "52.23" not in answer.text
    assert answer.headers["API-Version"] == "1.0.0"


async def test_every_type_of_problem_has_a_page(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/problems")).text
    for slug, problem in PROBLEMS.items():
        page = await client.get(f"/problems/{slug}")

        assert page.status_code == 200
        assert problem.title in page.text
        assert f'href="/problems/{slug}"' in listed
    told(await client.get("/problems/unheard-of"), "not-found")
