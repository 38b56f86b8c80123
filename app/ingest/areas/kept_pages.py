"""Downloaded pages on disk, so that a second try goes on where the first one stopped."""

import asyncio
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

KEPT_FOR = timedelta(hours=24)
"""Older pages may be of an edition that was corrected meanwhile."""


class KeptPages:
    """The pages of one download: each is whole or is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = folder / "started"

    async def open(self, now: datetime) -> None:
        """Keeps what a try of the last day left, throws away what is older."""
        await asyncio.to_thread(self._open, now)

    def _open(self, now: datetime) -> None:
        try:
            started = datetime.fromisoformat(self._started.read_text(encoding="ascii"))
            is_recent = timedelta(0) <= now - started < KEPT_FOR
        except (OSError, ValueError):
            is_recent = False
        if not is_recent:
            self.discard()
            self._write(self._started, now.isoformat().encode("ascii"))

    async def content(self, name: str) -> bytes | None:
        """A kept page; None when it is not there."""
        return await asyncio.to_thread(self._content, name)

    def _content(self, name: str) -> bytes | None:
        try:
            return (self._folder / f"{name}.json").read_bytes() or None
        except FileNotFoundError:
            return None

    async def keep(self, name: str, content: bytes) -> None:
        """Keeps a page that was read whole."""
        await asyncio.to_thread(self._write, self._folder / f"{name}.json", content)

    def _write(self, path: Path, content: bytes) -> None:
        # Under another name first, so that a process that stops halfway leaves no half page.
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.getpid()}.half")
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)

    def discard(self) -> None:
        """Forgets all pages: they are stored, or too old."""
        shutil.rmtree(self._folder, ignore_errors=True)
