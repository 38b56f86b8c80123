"""Real cursors, cut, bent, and packed anew with something wild inside."""

import base64
import json
import random
from collections.abc import Sequence

from tests.contract.hostile_values import ATTACKS

WILD: Sequence[object] = (
    *(None, True, -1, 0, 10**30, -(10**30), 2**31, 2**63, 1.5, float("nan"), float("inf"), 1e308),
    *("", "x" * 500, "\x00", "\ud800", "'; --", [], {}, [[]], "0001-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59Z", "2026-11-23T09:00:00Z", "00000000-0000-0000-0000-000000000000"),
    *(ATTACKS[0], "nan", "-infinity", "2026-02-30", 1764000000, "NaN", "１２"),
)


def bent(cursor: str, chance: random.Random) -> str:
    """A text that is no longer the cursor that we gave out, or just still is."""
    bend = chance.choice((_cut, _flipped, _foreign, _repacked, _repacked, _repacked))
    return bend(cursor, chance)


def _cut(cursor: str, chance: random.Random) -> str:
    return cursor[: chance.randrange(len(cursor))] + chance.choice(["", "=", "==", "====", "\n"])


def _flipped(cursor: str, chance: random.Random) -> str:
    at = chance.randrange(len(cursor))
    return cursor[:at] + chr(ord(cursor[at]) ^ (1 << chance.randrange(7))) + cursor[at + 1 :]


def _foreign(_: str, chance: random.Random) -> str:
    inside = chance.choice(["[]", "{}", "null", "1", '"a"', "[1,2,3]", '{"now": 1}', "[" * 300])
    return base64.urlsafe_b64encode(inside.encode()).decode()


def _repacked(cursor: str, chance: random.Random) -> str:
    inside = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
    for key in chance.sample(keys, min(len(keys), chance.choice([1, 1, 2]))):
        inside[key] = chance.choice(WILD)
    if chance.random() < 0.1:
        inside.popitem() if isinstance(inside, dict) else inside.pop()
    packed = json.dumps(inside, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")
