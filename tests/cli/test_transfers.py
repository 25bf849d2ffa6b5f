"""`onward export` and `onward import`: one tenant to a file, and a new tenant from it."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Place


@pytest.fixture(scope="module")
def filled(place: Place) -> Place:
    place.result("demo", "--tenant", "show")
    return place


def rows(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_a_tenant_made_of_an_export_exports_the_same(filled: Place, folder: Path) -> None:
    original, copy = folder / "original.jsonl", folder / "copy.jsonl"
    assert "Exported everything of show" in filled.result("export", original, "--tenant", "show")
    assert "Made the tenant twin" in filled.result("import", original, "--slug", "twin", "--name", "The twin")
    filled.result("export", copy, "--tenant", "twin")
    assert rows(copy)[1:] == rows(original)[1:]
    assert json.loads(rows(copy)[0])["tenant_name"] == "The twin"
    assert len(rows(original)) > 300
    taken = filled.complaint("import", original, "--slug", "twin")
    assert taken == "There is a tenant 'twin' already. Choose another slug."


def test_customers_and_interactions_are_tables(filled: Place, folder: Path) -> None:
    for what, column in (("customers", "external_id"), ("interactions", "customer_external_id")):
        target = folder / f"{what}.csv"
        filled.result("export", target, "--tenant", "show", "--what", what)
        with target.open(newline="", encoding="utf-8") as file:
            read = list(csv.DictReader(file))
        assert len(read) >= 24
        assert column in read[0]
        assert filled.complaint("export", target, "--tenant", "show").endswith("or add --overwrite.")


def test_half_a_file_makes_no_tenant(filled: Place, folder: Path) -> None:
    whole, half = folder / "whole.jsonl", folder / "half.jsonl"
    filled.result("export", whole, "--tenant", "show")
    half.write_bytes(whole.read_bytes()[:20_000])
    assert filled.complaint("import", half, "--slug", "half").startswith("line ")
    half.write_text("\n".join(rows(whole)[:-1]) + "\n", "utf-8")
    assert "ends before its last line" in filled.complaint("import", half, "--slug", "half")
    assert "no file" not in filled.complaint("import", folder / "nowhere", "--slug", "half").lower()
    assert "half" not in filled.result("tenants", "list")
