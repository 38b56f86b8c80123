"""`python -m bench`: makes the map if it is not there, starts the service, asks, tells."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console

from app.core.clock import local_date, utc_now
from app.core.config import settings
from app.core.postgresql import EmbeddedError
from bench.country import Country
from bench.generate import towns_of
from bench.load import best_client
from bench.measure import Measured, Measurement, NotAnsweredError
from bench.peer import Peer, pgbench_script, reached
from bench.questions import QUESTIONS
from bench.report import Surroundings, kept, shown
from bench.service import running
from bench.statements import nearest_statement
from bench.store import map_on, server

console = Console()


def main(
    *,
    offerings: Annotated[int, typer.Option(min=100, help="How many there are on the map.")] = (
        100_000
    ),
    seconds: Annotated[int, typer.Option(min=1, help="How long each run lasts.")] = 8,
    rounds: Annotated[
        int, typer.Option(min=1, help="How often the service and pgbench take turns.")
    ] = 3,
    seed: Annotated[int, typer.Option(help="Another one gives another map.")] = 1,
) -> None:
    """Requests per second of the service, beside pgbench on the same statement."""
    now = utc_now()
    today = local_date(now)
    monday = today - timedelta(days=today.weekday())
    country = Country.for_offerings(offerings)
    towns = towns_of(country, seed=seed)
    with server(settings(), tell=_tell) as server_url:
        url = map_on(server_url, offerings=offerings, monday=monday, seed=seed, tell=_tell)
        around = Surroundings.now(
            url, at=now, offerings=offerings, seconds=seconds, load=os.getloadavg()[0]
        )
        statement = nearest_statement(now)
        script = pgbench_script(statement, towns)
        with running(url) as target:
            measurement = Measurement(target, country, towns, seed, seconds, best_client())
            measured = _all(
                measurement,
                rounds=rounds,
                peer=lambda: reached(url, script, statement, seconds=seconds),
            )
    shown(console, measured, around)
    _tell(f"Kept in {kept(measured, around)}")


def _all(measurement: Measurement, *, rounds: int, peer: Callable[[], Peer]) -> list[Measured]:
    """Every question that the service answers; the first one in turn with pgbench."""
    measured = []
    for question in QUESTIONS:
        _tell(f"Asking: {question.name}")
        is_first = question is QUESTIONS[0]
        try:
            measured.append(
                measurement.of(question, rounds=rounds, peer=peer)
                if is_first
                else measurement.of(question, rounds=1)
            )
        except NotAnsweredError as error:
            _tell(f"Skipped: {question.name}. {error}")
    return measured


def _tell(line: str) -> None:
    console.print(line, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    try:
        app()
    except (EmbeddedError, RuntimeError) as error:
        raise SystemExit(str(error)) from error
