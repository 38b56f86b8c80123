"""What somebody asks who wants to know where a secret place is: everything, and just beside it."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

import brotli  # type: ignore[import-untyped]

from app.core.geo import RdPoint, lonlat_of
from tests.contract.asgi import Request, Response
from tests.finder.choices import AUDIENCES, KINDS, LANGUAGES, THEMES, WEEKDAYS
from tests.finder.hideouts import Secret
from tests.finder.hiding import MOMENTS, World
from tests.finder.questions import FACETS
from tests.finder.worlds import NOW

Params = dict[str, Any]
Asked = tuple[datetime, Request]

WRONG = (
    {"lat": "1"},
    {"lon": "abc"},
    {"radius": "0"},
    {"bbox": "5,52,5,52"},
    {"area": "BU00000000"},
    {"kind": "onbekend"},
    {"to": "2031-01-01"},
    {"cursor": "AAAA"},
    {"zoek": "wandelen"},
    {"limit": "0"},
)
# Few of them: every other set of filters and facets is another statement to be planned.
COUNTED = (["buurt"], ["kind", "buurt"], list(FACETS))
# Of any size: a database knows fewer numbers than a cursor can hold.
NUMBERS: Sequence[float] = (
    *(0, -0.0, 1, -1, 0.5, 5e-324, 1e-46, 1e-38, 3.5e38, 1.7976931348623157e308, -1e308),
    *(2**31, 2**63, -(2**63) - 1, 10**10, 10**10 + 1, 10**40),
)
IDS = ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")
NO_ID = "00000000-0000-7000-8000-000000000000"


@dataclass
class Attacker:
    """Knows every id, every rule and both places where a secret could be; keeps what it heard."""

    world: World
    suspected: Sequence[Secret]
    rng: Random
    to_follow: list[Asked] = field(default_factory=list)
    known: list[tuple[Request, str]] = field(default_factory=list)
    """What was answered, with its ETag."""

    @property
    def _buurten(self) -> list[str]:
        return [code for code in self.world.codes if code.startswith("BU")]

    def question(self) -> Asked:
        """The next thing to ask, and when; pages are turned at the moment of the first."""
        if self.to_follow and self.rng.random() < 0.25:
            return self.to_follow.pop(self.rng.randrange(len(self.to_follow)))
        ask: Callable[[], Request] = self.rng.choices(
            [
                self._search,
                self._post,
                self._agenda,
                self._places,
                self._by_id,
                self._map,
                self._doors,
                self._areas,
                self._wrong,
                self._again,
            ],
            [30, 16, 12, 9, 9, 5, 8, 2, 6, 5],
        )[0]
        return self.rng.choice(MOMENTS), ask()

    def hear(self, asked: Asked, answer: Response) -> None:
        """Takes from an answer what leads to further questions: cursors, also forged, and ETags."""
        moment, request = asked
        if answer.status != 200:
            return
        if "etag" in answer.headers and self.rng.random() < 0.3:
            self.known.append((request, answer.headers["etag"]))
        if b'"nextCursor":"' not in answer.body or len(self.to_follow) > 50:
            return
        page = _json(answer)
        cursors = [page["nextCursor"], self._forged(page["nextCursor"])]
        for cursor in cursors if self.rng.random() < 0.2 else cursors[:1]:
            if request.method == "POST":
                body = json.loads(request.body) | {"cursor": cursor}
                following = _post("/v1/offerings/search", body, request.headers)
            else:
                url = urlsplit(page["next"])
                query = url.query.replace(page["nextCursor"], cursor)
                following = Request("GET", f"{url.path}?{query}".encode(), request.headers)
            self.to_follow.append((moment, following))

    def _forged(self, cursor: str) -> str:
        """The same cursor with another sort key: pages may be turned to anywhere."""
        inside = opened(cursor)
        inside["id"] = self.rng.choice([*self.world.confidential, *IDS, inside["id"]])
        if "metres" in inside:
            inside["metres"] = self.rng.choice([self.rng.uniform(0, 4000), self._number()])
        for name in ("rank", "start", "start_of"):
            if name in inside and self.rng.random() < 0.5:
                inside[name] = self._number()
        if "name" in inside and self.rng.random() < 0.3:
            inside["name"] = self.rng.choice(["", "koffie", "samen eten 20"])
        return closed(inside)

    def _number(self) -> float:
        """Of any size, and of either sign."""
        size = 10 ** self.rng.uniform(-320, 308)
        number = self.rng.choice([size, int(min(size, 1e40)), self.rng.uniform(0, 1)])
        return self.rng.choice([number, number, -number])

    def _search(self) -> Request:
        params = self._where() | self._what() | self._page()
        if self.rng.random() < 0.3:
            params["facets"] = self.rng.choice(COUNTED)
        return self._get("/v1/offerings", self._sorted(params))

    def _post(self) -> Request:
        params = self._sorted(self._where(decimals=15) | self._what() | self._page())
        if self.rng.random() < 0.3:
            params["facets"] = self.rng.choice(COUNTED)
        return _post("/v1/offerings/search", params, self._headers())

    def _agenda(self) -> Request:
        """Where a session is counts here: one moved to a secret place is worth asking about."""
        params = self._where() | self._what() | self._page()
        if self.rng.random() < 0.3:
            params["area"] = [self.rng.choice(self._buurten)]
        if self.rng.random() < 0.3:
            params["to"] = f"{(MOMENTS[-1] + timedelta(days=40)).date()}"
        return self._get("/v1/sessions", params)

    def _places(self) -> Request:
        params = self._where() | self._page()
        if self.rng.random() < 0.4:
            moment = NOW + timedelta(days=self.rng.uniform(5, 30))
            params |= self.rng.choice(
                [{"openNow": True}, {"openAt": f"{moment:%Y-%m-%dT%H:%M}:00Z"}]
            )
        return self._get("/v1/places", params)

    def _by_id(self) -> Request:
        rng, world = self.rng, self.world
        if rng.random() < 0.3:
            place = rng.choice([str(one.id) for one in world.secrets] + [NO_ID])
            return self._get(f"/v1/places/{place}", {})
        theirs = rng.choice([*world.confidential, *world.moved_once, *world.public, NO_ID])
        return self._get(f"/v1/offerings/{theirs}", {})

    def _map(self) -> Request:
        return self._get(f"/v1/areas/{self.rng.choice(self.world.codes)}/map", {})

    def _doors(self) -> Request:
        path = self.rng.choice(["/v1/wijkwijzers", "/v1/support/mantelzorg"])
        params = self._point(decimals=7)
        if self.rng.random() < 0.4:
            params["area"] = self.rng.choice(self.world.codes)
        return self._get(path, params)

    def _areas(self) -> Request:
        point = self._point(decimals=7)
        return self._get("/v1/areas", self.rng.choice([{"q": "buurt"}, point]))

    def _wrong(self) -> Request:
        """Something that is refused: errors may tell nothing either."""
        path = self.rng.choice(["/v1/offerings", "/v1/sessions", "/v1/places", "/v1/wijkwijzers"])
        return self._get(path, self._point(decimals=7) | self.rng.choice(WRONG))

    def _again(self) -> Request:
        """Has it changed since? The clock may stand elsewhere by now."""
        if not self.known:
            return self._search()
        request, etag = self.rng.choice(self.known)
        return replace(request, headers=[*request.headers, (b"if-none-match", etag.encode())])

    def _get(self, path: str, params: Params) -> Request:
        spoken = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in params.items()
        }
        query = urlencode(spoken, doseq=True)
        target = (f"{path}?{query}" if query else path).encode()
        return Request("HEAD" if self.rng.random() < 0.03 else "GET", target, self._headers())

    def _headers(self) -> Sequence[tuple[bytes, bytes]]:
        """The same number for both worlds; sometimes another form or coding."""
        accept = b"application/geo+json" if self.rng.random() < 0.1 else b"*/*"
        coding = self.rng.choice([b"identity", b"identity", b"gzip", b"br"])
        number = str(self.rng.getrandbits(40)).encode()
        return [(b"x-request-id", number), (b"accept", accept), (b"accept-encoding", coding)]

    def _where(self, *, decimals: int = 7) -> Params:
        rng = self.rng
        where: Params = {}
        if rng.random() < 0.55:
            where |= self._point(decimals=decimals)
            if rng.random() < 0.6:
                where["radius"] = int(10 ** rng.uniform(0, 4.6))
        if rng.random() < 0.2:
            where["area"] = rng.sample(self.world.codes, rng.choice([1, 1, 2]))
        if rng.random() < 0.25:
            where["bbox"] = self._box()
        return where

    def _spot(self) -> tuple[float, float]:
        """Near where a secret is in either world, at a public place, or anywhere; in RD."""
        rng = self.rng
        off_m = rng.choice([0.0, 1.0, 30.0, 400.0])
        if rng.random() < 0.6:
            one = rng.choice([*self.world.secrets, *self.suspected])
            x_m, y_m = one.x_m, one.y_m
        elif rng.random() < 0.5:
            x_m, y_m = rng.choice(list(self.world.public.values()))
        else:
            west, south, east, north = self.world.bounds
            x_m, y_m = rng.uniform(west, east), rng.uniform(south, north)
        return x_m + rng.uniform(-off_m, off_m), y_m + rng.uniform(-off_m, off_m)

    def _point(self, *, decimals: int) -> Params:
        at = lonlat_of(RdPoint(*self._spot()))
        return {"lat": round(at.lat, decimals), "lon": round(at.lon, decimals)}

    def _box(self) -> str:
        x_m, y_m = self._spot()
        half_m = 10 ** self.rng.uniform(0.3, 4)
        one, other = (lonlat_of(RdPoint(x_m + d, y_m + d)) for d in (-half_m, half_m))
        return f"{one.lon:.7f},{one.lat:.7f},{other.lon:.7f},{other.lat:.7f}"

    def _what(self) -> Params:
        rng = self.rng
        what: Params = {}
        for name, values in (
            ("kind", KINDS),
            ("theme", THEMES),
            ("audience", AUDIENCES),
            ("language", LANGUAGES),
            ("day", WEEKDAYS),
            ("part", ("morning", "afternoon", "evening")),
        ):
            if rng.random() < 0.05:
                what[name] = rng.sample(values, rng.choice([1, 2]))
        for name in ("free", "wheelchair", "voorliggend", "walkIn", "openSpots"):
            if rng.random() < 0.03:
                what[name] = True
        if rng.random() < 0.1:
            what["q"] = rng.choice(["koffie", "samen", "eten 3", "huis", "wandel", "stichting"])
        if rng.random() < 0.05:
            what["age"] = rng.choice([5, 30])
        if rng.random() < 0.1:
            what["to"] = f"{(MOMENTS[-1] + timedelta(days=rng.randint(2, 40))).date()}"
        return what

    def _page(self) -> Params:
        rng = self.rng
        page: Params = {"limit": rng.choice([1, 2, 5, 20, 20, 100])}
        if rng.random() < 0.5:
            page["count"] = True
        return page

    def _sorted(self, params: Params) -> Params:
        orders = [
            "next",
            "name",
            *["distance"] * ("lat" in params),
            *["relevance"] * ("q" in params),
        ]
        return params | ({"sort": self.rng.choice(orders)} if self.rng.random() < 0.4 else {})


def opened(cursor: str) -> Params:
    """What a cursor holds."""
    inside: Params = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return inside


def closed(inside: Params) -> str:
    """A cursor that holds this."""
    return base64.urlsafe_b64encode(json.dumps(inside).encode()).decode().rstrip("=")


def forgeries(cursor: str) -> Iterator[str]:
    """This cursor with each of its members, one at a time, as somebody may make it up."""
    inside = opened(cursor)
    for name, value in inside.items():
        if isinstance(value, int | float):
            made_up: Sequence[object] = (*NUMBERS, str(value), None, [value], True, float("inf"))
        elif name == "id":
            made_up = (*IDS, NO_ID, "", 7, None)
        else:
            made_up = ("", "\x00", "\ud800", "z" * 400, "z" * 401, 7, None)
        yield from (closed(inside | {name: one}) for one in made_up)
    yield closed(inside | {"metres": 1.0, "start": 1, "start_of": 1, "rank": 1.0, "name": "z"})


def _post(path: str, body: Params, headers: Sequence[tuple[bytes, bytes]]) -> Request:
    others = [pair for pair in headers if pair[0] != b"content-type"]
    kind = (b"content-type", b"application/json")
    return Request("POST", path.encode(), [*others, kind], json.dumps(body).encode())


def _json(answer: Response) -> Any:
    return json.loads(plain(answer))


def plain(answer: Response) -> bytes:
    """The body as it was before it was compressed."""
    # The answer to HEAD says how it would be coded, and has no body.
    match answer.headers.get("content-encoding") if answer.body else None:
        case "gzip":
            return gzip.decompress(answer.body)
        case "br":
            whole: bytes = brotli.decompress(answer.body)
            return whole
    return answer.body
