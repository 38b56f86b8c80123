"""Work that nobody waits for: a queue in PostgreSQL, run inside the service or on its own.

A package's `jobs.py` makes a `Blueprint` of procrastinate; `app.worker` brings them together.
"""

from collections.abc import Iterable

from procrastinate import App, Blueprint, JobContext, PsycopgConnector
from sqlalchemy.ext.asyncio import AsyncEngine

SCHEMA = "procrastinate"
ENGINE = "engine"


def background_app(url: str, packages: Iterable[tuple[str, Blueprint]]) -> App:
    """The queue at this address with the tasks of these packages."""
    connector = PsycopgConnector(
        conninfo=url,
        min_size=1,
        max_size=3,
        kwargs={"options": f"-c search_path={SCHEMA} -c application_name=buurtkaart-jobs"},
    )
    app = App(connector=connector)
    for namespace, tasks in packages:
        app.add_tasks_from(tasks, namespace=namespace)
    return app


def engine_of(context: JobContext) -> AsyncEngine:
    """The engine that the worker was started with."""
    engine = context.additional_context[ENGINE]
    if not isinstance(engine, AsyncEngine):
        raise TypeError("the worker was started without an engine")
    return engine
