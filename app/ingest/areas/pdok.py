"""Borders from PDOK: over WFS, and when that fails over the OGC API.

Habits of both, as they were met: a page holds at most some 1,000 rows, sometimes 995, so that only
an empty page is the last (WFS) or one without a next link (OGC API); `CQL_FILTER` is ignored, an
XML `FILTER` is not; an unknown parameter is a 400 (OGC API). Pages are kept on disk until they are
stored, so that a second try goes on where the first one stopped.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

import structlog
from pydantic import BaseModel

from app.core.config import Settings
from app.core.errors import Fault, InvalidInputError
from app.core.outside import Outside, OutsideError
from app.ingest.areas.features import Source
from app.ingest.areas.kept_pages import KeptPages
from app.ingest.progress import Steps

DEFAULT_YEAR = 2024
"""The newest edition that both services are known to have."""
COLLECTIONS = ("buurten", "wijken", "gemeenten")
PAGE_SIZE = 1000
MOST_PAGES = 200

log = structlog.get_logger()


class PdokError(OutsideError):
    """Neither service gave the borders; nothing has been changed."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        reason = "; ".join(f"{name}: {why}" for name, why in reasons.items())
        super().__init__(
            "PDOK",
            reason,
            detail=(
                f"PDOK geeft nu geen grenzen ({reason}). Er is niets veranderd. Probeer het later "
                "nog eens: wat al binnen is, blijft bewaard. Of haal een bestand bij PDOK en geef "
                "dat met --file."
            ),
        )


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a service."""

    url: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: its features as texts (to recognise a repeated page) and the link to the next."""

    features: frozenset[str]
    count: int
    next_link: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Download:
    """Everything about one gemeente."""

    service: str
    pages: tuple[Source, ...]
    kept: KeptPages


class Service(Protocol):
    """One of the ways to ask PDOK."""

    outside: Outside

    def first(self, collection: str, *, gemeente_code: str, year: int) -> Ask: ...

    def after(self, ask: Ask, page: Page, *, received: int) -> Ask | None:
        """What to ask after a page; None when it was the last. `received`: features so far."""


class Wfs:
    """WFS 2.0: pages by `startIndex`, until an empty one."""

    def __init__(self, url: str, outside: Outside) -> None:
        self._url = url
        self.outside = outside

    def first(self, collection: str, *, gemeente_code: str, year: int) -> Ask:
        return Ask(
            self._url.replace("{year}", str(year)),
            {
                "service": "WFS",
                "version": "2.0.0",
                "request": "GetFeature",
                "typeNames": f"wijkenbuurten:{collection}",
                "outputFormat": "application/json",
                "srsName": "EPSG:4326",
                "count": str(PAGE_SIZE),
                "startIndex": "0",
                "FILTER": (
                    '<Filter xmlns="http://www.opengis.net/fes/2.0"><PropertyIsEqualTo>'
                    f"<ValueReference>gemeentecode</ValueReference>"
                    f"<Literal>{gemeente_code}</Literal></PropertyIsEqualTo></Filter>"
                ),
            },
        )

    def after(self, ask: Ask, page: Page, *, received: int) -> Ask | None:
        if not page.count:
            return None
        return Ask(ask.url, {**ask.params, "startIndex": str(received)})


class OgcApi:
    """OGC API Features: pages by the link that the page itself gives."""

    def __init__(self, url: str, outside: Outside) -> None:
        self._url = url
        self.outside = outside

    def first(self, collection: str, *, gemeente_code: str, year: int) -> Ask:
        base = self._url.replace("{year}", str(year))
        return Ask(
            f"{base}/collections/{collection}/items",
            {"gemeentecode": gemeente_code, "limit": str(PAGE_SIZE), "f": "json"},
        )

    def after(self, ask: Ask, page: Page, *, received: int) -> Ask | None:
        del received  # its cursor knows
        if page.next_link is None:
            return None
        # The link's own question, word for word, but to the address that we were told to ask:
        # a mirror may give links to the original, and an answer may not send us elsewhere.
        query = parse_qsl(urlsplit(page.next_link).query, keep_blank_values=True)
        return Ask(ask.url, dict(query))


