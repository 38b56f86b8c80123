"""What came out: a table for people and a file for who compares."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from app.core.migrations import ROOT
from bench.measure import Measured

RESULTS: Final = Path(__file__).with_name("results")
BUSY_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a figure depends on besides the code."""

    at: datetime
    commit: str
    offerings: int
    seconds: int
    cores: int
    busy_before: float
    """Processes that wanted a core in the minute before, a core: above 0.25 somebody else works."""
    python: str
    postgresql: str

    @classmethod
    def now(
        cls, url: str, *, at: datetime, offerings: int, seconds: int, load: float
    ) -> "Surroundings":
        """Of this machine, this checkout and the server at `url`."""
        with psycopg.connect(url) as database:
            row = database.execute("SHOW server_version").fetchone()
        cores = os.cpu_count() or 1
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty"],  # noqa: S607 - the git of whoever measures
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        return cls(
            at=at,
            commit=described.stdout.strip() or "unknown",
            offerings=offerings,
            seconds=seconds,
            cores=cores,
            busy_before=round(load / cores, 2),
            python=platform.python_version(),
            postgresql=str(row[0]) if row else "unknown",
        )


def shown(console: Console, measured: Sequence[Measured], around: Surroundings) -> None:
    """Prints the table, and what to think of when reading it."""
    yardstick = measured[0].peer() if measured else None
    console.print(
        f"\n{around.offerings:,} offerings, {around.cores} cores, commit {around.commit}",
        highlight=False,
    )
    table = Table(box=SIMPLE_HEAD, padding=0)
    table.add_column("question", no_wrap=True)
    for name in ("a second", "ratio", "p50 ms", "p95 ms", "bytes", "errors"):
        table.add_column(name, justify="right", min_width=7)
    if yardstick is not None:
        table.add_row(
            *("pgbench, nearest 20", f"{yardstick.per_second:,.0f}", "1.00"),
            *(f"{yardstick.p50_ms:.1f}", f"{yardstick.p95_ms:.1f}", "", ""),
            end_section=True,
        )
    for each in measured:
        load, ratio = each.load(), each.ratio()
        if ratio is None and yardstick is not None:
            ratio = load.per_second / yardstick.per_second
        table.add_row(
            *(each.question, f"{load.per_second:,.0f}", f"{ratio:.2f}" if ratio else ""),
            *(f"{load.p50_ms:.1f}", f"{load.p95_ms:.1f}"),
            *(f"{each.answer_bytes:,}", str(load.errors or "")),
        )
    console.print(table)
    if measured and measured[0].load().client == "own":
        console.print(
            "Asked by our own client, which takes as much of the processor as the service does: "
            "the figures are far too low. Install wrk (Debian: apt-get install wrk)."
        )
    if around.busy_before > BUSY_SHARE:
        console.print(
            f"Something else was busy on this machine ({around.busy_before:.2f} a core): "
            "only the ratio to pgbench means something."
        )


def kept(measured: Sequence[Measured], around: Surroundings) -> Path:
    """Writes everything that was measured, round by round; answers the file."""
    document = {
        "surroundings": asdict(around) | {"at": around.at.isoformat(timespec="seconds")},
        "questions": [
            asdict(each)
            | {"median": asdict(each.load()), "ratio": each.ratio()}
            | {"peer": asdict(peer) if (peer := each.peer()) else None}
            for each in measured
        ],
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{around.at:%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return path
