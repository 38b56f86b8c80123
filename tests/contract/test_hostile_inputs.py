"""Whatever is thrown at any route: an answer in our words, never a 500 and never a 422."""

import random
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from app.core.config import Settings
from app.main import create_app
from tests.core.http_house import asking, house

VALUES = [
    "",
    "%00",
    "a%00b",
    "%ff%fe",
    "%C0%80",
    "%ED%A0%80",
    "%F0%9F%9A%B2",
    "\u202e",
    "a" * 7000,
    "9" * 400,
    "-1",
    "1e309",
    "nan",
    "-inf",
    "Infinity",
    "1_0",
    "٣",
    "[]",
    "{}",
    "null",
    "true",
    "0000-00-00",
    "9999-12-31",
    "99999-01-01",
    "2026-11-24T25:61:61Z",
    "..%2f..%2fetc%2fpasswd",
    "%0d%0aSet-Cookie:%20a=b",
    "' OR 1=1 --",
    "%25%25%25s",
    "${jndi:ldap://a}",
    "<script>",
    "%",
    "%zz",
    "+",
    ";",
]


@pytest.fixture(params=["real", "small"])
async def client(
    request: pytest.FixtureRequest, shared_database_url: str
) -> AsyncIterator[httpx.AsyncClient]:
    if request.param == "real":
        app = create_app(Settings(database_url=shared_database_url))
    else:
        app = house(database_url=shared_database_url)
    async with asking(app, opened=True) as client:
        yield client


def fits(answer: httpx.Response) -> bool:
    """Whether an answer is one that we would give to a mistake, or to a lucky hit."""
    if answer.status_code < 400:
        return True
    document = answer.json()
    return (
        answer.status_code in {400, 404, 405, 406, 410, 413, 415}
        and answer.headers["Content-Type"] == "application/problem+json"
        and answer.headers["API-Version"] == "1.0.0"
        and document["status"] == answer.status_code
        and document["detail"] != ""
    )


def paths_of(client: httpx.AsyncClient) -> list[tuple[str, list[str]]]:
    """Every readable path with the names of its query parameters."""
    transport = client._transport
    assert isinstance(transport, httpx.ASGITransport)
    described = transport.app.openapi()  # type: ignore[attr-defined]
    return [
        (
            "/v1" + path,
            [one["name"] for one in item["get"].get("parameters", []) if one["in"] == "query"],
        )
        for path, item in described["paths"].items()
        if "get" in item
    ]


async def test_any_value_for_any_parameter(client: httpx.AsyncClient) -> None:
    for path, names in paths_of(client):
        filled = path.replace("{code}", "GM0153")
        for name in names:
            for value in VALUES:
                answer = await client.get(f"{filled}?{name}={value}")
                assert fits(answer), (path, name, value[:40], answer.text)
                answer = await client.get(f"{filled}?{name}={value}&{name}={value}")
                assert fits(answer), (path, name, "twice", value[:40], answer.text)
        for value in VALUES:
            answer = await client.get(f"{filled}?{value}={value}&{value}")
            assert fits(answer), (path, "as a name", value[:40], answer.text)


async def test_any_value_in_any_path(client: httpx.AsyncClient) -> None:
    for path, _ in paths_of(client):
        for value in VALUES:
            answer = await client.get(path.replace("{code}", value or "%20"))
            assert fits(answer), (path, value[:40], answer.text)


async def test_any_header(client: httpx.AsyncClient) -> None:
    names = ("Accept", "Accept-Encoding", "If-None-Match", "X-Request-Id", "Origin", "Content-Type")
    for path, _ in paths_of(client):
        for name in names:
            for value in (*VALUES, "*/*;q=2", ";;;q=", ",,,", "a/b;q=0.5;q=x, */*", '"', 'W/"'):
                header = {name: value.encode("utf-8")}
                answer = await client.get(path.replace("{code}", "GM0153"), headers=header)
                assert fits(answer), (path, name, value[:40], answer.text)


async def test_any_method(client: httpx.AsyncClient) -> None:
    for path, _ in paths_of(client):
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
            answer = await client.request(method, path.replace("{code}", "GM0153"))
            assert fits(answer), (path, method, answer.text)


async def test_any_body() -> None:
    bodies = [
        *(b"", b"null", b"[]", b"1", b'"', b"\x00", b"\xff\xfe", b"{", b"[" * 50_000, b"{}"),
        b'{"title": {"a": 1}, "lat": [1], "weekdays": "mo"}',
        b'{"title": "a\\u0000b", "lat": 1e999}',
        b'{"title": "\\ud800aa", "lat": 1}',
        b'{"title": "abc", "lat": ' + b"9" * 5000 + b"}",
        b'{"title": "abc", "lat": NaN}',
        b'{"title": "abc", "lat": 1, "__proto__": {}}',
        b'{"weekdays": [' + b"1," * 5000 + b"1]}",
    ]
    async with asking(house()) as client:
        for body in bodies:
            for form in ("application/json", "application/merge-patch+json", "text/plain", "a;b=c"):
                answer = await client.post(
                    "/v1/groups", content=body, headers={"Content-Type": form}
                )
                assert fits(answer), (body[:60], form, answer.text)


async def test_any_noise(client: httpx.AsyncClient) -> None:
    chance = random.Random(2026)
    for path, names in paths_of(client):
        for _ in range(100):
            pairs = [
                f"{chance.choice([*names, 'zz'])}={quote(noise(chance))}"
                for _ in range(chance.randrange(1, 6))
            ]
            answer = await client.get(f"{path.replace('{code}', 'GM0153')}?{'&'.join(pairs)}")
            assert fits(answer), (path, pairs, answer.text)


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(0, 20))
