"""Running a page's commands as a reader would: all `sh` blocks in one shell, one after the other."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from tests.docs.pages import Block, Page

PRINTED_ADDRESS = "http://127.0.0.1:8000"
WAIT_SECONDS = 60
_END_OF_BLOCK = "\x1e"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Ran(Struct, frozen=True):
    """A block that ran, what it printed, and the answer that the page shows below it."""

    block: Block
    output: str
    shown: Block | None


def run(page: Page, server_url: str, folder: Path, *, with_own_curl: bool) -> list[Ran]:
    """Run the page's blocks in `folder` against a server. A command that fails is a failure."""
    blocks = [block for block in page.blocks if block.kind in {"sh", "json answer"}]
    commands = [block for block in blocks if block.kind == "sh"]
    script = f"printf '{_END_OF_BLOCK}'\n".join(block.text for block in commands)
    outputs = _shell(script.replace(PRINTED_ADDRESS, server_url), folder, with_own_curl=with_own_curl)
    shown = {id(above): below for above, below in itertools.pairwise(blocks) if below.kind != "sh"}
    found = zip(commands, outputs.split(_END_OF_BLOCK), strict=True)
    return [Ran(block, output, shown.get(id(block))) for block, output in found]


def _shell(script: str, folder: Path, *, with_own_curl: bool) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if with_own_curl or shutil.which("curl") is None:
        path = f"{_own_curl(folder)}{os.pathsep}{path}"
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return ended.stdout


def _own_curl(folder: Path) -> Path:
    command = folder / "bin" / "curl"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("curl.py")}" "$@"\n')
    command.chmod(0o755)
    return command.parent


def last_answer(output: str) -> object:
    """The last JSON object that was printed."""
    start = max(output.rfind("\n{\n"), output.rfind('\n{"'), 0)
    return json.loads(output[start:])


def differences(shown: object, actual: object, place: str = "$") -> list[str]:
    """Where an answer is not as a page shows it. A page may leave fields out, and `…` stands for any words; its
    days are its own."""
    match shown, actual:
        case dict(), dict():
            missing = [f"{place}.{key} is missing" for key in shown if key not in actual]
            pairs = [(f"{place}.{key}", value, actual[key]) for key, value in shown.items() if key in actual]
        case list(), list():
            missing = [] if len(shown) == len(actual) else [f"{place} has {len(actual)} entries"]
            pairs = [(f"{place}[{at}]", *pair) for at, pair in enumerate(zip(shown, actual, strict=False))]
        case str(), str() if _is_like(shown, actual):
            return []
        case _:
            return [] if shown == actual else [f"{place} is {actual!r}"]
    return missing + [each for where, one, other in pairs for each in differences(one, other, where)]


def _is_like(shown: str, actual: str) -> bool:
    if _DAY.fullmatch(shown):
        return _DAY.fullmatch(actual) is not None
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), actual) is not None
