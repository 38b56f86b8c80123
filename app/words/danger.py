"""Signs of danger in what people type, and the numbers that help.

Somebody who types "mijn man slaat mij" looks for more than a group. The right numbers then stand
above the results. It errs on the side of ringing for nothing: a number too many harms nobody.
What was typed is looked at and forgotten: nothing here logs, counts or remembers a question, and
callers must not either (`docs/privacy.md`).
"""

from functools import cache

from app.core.migrations import ROOT
from app.words.danger_file import Dangers, Number
from app.words.schemas import Help

DANGER_FILE = ROOT / "seed" / "danger.toml"
CHECK_AGAIN_AFTER_DAYS = 180
"""How long a number is trusted without ringing it."""


@cache
def _known() -> Dangers:
    """The file as it was when it was first asked for; the only thing kept."""
    return Dangers.read(DANGER_FILE)


def helps_for(typed: str) -> tuple[Help, ...]:
    """Whom to call about what was typed, in order, 112 first where life is at risk.

    Empty when nothing tells of danger. Any text will do; beyond its first 400 characters and 64
    words nothing is looked at. Raises DangerFileError when the file itself is wrong.
    """
    return _known().helps_for(typed)


def numbers() -> tuple[Number, ...]:
    """All numbers, with the day on which somebody last rang them. Raises DangerFileError."""
    return tuple(_known().numbers.values())
