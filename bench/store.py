"""Where the map of a measurement is kept, so that the next one need not make it again.

A database of its own beside others, named by what it was made from: how many offerings, the
migrations, the generator and the week. On DATABASE_URL's server if given, else on a private
PostgreSQL with the settings of the service's own, in `bench/` of the data directory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path

import psycopg
from psycopg import sql

from app.core import embedded
from app.core.config import Settings
from app.core.migrations import ROOT, head, migrate
from app.start import data_dir
from bench.generate import Tell, fill

_MADE_FROM = (
    *("bench/generate.py", "bench/catalogue.py", "bench/country.py", "bench/details.py"),
    *("bench/kinds.py", "bench/rhythms.py", "bench/words.py", "seed/vocabularies.csv"),
)


def map_name(*, offerings: int, monday: date, seed: int) -> str:
    """The name of the database: another one as soon as the map would be another."""
    digest = blake2b(f"{seed}".encode(), digest_size=4)
    paths = [ROOT / name for name in _MADE_FROM]
    for path in [*paths, *sorted((ROOT / "migrations" / "versions").glob("*.py"))]:
        digest.update(path.read_bytes())
    year, week, _ = monday.isocalendar()
    number = head().partition("_")[0]
    return f"bench_{offerings}_{number}_{year}w{week:02}_{digest.hexdigest()}"


@contextmanager
def server(settings: Settings, *, tell: Tell) -> Iterator[str]:
    """The address of a server on which we may make databases. Raises EmbeddedError."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    home = Path(data_dir(settings)) / "bench"
    home.mkdir(parents=True, exist_ok=True)
    with embedded.cluster(home, tell=tell) as url:
        yield url


def map_on(server_url: str, *, offerings: int, monday: date, seed: int, tell: Tell) -> str:
    """The address of a database with this map, made if it is not there yet.

    Older maps with as many offerings are thrown away. Raises psycopg.Error.
    """
    name = map_name(offerings=offerings, monday=monday, seed=seed)
    part = f"bench_{offerings}_part"
    with psycopg.connect(server_url, autocommit=True) as admin:
        known = [
            row[0]
            for row in admin.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
                [f"bench_{offerings}_"],
            )
        ]
        if name in known:
            tell(f"The map is here already: {name}")
            return _beside(server_url, name)
        for old in known:
            _run(admin, "DROP DATABASE {} WITH (FORCE)", old)
        tell(f"Making the map {name} (once a week, and when its makers change)")
        _run(admin, "CREATE DATABASE {}", part)
        migrate(_beside(server_url, part))
        fill(_beside(server_url, part), offerings=offerings, monday=monday, seed=seed, tell=tell)
        # Renamed when whole: an interruption leaves no half map behind that is taken for one.
        _run(admin, "ALTER DATABASE {} RENAME TO {}", part, name)
    return _beside(server_url, name)


def _run(admin: psycopg.Connection, statement: str, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _beside(url: str, database: str) -> str:
    """The same server, another database."""
    before, question, query = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{database}{question}{query}"
