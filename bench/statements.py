"""The statements of the service as pgbench can send them: taken from its code, not copied."""

from datetime import date, datetime
from typing import Final

from app.core.config import settings
from app.finder.asking import clock_values
from app.finder.search import NEAR
from bench.peer import Drawn, Statement

NEAREST: Final = 20


def nearest_statement(now: datetime) -> Statement:
    """What is asked of PostgreSQL for `GET /v1/offerings?lat=…&lon=…`, from points drawn anew."""
    values = clock_values(settings(), now=now)
    values |= {"x_m": Drawn.X_M, "y_m": Drawn.Y_M, "limit": NEAREST}
    asked = NEAR.asked(values)
    return Statement(asked.text, [_as_text(value) for value in asked.values(values)])


def _as_text(value: object) -> str | Drawn:
    """A value as PostgreSQL reads it from text."""
    match value:
        case Drawn():
            return value
        case datetime() | date():
            return value.isoformat()
        case list():
            return "{" + ",".join(map(str, value)) + "}"
        case int():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no text yet")
