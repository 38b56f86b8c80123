"""The service worker: the file that lets a telephone show our pages without network.

One file with everything in it, because a worker that is an ES module is not known by every browser:
its settings, the pure files that it shares with the pages, and itself.
"""

import json
import re
from collections.abc import Iterator

from app.web.addresses import LANGUAGES, address
from app.web.assets import assets
from app.web.texts import texts_in
from app.web.visits import File, Given, Visit

PATIENCE_MS = 4_000
"""How long a page may take when a copy of it is on the telephone."""
POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'; frame-ancestors 'none'"
"""A worker lives by the policy of its own file: it may fetch from us alone."""
SHELL_PAGES = ("offline", "saved")
PURE = ("js/keeping.js", "js/ages.js")
_WORKER = "js/worker.js"
_NOT_IN_SHELL = frozenset({_WORKER, "parts/leaflet.js", "parts/leaflet.css", "css/paper.css"})
_FONT = "parts/noto-sans.woff2"
_EXPORT = re.compile(r"^export (\{.*\};\n)?", re.MULTILINE)


async def worker(visit: Visit) -> Given:
    """The worker of this build."""
    del visit
    settings = {
        "build": assets().build,
        "shell": list(_shell()),
        "patienceMs": PATIENCE_MS,
        "offline": {language: address("offline", language) for language in LANGUAGES},
        "texts": {
            language: {"kept": texts_in(language).text("worker.kept")} for language in LANGUAGES
        },
    }
    sources = [assets().content(name)[0].decode() for name in (*PURE, _WORKER)]
    content = "\n".join(
        [f"self.settings = {json.dumps(settings)};", *(_EXPORT.sub("", text) for text in sources)]
    )
    return File(
        content.encode(),
        "text/javascript; charset=utf-8",
        headers={"Content-Security-Policy": POLICY},
    )


def _shell() -> Iterator[str]:
    """What is fetched beforehand: everything small. The map and rare letters come when used."""
    for name in assets().contents:
        is_small = name.startswith(("css/", "js/")) or name.endswith(".svg")
        if (is_small and name not in _NOT_IN_SHELL) or name == _FONT:
            yield assets().path(name)
    for language in LANGUAGES:
        for page in SHELL_PAGES:
            yield address(page, language)
