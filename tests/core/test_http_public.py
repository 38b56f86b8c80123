"""Public reads: what may be asked, in which form the answer comes, and when it need not come."""

import gzip
from collections.abc import AsyncIterator

import brotli
import httpx
import pytest
import zstandard
from fastapi import APIRouter

from app.core.errors import MovedError
from app.core.http import NoFilters, ReadRequest, public_get
from app.core.schemas import WireModel
from tests.core.http_house import Group, asking, house


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with asking(house()) as client:
        yield client


async def faults(client: httpx.AsyncClient, query: str) -> dict[str, str]:
    answer = await client.get(f"/v1/groups?{query}")
    assert answer.status_code == 400
    return {fault["name"]: fault["message"] for fault in answer.json()["errors"]}


async def test_a_question_with_every_filter_is_understood(client: httpx.AsyncClient) -> None:
    answer = await client.get(
        "/v1/groups?lat=52.2&lon=6.9&radius=500&kind=inloop&kind=cursus&q=koffie+thee&walkIn=true"
        "&dateFrom=2026-11-24&openAt=2026-11-24T09:00:00Z"
        "&organization=01a20038-42fa-7375-9750-3dc97e74ecae"
    )

    assert answer.status_code == 200
    assert answer.json()["askedFor"] == [
        "52.2",
        "6.9",
        "500",
        "('inloop', 'cursus')",
        "koffie thee",
        "True",
        "2026-11-24",
        "2026-11-24 09:00:00+00:00",
        "01a20038-42fa-7375-9750-3dc97e74ecae",
    ]


async def test_a_typing_error_in_a_name_does_not_widen_the_search(
    client: httpx.AsyncClient,
) -> None:
    assert await faults(client, "knd=inloop") == {
        "knd": "Dit gegeven kennen wij niet. Bedoelt u 'kind'?"
    }


async def test_only_the_name_on_the_outside_counts(client: httpx.AsyncClient) -> None:
    assert await faults(client, "walk_in=true") == {
        "walk_in": "Dit gegeven kennen wij niet. Bedoelt u 'walkIn'?"
    }


async def test_everything_that_is_wrong_is_said_at_once(client: httpx.AsyncClient) -> None:
    found = await faults(client, "lat=12&radius=veel&kind=feest&walkIn=ja&dateFrom=morgen&zzz=1")

    assert set(found) == {"lat", "radius", "kind", "walkIn", "dateFrom", "zzz"}
    assert found["kind"] == "Kies uit: inloop, cursus."


async def test_a_single_parameter_is_given_once(client: httpx.AsyncClient) -> None:
    assert await faults(client, "lat=52.2&lat=52.3") == {"lat": "Geef dit maar één keer."}


@pytest.mark.parametrize(
    "query",
    [
        "radius=",
        "radius=1_0",
        "radius=+5+",
        "radius=5.0",
        "radius=1e3",
        f"radius={'9' * 5000}",
        "radius=%D9%A1",
        "lat=",
        "lat=nan",
        "lat=inf",
        "lat=52,2",
        "lat=0x34",
        "walkIn=on",
        "walkIn=1",
        "walkIn=",
        "dateFrom=86400",
        "dateFrom=2026-11-31",
        "dateFrom=2026-11-24T00:00:00Z",
        "openAt=1795510800",
        "openAt=2026-11-24T09:00:00",
        "organization=1",
        "kind=inloop,cursus",
        "q=a%00b",
        "q=%ff%fe",
        "q=" + "a" * 101,
    ],
)
async def test_a_value_that_is_almost_right_is_refused(
    client: httpx.AsyncClient, query: str
) -> None:
    assert set(await faults(client, query)) == {query.partition("=")[0]}


