"""A stand-in for PDOK Locatieserver on this machine: a plain search server over some addresses.

It knows words and figures as they are written, no slips of the finger and no cut endings; `free`
wants whole words, `suggest` takes the beginning of the last one. Any parameter that is not in the
specification is a 400, as there.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import nsmallest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app.core.config import Settings
from app.geocoding.names import name_key

PARAMETERS = {
    "free": {"q", "fl", "fq", "rows", "start", "sort", "df", "bq", "qf", "lat", "lon"},
    "suggest": {"q", "fl", "fq", "rows", "start", "sort", "bq", "qf", "lat", "lon"},
    "lookup": {"id", "fl", "wt"},
}
MAY_BE_MISSING = 3
"""From so many words on, one of them may be in no field."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire, after `silence_s`."""

    status: int
    body: bytes
    silence_s: float = 0.0


Habit = Callable[[Reply], Reply]


def address(
    street: str,
    number: int,
    *,
    lon: float,
    lat: float,
    postcode: str = "7511GM",
    letter: str = "",
    city: str = "Enschede",
    gemeente: str = "0153",
) -> Document:
    """An address as Locatieserver has it."""
    told = f"{number}{letter}"
    return {
        "type": "adres",
        "id": f"adr-{name_key(street).replace(' ', '')}{told}{postcode}",
        "weergavenaam": f"{street} {told}, {postcode} {city}",
        "straatnaam": street,
        "huisnummer": number,
        **({"huisletter": letter} if letter else {}),
        "postcode": postcode,
        "woonplaatsnaam": city,
        "gemeentecode": gemeente,
        "centroide_ll": f"POINT({lon:.8f} {lat:.8f})",
    }


def street_of(one: Document) -> Document:
    """The street of an address."""
    name, city = one["straatnaam"], one["woonplaatsnaam"]
    left = {"huisnummer", "huisletter", "postcode"}
    return {key: value for key, value in one.items() if key not in left} | {
        "type": "weg",
        "id": f"weg-{name_key(name).replace(' ', '')}-{city}",
        "weergavenaam": f"{name}, {city}",
    }


def postcode_of(one: Document) -> Document:
    """The postcode of an address."""
    code, city = one["postcode"], one["woonplaatsnaam"]
    left = {"huisnummer", "huisletter"}
    return {key: value for key, value in one.items() if key not in left} | {
        "type": "postcode",
        "id": f"pcd-{code}-{name_key(one['straatnaam']).replace(' ', '')}",
        "weergavenaam": f"{one['straatnaam']}, {code} {city}",
    }


