"""What the command line knows without the migration tools agrees with what they know."""

from onward.store import inspection, schema


def test_the_newest_migration_is_known_by_its_file() -> None:
    assert inspection.expected_revision() == schema.expected_revision()
