"""Waiting for what a browser does by itself, without a word to the page's own scripts."""

import time
from collections.abc import Callable

WITHIN_S = 10.0
STEP_S = 0.1


def eventually(is_so: Callable[[], object], what: str, *, within_s: float = WITHIN_S) -> None:
    """Returns as soon as `is_so` answers something true. Raises AssertionError with `what`."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, f"still not so after {within_s} s: {what}"
        time.sleep(STEP_S)
