"""Telling somebody at a terminal how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Steps(Protocol):
    """Who wants to know how far it is."""

    def at(self, what: str, *, done: int, of: int | None) -> None:
        """`done` of `of` parts of `what` (Dutch) are ready; None: nobody knows how many."""


class Silent:
    """Nobody wants to know."""

    def at(self, what: str, *, done: int, of: int | None) -> None:
        pass


class Bars:
    """One bar per thing that is going on."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def at(self, what: str, *, done: int, of: int | None) -> None:
        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._progress.add_task(what, total=of)
        self._progress.update(task, completed=done, total=of)


@contextmanager
def bars(console: Console) -> Iterator[Steps]:
    """Bars on a terminal; nothing where it is not one: a file needs no moving parts."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bars(progress)
