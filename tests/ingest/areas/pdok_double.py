"""A stand-in for PDOK on this machine: both services, with the habits of the real ones."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app.core.config import Settings

OGC_PARAMETERS = {"gemeentecode", "limit", "f", "cursor"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire; `cut_after` bytes the line goes silent for `silence_s`."""

    status: int
    body: bytes
    cut_after: int | None = None
    silence_s: float = 0.0


Habit = Callable[[str, Mapping[str, str], Reply], Reply]
"""Given the path, the question and the honest reply: what is replied."""


@dataclass
class PdokDouble:
    """Holds features by collection; `habits` spoil replies in order of arrival."""

    features: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    page_size: int = 995
    habits: list[Habit] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def settings(self, *, timeout_s: float = 0.3) -> Settings:
        return Settings(
            pdok_wfs_url=f"{self.url}/cbs/wijkenbuurten/{{year}}/wfs/v1_0",
            pdok_ogc_url=f"{self.url}/cbs/wijken-en-buurten-{{year}}/ogc/v1",
            outside_timeout_s=timeout_s,
        )

    def of(self, service: str) -> list[dict[str, str]]:
        """What was asked of `wfs` or `ogc`."""
        return [query for path, query in self.asked if f"/{service}/" in path]

    def reply(self, path: str, query: dict[str, str]) -> Reply:
        self.asked.append((path, query))
        reply = self._honest(path, query)
        for habit in self.habits:
            reply = habit(path, query, reply)
        return reply

    def _wfs(self, query: Mapping[str, str]) -> Reply:
        collection = query["typeNames"].partition(":")[2]
        # CQL_FILTER is ignored, as in reality; the XML one works.
        rows = self.features.get(collection, [])
        if "<ValueReference>gemeentecode</ValueReference>" in query.get("FILTER", ""):
            wanted = query["FILTER"].partition("<Literal>")[2].partition("<")[0]
            rows = [one for one in rows if one["properties"]["gemeentecode"] == wanted]
        start = int(query["startIndex"])
        page = rows[start : start + min(self.page_size, int(query["count"]))]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
        return _json(200, {"type": "FeatureCollection", "crs": crs, "features": page})

    def _honest(self, path: str, query: Mapping[str, str]) -> Reply:
        if "/wfs/" in path:
            return self._wfs(query)
        unknown = set(query) - OGC_PARAMETERS
        if unknown:
            detail = f"unknown query parameter(s) found: {', '.join(sorted(unknown))}"
            return _json(400, {"detail": detail, "status": 400, "title": "Bad Request"})
        collection = path.split("/collections/")[1].partition("/")[0]
        wanted = query.get("gemeentecode")
        rows = [
            {**one, "properties": snake_case(one["properties"])}
            for one in self.features.get(collection, [])
            if one["properties"]["gemeentecode"] == wanted
        ]
        start = int(query.get("cursor", "|0").partition("|")[2].replace("Nwyr1Q", "2"))
        page = rows[start : start + self.page_size]
        links = [{"rel": "self", "href": "https://api.pdok.nl/self"}]
        if start + self.page_size < len(rows):
            # As a mirror gives them: links to the original, not to itself.
            cursor = f"Dv4%7C{start + self.page_size}"
            query_text = f"cursor={cursor}&gemeentecode={wanted}&limit=1000&f=json"
            links.append({"rel": "next", "href": f"https://api.pdok.nl{path}?{query_text}"})
        return _json(200, {"type": "FeatureCollection", "links": links, "features": page})


def snake_case(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "".join(f"_{c.lower()}" if c.isupper() else c for c in name): value
        for name, value in properties.items()
    }


def _json(status: int, document: object) -> Reply:
    return Reply(status, json.dumps(document).encode())


def always(service: str, spoiled: Reply) -> Habit:
    """This service replies the same to everything."""
    return lambda path, _query, honest: spoiled if f"/{service}/" in path else honest


def first(times: int, service: str, spoiled: Callable[[Reply], Reply]) -> Habit:
    """This service spoils its first replies and is honest after that."""
    left = [times]

    def habit(path: str, _query: Mapping[str, str], honest: Reply) -> Reply:
        if f"/{service}/" not in path or not left[0]:
            return honest
        left[0] -= 1
        return spoiled(honest)

    return habit


def from_request(number: int, service: str, spoiled: Callable[[Reply], Reply]) -> Habit:
    """This service is honest until its `number`th reply, and never after."""
    seen = [0]

    def habit(path: str, _query: Mapping[str, str], honest: Reply) -> Reply:
        if f"/{service}/" not in path:
            return honest
        seen[0] += 1
        return spoiled(honest) if seen[0] >= number else honest

    return habit


@contextmanager
def pdok_double(**features: Sequence[dict[str, Any]]) -> Iterator[PdokDouble]:
    """Serves on a free port of this machine until the block ends."""
    double = PdokDouble({name: list(rows) for name, rows in features.items()})
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            reply = double.reply(parts.path, query)
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/geo+json")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            sent = len(reply.body) if reply.cut_after is None else reply.cut_after
            self.wfile.write(reply.body[:sent])
            self.wfile.flush()
            until = time.monotonic() + reply.silence_s
            while time.monotonic() < until and not over.is_set():
                over.wait(0.02)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its own name
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield double
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
