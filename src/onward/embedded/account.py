"""The operating system account that PostgreSQL runs as: ourselves, or a system account when we are root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from onward.embedded.errors import EngineRefused

NAME = "onward"


@dataclass(frozen=True)
class Account:
    """Arguments of the same names for `subprocess`; all None means ourselves."""

    user: int | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None

    @property
    def is_ourselves(self) -> bool:
        return self.user is None

    @property
    def uid(self) -> int:
        return os.geteuid() if self.user is None else self.user

    def own(self, path: Path) -> None:
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can reach what lies in the folder."""
        return self.is_ourselves or all(self._may_search(each) for each in (folder, *folder.parents))

    def _may_search(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.user:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.group:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


OURSELVES = Account()


def account_of(cluster: Path) -> Account:
    """As root the cluster's owner, and before it exists the system account, which is made if missing."""
    if os.geteuid() != 0:
        return OURSELVES
    if not cluster.exists():
        entry = _system_account()
        return Account(entry.pw_uid, entry.pw_gid, ())
    owner = cluster.stat()
    if owner.st_uid == 0:
        raise EngineRefused(f"{cluster} belongs to root, whom PostgreSQL does not serve: chown -R {NAME} {cluster}")
    return Account(owner.st_uid, owner.st_gid, ())


def _system_account() -> pwd.struct_passwd:
    return _find(NAME) or _made() or _find("nobody") or _refuse()


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return _find(NAME)


def _refuse() -> pwd.struct_passwd:
    raise EngineRefused(
        f"PostgreSQL does not run as root, and there is no account for it: add a user named {NAME}, "
        "start Onward as an ordinary user, or set ONWARD_DATABASE_URL"
    )
