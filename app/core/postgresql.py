"""The PostgreSQL that is installed here, how we run it, and the user it may run as.

Standard library only: `.ci/prepare` asks `find_server` before there is a virtual environment.
"""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OLDEST_POSTGRESQL: Final = 15
OLDEST_POSTGIS: Final = (3, 3)
PORT: Final = 5432  # names the socket's file; nothing listens on TCP


class EmbeddedError(RuntimeError):
    """The private cluster cannot run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """An installed PostgreSQL server that has PostGIS."""

    bin_dir: Path
    major: int


@dataclass(frozen=True, slots=True)
class Mode:
    """In what a kept cluster and a throw-away one differ."""

    initdb: tuple[str, ...]
    settings: tuple[str, ...]


KEPT: Final = Mode(initdb=("--data-checksums",), settings=())
THROWN_AWAY: Final = Mode(
    initdb=("--no-sync",),
    settings=("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
)
SETTINGS: Final = (
    "listen_addresses=",
    f"port={PORT}",
    "unix_socket_permissions=0700",
    "timezone=UTC",
    "jit=off",  # compiling costs more than our short statements take
    "log_checkpoints=off",
    "log_error_verbosity=terse",  # DETAIL quotes rows, and rows hold people
)


@dataclass(frozen=True, slots=True)
class Account:
    """The user of the operating system that owns the cluster: oneself, or `postgres` for root."""

    uid: int
    gid: int

    @classmethod
    def of(cls, data: Path) -> "Account":
        """Who owns the data, or shall own it. Raises EmbeddedError where nobody can."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        if data.exists() and data.stat().st_uid != 0:
            return cls(data.stat().st_uid, data.stat().st_gid)
        try:
            entry = pwd.getpwnam("postgres")
        except KeyError:
            raise EmbeddedError(
                "PostgreSQL does not run as root and there is no user 'postgres'. "
                "Run as an ordinary user, or set DATABASE_URL."
            ) from None
        return cls(entry.pw_uid, entry.pw_gid)

    def run(
        self, *command: str | Path, stdin: str = "", cwd: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this user, out of reach of Ctrl-C and of PG… in the environment."""
        other = self.uid != os.geteuid()
        return subprocess.run(  # noqa: S603 - the commands are this file's own
            command,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,  # not where we are: this user may not be able to enter that
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
        )

    def reaches(self, directory: Path) -> bool:
        """Whether this user may enter the directory."""
        return self.run("/usr/bin/test", "-x", directory).returncode == 0

    def make_private(self, directory: Path) -> None:
        """Make the directory, open to this user alone. Raises EmbeddedError if it is another's."""
        with suppress(FileExistsError):
            directory.mkdir(mode=0o700)
            os.chown(directory, self.uid, self.gid)
        found = directory.lstat()
        if directory.is_symlink() or found.st_uid != self.uid or found.st_mode & 0o077:
            raise EmbeddedError(f"{directory} must be a private directory of ours; remove it.")


def find_server(*, major: int | None = None, directories: Sequence[Path] | None = None) -> Server:
    """Find the newest PostgreSQL (or just that major version) that has PostGIS.

    Looks in `directories`, by default where Debian, pg_config and PATH have it. Raises
    EmbeddedError with one sentence on what to install.
    """
    candidates = _usual_directories() if directories is None else directories
    servers = [server for directory in candidates for server in _server_in(directory)]
    fitting = [server for server in servers if major in (None, server.major)]
    if fitting:
        return max(fitting, key=lambda server: server.major)
    if major is not None:
        raise EmbeddedError(
            f"This data was written by PostgreSQL {major}, which is not here with PostGIS. "
            f"Install it (Debian: apt-get install postgresql-{major}-postgis-3) "
            "or choose another DATA_DIR."
        )
    raise EmbeddedError(
        f"No PostgreSQL {OLDEST_POSTGRESQL} or newer with PostGIS "
        f"{'.'.join(map(str, OLDEST_POSTGIS))} or newer was found. Install it (Debian 12: apt-get "
        "install postgresql-15-postgis-3) or set DATABASE_URL to a PostgreSQL that has PostGIS."
    )


def _usual_directories() -> list[Path]:
    found = list(Path("/usr/lib/postgresql").glob("*/bin"))
    for program in ("pg_config", "pg_ctl"):
        path = shutil.which(program)
        found += [Path(path).resolve().parent] if path else []
    return found


def _server_in(directory: Path) -> Iterator[Server]:
    """Yield the server of this directory, if it is whole, new enough and has PostGIS."""
    programs = ("initdb", "pg_ctl", "pg_isready", "postgres", "psql", "pg_config")
    if not all(os.access(directory / program, os.X_OK) for program in programs):
        return
    itself = Account(os.geteuid(), os.getegid())
    version = re.search(r"(\d+)", itself.run(directory / "postgres", "--version").stdout)
    share = itself.run(directory / "pg_config", "--sharedir").stdout.strip()
    control = Path(share, "extension", "postgis.control")
    if version is None or int(version[1]) < OLDEST_POSTGRESQL or not control.is_file():
        return
    postgis = re.search(r"default_version = '(\d+)\.(\d+)", control.read_text())
    if postgis and (int(postgis[1]), int(postgis[2])) >= OLDEST_POSTGIS:
        yield Server(bin_dir=directory, major=int(version[1]))
