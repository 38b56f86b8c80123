"""A private PostgreSQL with PostGIS, for who sets no DATABASE_URL.

`cluster(data_dir)` keeps its data and survives power cuts; `throwaway()` is for tests. Both listen
on a unix socket only, open to their owner and root, and give an address for libpq and asyncpg:
`postgresql://buurtkaart@/buurtkaart?host=<socket directory>&port=5432`. Processes share a cluster:
the first starts it, others join, the last to leave stops it. The role `buurtkaart` owns its
database and may make others, but is no superuser; the extensions stand in `sql/embedded.sql`.
"""

import fcntl
import hashlib
import os
import re
import shlex
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.parse import quote

from app.core.postgresql import (
    KEPT,
    PORT,
    SETTINGS,
    THROWN_AWAY,
    Account,
    EmbeddedError,
    Mode,
    Server,
    find_server,
)

__all__ = ["EmbeddedCluster", "EmbeddedError", "cluster", "throwaway"]

START_SECONDS: Final = 300  # after a power cut the server first reads back what was written
STOP_SECONDS: Final = 60
LEFTOVER_SECONDS: Final = 20  # how long the processes of a killed server may take to notice
LONGEST_SOCKET_PATH_BYTES: Final = 99  # the kernel's limit is 107
SYSTEM_DATA_DIR: Final = Path("/var/lib/buurtkaart")
SOCKET_LINE: Final = 4  # of postmaster.pid, counted from 0
PREPARE_SQL: Final = Path(__file__).with_name("sql") / "embedded.sql"


