"""How much of what proves most is asked: a part in CI, all of it before a release."""

import os

THOROUGH = os.environ.get("THOROUGH", "") not in {"", "0", "false"}


def asked(part: int, *, whole: int) -> int:
    """So many; `THOROUGH=1 make test` asks the whole."""
    return whole if THOROUGH else part
