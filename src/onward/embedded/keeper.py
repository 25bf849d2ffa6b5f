"""The process that keeps one engine running for as long as it has users: `python -m onward.embedded.keeper`.

It belongs to none of its users: it has a session of its own, and no signal but SIGKILL ends it. When it is
killed, a user starts another one, which adopts the running postmaster. It decides only whether PostgreSQL
runs; what must be there before is made ready by the user that starts it.
"""

import os
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from onward.embedded import postmaster
from onward.embedded.errors import EngineError
from onward.embedded.folders import Folders
from onward.embedded.locks import FileLock
from onward.embedded.postmaster import Postmaster

_PAUSE_SECONDS = 0.05
_LOG_BYTES = 16 * 1024 * 1024


def keep(places: Folders, own: FileLock) -> None:
    """Keep PostgreSQL running until its last user is gone; `own` is the keeper's lock, held."""
    with FileLock.open(places.users_lock) as users:
        server = postmaster.find(places) or postmaster.start(places)
        while not users.try_exclusive():
            if not own.is_current():
                _say(f"{places.engine} is gone")
                break
            server = _revived(server, places)
            _trim(places.log)
            time.sleep(_PAUSE_SECONDS)
        # Held until it has stopped, so that new users wait.
        server.stop()


def _revived(server: Postmaster, places: Folders) -> Postmaster:
    was_ready = server.was_ready()
    if server.is_alive():
        return server
    if not was_ready:
        raise EngineError("PostgreSQL ended before it was ready")
    _say("PostgreSQL ended while it has users, starting it again")
    return postmaster.find(places) or postmaster.start(places)


def _trim(log: Path) -> None:
    """Begin the log anew when it is large; writers append, so they go on at its new beginning."""
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        older = log.with_name(log.name + ".1")
        older.unlink(missing_ok=True)
        shutil.copyfile(log, older)
        os.truncate(log, 0)


def _say(words: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC [{os.getpid()}] keeper: {words}\n")
    sys.stderr.flush()


def _ignore(*_: object) -> None:
    """A handler rather than SIG_IGN, which PostgreSQL would inherit."""


def main() -> None:
    """Leave the starting process behind, then keep."""
    places = Folders(Path(sys.argv[1]))
    own = FileLock(places.keeper_lock, int(sys.argv[2]))
    os.set_inheritable(own.fd, False)
    if os.fork():
        os._exit(0)
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, _ignore)
    try:
        keep(places, own)
    except EngineError as error:
        _say(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
