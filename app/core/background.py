"""Work that nobody waits for: a queue in PostgreSQL, run inside the service or on its own.

A package's `jobs.py` makes a `Blueprint` of procrastinate; `app.worker` brings them together.
"""

from collections.abc import Iterable

from procrastinate import App, Blueprint, JobContext, PsycopgConnector
from sqlalchemy.ext.asyncio import AsyncEngine

SCHEMA = "procrastinate"
ENGINE = "engine"


def assembled(packages: Iterable[tuple[str, Blueprint]]) -> App:
    """The tasks of these packages, not yet at a database.

    Once per process: the library gives a blueprint's tasks their full names in place.
    """
    app = App(connector=PsycopgConnector())
    for namespace, tasks in packages:
        app.add_tasks_from(tasks, namespace=namespace)
    return app


def queue_at(url: str) -> PsycopgConnector:
    """The queue in the database at this address."""
    return PsycopgConnector(
        conninfo=url,
        min_size=1,
        max_size=3,
        kwargs={"options": f"-c search_path={SCHEMA} -c application_name=buurtkaart-jobs"},
    )


def engine_of(context: JobContext) -> AsyncEngine:
    """The engine that the worker was started with."""
    engine = context.additional_context[ENGINE]
    if not isinstance(engine, AsyncEngine):
        raise TypeError("the worker was started without an engine")
    return engine
