"""The TypeScript client against a live server: its own tests, run by the Node that comes as a wheel."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.server import Place

WAIT_SECONDS = 120
SECRET_KEY = "qjzXEKt1e7FiC4A5s1IEfcXT1TTyS0x7nRWy0dzb4lg="


@pytest.fixture
def server_url(place: Place, database_url: str) -> Iterator[str]:
    """A server of this test's own, with the cast in its database."""
    server = place.start(database_url=database_url, pool_size="4", secret_key=SECRET_KEY)
    yield server.url
    assert server.stop() == 0, server.words()


@pytest.mark.parametrize("files", ["tests/*.test.ts", "tests/people/*.test.ts"])
def test_client_keeps_its_word_against_a_live_server(files: str, server_url: str, repository: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(repository / "scripts" / "node.py"), "node", "--test", "--test-timeout=30000", files],
        cwd=repository / "clients" / "typescript",
        env={**os.environ, "ONWARD_TEST_URL": server_url},
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    passed = re.search(r"pass (\d+)", ended.stdout)
    assert passed is not None, ended.stdout
    assert int(passed[1]) > 0, "no test ran"
