"""What the pages tell a reader to type works as it stands, on a server that has just been started."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from onward.embedded import Engine
from tests.docs import shell
from tests.docs.pages import REPOSITORY, all_pages, page

DATABASE = f"docs_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
PAGES = {
    "README.md": 1,
    "docs/quickstart.md": 1,
    "docs/templates.md": 1,
    "docs/workflows.md": 0,
    "docs/lists.md": 0,
    "docs/concurrency.md": 0,
    "docs/tenant-settings.md": 1,
    "docs/views.md": 1,
    "docs/campaigns.md": 0,
    "docs/coverage.md": 0,
    "docs/bulk.md": 0,
    "docs/queue.md": 0,
    "docs/conversations.md": 0,
}
"""The pages with commands that run, and how many answers each shows."""


@pytest.fixture(scope="module")
def settings(engine: Engine) -> Iterator[dict[str, str]]:
    """The environment of somebody who has just installed Onward: an empty database of the shared engine."""
    asyncio.run(execute(engine.dsn, f"CREATE DATABASE {DATABASE}"))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ONWARD_")}
    yield {
        **ours,
        "ONWARD_DATABASE_URL": engine.dsn_of(DATABASE),
        "ONWARD_PORT": "0",
        "ONWARD_POOL_SIZE": "4",
        "ONWARD_LOG_REQUESTS": "false",
    }
    asyncio.run(execute(engine.dsn, f"DROP DATABASE {DATABASE} WITH (FORCE)"))


@pytest.fixture(scope="module")
def server_url(settings: dict[str, str]) -> Iterator[str]:
    command = [sys.executable, "-m", "onward.cli", "serve"]
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        ready = next((line for line in server.stdout if "is ready at" in line), "it never was")
        yield ready.split()[-1]
        server.terminate()
        server.stdout.read()


@pytest.mark.parametrize("with_own_curl", [False, True], ids=["curl", "our own curl"])
@pytest.mark.parametrize("name", PAGES)
def test_commands_work_and_answer_as_shown(name: str, with_own_curl: bool, server_url: str, tmp_path: Path) -> None:
    ran = shell.run(page(name), server_url, tmp_path, with_own_curl=with_own_curl)

    refused = [each for each in ran if '"/problems/' in each.output]
    assert refused == []
    compared = [each for each in ran if each.shown is not None]
    assert len(compared) == PAGES[name]
    for each in compared:
        assert each.shown is not None
        answer = shell.last_answer(each.output)
        assert shell.differences(shell.last_answer(each.shown.text), answer) == []


def test_no_page_has_commands_that_nobody_runs() -> None:
    assert {str(each) for each in all_pages() if any(block.kind == "sh" for block in each.blocks)} == set(PAGES)


def test_the_example_of_the_library_runs(settings: dict[str, str], server_url: str) -> None:
    example = REPOSITORY / "examples" / "library.py"
    ended = subprocess.run(
        [sys.executable, str(example)], env=settings, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "Next step: Initial Phone Call, planned for" in ended.stdout
    assert "Refused: This interaction was completed with the outcome" in ended.stdout


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