@dataclass
class LocatieserverDouble:
    """Holds documents; `habits` spoil replies, one each as long as there are some."""

    habits: list[Habit] = field(default_factory=list)
    always: Habit | None = None
    knows_gemeenten: bool = True
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    _documents: dict[str, Document] = field(default_factory=dict)
    _words: dict[str, set[str]] = field(default_factory=dict)
    _length: dict[str, int] = field(default_factory=dict)
    _begun_words: dict[str, set[str]] = field(default_factory=dict)

    def settings(self, **different: Any) -> Settings:
        return Settings(**({"pdok_locatieserver_url": self.url} | different))

    def hold(self, addresses: Iterable[Document]) -> None:
        """These addresses, with their streets and postcodes."""
        for one in addresses:
            for document in (one, street_of(one), postcode_of(one)):
                self._hold(document)

    def _hold(self, document: Document) -> None:
        if document["id"] in self._documents:
            return
        self._documents[document["id"]] = document
        words = _words_of(document)
        self._length[document["id"]] = len(words)
        for word in words:
            self._words.setdefault(word, set()).add(document["id"])

    def questions(self) -> list[str]:
        """What was asked of `free` and `suggest`, in words."""
        return [query["q"] for _, query in self.asked if "q" in query]

    def reply(self, path: str, query: dict[str, str]) -> Reply:
        service = path.rpartition("/")[2]
        self.asked.append((service, query))
        reply = self._honest(service, query)
        if self.always is not None:
            return self.always(reply)
        return self.habits.pop(0)(reply) if self.habits else reply

    def _honest(self, service: str, query: Mapping[str, str]) -> Reply:
        required = "id" if service == "lookup" else "q"
        if set(query) - PARAMETERS.get(service, set()) or not query.get(required):
            return _json(400, {"error": {"code": 400, "msg": "undefined field"}})
        if "gemeentecode" in query.get("fq", "") and not self.knows_gemeenten:
            return _json(400, {"error": {"code": 400, "msg": "undefined field gemeentecode"}})
        if service == "lookup":
            found = [self._documents[query["id"]]] if query["id"] in self._documents else []
            return _answer(found)
        rows = self._found(
            query["q"],
            fq=query.get("fq", ""),
            begins=service == "suggest",
            most=int(query.get("rows", "10")),
        )
        if service == "suggest":
            short = ("type", "weergavenaam", "id")
            return _answer([{key: one[key] for key in short} for one in rows])
        return _answer(rows)

    def _found(self, q: str, *, fq: str, begins: bool, most: int) -> list[Document]:
        words = name_key(q).split()
        known = [
            self._begun(word)
            if begins and place == len(words) - 1
            else self._words.get(word, set())
            for place, word in enumerate(words)
        ]
        missing = len(words) >= MAY_BE_MISSING
        # Whoever lacks one word at most has one of the two rarest.
        rarest = sorted(known, key=len)[: 1 + missing]
        counted = ((sum(id_ in ids for ids in known), id_) for id_ in set[str]().union(*rarest))
        found = [
            (count, self._documents[id_]) for count, id_ in counted if count >= len(words) - missing
        ]
        types, gemeenten = _filters(fq)
        kept = (
            (-count, self._length[one["id"]], one["id"])
            for count, one in found
            if one["type"] in types and (not gemeenten or one["gemeentecode"] in gemeenten)
        )
        # Short fields score higher: a street before its house numbers where none was asked.
        return [self._documents[id_] for _, _, id_ in nsmallest(most, kept)]

    def _begun(self, word: str) -> set[str]:
        """What has a word that begins so."""
        known = self._begun_words.get(word)
        if known is None:
            ids = [of for one, of in self._words.items() if one.startswith(word)]
            known = self._begun_words[word] = set[str]().union(*ids)
        return known


def _words_of(document: Document) -> list[str]:
    parts = [document["straatnaam"], document["woonplaatsnaam"], document.get("postcode", "")]
    if "huisnummer" in document:
        number, letter = str(document["huisnummer"]), document.get("huisletter", "").lower()
        parts += [number, number + letter]
    return sorted({word for part in parts for word in name_key(part).split()})


def _filters(fq: str) -> tuple[set[str], set[str]]:
    def values(name: str) -> set[str]:
        found = re.search(rf"{name}:(?:\(([^)]*)\)|(\w+))", fq)
        return set((found[1] or found[2]).split(" OR ")) if found else set()

    return values("type"), values("gemeentecode")


def _answer(documents: list[Document]) -> Reply:
    response = {"numFound": len(documents), "start": 0, "maxScore": 1.0, "docs": documents}
    return _json(200, {"response": response | {"numFoundExact": True}})


def _json(status: int, document: object) -> Reply:
    return Reply(status, json.dumps(document).encode())


@contextmanager
def locatieserver_double() -> Iterator[LocatieserverDouble]:
    """Serves on a free port of this machine until the block ends."""
    double = LocatieserverDouble()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            reply = double.reply(parts.path, query)
            until = time.monotonic() + reply.silence_s
            while time.monotonic() < until and not over.is_set():
                over.wait(0.02)
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its own name
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_port}/bzk/locatieserver/search/v3_1"
    try:
        yield double
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
