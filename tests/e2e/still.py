"""The service with a clock that stands still, for pictures that do not change by the hour.

`python -m tests.e2e.still 2026-11-24T09:12:00+00:00`; settings as in the environment.
"""

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from app.core.config import settings
from app.core.http.serving import bound, serve
from app.core.logging import configure_logging
from app.finder.queries import versions_now
from app.main import create_app


def serve_at(moment: datetime) -> None:
    """Serves until it is told to stop, as if it were `moment` all the time."""
    given = settings()
    configure_logging(given)
    with closing(bound(given)) as at:
        serve(create_app(given, clock=lambda: moment, versions=versions_now), given, at=at)


def command_at(moment: datetime) -> Sequence[str]:
    """The command that serves so."""
    return (sys.executable, "-m", "tests.e2e.still", moment.isoformat())


if __name__ == "__main__":
    serve_at(datetime.fromisoformat(sys.argv[1]))
