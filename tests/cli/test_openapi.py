"""`onward openapi`: no database, and a copy that differs is told."""

import json
from pathlib import Path

from tests.cli.conftest import Place


def test_the_document_needs_no_database(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", {"ONWARD_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    document = json.loads(place.result("openapi"))
    assert document["openapi"] == "3.1.0"
    assert "/v1/interactions/{interaction_id}/complete" in document["paths"]
    assert not place.data_dir.exists()


def test_a_copy_is_checked(tmp_path: Path) -> None:
    place, copy = Place(tmp_path / "data"), tmp_path / "openapi.json"
    assert "cannot be read" in place.complaint("openapi", "--check", copy)
    place.result("openapi", "--output", copy)
    assert place.result("openapi", "--check", copy) == ""
    copy.write_text(copy.read_text().replace("Onward", "Backward"))
    ended = place.run("openapi", "--check", copy)
    assert ended.returncode == 1
    assert f"onward openapi --output {copy}" in ended.stderr
    assert "Backward" in ended.stderr


def test_help_names_every_command(tmp_path: Path) -> None:
    said = Place(tmp_path).result("--help")
    for command in ("serve", "migrate", "seed", "tenants", "keys", "demo", "openapi", "doctor", "backup", "restore"):
        assert command in said
