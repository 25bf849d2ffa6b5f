"""What the operating system tells about processes by their command lines, which everyone may read.

Where there is no /proc (macOS), a process is known by its id alone and none is found by its title.
"""

import os
from pathlib import Path

_PROC = Path("/proc")
HAS_PROC = Path("/proc/self/cmdline").exists()


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def runs(pid: int, words: str) -> bool:
    """Whether the process is alive (not a zombie) and its command line holds these words."""
    return words in command_line(pid) if HAS_PROC else exists(pid)


def command_line(pid: int) -> str:
    """The words of a command line with one space between them; empty for a process that is gone or hidden."""
    try:
        written = (_PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""
    return os.fsdecode(written.replace(b"\0", b" "))


def find_titled(beginning: str) -> dict[int, str]:
    """The title of each process, by its id, whose command line begins so."""
    pids = [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()] if HAS_PROC else []
    titles = {pid: command_line(pid) for pid in pids}
    return {pid: title for pid, title in titles.items() if title.startswith(beginning)}


def parent(pid: int) -> int:
    """The id of the parent process; 0 for a process that is gone."""
    return int(_status(pid)[1])


def used_ticks(pid: int) -> int:
    """Processor time of a process in clock ticks; 0 for one that is gone."""
    user, system = _status(pid)[11:13]
    return int(user) + int(system)


def _status(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat behind the program's name (see proc(5)), all 0 for one that is gone."""
    try:
        status = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ["0"] * 13
    return status.rpartition(")")[2].split()
