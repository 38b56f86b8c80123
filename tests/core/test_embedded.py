"""The private cluster keeps a neighbourhood's data through all that befalls a small machine."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.core.embedded import EmbeddedCluster, EmbeddedError, cluster, throwaway
from app.core.postgresql import THROWN_AWAY, find_server

pytestmark = pytest.mark.slow  # each starts a PostgreSQL or two

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import sys, time
from pathlib import Path
from app.core.embedded import cluster
with cluster(Path(sys.argv[1]), tell=lambda _: None) as url:
    print(url, flush=True)
    time.sleep(60)
"""
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another")


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A directory that the server's user can reach, which pytest's own, as root, is not."""
    directory = Path(tempfile.mkdtemp(prefix="buurtkaart-kept-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


def quick(data_dir: Path) -> EmbeddedCluster:
    return EmbeddedCluster(data_dir, mode=THROWN_AWAY)


def note(url: str, name: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS place (name text)")
        connection.execute("INSERT INTO place VALUES (%s)", [name])


def noted(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM place").fetchall()]


def service_on(data_dir: Path) -> subprocess.Popen[str]:
    """Another process that holds the cluster; its first line of output is the address."""
    return subprocess.Popen(  # noqa: S603 - this interpreter on this project
        [sys.executable, "-c", SERVE, str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )


def server_pid(running: EmbeddedCluster) -> int:
    return int((running.home / "postgres" / "postmaster.pid").read_text().split()[0])


def test_a_new_cluster_knows_where_enschede_lies_and_listens_on_no_network() -> None:
    with throwaway() as url, psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT ST_X(ST_Transform(ST_SetSRID(ST_MakePoint(6.8936, 52.2215), 4326), 28992)),"
            " current_setting('listen_addresses'), current_setting('server_encoding'),"
            " current_setting('timezone'), unaccent('Café Zuid'), similarity('boei', 'boei'),"
            " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
        ).fetchone()
    assert row is not None
    assert row[0] == pytest.approx(257_900, abs=500)
    assert row[1:] == ("", "UTF8", "UTC", "Cafe Zuid", 1.0, False)


def test_a_thrown_away_cluster_leaves_nothing_behind() -> None:
    with throwaway() as url:
        home = Path(url.partition("host=")[2].partition("&")[0]).parent
        assert home.is_dir()
    assert not home.exists()


def test_the_map_is_still_there_after_a_stop_and_a_start(data_dir: Path) -> None:
    heard: list[str] = []
    with cluster(data_dir, tell=heard.append) as url:
        note(url, "De Boei")
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
            assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    with cluster(data_dir, tell=heard.append) as url:
        assert noted(url) == ["De Boei"]
    assert len([line for line in heard if "Making" in line]) == 1


def test_a_server_killed_in_the_middle_recovers_what_was_saved(data_dir: Path) -> None:
    first = EmbeddedCluster(data_dir)
    note(first.start(), "Wesselerbrink")
    os.kill(server_pid(first), signal.SIGKILL)
    again = EmbeddedCluster(data_dir)
    try:
        assert noted(again.start()) == ["Wesselerbrink"]
    finally:
        again.stop()
        first.stop()


def test_a_pid_that_another_program_got_after_a_power_cut_does_not_stop_the_start(
    data_dir: Path,
) -> None:
    first = quick(data_dir)
    note(first.start(), "Roombeek")
    pid_file = first.home / "postgres" / "postmaster.pid"
    kept = pid_file.read_text()
    first.stop()
    owner = pid_file.parent.stat()
    with subprocess.Popen(["/bin/sleep", "60"], user=owner.st_uid, group=owner.st_gid) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *kept.splitlines()[1:]]) + "\n")
        os.chown(pid_file, owner.st_uid, owner.st_gid)
        try:
            assert noted(first.start()) == ["Roombeek"]
        finally:
            first.stop()
            stranger.kill()


def test_seeding_beside_a_running_service_joins_it_and_the_last_one_stops_it(
    data_dir: Path,
) -> None:
    serving, seeding = quick(data_dir), quick(data_dir)
    url = serving.start()
    assert seeding.start() == url
    note(url, "Stroinkslanden")
    serving.stop()
    assert noted(url) == ["Stroinkslanden"]
    seeding.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_four_that_start_at_once_share_one_server(data_dir: Path) -> None:
    clusters = [quick(data_dir) for _ in range(4)]
    urls: list[str] = []
    threads = [threading.Thread(target=lambda c=each: urls.append(c.start())) for each in clusters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(urls) == 4
    assert len(set(urls)) == 1
    for each in clusters:
        each.stop()
    assert not (clusters[0].home / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_service_that_is_told_to_end_stops_its_server(data_dir: Path, number: int) -> None:
    with service_on(data_dir) as service:
        assert service.stdout is not None
        url = service.stdout.readline().strip()
        note(url, "Glanerbrug")
        service.send_signal(number)
        assert service.wait(timeout=30) != 0
    assert not (data_dir / "postgres" / "postmaster.pid").exists()
    with cluster(data_dir, tell=lambda _: None) as url:
        assert noted(url) == ["Glanerbrug"]


def test_a_service_that_was_killed_leaves_a_server_that_the_next_one_takes_over(
    data_dir: Path,
) -> None:
    with service_on(data_dir) as service:
        assert service.stdout is not None
        url = service.stdout.readline().strip()
        note(url, "Boekelo")
        service.kill()
    with cluster(data_dir, tell=lambda _: None) as joined:
        assert joined == url
        assert noted(joined) == ["Boekelo"]
    assert not (data_dir / "postgres" / "postmaster.pid").exists()


def test_half_a_cluster_from_an_interrupted_first_start_is_made_anew(data_dir: Path) -> None:
    part = data_dir / "postgres.part"
    part.mkdir()
    (part / "PG_VERSION").write_text("15\n")
    with cluster(data_dir, tell=lambda _: None) as url:
        note(url, "De Boei")
    assert not part.exists()


def test_the_socket_stays_short_in_a_deep_or_oddly_named_directory(data_dir: Path) -> None:
    for name in ("x" * 120, "Zuid, 'oud' $HOME"):
        deep = data_dir / name
        with cluster(deep, tell=lambda _: None) as url:
            host = url.partition("host=")[2].partition("&")[0]
            assert len(os.fsencode(f"{host}/.s.PGSQL.5432")) < 100
            note(url, "De Boei")
            assert (deep / "postgres" / "PG_VERSION").exists()
            assert Path(host).stat().st_mode & 0o777 == 0o700
        Path(host).rmdir()


def test_a_socket_directory_that_somebody_else_made_is_refused(data_dir: Path) -> None:
    (data_dir / "socket").mkdir()
    (data_dir / "socket").chmod(0o777)
    with pytest.raises(EmbeddedError, match="must be a private directory of ours"):
        quick(data_dir).start()


def test_without_postgresql_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match=r"postgresql-15-postgis-3.*or set DATABASE_URL"):
        find_server(directories=[tmp_path])


def test_a_postgresql_without_postgis_is_passed_over(tmp_path: Path) -> None:
    whole = find_server().bin_dir
    for program in ("initdb", "pg_ctl", "pg_isready", "postgres", "psql"):
        (tmp_path / program).symlink_to(whole / program)
    bare = tmp_path / "pg_config"
    bare.write_text(f"#!/bin/sh\necho {tmp_path}\n")
    bare.chmod(0o755)
    with pytest.raises(EmbeddedError, match="with PostGIS"):
        find_server(directories=[tmp_path])
    (tmp_path / "extension").mkdir()
    control = tmp_path / "extension" / "postgis.control"
    control.write_text("default_version = '3.1.4'\n")
    with pytest.raises(EmbeddedError, match=r"PostGIS 3\.3"):
        find_server(directories=[tmp_path])
    control.write_text("default_version = '3.10.0'\n")
    assert find_server(directories=[tmp_path]).bin_dir == tmp_path


def test_data_of_a_postgresql_that_is_gone_asks_for_that_version(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir()
    (data_dir / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="written by PostgreSQL 12"):
        quick(data_dir).start()


def test_a_server_that_cannot_start_says_what_its_log_says(data_dir: Path) -> None:
    broken = quick(data_dir)
    broken.start()
    broken.stop()
    with (broken.home / "postgres" / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = nonsense\n")
    with pytest.raises(EmbeddedError, match="shared_buffers"):
        broken.start()


@only_root
def test_a_clone_in_roots_own_home_keeps_its_data_where_postgres_can_reach_it(
    data_dir: Path,
) -> None:
    data_dir.chmod(0o700)
    below = data_dir / "buurtkaart" / ".data"
    running = quick(below)
    try:
        note(running.start(), "De Boei")
        assert running.home.parent == Path("/var/lib/buurtkaart")
        assert quick(below).home == running.home
    finally:
        running.stop()
        shutil.rmtree(running.home)


@only_root
def test_root_runs_an_ordinary_users_cluster_as_that_user(data_dir: Path) -> None:
    first = quick(data_dir)
    note(first.start(), "De Boei")
    first.stop()
    nobody = 65534
    for path in [data_dir, *data_dir.rglob("*")]:
        os.chown(path, nobody, nobody)
    with cluster(data_dir, tell=lambda _: None) as url:
        assert noted(url) == ["De Boei"]
        assert (data_dir / "postgres" / "postmaster.pid").stat().st_uid == nobody
