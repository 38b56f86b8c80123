"""The peer: PostgreSQL's own pgbench, on the very statement that the service sends.

What pgbench reaches is what the database gives to a client without any HTTP, Python or JSON around
it: the measure of all that we add.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from statistics import quantiles
from typing import Final

from app.core.postgresql import find_server
from bench.country import ASKING_REACH, ASKING_SPREAD_M, ASKING_TOWNS, Town
from bench.load import CONNECTIONS

_TEXT: Final = re.compile(r"'(?:[^']|'')*'")
_ARGUMENT: Final = re.compile(r"\$(\d+)")


class Drawn(Enum):
    """An argument that is different each time."""

    X_M = "x"
    Y_M = "y"


@dataclass(frozen=True, slots=True)
class Statement:
    """As the service sends it: `$1` and on, with the value of each as PostgreSQL reads it."""

    sql: str
    arguments: Sequence[str | Drawn | None]


@dataclass(frozen=True, slots=True)
class Peer:
    """What pgbench reached with the same number of connections."""

    per_second: float
    p50_ms: float
    p95_ms: float


def pgbench_script(statement: Statement, towns: Sequence[Town]) -> str:
    """The statement with points drawn as `country.asking_points` draws them.

    Arguments become variables, and those parameters again: pgbench prepares with `$1` and on.
    """

    def variable(found: re.Match[str]) -> str:
        value = statement.arguments[int(found[1]) - 1]
        if value is None:
            return "NULL"  # pgbench has no variables without a value
        return f":{value.value}" if isinstance(value, Drawn) else f":p{found[1]}"

    text = _ARGUMENT.sub(variable, _without_colons(statement.sql))
    return f"{_drawing(towns[:ASKING_TOWNS])}\n{text.strip().rstrip(';')};\n"


def _drawing(towns: Sequence[Town]) -> str:
    reach_m = ASKING_REACH * ASKING_SPREAD_M
    lines = [rf"\set town random(1, {len(towns)})"]
    for name in ("x", "y"):
        middles = (town.middle.x_m if name == "x" else town.middle.y_m for town in towns)
        cases = " ".join(f"when :town = {i} then {m:.0f}" for i, m in enumerate(middles, 1))
        lines.append(
            rf"\set {name} case {cases} end"
            f" + random_gaussian(-{reach_m}, {reach_m}, {ASKING_REACH}.0)"
        )
    return "\n".join(lines)


def _without_colons(statement: str) -> str:
    """The same statement: pgbench would take `:MI` in a text for a variable."""

    def escaped(found: re.Match[str]) -> str:
        if not re.search(r":\w", found[0]):
            return found[0]
        return "U&" + found[0].replace("\\", "\\\\").replace(":", "\\003A")

    return _TEXT.sub(escaped, statement)


def reached(url: str, script: str, statement: Statement, *, seconds: int) -> Peer:
    """Runs pgbench for some seconds over as many connections as the service is asked over.

    Raises RuntimeError with pgbench's own words.
    """
    with tempfile.TemporaryDirectory(prefix="buurtkaart-bench-") as folder:
        path = Path(folder, "script.sql")
        path.write_text(script)
        said = [
            f"--define=p{number}={value}"
            for number, value in enumerate(statement.arguments, 1)
            if isinstance(value, str)
        ]
        done = subprocess.run(  # noqa: S603 - our own words
            [
                *(find_server().bin_dir / "pgbench", "--no-vacuum", "--protocol=prepared"),
                # One thread, as wrk has: with two it reaches less on two cores.
                *(f"--client={CONNECTIONS}", "--jobs=1", f"--time={seconds}", f"--file={path}"),
                *("--log", f"--log-prefix={folder}/took", *said, url),
            ],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PGOPTIONS": "-c plan_cache_mode=force_generic_plan"},
        )
        found = re.search(r"tps = ([0-9.]+)", done.stdout)
        if done.returncode != 0 or found is None:
            raise RuntimeError(f"pgbench: {done.stderr.strip()}")
        took_us = [
            int(line.split()[2])
            for log in Path(folder).glob("took.*")
            for line in log.read_text().splitlines()
        ]
    if len(took_us) < 2:  # there are no percentiles of one
        raise RuntimeError(f"pgbench had no answer within {seconds} seconds")
    cuts = quantiles(took_us, n=100)
    return Peer(float(found[1]), cuts[49] / 1000, cuts[94] / 1000)
