"""`onward doctor`: what is well and what is not, told apart."""

from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Place


@pytest.fixture
def clone(database_url: str, folder: Path) -> Place:
    """A place whose database is a clone of the stage's, to be spoiled."""
    return Place(folder / "unused", {"ONWARD_DATABASE_URL": database_url})


def lines(place: Place, code: int, **variables: str) -> dict[str, tuple[str, str]]:
    """Level and words by subject."""
    ended = place.run("doctor", **variables)
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert ended.stderr == ""
    found = [line.partition(": ") for line in ended.stdout.splitlines()]
    return {head.split(maxsplit=1)[1]: (head.split(maxsplit=1)[0], words) for head, _, words in found}


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def test_all_is_well(clone: Place) -> None:
    found = lines(clone, 0)
    assert {level for level, _ in found.values()} == {"ok"}
    subjects = {"settings", "database", "migrations", "clock", "row security", "role", "connections", "access"}
    assert set(found) == subjects


def test_an_embedded_engine_is_looked_at_with_its_disk(place: Place) -> None:
    nothing = lines(place, 0)
    assert nothing["engine"][0] == "warn"
    assert not place.data_dir.exists()
    place.result("migrate")
    found = lines(place, 0)
    assert {found[subject][0] for subject in ("engine", "disk", "database", "row security")} == {"ok"}


@pytest.mark.parametrize(
    "spoil",
    [
        "ALTER TABLE customers NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE customers DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_tenant ON customers",
    ],
)
def test_row_security_that_does_not_hold_fails(clone: Place, database_url: str, spoil: str) -> None:
    execute(database_url, spoil)
    level, words = lines(clone, 1)["row security"]
    assert level == "fail"
    assert "customers" in words


def test_a_serving_role_that_owns_a_table_fails_and_may_not_serve(clone: Place, database_url: str) -> None:
    execute(database_url, "ALTER TABLE campaigns OWNER TO onward_app")
    level, words = lines(clone, 1)["role"]
    assert level == "fail"
    assert "campaigns" in words
    assert "campaigns" in clone.complaint("serve", "--port", "0")


def test_an_older_database_fails(clone: Place, database_url: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = '0000'")
    level, words = lines(clone, 1)["migrations"]
    assert level == "fail"
    assert "onward migrate" in words


def test_a_newer_database_is_not_touched(clone: Place, database_url: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in lines(clone, 1)["migrations"][1]
    assert "newer" in clone.complaint("serve", "--port", "0")
    assert "newer" in clone.complaint("migrate")


def test_settings_are_looked_at(clone: Place) -> None:
    level, words = lines(clone, 0, ONWARD_PROT="1")["settings"]
    assert (level, "ONWARD_PROT" in words) == ("warn", True)
    assert lines(clone, 1, ONWARD_WORKERS="many")["settings"][0] == "fail"
    assert lines(clone, 1, ONWARD_POOL_SIZE="400")["connections"][0] == "fail"


def test_local_mode_for_other_machines_fails(clone: Place, database_url: str) -> None:
    assert "key" in lines(clone, 1, ONWARD_HOST="0.0.0.0")["access"][1]
    assert lines(clone, 0, ONWARD_HOST="0.0.0.0", ONWARD_LOCAL_MODE="off")["access"][0] == "ok"


def test_a_database_that_is_gone_fails(clone: Place) -> None:
    gone = "postgresql://nobody@127.0.0.1:1/none"
    assert lines(clone, 1, ONWARD_DATABASE_URL=gone)["database"][0] == "fail"
