"""Places for real servers."""

from collections.abc import Iterator

import pytest

from tests.acceptance import server
from tests.acceptance.server import Place


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A data folder for the tests of one file."""
    with server.place() as made:
        yield made
