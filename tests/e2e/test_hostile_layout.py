"""Whatever people write into an entry stays text, and stays on the screen of a telephone."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.web.addresses import address
from tests.databases import Databases
from tests.e2e.browsers import Visitors
from tests.e2e.reading import sideways
from tests.e2e.service import serving
from tests.e2e.still import command_at
from tests.factories import MONDAY, PATHMOS
from tests.web.hostile_neighbourhood import MARK, settle

OFF_THE_SCREEN = """() => [...document.querySelectorAll("h1, .card, button, input, nav, aside")]
  .filter((each) => each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.left < -1 || box.right > innerWidth + 1)
  .map(([each]) => each.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def hostile(
    make_database: Databases, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Visitors, list[str]]]:
    """Visitors of a neighbourhood full of attacks, and its pages."""
    url = make_database()
    with ThreadPoolExecutor(1) as aside:  # the browser's loop holds this thread
        settled = aside.submit(asyncio.run, settle(url)).result()
    log: Path = tmp_path_factory.mktemp("hostile") / "service.log"
    paths = [
        *(address("entry", "nl", id=each) for each in settled.offerings),
        *(address("place", "nl", id=each) for each in settled.places[::4]),
        *(address(name, "nl", code=PATHMOS) for name in ("buurt", "buurt_to_keep", "paper")),
        *(address(name, "en") for name in ("start", "mantelzorg", "wijkwijzer")),
        address("results", "nl", (("area", PATHMOS), ("limit", "100"))),
        address("results", "nl", (("area", PATHMOS), ("q", f"<b>{MARK}</b>"))),
        address("results", "nl", (("area", PATHMOS), ("q", MARK * 50))),
    ]
    with serving(url, log, command=command_at(MONDAY)) as home:
        yield Visitors(browser, home), paths


def test_no_text_runs_as_a_script_or_leaves_the_screen(
    hostile: tuple[Visitors, list[str]],
) -> None:
    visitors, paths = hostile
    with visitors.visit("phone", expected=("status of 404",)) as page:
        talked: list[str] = []
        page.on("dialog", lambda dialog: (talked.append(dialog.message), dialog.dismiss()))
        page.add_init_script(f"window.{MARK} = () => alert('harmed')")
        for path in paths:
            page.goto(path)
            assert page.locator(f"{MARK}, [{MARK}], [onerror], [onload]").count() == 0, path
            assert sideways(page) == [], path
            assert page.evaluate(OFF_THE_SCREEN) == [], path
        assert talked == []
