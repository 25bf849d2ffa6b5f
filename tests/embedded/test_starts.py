"""Starting: what lies in the folder, what it may not be, and what a start that fails says."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import psycopg
import pytest

import onward
from onward import embedded
from onward.embedded import launch, leases

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


async def test_the_address_suits_every_client(scene):
    with embedded.lease(scene.data_dir, settings=QUICK) as engine:
        connection = await asyncpg.connect(engine.dsn)
        assert await connection.fetchval("SELECT current_database()") == "onward"
        await connection.close()
        assert scene.answers(engine.dsn)
        assert engine.run("psql", "-Atc", "SELECT current_user", engine.dsn).strip() == "postgres"
        assert "PostgreSQL database dump" in engine.run("pg_dump")
        assert engine.binary("pgbench").exists()


def test_a_client_tool_that_fails_says_why(scene):
    with embedded.lease(scene.data_dir, settings=QUICK) as engine:
        with pytest.raises(embedded.ToolFailed, match="no_such_table"):
            engine.run("psql", "-c", "SELECT 1 FROM no_such_table")
        with pytest.raises(embedded.EngineMissing, match="pg_nonsense"):
            engine.binary("pg_nonsense")


def test_settings_are_durable_unless_the_caller_says_otherwise(scene):
    asked = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "jit", "TimeZone")
    with embedded.lease(scene.data_dir, wait=True) as engine:
        assert settings_of(engine, asked) == ["on", "on", "on", "on", "off", "UTC"]
    with embedded.lease(scene.data_dir, settings={"fsync": "off", "work_mem": "7MB"}, wait=True) as engine:
        assert settings_of(engine, ("fsync", "work_mem", "listen_addresses")) == ["off", "7MB", ""]
    with embedded.lease(scene.data_dir) as engine:
        assert settings_of(engine, ("fsync", "work_mem")) == ["on", "4MB"]


def settings_of(engine: embedded.Engine, names: tuple[str, ...]) -> list[str]:
    with psycopg.connect(engine.dsn) as connection:
        return [connection.execute("SELECT current_setting(%s)", (name,)).fetchone()[0] for name in names]


def test_the_socket_is_closed_to_others(scene):
    with embedded.lease(scene.data_dir, settings=QUICK) as engine:
        assert engine.socket.stat().st_mode & 0o777 == 0o700
        assert engine.cluster_dir.stat().st_mode & 0o777 == 0o700
        assert engine.log_path.stat().st_mode & 0o777 == 0o600


def test_a_long_data_folder_gets_a_short_socket_folder_of_ours(scene):
    scene.data_dir = scene.data_dir / ("long, 'quoted' \"" + "x" * 100) / ("y" * 100)
    with embedded.lease(scene.data_dir, settings=QUICK) as engine:
        assert scene.answers(engine.dsn)
        assert not engine.socket.is_relative_to(scene.data_dir)
        assert engine.socket.stat().st_mode & 0o777 == 0o700
    scene.assert_stops()
    shutil.rmtree(engine.socket)


def test_a_socket_folder_under_the_temporary_folder_that_is_open_to_others_is_refused(scene):
    scene.data_dir = scene.data_dir / ("x" * 100)
    with embedded.lease(scene.data_dir, settings=QUICK, wait=True) as engine:
        engine.socket.chmod(0o755)
    with pytest.raises(embedded.EngineRefused, match="shorter path"):
        embedded.acquire(scene.data_dir, settings=QUICK)
    engine.socket.rmdir()


def test_a_socket_folder_under_the_temporary_folder_that_is_a_link_is_refused(scene, folder):
    scene.data_dir = scene.data_dir / ("x" * 100)
    scene.places.socket.symlink_to(folder)
    try:
        with pytest.raises(embedded.EngineRefused, match="shorter path"):
            embedded.acquire(scene.data_dir, settings=QUICK)
    finally:
        scene.places.socket.unlink()


def test_a_half_finished_initialisation_is_begun_anew(scene):
    ada = scene.start_user()
    scene.wait_until(lambda: list(scene.places.engine.glob("cluster.new-*/PG_VERSION")))
    os.killpg(ada.pid, signal.SIGKILL)
    assert not scene.places.cluster.exists()

    ben = scene.start_user()
    assert scene.answers(ben.dsn())
    assert not list(scene.places.engine.glob("cluster.new-*"))


def test_a_deleted_data_folder_begins_fresh(scene):
    with embedded.lease(scene.data_dir, settings=QUICK, wait=True) as engine:
        engine.run("psql", "-c", "CREATE TABLE remembered ()")
    with embedded.lease(scene.data_dir, settings=QUICK, wait=True) as engine:
        engine.run("psql", "-c", "SELECT FROM remembered")
    shutil.rmtree(scene.data_dir)
    with embedded.lease(scene.data_dir, settings=QUICK) as engine, pytest.raises(embedded.ToolFailed):
        engine.run("psql", "-c", "SELECT FROM remembered")


def test_an_engine_whose_folder_is_deleted_ends_even_under_its_user(scene):
    ada = scene.start_user()
    ada.dsn()
    shutil.rmtree(scene.data_dir)
    scene.wait_until(lambda: not scene.postmasters() and not scene.keepers())
    ben = scene.start_user()
    assert scene.answers(ben.dsn())


def test_a_dropped_database_is_made_again(scene):
    with embedded.lease(scene.data_dir, settings=QUICK) as engine:
        engine.run("dropdb", embedded.DATABASE, database="postgres")
        with embedded.lease(scene.data_dir) as again:
            assert scene.answers(again.dsn)


def test_a_cluster_of_another_version_is_refused(scene):
    with embedded.lease(scene.data_dir, settings=QUICK, wait=True):
        version_file = scene.places.cluster / "PG_VERSION"
    version_file.write_text("17\n")
    with pytest.raises(embedded.EngineRefused, match="made by PostgreSQL 17"):
        embedded.acquire(scene.data_dir)
    assert scene.is_stopped()


def test_a_server_that_refuses_to_start_is_reported_at_once_with_its_words(scene):
    began_at = time.monotonic()
    with pytest.raises(embedded.EngineNotReady, match='invalid value for parameter "work_mem"'):
        embedded.acquire(scene.data_dir, settings={"fsync": "off", "work_mem": "plenty"})
    assert time.monotonic() - began_at < 20
    scene.assert_stops()


def test_a_server_that_hangs_is_given_up_after_some_patience(scene, monkeypatch):
    ada = scene.start_user()
    ada.dsn()
    monkeypatch.setattr(leases, "PATIENCE_SECONDS", 0.5)
    hanging = scene.postmaster()
    os.kill(hanging, signal.SIGSTOP)
    try:
        with pytest.raises(embedded.EngineNotReady, match="no progress"):
            embedded.acquire(scene.data_dir)
    finally:
        os.kill(hanging, signal.SIGCONT)


def test_a_start_that_makes_progress_is_waited_for(scene):
    scene.places.engine.mkdir(parents=True)
    progress = launch.Progress(scene.places, patience_seconds=1.0)
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        with scene.places.open_log() as log:
            log.write(b"redo in progress\n")
        progress.check()
        time.sleep(0.1)
    with pytest.raises(embedded.EngineNotReady, match="redo in progress"):
        wait_idly(progress)


def wait_idly(progress: launch.Progress) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        progress.check()
        time.sleep(0.1)


def test_an_unusable_data_folder_is_refused(folder):
    (folder / "file").write_text("not a folder")
    with pytest.raises(embedded.EngineRefused, match="cannot be used"):
        embedded.acquire(folder / "file")


def test_a_large_log_begins_anew(scene):
    scene.places.engine.mkdir(parents=True, mode=0o711)
    scene.places.log.write_bytes(b"old words\n" * 2_000_000)
    with embedded.lease(scene.data_dir, settings=QUICK):
        scene.wait_until(lambda: scene.places.log.stat().st_size < 100_000)
    assert scene.places.log.with_name("engine.log.1").stat().st_size > 20_000_000


def test_the_keeper_imports_nothing_but_itself_and_the_standard_library():
    program = "import sys, onward.embedded.keeper; print(*{name.split('.')[0] for name in sys.modules})"
    allowed = sys.stdlib_module_names | {"onward", "__main__"}
    assert set(run_bare(program).split()) <= allowed
    listing = "import sys, onward.embedded.keeper; print(*(n for n in sys.modules if n.startswith('onward')))"
    assert all(f"{name}.".startswith(("onward.embedded.", "onward.")) for name in run_bare(listing).split())


def test_a_missing_wheel_is_named(tmp_path):
    program = (
        "import pathlib, sys\nfrom onward import embedded\n"
        "try:\n    embedded.acquire(pathlib.Path(sys.argv[1]))\n"
        "except embedded.EngineMissing as error:\n    print(error)\n"
    )
    said = run_bare(program, str(tmp_path / "data"))
    assert "install onward[embedded] or set ONWARD_DATABASE_URL" in said
    assert not (tmp_path / "data").exists()


def run_bare(program: str, *arguments: str) -> str:
    """Run a program in an interpreter that sees Onward and no installed package."""
    root = Path(onward.__file__).parents[1]
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{program}"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=True).stdout
