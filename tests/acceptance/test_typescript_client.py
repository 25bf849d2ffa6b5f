"""The TypeScript client against a live server: its own tests, run by the Node that comes as a wheel."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

WAIT_SECONDS = 120


@pytest.fixture
def server_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """A server of this test's own on a free port, with the cast in its database."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ONWARD_")},
        "ONWARD_DATABASE_URL": database_url,
        "ONWARD_DATA_DIR": str(tmp_path),
        "ONWARD_PORT": "0",
        "ONWARD_POOL_SIZE": "4",
    }
    command = [sys.executable, "-m", "onward.cli", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        ready = next((line for line in server.stdout if "ready at" in line), "it never was")
        yield ready.split()[-1]
        server.terminate()
        server.stdout.read()


def test_client_keeps_its_word_against_a_live_server(server_url: str, repository: Path) -> None:
    assert urlsplit(server_url).hostname == "127.0.0.1"
    ended = subprocess.run(
        [sys.executable, str(repository / "scripts" / "node.py"), "node", "--test", "tests/**/*.test.ts"],
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
