"""`buurtkaart`: everything that is done from a terminal."""

import sys

from rich.console import Console

from app.cli.data import GROUPS
from app.cli.running import app
from app.core.config import SettingsError
from app.core.embedded import EmbeddedError
from app.core.errors import ProblemError
from app.ingest.areas.pdok import PdokError

for _name, _group in GROUPS:
    app.add_typer(_group, name=_name)


def main() -> None:
    """The entry point: errors that people can do something about end in one sentence."""
    try:
        app()
    except (EmbeddedError, ProblemError, PdokError) as error:
        _complain(error)
        sys.exit(1)
    except SettingsError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        sys.exit(1)


def _complain(error: Exception) -> None:
    stderr = Console(stderr=True)
    stderr.print(str(error), style="red", markup=False)
    for fault in getattr(error, "faults", ()):
        stderr.print(f"  {fault.name}: {fault.message}", markup=False)
