"""One PostgreSQL cluster on disk: its making, its version and its settings. No server is started here."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from onward.embedded import binaries, folders
from onward.embedded.account import Account, account_of
from onward.embedded.errors import EngineNotReady, EngineRefused
from onward.embedded.folders import Folders

SUPERUSER = "postgres"
_MEBIBYTE = 1024 * 1024
_CONTROL_GROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
_SETTINGS = {
    "listen_addresses": "",
    "port": str(folders.PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "jit": "off",
    "checkpoint_timeout": "15min",
    "max_wal_size": "4GB",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_vacuum_insert_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.05",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    # The lines that tell a long recovery from one that hangs.
    "log_startup_progress_interval": "2s",
}


def prepare(places: Folders, settings: Mapping[str, str]) -> None:
    """Make the cluster ready to be started. The caller holds the keeper's lock."""
    account = account_of(places.cluster)
    folders.settle_home(places, account)
    server = binaries.find_for(account)
    if not places.cluster.exists():
        _create(places, account, server, is_durable=settings.get("fsync") != "off")
    check_version(places.cluster)
    folders.make_socket_folder(places, account)
    _configure(places, account, settings)


def check_version(cluster: Path) -> None:
    """Refuse a cluster that another major version made."""
    version_file = cluster / "PG_VERSION"
    if not version_file.exists():
        raise EngineRefused(f"{cluster} is not a PostgreSQL cluster: move it away, or use another data folder")
    version = version_file.read_text().strip()
    if version != binaries.MAJOR_VERSION:
        raise EngineRefused(
            f"{cluster} was made by PostgreSQL {version}, and this is {binaries.MAJOR_VERSION}: make a "
            "backup with the version of Onward that made it, and restore that into a new data folder"
        )


def _create(places: Folders, account: Account, server: Path, *, is_durable: bool) -> None:
    """Initialise beside the final place and rename, so that a kill leaves nothing half-made."""
    for leftover in places.home.glob("cluster.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="cluster.new-", dir=places.home))
    account.own(fresh)
    _initialise(places, fresh, account, server, is_durable=is_durable)
    with (fresh / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude 'onward.conf'\n")
    _write(fresh / "onward.conf", "", account)
    fresh.rename(places.cluster)
    _sync(places.home)


def _initialise(places: Folders, fresh: Path, account: Account, server: Path, *, is_durable: bool) -> None:
    options = ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"]
    options += [f"--username={SUPERUSER}", "--no-instructions"]
    with places.open_log() as words:
        ended = subprocess.run(
            [server / "initdb", "-D", fresh, *options, *([] if is_durable else ["--no-sync"])],
            cwd="/",
            env=server_environment(),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            check=False,
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
        )
    if ended.returncode != 0:
        raise EngineNotReady(f"initdb failed; its words are in {places.log}")


def server_environment() -> dict[str, str]:
    """What the server sees of our environment, which may hold secrets."""
    kept = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def _configure(places: Folders, account: Account, settings: Mapping[str, str]) -> None:
    chosen = {
        **_SETTINGS,
        "unix_socket_directories": _quote_item(str(places.socket)),
        "cluster_name": places.cluster_name,
        "shared_buffers": f"{_shared_buffers_mebibytes()}MB",
        **settings,
    }
    lines = ["# Written by Onward at each start. Use ALTER SYSTEM for settings of your own.\n"]
    lines += [f"{_checked(name)} = {_quote(value)}\n" for name, value in chosen.items()]
    fresh = places.cluster / "onward.conf.new"
    _write(fresh, "".join(lines), account)
    fresh.replace(places.cluster / "onward.conf")


def _write(path: Path, text: str, account: Account) -> None:
    path.write_text(text)
    path.chmod(0o600)
    account.own(path)


def _checked(name: str) -> str:
    if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", name):
        raise ValueError(f"not the name of a PostgreSQL setting: {name!r}")
    return name


def _quote(value: str) -> str:
    if "\n" in value or "\0" in value:
        raise ValueError(f"a PostgreSQL setting must be one line: {value!r}")
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _quote_item(path: str) -> str:
    """Quote one item of a list-valued setting, for a path may hold commas and spaces."""
    return '"' + path.replace('"', '""') + '"'


def _shared_buffers_mebibytes() -> int:
    memory_bytes = min([os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), *_limits_bytes()])
    return max(16, min(512, memory_bytes // 8 // _MEBIBYTE))


def _limits_bytes() -> list[int]:
    """What a container may use of the machine's memory."""
    words = [path.read_text().strip() for path in _CONTROL_GROUP_LIMITS if path.exists()]
    return [int(word) for word in words if word.isdigit()]


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
