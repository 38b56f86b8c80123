"""Files for machines: styles and scripts, search engines, who finds a weakness, telephones."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from app.core.errors import NotFoundError
from app.core.http.openapi import MAINTAINERS
from app.finder.for_engines import (
    Changed,
    areas_for_engines,
    entries_for_engines,
    parts_for_engines,
)
from app.web.addresses import LANGUAGES, address
from app.web.assets import FOR_GOOD, assets
from app.web.texts import texts_in
from app.web.visits import File, Given, Visit

A_DAY = "public, max-age=86400"
AN_HOUR = "public, max-age=3600"
STANDING = ("start", "mantelzorg", "young_carers", "wijkwijzer", "about", "privacy")
"""Pages that search engines may always know of; `accessibility` and `api` interest few."""
EXPIRES_AFTER = timedelta(days=180)
_SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ICON = re.compile(r"icons/icon(?P<maskable>-maskable)?-(?P<size>\d+)\.png")


async def static(visit: Visit) -> Given:
    """A style, script, drawing or letter."""
    content, media_type = assets().content(visit.values["path"])
    if visit.values["build"] != assets().build:
        raise NotFoundError("Dit bestand hoort bij een andere versie.")
    return File(content, media_type, keeps=FOR_GOOD)


async def manifest(visit: Visit) -> Given:
    """What a telephone wants to know to put us among its apps."""
    texts = texts_in("nl")
    told = {
        "id": "/",
        "name": texts.text("manifest.name"),
        "short_name": texts.text("site.name"),
        "description": texts.text("manifest.description"),
        "lang": "nl",
        "dir": "ltr",
        "start_url": visit.url("start"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf6ec",
        "theme_color": "#fbf6ec",
        "icons": list(_icons()),
    }
    return File(
        json.dumps(told, ensure_ascii=False).encode(), "application/manifest+json", keeps=AN_HOUR
    )


def _icons() -> Iterator[dict[str, str]]:
    drawn = "icons/icon.svg"
    yield {"src": assets().path(drawn), "sizes": "any", "type": "image/svg+xml"}
    for name in assets().contents:
        found = _ICON.fullmatch(name)
        if found is not None:
            yield {
                "src": assets().path(name),
                "sizes": f"{found['size']}x{found['size']}",
                "type": "image/png",
                "purpose": "maskable" if found["maskable"] else "any",
            }


async def robots(visit: Visit) -> Given:
    """Which addresses search engines need not read."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {address('saved', language)}" for language in LANGUAGES),
        "Disallow: /v1/",
        "Allow: /",
        "",
        f"Sitemap: {_home(visit)}{visit.url('sitemap')}",
    ]
    return _text(lines)


async def security(visit: Visit) -> Given:
    """Whom to tell of a weakness (RFC 9116)."""
    expires = datetime.combine(visit.now.astimezone(UTC).date(), datetime.min.time(), UTC)
    lines = [
        f"Contact: mailto:{visit.settings.contact_email or MAINTAINERS}",
        f"Expires: {_moment(expires + EXPIRES_AFTER)}",
        "Preferred-Languages: nl, en",
        f"Canonical: {_home(visit)}{visit.url('security')}",
    ]
    return _text(lines)


async def sitemap(visit: Visit) -> Given:
    """Which pages there are: a list of parts, or one of them (`?deel=`)."""
    asked = dict(visit.query).get("deel")
    async with visit.asking() as asker:
        areas = await areas_for_engines(asker) if asked in {None, "buurten"} else ()
        if asked is None:
            return _index(visit, areas, await parts_for_engines(asker))
        if asked == "buurten":
            return _pages(visit, areas, kind="buurt")
        if not re.fullmatch(r"[1-9][0-9]{0,3}", asked):
            raise NotFoundError("Dit deel is er niet.")
        entries = await entries_for_engines(asker, part=int(asked))
    if not entries:
        raise NotFoundError("Dit deel is er niet.")
    return _pages(visit, entries, kind="entry")


def _index(visit: Visit, areas: Sequence[Changed], parts: Sequence[Changed]) -> File:
    latest = max((area.at for area in areas), default=None)
    named = [("buurten", latest), *((part.name, part.at) for part in parts)]
    lines = [
        f"<sitemap><loc>{_loc(visit, visit.url('sitemap', [('deel', name)]))}</loc>"
        f"{_lastmod(at)}</sitemap>"
        for name, at in named
    ]
    return _xml(f"<sitemapindex {_SITEMAPS}>", lines, "</sitemapindex>")


def _pages(visit: Visit, changed: Sequence[Changed], *, kind: str) -> File:
    value = "code" if kind == "buurt" else "id"
    standing = [_urls(visit, name, None, {}) for name in STANDING] if kind == "buurt" else []
    found = [_urls(visit, kind, each.at, {value: each.name}) for each in changed]
    lines = [line for lines in (*standing, *found) for line in lines]
    return _xml(
        f'<urlset {_SITEMAPS} xmlns:xhtml="http://www.w3.org/1999/xhtml">', lines, "</urlset>"
    )


def _urls(visit: Visit, name: str, at: datetime | None, values: dict[str, str]) -> Iterator[str]:
    """A page in every language; each names them all."""
    paths = {language: address(name, language, (), **values) for language in LANGUAGES}
    same = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{_loc(visit, path)}"/>'
        for language, path in paths.items()
    )
    for path in paths.values():
        yield f"<url><loc>{_loc(visit, path)}</loc>{_lastmod(at)}{same}</url>"


def _loc(visit: Visit, path: str) -> str:
    return escape(f"{_home(visit)}{path}", {'"': "&quot;"})


def _home(visit: Visit) -> str:
    return visit.settings.public_url.rstrip("/")


def _lastmod(at: datetime | None) -> str:
    return f"<lastmod>{_moment(at)}</lastmod>" if at else ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(begin: str, lines: Iterable[str], end: str) -> File:
    content = _XML + "\n".join([begin, *lines, end]) + "\n"
    return File(content.encode(), "application/xml", keeps=AN_HOUR)


def _text(lines: Sequence[str]) -> File:
    return File(("\n".join(lines) + "\n").encode(), "text/plain; charset=utf-8", keeps=A_DAY)