class EmbeddedCluster:
    """A cluster below `data_dir`, in `home`: there, or where its owner can reach it."""

    def __init__(
        self, data_dir: Path, *, mode: Mode = KEPT, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self._mode = mode
        self._tell = tell
        self._user_lock: int | None = None
        self._settle_in(data_dir.resolve())
        if not self._account.reaches(self.home):
            self._settle_in(SYSTEM_DATA_DIR / _short_name(self.home))
        self._data = self.home / "postgres"
        self._server: Server | None = None

    def start(self) -> str:
        """Start the server, or join the one that runs; return the database's address.

        The first time makes the cluster (some seconds). Raises EmbeddedError.
        """
        try:
            with self._gate():
                if self._user_lock is None:
                    self._user_lock = self._open_lock("users.lock")
                    fcntl.flock(self._user_lock, fcntl.LOCK_SH)
                self._server = server = self._made()
                socket_dir = self._join(server) or self._start(server)
                self._prepare_database(server, socket_dir)
        except BaseException as error:
            self.stop()
            if isinstance(error, PermissionError):
                raise EmbeddedError(
                    f"{error.filename} belongs to another user: run as that user, as root, "
                    "or choose another DATA_DIR."
                ) from error
            raise
        host = quote(str(socket_dir))
        return f"postgresql://buurtkaart@/buurtkaart?host={host}&port={PORT}"

    def stop(self) -> None:
        """Leave the cluster; the last to leave stops the server (fast: clients are sent away)."""
        if self._user_lock is None:
            return
        with self._gate():
            try:
                fcntl.flock(self._user_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._stop_server()
            finally:
                os.close(self._user_lock)
                self._user_lock = None

    def _settle_in(self, home: Path) -> None:
        self.home = home
        self._account = Account.of(home / "postgres")
        try:
            if not home.is_dir():
                home.mkdir(parents=True)
                home.chmod(0o755)  # a strict umask would lock the server's user out
        except OSError as error:
            raise EmbeddedError(
                f"{home} cannot be made ({error.strerror}). Choose another DATA_DIR."
            ) from error

    def _open_lock(self, name: str) -> int:
        # Reading is enough for flock, and lets root and the owner use one another's file.
        return os.open(self.home / name, os.O_RDONLY | os.O_CREAT, 0o644)

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """One process at a time starts or stops the server of this home."""
        gate = self._open_lock("start.lock")
        try:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)

    def _made(self) -> Server:
        """Make the cluster if there is none; return the server that its data asks for."""
        if self._data.exists():
            return find_server(major=int((self._data / "PG_VERSION").read_text()))
        server = find_server()
        self._tell(f"Making a PostgreSQL {server.major} database in {self.home} (once)")
        part = self.home / "postgres.part"  # renamed when whole: an interruption leaves no half
        shutil.rmtree(part, ignore_errors=True)
        self._account.make_private(part)
        made = self._account.run(
            server.bin_dir / "initdb",
            *("--pgdata", part, "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject", "--text-search-config=simple"),
            *self._mode.initdb,
        )
        if made.returncode != 0:
            raise EmbeddedError(f"PostgreSQL could not make {part}: {made.stderr.strip()}")
        part.rename(self._data)
        return server

    def _running(self) -> bool:
        """Whether a process serves this data; a postmaster.pid may outlive its process."""
        try:
            return Path(f"/proc/{self._recorded()[0]}/cwd").readlink() == self._data
        except (OSError, IndexError):
            return False

    def _recorded(self) -> list[str]:
        """The lines of postmaster.pid: none, if there is no such file."""
        with suppress(FileNotFoundError):
            return (self._data / "postmaster.pid").read_text().splitlines()
        return []

    def _join(self, server: Server) -> Path | None:
        """The socket directory of the running server once it answers; None if none runs."""
        deadline = time.monotonic() + START_SECONDS
        while self._running() and time.monotonic() < deadline:
            socket_dir = "".join(self._recorded()[SOCKET_LINE : SOCKET_LINE + 1])
            asked = (f"--host={socket_dir}", f"--port={PORT}", "--quiet")
            if self._account.run(server.bin_dir / "pg_isready", *asked).returncode == 0:
                return Path(socket_dir)
            time.sleep(0.1)
        return None

    def _start(self, server: Server) -> Path:
        """Start the server; return its socket directory."""
        socket_dir = self._socket_dir()
        self._account.make_private(socket_dir)
        self._forget_the_dead(socket_dir)
        settings = (*SETTINGS, f"unix_socket_directories={socket_dir}", *self._mode.settings)
        options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        log = self._data / "server.log"
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while True:
            log.unlink(missing_ok=True)  # what it says belongs to this start
            started = self._account.run(
                server.bin_dir / "pg_ctl",
                *("start", "--wait", "--silent", "--pgdata=.", f"--log={log.name}"),
                *(f"--timeout={START_SECONDS}", f"--options={options}"),
                cwd=self._data,  # so that no shell in between reads a $ in its path
            )
            if started.returncode == 0:
                return socket_dir
            said = log.read_text(errors="replace") if log.exists() else started.stderr
            if "still in use" not in said or time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL did not start on {self._data}: {said.strip()}")
            time.sleep(0.2)

    def _forget_the_dead(self, socket_dir: Path) -> None:
        """Remove what a killed server left: nobody serves this data, and we hold the gate."""
        for leftover in socket_dir.glob(".s.PGSQL.*"):
            leftover.unlink()
        if recorded := self._recorded():
            self._tell("The database was not shut down in order: recovering it")
            if Path(f"/proc/{recorded[0]}").exists():
                # The number is another program's by now. PostgreSQL takes over the file of a dead
                # process, but waits for a living one. (Memory still in use stops it all the same.)
                (self._data / "postmaster.pid").unlink()

    def _socket_dir(self) -> Path:
        """Where the socket goes: beside the data, unless that path is too long or odd for it."""
        beside = self.home / "socket"
        path = os.fsencode(beside / f".s.PGSQL.{PORT}")
        if len(path) <= LONGEST_SOCKET_PATH_BYTES and re.fullmatch(rb"[\w/.-]+", path):
            return beside
        name = f"buurtkaart-{self._account.uid}-{_short_name(self.home)}"
        return Path("/tmp") / name  # noqa: S108 - made private, or refused

    def _prepare_database(self, server: Server, socket_dir: Path) -> None:
        done = self._account.run(
            server.bin_dir / "psql",
            *("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--username=postgres"),
            *(f"--host={socket_dir}", f"--port={PORT}", "--dbname=postgres"),
            stdin=PREPARE_SQL.read_text(),
        )
        if done.returncode != 0:
            raise EmbeddedError(f"The database could not be prepared: {done.stderr.strip()}")

    def _stop_server(self) -> None:
        """Stop the server: politely, and if that takes too long by recovery at the next start."""
        for mode in ("fast", "immediate"):
            if self._server is None or not self._running():
                return
            self._account.run(
                self._server.bin_dir / "pg_ctl",
                *("stop", "--wait", "--silent", "--pgdata=.", f"--mode={mode}"),
                f"--timeout={STOP_SECONDS}",
                cwd=self._data,
            )


def _short_name(path: Path) -> str:
    """Twelve characters that stand for this path and, in practice, no other."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the process as Ctrl-C does, by an exception that unwinds."""
    taken = [
        number
        for number in (signal.SIGTERM, signal.SIGHUP)
        if threading.current_thread() is threading.main_thread()
        and signal.getsignal(number) is signal.SIG_DFL
    ]

    def end(number: int, _frame: FrameType | None) -> None:
        for each in taken:
            signal.signal(each, signal.SIG_IGN)  # a second one must not interrupt the stop
        raise SystemExit(128 + number)

    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def cluster(data_dir: Path, *, tell: Callable[[str], None] = print) -> Iterator[str]:
    """Run the kept cluster below `data_dir` for a while; yields the database's address.

    Stops it on the way out, also when SIGTERM, SIGHUP or Ctrl-C ends the process, unless another
    process uses it. `tell` hears one line about each slow step. Raises EmbeddedError.
    """
    kept = EmbeddedCluster(data_dir, tell=tell)
    with _ended_by_signals():
        try:
            yield kept.start()
        finally:
            kept.stop()


@contextmanager
def throwaway() -> Iterator[str]:
    """Run an empty cluster for tests; yields its address and leaves nothing behind.

    Fast and unsafe: a power cut may spoil it. Raises EmbeddedError.
    """
    home = Path(tempfile.mkdtemp(prefix="buurtkaart-"))
    home.chmod(0o755)  # the server's user passes through; its data and socket are private
    thrown_away = EmbeddedCluster(home, mode=THROWN_AWAY)
    with _ended_by_signals():
        try:
            yield thrown_away.start()
        finally:
            thrown_away.stop()
            for directory in {home, thrown_away.home}:
                shutil.rmtree(directory, ignore_errors=True)