async def test_one_fault_stands_in_the_detail_with_its_name(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/groups?radius=0")

    assert answer.json()["detail"] == "radius: Dit moet 1 of meer zijn."


async def test_the_same_fault_in_every_item_of_a_list_is_told_once(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/v1/groups?kind=feest&kind=inloop&kind=feest")

    assert [fault["name"] for fault in answer.json()["errors"]] == ["kind"]


async def test_a_thousand_parameters_are_too_many(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/groups?" + "&".join(f"a{n}=1" for n in range(1000)))

    assert [fault["code"] for fault in answer.json()["errors"]] == ["too-many"]


async def test_a_code_in_the_path_has_a_form_too(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/groups/wesselerbrink?x=1")

    assert [(fault["in"], fault["name"]) for fault in answer.json()["errors"]] == [
        ("path", "code"),
        ("query", "x"),
    ]


async def test_head_is_get_without_the_answer(client: httpx.AsyncClient) -> None:
    got = await client.get("/v1/groups")
    head = await client.head("/v1/groups")

    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Vary"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("application/geo+json", "application/geo+json"),
        ("text/html, application/geo+json;q=0.9, application/json;q=0.8", "application/geo+json"),
        ("application/json;q=0, */*", "application/geo+json"),
    ],
)
async def test_the_answer_comes_in_the_form_that_is_liked_best(
    client: httpx.AsyncClient, accept: str, form: str
) -> None:
    answer = await client.get("/v1/groups", headers={"Accept": accept})

    assert answer.headers["Content-Type"] == form


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*"])
async def test_a_form_that_is_not_there_is_406(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.get("/v1/groups", headers={"Accept": accept})

    assert answer.status_code == 406
    assert answer.json()["type"] == "/problems/not-acceptable"
    assert "application/geo+json" in answer.json()["detail"]


@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
async def test_an_answer_that_is_known_is_not_sent_again(
    client: httpx.AsyncClient, form: str
) -> None:
    etag = (await client.get("/v1/groups")).headers["ETag"].strip('"')

    again = await client.get("/v1/groups", headers={"If-None-Match": form.format(etag)})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == f'"{etag}"'
    assert again.headers["Cache-Control"] == "public, no-cache"
    assert again.headers["API-Version"] == "1.0.0"


async def test_another_answer_has_another_etag(client: httpx.AsyncClient) -> None:
    one = await client.get("/v1/groups/WB0001")
    other = await client.get("/v1/groups/WB0002", headers={"If-None-Match": one.headers["ETag"]})

    assert other.status_code == 200


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("zstd, gzip", "zstd"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "zstd"),
    ],
)
async def test_the_answer_is_made_smaller_as_the_client_likes(accept: str, coding: str) -> None:
    unpack = {
        "br": brotli.decompress,
        "gzip": gzip.decompress,
        "zstd": lambda content: zstandard.ZstdDecompressor().decompress(content),
    }
    async with asking(house()) as client:
        plain = await client.get("/v1/groups")
        request = client.build_request("GET", "/v1/groups", headers={"Accept-Encoding": accept})
        answer = await client.send(request, stream=True)
        raw = b"".join([part async for part in answer.aiter_raw()])

    assert answer.headers["Content-Encoding"] == coding
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(raw) < len(plain.content)
    assert unpack[coding](raw) == plain.content
    assert answer.headers["ETag"] == plain.headers["ETag"][:-1] + f'-{coding}"'


@pytest.mark.parametrize("accept", ["identity", "identity, br;q=0.5", "br;q=0", "br;q=x", "sdch"])
async def test_who_wants_it_plain_gets_it_plain(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.get("/v1/groups", headers={"Accept-Encoding": accept})

    assert "Content-Encoding" not in answer.headers


async def test_a_short_answer_stays_as_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/groups/WB0001", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in answer.headers


async def test_an_etag_of_the_plain_answer_is_not_that_of_the_compressed_one(
    client: httpx.AsyncClient,
) -> None:
    plain = (await client.get("/v1/groups")).headers["ETag"]

    answer = await client.get(
        "/v1/groups", headers={"If-None-Match": plain, "Accept-Encoding": "br"}
    )

    assert answer.status_code == 200


async def test_what_moved_is_found_at_its_new_address_with_the_question_kept(
    client: httpx.AsyncClient,
) -> None:
    async with asking(house(routers=(moving_router(),))) as mover:
        answer = await mover.get("/v1/old?title=koffie%20thee")

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/v1/new?title=koffie%20thee"
    assert (await client.get("/v1/groups/XX0001")).headers["Location"] == "/v1/groups/WB0001"


def moving_router() -> APIRouter:
    class Titled(WireModel):
        title: str

    router = APIRouter()

    async def old(_request: ReadRequest, _filters: Titled) -> Group:
        raise MovedError("/v1/new")

    public_get(router, "/old", Titled, old)
    return router


async def test_what_is_gone_names_what_came_instead(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/groups/XX0002")

    assert answer.status_code == 410
    assert answer.json()["successors"] == ["WB0001", "WB0002"]


async def test_an_answer_about_danger_is_kept_nowhere(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/groups/HH0112", headers={"If-None-Match": "*"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


async def test_a_page_links_to_the_next_with_the_same_question() -> None:
    request = ReadRequest(
        house=house().state.house,
        now=house().state.house.clock(),
        media_type="application/json",
        path="/v1/groups",
        query=[("q", "koffie & thee"), ("cursor", "old"), ("kind", "inloop")],
        request_id="1",
    )

    assert request.next_url("new") == "/v1/groups?q=koffie+%26+thee&kind=inloop&cursor=new"
    assert str(request.today) == "2026-11-21"


def test_a_path_value_without_argument_is_noticed_at_once() -> None:
    async def group(_request: ReadRequest, _filters: NoFilters, *, id: str) -> Group:  # noqa: A002
        raise NotImplementedError(id)

    with pytest.raises(TypeError, match="holds"):
        public_get(APIRouter(), "/groups/{code}", NoFilters, group)


def test_an_answer_without_schema_is_noticed_at_once() -> None:
    async def group(_request: ReadRequest, _filters: NoFilters) -> bytes:
        return b"{}"

    with pytest.raises(TypeError, match="schema"):
        public_get(APIRouter(), "/groups", NoFilters, group)


def test_a_public_read_may_not_hide_another_route() -> None:
    router = APIRouter()

    async def group(_request: ReadRequest, _filters: NoFilters, *, code: str) -> Group:
        raise NotImplementedError(code)

    public_get(router, "/groups/{code}", NoFilters, group)
    router.add_api_route("/groups/mine", lambda: None)

    with pytest.raises(ValueError, match="hides /v1/groups/mine"):
        house(routers=(router,))
