"""A PostgreSQL that nobody keeps alive: the test starts it, kills it, freezes it."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from onward.embedded import Engine, cluster, folders, postmaster, processes
from onward.embedded.folders import Folders
from onward.embedded.postmaster import Postmaster
from tests.acceptance.server import wait_until

_SETTINGS = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "40"}


class OwnPostgres:
    """Reached at its socket only. `data_dir` must be one that the server's account can enter."""

    def __init__(self, data_dir: Path) -> None:
        self._places = Folders(data_dir.resolve())
        folders.make_engine_folder(self._places)
        cluster.prepare(self._places, _SETTINGS)
        self._server: Postmaster | None = None
        self.start()
        self.engine.ensure_database()

    @property
    def engine(self) -> Engine:
        return Engine(self._places.socket, folders.PORT, self._places.cluster, self._places.log)

    @property
    def dsn(self) -> str:
        return self.engine.dsn

    def start(self) -> None:
        self._server = postmaster.start(self._places)
        wait_until(self.engine.answers)

    def stop(self) -> None:
        """At once, as `pg_ctl stop -m immediate` does it: every connection breaks."""
        if self._server is not None:
            os.kill(self._server.pid, signal.SIGQUIT)
            wait_until(lambda: self._server and not self._server.is_alive())
            self._server = None

    def freeze(self) -> None:
        """No connection breaks, and nothing is answered any more."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, how: signal.Signals) -> None:
        """The first one first, so that it makes no others meanwhile; of these any may end by itself."""
        assert self._server is not None
        os.kill(self._server.pid, how)
        for pid in processes.find_titled(""):
            if processes.parent(pid) == self._server.pid:
                with suppress(ProcessLookupError):
                    os.kill(pid, how)
