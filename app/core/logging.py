"""Logs: lines to read or lines of JSON, from our own code and from libraries alike.

What was asked is never in them. An exception is logged as where it happened and what it is; its
message is left out, because it tends to quote what it stumbled over.
"""

import linecache
import logging
import sys
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from app.core.config import Settings

# Libraries that write addresses, parameters or arguments at lower levels than this.
_DISCREET = ("httpx", "httpcore", "sqlalchemy", "asyncpg", "procrastinate", "psycopg")
_MOST_FRAMES = 40
_MOST_CAUSES = 5
# Facts of PostgreSQL about an error that hold no values, unlike its message and detail.
_DATABASE_FACTS = ("sqlstate", "constraint_name", "table_name", "column_name")


def configure_logging(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Sets up logging for the process; `stream` is standard output unless a test wants it."""
    target = stream or sys.stdout
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exceptions_without_values,
    ]
    renderer = _renderer(target, json=settings.log_json)
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[first_line, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _DISCREET:
        logging.getLogger(name).setLevel(logging.WARNING)
    _hand_over_uvicorn()
    # Our own lines do not take the way through the standard library: that costs twice as much.
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=stream is None,
    )


def _renderer(target: TextIO, *, json: bool) -> Processor:
    if json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _hand_over_uvicorn() -> None:
    for name in ("uvicorn", "uvicorn.error"):
        theirs = logging.getLogger(name)
        theirs.handlers, theirs.propagate = [], True
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate, access.disabled = [], False, True


def first_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The message of a library without the lines after the first."""
    # asyncio and others put the repr of tasks and exceptions on the lines that follow.
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def exceptions_without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replaces `exc_info` by the exception's kind, its causes and where each was raised."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if error is True or (info and error is None):
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = told_without_values(error)
    return event


def told_without_values(error: BaseException) -> str:
    """An exception's kind, its causes and where each was raised; one frame a line."""
    return "\n".join(_told(error))


def _told(error: BaseException) -> Iterator[str]:
    chain = islice(_chain(error), _MOST_CAUSES)
    for position, one in enumerate(chain):
        yield f"{'caused by ' if position else ''}{_kind(one)}"
        yield from _frames(one.__traceback__)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _kind(error: BaseException) -> str:
    facts = [
        f"{fact}={value}"
        for fact in _DATABASE_FACTS
        if isinstance(value := getattr(error, fact, None), str) and value
    ]
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} ({', '.join(facts)})" if facts else name


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    frames: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        line = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
        frames.append(f"  {code.co_filename}:{traceback.tb_lineno} {code.co_name}: {line}")
        traceback = traceback.tb_next
    yield from frames[-_MOST_FRAMES:]
