"""import-linter, run on a tree."""

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

RUN = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
VERDICT = re.compile(r"^(.+) (KEPT|BROKEN)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What import-linter said: contract → whether it is kept, and all its words."""

    is_kept: Mapping[str, bool]
    said: str


def lint(root: Path) -> Verdict:
    """Checks the contracts in `pyproject.toml` of a tree against the `app/` beside it."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", RUN],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
    )
    kept = {name: verdict == "KEPT" for name, verdict in VERDICT.findall(ran.stdout)}
    if (ran.returncode == 0) != (bool(kept) and all(kept.values())):
        raise AssertionError(f"import-linter did not finish:\n{ran.stdout}\n{ran.stderr}")
    return Verdict(kept, ran.stdout)
