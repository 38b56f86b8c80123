"""Databases for tests: each a copy of a template, on a server of our own."""

from time import sleep
from uuid import uuid4

import psycopg
from psycopg import errors, sql

TRIES = 10


class Databases:
    """Makes databases, each a copy of a template, and takes them away."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._made: list[str] = []

    def __call__(self, *, like: str | None = None) -> str:
        """The address of a new migrated, empty database; or of a copy of the one at `like`.

        Nobody may be connected to what is copied.
        """
        name = f"buurtkaart_{uuid4().hex[:12]}"
        template = self._template if like is None else like.partition("?")[0].rpartition("/")[2]
        admin(
            self._server,
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            ),
        )
        self._made.append(name)
        return on(self._server, name)

    def drop(self) -> None:
        for name in self._made:
            drop(self._server, name)


def on(url: str, database: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}{'?' if query else ''}{query}"


def admin(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(on(server, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def drop(server: str, name: str) -> None:
    """Takes a database away; tries again while PostgreSQL itself is cleaning up in it."""
    gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(TRIES):
        try:
            admin(server, gone)
        except (errors.InsufficientPrivilege, errors.ObjectInUse):
            sleep(0.5)
        else:
            return
    admin(server, gone)
