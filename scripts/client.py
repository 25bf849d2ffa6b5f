"""The TypeScript client's generated part: `client.py generate` writes it, `client.py check` tells when it is stale."""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLIENT = ROOT / "clients" / "typescript"
GENERATED = CLIENT / "src" / "generated"
# The generator's comments link to packages in a registry; the package's name says enough.
PACKAGE_LINK = re.compile(r"\{@link \S+ (`[^`]+`)\}")


def main(act: str) -> None:
    with tempfile.TemporaryDirectory(dir=ROOT / ".state") as folder:
        fresh = Path(folder) / "generated"
        generate(fresh)
        if act == "generate":
            shutil.rmtree(GENERATED, ignore_errors=True)
            shutil.copytree(fresh, GENERATED)
        elif different := sorted(differences(fresh, GENERATED)):
            names = ", ".join(different)
            sys.exit(f"{GENERATED.relative_to(ROOT)} is stale ({names}): run `make client` and commit the result.")


def generate(target: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "node.py"), "openapi-ts", "--silent", "--output", str(target)]
    subprocess.run(command, cwd=CLIENT, check=True, env={**os.environ, "CI": "true"})
    for path in target.rglob("*.ts"):
        path.write_text(PACKAGE_LINK.sub(r"\1", path.read_text("utf-8")), "utf-8")


def differences(left: Path, right: Path) -> set[str]:
    """The names of the files that are not the same in both folders, or only in one."""
    names = files(left) | files(right)
    _, different, missing = filecmp.cmpfiles(left, right, names, shallow=False)
    return {*different, *missing}


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main(*sys.argv[1:])
