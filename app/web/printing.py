"""From a page to one sheet as PDF: few at a time, each once, and with nothing fetched from outside.

WeasyPrint sets the page. It works on a thread of its own; what it may read are our own styles and
letters, by name, and nothing else.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, Final

from app.core.config import Settings
from app.core.errors import UnavailableError
from app.web.assets import assets

# What it makes of a style is known once it has been looked at; it would be told at every sheet.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

AT_ONCE: Final = 2
MOST_WAITING: Final = 12
MOST_KEPT: Final = 24
PATIENCE_S: Final = 30.0
"""How long one waits for a sheet; setting one takes about a second."""
OWN: Final = "https://own.invalid/"
"""How the address of a file of ours begins, as a sheet names it; nothing else answers to it."""

Drafts = Sequence[Callable[[], str]]
"""A sheet as HTML, ever shorter: the first one that fits on one page is taken."""


class Papers:
    """The sheets of this process: those that are being set, and the last ones that were."""

    def __init__(self, _settings: Settings) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._setting: dict[bytes, asyncio.Task[bytes]] = {}
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    async def sheet(self, drafts: Drafts) -> bytes:
        """One page of PDF. The same sheet for thirty people is set once.

        Raises UnavailableError when too many sheets are waiting, or this one takes too long.
        """
        name = _name(drafts[0]())
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        task = self._setting.get(name)
        if task is None:
            if len(self._setting) >= MOST_WAITING:
                raise UnavailableError(
                    "Veel mensen maken nu een kaart op papier. Probeer het zo nog eens.",
                    retry_after_s=10,
                )
            task = asyncio.create_task(self._set(name, drafts))
            task.add_done_callback(_heard)
            self._setting[name] = task
        try:
            # Who goes away does not stop it: others may wait for the same sheet.
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE_S)
        except TimeoutError as error:
            raise UnavailableError(
                "De kaart op papier is nog niet klaar. Probeer het zo nog eens.",
                retry_after_s=10,
            ) from error

    async def _set(self, name: bytes, drafts: Drafts) -> bytes:
        try:
            async with self._turns:
                made = await asyncio.to_thread(one_page, drafts)
            self._kept[name] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return made
        finally:
            del self._setting[name]

    async def close(self) -> None:
        """Waits for what is being set: a thread cannot be stopped half-way."""
        await asyncio.gather(*self._setting.values(), return_exceptions=True)


def _heard(task: asyncio.Task[bytes]) -> None:
    """Takes note of what went wrong also when nobody waits for it any more."""
    if not task.cancelled():
        task.exception()


def _name(html: str) -> bytes:
    return blake2b(f"{assets().build} {html}".encode(), digest_size=16).digest()


def one_page(drafts: Drafts) -> bytes:
    """The first draft that is one page; when none is, the first page of the last. Takes a second.

    Tagged and titled as PDF/UA asks.
    """
    # Reading WeasyPrint takes half a second, and most processes never print.
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fetcher = _own_files()
    letters = FontConfiguration()
    style = CSS(
        string=assets().contents["css/paper.css"].decode(),
        base_url=f"{OWN}css/paper.css",
        url_fetcher=fetcher,
        font_config=letters,
    )
    document = None
    for draft in drafts:
        document = HTML(string=draft(), base_url=OWN, url_fetcher=fetcher).render(
            font_config=letters, stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True
        )
        if len(document.pages) == 1:
            break
    assert document is not None  # noqa: S101 -- there is always a draft
    written = document.copy(document.pages[:1]).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return bytes(written or b"")


def _own_files() -> Any:
    """Gives our own files by name and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Knows no network and no file system."""

        def fetch(self, url: str, headers: object = None) -> Any:
            del headers
            name = url.removeprefix(OWN)
            if not url.startswith(OWN) or not name.startswith("parts/"):
                raise ValueError(f"Not ours: {url[:80]}")
            content, media_type = assets().content(name)
            return URLFetcherResponse(url, body=content, headers={"Content-Type": media_type})

    return OwnFiles(allowed_protocols=())
