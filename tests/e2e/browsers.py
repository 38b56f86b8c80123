"""Debian's Chromium, and what a visitor's browser must never be seen doing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    ViewportSize,
)

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
Device = Literal["phone", "desk"]
SIZES: dict[Device, ViewportSize] = {"phone": PHONE, "desk": DESK}
WAITS_MS = 10_000
OPENS_WITHIN_MS = 30_000
OUR_OWN_DOING = ("Service Worker registration blocked by Playwright",)
TOLD_OF_ITSELF = ("data:", "blob:", "about:")


def chromium() -> str:
    """Where Debian put it. Raises RuntimeError."""
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("there is no chromium: .ci/prepare e2e installs it")
    return found


def launch_arguments() -> list[str]:
    """Nothing leaves this machine; the sandbox does not work for root."""
    asks_nobody = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    return [asks_nobody, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def launched(playwright: Playwright) -> Browser:
    """A browser without a window."""
    return playwright.chromium.launch(executable_path=chromium(), args=launch_arguments())


@dataclass
class Watch:
    """What a visit did that no visit may do; asserted when it ends."""

    home: str
    others: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """Parts of complaints that this visit is meant to bring about."""

    def asked(self, request: Request) -> None:
        """Notes who else was asked."""
        if request.url.startswith(TOLD_OF_ITSELF):
            return
        if urlsplit(request.url).netloc != urlsplit(self.home).netloc:
            self.others.append(request.url)

    def answered(self, response: Response) -> None:
        """Notes what asks the browser to remember."""
        if "set-cookie" in response.headers:
            self.cookies.append(response.url)

    def said(self, message: ConsoleMessage) -> None:
        """Notes errors and warnings: a breach of the CSP is among them."""
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def verdict(self, context: BrowserContext) -> None:
        """Raises AssertionError for a visit that left traces or broke something."""
        unexpected = [
            complaint
            for complaint in self.complaints
            if not any(part in complaint for part in (*self.expected, *OUR_OWN_DOING))
        ]
        assert not self.others, f"somebody else was asked: {self.others}"
        assert not self.cookies, f"cookies were set: {self.cookies}"
        assert not context.cookies(), context.cookies()
        assert not unexpected, unexpected


class Visitors:
    """Makes visits: each in a browser profile of its own that knows nothing."""

    def __init__(self, browser: Browser, home: str) -> None:
        self._browser = browser
        self.home = home

    @contextmanager
    def visit(
        self,
        device: Device = "phone",
        *,
        scripts: bool = True,
        dark: bool = False,
        keeps_offline: bool = False,
        expected: tuple[str, ...] = (),
        **more: Any,
    ) -> Iterator[Page]:
        """A page to walk with; at the end it is asserted that nothing went to others.

        `keeps_offline` lets the service worker in; `more` goes to Playwright's `new_context`.
        """
        watch = Watch(self.home, expected=expected)
        context = self._browser.new_context(
            base_url=self.home,
            viewport=SIZES[device],
            is_mobile=device != "desk",
            has_touch=device != "desk",
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            service_workers="allow" if keeps_offline else "block",
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(WAITS_MS)
        context.set_default_navigation_timeout(OPENS_WITHIN_MS)
        context.on("request", watch.asked)
        context.on("response", watch.answered)
        context.on("console", watch.said)
        context.on("weberror", lambda error: watch.complaints.append(str(error.error)))
        try:
            yield context.new_page()
            watch.verdict(context)
        finally:
            context.close()
