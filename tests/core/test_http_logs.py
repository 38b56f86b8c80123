"""Nobody is followed: what was asked, and from where, is in no line of any log."""

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog

from app.core.config import Settings
from app.core.logging import configure_logging
from tests.core.http_house import asking, house

SECRETS = ("52.221537", "6.893662", "koffiedrinken", "10.1.2.3", "Mozilla", "geheim-token")


@pytest.fixture(params=[True, False], ids=["json", "readable"])
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything that any logger writes."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(Settings(log_json=request.param, log_level="debug"), stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


async def ask_secrets(client: httpx.AsyncClient) -> list[int]:
    headers = {
        "User-Agent": "Mozilla",
        "X-Forwarded-For": "10.1.2.3",
        "Authorization": "Bearer geheim-token",
        "Referer": "https://elders.example/?lat=52.221537",
        "X-Request-Id": "lat=52.221537",
    }
    where = "lat=52.221537&lon=6.893662&q=koffiedrinken"
    body = {"title": "koffiedrinken", "lat": 52.221537}
    answers = [
        await client.get(f"/v1/groups?{where}", headers=headers),
        await client.get(f"/v1/groups?{where}&x=koffiedrinken", headers=headers),
        await client.get(f"/v1/groups/52.221537?{where}", headers=headers),
        await client.get(f"/v1/groups/XX0003?{where}", headers=headers),
        await client.get(f"/52.221537/koffiedrinken?{where}", headers=headers),
        await client.post("/v1/groups", json=body, headers=headers),
        await client.post("/v1/groups", json={**body, "title": "kapot"}, headers=headers),
        await client.post("/v1/groups", json={**body, "geheim-token": 1}, headers=headers),
        await client.post("/v1/groups", content=b'{"lat": 52.221537', headers=headers),
    ]
    return [answer.status_code for answer in answers]


async def test_no_line_holds_what_was_asked(lines: io.StringIO) -> None:
    async with asking(house()) as client:
        statuses = await ask_secrets(client)

    text = lines.getvalue()
    assert statuses == [200, 400, 400, 400, 404, 201, 500, 400, 415]
    assert text.count("/v1/groups") >= 8
    for secret in SECRETS:
        assert secret not in text


async def test_a_failure_in_a_public_read_is_logged_without_its_words(lines: io.StringIO) -> None:
    async with asking(house()) as client:
        answer = await client.get("/v1/groups/XX0003", headers={"X-Request-Id": "req-1"})

    text = lines.getvalue()
    assert answer.status_code == 500
    assert "builtins.ValueError" in text
    assert "http_house.py" in text
    assert "req-1" in text
    assert "nobody expected []" not in text


async def test_a_request_is_one_line_with_its_template(lines: io.StringIO) -> None:
    async with asking(house()) as client:
        await client.get("/v1/groups/WB0001", headers={"X-Request-Id": "req-2"})
        await client.delete("/v1/groups/WB0001")
        await client.put("/v1/groups/1", json={})
        await client.get("/v1/nothing")

    text = lines.getvalue()
    assert len(text.splitlines()) == 4
    if text.startswith("{"):
        first, *others = (json.loads(line) for line in text.splitlines())
        assert {
            key: first[key] for key in ("request_id", "method", "route", "status", "bytes")
        } == {
            "request_id": "req-2",
            "method": "GET",
            "route": "/v1/groups/{code}",
            "status": 200,
            "bytes": 91,
        }
        assert first["ms"] > 0
        assert [(line["route"], line["status"]) for line in others] == [
            ("/v1/groups/{code}", 405),
            ("/v1/groups/{code}", 400),
            ("other", 404),
        ]


async def test_health_is_asked_too_often_to_be_told(lines: io.StringIO) -> None:
    async with asking(house()) as client:
        await client.get("/healthz")

    assert "debug" in lines.getvalue()
    assert "info" not in lines.getvalue()


def test_libraries_speak_through_the_same_door(lines: io.StringIO) -> None:
    address = SECRETS[3]
    try:
        raise ConnectionError(address)  # noqa: TRY301
    except ConnectionError:
        logging.getLogger("asyncio").exception(
            "Task exception was never retrieved\nfuture: <koffiedrinken>"
        )
    logging.getLogger("httpx").info("HTTP Request: GET https://pdok.test/?q=koffiedrinken")
    logging.getLogger("uvicorn.error").info("Started")
    logging.getLogger("uvicorn.access").info("10.1.2.3 GET /?q=koffiedrinken")

    text = lines.getvalue()
    assert "Task exception was never retrieved" in text
    assert "builtins.ConnectionError" in text
    assert "Started" in text
    for secret in SECRETS:
        assert secret not in text


def test_causes_are_told_and_a_circle_of_them_ends(lines: io.StringIO) -> None:
    error = ValueError("koffiedrinken")
    error.__cause__ = KeyError("10.1.2.3")
    error.__cause__.__cause__ = error

    structlog.get_logger().error("oops", exc_info=error)

    text = lines.getvalue()
    assert text.count("builtins.ValueError") == 1
    assert "caused by builtins.KeyError" in text
    assert "koffiedrinken" not in text
