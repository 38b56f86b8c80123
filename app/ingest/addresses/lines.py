"""The lines of a file from outside, which may be zipped, endless or damaged."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

MOST_BYTES = 300_000_000
"""Unzipped: a small file may hold a large one."""
MOST_LINES = 1_000_000
LONGEST_LINE = 4_000


class _Bounded:
    """A file of which no more than `MOST_BYTES` are read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = MOST_BYTES
        self.closed = False

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        """Nothing is written."""

    def close(self) -> None:
        """Whoever opened it closes it."""

    def read1(self, size: int = -1) -> bytes:
        """Raises OSError where it is larger than we take."""
        part = self._file.read(min(65_536, size) if size > 0 else 65_536)
        self._left -= len(part)
        if self._left < 0:
            raise OSError("larger than we take")
        return part

    read = read1


class EndlessError(Exception):
    """A file with more lines, or a longer one, than we read: what comes after is left alone."""

    def __init__(self, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.code = code
        self.message = message


class Lines:
    """The lines of a file, counted, empty ones too; none without end is ever held."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self.read = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        """Raises EndlessError past `MOST_LINES` lines and for one over `LONGEST_LINE`."""
        line = self._text.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self.read += 1
        if self.read > MOST_LINES:
            message = f"Meer dan {MOST_LINES} regels: deel het op."
            raise EndlessError(self.read, "too-many", message)
        if len(line) > LONGEST_LINE:
            message = f"Deze regel is langer dan {LONGEST_LINE} tekens."
            raise EndlessError(self.read, "too-long", message)
        return line


@contextmanager
def lines_of(path: Path) -> Iterator[Lines]:
    """The lines of a file of UTF-8; of what is in it when it is zipped (`.gz`)."""
    with _opened(path) as file:
        bounded = cast("BinaryIO", _Bounded(file))
        yield Lines(TextIOWrapper(bounded, encoding="utf-8-sig", newline=""))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        if path.suffix != ".gz":
            yield file
            return
        with gzip.open(file, "rb") as unzipped:
            yield cast("BinaryIO", unzipped)
