"""Where everything of one engine lies. Names and creation of folders only; no process is started here.

<data folder>/engine/
    users.lock   held shared by every user
    keeper.lock  held by the keeper
    engine.log   PostgreSQL's and the keeper's words
    elsewhere    only where the server's account cannot reach this folder: the id of the home below
    cluster/     PostgreSQL's data
    socket/      its Unix socket

/var/lib/onward/clusters/<id>/   the home of cluster/ and socket/ in that case
"""

import hashlib
import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onward.embedded.account import Account
from onward.embedded.errors import EngineRefused

MACHINE_DIR = Path("/var/lib/onward")
PORT = 5432
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
_SOCKET_PATH_BYTES = 103


@dataclass(frozen=True)
class Folders:
    """The places of the engine of one data folder, whose path is absolute and without links."""

    data_dir: Path

    @property
    def engine(self) -> Path:
        return self.data_dir / "engine"

    @property
    def users_lock(self) -> Path:
        return self.engine / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        return self.engine / "keeper.lock"

    @property
    def log(self) -> Path:
        return self.engine / "engine.log"

    def open_log(self) -> BinaryIO:
        """The log, to append to it; several processes do so at once."""
        fd = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(fd, "ab")

    @property
    def pointer(self) -> Path:
        return self.engine / "elsewhere"

    @property
    def home(self) -> Path:
        try:
            cluster_id = self.pointer.read_text().strip()
        except (FileNotFoundError, NotADirectoryError):
            return self.engine
        if not re.fullmatch(r"[0-9a-f]{32}", cluster_id):
            raise EngineRefused(f"{self.pointer} does not name a cluster; restore it from a backup")
        return MACHINE_DIR / "clusters" / cluster_id

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def cluster_name(self) -> str:
        """Appears in the title of every PostgreSQL process of this cluster."""
        return f"onward-{hashlib.sha256(bytes(self.cluster)).hexdigest()[:16]}"

    @property
    def socket(self) -> Path:
        beside = self.home / "socket"
        if len(bytes(beside / f".s.PGSQL.{PORT}")) <= _SOCKET_PATH_BYTES:
            return beside
        return Path(tempfile.gettempdir()) / self.cluster_name


def make(path: Path, mode: int) -> None:
    """Make a folder with exactly this mode, whatever the umask; one that exists is left as it is."""
    try:
        path.mkdir(parents=True)
    except FileExistsError:
        return
    path.chmod(mode)


def make_engine_folder(folders: Folders) -> None:
    """Make the folder of locks and log; as root passable, for the server has another account."""
    mode = 0o711 if os.geteuid() == 0 else 0o700
    make(folders.data_dir, mode)
    make(folders.engine, mode)


def settle_home(folders: Folders, account: Account) -> None:
    """Choose the cluster's home before its first start; a choice once made stays."""
    is_settled = folders.home != folders.engine or folders.cluster.exists()
    if not is_settled and not account.may_enter(folders.engine):
        make(MACHINE_DIR, 0o755)
        home = MACHINE_DIR / "clusters" / secrets.token_hex(16)
        make(home.parent, 0o711)
        make(home, 0o711)
        _write_whole(folders.pointer, home.name)
    if not account.may_enter(folders.home):
        raise EngineRefused(f"{folders.home} must be reachable (o+x on each parent) for user id {account.user}")


def make_socket_folder(folders: Folders, account: Account) -> None:
    """Make the socket's folder, or make sure that the one in place is ours and closed to others."""
    try:
        folders.socket.mkdir(mode=0o700)
    except FileExistsError:
        _refuse_foreign(folders.socket, account)
    else:
        account.own(folders.socket)


def _refuse_foreign(folder: Path, account: Account) -> None:
    status = folder.lstat()
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == account.uid
    if not is_ours or stat.S_IMODE(status.st_mode) != 0o700:
        raise EngineRefused(
            f"{folder} must be a folder of user id {account.uid} with mode 0700; "
            "remove it, or use a shorter path for the data folder"
        )


def _write_whole(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    fresh.replace(path)