class Pdok:
    """PDOK as a source of borders; keep one per process, because its circuits remember."""

    def __init__(self, settings: Settings, *, downloads: Path) -> None:
        """`downloads` is the folder in which pages wait until they are stored."""
        self._downloads = downloads
        timeout_s = settings.outside_timeout_s
        self.services: tuple[Service, ...] = (
            Wfs(settings.pdok_wfs_url, Outside("PDOK WFS", timeout_s=timeout_s)),
            OgcApi(settings.pdok_ogc_url, Outside("PDOK OGC API", timeout_s=timeout_s)),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        async with AsyncExitStack() as stack:
            for service in self.services:
                stack.push_async_callback(service.outside.close)

    async def borders(
        self, gemeente_code: str, *, year: int, now: datetime, steps: Steps
    ) -> Download:
        """Every page about a gemeente; from the first service that gives them all.

        Raises PdokError when none does; InvalidInputError when both say that there is no such
        gemeente in that year.
        """
        reasons: dict[str, str] = {}
        for service in self.services:
            name = service.outside.service
            kept = KeptPages(
                self._downloads / str(year) / gemeente_code / name.lower().replace(" ", "-")
            )
            try:
                await kept.open(now)
                pages = await _all_pages(
                    service, kept, gemeente_code=gemeente_code, year=year, steps=steps
                )
            except OutsideError as error:
                reasons[name] = error.reason
                log.warning("pdok_service_failed", service=name, reason=error.reason)
                continue
            if pages:
                return Download(name, tuple(pages), kept)
            reasons[name] = "kent deze gemeente niet"
            kept.discard()
        if set(reasons.values()) == {"kent deze gemeente niet"}:
            message = f"PDOK kent {gemeente_code} niet in {year}. Kloppen de code en het jaar?"
            raise InvalidInputError([Fault("body", gemeente_code, "unknown-gemeente", message)])
        raise PdokError(reasons)


async def _all_pages(
    service: Service, kept: KeptPages, *, gemeente_code: str, year: int, steps: Steps
) -> list[Source]:
    """The pages of all collections; none when there are no buurten."""
    sources: list[Source] = []
    for collection in COLLECTIONS:
        ask: Ask | None = service.first(collection, gemeente_code=gemeente_code, year=year)
        seen: set[str] = set()
        received = 0
        for number in range(MOST_PAGES):
            if ask is None:
                break
            page = await _page(service, kept, f"{collection}-{number:04}", ask)
            if page.count and page.features <= seen:
                kept.discard()
                raise OutsideError(service.outside.service, "gives the same page again")
            seen |= page.features
            received += page.count
            ask = service.after(ask, page, received=received)
            steps.at(f"{gemeente_code}: {collection} ophalen", done=received, of=None)
            if page.count:
                sources.append(Source(f"PDOK {collection}, bladzijde {number + 1}", page.content))
        else:
            raise OutsideError(service.outside.service, "gives pages without end")
        if collection == "buurten" and not received:
            return []
    return sources


async def _page(service: Service, kept: KeptPages, name: str, ask: Ask) -> Page:
    """A page that was kept, or else from the service; whole in both cases."""
    content = await kept.content(name)
    if content is not None:
        try:
            return await asyncio.to_thread(_read_page, content)
        except ValueError:
            log.warning("kept_page_unreadable", page=name)
    page = await service.outside.answer(ask.url, params=ask.params, read=_read_page)
    await kept.keep(name, page.content)
    return page


class _Link(BaseModel):
    rel: str = ""
    href: str = ""


class _Collection(BaseModel):
    """What we need of a GeoJSON FeatureCollection, to see that it is one and whole."""

    type: Literal["FeatureCollection"]
    features: list[Any]
    links: list[_Link] = []


def _read_page(content: bytes) -> Page:
    """Raises ValueError when it is not a whole GeoJSON FeatureCollection."""
    collection = _Collection.model_validate_json(content)
    return Page(
        features=frozenset(json.dumps(f, sort_keys=True) for f in collection.features),
        count=len(collection.features),
        next_link=next((link.href for link in collection.links if link.rel == "next"), None),
        content=content,
    )
