"""Compile the requirement files: `lock.py UV [--upgrade]`. Every file agrees with dev.txt on versions."""

import subprocess
import sys

COMPILED = {
    "dev": ["--extra", "embedded", "--extra", "oidc", "pyproject.toml", "requirements/dev.in"],
    "run": ["--extra", "embedded", "--extra", "oidc", "pyproject.toml", "requirements/run.in"],
    "runtime": ["--extra", "oidc", "pyproject.toml"],
    "bench": ["--extra", "embedded", "--extra", "oidc", "pyproject.toml", "requirements/bench.in"],
    "lock": ["requirements/lock.in"],
}
OPTIONS = ["--universal", "--generate-hashes", "--python-version", "3.11", "--no-emit-index-url", "--quiet"]
# What stands at the top of each file in place of the command line, which would name this machine's paths.
COMMAND = ["--custom-compile-command", "make lock"]


def main(uv: str, *further: str) -> None:
    for name, sources in COMPILED.items():
        agreeing = [] if name in {"dev", "lock"} else ["--constraint", "requirements/dev.txt"]
        target = f"requirements/{name}.txt"
        command = [uv, "pip", "compile", *OPTIONS, *COMMAND, *further, *agreeing, *sources, "-o", target]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
