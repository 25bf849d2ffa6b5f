"""Backup and restore: what comes back is what was there, and nothing is ever overwritten."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import msgspec
import psycopg
import pytest

from onward import embedded
from onward.cli.archive import Manifest
from onward.store import backups
from tests.cli.conftest import Place


@pytest.fixture(scope="module")
def filled(place: Place) -> Place:
    place.result("demo")
    return place


@pytest.fixture(scope="module")
def backup(filled: Place, folder: Path) -> Path:
    filled.result("backup", folder / "onward.backup")
    return folder / "onward.backup"


def row_counts(place: Place) -> dict[str, int]:
    with embedded.lease(place.data_dir) as engine:
        return backups.count_rows(engine.dsn)


def test_a_restore_brings_every_row_back(backup: Path, filled: Place, make_place: Callable[[str], Place]) -> None:
    empty = make_place("restored")
    said = empty.result("restore", backup)
    counts = row_counts(filled)
    assert row_counts(empty) == counts
    assert counts["customers"] == 300
    assert "300 customers" in said
    assert "fail" not in empty.result("doctor")
    assert "demo" in empty.result("tenants", "list")


def test_restored_events_can_be_read_at_once_and_in_their_order(
    backup: Path, filled: Place, make_place: Callable[[str], Place]
) -> None:
    restored = make_place("elsewhere")
    restored.result("restore", backup)
    assert log(restored) == log(filled)
    with embedded.lease(restored.data_dir) as engine, psycopg.connect(engine.dsn) as connection:
        (ahead,) = connection.execute(
            "SELECT count(*) FROM events WHERE log_xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        ).fetchone() or (None,)
    assert ahead == 0


def log(place: Place) -> list[tuple[object, ...]]:
    """The ids of the events in the order of the log."""
    with embedded.lease(place.data_dir) as engine, psycopg.connect(engine.dsn) as connection:
        return connection.execute("SELECT id FROM events ORDER BY log_xid, log_lsn, id").fetchall()


def test_the_manifest_counts_what_is_there(backup: Path, filled: Place) -> None:
    with ZipFile(backup) as archive:
        manifest = msgspec.json.decode(archive.read("manifest.json"), type=Manifest)
    assert manifest.row_counts == row_counts(filled)


def test_a_database_with_tenants_is_never_overwritten(backup: Path, filled: Place) -> None:
    before = row_counts(filled)
    assert "tenants already (1)" in filled.complaint("restore", backup)
    assert row_counts(filled) == before


def test_a_migrated_database_without_tenants_is_empty(backup: Path, make_place: Callable[[str], Place]) -> None:
    migrated = make_place("migrated")
    migrated.result("migrate")
    migrated.result("restore", backup)
    assert row_counts(migrated)["customers"] == 300


def test_a_damaged_backup_is_refused_before_anything_is_done(
    backup: Path, folder: Path, make_place: Callable[[str], Place]
) -> None:
    whole = backup.read_bytes()
    half = len(whole) // 2
    damaged = {"cut": whole[:half], "flipped": whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :], "none": b""}
    untouched = make_place("untouched")
    for name, content in damaged.items():
        (folder / name).write_bytes(content)
        assert "damaged" in untouched.complaint("restore", folder / name)
    assert not untouched.data_dir.exists()


def test_rows_that_are_missing_after_a_restore_are_told(
    backup: Path, folder: Path, make_place: Callable[[str], Place]
) -> None:
    wrong = folder / "wrong.backup"
    with ZipFile(backup) as source, ZipFile(wrong, "w") as target:
        manifest = msgspec.json.decode(source.read("manifest.json"))
        manifest["row_counts"]["customers"] += 1
        target.writestr("manifest.json", msgspec.json.encode(manifest))
        target.writestr("database.dump", source.read("database.dump"))
    assert "customers: 300 of 301 rows" in make_place("short").complaint("restore", wrong)


def test_a_file_is_replaced_only_on_demand_and_never_left_half_written(backup: Path, filled: Place) -> None:
    before = backup.stat().st_mtime_ns
    assert "--overwrite" in filled.complaint("backup", backup)
    assert backup.stat().st_mtime_ns == before
    filled.result("backup", "--overwrite", backup)
    assert backup.stat().st_mtime_ns != before
    assert "no folder" in filled.complaint("backup", backup.parent / "nowhere" / "file")
    assert list(backup.parent.glob(".*.part")) == []


def test_there_must_be_something_to_back_up(folder: Path, make_place: Callable[[str], Place]) -> None:
    assert "nothing to back up" in make_place("void").complaint("backup", folder / "void.backup")
    assert not (folder / "void.backup").exists()
