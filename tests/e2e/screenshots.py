"""`make screenshots`: every page as a picture in docs/screenshots/, on a day that stands still."""

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from PIL import Image, ImageOps
from playwright.sync_api import ViewportSize, sync_playwright
from psycopg import sql
from rich.console import Console

from app.core import embedded
from app.core.migrations import ROOT, migrate
from tests.catalogue import fill
from tests.databases import admin, drop, on
from tests.e2e.browsers import Device, Visitors, launched
from tests.e2e.service import serving
from tests.e2e.states import ANSWERS, IN_ENGLISH, PAGES, REFUSED, WITH_SCRIPTS, State
from tests.e2e.still import command_at
from tests.e2e.town import Town

MOMENT = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
"""A Tuesday, 10.12 in the morning."""
PUBLIC_URL = "https://kaart.example.nl"
"""What stands on paper does not change with the port."""
FOLDER = ROOT / "docs/screenshots"
MOST_BYTES = 150_000
COLOURS = (256, 128, 64, 32)
MARGIN_PX = 53
INSIDE_A4_PX: ViewportSize = {"width": 794 - 2 * MARGIN_PX, "height": 1123 - 2 * MARGIN_PX}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is seen, and how."""

    state: State
    device: Device = "phone"
    dark: bool = False
    on_paper: bool = False


PICTURES: Mapping[str, Picture] = {
    "start": Picture(PAGES["start"]),
    "start-dark": Picture(PAGES["start"], dark=True),
    "start-desk": Picture(PAGES["start"], "desk"),
    "start-english": Picture(IN_ENGLISH["start in English"]),
    "results": Picture(PAGES["results"]),
    "results-dark": Picture(PAGES["results"], dark=True),
    "results-desk": Picture(PAGES["results"], "desk"),
    "results-map": Picture(WITH_SCRIPTS["results on the map"]),
    "results-nothing-found": Picture(ANSWERS["nothing found"]),
    "results-danger": Picture(ANSWERS["words of danger"]),
    "buurt": Picture(PAGES["buurt"]),
    "buurt-dark": Picture(PAGES["buurt"], dark=True),
    "buurt-desk": Picture(PAGES["buurt"], "desk"),
    "paper": Picture(PAGES["paper"], "desk", on_paper=True),
    "entry": Picture(PAGES["entry"]),
    "entry-dark": Picture(PAGES["entry"], dark=True),
    "entry-desk": Picture(PAGES["entry"], "desk"),
    "entry-discreet": Picture(PAGES["discreet entry"]),
    "place": Picture(PAGES["place"]),
    "mantelzorg": Picture(PAGES["mantelzorg in Pathmos"]),
    "young-carers": Picture(PAGES["young carers"]),
    "wijkwijzer": Picture(PAGES["wijkwijzer in Pathmos"]),
    "saved": Picture(WITH_SCRIPTS["saved with something"]),
    "offline": Picture(PAGES["offline"]),
    "about": Picture(PAGES["about"]),
    "privacy": Picture(PAGES["privacy"]),
    "accessibility": Picture(PAGES["accessibility"]),
    "api": Picture(PAGES["api"], "desk"),
    "not-found": Picture(ANSWERS["an address that is not there"]),
}


def small(png: bytes, *, around_px: int) -> bytes:
    """The same picture with white around it, in as many colours as fit in 150 kB."""
    picture = ImageOps.expand(Image.open(io.BytesIO(png)).convert("RGB"), around_px, "white")
    for colours in COLOURS:
        written = io.BytesIO()
        few = picture.quantize(colours, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()


def taken(visitors: Visitors, town: Town, picture: Picture) -> bytes:
    """One picture, as a small PNG."""
    sharp = 1 if picture.device == "desk" else 2
    with visitors.visit(
        picture.device, dark=picture.dark, expected=REFUSED, device_scale_factor=sharp
    ) as page:
        page.context.clock.set_fixed_time(MOMENT)
        picture.state(page, town)
        if picture.on_paper:
            page.set_viewport_size(INSIDE_A4_PX)
            page.emulate_media(media="print")
        page.evaluate("document.activeElement?.blur()")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        seen = page.screenshot(animations="disabled", caret="hide")
        return small(seen, around_px=MARGIN_PX if picture.on_paper else 0)


def take_all(names: list[str]) -> None:
    """Writes the pictures of these names, or of all."""
    console = Console()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        server = os.environ.get("TEST_SERVER") or stack.enter_context(embedded.throwaway())
        database = f"buurtkaart_pictures_{uuid4().hex[:8]}"
        admin(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        stack.callback(drop, server, database)
        migrate(on(server, database))
        asyncio.run(fill(on(server, database), now=MOMENT))
        log = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "service.log"
        url = stack.enter_context(
            serving(on(server, database), log, command=command_at(MOMENT), PUBLIC_URL=PUBLIC_URL)
        )
        browser = launched(stack.enter_context(sync_playwright()))
        visitors, town = Visitors(browser, url), Town(url)
        for name in names or PICTURES:
            picture = taken(visitors, town, PICTURES[name])
            (FOLDER / f"{name}.png").write_bytes(picture)
            console.print(f"{name}.png: {len(picture) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    take_all(sys.argv[1:])
